// @ts-check
// The partners of a cell: what belongs to the cursor's cell in every panel. The cells it was computed
// from and goes into, the products that it adds up, the place of the weight that is pointed at.

import { backward, clipped, trace, windowOf } from "./geometry.js";
import { decimalsFor } from "./numbers.js";

/** The cells of the source that the cursor's cell reads, with their values. */
export function readCells(board, view, rule) {
  const source = board.views.get(rule.source);
  const link = board.scene.links.find((one) => one.reader === view.name
    && one.source === rule.source);
  const areas = backward(link, { ...board.cursor, rows: 1, cols: 1 }, source.shape);
  const cells = [];
  for (const area of areas.flatMap((one) => clipped(one, source.shape))) {
    const { channels } = source.shape;
    for (const channel of area.channel === null ? Array(channels).keys() : [area.channel]) {
      for (let row = area.row; row < area.row + area.rows; row += 1) {
        for (let col = area.col; col < area.col + area.cols; col += 1) {
          cells.push({ channel, row, col, value: source.valueAt({ channel, row, col }) });
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

/** The cursor's cell; in a panel that shows one map of a stack, the cell of that stack. */
function cellOf(board) {
  const { cursor } = board;
  const [owner, channel] = board.views.get(cursor.panel).panel.map_of ?? [];
  return owner ? { ...cursor, panel: owner, channel: channel < 0 ? null : channel } : cursor;
}

/** The cells of every panel that belong to the cursor's cell. */
function partners(board) {
  const values = board.scene.links.find((link) => link.kind === "value");
  if (!values || board.cursor.panel !== values.reader) {
    const links = board.scene.links.filter((link) => link.kind !== "value");
    return trace(links, board.shapes, cellOf(board));
  }
  if (values.source === values.reader) return {}; // a curve by itself
  // On a curve: the cells of the map that hold the value under the point.
  const { z, step } = valuePoint(board);
  const { shape } = board.views.get(values.source);
  const areas = [];
  board.views.get(values.source).panel.values.forEach((value, index) => {
    if (Math.abs(value - z) <= step / 2 + 1e-6 && areas.length < 60) {
      areas.push({ channel: Math.floor(index / (shape.rows * shape.cols)), rows: 1, cols: 1,
        row: Math.floor(index / shape.cols) % shape.rows, col: index % shape.cols });
    }
  });
  return Object.fromEntries(board.scene.grids_of_values.map((name) => [name, areas]));
}

/** The point on the curve that the cursor stands for, there or in a map. */
export function valuePoint(board) {
  const link = board.scene.links.find((one) => one.kind === "value");
  const curve = board.views.get(link.reader);
  const [low, high] = curve.panel.x;
  const step = (high - low) / (curve.shape.cols - 1);
  if (board.cursor.panel === link.reader || link.source === link.reader) {
    const col = board.cursor.panel === link.reader ? board.cursor.col : 0;
    const z = low + col * step;
    return { z, y: curve.line(0, col), slope: curve.line(1, col), step };
  }
  const grids = board.scene.grids_of_values.map((name) => board.views.get(name));
  const owner = grids[1].panel.map_of?.[0]; // one map of a stack: where the cursor is or was in it
  const at = { ...cursorIn(board, owner ?? link.source), channel: 0 };
  const [before, after, slope] = grids.map((view) => view.valueAt(at));
  return { z: before, y: after, slope: slope ?? curve.between(before).slope, step };
}

/** What is marked in a panel that shows one map of a stack. In the map that is open in detail and
 * in what it reads, something always is: the place where the cursor was last. */
function areasOfOne(board, view, areas) {
  const { map_of: [owner, channel], window_of: [follower] = [], keep_mark } = view.panel;
  const own = (areas[owner] ?? []).filter((area) => channel < 0 || area.channel === null
    || area.channel === channel).map((area) => ({ ...area, channel: 0 }));
  const reader = follower ?? (keep_mark ? owner : null);
  if (!reader || (own.length && board.cursor.panel !== reader)) return own;
  const at = { ...cursorIn(board, reader), rows: 1, cols: 1 };
  const one = reader === owner ? at : windowOf(board.scene.links.find((link) =>
    link.reader === reader && link.source === owner), at);
  const { row, col, rows, cols } = one;
  return [{ channel: 0, row, col, rows, cols }];
}

/** In a panel to choose from: the chosen cell. */
function areasOfChoice(board, view) {
  const { chosen } = view.panel.products, { cols } = view.shape;
  return [{ channel: 0, row: Math.floor(chosen / cols), col: chosen % cols, rows: 1, cols: 1 }];
}

/** What is framed in every panel; nothing in those that show the window itself. */
export function marks(board) {
  const areas = partners(board);
  for (const [name, view] of board.views) {
    if (view.panel.map_of?.length) areas[name] ??= areasOfOne(board, view, areas);
    if (view.panel.products?.by) areas[name] = areasOfChoice(board, view);
    else if (board.inWindow(view)) areas[name] = [];
  }
  return areas;
}

/** The window of the source under the cursor, times the weights: what the sum is made of. */
export function fillProducts(board, view) {
  const rule = view.panel.products;
  const { values } = view.panel;
  const before = values.slice();
  const pairs = rule.window ? [] : pairsOf(board, rule);
  if (rule.window) values.set(windowValues(board, rule, view.shape));
  else if (rule.by) values.set(channelSums(pairs, values.length));
  else {
    const first = (rule.input ?? 0) * values.length;
    values.forEach((_, i) => { const [a, b] = pairs[first + i]; values[i] = a * b; });
  }
  if (before.every((value, i) => Object.is(value, values[i]))) return;
  view.decimals = decimalsFor(values);
  view.stale = true;
}

/** The numbers of a pooling window; none where it sticks out of the map. */
function windowValues(board, rule, { rows, cols }) {
  const link = board.scene.links.find((one) => one.reader === rule.reader
    && one.source === rule.source);
  const source = board.views.get(rule.source);
  const start = windowOf(link, { ...cursorIn(board, rule.reader), rows: 1, cols: 1 });
  const [dr, dc] = link.dilation ?? [1, 1];
  return Array.from({ length: rows * cols }, (_, i) => {
    const [row, col] = [start.row + Math.floor(i / cols) * dr, start.col + i % cols * dc];
    const outside = row < 0 || col < 0 || row >= source.shape.rows || col >= source.shape.cols;
    return outside ? NaN : source.valueAt({ channel: rule.map, row, col });
  });
}

/** Every (source value, weight) that the cursor's cell adds up, in order; for the map of the rule
 * if it names one, at the place where the cursor is or was. @returns {[number, number][]} */
export function pairsOf(board, rule) {
  const link = board.scene.links.find((one) => one.reader === rule.reader
    && one.source === rule.source);
  const at = { ...cursorIn(board, rule.reader) };
  if (rule.map !== undefined) at.channel = rule.map;
  const source = board.views.get(rule.source);
  const weights = board.scene.arrays[rule.weights];
  const [inputs, kh, kw] = weights.shape.slice(-3);
  if (link.kind === "dense") {
    const count = source.panel.values.length;
    const row = rule.order ? rule.order[at.row]
      : at.row * board.shapes[rule.reader].cols + at.col;
    return [...source.panel.values].map((value, i) => [value, weights.values[row * count + i]]);
  }
  const start = windowOf(link, { ...at, rows: 1, cols: 1 });
  const [dr, dc] = link.dilation ?? [1, 1];
  const kernel = weights.shape.length === 4 ? at.channel * inputs * kh * kw : 0;
  /** @type {[number, number][]} */
  const pairs = [];
  const [first, last] = link.channels === "same" ? [at.channel, at.channel] : [0, inputs - 1];
  for (let c = first; c <= last; c += 1) {
    for (let i = 0; i < kh; i += 1) {
      for (let j = 0; j < kw; j += 1) {
        pairs.push([
          source.valueAt({ channel: c, row: start.row + i * dr, col: start.col + j * dc }),
          weights.values[kernel + (c * kh + i) * kw + j]]);
      }
    }
  }
  return pairs;
}

/** The cursor as a cell of another panel: the one cell that its own cell reads there, if it reads
 * no others, else the place where the cursor was last. */
function cursorIn(board, name) {
  const cell = cellOf(board);
  if (cell.panel === name) return { ...cell, channel: cell.channel ?? 0 };
  const link = board.scene.links.find((one) => one.reader === cell.panel && one.source === name);
  const read = link ? backward(link, { ...cell, rows: 1, cols: 1 }, board.shapes[name]) : [];
  const [area] = read.length === 1 && read[0].rows === 1 && read[0].cols === 1
    ? clipped(read[0], board.shapes[name]) : [];
  const { row, col } = area
    ?? board.clip({ channel: 0, row: 0, col: 0, ...board.places[name], panel: name });
  return { panel: name, channel: 0, row, col };
}

/** Where the tapped weight lies in a panel: itself, its product, the pixel that it meets.
 * Under a maximum it is the winner: the first of the largest. */
export function tapIn(board, view) {
  const reader = board.views.get(board.cursor.panel);
  const [owner, channel] = view.panel.map_of?.length ? view.panel.map_of : [view.name, -1];
  if (reader.panel.rule?.kind === "max" && reader.panel.rule.source === owner) {
    const winner = readCells(board, reader, reader.panel.rule)
      .reduce((best, cell) => (cell.value > best.value ? cell : best));
    if (owner === view.name) return winner;
    return channel < 0 || winner.channel === channel ? { ...winner, channel: 0 } : null;
  }
  if (view.panel.products?.by) return board.picks[view.name] ?? null;
  if (!board.tap) return null;
  if (board.inWindow(view)) return board.tap;
  if (view.panel.window_of?.length) { // the cell that the weight meets
    const [name] = view.panel.window_of;
    const link = board.scene.links.find((one) => one.reader === name && one.source === owner);
    if (link.kind !== "window") return null;
    const first = windowOf(link, { ...cursorIn(board, name), rows: 1, cols: 1 });
    return { channel: 0, row: first.row + board.tap.row * link.dilation[0],
      col: first.col + board.tap.col * link.dilation[1] };
  }
  const link = board.scene.links.find((one) => one.snap && one.source === view.name);
  if (!link) return null;
  const start = windowOf(link, { ...cursorIn(board, link.reader), rows: 1, cols: 1 });
  const [dr, dc] = link.dilation ?? [1, 1];
  return { channel: Math.min(board.tap.channel, view.shape.channels - 1),
    row: start.row + board.tap.row * dr, col: start.col + board.tap.col * dc };
}
