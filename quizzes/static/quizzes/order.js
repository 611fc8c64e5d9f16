/* Enhancement only: every line of an ordering question gets buttons to move it up and down. The lists of
   places stay and are the answer; a move writes the new place into each of them. */
(function () {
  "use strict";
  function button(text, label, sign) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "bd-order__move";
    made.setAttribute("aria-label", label + ": " + text);
    made.textContent = sign;
    return made;
  }

  function number(list) {
    Array.prototype.forEach.call(list.children, function (item, place) {
      item.querySelector("select").selectedIndex = place + 1;
    });
    list.querySelector("select").dispatchEvent(new Event("input", { bubbles: true }));
  }

  function sorted(list) {
    var items = Array.prototype.slice.call(list.children);
    var places = items.map(function (item) { return item.querySelector("select").selectedIndex; });
    if (places.slice().sort(function (a, b) { return a - b; }).some(function (p, i) { return p !== i + 1; })) return;
    places.forEach(function (place, at) { items[at]._place = place; });
    items.sort(function (a, b) { return a._place - b._place; });
    items.forEach(function (item) { list.appendChild(item); });
  }

  function enhance(list) {
    if (list.hasAttribute("data-ready")) return;
    list.setAttribute("data-ready", "");
    sorted(list);
    Array.prototype.forEach.call(list.children, function (item) {
      var text = item.querySelector("label").textContent;
      var up = button(text, list.getAttribute("data-up"), "↑");
      var down = button(text, list.getAttribute("data-down"), "↓");
      up.addEventListener("click", function () {
        if (item.previousElementSibling) list.insertBefore(item, item.previousElementSibling);
        number(list);
        up.focus();
      });
      down.addEventListener("click", function () {
        if (item.nextElementSibling) list.insertBefore(item.nextElementSibling, item);
        number(list);
        down.focus();
      });
      var place = item.querySelector("select").parentNode;
      place.appendChild(up);
      place.appendChild(down);
    });
  }

  function start() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-order]"), enhance);
  }
  document.addEventListener("bd:page", start);
  start();
})();
