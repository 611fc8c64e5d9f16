/* Without a connection: the lesson pages opened last stay readable, other pages give /ngoai-tuyen/.
   Only what the server lets be kept is kept: pages of signed-in people say no-store and never
   enter. No precache list to maintain: the offline page itself names the files it needs. */
"use strict";

var SHELL = "bd-vo-1";
var LESSONS = "bd-bai";
var VERIFYING = "bd-xac-minh"; /* filled by certificates/verify.js */
var OFFLINE = "/ngoai-tuyen/";
var VERIFY_OFFLINE = "/xac-minh/ngoai-tuyen/";
var MOST_LESSONS = 40;
var MOST_FILES = 60;
var QR_PAGE = /^\/xac-minh\/[A-Za-z0-9_-]{22}\/$/;
var LESSON_PAGE = /^\/hoc\/[a-z0-9-]+\/[a-z0-9-]+\/\d+\/$/;
var FILE = /^\/(static|media)\/.+\.(css|js|woff2|svg|png|jpe?g|webp)$/;

function shell() {
  return caches.open(SHELL).then(function (cache) {
    return fetch(OFFLINE, { credentials: "omit", cache: "no-cache" }).then(function (page) {
      if (!page.ok) throw new Error("offline page: " + page.status);
      return page.clone().text().then(function (html) {
        var files = [];
        html.replace(/(?:href|src)="(\/static\/[^"#]+)"/g, function (all, file) {
          if (files.indexOf(file) < 0) files.push(file);
          return all;
        });
        return cache.put(OFFLINE, page).then(function () { return cache.addAll(files); });
      });
    });
  });
}

function trim(cache, most) {
  return cache.keys().then(function (keys) {
    var extra = keys.filter(function (key) { return new URL(key.url).pathname !== OFFLINE; });
    return Promise.all(extra.slice(0, Math.max(0, extra.length - most)).map(function (key) {
      return cache.delete(key);
    }));
  });
}

function mayKeep(response) {
  var rule = response.headers.get("Cache-Control") || "";
  return response.ok && response.type === "basic" && !/no-store|private/.test(rule);
}

function keep(name, request, response, most) {
  return caches.open(name).then(function (cache) {
    return cache.delete(request)
      .then(function () { return cache.put(request, response); })
      .then(function () { return trim(cache, most); });
  });
}

function page(event, url) {
  return fetch(event.request).then(function (response) {
    if (LESSON_PAGE.test(url.pathname)) {
      if (mayKeep(response)) {
        event.waitUntil(keep(LESSONS, event.request, response.clone(), MOST_LESSONS));
      } else {
        event.waitUntil(caches.open(LESSONS).then(function (cache) {
          return cache.delete(event.request);
        }));
      }
    }
    return response;
  }).catch(function () {
    return caches.match(event.request, { ignoreVary: true }).then(function (kept) {
      return kept || QR_PAGE.test(url.pathname) && caches.match(VERIFY_OFFLINE, { ignoreVary: true });
    }).then(function (kept) {
      return kept || caches.match(OFFLINE, { ignoreVary: true });
    }).then(function (kept) {
      return kept || Response.error();
    });
  });
}

/* File names carry a hash of their content, so the kept copy is right; the network renews others. */
function file(event) {
  return caches.match(event.request, { ignoreVary: true }).then(function (kept) {
    if (kept && /\.[0-9a-f]{12}\./.test(event.request.url)) return kept;
    return fetch(event.request).then(function (response) {
      if (mayKeep(response) && response.status === 200) {
        event.waitUntil(keep(SHELL, event.request, response.clone(), MOST_FILES));
      }
      return response;
    }).catch(function () { return kept || Response.error(); });
  });
}

self.addEventListener("install", function (event) {
  event.waitUntil(shell().then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(
    caches.keys().then(function (names) {
      return Promise.all(names.map(function (name) {
        return name === SHELL || name === LESSONS || name === VERIFYING ? null : caches.delete(name);
      }));
    }).then(function () { return self.clients.claim(); })
  );
});

self.addEventListener("fetch", function (event) {
  var url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.indexOf("/bien-tap/") === 0) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (FILE.test(url.pathname) && !event.request.headers.has("range")) event.respondWith(file(event));
});
