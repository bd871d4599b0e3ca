// @ts-check
// The partners of a cell: what belongs to the cursor's cell in every panel. The cells it was computed
// from and goes into, the products that it adds up, the place of the weight that is pointed at.
// Pure functions of the scene and the hand; their twins in Python are in board/cell_partners.py.

import { backward, clipped, trace, windowOf } from "./geometry.js";
import { between, clip, inWindow, lineAt, linkOf, snapLink, valueAt, xAt } from "./scene.js";

/** @typedef {import("./geometry.js").Area} Area */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Hand} Hand */
/** @typedef {import("./scene.js").Panel} Panel */
/** @typedef {import("./scene.js").Cell} Cell */

/** The cells of the source that the cursor's cell reads, with their values.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel
 * @param {Record<string, any>} rule */
export function readCells(scene, hand, panel, rule) {
  const source = scene.named[rule.source];
  const areas = backward(linkOf(scene, panel.name, rule.source),
    { ...hand.cursor, rows: 1, cols: 1 }, source.shape);
  const cells = [];
  for (const area of areas.flatMap((one) => clipped(one, source.shape))) {
    const { channels } = source.shape;
    for (const channel of area.channel === null ? Array(channels).keys() : [area.channel]) {
      for (let row = area.row; row < area.row + area.rows; row += 1) {
        for (let col = area.col; col < area.col + area.cols; col += 1) {
          cells.push({ channel, row, col, value: valueAt(source, { channel, row, col }) });
        }
      }
    }
  }
  return cells;
}

/** What each channel of the source adds to a sum, from the products of all channels in order.
 * @param {[number, number][]} pairs @param {number} channels */
export function channelSums(pairs, channels) {
  const each = pairs.length / channels;
  const sums = new Float32Array(channels);
  pairs.forEach(([a, b], i) => { sums[Math.floor(i / each)] += a * b; });
  return sums;
}

/** The cursor's cell; in a panel that shows one map of a stack, the cell of that stack.
 * @param {Scene} scene @param {Hand} hand @returns {import("./geometry.js").Cell} */
function cellOf(scene, { cursor }) {
  const [owner, channel] = scene.named[cursor.panel].map_of ?? [];
  return owner ? { ...cursor, panel: owner, channel: channel < 0 ? null : channel } : cursor;
}

/** Cells that are marked for one place on a curve, as cell_partners.py has it. */
const MOST_VALUES = 60;

/** The link between a curve and the map whose values it is read at. @param {Scene} scene */
const valueLink = (scene) => scene.links.find((link) => link.kind === "value");

/** The cells of every panel that belong to the cursor's cell.
 * @param {Scene} scene @param {Hand} hand @returns {Record<string, Area[]>} */
function partners(scene, hand) {
  const link = valueLink(scene);
  if (!link || hand.cursor.panel !== link.reader) {
    const links = scene.links.filter((one) => one.kind !== "value");
    return trace(links, scene.shapes, cellOf(scene, hand));
  }
  if (link.source === link.reader) return {}; // a curve by itself
  // On a curve: the cells of the map that hold the value under the point.
  const { z, step } = valuePoint(scene, hand);
  const { shape, values } = scene.named[link.source];
  const areas = [];
  values.forEach((value, index) => {
    if (Math.abs(value - z) <= step / 2 + 1e-6 && areas.length < MOST_VALUES) {
      areas.push({ channel: Math.floor(index / (shape.rows * shape.cols)), rows: 1, cols: 1,
        row: Math.floor(index / shape.cols) % shape.rows, col: index % shape.cols });
    }
  });
  return Object.fromEntries(scene.grids_of_values.map((name) => [name, areas]));
}

/** The point on the curve that the cursor stands for, there or in a map.
 * @param {Scene} scene @param {Hand} hand */
export function valuePoint(scene, hand) {
  const link = valueLink(scene);
  const curve = scene.named[link.reader];
  const [low, high] = curve.x;
  const step = (high - low) / (curve.shape.cols - 1);
  const here = hand.cursor.panel === link.reader;
  if (here || link.source === link.reader) {
    const col = here ? hand.cursor.col : 0;
    return { z: low + col * step, y: lineAt(curve, 0, col), slope: lineAt(curve, 1, col), step };
  }
  const grids = scene.grids_of_values.map((name) => scene.named[name]);
  const owner = grids[1].map_of?.[0]; // one map of a stack: where the cursor is or was in it
  const at = { ...cursorIn(scene, hand, owner ?? link.source), channel: 0 };
  const [before, after, slope] = grids.map((panel) => valueAt(panel, at));
  return { z: before, y: after, slope: slope ?? between(curve, before).slope, step };
}

