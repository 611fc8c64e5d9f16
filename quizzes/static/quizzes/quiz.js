/* Enhancement only (ux G-3): answers are saved while one works, a form of a test is sent in the
   background, and the page that comes next is in the answer. Every edit is first kept on this device
   (queue.js) and goes from there once the server has it; saving an answer twice is the same as once. */
(function () {
  "use strict";
  var main = document.getElementById("noi-dung");
  var script = document.currentScript;
  var queue = window.bdQueue;
  var person = script.getAttribute("data-person");
  var PAUSE = 1500;
  var AGAIN = 4000;
  var busy = false;
  var sending = null;
  var waiting = null; /* a form that could not be sent */
  var timer = 0;
  var last = 0;
  var isLocked = false; /* another device has the test */
  if (!main || !queue || !window.fetch || !window.URLSearchParams || !history.pushState) return;

  function words(name) { return script.getAttribute("data-" + name) || ""; }

  function status(text) {
    var line = main.querySelector("[data-saved]");
    if (line) line.textContent = text;
  }

  function notice(name, action, href) {
    var form = main.querySelector("form[data-quiz]");
    var note = main.querySelector("[data-not-sent]");
    if (isLocked && name !== "elsewhere") return;
    if (!name) {
      if (note) note.parentNode.removeChild(note);
      return;
    }
    if (!note) {
      note = document.createElement("div");
      note.className = "bd-notice bd-notice--warn";
      note.setAttribute("data-not-sent", "");
      note.innerHTML = '<div class="bd-notice__body" role="alert"><p></p></div>';
      (form || main).appendChild(note);
    }
    var line = note.querySelector("p");
    if (line.textContent.indexOf(words(name)) === 0) return; /* not read out again and again */
    line.textContent = words(name);
    if (href) {
      var link = document.createElement("a");
      link.href = href;
      link.textContent = words(action);
      line.appendChild(document.createTextNode(" "));
      line.appendChild(link);
    }
  }

  function readOnly() {
    Array.prototype.forEach.call(
      main.querySelectorAll("form[data-quiz] input, form[data-quiz] select, form[data-quiz] textarea, form[data-quiz] button"),
      function (control) { control.disabled = true; }
    );
    isLocked = true;
    status("");
    notice("elsewhere", "reload", location.pathname);
  }

  function show(html, address) {
    var page = new DOMParser().parseFromString(html, "text/html");
    if (window.speechSynthesis) speechSynthesis.cancel();
    isLocked = false;
    document.title = page.title;
    main.innerHTML = page.body.innerHTML;
    if (address && address !== location.pathname + location.search) history.pushState(1, "", address);
    window.scrollTo(0, 0);
    if (!main.querySelector("[data-errsum],[data-focus]")) main.focus();
    document.dispatchEvent(new Event("bd:page"));
  }

  /* The cookie is right even after signing in again in another window. */
  function token() {
    var kept = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    var field = main.querySelector("[name=csrfmiddlewaretoken]");
    return kept ? kept[1] : field ? field.value : "";
  }

  function post(address, body, header) {
    var headers = { "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" };
    headers[header] = "1";
    return fetch(address, {
      method: "POST", credentials: "same-origin", headers: headers, body: body.toString()
    });
  }

  /* The form's values with the number and the age of the edit; never its token. */
  function bodyOf(entry) {
    var body = new URLSearchParams(entry.body);
    body.set("seq", entry.seq);
    body.set("age", Math.max(0, Date.now() - entry.at));
    return body;
  }

  function edited(form) {
    var body = new URLSearchParams(new FormData(form));
    body.delete("csrfmiddlewaretoken");
    last = Math.max(last + 1, Date.now());
    return {
      key: form.getAttribute("data-save"), person: person, body: body.toString(),
      seq: last, at: Date.now()
    };
  }

  function isHere(key) {
    var form = main.querySelector("form[data-save]");
    return !!form && form.getAttribute("data-save") === key;
  }

  /* --- one answer ------------------------------------------------------------------------------ */

  function told(entry, answer) {
    if (answer.left !== undefined) {
      document.dispatchEvent(new CustomEvent("quiz:left", { detail: answer.left }));
    }
    if (answer.state === "over" && answer.next) { location.assign(answer.next); return; }
    if (answer.state === "elsewhere") { readOnly(); return; }
    if (!isHere(entry.key) || entry.seq < last) return;
    if (answer.state === "saved") status(words("saved").replace(/\{\w+\}/, answer.text));
    else status(answer.state === "empty" ? words("empty") : answer.text);
  }

  function sendOne(entry) {
    return post(entry.key, bodyOf(entry), "X-Save").then(function (response) {
      var isJson = /json/.test(response.headers.get("Content-Type") || "");
      if (response.redirected && !isJson) { /* signed out meanwhile */
        notice("signed-out", "sign-in", response.url);
        throw response;
      }
      if (response.status === 404 || response.status === 400) return { state: "refused", text: "" };
      if (!response.ok || !isJson) throw response;
      return response.json();
    }).then(function (answer) {
      return queue.drop(entry.key, entry.seq).then(function () { told(entry, answer); });
    });
  }

  /* Everything that waits, one after the other; resolves to true when nothing is left to send. */
  function flush() {
    window.clearTimeout(timer);
    if (sending) return sending;
    sending = queue.all(person).then(function (entries) {
      return entries.reduce(function (before, entry) {
        return before.then(function () { return sendOne(entry); });
      }, Promise.resolve()).then(function () {
        sending = null;
        notice("");
        return true;
      });
    }).catch(function (problem) {
      sending = null;
      status("");
      if (!problem || !problem.redirected) notice("kept");
      later(AGAIN);
      return false;
    });
    return sending;
  }

  function later(pause) {
    window.clearTimeout(timer);
    timer = window.setTimeout(recover, pause);
  }

  function recover() {
    var form = waiting;
    waiting = null;
    if (form && main.contains(form)) send(form);
    else flush();
  }

  main.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!form || !form.hasAttribute("data-save") || form.querySelector("[type=file]")) return;
    status(words("saving"));
    queue.put(edited(form)).then(function () { later(PAUSE); });
  });

  /* --- a whole form: the next page comes with the answer ------------------------------------------ */

  function send(form) {
    var entry = form.hasAttribute("data-save") ? edited(form) : null;
    var address = form.getAttribute("action");
    busy = true;
    window.clearTimeout(timer);
    var ready = entry ? queue.put(entry) : flush().then(function (isSent) {
      if (!isSent) throw new Error("offline");
    });
    return ready.then(function () {
      var body = entry ? bodyOf(entry) : new URLSearchParams(new FormData(form));
      return post(address, body, "X-Quiz");
    }).then(function (response) {
      if (!response.ok || !response.headers.get("Content-Type")) throw response;
      var next = response.headers.get("X-Address");
      if (response.redirected && !next) { location.assign(response.url); return null; }
      return (entry ? queue.drop(entry.key, entry.seq) : Promise.resolve()).then(function () {
        return response.text();
      }).then(function (html) { show(html, next); });
    }).catch(function (problem) {
      if (problem && problem.status) { form.submit(); return; } /* let the server show its page */
      waiting = form;
      status("");
      notice("kept");
      later(AGAIN);
    }).then(function () { busy = false; });
  }

  main.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-quiz") || form.querySelector("[type=file]")) return;
    if (event.submitter && event.submitter.type === "image") return; /* says where it was pressed */
    event.preventDefault();
    event.stopPropagation(); /* bd.js has its own words for forms without a network */
    if (!busy) send(form);
  });

  /* --- the clock ends it, another device has it ----------------------------------------------------- */

  document.addEventListener("quiz:time-over", function (event) {
    if (busy) return;
    flush().then(function (isSent) {
      if (!isSent) return null;
      return post(event.detail, new URLSearchParams("sure=1"), "X-Quiz").then(function (response) {
        if (response.ok && response.headers.get("X-Address")) {
          location.assign(response.headers.get("X-Address"));
        }
      });
    }).catch(function () { return null; });
  });
  document.addEventListener("quiz:elsewhere", readOnly);

  document.addEventListener("visibilitychange", function () {
    var form = main.querySelector("form[data-ask]");
    if (document.hidden || !form) return;
    fetch(form.getAttribute("data-ask"), { credentials: "same-origin" }).then(function (response) {
      return response.redirected ? {} : response.json();
    }).then(function (answer) {
      if (answer.state === "elsewhere") readOnly();
      else if (answer.state === "over") location.assign(answer.next);
    }).catch(function () { return null; });
  });

  /* What makes the page of this kind of question handier, loaded when one is shown. */
  function loadKind() {
    var form = main.querySelector("form[data-script]");
    var address = form && form.getAttribute("data-script");
    if (!address || document.querySelector('script[src="' + address + '"]')) return;
    var added = document.createElement("script");
    added.src = address;
    document.body.appendChild(added);
  }
  document.addEventListener("bd:page", loadKind);
  loadKind();

  window.addEventListener("online", recover);
  window.addEventListener("popstate", function () { location.reload(); });
  flush();
})();
