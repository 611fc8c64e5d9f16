/* Places to press on a screenshot, drawn: a picture above the list of buttons of a step. What is drawn is
   written into the number fields, what is typed there is drawn; nothing is kept here. */
(function () {
  "use strict";
  var SIDES = ["x", "y", "w", "h"];
  var LEAST = 1; // percent

  function part(within, name) {
    return within.querySelector('[data-contentpath="' + name + '"]');
  }

  function isDeleted(row) {
    var child = row.closest("[data-streamfield-child]");
    var mark = child && child.querySelector(':scope > input[name$="-deleted"]');
    return Boolean(mark && mark.value);
  }

  function round(number) {
    return Math.round(number * 10) / 10;
  }

  class Places extends window.StimulusModule.Controller {
    static targets = ["option"];
    static values = {
      picture: String, address: String, phone: Number, smallest: Number, words: String, small: String, nameless: String,
    };

    connect() {
      this.list = part(this.element, "options");
      this.screen = part(this.element, "screen");
      this.box = document.createElement("div");
      this.box.className = "courses-places";
      this.box.hidden = true;
      this.box.innerHTML = '<p class="help"></p><div class="courses-places__picture"><img alt="" draggable="false"><b></b></div>';
      this.box.querySelector("p").textContent = this.wordsValue;
      this.image = this.box.querySelector("img");
      this.sheet = this.box.querySelector("div");
      this.ghost = this.box.querySelector("b"); /* what is being drawn */
      this.list.before(this.box);
      this.sheet.addEventListener("pointerdown", (event) => this.begin(event));
      this.image.addEventListener("load", () => this.draw());
      this.image.addEventListener("error", () => { this.box.hidden = true; }); /* another ministry's */
      this.follow = () => this.draw();
      this.element.addEventListener("input", this.follow);
      this.element.addEventListener("change", this.follow);
      this.watcher = new MutationObserver(this.follow);
      this.watcher.observe(this.list, { childList: true, subtree: true, attributeFilter: ["style"] });
      this.draw();
    }

    disconnect() {
      this.watcher.disconnect();
      this.element.removeEventListener("input", this.follow);
      this.element.removeEventListener("change", this.follow);
      this.box.remove();
    }

    rows() {
      return this.optionTargets.filter((row) => !isDeleted(row));
    }

    field(row, name) {
      return part(row, name).querySelector("input");
    }

    placeOf(row) {
      var values = SIDES.map((side) => this.field(row, side).value.replace(",", "."));
      return values.some((value) => value === "") ? null : values.map(Number);
    }

    write(row, place) {
      place.forEach((value, n) => {
        var field = this.field(row, SIDES[n]);
        field.value = round(value);
        field.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }

    /* --- what is drawn -------------------------------------------------------------------------- */

    draw() {
      var kind = part(this.screen, "template").querySelector("select").value;
      var chosen = part(this.screen, "image").querySelector("input[type=hidden]").value;
      this.box.hidden = kind !== this.pictureValue || !chosen;
      if (this.box.hidden) return;
      var address = this.address(chosen);
      if (this.image.getAttribute("src") !== address) this.image.src = address;
      var rows = this.rows();
      var frames = [...this.sheet.querySelectorAll("button")];
      frames.slice(rows.length).forEach((frame) => frame.remove());
      rows.forEach((row, n) => this.drawOne(frames[n] || this.newFrame(), row, n));
    }

    address(image) {
      return this.addressValue.replace("/0/", "/" + image + "/");
    }

    newFrame() {
      var frame = document.createElement("button");
      frame.type = "button";
      frame.append(document.createElement("span"), document.createElement("i"));
      frame.addEventListener("keydown", (event) => this.nudge(event, this.rowOf(frame)));
      frame.addEventListener("click", (event) => {
        if (event.detail === 0) this.field(this.rowOf(frame), "label").focus();
      });
      this.sheet.append(frame);
      return frame;
    }

    rowOf(frame) {
      return this.rows()[[...this.sheet.querySelectorAll("button")].indexOf(frame)];
    }

    drawOne(frame, row, n) {
      var place = this.placeOf(row);
      frame.hidden = !place;
      if (!place) return;
      this.lay(frame, place);
      var words = n + 1 + ". " + (this.field(row, "label").value || this.namelessValue);
      var small = this.isSmall(place);
      frame.classList.toggle("is-small", small);
      frame.classList.toggle("is-right", this.field(row, "right").checked);
      frame.firstChild.textContent = small ? words + " – " + this.smallValue : words;
      frame.setAttribute("aria-label", frame.firstChild.textContent + ", " + place.map((v) => v + "%").join(" "));
    }

    isSmall(place) {
      var ratio = this.image.naturalWidth ? this.image.naturalHeight / this.image.naturalWidth : 1;
      var pixel = this.phoneValue / 100;
      return place[2] * pixel < this.smallestValue || place[3] * pixel * ratio < this.smallestValue;
    }

    /* --- pointer -------------------------------------------------------------------------------- */

    begin(event) {
      if (event.button !== 0) return;
      event.preventDefault();
      var frame = event.target.closest("button");
      var from = this.point(event);
      if (frame) {
        frame.focus();
        var row = this.rowOf(frame), before = this.placeOf(row), grow = event.target.tagName === "I";
        this.until((next) => {
          var to = this.point(next);
          this.write(row, this.shifted(before, to[0] - from[0], to[1] - from[1], grow));
        });
      } else {
        this.until((next) => this.lay(this.ghost, this.spanned(from, this.point(next))), (last) => {
          var place = this.spanned(from, this.point(last));
          this.ghost.removeAttribute("style");
          if (Math.max(place[2], place[3]) <= LEAST) return;
          var fresh = this.freeRow();
          this.write(fresh, place);
          this.firstIsRight(fresh);
        });
      }
    }

    /* Follows the pointer until it is lifted. */
    until(move, done) {
      var end = (event) => {
        ["pointerup", "pointercancel"].forEach((name) => removeEventListener(name, end));
        removeEventListener("pointermove", move);
        if (done) done(event);
      };
      addEventListener("pointermove", move);
      ["pointerup", "pointercancel"].forEach((name) => addEventListener(name, end));
    }

    lay(frame, place) {
      ["left", "top", "width", "height"].forEach((side, at) => { frame.style[side] = place[at] + "%"; });
    }

    point(event) {
      var at = this.image.getBoundingClientRect();
      return [
        Math.min(100, Math.max(0, (100 * (event.clientX - at.left)) / at.width)),
        Math.min(100, Math.max(0, (100 * (event.clientY - at.top)) / at.height)),
      ];
    }

    spanned(from, to) {
      return [
        Math.min(from[0], to[0]), Math.min(from[1], to[1]),
        Math.max(LEAST, Math.abs(to[0] - from[0])), Math.max(LEAST, Math.abs(to[1] - from[1])),
      ];
    }

    shifted(place, right, down, grow) {
      if (grow) {
        return [
          place[0], place[1],
          Math.min(100 - place[0], Math.max(LEAST, place[2] + right)),
          Math.min(100 - place[1], Math.max(LEAST, place[3] + down)),
        ];
      }
      return [
        Math.min(100 - place[2], Math.max(0, place[0] + right)),
        Math.min(100 - place[3], Math.max(0, place[1] + down)), place[2], place[3],
      ];
    }

    /* The first button that has no place yet, or a new one. */
    freeRow() {
      var free = this.rows().find((row) => !this.placeOf(row));
      if (free) return free;
      [...this.list.querySelectorAll("[data-streamfield-list-add]")].pop().click();
      return this.rows().pop();
    }

    /* Whoever draws begins with the right place. */
    firstIsRight(row) {
      if (this.rows().some((one) => this.field(one, "right").checked)) return;
      this.field(row, "right").click();
      this.draw();
    }

    /* --- keyboard ------------------------------------------------------------------------------- */

    nudge(event, row) {
      var step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      this.write(row, this.shifted(this.placeOf(row), step[0], step[1], event.shiftKey));
    }
  }

  window.wagtail.app.register("courses--places", Places);
})();
