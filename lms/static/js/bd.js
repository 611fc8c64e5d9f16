/* Enhancements only: every task works without this file (ux G-3). */
(function () {
  "use strict";
  var doc = document;
  var root = doc.documentElement;

  function each(selector, work) {
    Array.prototype.forEach.call(doc.querySelectorAll(selector), work);
  }

  function make(tag, className, text) {
    var node = doc.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  function text(name) {
    var texts = doc.querySelector("[data-texts]");
    return (texts && texts.getAttribute("data-t-" + name)) || "";
  }

  /* Errors and results are read out first. */
  function focusFirst() {
    var target = doc.querySelector("[data-errsum]") || doc.querySelector("[data-focus]");
    if (target && !location.hash) target.focus();
  }

  function showPin(button) {
    var input = doc.getElementById(button.getAttribute("data-show-pin"));
    if (!input) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var show = input.type === "password";
      input.type = show ? "text" : "password";
      button.setAttribute("aria-pressed", String(show));
      button.querySelector("span").textContent =
        button.getAttribute(show ? "data-hide-text" : "data-show-text");
    });
    if (input.form) {
      input.form.addEventListener("submit", function () { input.type = "password"; });
    }
  }

  function printButton(button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  }

  /* The display page shows the choice before it is saved. */
  function previewDisplay(form) {
    form.addEventListener("change", function () {
      var size = form.querySelector("[name=size]:checked");
      var theme = form.querySelector("[name=theme]:checked");
      if (size) root.setAttribute("data-co", size.value);
      if (theme) root.setAttribute("data-mau", theme.value);
    });
  }

  /* Closed explanations are part of the paper page. */
  function openForPrint() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      each("main details:not([open])", function (node) { node.open = true; opened.push(node); });
    });
    window.addEventListener("afterprint", function () {
      opened.forEach(function (node) { node.open = false; });
      opened = [];
    });
  }

  /* Reading aloud where no recording exists: sentence by sentence, 200 characters at most. */
  function sentences(words) {
    var parts = words.replace(/\s+/g, " ").match(/[^.!?…:;]+[.!?…:;]*/g) || [];
    var chunks = [];
    parts.forEach(function (part) {
      var rest = part.trim();
      while (rest.length > 200) {
        var cut = rest.lastIndexOf(" ", 200);
        if (cut < 1) cut = 200;
        chunks.push(rest.slice(0, cut));
        rest = rest.slice(cut).trim();
      }
      if (rest) chunks.push(rest);
    });
    return chunks;
  }

  function spokenText(target) {
    var copy = target.cloneNode(true);
    Array.prototype.forEach.call(
      copy.querySelectorAll(
        "nav,form,button,audio,video,script,details:not([open])>:not(summary)," +
        ".bd-topline,.bd-listen,.bd-khong-in,.bd-actions,[hidden],[aria-hidden=true]"
      ),
      function (node) { node.parentNode && node.parentNode.removeChild(node); }
    );
    Array.prototype.forEach.call(copy.querySelectorAll("h1,h2,h3,li,p,td,th,dt,dd"), function (node) {
      if (!/[.!?…:;]\s*$/.test(node.textContent)) node.appendChild(doc.createTextNode(". "));
      else node.appendChild(doc.createTextNode(" "));
    });
    return copy.textContent;
  }

  function vietnameseVoice() {
    var voices = window.speechSynthesis.getVoices();
    for (var i = 0; i < voices.length; i++) {
      if (/^vi\b/i.test(voices[i].lang.replace("_", "-"))) return voices[i];
    }
    return null;
  }

  function listenButton(box) {
    var button = box.querySelector("button");
    var label = button.querySelector("span");
    var start = label.textContent;
    var speech = window.speechSynthesis;
    var reading = false;

    function stop() {
      reading = false;
      speech.cancel();
      label.textContent = start;
    }

    function read(chunks) {
      if (!reading) return;
      if (!chunks.length) { stop(); return; }
      var words = new SpeechSynthesisUtterance(chunks[0]);
      words.voice = vietnameseVoice();
      words.lang = "vi-VN";
      words.rate = 0.9;
      words.onend = function () { read(chunks.slice(1)); };
      words.onerror = function () { if (reading) stop(); };
      speech.speak(words);
    }

    button.addEventListener("click", function () {
      if (reading) { stop(); return; }
      var selector = box.getAttribute("data-listen");
      var target = (selector && doc.querySelector(selector)) || doc.querySelector("main");
      reading = true;
      label.textContent = button.getAttribute("data-stop-text");
      speech.cancel();
      read(sentences(spokenText(target)));
    });
    window.addEventListener("pagehide", stop);
    box.hidden = false;
  }

  function listen() {
    if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) return;
    var boxes = doc.querySelectorAll("[data-listen]");
    if (!boxes.length) return;
    var done = false;
    function tryVoices() {
      if (done || !vietnameseVoice()) return;
      done = true;
      Array.prototype.forEach.call(boxes, listenButton);
    }
    tryVoices();
    if (!done && speechSynthesis.addEventListener) {
      speechSynthesis.addEventListener("voiceschanged", tryVoices);
    }
  }

  /* A form that cannot be sent keeps what was typed and says so. */
  function sayOffline(form) {
    var note = form.querySelector("[data-offline-note]");
    if (!note) {
      note = make("div", "bd-notice bd-notice--warn");
      note.setAttribute("data-offline-note", "");
      note.setAttribute("role", "alert");
      var body = make("div", "bd-notice__body");
      note.appendChild(body);
      var button = form.querySelector("button[type=submit],button:not([type])");
      if (button) button.parentNode.insertBefore(note, button);
      else form.appendChild(note);
      body.appendChild(make("p", "", text("offline")));
    } else {
      note.hidden = false;
    }
    window.addEventListener("online", function () { note.hidden = true; });
  }

  function guardForms() {
    doc.addEventListener("submit", function (event) {
      var form = event.target;
      if (form.method !== "post") return;
      if (navigator.onLine === false) {
        event.preventDefault();
        sayOffline(form);
        return;
      }
      if (event.defaultPrevented) return;
      /* A second press of the same button sends nothing twice; Back makes the form usable again. */
      if (form.getAttribute("data-sent")) { event.preventDefault(); return; }
      form.setAttribute("data-sent", "1");
      window.setTimeout(function () { form.removeAttribute("data-sent"); }, 5000);
    });
    window.addEventListener("pageshow", function () {
      each("form[data-sent]", function (form) { form.removeAttribute("data-sent"); });
    });
  }

  /* Two minutes before the session ends, ask (ux G-12). On a shared device one minute. */
  function idle() {
    var limit = Number(root.getAttribute("data-idle")) * 1000;
    var form = doc.querySelector("[data-idle-form]");
    if (!limit || !form) return;
    var warnBefore = limit <= 600000 ? 60000 : 120000;
    var box = null;
    var before = null;

    function touched() {
      var now = Date.now();
      try { localStorage.setItem("bd-song", String(now)); } catch (error) { touched.at = now; }
      touched.at = now;
    }

    function lastTouch() {
      var stored = 0;
      try { stored = Number(localStorage.getItem("bd-song")); } catch (error) { stored = 0; }
      return Math.max(stored, touched.at || 0);
    }

    function stay() {
      touched();
      if (box) { box.parentNode.removeChild(box); box = null; }
      if (before && before.focus) before.focus();
    }

    function warn() {
      before = doc.activeElement;
      box = make("div", "bd-idle");
      box.setAttribute("role", "alertdialog");
      box.setAttribute("aria-labelledby", "bd-idle-h");
      var inner = make("div", "bd-idle__in");
      var words = make("p", "", text(warnBefore === 60000 ? "idle-1" : "idle-2"));
      words.id = "bd-idle-h";
      var button = make("button", "bd-btn bd-btn--primary", text("stay"));
      button.type = "button";
      button.addEventListener("click", stay);
      box.addEventListener("keydown", function (event) { if (event.key === "Escape") stay(); });
      inner.appendChild(words);
      inner.appendChild(button);
      box.appendChild(inner);
      doc.body.appendChild(box);
      button.focus();
    }

    function leave() {
      var reason = make("input");
      reason.type = "hidden";
      reason.name = "reason";
      reason.value = "idle";
      form.appendChild(reason);
      form.submit();
    }

    function check() {
      var quiet = Date.now() - lastTouch();
      if (quiet >= limit) leave();
      else if (quiet >= limit - warnBefore) { if (!box) warn(); }
      else if (box) { box.parentNode.removeChild(box); box = null; }
    }

    touched();
    ["keydown", "pointerdown", "touchstart", "scroll"].forEach(function (name) {
      window.addEventListener(name, function () { if (!box) touched(); }, { passive: true });
    });
    window.setInterval(check, 5000);
    doc.addEventListener("visibilitychange", check);
  }

  /* The offline page lists the lessons kept on this device. */
  function savedLessons() {
    var list = doc.querySelector("[data-saved-lessons]");
    if (!list || !window.caches) return;
    caches.open("bd-bai").then(function (cache) {
      return cache.keys().then(function (requests) {
        return Promise.all(requests.map(function (request) {
          return cache.match(request).then(function (page) { return page.text(); })
            .then(function (html) { return { url: request.url, html: html }; });
        }));
      });
    }).then(function (pages) {
      pages.reverse().forEach(function (page) {
        var title = (page.html.match(/<title>([^<]*)<\/title>/) || [])[1] || page.url;
        var item = make("li");
        var link = make("a", "", new DOMParser().parseFromString(title, "text/html").body.textContent
          .replace(/ – [^–]*$/, ""));
        link.href = page.url;
        item.appendChild(link);
        list.appendChild(item);
      });
      if (pages.length) {
        list.hidden = false;
        var none = doc.querySelector("[data-no-lessons]");
        if (none) none.hidden = true;
      }
    });
  }

  function serviceWorker() {
    if (!("serviceWorker" in navigator) || location.pathname.indexOf("/bien-tap/") === 0) return;
    window.addEventListener("load", function () {
      navigator.serviceWorker.register("/sw.js").catch(function () { return null; });
    });
  }

  /* A shared computer between two people: no answer of the one before waits here to be sent. The header
     Clear-Site-Data does the same, but only over HTTPS. */
  function wipe() {
    if (!root.hasAttribute("data-wipe")) return;
    try {
      localStorage.removeItem("bd-bai-lam");
      window.indexedDB.deleteDatabase("bd-bai-lam");
    } catch (error) { return; }
  }

  /* A script that put another page into <main> says so. */
  doc.addEventListener("bd:page", function () { focusFirst(); listen(); });

  focusFirst();
  each("[data-show-pin]", showPin);
  each("[data-print]", printButton);
  each("[data-display-preview]", previewDisplay);
  openForPrint();
  listen();
  guardForms();
  wipe();
  idle();
  savedLessons();
  serviceWorker();
})();
