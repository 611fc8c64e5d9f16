/* Enhancements of class pages; all of them work without this file. */
(function () {
  "use strict";
  var EVERY = 20000;
  var STOPPED = "bd-lop-dung";

  /* The console and the projector read their numbers anew every 20 seconds, until told to stop. */
  function live() {
    var box = document.querySelector("[data-live]");
    var pause = document.querySelector("[data-live-pause]");
    if (!box || !pause || !window.fetch || !window.DOMParser) return;
    var stopWords = pause.textContent;
    var stopped = false;
    try { stopped = sessionStorage.getItem(STOPPED) === "1"; } catch (error) { stopped = false; }

    function show() {
      pause = document.querySelector("[data-live-pause]");
      pause.hidden = false;
      pause.setAttribute("aria-pressed", String(stopped));
      pause.textContent = stopped ? pause.getAttribute("data-go") : stopWords;
    }

    function toggle() {
      stopped = !stopped;
      try { sessionStorage.setItem(STOPPED, stopped ? "1" : "0"); } catch (error) { /* private */ }
      show();
    }

    function put(html) {
      var fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-live]");
      if (!fresh) { window.location.reload(); return; }
      var focused = box.contains(document.activeElement) ? document.activeElement : null;
      var wasPause = focused && focused.hasAttribute("data-live-pause");
      box.innerHTML = fresh.innerHTML;
      show();
      if (wasPause) pause.focus();
      else if (focused) box.querySelector("[data-live-now]").focus();
    }

    function refresh() {
      if (stopped || document.hidden || navigator.onLine === false) return;
      fetch(window.location.href, { credentials: "same-origin", headers: { "X-Live": "1" } })
        .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : null; })
        .then(function (html) { if (html) put(html); })
        .catch(function () { return null; });
    }

    document.addEventListener("click", function (event) {
      if (event.target.closest && event.target.closest("[data-live-pause]")) toggle();
    });
    show();
    window.setInterval(refresh, EVERY);
  }

  /* "Show PIN" on a shared computer: the digits are dots by style, not by a password field. */
  function digits(button) {
    var inputs = button.getAttribute("data-show-digits").split(" ").map(function (id) {
      return document.getElementById(id);
    });
    if (inputs.indexOf(null) !== -1) return;
    var showWords = button.textContent;
    var shown = false;
    button.hidden = false;
    button.addEventListener("click", function () {
      shown = !shown;
      inputs.forEach(function (input) {
        input.classList[shown ? "add" : "remove"]("ct-cham--hien");
      });
      button.setAttribute("aria-pressed", String(shown));
      button.textContent = shown ? button.getAttribute("data-hide") : showWords;
    });
  }

  live();
  Array.prototype.forEach.call(document.querySelectorAll("[data-show-digits]"), digits);
})();
