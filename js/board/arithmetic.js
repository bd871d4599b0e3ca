// @ts-check
// The arithmetic line: how the number under the cursor came about, spelled with its numbers, each
// with the decimals of the array that it belongs to. What can be spelled is in Python's rules.py.

import { decimalsFor, factor, formatNumber, spellFew, spellProducts } from "./numbers.js";
import { channelSums, pairsOf, readCells, valuePoint } from "./cell_partners.js";

/** @typedef {[string, number][]} Parts text with the index of its product, or −1 */

/** @param {string} text @returns {Parts} */
const words = (text) => [[text, -1]];

/** Decimals of an array of the scene, worked out once. */
function decimalsOf(board, name) {
  const array = board.scene.arrays[name];
  return array.decimals ??= decimalsFor(array.values);
}

/** What the line calls a cell: its panel, and the name of its row if it has one. */
function named(view, row) {
  const name = view.panel.labels?.[row];
  return name ? `${view.panel.title}, ${name}` : view.panel.title;
}

/** Place of the cursor's cell in the array of its panel. */
const placeIn = ({ rows, cols }, { channel, row, col }) => (channel * rows + row) * cols + col;

/** A sum over many channels: the products of the one that is open in detail, then all channels;
 * or what the first channels add. @returns {Parts} */
function spellChannels(board, view, rule, { value, bias, decimals }) {
  const { inputs } = rule;
  const pairs = pairsOf(board, rule);
  const sums = channelSums(pairs, inputs);
  const each = decimalsFor(sums), result = view.write(value);
  const end = bias === null ? "" : ` + bias ${factor(bias, decimals.bias)} = ${result}`;
  const detail = board.scene.panels.find((one) => one.products?.input !== undefined
    && one.products.reader === view.name && one.products.map === board.cursor.channel);
  if (!detail) {
    return words(`${view.panel.title}: ${spellFew([...sums].map((sum, i) =>
      `map ${i + 1}: ${factor(sum, each)}`), "maps")}${end || ` = ${result}`}`);
  }
  const { input } = detail.products, count = pairs.length / inputs;
  const parts = spellProducts({ pairs: pairs.slice(input * count, (input + 1) * count),
    sum: sums[input], total: sums[input], decimals: { ...decimals, total: each } });
  const total = sums.reduce((sum, one) => sum + one, 0);
  return [...words(`From map ${input + 1}: `), ...parts,
    ...words(`. All ${inputs} maps: ${view.write(total)}${end}.`)];
}

/** Products of a window and its weights, summed. @returns {Parts} */
function spellSum(board, view, rule) {
  const { cursor, scene } = board, value = view.valueAt(cursor);
  const { row, col, channel } = cursor;
  const of = rule.order ? rule.order[row] : row * view.shape.cols + col; // in a list
  const bias = rule.bias ? scene.arrays[rule.bias].values[rule.vector ? of : channel] : null;
  const decimals = { source: board.views.get(rule.source).decimals,
    weights: decimalsOf(board, rule.weights), total: view.decimals,
    bias: rule.bias ? decimalsOf(board, rule.bias) : undefined,
    sum: rule.sums ? decimalsOf(board, rule.sums) : view.decimals };
  if (rule.inputs > 1) return spellChannels(board, view, rule, { value, bias, decimals });
  const pairs = pairsOf(board, rule);
  const parts = spellProducts({ pairs, total: value, bias, decimals,
    sum: rule.sums ? scene.arrays[rule.sums].values[placeIn(view.shape, cursor)] : value,
    divide: rule.divide ?? null, rectify: Boolean(rule.rectify) });
  if (scene.lead === view.name && scene.weights) return parts;
  const link = scene.links.find((one) => one.reader === view.name && one.source === rule.source);
  // A slice of the weights for every channel.
  const before = link.channels === "same" ? channel * pairs.length : 0;
  return [...words(`${named(view, row)}: `),
    ...parts.map(([text, i]) => /** @type {[string, number]} */ ([text, i < 0 ? i : i + before]))];
}

/** A formula with its number put in: `{z}`, `{(z)}` with parentheses where it is negative. */
const put = (formula, z, decimals) => formula.replaceAll("{z}", formatNumber(z, decimals))
  .replaceAll("{(z)}", factor(z, decimals));

/** How a cell of a panel with a rule is spelled, by the rule's kind.
 * @type {Record<string, (board: any, view: any, rule: any) => Parts>} */
