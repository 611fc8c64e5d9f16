/* What is not yet on the server, kept on this device: the newest edit of each answer, as
   {key, person, body, seq, at}. In IndexedDB, else in localStorage, else for the life of the page. */
(function () {
  "use strict";
  var NAME = "bd-bai-lam";
  var OLD = 12 * 3600 * 1000;
  var memory = {};

  function open() {
    return new Promise(function (resolve, reject) {
      var request = window.indexedDB.open(NAME, 1);
      request.onupgradeneeded = function () {
        request.result.createObjectStore("answers", { keyPath: "key" });
      };
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = request.onblocked = function () { reject(request.error); };
    });
  }

  function inDatabase(mode, work) {
    return open().then(function (database) {
      return new Promise(function (resolve, reject) {
        var change = database.transaction("answers", mode);
        var result = work(change.objectStore("answers"));
        change.oncomplete = function () { database.close(); resolve(result && result.result); };
        change.onerror = change.onabort = function () { database.close(); reject(change.error); };
      });
    });
  }

  function inText(work) {
    var kept = memory;
    try { kept = JSON.parse(localStorage.getItem(NAME)) || {}; } catch (error) { kept = memory; }
    var result = work(kept);
    memory = kept;
    try {
      if (Object.keys(kept).length) localStorage.setItem(NAME, JSON.stringify(kept));
      else localStorage.removeItem(NAME);
    } catch (error) { /* private browsing: the page itself remembers */ }
    return Promise.resolve(result);
  }

  function either(mode, work, otherwise) {
    if (!window.indexedDB) return inText(otherwise);
    return inDatabase(mode, work).catch(function () { return inText(otherwise); });
  }

  window.bdQueue = {
    put: function (entry) {
      return either("readwrite", function (store) { store.put(entry); },
        function (kept) { kept[entry.key] = entry; });
    },
    /* Only the edit that was sent: a newer one stays. */
    drop: function (key, seq) {
      return either("readwrite", function (store) {
        var found = store.get(key);
        found.onsuccess = function () {
          if (found.result && found.result.seq <= seq) store.delete(key);
        };
      }, function (kept) { if (kept[key] && kept[key].seq <= seq) delete kept[key]; });
    },
    /* This person's, the oldest edit first. */
    all: function (person) {
      return either("readonly", function (store) { return store.getAll(); }, function (kept) {
        return Object.keys(kept).map(function (key) { return kept[key]; });
      }).then(function (entries) {
        return entries.filter(function (entry) {
          return entry.person === person && Date.now() - entry.at < OLD;
        }).sort(function (one, other) { return one.seq - other.seq; });
      });
    }
  };
})();
