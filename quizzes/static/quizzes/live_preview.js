/* Enhancement only: without it the button fills the frame. While the author writes, the frame follows;
   nothing is saved, and the form's own warning about unsaved changes stays as it is. */
(function () {
  "use strict";
  var button = document.querySelector("[data-preview]");
  var frame = document.querySelector("[data-preview-frame]");
  if (!button || !frame || !window.fetch || !("srcdoc" in frame)) return;
  var form = button.form;
  var waiting = null;
  var asked = 0;

  function show() {
    var mine = ++asked;
    fetch(button.formAction, { method: "POST", credentials: "same-origin", body: new FormData(form) })
      .then(function (response) { return response.ok ? response.text() : null; })
      .then(function (html) { if (html !== null && mine === asked) frame.srcdoc = html; })
      .catch(function () { return null; });
  }

  function soon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(show, 700);
  }

  button.addEventListener("click", function (event) { event.preventDefault(); show(); });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  soon();
})();
