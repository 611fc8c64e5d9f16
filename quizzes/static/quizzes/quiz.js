/* Enhancement only (ux G-3): a form of a test is sent in the background and the page that comes next is
   in the answer. Without a network the answer stays on this device and is sent when the network is back;
   saving an answer twice is the same as once. */
(function () {
  "use strict";
  var main = document.getElementById("noi-dung");
  var words = document.currentScript.getAttribute("data-offline");
  var KEY = "bd-bai-lam";
  var OLD = 12 * 3600 * 1000;
  var busy = false;
  if (!main || !window.fetch || !window.URLSearchParams || !history.pushState) return;

  function kept(change) {
    var queue = {};
    try {
      queue = JSON.parse(localStorage.getItem(KEY)) || {};
      if (change) {
        change(queue);
        if (Object.keys(queue).length) localStorage.setItem(KEY, JSON.stringify(queue));
        else localStorage.removeItem(KEY);
      }
    } catch (error) { /* private browsing: the form itself still holds the answer */ }
    return queue;
  }

  function say(text, form) {
    var note = form.querySelector("[data-not-sent]");
    if (!note) {
      note = document.createElement("div");
      note.className = "bd-notice bd-notice--warn";
      note.setAttribute("data-not-sent", "");
      form.appendChild(note);
    }
    note.innerHTML = '<div class="bd-notice__body" role="alert"><p></p></div>';
    note.querySelector("p").textContent = text;
  }

  function post(address, body) {
    return fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-Quiz": "1", "Content-Type": "application/x-www-form-urlencoded" },
      body: body
    });
  }

  function show(html, address) {
    var page = new DOMParser().parseFromString(html, "text/html");
    if (window.speechSynthesis) speechSynthesis.cancel();
    document.title = page.title;
    main.innerHTML = page.body.innerHTML;
    if (address && address !== location.pathname + location.search) history.pushState(1, "", address);
    window.scrollTo(0, 0);
    if (!main.querySelector("[data-errsum],[data-focus]")) main.focus();
    document.dispatchEvent(new Event("bd:page"));
  }

  /* Resolves to true when the server has it. */
  function send(address, body, isShown) {
    return post(address, body).then(function (response) {
      if (!response.ok || !response.headers.get("Content-Type")) throw response;
      var next = response.headers.get("X-Address");
      if (response.redirected && !next) { /* signed out meanwhile */
        if (isShown) location.assign(response.url);
        return false;
      }
      kept(function (queue) { delete queue[address.split("?")[0]]; });
      return response.text().then(function (html) {
        if (isShown) show(html, next);
        return true;
      });
    });
  }

  main.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-quiz")) return;
    event.preventDefault();
    event.stopPropagation(); /* bd.js has its own words for forms without a network */
    if (busy) return;
    busy = true;
    var address = form.getAttribute("action");
    var body = new URLSearchParams(new FormData(form)).toString();
    send(address, body, true).catch(function (problem) {
      if (problem && problem.status) { form.submit(); return; } /* let the server show its page */
      if (/\/cau\//.test(address)) {
        kept(function (queue) { queue[address.split("?")[0]] = { body: body, at: Date.now() }; });
      }
      say(words, form);
    }).then(function () { busy = false; });
  });

  /* What waits is sent again: at once when a page opens, and when the network comes back. */
  function replay() {
    var queue = kept();
    var token = main.querySelector("[name=csrfmiddlewaretoken]");
    Object.keys(queue).reduce(function (before, address) {
      return before.then(function () {
        var form = main.querySelector("form[data-quiz]");
        if (Date.now() - queue[address].at > OLD) {
          kept(function (now) { delete now[address]; });
          return null;
        }
        var body = new URLSearchParams(queue[address].body);
        if (token) body.set("csrfmiddlewaretoken", token.value);
        var isShown = !!form && form.getAttribute("action").split("?")[0] === address;
        return send(address, body.toString(), isShown);
      });
    }, Promise.resolve()).catch(function () { return null; });
  }

  window.addEventListener("online", replay);
  window.addEventListener("popstate", function () { location.reload(); });
  replay();
})();
