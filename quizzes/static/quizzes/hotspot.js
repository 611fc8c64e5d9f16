/* Enhancement only: pointing at the picture marks the place and leaves the form where it is; without this
   the picture itself sends the form. The place is kept in percent. */
(function () {
  "use strict";
  function enhance(box) {
    if (box.hasAttribute("data-ready")) return;
    box.setAttribute("data-ready", "");
    var form = box.closest("form");
    var field = box.querySelector("[data-point]");
    var spots = box.querySelectorAll("[data-spot]");
    function show(x, y) {
      Array.prototype.forEach.call(spots, function (spot) {
        spot.setAttribute("cx", x);
        spot.setAttribute("cy", y);
      });
    }
    box.addEventListener("click", function (event) {
      if (event.target.type !== "image") return;
      event.preventDefault();
      if (event.detail === 0) return; /* a key, not a pointer */
      var at = event.target.getBoundingClientRect();
      var x = (100 * (event.clientX - at.left) / at.width).toFixed(2);
      var y = (100 * (event.clientY - at.top) / at.height).toFixed(2);
      Array.prototype.forEach.call(form.querySelectorAll("input[type=radio]"), function (radio) {
        radio.checked = false;
      });
      field.value = x + "," + y;
      show(x, y);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    form.addEventListener("change", function (event) {
      if (event.target.type !== "radio") return;
      field.value = "";
      show(-50, -50);
    });
  }

  function start() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-hotspot]"), enhance);
  }
  document.addEventListener("bd:page", start);
  start();
})();
