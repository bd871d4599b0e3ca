// @ts-check
// How wide words are in the font that this page happens to show them in.

import { make } from "./dom.js";

const MANY_WORDS = 400; // measured ones are kept up to this many

/** Measures words where they will stand, and tells when the page's font has changed. */
export class Ruler {
  /** @param {HTMLElement} root of the board @param {() => void} changed */
  constructor(root, changed) {
    this.root = root;
    this.span = make("span");
    const sample = make("span", { class: "cnnkit-title" }, "Width of 0123456789 letters");
    this.element = make("div", { class: "cnnkit-ruler", "aria-hidden": "true" }, this.span, sample);
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
    this.version = (this.version ?? 0) + 1;
    this.widths = new Map();
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

  measure(text, kind, width) {
    if (!text) return 0;
    const key = [this.element.className, kind, width, text].join("|");
    if (!this.widths.has(key)) {
      if (this.widths.size > MANY_WORDS) this.widths.clear();
      this.span.className = kind;
      this.span.style.width = width;
      this.span.textContent = text;
      this.widths.set(key, this.span.offsetWidth + 1); // the browser rounds, maybe down
    }
    return this.widths.get(key);
  }

  /** The widest of some texts on a canvas, in pixels.
   * @param {Iterable<string>} texts @param {number} size @param {string} [weight] */
  drawn(texts, size, weight = "") {
    this.family ||= getComputedStyle(this.root).fontFamily || "sans-serif";
    this.pen.font = `${weight} ${size}px ${this.family}`;
    let widest = 0;
    for (const text of texts) widest = Math.max(widest, this.pen.measureText(text).width);
    return Math.ceil(widest);
  }

  close() {
    this.watching.disconnect();
    document.fonts?.removeEventListener("loadingdone", this.changed);
  }
}
