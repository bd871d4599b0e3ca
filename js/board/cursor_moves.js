// @ts-check
// Where the cursor goes when a pointer or a key is at a cell of a panel. Pure functions; board.js
// listens to the page (addView, onKey).
//
// In the source of a window the pointer holds the window, not the cell: the cursor is then in the map
// whose window follows. A panel that shows one map of a stack stands for that stack.

import { clamp, nextTile, snap } from "./geometry.js";
import { FIRST, inWindow, linkOf, snapLink } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Hand} Hand */
/** @typedef {import("./scene.js").Panel} Panel */
/** @typedef {import("./scene.js").Cell} Cell */
/** @typedef {import("./scene.js").Cursor} Cursor */

/** Whether one paints on a panel: nothing follows the pointer there. @param {Panel} panel */
const painted = (panel) => panel.editable === "draw";

/** The panel that the cursor goes to from a panel, and the map of it where only one is meant: the
 * map whose window follows, the stack that the panel shows one map of, or the panel itself.
 * @param {Scene} scene @param {Panel} panel @returns {{name: string, map?: number}} */
export function targetOf(scene, panel) {
  const [owner, map] = panel.map_of ?? [];
  const [reader, channel] = panel.window_of ?? [];
  if (reader && !painted(panel)) return { name: reader, map: channel };
  const link = painted(panel) ? undefined : snapLink(scene, panel.name);
  if (link) return { name: link.reader };
  return owner ? { name: owner, map: Math.max(map, 0) } : { name: panel.name };
}

/** The cursor of a pointer at a cell of a panel. @param {Scene} scene @param {Hand} hand
 * @param {Panel} panel @param {Cell} cell @returns {Cursor} */
export function cursorAt(scene, { cursor }, panel, cell) {
  const { name, map } = targetOf(scene, panel);
  const { row, col } = cell;
  if (map !== undefined) {
    const place = panel.window_of?.[0] === name
      ? snap(linkOf(scene, name, panel.map_of[0]), row, col, scene.shapes[name]) : { row, col };
    return { panel: name, channel: map, ...place };
  }
  if (name === panel.name) return { panel: name, ...cell };
  const link = snapLink(scene, panel.name);
  const kept = cursor.panel === name ? cursor.channel : 0;
  return { panel: name, channel: link.channels === "same" ? cell.channel : kept,
    ...snap(link, row, col, scene.shapes[name]) };
}

/** The cell from which a key moves on in a panel. @param {Scene} scene @param {Hand} hand
 * @param {Panel} panel @returns {Cell & {panel?: string}} */
export function cellHeld(scene, hand, panel) {
  if (inWindow(scene, panel)) return hand.tap ?? FIRST;
  return panel.products ? hand.picks[panel.name] ?? FIRST : hand.cursor;
}

/** The same, as a cell of the panel that the cursor goes to from there.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel @returns {Cell} */
export function keyStart(scene, hand, panel) {
  const here = cellHeld(scene, hand, panel);
  const { name, map } = targetOf(scene, panel);
  const { channel = 0, row, col } = here.panel && here.panel !== name
    ? hand.places[name] ?? FIRST : here;
  return { channel: map ?? channel, row, col };
}

/** Where each key goes from a row and a column, maybe off the panel.
 * @type {Record<string, (at: Cell, shape: import("./scene.js").Shape) => [number, number]>} */
const KEYS = {
  ArrowUp: ({ row, col }) => [row - 1, col],
  ArrowDown: ({ row, col }) => [row + 1, col],
  ArrowLeft: ({ row, col }) => [row, col - 1],
  ArrowRight: ({ row, col }) => [row, col + 1],
  Home: ({ row }) => [row, 0],
  End: ({ row }, { cols }) => [row, cols - 1],
  PageUp: ({ col }) => [0, col],
  PageDown: ({ col }, { rows }) => [rows - 1, col],
};

/** The cell that a key moves to; null for a key that moves nothing. Walking off a tile enters the
 * next one of the stack.
 * @param {string} key @param {Cell} at @param {import("./scene.js").Shape} shape
 * @param {number} [across] tiles side by side; none where the cursor stays on its map
 * @returns {Cell | null} */
export function cellByKey(key, at, shape, across) {
  if (!Object.hasOwn(KEYS, key)) return null;
  const [row, col] = KEYS[key](at, shape);
  const last = { row: shape.rows - 1, col: shape.cols - 1 };
  const down = off(row, last.row), right = off(col, last.col);
  const next = (down || right) && across ? nextTile(at.channel, down, right, across, shape.channels)
    : null;
  if (next === null) {
    return { channel: at.channel, row: clamp(row, 0, last.row), col: clamp(col, 0, last.col) };
  }
  const entered = (step, place, end) => (step === 0 ? place : step < 0 ? end : 0);
  return { channel: next, row: entered(down, row, last.row), col: entered(right, col, last.col) };
}

/** −1 before the first place, 1 behind the last one, else 0. */
const off = (place, last) => Number(place > last) - Number(place < 0);
