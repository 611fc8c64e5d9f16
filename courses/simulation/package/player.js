/* The page of a packed practice: shows the steps that were drawn beforehand (index.html holds them as
   templates), puts the invented person's facts in, and asks Machine what a press means. What is typed
   stays in its box. */
"use strict";
(() => {
  const { script, people, texts } = JSON.parse(document.getElementById("du-lieu").textContent);
  const $ = (id) => document.getElementById(id);
  const isConnected = Lms.connect();
  let run = null, since = 0;

  const facts = () => people[run.person];
  const step = () => Machine.stepOf(script, run.state.cursor);
  const filled = (text) => Machine.fill(text, facts());
  const seconds = () => run.seconds + Math.floor((Date.now() - since) / 1000);

  function show(id) {
    for (const part of ["bat-dau", "buoc", "ket-qua"]) $(part).hidden = part !== id;
  }

  function says(id, text) {
    $(id).hidden = !text;
    const words = $(id).querySelector("[data-loi]");
    words.textContent = text;
  }

  /* A copy of a template with {names} filled in. */
  function drawn(id, values) {
    const copy = $(id).content.cloneNode(true);
    const walker = document.createTreeWalker(copy, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) node.data = inPlace(node.data, values);
      else for (const name of ["value", "alt", "aria-label"]) {
        if (node.hasAttribute(name)) node.setAttribute(name, Machine.fill(node.getAttribute(name), values));
      }
    }
    return copy;
  }

  function inPlace(text, values) {
    const lead = text.length - text.trimStart().length;
    return text.slice(0, lead) + Machine.fill(text.slice(lead), values);
  }

  // --- start -------------------------------------------------------------------------------------
  function toStart() {
    show("bat-dau");
    $("bat-dau").querySelector("h1").focus();
  }

  $("chon-cach").addEventListener("submit", (event) => {
    event.preventDefault();
    run = {
      mode: event.submitter.value, inList: $("danh_sach").checked, seconds: 0,
      person: Math.floor(Math.random() * people.length), state: Machine.begin(script),
    };
    since = Date.now();
    Lms.keep(script, run);
    showStep();
  });

  // --- one step ----------------------------------------------------------------------------------
  function given(form, submitter) {
    const found = {};
    for (const control of form.elements) {
      const isChoice = control.type === "radio" || control.type === "checkbox";
      if (isChoice ? control.checked : control.type === "text" && control.name) {
        (found[control.name] = found[control.name] || []).push(control.value);
      }
    }
    if (submitter && submitter.type === "image") found["miss.x"] = ["0"];
    else if (submitter && submitter.name === "answer") found.answer = [submitter.value];
    return found;
  }

  $("khung").addEventListener("submit", (event) => {
    event.preventDefault();
    const did = event.submitter && event.submitter.name === "do" ? event.submitter.value : "";
    const before = run.state, at = seconds();
    let verdict = null;
    if (did === "hint") run.state = Machine.hint(before, run.mode);
    else if (did === "leave") run.state = Machine.leave(script, before, run.mode, at);
    else [run.state, verdict] = Machine.answer(
      script, before, run.mode, facts(), given(event.target, event.submitter), at);
    if (!run.state.cursor) return finish();
    Lms.keep(script, { ...run, seconds: at });
    if (run.state.path.length > before.path.length) showStep();
    else showHelp(verdict);
  });

  function showStep() {
    show("buoc");
    $("so-buoc").textContent = Machine.fill(texts.stepline, {
      n: String(Machine.numberOf(script, run.state)),
      total: String(script.steps.filter((one) => !one.detour).length),
    });
    $("cach").textContent = texts.modes[run.mode];
    $("viec").textContent = filled(step().goal);
    const watching = run.mode === Machine.WATCH;
    says("o-dau", watching ? filled(step().where) : "");
    says("vi-sao", watching ? filled(step().why) : "");
    $("tiep").hidden = !watching;
    const screen = `m-${step().uid}-${run.inList ? "danh-sach" : "man-hinh"}${watching ? "-xem" : ""}`;
    $("man-hinh").replaceChildren(drawn(screen, facts()));
    $("nhan-vat").replaceChildren(drawn("m-nhan-vat", facts()));
    says("khen", praise());
    showHelp(null);
    $("viec").focus();
    window.scrollTo(0, 0);
  }

  function praise() {
    const last = run.state.last;
    if (run.mode !== Machine.TRY || !last || !["r", "d"].includes(last[1])) return "";
    const why = filled(Machine.stepOf(script, last[0]).why);
    return `${last[1] === "r" ? texts.right : texts.done} ${why}`.trim();
  }

  /* What changes on a step while one is at it: feedback, hints, ring, what may be pressed. */
  function showHelp(verdict) {
    const { uid, detour } = step();
    const missed = Machine.missed(run.state, uid), asked = Machine.hinted(run.state, uid);
    const trying = run.mode === Machine.TRY;
    const level = trying ? Math.min(Machine.MOST_HINTS, Math.max(asked, missed)) : 0;
    if (verdict) says("khen", "");
    says("bao-loi", verdict ? feedback(verdict) : "");
    says("that", verdict && verdict.personal ? texts.personal : "");
    showHints(level);
    $("goi-y-nut").hidden = !(trying && asked < Machine.MOST_HINTS && !detour);
    $("goi-y-nut").textContent = level ? texts.more : texts.hint;
    $("lam-giup").hidden = !Machine.mayLeave(run.state, run.mode);
    $("lam-giup").textContent = trying ? texts.forme : texts.skip;
    if (level >= Machine.MOST_HINTS) ring();
    for (const field of step().fields) mark(field, verdict && !verdict.empty ? verdict.faults : []);
  }

  function feedback(verdict) {
    if (verdict.empty) return Machine.isTyped(step()) ? texts.typeFirst : texts.chooseFirst;
    if (run.mode === Machine.TEST) return texts.notYet;
    return filled((verdict.option && verdict.option.said) || step().wrong) || texts.notIt;
  }

  function showHints(level) {
    const said = step().hints.slice(0, level).map(filled);
    if (level >= Machine.MOST_HINTS) said.push(pointedAt());
    $("goi-y").hidden = !said.length;
    $("cac-goi-y").replaceChildren(...said.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }));
  }

  function pointedAt() {
    const wanted = Machine.isTyped(step())
      ? step().fields.map((field) => `${field.label}: ${filled(field.expected)}`).join("; ")
      : Machine.rightOptions(step()).map((option) => `“${filled(option.label)}”`).join(", ");
    return (Machine.isTyped(step()) ? texts.typeThis : texts.thisIsIt).replace("{wanted}", wanted);
  }

  function ring() {
    const right = Machine.rightOptions(step()).map((option) => option.id);
    for (const control of $("man-hinh").querySelectorAll("[name=answer]")) {
      if (right.includes(control.value)) {
        (control.closest("div.bd-radio__item, div.bd-check__item") || control)
          .classList.add("bd-sim__key--ring");
      }
    }
  }

  /* The box is said to be right or not yet; what stands in it stays. */
  function mark(field, faults) {
    const box = $("f_" + field.id);
    const old = $(`f_${field.id}_error`);
    if (old) old.remove();
    box.parentNode.classList.toggle("bd-field--error", faults.includes(field.id));
    if (!faults.includes(field.id)) {
      box.removeAttribute("aria-invalid");
      return;
    }
    const said = drawn("m-o-sai", { label: field.label });
    said.firstElementChild.id = `f_${field.id}_error`;
    box.before(said);
    box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-describedby", `f_${field.id}_error`);
  }

  // --- the end -----------------------------------------------------------------------------------
  function finish() {
    const found = Machine.score(script, run.state.results, script.passPercent);
    const isTest = run.mode === Machine.TEST;
    const arrived = isTest ? Lms.report(script, run.state.results, found) : Lms.clear() && Lms.commit();
    showResult(found, isTest, arrived);
  }

  function showResult(found, isTest, arrived) {
    const way = isTest ? (found.passed ? "dat" : "chua-dat") : run.mode;
    $("tom-tat").replaceChildren(drawn(`m-ket-qua-${way}`, {
      own: String(found.own), all: String(found.steps), need: String(script.passPercent),
      points: String(found.points), most: String(found.most),
    }));
    $("phai-dung").hidden = !(isTest && found.failedCritical.length);
    $("phai-dung").querySelector("ul").replaceChildren(...found.failedCritical.map((uid) => {
      const item = document.createElement("li");
      item.textContent = filled(Machine.stepOf(script, uid).goal);
      return item;
    }));
    $("tung-buoc").replaceChildren(...Object.entries(run.state.results).map(([uid, one]) =>
      drawn(`m-dong-${one[2]}`, { goal: filled(Machine.stepOf(script, uid).goal) })));
    showSending(isTest, arrived);
    show("ket-qua");
    const title = $("tom-tat").querySelector("h1");
    title.tabIndex = -1;
    title.focus();
    window.scrollTo(0, 0);
  }

  function showSending(isTest, arrived) {
    $("da-gui").hidden = !(isTest && isConnected && arrived);
    $("chua-gui").hidden = !(isTest && isConnected && !arrived);
    $("khong-noi").hidden = isConnected;
  }

  $("gui-lai").addEventListener("click", () => showSending(true, Lms.commit()));
  $("lam-lai").addEventListener("click", toStart);
  $("thoat").addEventListener("click", toStart);
  window.addEventListener("pagehide", () => {
    if (run && run.state.cursor) Lms.keep(script, { ...run, seconds: seconds() });
    Lms.close();
  });

  const kept = Lms.kept(script);
  if (kept && people[kept.person]) {
    run = kept;
    since = Date.now();
    showStep();
  } else show("bat-dau");
})();