/** The point of a curve and the slope there: its own, or the one that the cursor stands for; null
 * for lines without a point, and for a point outside of the picture: no sample knows it.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel */
export function pointOf(scene, hand, panel) {
  const { point, x: [low, high] } = panel;
  if (typeof point === "number") {
    return low <= point && point <= high ? between(panel, point) : null;
  }
  const shared = scene.links.some((link) => link.kind === "value" && link.reader === panel.name);
  return shared ? valuePoint(scene, hand) : null;
}

/** What is read off a curve: at the cursor where it is here, else at the point.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel */
export function readingOf(scene, hand, panel) {
  const { cursor } = hand;
  return cursor.panel === panel.name ? between(panel, xAt(panel, cursor.col))
    : pointOf(scene, hand, panel);
}

/** What is marked in a panel that shows one map of a stack. In the map that is open in detail and
 * in what it reads, something always is: the place where the cursor was last.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel
 * @param {Record<string, Area[]>} areas of the other panels @returns {Area[]} */
function areasOfOne(scene, hand, panel, areas) {
  const { map_of: [owner, channel], window_of: [follower] = [], keep_mark } = panel;
  const own = (areas[owner] ?? []).filter((area) => channel < 0 || area.channel === null
    || area.channel === channel).map((area) => ({ ...area, channel: 0 }));
  const reader = follower ?? (keep_mark ? owner : null);
  if (!reader || (own.length && hand.cursor.panel !== reader)) return own;
  const at = { ...cursorIn(scene, hand, reader), rows: 1, cols: 1 };
  const one = reader === owner ? at : windowOf(linkOf(scene, reader, owner), at);
  const { row, col, rows, cols } = one;
  return [{ channel: 0, row, col, rows, cols }];
}

/** In a panel to choose from: the chosen cell. @param {Panel} panel @returns {Area[]} */
function areasOfChoice({ products: { chosen }, shape: { cols } }) {
  return [{ channel: 0, row: Math.floor(chosen / cols), col: chosen % cols, rows: 1, cols: 1 }];
}

/** What is framed in every panel; nothing in those that show the window itself.
 * @param {Scene} scene @param {Hand} hand @returns {Record<string, Area[]>} */
export function marks(scene, hand) {
  const areas = partners(scene, hand);
  for (const panel of scene.panels) {
    const { name } = panel;
    if (panel.map_of?.length) areas[name] ??= areasOfOne(scene, hand, panel, areas);
    if (panel.products?.by) areas[name] = areasOfChoice(panel);
    else if (inWindow(scene, panel)) areas[name] = [];
  }
  return areas;
}

/** The window of the source under the cursor, times the weights: what the sum is made of.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel @returns {Float32Array} */
export function productsAt(scene, hand, panel) {
  const rule = panel.products, { length } = panel.values;
  if (rule.window) return windowValues(scene, hand, panel);
  const pairs = pairsOf(scene, hand, rule);
  if (rule.by) return channelSums(pairs, length);
  const first = (rule.input ?? 0) * length;
  return Float32Array.from(panel.values, (_, i) => {
    const [a, b] = pairs[first + i];
    return a * b;
  });
}

/** The numbers of a pooling window; none where it sticks out of the map.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel @returns {Float32Array} */
function windowValues(scene, hand, { products: rule, shape: { rows, cols } }) {
  const { link, start } = windowUnder(scene, hand, rule.reader, rule.source);
  const source = scene.named[rule.source];
  const [dr, dc] = link.dilation ?? [1, 1];
  return Float32Array.from({ length: rows * cols }, (_, i) => {
    const [row, col] = [start.row + Math.floor(i / cols) * dr, start.col + i % cols * dc];
    const outside = row < 0 || col < 0 || row >= source.shape.rows || col >= source.shape.cols;
    return outside ? NaN : valueAt(source, { channel: rule.map, row, col });
  });
}

/** The window of a source that the cursor stands for. @param {Scene} scene @param {Hand} hand
 * @param {string} reader @param {string} source */
function windowUnder(scene, hand, reader, source) {
  const link = linkOf(scene, reader, source);
  return { link,
    start: windowOf(link, { ...cursorIn(scene, hand, reader), rows: 1, cols: 1 }) };
}

/** Every (source value, weight) that the cursor's cell adds up, in order; for the map of the rule
 * if it names one, at the place where the cursor is or was.
 * @param {Scene} scene @param {Hand} hand @param {Record<string, any>} rule
 * @returns {[number, number][]} */
