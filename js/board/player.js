// @ts-check
// The player that slides the window, or walks over a curve, by itself: its buttons and their words.

import { make, setAttribute, setText } from "./dom.js";

const SPEEDS = [["2", "slow"], ["6", "medium"], ["24", "fast"]];
const WORDS = { // of the button that shows all, and why it may have nothing to do
  map: ["Whole map", "The whole map is shown already. Play and Step hide what is still to come."],
  steps: ["All steps", "All steps are shown already. Play and Step begin at the start."],
};

/** Whether the person wants nothing to move by itself. */
const stillness = () => Boolean(
  globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches);

/** Slides the window cell by cell while the map fills in. It starts only when asked to. */
export class Player {
  constructor(board) {
    this.board = board;
    this.shown = Infinity; // cells of the map that are filled in
    this.timer = 0;
    const button = (name, act) => {
      const node = make("button", { type: "button", "data-control": name,
        "data-lm-suppress-shortcuts": "true" });
      node.addEventListener("click", act);
      return node;
    };
    this.play = button("play", () => (this.timer ? this.pause() : this.start()));
    this.step = button("step", () => { this.pause(); this.advance(); });
    this.all = button("all", () => this.showAll());
    this.step.textContent = "Step";
    this.speed = make("select", { "data-control": "speed", "data-lm-suppress-shortcuts": "true" },
      ...SPEEDS.map(([value, text]) => make("option", { value }, text)));
    this.speed.value = "6";
    this.speed.addEventListener("change", () => this.timer && this.start());
    this.element = make("div", { class: "cnnkit-player", role: "group", "aria-label": "Slide" },
      this.play, this.step, this.all,
      make("label", { class: "cnnkit-control" }, make("span", {}, "Speed"), this.speed));
    this.refresh();
  }

  get count() {
    const { rows, cols } = this.board.scene.shapes[this.board.scene.lead];
    return rows * cols;
  }

  /** Whether the leading panel is a curve over steps, and no map that a window fills in. */
  get overSteps() { return this.board.scene.player === "steps"; }

  /** Whether nothing is left to be shown. */
  get complete() {
    if (this.timer) return false;
    const { panel, col } = this.board.hand.cursor;
    return this.overSteps ? panel !== this.board.scene.lead || col >= this.count - 1
      : !(this.shown < Infinity);
  }

  showAll() {
    if (this.complete) {
      this.board.say("notice", this.words[1]);
      return;
    }
    this.pause();
    this.reveal();
    if (this.overSteps) this.goTo(this.count - 1);
  }

  get words() { return WORDS[this.overSteps ? "steps" : "map"]; }

  /** The cursor at one cell of the leading panel, in reading order. */
  goTo(at) {
    const { lead, shapes } = this.board.scene, { cols } = shapes[lead];
    this.board.moveTo({ panel: lead, channel: 0, row: Math.floor(at / cols), col: at % cols });
  }

  start() {
    if (this.overSteps && stillness()) {
      this.board.say("notice", "This computer asks for less motion, so nothing plays by itself. "
        + "Step goes on by one step; so do the arrow keys on the curve.");
      return;
    }
    clearInterval(this.timer);
    this.timer = setInterval(() => this.advance(), 1000 / Number(this.speed.value));
    this.advance();
    this.refresh();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    this.refresh();
  }

  advance() {
    const { cursor } = this.board.hand;
    // Along a curve it goes on from where the cursor was put.
    if (this.overSteps && cursor.panel === this.board.scene.lead) this.shown = cursor.col + 1;
    if (this.shown >= this.count) this.shown = 0; // from the top again
    this.shown += 1;
    this.goTo(this.shown - 1);
    if (this.shown >= this.count) this.pause();
    this.refresh();
  }

  reveal() {
    this.shown = Infinity;
    this.board.draw();
    this.refresh();
  }

  refresh() {
    setText(this.play, this.timer ? "Pause" : "Play");
    setAttribute(this.play, "aria-pressed", String(Boolean(this.timer)));
    const [name, why] = this.words, { complete } = this;
    setText(this.all, name);
    // Not `disabled`: a press says why there is nothing to do.
    setAttribute(this.all, "aria-disabled", String(complete));
    setAttribute(this.all, "title", complete ? why : "");
  }
}
