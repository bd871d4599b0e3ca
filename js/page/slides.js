// @ts-check
// A lesson as slides: its cells, in order, packed into slides that are as high as the window, and
// at most 720 pixels. A section begins a new one. Explorers stay live.

import { drawPage } from "./page_without_python.js";

const HIGHEST = 720;
const ROOM = 68; // the padding of a slide
const HEADING = ".text:has(> :is(h1, h2, h3):only-child)";
const LATEST = 8000; // milliseconds to wait for explorers before packing

const heightOf = (element) => {
  const { marginTop, marginBottom } = getComputedStyle(element);
  return element.getBoundingClientRect().height + parseFloat(marginTop) + parseFloat(marginBottom);
};

/** Which slide each of some heights goes to: a new one where the next would not fit, or has to
 * begin one. @param {{height: number, begins: boolean}[]} parts @param {number} room
 * @returns {number[][]} indices by slide */
export function pack(parts, room) {
  const slides = [];
  let used = Infinity;
  parts.forEach(({ height, begins }, index) => {
    if (begins || used + height > room) {
      slides.push([]);
      used = 0;
    }
    slides[slides.length - 1].push(index);
    used += height;
  });
  return slides;
}

/** A heading alone at the end of a slide goes on to the next, where what it is about stands.
 * @param {number[][]} slides @param {(index: number) => boolean} isHeading */
export function keepHeadings(slides, isHeading) {
  slides.forEach((slide, number) => {
    const next = slides[number + 1];
    if (next && slide.length > 1 && isHeading(slide[slide.length - 1])) {
      next.unshift(/** @type {number} */ (slide.pop()));
    }
  });
  return slides;
}

class Deck {
  constructor(main) {
    this.main = main;
    this.at = 0;
    this.cells = [...main.querySelectorAll(":scope > section > .cell, :scope > section > details")];
    this.begins = new Set(this.cells.filter((one) => one === one.parentElement?.firstElementChild));
    this.bar = this.makeBar();
    document.body.append(this.bar);
    document.addEventListener("keydown", (event) => this.onKey(event));
    let timer = 0;
    window.addEventListener("resize", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.lay(), 200);
    });
  }

  /** Put the cells into slides anew; the one that is shown keeps its first cell. */
  lay() {
    const first = this.slides?.[this.at]?.firstElementChild;
    const room = Math.min(innerHeight, HIGHEST) - ROOM;
    const whole = document.createElement("div"); // as wide as a slide, and as high as it likes
    whole.className = "slide laying";
    whole.append(...this.cells);
    this.main.replaceChildren(whole);
    this.cells = this.cells.flatMap((cell) => this.parts(cell, room));
    const sizes = this.cells.map((cell) => (
      { height: heightOf(cell), begins: this.begins.has(cell) }));
    const isHeading = (index) => this.cells[index].matches(HEADING);
    this.slides = keepHeadings(pack(sizes, room), isHeading).filter((slide) => slide.length)
      .map((indices) => {
        const slide = document.createElement("div");
        slide.className = "slide";
        slide.append(...indices.map((index) => this.cells[index]));
        return slide;
      });
    this.main.replaceChildren(...this.slides);
    const again = this.slides.findIndex((slide) => first && slide.contains(first));
    this.show(again >= 0 ? again : Number(location.hash.slice(1)) || 0);
  }

  /** A cell that is higher than a slide falls into its blocks: paragraphs, code, outputs.
   * @param {HTMLElement} cell @param {number} room @returns {HTMLElement[]} */
  parts(cell, room) {
    if (heightOf(cell) <= room || cell.children.length < 2 || !cell.matches(".cell")) return [cell];
    const parts = [...cell.children].map((child) => {
      const part = /** @type {HTMLElement} */ (cell.cloneNode());
      part.append(child);
      return part;
    });
    cell.replaceWith(...parts);
    if (this.begins.has(cell)) this.begins.add(parts[0]);
    return parts;
  }

  show(number) {
    this.at = Math.max(0, Math.min(number, this.slides.length - 1));
    this.slides.forEach((slide, index) => { slide.hidden = index !== this.at; });
    this.count.textContent = `${this.at + 1} of ${this.slides.length}`;
    history.replaceState(null, "", `#${this.at}`);
  }

  makeBar() {
    const bar = document.createElement("nav");
    bar.className = "deck-bar";
    bar.setAttribute("aria-label", "Slides");
    const button = (text, label, step) => {
      const one = document.createElement("button");
      one.textContent = text;
      one.setAttribute("aria-label", label);
      one.addEventListener("click", () => this.show(this.at + step));
      return one;
    };
    this.count = document.createElement("span");
    this.count.setAttribute("aria-live", "polite");
    bar.append(button("←", "Previous slide", -1), this.count, button("→", "Next slide", 1));
    return bar;
  }

  onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const here = event.target instanceof Element ? event.target : null;
    if (here?.closest(".cnnkit-board, .cnnkit-predict, input, textarea, select")) return;
    const step = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (step === undefined || (event.key === " " && here?.matches("button, summary, a"))) return;
    event.preventDefault();
    this.show(this.at + step);
  }
}

async function ready() {
  const until = Date.now() + LATEST;
  const waiting = () => document.querySelector(
    ".view:not(.cnnkit-has-live), .cnnkit-board:not([data-ready])");
  while (waiting() && Date.now() < until) await new Promise((done) => { setTimeout(done, 50); });
}

export async function makeDeck() {
  const main = document.querySelector("main");
  if (!main) return;
  drawPage({ all: true });
  await ready();
  new Deck(main).lay();
  main.dataset.deck = "1";
}

if (typeof document !== "undefined") void makeDeck();
