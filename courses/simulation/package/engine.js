/* The machine of runs in JavaScript, for packages that are played elsewhere. The reference is Python:
   judging.py, engine.py, scoring.py beside this folder; tests run the same cases through both.
   Knows no page. A state keeps of the events only the last one; what was typed is in none. */
"use strict";
globalThis.Machine = (() => {
  const MOST_HINTS = 3, MISSES_TO_LEAVE = 3, TRIES_THAT_COUNT = 3, FULL = 2;
  const WATCH = "xem", TRY = "thu", TEST = "kiem_tra", END = "het";

  // --- words -------------------------------------------------------------------------------------
  // As Python has it: the byte order mark is no space.
  const SPACE = /(?:(?!\ufeff)[\s\x1c-\x1f\x85])+/u;

  function joined(text) {
    return text.split(SPACE).filter(Boolean).join(" ");
  }

  function cleanText(text) {
    const visible = Array.from(text.replace(/\ufeff/g, ""), (char) =>
      SPACE.test(char) ? " " : /[\p{Cc}\p{Cf}\p{Cs}]/u.test(char) ? "" : char);
    return joined(visible.join("")).normalize("NFC");
  }

  function withoutMarks(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "");
  }

  function fold(text) {
    const bare = withoutMarks(withoutMarks(text).toLowerCase());
    return joined(bare.replace(/[đÐɖƉð]/g, "d").replace(/[’‘ʼ`´′]/g, "'"));
  }

  function digits(text) {
    return text.replace(/[^0-9]/g, "");
  }

  function date(text) {
    const parts = text.match(/\d+/g) || [];
    return parts.length === 3 ? parts.map(Number).join("/") : null;
  }

  function fill(text, facts) {
    return text.replace(/\{([a-z_]+)\}/g, (whole, name, at) => {
      const found = Object.hasOwn(facts, name) ? facts[name] : whole;
      const begins = at === 0 || /[.:?] $/.test(text.slice(0, at));
      return begins && name === "xung_ho"
        ? found.charAt(0).toUpperCase() + found.slice(1).toLowerCase() : found;
    });
  }

  // --- judging -----------------------------------------------------------------------------------
  function looksReal(text) {
    const all = digits(text), province = Number(all.slice(0, 3));
    const isIdentity = all.length === 12 && province >= 1 && province <= 96;
    return isIdentity || /^(?:0|84)[35789]\d{8}$/.test(all);
  }

  function verdict(right, more) {
    return Object.assign(
      { right, chosen: [], faults: [], option: null, personal: false, empty: false }, more);
  }

  function optionOf(step, id) {
    return step.options.find((option) => option.id === id) || null;
  }

  function rightOptions(step) {
    return step.options.filter((option) => option.right);
  }

  function isTyped(step) {
    return step.kind === "type" || step.kind === "otp";
  }

  function judge(step, facts, form) {
    if (isTyped(step)) return judgeTyped(step, facts, form);
    return step.kind === "confirm" ? judgeTicks(step, form) : judgeChoice(step, form);
  }

  function judgeChoice(step, form) {
    const option = optionOf(step, (form.answer || [""])[0]);
    if (option) return verdict(option.right, { chosen: [option.id], option });
    if ("miss.x" in form) return verdict(false, { chosen: ["*"] });
    return step.options.length ? verdict(false, { empty: true }) : verdict(true);
  }

  function judgeTicks(step, form) {
    const given = form.answer || [];
    const ticked = step.options.filter((option) => given.includes(option.id));
    const wanted = rightOptions(step);
    const right = ticked.length === wanted.length && ticked.every((option) => option.right);
    return verdict(right, {
      chosen: ticked.map((option) => option.id),
      option: ticked.find((option) => !option.right) || null,
    });
  }

  function judgeTyped(step, facts, form) {
    const typed = step.fields.map((field) => cleanText((form["f_" + field.id] || [""])[0]));
    const faults = step.fields.filter((field, n) => !fits(field, typed[n], facts));
    const known = new Set(Object.values(facts).map(digits));
    return verdict(!faults.length, {
      faults: faults.map((field) => field.id),
      personal: typed.some((text) => looksReal(text) && !known.has(digits(text))),
      empty: !typed.some(Boolean),
    });
  }

  function fits(field, typed, facts) {
    const wanted = cleanText(fill(field.expected, facts));
    switch (field.rule) {
      case "any": return Boolean(typed);
      case "digits": return Boolean(digits(typed)) && digits(typed) === digits(wanted);
      case "fold": return fold(typed) === fold(wanted);
      case "date": return Boolean(typed) && date(typed) === date(wanted);
    }
    return typed.toLowerCase() === wanted.toLowerCase();
  }

  // --- moving ------------------------------------------------------------------------------------
  function stepOf(script, uid) {
    return script.steps.find((step) => step.uid === uid);
  }

  function after(script, step, option) {
    const named = (option && option.goto) || step.next;
    if (named) return named === END ? "" : named;
    const place = script.steps.indexOf(step) + 1;
    const following = script.steps.slice(place).find((later) => !later.detour);
    return following ? following.uid : "";
  }

  function begin(script) {
    return {
      cursor: script.steps[0].uid, turn: 0, entered: 0, path: [],
      misses: {}, hints: {}, results: {}, last: null,
    };
  }

  function missed(state, uid) { return state.misses[uid] || 0; }
  function hinted(state, uid) { return state.hints[uid] || 0; }

  function mayLeave(state, mode) {
    return mode !== WATCH && missed(state, state.cursor) >= MISSES_TO_LEAVE;
  }

  function noted(state, did) {
    return { ...state, turn: state.turn + 1, last: [state.cursor, did] };
  }

  /* Something was pressed, chosen or typed: [state, verdict]. */
  function answer(script, state, mode, facts, form, at) {
    const step = stepOf(script, state.cursor);
    if (mode === WATCH) return [left(script, state, step, "n", verdict(true), at), verdict(true)];
    const found = judge(step, facts, form);
    if (found.empty) return [state, found];
    if (found.right) return [left(script, state, step, "r", found, at), found];
    const before = missed(state, step.uid);
    const next = { ...noted(state, "w"), misses: { ...state.misses, [step.uid]: before + 1 } };
    if (found.option && found.option.goto && before < MISSES_TO_LEAVE) {
      Object.assign(next, {
        cursor: found.option.goto, path: [...state.path, step.uid], entered: at,
      });
    }
    return [next, found];
  }

  function hint(state, mode) {
    const level = hinted(state, state.cursor);
    if (mode !== TRY || level >= MOST_HINTS) return state;
    return { ...noted(state, "h"), hints: { ...state.hints, [state.cursor]: level + 1 } };
  }

  function leave(script, state, mode, at) {
    if (!mayLeave(state, mode)) return state;
    const did = mode === TEST ? "s" : "d";
    return left(script, state, stepOf(script, state.cursor), did, verdict(true), at);
  }

  function left(script, state, step, did, found, at) {
    const option = found.option || rightOptions(step)[0] || null;
    const next = {
      ...noted(state, did),
      cursor: after(script, step, option), path: [...state.path, step.uid], entered: at,
    };
    if (step.detour || did === "n") return next;
    return { ...next, results: { ...state.results, [step.uid]: result(state, step, did, at) } };
  }

  /* [misses, hints, outcome, points, seconds], as Python stores it. */
  function result(state, step, did, at) {
    const misses = missed(state, step.uid), hints = hinted(state, step.uid);
    const outcome = outcomeOf(did, misses, hints);
    return [misses, hints, outcome, pointsFor(outcome, misses), at - state.entered];
  }

  function outcomeOf(did, misses, hints) {
    if (did === "s") return "skipped";
    if (did === "d" || hints >= MOST_HINTS || misses >= MISSES_TO_LEAVE) return "helped";
    return misses || hints ? "retry" : "first";
  }

  function pointsFor(outcome, misses) {
    if (outcome === "first") return FULL;
    return outcome === "retry" && misses < TRIES_THAT_COUNT ? 1 : 0;
  }

  function score(script, results, passPercent) {
    const done = Object.entries(results).map(([uid, one]) => [stepOf(script, uid), one]);
    const points = done.reduce((sum, [step, one]) => sum + one[3] * step.weight, 0);
    const most = done.reduce((sum, [step]) => sum + FULL * step.weight, 0);
    const critical = done.filter(([step, one]) => step.critical && !one[3]);
    return {
      points, most, steps: done.length,
      own: done.filter(([, one]) => one[2] === "first" || one[2] === "retry").length,
      failedCritical: critical.map(([step]) => step.uid),
      percent: most ? Math.floor(points * 100 / most) : 0,
      passed: most > 0 && points * 100 >= passPercent * most && !critical.length,
    };
  }

  /* The open step among those that count, from 1; a detour has the number of where it began. */
  function numberOf(script, state) {
    const isDetour = (uid) => stepOf(script, uid).detour;
    const done = new Set(state.path.filter((uid) => !isDetour(uid))).size;
    const back = isDetour(state.cursor) || state.path.includes(state.cursor);
    return back && done ? done : done + 1;
  }

  return {
    MOST_HINTS, WATCH, TRY, TEST, answer, begin, cleanText, fill, fold, hint, hinted, isTyped,
    judge, leave, looksReal, mayLeave, missed, numberOf, rightOptions, score, stepOf,
  };
})();
