// @ts-check
// What the board says: the arithmetic of a cell with its numbers, and a sentence a panel.

import { backward } from "./geometry.js";
import { factor, formatNumber, spellProducts } from "./numbers.js";

/** The cells of the source that the cursor's cell reads, with their values. */
export function readCells(board, view, rule) {
  const source = board.views.get(rule.source);
  const link = board.scene.links.find((one) => one.reader === view.name
    && one.source === rule.source);
  const [area] = backward(link, { ...board.cursor, rows: 1, cols: 1 }, source.shape);
  const { channels, rows, cols } = source.shape;
  const cells = [];
  for (const channel of area.channel === null ? Array(channels).keys() : [area.channel]) {
    for (let row = Math.max(area.row, 0); row < Math.min(area.row + area.rows, rows); row += 1) {
      for (let col = Math.max(area.col, 0); col < Math.min(area.col + area.cols, cols); col += 1) {
        cells.push({ channel, row, col, value: source.valueAt({ channel, row, col }) });
      }
    }
  }
  return cells;
}

/** How the number under the cursor came about, as [text, index of the product or −1] parts.
 * @returns {[string, number][]} */
export function spell(board) {
  const { cursor, scene } = board;
  const view = board.views.get(cursor.panel);
  const { rule, title } = view.panel;
  const value = view.valueAt(cursor);
  const result = formatNumber(value);
  /** @returns {[string, number][]} */
  const plain = (text) => [[`${title}: ${text}`, -1]];
  if (!rule) return plain(result);
  if (rule.kind === "text") { // spelled by Python, cell by cell
    const { rows, cols } = view.shape;
    return [[rule.texts[(cursor.channel * rows + cursor.row) * cols + cursor.col], -1]];
  }
  if (rule.kind === "places") { // a grid over two axes: where the cell is on each
    const { rows, cols } = view.shape, [low, high] = rule.range;
    const place = (k, count) => formatNumber(low + ((high - low) * k) / (count - 1), 2);
    return [[`${rule.names[0]} = ${place(cursor.row, rows)}, `
      + `${rule.names[1]} = ${place(cursor.col, cols)}: ${rule.value} ${formatNumber(value, 4)}`,
    -1]];
  }
  if (rule.kind === "products") {
    const { row, col, channel } = cursor;
    const index = (channel * view.shape.rows + row) * view.shape.cols + col;
    const parts = spellProducts({ pairs: board.pairs(rule), total: value,
      sum: rule.sums ? scene.arrays[rule.sums].values[index] : value,
      divide: rule.divide ?? null, rectify: Boolean(rule.rectify),
      bias: rule.bias ? scene.arrays[rule.bias].values[rule.vector ? row : channel] : null });
    if (scene.lead === view.name && scene.weights) return parts;
    const link = scene.links.find((one) => one.reader === view.name && one.source === rule.source);
    const before = link.channels === "same" // a slice of the weights for every channel
      ? channel * board.pairs(rule).length : 0;
    return [[`${title}: `, -1],
      ...parts.map(([text, i]) => /** @type {[string, number]} */ ([text, i < 0 ? i : i + before]))];
  }
  if (rule.kind === "activation") {
    const { z, y, slope } = board.valuePoint();
    const formula = (z > 0 && rule.positive ? rule.positive : rule.formula)
      .replaceAll("{z}", formatNumber(z)).replaceAll("{(z)}", factor(z))
      .replaceAll("{slope}", formatNumber(slope));
    return [[`${rule.name}: ${formula} = ${formatNumber(y)}; `
      + `the slope there is ${formatNumber(slope)}`, -1]];
  }
  const read = readCells(board, view, rule);
  const values = read.map((one) => formatNumber(one.value));
  if (rule.kind === "relu") return plain(`max(0, ${values[0]}) = ${result}`);
  if (rule.kind === "max") return plain(`max(${values.join(", ")}) = ${result}`);
  if (rule.kind === "mean") {
    return plain(`(${values.join(" + ").replaceAll("+ −", "− ")}) ÷ ${rule.divide
      ? scene.arrays[rule.divide].values[cursor.row * view.shape.cols + cursor.col]
      : values.length} = ${result}`);
  }
  if (rule.kind === "norm") {
    const squares = values.map((one) => (one.startsWith("−") ? `(${one})²` : `${one}²`))
      .join(" + ");
    // A window that sticks out counts as if it were full: its mean square, times all places.
    return plain(values.length < rule.full
      ? `√((${squares}) · ${rule.full} ÷ ${values.length}) = ${result}` : `√(${squares}) = ${result}`);
  }
  if (rule.kind === "sum") {
    return plain(`${read.map((one, i) => `${rule.names[i]} ${factor(one.value)}`).join(" + ")} `
      + `= ${result}`);
  }
  if (rule.kind === "copy") {
    const [{ channel, row, col }] = read;
    return plain(`number ${cursor.row + 1} of ${view.shape.rows} is map ${channel + 1}, `
      + `row ${row + 1}, column ${col + 1} = ${result}`);
  }
  if (rule.kind === "softmax") {
    const terms = read.map((one) => `e^${factor(one.value)}`);
    return plain(`${terms[cursor.row]} ÷ (${terms.join(" + ")}) = ${result}`);
  }
  return plain(result);
}

/** What a screen reader says of a panel, with the cell or window that is marked in it. */
export function describe(board, view, area) {
  const { title } = view.panel;
  const { channels, rows, cols } = view.shape;
  if (view.panel.kind === "bars" && area) {
    const drag = view.panel.editable ? ". Press Enter to change it" : "";
    return `${title}. ${view.panel.labels[area.row] ?? `number ${area.row + 1}`}: `
      + `${formatNumber(view.panel.values[area.row])}${drag}`;
  }
  if (view.panel.kind === "curve") {
    const { z, y, slope } = board.valuePoint();
    return `${title}, a curve. At ${formatNumber(z)} it is ${formatNumber(y)}, its slope `
      + `${formatNumber(slope)}. Left and right arrow move the point`;
  }
  const size = channels > 1 ? `${channels} maps of ${rows} by ${cols}` : `${rows} by ${cols}`;
  const mapOf = (cell) => (channels > 1 ? `map ${cell.channel + 1}, ` : "");
  if (board.inWindow(view)) {
    const cell = board.tap ?? { channel: 0, row: 0, col: 0 };
    const hint = view.panel.editable ? ". Press Enter to change the number" : "";
    return `${title}, ${size}. ${mapOf(cell)}row ${cell.row + 1}, column ${cell.col + 1}: `
      + `${formatNumber(view.valueAt(cell))}${hint}`;
  }
  if (!area) return `${title}, ${size}`;
  if (area.rows === 1 && area.cols === 1 && area.channel !== null) {
    const flip = { flip: ". Press Enter to flip the pixel",
      draw: ". Space paints, Delete erases, Shift with an arrow key draws a line" }[
      String(view.panel.editable)] ?? "";
    return `${title}, ${size}. ${mapOf(area)}row ${area.row + 1}, column ${area.col + 1}: `
      + `${formatNumber(view.valueAt(area))}${flip}`;
  }
  return `${title}, ${size}. Rows ${area.row + 1} to ${area.row + area.rows}, `
    + `columns ${area.col + 1} to ${area.col + area.cols} are framed`;
}