const SPELLED = {
  /** Written by Python, cell by cell; one text may stand for all cells. */
  text({ cursor }, view, { texts }) {
    return words(texts[placeIn(view.shape, cursor)] ?? texts[0]);
  },

  /** A grid over two axes: where the cell is on each. */
  places({ cursor }, view, rule) {
    const { rows, cols } = view.shape, [low, high] = rule.range;
    const place = (k, count) => formatNumber(low + ((high - low) * k) / (count - 1), 2);
    return words(`${rule.names[0]} = ${place(cursor.row, rows)}, ${rule.names[1]} = `
      + `${place(cursor.col, cols)}: ${rule.value} ${formatNumber(view.valueAt(cursor), 4)}`);
  },

  /** A vote: a number times its weight. */
  times(board, view, rule) {
    const { row, col, channel } = board.cursor;
    const { channels, rows, cols } = view.shape;
    const at = placeIn(view.shape, board.cursor);
    const of = (name, write) => write(board.scene.arrays[name].values[at], decimalsOf(board, name));
    const place = channels > 1 ? `Map ${channel + 1}, row ${row + 1}, column ${col + 1}`
      : `Number ${at + 1} of ${rows * cols}`;
    return words(`${place}: ${of(rule.numbers, formatNumber)} × ${of(rule.weights, factor)} = `
      + `${of(rule.votes, formatNumber)} for ${rule.who}`);
  },

  products: spellSum,

  /** A function of the number under the cursor, and its slope. */
  activation(board, _view, rule) {
    const { z, y, slope } = valuePoint(board);
    // Read off a curve, a number stands alone.
    const [before, after, steep] = board.scene.grids_of_values.map((name) => board.views.get(name));
    const steepness = formatNumber(slope, steep?.decimals);
    const stays = z > 0 && rule.positive; // a sentence, with its result in it
    const formula = stays || `${rule.formula} = ${formatNumber(y, after?.decimals)}`;
    return words(`${rule.name}: ${put(formula, z, before?.decimals)
      .replaceAll("{slope}", steepness)}; the slope there is ${steepness}`);
  },

  /** A function of the same cell of another panel. */
  apply(board, view, rule) {
    const source = board.views.get(rule.source), z = source.valueAt(board.cursor);
    const formula = (z > 0 && rule.positive)
      || `${rule.formula} = ${view.write(view.valueAt(board.cursor))}`;
    return words(`${view.panel.title}: ${put(formula, z, source.decimals)}`);
  },

  softmax(board, view, rule) {
    const { decimals } = board.views.get(rule.source);
    const terms = readCells(board, view, rule).map((one) => `e^${factor(one.value, decimals)}`);
    const { cursor } = board, result = view.write(view.valueAt(cursor));
    return words(`${named(view, cursor.row)}: ${terms[cursor.row]} ÷ `
      + `(${spellFew(terms, "terms")}) = ${result}`);
  },

  /** The same number, in another place. */
  copy(board, view, rule) {
    const [{ channel, row, col }] = readCells(board, view, rule);
    const { cursor } = board, { rows, cols } = view.shape;
    return words(`${view.panel.title}: number ${cursor.row * cols + cursor.col + 1} of `
      + `${rows * cols} is map ${channel + 1}, row ${row + 1}, column ${col + 1} = `
      + `${view.write(view.valueAt(cursor))}`);
  },
};

/** What becomes of the numbers that a cell reads, by the rule's kind: the left side of the equation.
 * @type {Record<string, (texts: string[], rule: any, board: any, view: any) => string>} */
const OF_NUMBERS = {
  relu: ([text]) => `max(0, ${text})`,
  max: (texts) => `max(${texts.join(", ")})`,
  mean(texts, { divide }, { scene, cursor }, view) {
    const count = divide
      ? scene.arrays[divide].values[cursor.row * view.shape.cols + cursor.col] : texts.length;
    return `(${spellFew(texts, "numbers").replaceAll("+ −", "− ")}) ÷ ${count}`;
  },
  norm(texts, { full }) {
    const squares = spellFew(texts.map((one) => (one.startsWith("−") ? `(${one})²` : `${one}²`)),
      "numbers");
    // A window that sticks out counts as if it were full: its mean square, times all places.
    return texts.length < full ? `√((${squares}) · ${full} ÷ ${texts.length})` : `√(${squares})`;
  },
  power(texts, { full, p }) {
    const powers = spellFew(texts.map((one) => `${one.replace("−", "")}^${p}`), "numbers");
    const inside = texts.length < full ? `(${powers}) · ${full} ÷ ${texts.length}` : powers;
    return `(${inside})^(1 ÷ ${p})`;
  },
  sum: (texts, { names }) => texts.map((text, i) =>
    `${names[i]} ${text.startsWith("−") ? `(${text})` : text}`).join(" + "),
};

/** How the number under the cursor came about.
 * @returns {Parts} */
export function spell(board) {
  const { cursor } = board;
  const view = board.views.get(cursor.panel);
  if (view.tell) return words(view.tell(cursor)); // a panel with words of its own
  const { rule, title } = view.panel;
  if (rule && SPELLED[rule.kind]) return SPELLED[rule.kind](board, view, rule);
  const result = view.write(view.valueAt(cursor));
  if (!rule || !OF_NUMBERS[rule.kind]) return words(`${title}: ${result}`);
  const source = board.views.get(rule.source);
  const texts = readCells(board, view, rule).map((one) => source.write(one.value));
  return words(`${title}: ${OF_NUMBERS[rule.kind](texts, rule, board, view)} = ${result}`);
}
