// @ts-check
// The toolbar of settings, and the player that slides the window by itself.

import { make } from "./dom.js";

/** A labelled real control for each entry of the scene: choice, integer or button. */
export class Toolbar {
  constructor(board) {
    this.board = board;
    this.element = make("div", { class: "cnnkit-toolbar", role: "group",
      "aria-label": "Settings" });
    this.inputs = new Map();
  }

  update(controls) {
    const names = controls.map((control) => control.name).join();
    if (names !== this.names) {
      this.names = names;
      this.inputs.clear();
      this.element.replaceChildren(...controls.map((control) => this.build(control)));
    }
    for (const control of controls) this.refresh(control);
  }

  build(control) {
    if (control.kind === "button") return this.buildButton(control);
    if (control.kind === "file") return this.buildFile(control);
    const input = control.kind === "choice" ? make("select")
      : make("input", { type: "number", inputmode: "numeric", step: 1 });
    input.dataset.control = control.name;
    const commit = () => {
      const entry = this.inputs.get(control.name);
      if (input.value !== String(entry.control.value)) {
        this.board.edits.send(control.name, input.value);
      }
    };
    input.addEventListener("change", commit);
    // JupyterLab takes Enter for itself, and no change event follows.
    input.dataset.lmSuppressShortcuts = "true";
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") commit(); });
    const label = make("label", { class: "cnnkit-control" },
      make("span", {}, control.label), input);
    this.inputs.set(control.name, { input, label, control });
    return label;
  }

  buildButton(control) {
    const button = make("button", { type: "button", "data-control": control.name,
      "data-lm-suppress-shortcuts": "true" }, control.label);
    button.addEventListener("click", () => {
      if (!this.inputs.get(control.name).control.disabled) this.board.edits.send(control.name, "");
    });
    this.inputs.set(control.name, { label: button, control });
    return button;
  }

  /** A button over a hidden file input: a picture of one's own. */
  buildFile(control) {
    const input = make("input", { type: "file", accept: control.accept, hidden: "",
      "data-control": `${control.name}-file` });
    const button = make("button", { type: "button", "data-control": control.name,
      "data-lm-suppress-shortcuts": "true" }, control.label);
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", async () => {
      const [file] = input.files;
      input.value = ""; // the same file may be chosen again
      if (!file) return;
      if (file.size > control.high) {
        this.board.say("error", `${file.name} has ${Math.ceil(file.size / 1e6)} MB; choose a `
          + `picture of at most ${control.high / 1e6} MB.`);
        return;
      }
      this.board.edits.send(control.name, file.name, await file.arrayBuffer());
    });
    this.inputs.set(control.name, { label: button, control });
    return make("span", {}, button, input);
  }

  refresh(control) {
    const entry = this.inputs.get(control.name);
    entry.control = control;
    entry.label.hidden = Boolean(control.hidden);
    if (!entry.input) {
      if (control.kind === "button") this.refreshButton(entry.label, control);
      return;
    }
    // Scenes that nobody asked for must not take away what a hand is choosing or typing.
    const { scene } = this.board;
    if (scene.quiet && !scene.ack && entry.settled === String(control.value)) return;
    entry.settled = String(control.value);
    if (control.kind === "choice") {
      const wanted = JSON.stringify(control.options);
      if (wanted !== entry.options) {
        entry.options = wanted;
        entry.input.replaceChildren(...control.options.map(([value, text]) =>
          make("option", { value }, text)));
      }
    } else {
      entry.input.min = control.low;
      entry.input.max = control.high;
    }
    entry.input.value = String(control.value);
  }

  /** A button may say something else by and by, be pressed, or have nothing to do. */
  refreshButton(button, control) {
    if (button.textContent !== control.label) button.textContent = control.label;
    if (typeof control.pressed === "boolean") {
      button.setAttribute("aria-pressed", String(control.pressed));
    }
    // Not `disabled`: that would take the focus away from under a hand.
    button.setAttribute("aria-disabled", String(Boolean(control.disabled)));
  }

  /** Show what Python last agreed to, after an edit that did not arrive. */
  revert() {
    for (const entry of this.inputs.values()) {
      entry.settled = null;
      this.refresh(entry.control);
    }
  }
}

const SPEEDS = [["2", "slow"], ["6", "medium"], ["24", "fast"]];

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
    this.all = button("all", () => { this.pause(); this.reveal(); });
    this.step.textContent = "Step";
    this.all.textContent = "Whole map";
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
    const { rows, cols } = this.board.views.get(this.board.scene.lead).shape;
    return rows * cols;
  }

  start() {
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
    if (this.shown >= this.count) this.shown = 0; // from the top again
    this.shown += 1;
    const { cols } = this.board.views.get(this.board.scene.lead).shape;
    const at = this.shown - 1;
    this.board.moveTo({ panel: this.board.scene.lead, channel: 0,
      row: Math.floor(at / cols), col: at % cols });
    if (this.shown >= this.count) this.pause();
    this.refresh();
  }

  reveal() {
    this.shown = Infinity;
    this.board.draw();
    this.refresh();
  }

  refresh() {
    this.play.textContent = this.timer ? "Pause" : "Play";
    this.play.setAttribute("aria-pressed", String(Boolean(this.timer)));
    this.all.disabled = !this.timer && !(this.shown < Infinity);
  }
}
