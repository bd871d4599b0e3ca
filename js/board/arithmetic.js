// @ts-check
// The arithmetic line: how the number under the cursor came about, spelled with its numbers.

import { factor, formatNumber, spellFew, spellProducts } from "./numbers.js";
import { channelSums, pairsOf, readCells, valuePoint } from "./cell_partners.js";

/** A sum over many channels: the products of the one that is open in detail, then all channels;
 * or what the first channels add. @returns {[string, number][]} */
function spellChannels(board, view, rule, { value, bias }) {
  const { inputs } = rule;
  const pairs = pairsOf(board, rule);
  const sums = channelSums(pairs, inputs);
  const end = bias === null ? "" : ` + bias ${factor(bias)} = ${formatNumber(value)}`;
  const detail = board.scene.panels.find((one) => one.products?.input !== undefined
    && one.products.reader === view.name && one.products.map === board.cursor.channel);
  if (!detail) {
    return [[`${view.panel.title}: ${spellFew([...sums].map((sum, i) =>
      `map ${i + 1}: ${factor(sum)}`), "maps")}${end || ` = ${formatNumber(value)}`}`, -1]];
  }
  const { input } = detail.products, each = pairs.length / inputs;
  const parts = spellProducts({ pairs: pairs.slice(input * each, (input + 1) * each),
    sum: sums[input], total: sums[input] });
  const total = sums.reduce((sum, one) => sum + one, 0);
  return [[`From map ${input + 1}: `, -1], ...parts,
    [`. All ${inputs} maps: ${formatNumber(total)}${end}.`, -1]];
}

/** How the number under the cursor came about, as [text, index of the product or −1] parts.
 * @returns {[string, number][]} */
