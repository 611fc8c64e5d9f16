/* Enhancement only: above the lists, the items as cards to drag into their places with a pointer. The
   lists stay: they are the answer, and the way for the keyboard and the screen reader. */
(function () {
  "use strict";
  function element(tag, name, text) {
    var made = document.createElement(tag);
    made.className = name;
    made.textContent = text || "";
    return made;
  }

  function enhance(box) {
    if (box.hasAttribute("data-ready") || !window.PointerEvent) return;
    box.setAttribute("data-ready", "");
    var selects = box.querySelectorAll("select");
    var board = element("div", "bd-drag__board");
    board.setAttribute("aria-hidden", "true");
    var places = Array.prototype.map.call(selects[0].options, function (option, index) {
      var place = element("div", "bd-drag__place");
      place.appendChild(element("p", "", index ? option.text : box.getAttribute("data-out")));
      return place;
    });
    places.slice(1).concat(places[0]).forEach(function (place) { board.appendChild(place); });

    function placeUnder(x, y) {
      return places.filter(function (place) {
        var at = place.getBoundingClientRect();
        return x >= at.left && x <= at.right && y >= at.top && y <= at.bottom;
      })[0];
    }
    function light(place) {
      places.forEach(function (one) { one.classList.toggle("is-over", one === place); });
    }

    Array.prototype.forEach.call(selects, function (select) {
      var card = element("span", "bd-drag__item", box.querySelector("label[for=" + select.id + "]").textContent);
      var from = null;
      function settle() { places[Math.max(0, select.selectedIndex)].appendChild(card); }
      function drop(event) {
        if (!from) return;
        from = null;
        card.classList.remove("is-held");
        card.style.transform = "";
        light(null);
        var place = event.type === "pointerup" && placeUnder(event.clientX, event.clientY);
        if (place) {
          select.selectedIndex = places.indexOf(place);
          select.dispatchEvent(new Event("input", { bubbles: true }));
        }
        settle();
      }
      card.addEventListener("pointerdown", function (event) {
        from = { x: event.clientX, y: event.clientY };
        card.setPointerCapture(event.pointerId);
        card.classList.add("is-held");
        event.preventDefault();
      });
      card.addEventListener("pointermove", function (event) {
        if (!from) return;
        card.style.transform = "translate(" + (event.clientX - from.x) + "px," + (event.clientY - from.y) + "px)";
        light(placeUnder(event.clientX, event.clientY));
      });
      card.addEventListener("pointerup", drop);
      card.addEventListener("pointercancel", drop);
      select.addEventListener("change", settle);
      settle();
    });
    box.insertBefore(board, box.firstChild);
  }

  function start() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-drag]"), enhance);
  }
  document.addEventListener("bd:page", start);
  start();
})();
