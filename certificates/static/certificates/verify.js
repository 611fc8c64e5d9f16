/* Verification without a connection. Online the server's answer stands and this only puts by what is
   needed later: the page below, its files, the public keys and the list of what holds no more.
   Offline the service worker shows that page at the address of the QR code; the payload behind "#"
   is then checked here (its layout: certificates/offline.py). */
(function () {
  "use strict";
  var PAGE = "/xac-minh/ngoai-tuyen/";
  var LIST = "/xac-minh/ngoai-tuyen.json";
  var STORE = "bd-xac-minh";
  var DAY = 24 * 60 * 60 * 1000;
  var ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  var FIRST = "BDHVS-QR";
  var HEAD = 16;
  var SIGNATURE = 64;
  var FORMS = ["tu_hoc", "co_giam_sat", "tai_lop"];
  var box = document.querySelector("[data-offline-check]");

  function putBy() {
    return caches.open(STORE).then(function (store) {
      return fetch(PAGE, { credentials: "omit", cache: "no-cache" }).then(function (page) {
        if (!page.ok) throw new Error("page " + page.status);
        return page.clone().text().then(function (html) {
          var files = [];
          html.replace(/(?:href|src)="(\/static\/[^"#]+)"/g, function (all, file) {
            if (files.indexOf(file) < 0) files.push(file);
            return all;
          });
          return store.addAll(files.concat(LIST)).then(function () { return store.put(PAGE, page); });
        });
      });
    });
  }

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function hex(buffer) {
    return Array.from(new Uint8Array(buffer), function (one) {
      return ("0" + one.toString(16)).slice(-2);
    }).join("");
  }

  function day(number) {
    return number ? new Date(Date.UTC(2020, 0, 1 + number)) : null;
  }

  function shownDay(date) {
    function two(number) { return ("0" + number).slice(-2); }
    return two(date.getUTCDate()) + "/" + two(date.getUTCMonth() + 1) + "/" + date.getUTCFullYear();
  }

  function read(content) {
    var view = new DataView(content.buffer);
    var length = content[HEAD - 1];
    var end = content.length - SIGNATURE;
    if (content[0] !== 1 || end < HEAD + length || content[HEAD - 2] >= FORMS.length) return null;
    var issued = day(view.getUint16(10));
    var code = "";
    var number = 0;
    for (var at = 5; at < 10; at += 1) number = number * 256 + content[at];
    for (var place = 0; place < 8; place += 1) {
      code = ALPHABET[number % 32] + code;
      number = Math.floor(number / 32);
    }
    var text = new TextDecoder("utf-8");
    return {
      hint: hex(content.slice(1, 5)),
      code: "BDS-" + issued.getUTCFullYear() + "-" + code.slice(0, 4) + "-" + code.slice(4),
      issued: shownDay(issued),
      expires: day(view.getUint16(12)),
      form: FORMS[content[HEAD - 2]],
      name: text.decode(content.slice(HEAD, HEAD + length)),
      course: text.decode(content.slice(HEAD + length, end))
    };
  }

  function isSigned(key, token, content) {
    var end = content.length - SIGNATURE;
    var head = new TextEncoder().encode(FIRST + token);
    var signed = new Uint8Array(head.length + end);
    signed.set(head);
    signed.set(content.slice(0, end), head.length);
    var kind = { name: "ECDSA", namedCurve: "P-256" };
    var bare = { kty: key.kty, crv: key.crv, x: key.x, y: key.y };
    return crypto.subtle.importKey("jwk", bare, kind, false, ["verify"]).then(function (ready) {
      return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, ready, content.slice(end), signed);
    });
  }

  function mark(token) {
    return crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)).then(function (found) {
      return hex(found).slice(0, 16);
    });
  }

  /* What to say, the worst first. The list is only as good as its age. */
  function judge(said, list, marked) {
    var status = list.marked[marked];
    if (status) return status;
    if (said.expires && Date.now() >= said.expires.getTime() - 7 * 60 * 60 * 1000) return "expired";
    if (Date.now() - Date.parse(list.made_at) > DAY) return "old";
    return "valid";
  }

  function show(result, said, list) {
    Array.from(box.querySelectorAll("[data-case]")).forEach(function (panel) {
      panel.hidden = panel.getAttribute("data-case") !== result;
      var title = !panel.hidden && panel.querySelector("[data-focus]");
      if (title) title.focus();
    });
    if (list) {
      var age = box.querySelector("[data-age]");
      var hours = Math.floor((Date.now() - Date.parse(list.made_at)) / (DAY / 24));
      age.textContent = age.getAttribute("data-age")
        .replace("{when}", new Date(list.made_at).toLocaleString("vi-VN"))
        .replace("{hours}", String(Math.max(0, hours)));
      age.hidden = false;
    }
    var table = box.querySelector("dl");
    table.hidden = !said;
    if (said) Array.from(table.querySelectorAll("[data-field]")).forEach(function (cell) {
      var value = said[cell.getAttribute("data-field")];
      cell.textContent = cell.getAttribute("data-" + value.replace("_", "-").replace("_", "-")) || value;
    });
  }

  function check() {
    var token = (location.pathname.match(/^\/xac-minh\/([A-Za-z0-9_-]{22})\/$/) || [])[1];
    var payload = location.hash.slice(1);
    var said = null;
    var content = null;
    try { content = bytes(payload); said = read(content); } catch (error) { said = null; }
    if (!token || !said || !crypto.subtle) return show("nothing");
    return caches.match(LIST).then(function (kept) { return kept && kept.json(); })
      .then(function (list) {
        var key = list && list.keys.filter(function (one) { return one.hint === said.hint; })[0];
        if (!list) return show("nothing");
        if (!key) return show("forged", null, list);
        return Promise.all([isSigned(key.jwk, token, content), mark(token)]).then(function (found) {
          if (!found[0]) return show("forged", null, list);
          return show(judge(said, list, found[1]), said, list);
        });
      })
      .catch(function () { show("nothing"); });
  }

  if (box) {
    check();
    window.addEventListener("hashchange", check);
    window.addEventListener("online", function () { location.reload(); });
  } else if (window.caches) {
    window.addEventListener("load", function () { putBy().catch(function () { return null; }); });
  }
})();
