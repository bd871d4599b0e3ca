// @ts-check
// The scene that Python sent, as the page uses it, and the hand on it. What belongs to a cell, what
// the arithmetic line says and what a screen reader hears are functions of these two alone.

import { clamp } from "./geometry.js";
import { decimalsFor, formatNumber } from "./number_text.js";

/** @typedef {import("./geometry.js").Cursor} Cursor */
/** @typedef {import("./geometry.js").Link} Link */
/** @typedef {import("./geometry.js").Shape} Shape */
/** @typedef {{channel: number, row: number, col: number}} Cell */
/** @typedef {{shape: number[], values: Float32Array, decimals?: number}} Numbers */

/** A panel as Python describes it, with its numbers.
 * @typedef {{name: string, kind: string, title: string, values: Float32Array, shape: Shape}
 *    & Record<string, any>} Panel */

/** @typedef {{panels: Panel[], named: Record<string, Panel>, shapes: Record<string, Shape>,
 *    arrays: Record<string, Numbers>, links: Link[], lead: string, weights: string | null,
 *    grids_of_values: string[]} & Record<string, any>} Scene
 *    named: the panels by their names */

/** What a person points at. `tap` is a single weight of the window; `places` is where the cursor was
 * last in each panel; `picks` the cell that is pointed at in panels to choose from.
 * @typedef {{cursor: Cursor, tap: Cell | null, places: Record<string, Cursor>,
 *    picks: Record<string, Cell>}} Hand */

/** The first cell of a panel. */
export const FIRST = Object.freeze({ channel: 0, row: 0, col: 0 });

/** Float32 values of a binary trait; copied, because the view may be unaligned. */
export function toFloats(view) {
  const { buffer, byteOffset, byteLength } = view;
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** Whether two lists hold the same numbers, each gap in its place.
 * @param {ArrayLike<number>} some @param {ArrayLike<number>} others */
export function sameNumbers(some, others) {
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i += 1) {
    const one = some[i], other = others[i];
    if (one !== other && !(Number.isNaN(one) && Number.isNaN(other))) return false;
  }
  return true;
}

/** A scene with its numbers unpacked. @returns {Scene} */
export function readScene(sent) {
  const arrays = {};
  for (const [name, { shape, data }] of Object.entries(sent.arrays)) {
    arrays[name] = { shape, values: toFloats(data) };
  }
  const panels = sent.panels.map((panel) => {
    const array = arrays[panel.array];
    const [channels, rows, cols] = array.shape;
    return { ...panel, values: array.values, shape: { channels, rows, cols } };
  });
  return { ...sent, arrays, panels,
    named: Object.fromEntries(panels.map((panel) => [panel.name, panel])),
    shapes: Object.fromEntries(panels.map((panel) => [panel.name, panel.shape])) };
}

/** A hand that has touched nothing yet. @param {Cursor} cursor @returns {Hand} */
export const newHand = (cursor) => ({ cursor, tap: null, places: {}, picks: {} });

/** The number of a cell; 0 on the padding around it. @param {Panel} panel @param {Cell} cell */
export function valueAt({ kind, values, shape: { rows, cols } }, { channel, row, col }) {
  if (row < 0 || col < 0 || row >= rows || col >= cols) return 0;
  const map = kind === "curve" ? 0 : channel; // its other lines stand beside the function
  return values[(map * rows + row) * cols + col];
}

/** How many decimals the numbers of a panel or an array are written with, worked out once.
 * @param {{values: Float32Array, decimals?: number}} numbers @returns {number} */
export const decimalsOf = (numbers) => (numbers.decimals ??= decimalsFor(numbers.values));

/** A number of a panel or an array, as it is written wherever it is shown.
 * @param {{values: Float32Array, decimals?: number}} numbers @param {number} value */
export const write = (numbers, value) => formatNumber(value, decimalsOf(numbers));

/** Values that get the end colours of a map of a panel. @param {Panel} panel @param {number} map
 * @returns {[number, number]} */
export const limitsOf = ({ map_limits: own, limits }, map) => own?.[map] ?? limits;

/** What people call a map of a panel: by its name, else by its number.
 * @param {Panel} panel @param {number} map @returns {string} */
export const mapName = ({ map_names: names, pager }, map) =>
  names?.[map] || `map ${map + (pager?.first ?? 0)}`;

/** Whether a panel has such a cell. @param {Scene} scene @param {string} name @param {Cell} cell */
export function inside(scene, name, { channel, row, col }) {
  const shape = scene.shapes[name];
  return Boolean(shape) && channel < shape.channels && row < shape.rows && col < shape.cols;
}

/** The cell nearest to a cursor; one of the leading panel where it names none.
 * @param {Scene} scene @param {Cursor} cursor @returns {Cursor} */
export function clip(scene, cursor) {
  const panel = scene.shapes[cursor.panel] ? cursor.panel : scene.lead;
  const { channels, rows, cols } = scene.shapes[panel];
  return { panel, channel: clamp(cursor.channel, 0, channels - 1),
    row: clamp(cursor.row, 0, rows - 1), col: clamp(cursor.col, 0, cols - 1) };
}

/** Whether a panel shows the window itself: the weights, or the products with them.
 * @param {Scene} scene @param {Panel} panel */
export const inWindow = (scene, panel) => panel.name === scene.weights
  || Boolean(panel.products && !panel.products.by);

/** The link by which one panel reads another. @param {Scene} scene @returns {Link | undefined} */
export const linkOf = (scene, reader, source) =>
  scene.links.find((link) => link.reader === reader && link.source === source);

/** The link whose window follows a pointer in a panel. @param {Scene} scene @param {string} name
 * @returns {Link | undefined} */
export const snapLink = (scene, name) =>
  scene.links.find((link) => link.snap && link.source === name);

// -- numbers read off a curve

/** Sample of a line of a panel, not a number of one that it does not have: a curve may come without
 * its slope. @param {Panel} panel @param {number} index @param {number} col */
export const lineAt = ({ values, shape: { cols } }, index, col) => values[index * cols + col] ?? NaN;

/** Where a sample lies on the axis. @param {Panel} panel @param {number} col */
export function xAt({ x: [low, high], shape: { cols } }, col) {
  return low + ((high - low) * col) / (cols - 1);
}

/** Height and slope of a curve at any x, between two samples.
 * @param {Panel} panel @param {number} z @returns {{z: number, y: number, slope: number}} */
export function between(panel, z) {
  const [low, high] = panel.x, last = panel.shape.cols - 1;
  const place = clamp((z - low) / (high - low), 0, 1) * last;
  const col = Math.min(Math.floor(place), last - 1), share = place - col;
  const at = (index) => lineAt(panel, index, col) * (1 - share)
    + lineAt(panel, index, col + 1) * share;
  return { z, y: at(0), slope: at(1) };
}
