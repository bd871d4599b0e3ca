// @ts-check
// The keyboard stays with a board whose focused control or panel is replaced. Else the next letter
// would go to the notebook, where "b" adds a cell and "x" cuts one.

const WITHIN = "canvas[tabindex], select, input, button";

/** @param {Element} one */
const usable = (one) => one.isConnected && !one.closest("[hidden]");

/** @param {HTMLElement} one */
const panelOf = (one) =>
  /** @type {HTMLElement | null} */ (one.closest("[data-panel]"))?.dataset.panel;

/** Do what may replace the focused element; afterwards its successor has the focus: the control or
 * panel of the same name, else the first one.
 * @param {HTMLElement} root @param {() => void} act */
export function keepFocus(root, act) {
  const shadow = /** @type {Document | ShadowRoot} */ (root.getRootNode());
  const held = /** @type {HTMLElement | null} */ (shadow.activeElement ?? null);
  if (!held || !root.contains(held)) {
    act();
    return;
  }
  const { control } = held.dataset, panel = panelOf(held);
  act();
  if (shadow.activeElement === held && usable(held)) return;
  const all = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(WITHIN)]).filter(usable);
  const same = all.find((one) => (control ? one.dataset.control === control
    : panel !== undefined && panelOf(one) === panel));
  (usable(held) ? held : same ?? all[0])?.focus({ preventScroll: true });
}
