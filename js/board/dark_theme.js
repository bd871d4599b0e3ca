// @ts-check
// Whether a host is dark. It is never the operating system that is asked: a person chose the theme
// of the page.

/** Attributes in which hosts say it, and what they say when they are light and when dark. */
const SAID = {
  "data-jp-theme-light": { true: false, false: true }, // JupyterLab, Notebook 7, exported pages
  "data-vscode-theme-kind": { "vscode-dark": true, "vscode-high-contrast": true,
    "vscode-light": false, "vscode-high-contrast-light": false },
  theme: { dark: true, light: false }, // Colab
  "data-theme": { dark: true, light: false }, // pages made by Sphinx
  "data-color-mode": { dark: true, light: false },
  "data-bs-theme": { dark: true, light: false },
};
const CLASSES = { "vscode-dark": true, "vscode-high-contrast": true, "vscode-light": false,
  dark: true, "dark-theme": true };

/** The attributes that change when a host changes its theme. */
export const THEME_ATTRIBUTES = [...Object.keys(SAID), "data-jp-theme-name", "class", "style"];

/** What a person may ask of all pages: see board.css. */
export const COLOURS_ASKED = ["(forced-colors: active)", "(prefers-contrast: more)"];

/** What a node says of its theme; undefined if nothing. @param {Element} node */
function saidBy(node) {
  for (const [name, meaning] of Object.entries(SAID)) {
    const dark = meaning[node.getAttribute?.(name) ?? ""];
    if (dark !== undefined) return dark;
  }
  for (const [name, dark] of Object.entries(CLASSES)) {
    if (node.classList?.contains(name)) return dark;
  }
  return undefined;
}

/** Whether a background is dark; undefined for one that is seen through.
 * @param {string} colour as the browser computes it */
export function isDarkColour(colour) {
  const numbers = (colour.match(/[\d.]+/g) ?? []).map(Number);
  if (numbers.length < 3 || (numbers.length > 3 && numbers[3] < 0.5)) return undefined;
  const [r, g, b] = numbers;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}

/** The nodes around a node, from it outwards, also out of shadow trees. @param {Element} node */
function* around(node) {
  for (let at = node; at; at = at.parentElement ?? /** @type {any} */ (at.getRootNode?.())?.host) {
    yield at;
  }
}

/** Whether the page around a node is dark: by what its host says, else by its background.
 * @param {Element} node */
export function isDark(node) {
  if (window.matchMedia("(forced-colors: active)").matches) { // the colours that a person forces
    return isDarkColour(getComputedStyle(document.body).backgroundColor)
      ?? window.matchMedia("(prefers-color-scheme: dark)").matches; // these tell the ground's
  }
  for (const at of around(node)) {
    const dark = saidBy(at);
    if (dark !== undefined) return dark;
  }
  for (const at of around(node)) {
    const dark = isDarkColour(getComputedStyle(at).backgroundColor ?? "");
    if (dark !== undefined) return dark;
  }
  return false;
}
