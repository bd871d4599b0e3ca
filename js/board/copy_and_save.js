// @ts-check
// What can be taken away from a board: the code that recreates it, and its picture. One row at the
// board's foot.

import { ask } from "./page_requests.js";
import { make } from "./dom.js";
import { pictureOf } from "./board_picture.js";
import { lineAt } from "./view_code.js";

const SHOWN = 15_000; // milliseconds that a line stands there once it is copied
const HIGHEST = 150; // pixels of a line that a hand has to copy
const WITHOUT = "run the lesson's cells first (Shift + Enter), then try again.";

export class Actions {
  constructor(board) {
    this.board = board;
    this.timer = 0;
    this.copy = this.button("copy", "Copy code", "Copy the line of Python that recreates this view",
      () => this.copyCode());
    this.png = this.button("png", "Save PNG", "Save this view as a PNG picture",
      () => this.savePng());
    this.svg = this.button("svg", "Save SVG", "Save this view as an SVG picture",
      () => this.saveSvg());
    this.field = make("textarea", { class: "cnnkit-code", readonly: "", rows: 1, wrap: "off",
      spellcheck: "false", hidden: "", "aria-label": "Code that recreates this view",
      "data-lm-suppress-shortcuts": "true" });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
      event.stopPropagation(); // Ctrl + C copies the line, not the notebook's cell
    });
    this.said = make("span", { class: "cnnkit-said", role: "status" });
    this.element = make("div", { class: "cnnkit-actions", role: "group",
      "aria-label": "Take it away" }, this.copy, this.png, this.svg, this.field, this.said);
    board.root.append(this.element);
    this.onLine = () => {
      this.copy.hidden = !this.code;
      this.hide(); // it is the line of another view
    };
    board.model.on("change:code_line", this.onLine);
    this.onLine();
  }

  /** The line that Python has written; null for a board that has none.
   * @returns {import("./view_code.js").CodeLine | null} */
  get code() {
    const code = this.board.model.get("code_line");
    return code?.plain ? code : null;
  }

  /** How the names of files begin. */
  get stem() { return this.code?.stem ?? "board"; }

  button(name, text, label, act) {
    const button = make("button", { type: "button", "data-action": name, "aria-label": label,
      "data-lm-suppress-shortcuts": "true" }, text);
    button.addEventListener("click", act);
    return button;
  }

  // -- the code
  async copyCode() {
    const { board, code } = this;
    if (!code) return;
    let found = { text: lineAt(code, board.hand.cursor), trouble: "" };
    // Python writes a file that the line needs, and knows of edits on their way and of a training.
    if (code.keeps || board.edits.busy || board.scene.quiet) {
      const missing = code.keeps ? `${this.stem}.npz, which this line reads, is not written yet, `
        + `for Python does not answer: ${WITHOUT}` : "";
      found = await ask(board, "code") ?? { ...found, trouble: missing };
    }
    if (found.trouble) board.say("notice", found.trouble);
    if (found.text) this.show(found.text, await this.toClipboard(found.text));
  }

  /** True once the text is on the clipboard, which the page may not be allowed to write. */
  async toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  /** The line in a field, selected where a hand has to copy it. */
  show(text, copied) {
    clearTimeout(this.timer);
    this.field.value = text;
    this.field.hidden = false;
    this.showWhole(!copied);
    this.say(copied ? "Copied: paste it into a cell." : "Copy it with Ctrl + C, or ⌘ C.");
    if (copied) this.timer = setTimeout(() => this.hide(), SHOWN);
    else {
      this.field.focus();
      this.field.select();
    }
  }

  /** All of the line, as high as it takes, where a hand has to copy it; else the end of it. */
  showWhole(whole) {
    const { field } = this;
    field.classList.toggle("cnnkit-whole", whole);
    field.style.height = ""; // that of one line, to measure what the text takes
    if (whole) field.style.height = `${Math.min(field.scrollHeight + 2, HIGHEST)}px`;
    else field.scrollTop = field.scrollHeight;
  }

  hide() {
    clearTimeout(this.timer);
    if (this.field.hidden) return;
    const held = this.field.getRootNode().activeElement === this.field;
    this.field.hidden = true;
    this.say("");
    if (held) this.copy.focus();
  }

  say(text) { this.said.textContent = text; }

  // -- the picture
  savePng() {
    pictureOf(this.board).toBlob((blob) => this.save(blob, "png"), "image/png");
  }

  async saveSvg() {
    const found = await ask(this.board, "picture");
    if (found?.text) this.save(new Blob([found.text], { type: "image/svg+xml" }), "svg");
    else {
      this.board.say("notice", found?.trouble || "An SVG is drawn by Python, which does not answer: "
        + `${WITHOUT} Save PNG needs no Python.`);
    }
  }

  /** Hands a file to the person. @param {Blob} blob @param {string} kind */
  save(blob, kind) {
    const url = URL.createObjectURL(blob), name = `${this.stem}.${kind}`;
    const link = make("a", { href: url, download: name, hidden: "" });
    this.element.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.say(`Saved as ${name}.`);
  }

  close() {
    clearTimeout(this.timer);
    this.board.model.off("change:code_line", this.onLine);
  }
}
