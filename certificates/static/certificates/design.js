/* Enhancement only: without it, the button "Xem thử" shows the paper. While the editor writes, the paper
   follows; the server lays it out and keeps nothing. */
(function () {
  "use strict";
  var form = document.querySelector("[data-design]");
  var see = document.querySelector("[data-see]");
  if (!form || !see || !window.fetch || !window.AbortController) return;
  var waiting = null;
  var running = null;

  function show() {
    if (running) running.abort();
    var mine = running = new AbortController();
    var limit = window.setTimeout(function () { mine.abort(); }, 8000);
    var body = new FormData(form);
    body.append("live", "1");
    fetch(form.action, { method: "POST", credentials: "same-origin", body: body, signal: mine.signal })
      .then(function (response) {
        if (response.status !== 200 && response.status !== 422) return null;
        return response.text().then(function (html) { place(html, response.status === 200); });
      })
      .catch(function () { return null; })
      .then(function () { window.clearTimeout(limit); });
  }

  /* What cannot be laid out leaves the last paper standing and says why. */
  function place(html, whole) {
    if (whole) { see.innerHTML = html; return; }
    var fresh = document.createElement("div");
    fresh.innerHTML = html;
    var said = see.querySelector("[data-lint]");
    said.parentNode.replaceChild(fresh.querySelector("[data-lint]"), said);
  }

  function soon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(show, 500);
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
})();