export function pairsOf(scene, hand, rule) {
  const link = linkOf(scene, rule.reader, rule.source);
  const at = { ...cursorIn(scene, hand, rule.reader) };
  if (rule.map !== undefined) at.channel = rule.map;
  const source = scene.named[rule.source];
  const weights = scene.arrays[rule.weights];
  if (link.kind === "dense") {
    const count = source.values.length;
    const row = rule.order ? rule.order[at.row]
      : at.row * scene.shapes[rule.reader].cols + at.col;
    return Array.from(source.values, (value, i) => [value, weights.values[row * count + i]]);
  }
  return windowPairs(link, at, source, weights);
}

/** The pairs of one window, channel by channel. @param {import("./geometry.js").Link} link
 * @param {Cell} at @param {Panel} source @param {import("./scene.js").Numbers} weights
 * @returns {[number, number][]} */
function windowPairs(link, at, source, weights) {
  const [inputs, kh, kw] = weights.shape.slice(-3);
  const start = windowOf(link, { row: at.row, col: at.col, rows: 1, cols: 1 });
  const [dr, dc] = link.dilation ?? [1, 1];
  const kernel = weights.shape.length === 4 ? at.channel * inputs * kh * kw : 0;
  const [first, last] = link.channels === "same" ? [at.channel, at.channel] : [0, inputs - 1];
  /** @type {[number, number][]} */
  const pairs = [];
  for (let channel = first; channel <= last; channel += 1) {
    for (let i = 0; i < kh; i += 1) {
      for (let j = 0; j < kw; j += 1) {
        pairs.push([
          valueAt(source, { channel, row: start.row + i * dr, col: start.col + j * dc }),
          weights.values[kernel + (channel * kh + i) * kw + j]]);
      }
    }
  }
  return pairs;
}

/** The cursor as a cell of another panel: the one cell that its own cell reads there, if it reads
 * no others, else the place where the cursor was last.
 * @param {Scene} scene @param {Hand} hand @param {string} name */
function cursorIn(scene, hand, name) {
  const cell = cellOf(scene, hand);
  if (cell.panel === name) return { ...cell, channel: cell.channel ?? 0 };
  const link = linkOf(scene, cell.panel, name), shape = scene.shapes[name];
  const read = link ? backward(link, { ...cell, rows: 1, cols: 1 }, shape) : [];
  const [area] = read.length === 1 && read[0].rows === 1 && read[0].cols === 1
    ? clipped(read[0], shape) : [];
  const { row, col } = area
    ?? clip(scene, { channel: 0, row: 0, col: 0, ...hand.places[name], panel: name });
  return { panel: name, channel: 0, row, col };
}

/** Where the tapped weight lies in a panel: itself, its product, the pixel that it meets.
 * Under a maximum it is the winner: the first of the largest.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel @returns {Cell | null} */
export function tapIn(scene, hand, panel) {
  const { rule } = scene.named[hand.cursor.panel];
  const owner = panel.map_of?.[0] ?? panel.name;
  if (rule?.kind === "max" && rule.source === owner) return winnerIn(scene, hand, panel);
  if (panel.products?.by) return hand.picks[panel.name] ?? null;
  if (!hand.tap) return null;
  return inWindow(scene, panel) ? hand.tap : metBy(scene, hand, panel, hand.tap);
}

/** The largest of the cells that the cursor's cell reads, where a panel shows it.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel @returns {Cell | null} */
function winnerIn(scene, hand, panel) {
  const reader = scene.named[hand.cursor.panel];
  const winner = readCells(scene, hand, reader, reader.rule)
    .reduce((best, cell) => (cell.value > best.value ? cell : best));
  if (!panel.map_of?.length) return winner;
  const [, channel] = panel.map_of;
  return channel < 0 || winner.channel === channel ? { ...winner, channel: 0 } : null;
}

/** The cell of a source that a weight of the window meets.
 * @param {Scene} scene @param {Hand} hand @param {Panel} panel @param {Cell} tap
 * @returns {Cell | null} */
function metBy(scene, hand, panel, tap) {
  const [reader] = panel.window_of ?? [];
  const owner = panel.map_of?.[0] ?? panel.name;
  const link = reader ? linkOf(scene, reader, owner) : snapLink(scene, panel.name);
  if (!link || (reader && link.kind !== "window")) return null;
  const { start } = windowUnder(scene, hand, link.reader, link.source);
  const [dr, dc] = link.dilation ?? [1, 1];
  const channel = reader ? 0 : Math.min(tap.channel, panel.shape.channels - 1);
  return { channel, row: start.row + tap.row * dr, col: start.col + tap.col * dc };
}
