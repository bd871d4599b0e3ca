// @ts-check
// Two buttons under a stack of maps or pictures that lead to the others that there are. Python sends
// a page at a time, however many they are.

import { make, setAttribute, setText } from "./dom.js";

const FONT = 12, BUTTONS = 2 * (24 + 5); // pixels, as in board.css

/** Which page of how many, and the number of its first picture.
 * @typedef {{name: string, page: number, pages: number, first: number, total: number}} Pages */

/** What is shown, counted from 0. @param {Pages} pages @param {number} count */
export const rangeOf = ({ first, total }, count) =>
  `${count > 1 ? `${first}–${first + count - 1}` : first} of ${total}`;

export class Pager {
  /** @param {any} board @param {string} panel its name */
  constructor(board, panel) {
    this.board = board;
    /** @type {Pages | null} */
    this.pages = null;
    const button = (words, sign, step) => {
      const node = make("button", { type: "button", "data-page": `${panel} ${words}`,
        "data-lm-suppress-shortcuts": "true", title: words }, sign);
      node.addEventListener("click", () => this.turn(step));
      return node;
    };
    this.back = button("earlier ones", "‹", -1);
    this.on = button("later ones", "›", 1);
    this.words = make("span", {});
    this.element = make("div", { class: "cnnkit-pager", role: "group" },
      this.back, this.words, this.on);
  }

  /** @param {Pages | null} pages @param {number} count that are shown @param {string} what */
  update(pages, count, what) {
    this.pages = pages;
    this.element.hidden = !pages || pages.pages < 2;
    if (!pages) return;
    setText(this.words, rangeOf(pages, count));
    setAttribute(this.element, "aria-label", `${what}: ${rangeOf(pages, count)}`);
    setAttribute(this.back, "aria-label", `${what}: earlier ones`);
    setAttribute(this.on, "aria-label", `${what}: later ones`);
    setAttribute(this.back, "aria-disabled", String(pages.page === 0));
    setAttribute(this.on, "aria-disabled", String(pages.page === pages.pages - 1));
  }

  /** Pixels of the buttons and the widest words between them; 0 where there are none. */
  get width() {
    const { pages } = this;
    if (!pages || pages.pages < 2) return 0;
    const last = { ...pages, first: pages.total - 2 };
    return Math.ceil(this.board.ruler.drawn([rangeOf(last, 2)], FONT)) + BUTTONS;
  }

  /** Asks for another page; false at the first and at the last one. @param {number} step */
  turn(step) {
    const { pages } = this;
    const page = (pages?.page ?? 0) + step;
    if (!pages || page < 0 || page >= pages.pages) return false;
    this.board.edits.send(pages.name, String(page));
    return true;
  }
}
