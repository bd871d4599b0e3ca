// @ts-check
// How wide words are in the font that this page happens to show them in.

import { make } from "./dom.js";

const MANY_WORDS = 400; // measured ones are kept up to this many

/** Measures words where they will stand, and tells when the page's font has changed. */
export class Ruler {
  /** @param {HTMLElement} root of the board @param {() => void} changed */
  constructor(root, changed) {
    this.root = root;
    this.spans = new Map(); // words that lie on the page, to be measured together
    const sample = make("span", { class: "cnnkit-title" }, "Width of 0123456789 letters");
    this.sample = sample;
    this.element = make("div", { class: "cnnkit-ruler", "aria-hidden": "true" }, sample);
    root.append(this.element);
    this.pen = document.createElement("canvas").getContext("2d");
    this.forget();
    this.changed = () => { this.forget(); changed(); };
    // A sample that becomes wider or narrower has another font, whatever the reason.
    this.watching = new ResizeObserver(() => {
      if (sample.offsetWidth && sample.offsetWidth !== this.sampled) {
        const first = this.sampled === undefined;
        this.sampled = sample.offsetWidth;
        if (!first) this.changed();
      }
    });
    this.watching.observe(sample);
    document.fonts?.addEventListener("loadingdone", this.changed);
  }

  forget() {
    this.spans.clear();
    this.version = (this.version ?? 0) + 1;
    this.widths = new Map();
    this.penWidths = new Map(); // and those of texts on canvases
    this.family = "";
  }

  /** Where stacks of maps share the width, titles and notes are smaller. */
  set tight(tight) { this.element.classList.toggle("cnnkit-tight", tight); }

  /** Pixels that a text takes on one line.
   * @param {string} text @param {string} kind its class */
  width(text, kind) { return this.measure(text, kind, "max-content"); }

  /** Pixels below which a text can only be broken within a word.
   * @param {string} text @param {string} kind its class */
  word(text, kind) { return this.measure(text, kind, "min-content"); }

  /** Pixels of a text on a canvas: the same ones come again, and measuring takes longer than drawing.
   * @param {CanvasRenderingContext2D} context @param {string} font @param {string} text */
  penWidth(context, font, text) {
    const key = `${font} ${text}`;
    let width = this.penWidths.get(key);
    if (width === undefined) {
      context.font = font;
      width = context.measureText(text).width;
      if (this.penWidths.size >= MANY_WORDS) this.penWidths.clear();
      this.penWidths.set(key, width);
    }
    return width;
  }

  /** Lays words on the page that have to be measured: all of them first, because each width that is
   * read after a change makes the browser lay the whole page out anew.
   * @param {[string, string][]} words texts with their classes */
  learn(words) {
    for (const [text, kind] of words) {
      for (const width of ["max-content", "min-content"]) this.place(text, kind, width);
    }
  }

  place(text, kind, width) {
    const key = [this.element.className, kind, width, text].join("|");
    if (!text || this.widths.has(key) || this.spans.has(key)) return key;
    const span = make("span", { class: kind }, text);
    span.style.width = width;
    if (!this.spans.size) this.element.replaceChildren(this.sample); // those before were measured
    this.spans.set(key, span);
    this.element.append(span);
    return key;
  }

  measure(text, kind, width) {
    const key = this.place(text, kind, width);
    if (text && !this.widths.has(key)) this.read();
    return this.widths.get(key) ?? 0;
  }

  read() {
    if (this.widths.size > MANY_WORDS) this.widths.clear();
    for (const [key, span] of this.spans) {
      this.widths.set(key, span.offsetWidth + 1); // the browser rounds, maybe down
    }
    this.spans.clear();
  }

  /** The widest of some texts on a canvas, in pixels.
   * @param {Iterable<string>} texts @param {number} size @param {string} [weight] */
  drawn(texts, size, weight = "") {
    this.family ||= getComputedStyle(this.root).fontFamily || "sans-serif";
    const font = `${weight} ${size}px ${this.family}`;
    let widest = 0;
    for (const text of texts) widest = Math.max(widest, this.penWidth(this.pen, font, text));
    return Math.ceil(widest);
  }

  close() {
    this.watching.disconnect();
    document.fonts?.removeEventListener("loadingdone", this.changed);
  }
}
