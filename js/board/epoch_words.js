// @ts-check
// Words about epochs: what is said of curves over epochs, and of pictures with a network's answers.

import { formatNumber } from "./number_text.js";
import { lineAt, write } from "./scene.js";

/** @typedef {import("./scene.js").Panel} Panel */
/** @typedef {import("./scene.js").Cell} Cell */

/** A number with its noun. @param {number} number @param {string} what */
export const counted = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

/** A value of such a curve. @param {Panel} panel @param {number} value */
export function epochNumber(panel, value) {
  if (Number.isNaN(value)) return "–";
  return panel.unit ? `${formatNumber(value, 0)} ${panel.unit}` : write(panel, value);
}

/** The curves of another run beside those of this one: a value of a line of it, or NaN where that
 * run has no such epoch. @param {Panel} panel @param {import("./scene.js").Scene} scene
 * @param {number} index @param {number} col */
export function besideAt({ before }, { arrays }, index, col) {
  const [, count] = arrays[before]?.shape ?? [0, 0];
  return col >= 0 && col < count ? arrays[before].values[index * count + col] : NaN;
}

/** What all curves are after an epoch, and which settings were changed then. @param {Panel} panel @param {Cell} cell
 * @param {import("./scene.js").Scene} scene */
export function tellEpoch(panel, { col }, scene) {
  const all = (at) => panel.names.map((name, i) => `${name} ${epochNumber(panel, at(i))}`).join(", ");
  const beside = panel.beside && !Number.isNaN(besideAt(panel, scene, 0, col))
    ? `; ${panel.beside}: ${all((i) => besideAt(panel, scene, i, col))}` : "";
  const changed = (panel.marks ?? []).filter(([at, text]) => text && Math.floor(at) === col);
  const then = changed.length ? `; then ${changed.map(([, text]) => text).join(", ")}` : "";
  return `${panel.title} after epoch ${col}${col ? "" : " (the start)"}: `
    + `${all((i) => lineAt(panel, i, col))}${beside}${then}`;
}

/** What a screen reader says of curves over epochs. @param {Panel} panel @param {Cell} cell */
export function sayEpoch(panel, { channel, col: place }) {
  const last = panel.shape.cols - 1, col = Math.min(place, last);
  return `${panel.title}, ${counted(panel.names.length, "curve")} over ${counted(last, "epoch")}`
    + `${panel.beside ? `, with those of the ${panel.beside}` : ""}. `
    + `${panel.names[channel]} at epoch ${col}: ${epochNumber(panel, lineAt(panel, channel, col))}. `
    + "Left and right arrow choose the epoch to compare with, up and down the curve";
}

/** What a network says of one of several pictures, now and at the epoch that is shown.
 * @param {Panel} panel @param {Cell} cell */
export function tellPicture(panel, { channel }) {
  const say = (text) => text.replace("✓", "right,").replace("✗", "wrong,");
  const [is, now, then] = panel.captions[channel];
  const { first, total } = panel.pager;
  return `Picture no. ${first + channel} of ${total} ${is}: now ${say(now)} sure, `
    + `at epoch ${panel.shown}: ${say(then)} sure`;
}

/** What a screen reader says of such pictures. @param {Panel} panel @param {Cell} cell */
export const sayPicture = (panel, cell) =>
  `${panel.title}. ${tellPicture(panel, cell)}. Enter shows its maps`;
