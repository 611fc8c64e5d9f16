/* The other system's SCORM 1.2 interface, and what is kept there between two sittings: numbers of
   steps, tries and seconds. suspend_data holds 4096 characters; a step takes about 30. */
"use strict";
globalThis.Lms = (() => {
  const MOST_KEPT = 4096, FARTHEST = 10;
  const OUTCOMES = ["first", "retry", "helped", "skipped"];
  let api = null;
  const opened = Date.now();

  function found(from) {
    let here = from;
    for (let n = 0; n < FARTHEST && here; n += 1) {
      try {
        if (here.API) return here.API;
      } catch (refused) { /* a page of another site: nothing to find there, look further out */ }
      if (here === here.parent) return null;
      here = here.parent;
    }
    return null;
  }

  function connect() {
    api = found(window) || (window.opener && found(window.opener));
    if (api && String(api.LMSInitialize("")) !== "true") api = null;
    if (api && ["", "not attempted", "unknown"].includes(get("cmi.core.lesson_status"))) {
      set("cmi.core.lesson_status", "incomplete");
    }
    return Boolean(api);
  }

  function get(name) { return api ? String(api.LMSGetValue(name)) : ""; }
  function set(name, value) { return !api || String(api.LMSSetValue(name, String(value))) !== "false"; }
  function commit() { return !api || String(api.LMSCommit("")) !== "false"; }

  /* --- a run in few characters ---- */
  function packed(script, run) {
    const place = (uid) => script.steps.findIndex((step) => step.uid === uid);
    const { state } = run;
    const steps = script.steps.map(({ uid }) => {
      const done = state.results[uid];
      const row = [state.misses[uid] || 0, state.hints[uid] || 0];
      return done ? [...row, done[0], done[1], OUTCOMES.indexOf(done[2]), done[3], done[4]] : row;
    });
    const last = state.last && [place(state.last[0]), state.last[1]];
    const path = [...new Set(state.path)].map(place);
    return JSON.stringify([script.version, run.mode, run.inList ? 1 : 0, run.person,
      place(state.cursor), state.turn, state.entered, run.seconds, path, steps, last]);
  }

  /* null: nothing kept, or of another version of this practice. */
  function unpacked(script, text) {
    let row = null;
    try { row = JSON.parse(text); } catch (broken) { return null; }
    if (!Array.isArray(row) || row[0] !== script.version || !script.steps[row[4]]) return null;
    const [, mode, inList, person, cursor, turn, entered, seconds, path, steps, last] = row;
    const uid = (n) => script.steps[n].uid;
    const state = {
      cursor: uid(cursor), turn, entered, path: path.map(uid), misses: {}, hints: {}, results: {},
      last: last && [uid(last[0]), last[1]],
    };
    steps.forEach(([misses, hints, ...done], n) => {
      if (misses) state.misses[uid(n)] = misses;
      if (hints) state.hints[uid(n)] = hints;
      if (done.length) state.results[uid(n)] = [done[0], done[1], OUTCOMES[done[2]], done[3], done[4]];
    });
    return { mode, inList: Boolean(inList), person, seconds, state };
  }

  function keep(script, run) {
    const text = packed(script, run);
    set("cmi.suspend_data", text.length <= MOST_KEPT ? text : "");
    set("cmi.core.exit", "suspend");
    return commit();
  }

  function kept(script) { return unpacked(script, get("cmi.suspend_data")); }

  /* A finished test. The best one counts: a worse one changes nothing. Says whether it arrived. */
  function report(script, results, score) {
    const before = Number(get("cmi.core.score.raw") || -1);
    const hasPassed = get("cmi.core.lesson_status") === "passed";
    const better = score.passed === hasPassed ? score.percent > before : score.passed;
    let arrived = clear();
    if (better) {
      for (const [name, value] of [["score.min", 0], ["score.max", 100], ["score.raw", score.percent],
        ["lesson_status", score.passed ? "passed" : "failed"]]) {
        arrived = set("cmi.core." + name, value) && arrived;
      }
      steps(results);
    }
    return commit() && arrived;
  }

  function steps(results) {
    let n = Number(get("cmi.interactions._count") || 0);
    for (const [uid, one] of Object.entries(results)) {
      set(`cmi.interactions.${n}.id`, uid);
      set(`cmi.interactions.${n}.type`, "performance");
      set(`cmi.interactions.${n}.result`, one[3] ? "correct" : "wrong");
      set(`cmi.interactions.${n}.latency`, clock(one[4]));
      n += 1;
    }
  }

  /* Nothing is under way any more. */
  function clear() {
    const emptied = set("cmi.suspend_data", "");
    return set("cmi.core.exit", "") && emptied;
  }

  function clock(seconds) {
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.min(9999, Math.floor(seconds / 3600));
    return `${String(hours).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }

  function close() {
    if (!api) return;
    set("cmi.core.session_time", clock(Math.floor((Date.now() - opened) / 1000)));
    commit();
    api.LMSFinish("");
    api = null;
  }

  return { clear, close, commit, connect, keep, kept, packed, report, unpacked };
})();
