// @ts-check
// Words about epochs: what is said of curves over epochs, and of pictures with a network's answers.

import { formatNumber } from "./numbers.js";
import { lineAt, write } from "./scene.js";

/** @typedef {import("./scene.js").Panel} Panel */
/** @typedef {import("./scene.js").Cell} Cell */

/** A value of such a curve. @param {Panel} panel @param {number} value */
export const epochNumber = (panel, value) =>
  (panel.unit ? `${formatNumber(value, 0)} ${panel.unit}` : write(panel, value));

/** What all curves are after an epoch. @param {Panel} panel @param {Cell} cell */
export function tellEpoch(panel, { col }) {
  const values = panel.names.map((name, i) => `${name} ${epochNumber(panel, lineAt(panel, i, col))}`);
  return `${panel.title} after epoch ${col}${col ? "" : " (the start)"}: ${values.join(", ")}`;
}

/** What a screen reader says of curves over epochs. @param {Panel} panel @param {Cell} cell */
export function sayEpoch(panel, { channel, col: place }) {
  const last = panel.shape.cols - 1, col = Math.min(place, last);
  return `${panel.title}, ${panel.names.length} curves over ${last} epochs. `
    + `${panel.names[channel]} at epoch ${col}: ${epochNumber(panel, lineAt(panel, channel, col))}. `
    + "Left and right arrow choose the epoch to compare with, up and down the curve";
}

/** What a network says of one of several pictures, now and at the epoch that is shown.
 * @param {Panel} panel @param {Cell} cell */
export function tellPicture(panel, { channel }) {
  const say = (text) => text.replace("✓", "right,").replace("✗", "wrong,");
  const [is, now, then] = panel.captions[channel];
  return `Picture ${channel + 1} of ${panel.captions.length} ${is}: now ${say(now)} sure, `
    + `at epoch ${panel.shown}: ${say(then)} sure`;
}

/** What a screen reader says of such pictures. @param {Panel} panel @param {Cell} cell */
export const sayPicture = (panel, cell) =>
  `${panel.title}. ${tellPicture(panel, cell)}. Enter shows its maps`;