export function spell(board) {
  const { cursor, scene } = board;
  const view = board.views.get(cursor.panel);
  if (view.tell) return [[view.tell(cursor), -1]]; // a panel with words of its own
  const { rule, title } = view.panel;
  const value = view.valueAt(cursor);
  const result = formatNumber(value);
  /** @returns {[string, number][]} */
  const plain = (text) => [[`${title}: ${text}`, -1]];
  if (!rule) return plain(result);
  if (rule.kind === "text") { // spelled by Python, cell by cell
    const { rows, cols } = view.shape;
    const at = (cursor.channel * rows + cursor.row) * cols + cursor.col;
    return [[rule.texts[at] ?? rule.texts[0], -1]]; // one text may stand for all cells
  }
  if (rule.kind === "places") { // a grid over two axes: where the cell is on each
    const { rows, cols } = view.shape, [low, high] = rule.range;
    const place = (k, count) => formatNumber(low + ((high - low) * k) / (count - 1), 2);
    return [[`${rule.names[0]} = ${place(cursor.row, rows)}, `
      + `${rule.names[1]} = ${place(cursor.col, cols)}: ${rule.value} ${formatNumber(value, 4)}`,
    -1]];
  }
  if (rule.kind === "times") { // a vote: a number times its weight
    const { row, col, channel } = cursor;
    const { channels, rows, cols } = view.shape;
    const at = (channel * rows + row) * cols + col;
    const of = (name) => scene.arrays[name].values[at];
    const place = channels > 1 ? `Map ${channel + 1}, row ${row + 1}, column ${col + 1}`
      : `Number ${at + 1} of ${rows * cols}`;
    return [[`${place}: ${formatNumber(of(rule.numbers))} × ${factor(of(rule.weights))} = `
      + `${formatNumber(of(rule.votes))} for ${rule.who}`, -1]];
  }
  if (rule.kind === "products") {
    const { row, col, channel } = cursor;
    const index = (channel * view.shape.rows + row) * view.shape.cols + col;
    const of = rule.order ? rule.order[row] : row * view.shape.cols + col; // in a list
    const bias = rule.bias ? scene.arrays[rule.bias].values[rule.vector ? of : channel] : null;
    if (rule.inputs > 1) return spellChannels(board, view, rule, { value, bias });
    const parts = spellProducts({ pairs: pairsOf(board, rule), total: value,
      sum: rule.sums ? scene.arrays[rule.sums].values[index] : value,
      divide: rule.divide ?? null, rectify: Boolean(rule.rectify), bias });
    if (scene.lead === view.name && scene.weights) return parts;
    const link = scene.links.find((one) => one.reader === view.name && one.source === rule.source);
    const before = link.channels === "same" // a slice of the weights for every channel
      ? channel * pairsOf(board, rule).length : 0;
    return [[`${named(view, row)}: `, -1],
      ...parts.map(([text, i]) => /** @type {[string, number]} */ ([text, i < 0 ? i : i + before]))];
  }
  if (rule.kind === "activation") {
    const { z, y, slope } = valuePoint(board);
    const stays = z > 0 && rule.positive; // a sentence, with its result in it
    const formula = (stays || `${rule.formula} = ${formatNumber(y)}`)
      .replaceAll("{z}", formatNumber(z)).replaceAll("{(z)}", factor(z))
      .replaceAll("{slope}", formatNumber(slope));
    return [[`${rule.name}: ${formula}; the slope there is ${formatNumber(slope)}`, -1]];
  }
  if (rule.kind === "apply") {
    const z = board.views.get(rule.source).valueAt(cursor);
    return plain(((z > 0 && rule.positive) || `${rule.formula} = ${result}`)
      .replaceAll("{z}", formatNumber(z)).replaceAll("{(z)}", factor(z)));
  }
  const read = readCells(board, view, rule);
  const values = read.map((one) => formatNumber(one.value));
  if (rule.kind === "relu") return plain(`max(0, ${values[0]}) = ${result}`);
  if (rule.kind === "max") return plain(`max(${values.join(", ")}) = ${result}`);
  if (rule.kind === "mean") {
    return plain(`(${spellFew(values, "numbers").replaceAll("+ −", "− ")}) ÷ ${rule.divide
      ? scene.arrays[rule.divide].values[cursor.row * view.shape.cols + cursor.col]
      : values.length} = ${result}`);
  }
  if (rule.kind === "norm") {
    const squares = spellFew(values.map((one) => (one.startsWith("−") ? `(${one})²`
      : `${one}²`)), "numbers");
    // A window that sticks out counts as if it were full: its mean square, times all places.
    return plain(values.length < rule.full
      ? `√((${squares}) · ${rule.full} ÷ ${values.length}) = ${result}` : `√(${squares}) = ${result}`);
  }
  if (rule.kind === "power") {
    const powers = spellFew(values.map((one) => `${one.replace("−", "")}^${rule.p}`), "numbers");
    const scale = values.length < rule.full ? ` · ${rule.full} ÷ ${values.length}` : "";
    return plain(`(${scale ? `(${powers})${scale}` : powers})^(1 ÷ ${rule.p}) = ${result}`);
  }
  if (rule.kind === "sum") {
    return plain(`${read.map((one, i) => `${rule.names[i]} ${factor(one.value)}`).join(" + ")} `
      + `= ${result}`);
  }
  if (rule.kind === "copy") {
    const [{ channel, row, col }] = read;
    const { rows, cols } = view.shape;
    return plain(`number ${cursor.row * cols + cursor.col + 1} of ${rows * cols} is map `
      + `${channel + 1}, `
      + `row ${row + 1}, column ${col + 1} = ${result}`);
  }
  if (rule.kind === "softmax") {
    const terms = read.map((one) => `e^${factor(one.value)}`);
    return [[`${named(view, cursor.row)}: ${terms[cursor.row]} ÷ (${spellFew(terms, "terms")}) = ${result}`, -1]];
  }
  return plain(result);
}

/** What the line calls a cell: its panel, and the name of its row if it has one. */
function named(view, row) {
  const name = view.panel.labels?.[row];
  return name ? `${view.panel.title}, ${name}` : view.panel.title;
}
