// @ts-check
// What every panel has: a title, a canvas that takes the keyboard, a note.

import { make, setText } from "./dom.js";
import { decimalsFor } from "./number_text.js";
import { decimalsOf, sameNumbers, write } from "./scene.js";

/** Pixels around the cells of a canvas, so that the frame of a cell at the edge is not cut. */
export const RIM = 4;

/** What of a panel is not painted in its canvas, or is compared in its own way. */
const BESIDE = new Set(["values", "decimals", "rule", "title", "note", "shape"]);

/** Whether two panels of the same numbers look alike in their canvas, word by word.
 * @param {any} one @param {any} other */
export const looksLike = (one, other) => sameNumbers(one.values, other.values)
  && JSON.stringify(one.shape) === JSON.stringify(other.shape)
  && decimalsOf(one) === decimalsOf(other)
  && Object.keys(other).every((name) => BESIDE.has(name) || one[name] === other[name]
    || JSON.stringify(one[name]) === JSON.stringify(other[name]));

/** A panel on the page. A kind of panel adds where its cells are, and how it paints. */
export class PanelView {
  /** The board calls `update` next, when the constructors of all classes are through. */
  constructor(board, panel) {
    this.board = board;
    this.name = panel.name;
    this.panel = panel;
    this.shape = panel.shape;
    /** @type {any} what paints on the panel by hand: see pen.js */
    this.pen = null;
    this.title = make("figcaption", { class: "cnnkit-title" });
    this.canvas = /** @type {HTMLCanvasElement} */ (make("canvas", {
      class: "cnnkit-grid", tabindex: 0, role: "application",
      "data-lm-suppress-shortcuts": "true",
    }));
    this.repaintWhenRestored(this.canvas);
    this.frame = make("div", { class: "cnnkit-frame" }, this.canvas);
    this.note = make("div", { class: "cnnkit-note" });
    this.element = make("figure", { class: "cnnkit-panel", "data-panel": panel.name },
      this.title, this.frame, this.note);
    this.painted = new Float32Array(0);
    this.cell = 0;
    this.squeeze = 1; // share of its height that it has where the page is short
    this.narrow = 1; // share of its width that a panel of a size of its own has on a narrow page
    this.marks = ""; // what is framed, as it was painted
    this.label = ""; // what a screen reader hears of the panel
    this.laidOut = "";
    this.paintedAs = ""; // how it was laid out when it was painted
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
    this.canvases = [this.canvas];
    this.stale = true; // painted numbers are not the panel's
  }

  /** Whether the panel on the page looks like one that comes.
   * @param {any} panel @returns {boolean} */
  shows(panel) { return panel === null; }

  /** Takes new numbers and words; painted at the next draw. */
  update(panel) {
    this.stale ||= !this.shows(panel);
    this.panel = panel;
    this.shape = panel.shape;
    setText(this.title, panel.title);
    setText(this.note, panel.note ?? "");
    this.note.hidden = !panel.note;
  }

  /** Nothing on the canvases holds any more: all of it is painted anew at the next draw. */
  invalidate() { this.stale = true; }

  /** A graphics card that fails, as when a computer wakes, leaves canvases empty. */
  repaintWhenRestored(canvas) {
    canvas.addEventListener("contextrestored", () => {
      this.invalidate();
      this.board.draw();
    });
  }

  /** Shows other numbers: products that follow the cursor. @param {Float32Array} values */
  take(values) {
    if (sameNumbers(values, this.panel.values)) return;
    this.panel.values.set(values);
    this.panel.decimals = decimalsFor(values);
    this.stale = true;
  }

  /** A number of the panel, with the decimals that belong to its array. @param {number} value */
  write(value) { return write(this.panel, value); }

  /** The longest title that the panel shows by itself. */
  get widestTitle() { return this.panel.title; }

  /** The words over and under the cells, with their classes.
   * @returns {[string, string][]} */
  get words() {
    return [[this.widestTitle, "cnnkit-title"], [this.panel.note, "cnnkit-note"]];
  }

  /** Pixels of the cells of a panel of a size of its own from top to bottom, else 0. */
  fixedHeight() { return 0; }

  /** Pixels of the title on one line. */
  get titleWidth() { return this.board.ruler.width(this.widestTitle, "cnnkit-title"); }

  /** Pixels of the note on one line. */
  get noteWidth() { return this.board.ruler.width(this.panel.note, "cnnkit-note"); }

  /** Pixels of the longest word under and over the cells. */
  get wordWidth() {
    const { ruler } = this.board;
    return Math.max(ruler.word(this.widestTitle, "cnnkit-title"),
      ruler.word(this.panel.note, "cnnkit-note"));
  }

  /** Pixels of the cells themselves, as they were laid out. */
  get cellsWidth() { return this.width - 2 * RIM; }

  /** Where the pointer is on the canvas, in the canvas's pixels, also on a page that is scaled.
   * @param {{clientX: number, clientY: number}} event */
  at({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    const scale = this.width / box.width || 1;
    return [(clientX - box.left) * scale, (clientY - box.top) * scale];
  }

  /** Gives the panel a size in CSS pixels. Its canvases follow when it is painted: while sizes are
   * tried out nothing is emptied. */
  setSize(width, height, canvases = [this.canvas]) {
    this.ratio = (window.devicePixelRatio || 1) * this.board.enlarged;
    this.width = width;
    this.height = height;
    this.canvases = canvases;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  /** Before it is painted: canvases of the panel's size, sharp on any screen; and whether what is on
   * them was painted for this layout. */
  prepare() {
    const [w, h] = [this.width, this.height].map((size) => Math.ceil(size * this.ratio));
    for (const canvas of this.canvases) {
      if (canvas.width === w && canvas.height === h) continue;
      Object.assign(canvas, { width: w, height: h });
      this.invalidate();
    }
    if (this.paintedAs !== this.laidOut) this.invalidate();
    this.paintedAs = this.laidOut;
  }

  /** The canvas's pen, in CSS pixels, on an empty canvas. */
  clear() {
    const context = this.canvas.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    return context;
  }
}
