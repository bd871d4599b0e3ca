// @ts-check
// What a screen reader hears of a panel: its name, its size, the marked cell, and what a key does.
// Pure functions of the scene and the hand. Rows, columns, maps and pictures count from 0.

import { pointOf, readingOf } from "./cell_partners.js";
import { sayEpoch, sayPicture } from "./epoch_words.js";
import { clipped } from "./geometry.js";
import { formatNumber } from "./number_text.js";
import { FIRST, inWindow, lineAt, mapName, valueAt, write } from "./scene.js";

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
  const { title, labels, values, written, editable } = panel;
  return `${title}. ${labels[row] ?? `number ${row}`}: ${written?.[row] ?? write(panel, values[row])}`
    + `${BAR_KEYS[String(editable)] ?? ""}`;
}

/** Several lines of a kind: each with its name. @param {Panel} panel
 * @param {{z: number} | null} read @param {import("./scene.js").Cursor} cursor */
function sayLines(panel, read, { col }) {
  const { title, lines } = panel;
  if (!read) return `${title}, ${lines.length} lines. Left and right arrow read them`;
  const said = lines.map(({ name }, i) => [name, lineAt(panel, i, col)])
    .filter(([, height]) => !Number.isNaN(height))
    .map(([name, height]) => `${name} ${formatNumber(Number(height))}`);
  return `${title}, ${lines.length} lines. At ${formatNumber(read.z)}: ${said.join(", ")}. `
    + "Left and right arrow read them";
}

/** @param {Scene} scene @param {Hand} hand @param {Panel} panel */
function sayCurve(scene, hand, panel) {
  const { title, point } = panel;
  if (panel.lines?.length) return sayLines(panel, readingOf(scene, hand, panel), hand.cursor);
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
  return `${title}, ${rows * cols} of them. Map ${index}: ${write(panel, values[index])}. `
    + "Press Enter to look at that map";
}

/** @param {Panel} panel */
function sizeOf({ title, shape: { channels, rows, cols } }) {
  const size = `${rows} by ${cols}`;
  return channels > 1 ? `${title}, ${channels} maps of ${size}` : `${title}, ${size}`;
}

/** A cell and its number. @param {Panel} panel @param {import("./scene.js").Cell} cell */
function sayCell(panel, cell) {
  const map = panel.shape.channels > 1 ? `${mapName(panel, cell.channel)}, ` : "";
  return `${sizeOf(panel)}. ${map}${placeOf(panel, cell)}: ${write(panel, valueAt(panel, cell))}`;
}

/** A row or a column with its name, if it has one. @param {"row" | "column"} what
 * @param {string[] | undefined} names @param {number} at */
const called = (what, names, at) => `${what} ${at}${names?.[at] ? ` (${names[at]})` : ""}`;

/** @param {Panel} panel @param {import("./scene.js").Cell} cell */
const placeOf = ({ row_names: rows, column_names: columns }, { row, col }) =>
  `${called("row", rows, row)}, ${called("column", columns, col)}`;

/** The first to the last row or column, the names of both behind. @param {"row" | "column"} what
 * @param {string[] | undefined} names @param {number} first @param {number} count */
function span(what, names, first, count) {
  const last = first + count - 1;
  const named = [names?.[first], names?.[last]].filter(Boolean);
  const both = named.length === 2 && count > 1 ? named.join(" to ") : named[0];
  return `${what}s ${first} to ${last}${both ? ` (${both})` : ""}`;
}

/** A grid with what is framed in it, as far as it lies on the grid. The maps of a colour picture
 * are framed as one: of the cursor's cell, its own number is said.
 * @param {Hand} hand @param {Panel} panel @param {Area | undefined} area */
function sayGrid({ cursor }, panel, area) {
  const [framed] = area ? clipped(area, panel.shape) : [];
  if (!framed) return sizeOf(panel);
  const { row, col, rows, cols } = framed;
  const channel = cursor.panel === panel.name ? cursor.channel : framed.channel;
  if (rows === 1 && cols === 1 && channel !== null) {
    return `${sayCell(panel, { channel, row, col })}${CELL_KEYS[String(panel.editable)] ?? ""}`;
  }
  const down = span("row", panel.row_names, row, rows);
  return `${sizeOf(panel)}. R${down.slice(1)}, `
    + `${span("column", panel.column_names, col, cols)} are framed`;
}

/** What a screen reader says of a panel, with the cell or window that is marked in it.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel @param {Area} [area]
 * @returns {string} */
export function describe(scene, hand, panel, area) {
  const own = KINDS[panel.kind]?.(scene, hand, panel, area);
  if (own !== undefined) return own;
  if (panel.products?.by) return sayChoice(hand, panel, area);
  if (!inWindow(scene, panel)) return sayGrid(hand, panel, area);
  const hint = panel.editable ? ". Press Enter to change the number" : "";
  const held = hand.cursor.panel === panel.name ? hand.cursor : FIRST;
  return `${sayCell(panel, hand.tap ?? held)}${hint}`;
}
