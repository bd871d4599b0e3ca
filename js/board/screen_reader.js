// @ts-check
// What a screen reader hears of a panel: its name, its size, the marked cell, and what a key does.
// Pure functions of the scene and the hand.

import { pointOf, readingOf } from "./cell_partners.js";
import { sayEpoch, sayPicture } from "./epochs.js";
import { formatNumber } from "./numbers.js";
import { FIRST, inWindow, valueAt, write } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Hand} Hand */
/** @typedef {import("./scene.js").Panel} Panel */
/** @typedef {import("./geometry.js").Area} Area */

/** What a key does in a panel whose `editable` is this. */
const BAR_KEYS = { true: ". Press Enter to change it", open: ". Press Enter to see its votes" };
const CELL_KEYS = {
  flip: ". Press Enter to flip the pixel",
  open: ". Press Enter to open the map",
  draw: ". Space paints, Delete erases, Shift with an arrow key draws a line",
};

/** Panels with words of their own. @type {Record<string,
 *    (scene: Scene, hand: Hand, panel: Panel, area?: Area) => string | undefined>} */
const KINDS = {
  lines: (_, hand, panel) => sayEpoch(panel, wasIn(hand, panel)),
  gallery: (_, hand, panel) => sayPicture(panel, wasIn(hand, panel)),
  bars: (_, __, panel, area) => (area ? sayBar(panel, area.row) : undefined),
  curve: sayCurve,
};

/** Where the cursor is or was in a panel. @param {Hand} hand @param {Panel} panel */
const wasIn = (hand, { name }) =>
  (hand.cursor.panel === name ? hand.cursor : hand.places[name] ?? FIRST);

/** @param {Panel} panel @param {number} row */
function sayBar(panel, row) {
  const { title, labels, values, editable } = panel;
  return `${title}. ${labels[row] ?? `number ${row + 1}`}: ${write(panel, values[row])}`
    + `${BAR_KEYS[String(editable)] ?? ""}`;
}

/** @param {Scene} scene @param {Hand} hand @param {Panel} panel */
function sayCurve(scene, hand, panel) {
  const { title, point } = panel;
  const read = readingOf(scene, hand, panel), shown = pointOf(scene, hand, panel);
  const gone = typeof point === "number" && !shown
    ? ` Its point is at ${formatNumber(point)}, outside of the picture.` : "";
  if (!read) return `${title}, a curve.${gone} Left and right arrow read it`;
  const at = `${title}, a curve. At ${formatNumber(read.z)} it is ${formatNumber(read.y)}`;
  if (!shown) return `${at}.${gone} Left and right arrow read it`; // lines, no slope among them
  const hint = panel.editable === "choose"
    ? "Left and right arrow read it, Enter moves the point there"
    : "Left and right arrow move the point";
  const steep = Number.isNaN(read.slope) ? "" : `, its slope ${formatNumber(read.slope)}`;
  return `${at}${steep}. ${hint}`;
}

/** A panel to choose a map in. @param {Hand} hand @param {Panel} panel @param {Area} area */
function sayChoice({ picks }, panel, area) {
  const { name, title, values, shape: { rows, cols } } = panel;
  const { row, col } = picks[name] ?? area;
  const index = row * cols + col;
  return `${title}, ${rows * cols} of them. Map ${index + 1}: ${write(panel, values[index])}. `
    + "Press Enter to look at that map";
}

/** @param {Panel} panel */
function sizeOf({ title, shape: { channels, rows, cols } }) {
  const size = `${rows} by ${cols}`;
  return channels > 1 ? `${title}, ${channels} maps of ${size}` : `${title}, ${size}`;
}

/** A cell and its number. @param {Panel} panel @param {import("./scene.js").Cell} cell */
function sayCell(panel, cell) {
  const map = panel.shape.channels > 1 ? `map ${cell.channel + 1}, ` : "";
  return `${sizeOf(panel)}. ${map}row ${cell.row + 1}, column ${cell.col + 1}: `
    + write(panel, valueAt(panel, cell));
}

/** A grid with what is framed in it. @param {Panel} panel @param {Area | undefined} area */
function sayGrid(panel, area) {
  if (!area) return sizeOf(panel);
  const { channel, row, col, rows, cols } = area;
  if (rows === 1 && cols === 1 && channel !== null) {
    return `${sayCell(panel, { channel, row, col })}${CELL_KEYS[String(panel.editable)] ?? ""}`;
  }
  return `${sizeOf(panel)}. Rows ${row + 1} to ${row + rows}, `
    + `columns ${col + 1} to ${col + cols} are framed`;
}

/** What a screen reader says of a panel, with the cell or window that is marked in it.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel @param {Area} [area]
 * @returns {string} */
export function describe(scene, hand, panel, area) {
  const own = KINDS[panel.kind]?.(scene, hand, panel, area);
  if (own !== undefined) return own;
  if (panel.products?.by) return sayChoice(hand, panel, area);
  if (!inWindow(scene, panel)) return sayGrid(panel, area);
  const hint = panel.editable ? ". Press Enter to change the number" : "";
  return `${sayCell(panel, hand.tap ?? FIRST)}${hint}`;
}
