// @ts-check
// How large all boards of a page are: as large as the page's text, and as a person at the back of
// a classroom needs it.

import { make } from "./dom.js";

const SIZES = [1, 1.25, 1.5, 1.75, 2];
const USUAL = 14; // pixels of a page's text at which a board has its usual size
const LARGEST = 3;
const KEPT = "cnnkit-text-size"; // where the browser keeps it, and the event that tells all boards

/** The size that was chosen before; the usual one where the browser keeps nothing. */
function kept() {
  try {
    const found = Number(window.localStorage.getItem(KEPT));
    return SIZES.includes(found) ? found : 1;
  } catch {
    return 1; // a page that may keep nothing
  }
}

/** Two buttons that make all boards of the page larger and smaller. */
export class TextSize {
  /** @param {() => void} changed @param {AbortSignal} signal */
  constructor(changed, signal) {
    this.chosen = kept();
    const button = (step, text, label) => {
      const node = make("button", { type: "button", class: "cnnkit-size", "data-size": step,
        "aria-label": label, title: label, "data-lm-suppress-shortcuts": "true" }, text);
      node.addEventListener("click", () => this.step(step), { signal });
      return node;
    };
    this.buttons = [button(-1, "A−", "Smaller boards"), button(1, "A+", "Larger boards")];
    this.element = make("span", { class: "cnnkit-sizes" }, ...this.buttons);
    // Each board on the page is a module of its own: they tell each other through the window.
    window.addEventListener(KEPT, (event) => {
      this.chosen = /** @type {CustomEvent} */ (event).detail;
      this.refresh();
      changed();
    }, { signal });
    this.refresh();
  }

  step(by) {
    const next = SIZES[SIZES.indexOf(this.chosen) + by];
    if (!next) return;
    try {
      window.localStorage.setItem(KEPT, String(next));
    } catch { /* it holds until the page is closed */ }
    window.dispatchEvent(new CustomEvent(KEPT, { detail: next }));
  }

  refresh() {
    this.buttons.forEach((button, i) => {
      const end = this.chosen === SIZES.at(i ? -1 : 0);
      button.setAttribute("aria-disabled", String(end));
    });
  }

  /** How many times their usual size boards have on a page with text of so many pixels.
   * @param {number} pixels */
  factor(pixels) {
    const page = Math.min(Math.max((pixels || USUAL) / USUAL, 1), LARGEST);
    return Math.round(100 * Math.min(page * this.chosen, LARGEST)) / 100;
  }
}
