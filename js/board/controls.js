// @ts-check
// The toolbar of settings.

import { make, setAttribute, setText } from "./dom.js";
import { formatNumber } from "./number_text.js";

/** A labelled real control for each entry of the scene: choice, integer, slider, file or button. */
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
    if (control.kind === "slider") return this.buildSlider(control);
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

  /** A number that is slid: Python hears of every place on the way, one at a time. */
  buildSlider(control) {
    const input = make("input", { type: "range", "data-control": control.name,
      "data-lm-suppress-shortcuts": "true" });
    const words = make("span", {});
    const entry = { input, words, control, held: false,
      label: make("label", { class: "cnnkit-control" }, words, input) };
    input.addEventListener("pointerdown", () => { entry.held = true; });
    for (const end of ["pointerup", "pointercancel", "blur"]) {
      input.addEventListener(end, () => { entry.held = false; });
    }
    input.addEventListener("input", () => {
      sayPlace(entry, Number(input.value));
      this.board.edits.send(control.name, input.value);
    });
    this.inputs.set(control.name, entry);
    return entry.label;
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
    if (control.tip) { // for a pointer that rests, and as a description for screen readers
      for (const node of [entry.label, entry.input]) if (node) setAttribute(node, "title", control.tip);
    }
    if (!entry.input) {
      if (control.kind === "button") this.refreshButton(entry.label, control);
      return;
    }
    // Scenes that nobody asked for must not take away what a hand is choosing or typing.
    const { scene } = this.board;
    if (scene.quiet && !scene.ack && entry.settled === String(control.value)) return;
    entry.settled = String(control.value);
    if (control.kind === "slider") {
      refreshSlider(entry);
      return;
    }
    if (control.kind === "choice") {
      const wanted = JSON.stringify(control.options);
      if (wanted !== entry.options) {
        entry.options = wanted;
        entry.input.replaceChildren(...control.options.map(([value, text]) =>
          make("option", { value }, text)));
      }
    } else {
      setAttribute(entry.input, "min", String(control.low));
      setAttribute(entry.input, "max", String(control.high));
    }
    setValue(entry.input, String(control.value));
  }

  /** A button may say something else by and by, be pressed, or have nothing to do. */
  refreshButton(button, control) {
    setText(button, control.label);
    if (typeof control.pressed === "boolean") {
      setAttribute(button, "aria-pressed", String(control.pressed));
    }
    // Not `disabled`: that would take the focus away from under a hand.
    setAttribute(button, "aria-disabled", String(Boolean(control.disabled)));
  }

  /** Show what Python last agreed to, after an edit that did not arrive. */
  revert() {
    for (const entry of this.inputs.values()) {
      entry.settled = null;
      this.refresh(entry.control);
    }
  }
}

/** What an input holds: set anew only where it differs, which also keeps a hand's place in it. */
function setValue(input, value) {
  if (input.value !== value) input.value = value;
}

/** What a slider is at, in its words; the dot of 0.9 and 0.95 stays in its place. */
function sayPlace({ words, control }, value) {
  const decimals = (String(control.step).split(".")[1] ?? "").length;
  setText(words, `${control.label} ${formatNumber(value, decimals)}`);
}

/** Shows what Python has agreed to, unless a hand is just on the way to somewhere else. */
function refreshSlider(entry) {
  const { input, control } = entry;
  for (const [name, value] of [["min", control.low], ["max", control.high], ["step", control.step]]) {
    setAttribute(input, name, String(value));
  }
  if (entry.held) return;
  setValue(input, String(control.value));
  sayPlace(entry, Number(control.value));
}
