/* Enhancement only: counts down to the deadline the server gave, says it to screen readers when half,
   a fifth and a twentieth of the time are left, and asks the server every ten seconds whether more was
   given. Whoever is made nervous by it hides it. */
(function () {
  "use strict";
  var script = document.currentScript;
  var HIDDEN = "bd-an-dong-ho";
  var SAY_AT = [0.5, 0.2, 0.05];
  var ASK_EVERY = 10;
  var clock = null;
  var endsAt = 0;
  var said = SAY_AT.length;
  var ticks = 0;

  function part(name) { return clock.querySelector("[data-clock-" + name + "]"); }

  function isHidden() {
    try { return localStorage.getItem(HIDDEN) === "1"; } catch (error) { return false; }
  }

  function left() { return Math.max(0, Math.round((endsAt - Date.now()) / 1000)); }

  function inWords(seconds) {
    var minutes = Math.floor(seconds / 60);
    var rest = seconds % 60;
    var words = minutes ? [script.getAttribute("data-minutes").replace(/\{\w+\}/, minutes)] : [];
    if (rest || !minutes) words.push(script.getAttribute("data-seconds").replace(/\{\w+\}/, rest));
    return script.getAttribute("data-left").replace(/\{\w+\}/, words.join(" "));
  }

  function draw() {
    var seconds = left();
    var time = Math.floor(seconds / 60) + ":" + ("0" + (seconds % 60)).slice(-2);
    part("left").textContent = isHidden() ? "" : script.getAttribute("data-left").replace(/\{\w+\}/, time);
    var hide = part("hide");
    hide.hidden = false;
    hide.setAttribute("aria-pressed", String(isHidden()));
    hide.textContent = script.getAttribute(isHidden() ? "data-show" : "data-hide");
  }

  /* How many of the three moments are past. */
  function passed() {
    var share = left() / Number(clock.getAttribute("data-total"));
    return SAY_AT.filter(function (moment) { return share <= moment; }).length;
  }

  function sync(seconds) {
    endsAt = Date.now() + seconds * 1000;
    said = Math.min(said, passed());
    draw();
  }

  function ask() {
    fetch(clock.getAttribute("data-ask"), { credentials: "same-origin" }).then(function (response) {
      return response.redirected ? {} : response.json();
    }).then(function (answer) {
      if (answer.state === "over") location.assign(answer.next);
      else if (answer.state === "elsewhere") document.dispatchEvent(new Event("quiz:elsewhere"));
      else if (answer.left !== undefined && clock) sync(answer.left);
    }).catch(function () { return null; });
  }

  function tick() {
    if (!clock || !document.contains(clock)) return;
    draw();
    if (passed() > said) {
      said = passed();
      part("say").textContent = inWords(left());
    }
    ticks += 1;
    if (ticks % ASK_EVERY === 0) ask();
    if (left() === 0 && ticks % 2 === 0) {
      var over = { detail: clock.getAttribute("data-hand-in") };
      document.dispatchEvent(new CustomEvent("quiz:time-over", over));
    }
  }

  function begin() {
    var found = document.querySelector("[data-clock]");
    if (found === clock) return;
    clock = found;
    if (!clock) return;
    endsAt = Date.now() + Number(clock.getAttribute("data-left")) * 1000;
    said = passed();
    part("hide").addEventListener("click", function () {
      try { localStorage.setItem(HIDDEN, isHidden() ? "0" : "1"); } catch (error) { return; }
      draw();
    });
    draw();
  }

  document.addEventListener("bd:page", begin);
  document.addEventListener("quiz:left", function (event) { if (clock) sync(event.detail); });
  window.setInterval(tick, 1000);
  begin();
})();
