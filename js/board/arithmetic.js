// @ts-check
// The arithmetic line: how the number under the cursor came about, spelled with its numbers, each
// with the decimals of the array that it belongs to. Pure functions of the scene and the hand. What
// can be spelled is in Python's rules.py.

import { decimalsFor, factor, formatNumber, spellFew, spellProducts } from "./numbers.js";
import { channelSums, pairsOf, readCells, valuePoint } from "./cell_partners.js";
import { tellEpoch, tellPicture } from "./epochs.js";
import { decimalsOf, valueAt, write } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Hand} Hand */
/** @typedef {import("./scene.js").Panel} Panel */
/** @typedef {[string, number][]} Parts  texts, each with the index of its product, or −1 */

/** The cursor's cell, with all that its rule may need.
 * @typedef {{scene: Scene, hand: Hand, panel: Panel, rule: Record<string, any>,
 *    cursor: import("./scene.js").Cursor, value: number, result: string}} Case
 *    result: the value as it is written */

/** @param {string} text @returns {Parts} */
const line = (text) => [[text, -1]];

/** @param {Case} of @param {string} text @returns {Parts} */
const titled = ({ panel }, text) => line(`${panel.title}: ${text}`);

/** What the line calls a cell: its panel, and the name of its row if it has one.
 * @param {Panel} panel @param {number} row */
function named(panel, row) {
  const name = panel.labels?.[row];
  return name ? `${panel.title}, ${name}` : panel.title;
}

/** Place of the cursor's cell among all numbers of its panel. @param {Case} of */
const indexOf = ({ panel: { shape: { rows, cols } }, cursor: { channel, row, col } }) =>
  (channel * rows + row) * cols + col;

/** The numbers that the cell reads, as they are written. @param {Case} of */
const numbersRead = ({ scene, hand, panel, rule }) =>
  readCells(scene, hand, panel, rule).map(({ value }) => write(scene.named[rule.source], value));

/** A number as it is written, as a factor or a power: negative ones wear parentheses. */
const wrapped = (text) => (text.startsWith("−") ? `(${text})` : text);

/** A formula with its numbers in it, the result behind it unless it has a place of its own; or the
 * sentence for positive numbers.
 * @param {Record<string, any>} rule @param {number} z @param {number | undefined} decimals
 * @param {string} result */
function formulaOf(rule, z, decimals, result) {
  const placed = rule.formula.includes("{result}") ? rule.formula : `${rule.formula} = {result}`;
  return ((z > 0 && rule.positive) || placed).replaceAll("{z}", formatNumber(z, decimals))
    .replaceAll("{(z)}", factor(z, decimals)).replaceAll("{result}", result);
}

/** How a number came about, for each kind of rule.
 * @type {Record<string, (of: Case) => Parts>} */
const RULES = {
  /** Spelled by Python, cell by cell; one text may stand for all cells. */
  text(of) {
    const { texts } = of.rule;
    return line(texts[indexOf(of)] ?? texts[0]);
  },

  /** A grid over two axes: where the cell is on each. */
  places({ rule, panel, cursor: { row, col }, value }) {
    const { rows, cols } = panel.shape, [low, high] = rule.range;
    const place = (k, count) => formatNumber(low + ((high - low) * k) / (count - 1), 2);
    return line(`${rule.names[0]} = ${place(row, rows)}, ${rule.names[1]} = ${place(col, cols)}: `
      + `${rule.value} ${formatNumber(value)}`);
  },

  /** A vote: a number times its weight. */
  times(of) {
    const { rule, scene, panel, cursor: { channel, row, col } } = of;
    const { channels, rows, cols } = panel.shape;
    const at = indexOf(of);
    const number = (name) => write(scene.arrays[name], scene.arrays[name].values[at]);
    const place = channels > 1 ? `Map ${channel + 1}, row ${row + 1}, column ${col + 1}`
      : `Number ${at + 1} of ${rows * cols}`;
    return line(`${place}: ${number(rule.numbers)} × ${wrapped(number(rule.weights))}`
      + ` = ${number(rule.votes)} for ${rule.who}`);
  },

  /** A sum of products: the window times the weights, or a whole list times a row of them. */
  products(of) {
    const { rule, scene, hand, panel, cursor: { channel, row }, value } = of;
    const bias = biasOf(of), decimals = decimalsIn(of);
    if (rule.inputs > 1) return spellChannels(of, bias, decimals);
    const pairs = pairsOf(scene, hand, rule);
    const parts = spellProducts({ pairs, total: value, bias, decimals,
      sum: rule.sums ? scene.arrays[rule.sums].values[indexOf(of)] : value,
      divide: rule.divide ?? null, rectify: Boolean(rule.rectify) });
    if (scene.lead === panel.name && scene.weights) return parts;
    const link = scene.links.find((one) => one.reader === panel.name && one.source === rule.source);
    const before = link.channels === "same" ? channel * pairs.length : 0; // each has its weights
    return [...line(`${named(panel, row)}: `), ...shifted(parts, before)];
  },

  /** A point of a curve, with the slope there. Read off a curve, a number stands alone. */
  activation({ rule, scene, hand }) {
    const { z, y, slope } = valuePoint(scene, hand);
    const [before, after, steep] = scene.grids_of_values.map((name) => scene.named[name]);
    const alone = (panel, value) => formatNumber(value, panel && decimalsOf(panel));
    const steepness = alone(steep, slope);
    const formula = formulaOf(rule, z, before && decimalsOf(before), alone(after, y));
    const told = `${rule.name}: ${formula.replaceAll("{slope}", steepness)}`;
    return line(Number.isNaN(slope) ? told : `${told}; the slope there is ${steepness}`);
  },

  /** A function of the number at the same place of another panel. */
  apply(of) {
    const { rule, scene, cursor, result } = of;
    const source = scene.named[rule.source];
    return titled(of, formulaOf(rule, valueAt(source, cursor), decimalsOf(source), result));
  },

  relu: (of) => titled(of, `max(0, ${numbersRead(of)[0]}) = ${of.result}`),

  max: (of) => titled(of, `max(${numbersRead(of).join(", ")}) = ${of.result}`),

  mean(of) {
    const { rule, scene, panel, cursor, result } = of;
    const numbers = numbersRead(of);
    const divisor = rule.divide
      ? scene.arrays[rule.divide].values[cursor.row * panel.shape.cols + cursor.col]
      : numbers.length;
    const sum = spellFew(numbers, "numbers").replaceAll("+ −", "− ");
    return titled(of, `(${sum}) ÷ ${divisor} = ${result}`);
  },

  /** The root of the sum of squares. A window that sticks out counts as if it were full: its mean
   * square, times all places. */
  norm(of) {
    const { rule, result } = of;
    const numbers = numbersRead(of);
    const squares = spellFew(numbers.map((one) => `${wrapped(one)}²`), "numbers");
    return titled(of, numbers.length < rule.full
      ? `√((${squares}) · ${rule.full} ÷ ${numbers.length}) = ${result}`
      : `√(${squares}) = ${result}`);
  },

  /** The same for another exponent than 2. */
  power(of) {
    const { rule, result } = of;
    const numbers = numbersRead(of);
    const powers = spellFew(numbers.map((one) => `${one.replace("−", "")}^${rule.p}`), "numbers");
    const scale = numbers.length < rule.full ? ` · ${rule.full} ÷ ${numbers.length}` : "";
    return titled(of, `(${scale ? `(${powers})${scale}` : powers})^(1 ÷ ${rule.p}) = ${result}`);
  },

  /** A sum of named numbers. */
  sum(of) {
    const terms = numbersRead(of).map((one, i) => `${of.rule.names[i]} ${wrapped(one)}`);
    return titled(of, `${terms.join(" + ")} = ${of.result}`);
  },

  /** A number of a list, and where it stood in the maps. */
  copy(of) {
    const { rule, scene, hand, panel, cursor, result } = of;
    const [{ channel, row, col }] = readCells(scene, hand, panel, rule);
    const { rows, cols } = panel.shape;
    return titled(of, `number ${cursor.row * cols + cursor.col + 1} of ${rows * cols} is `
      + `map ${channel + 1}, row ${row + 1}, column ${col + 1} = ${result}`);
  },

  softmax(of) {
    const { panel, cursor: { row }, result } = of;
    const terms = numbersRead(of).map((one) => `e^${wrapped(one)}`);
    return line(`${named(panel, row)}: ${terms[row]} ÷ (${spellFew(terms, "terms")}) = ${result}`);
  },
};

/** The bias that a sum of products has, or null: one for a map, or for each number of a list.
 * @param {Case} of */
function biasOf({ rule, scene, panel, cursor: { channel, row, col } }) {
  if (!rule.bias) return null;
  const place = rule.order ? rule.order[row] : row * panel.shape.cols + col;
  return scene.arrays[rule.bias].values[rule.vector ? place : channel];
}

/** Decimals of the arrays that a sum of products is made of. @param {Case} of */
function decimalsIn({ rule, scene, panel }) {
  const of = (name) => (name ? decimalsOf(scene.arrays[name]) : undefined);
  return { source: decimalsOf(scene.named[rule.source]), weights: of(rule.weights),
    bias: of(rule.bias), sum: of(rule.sums) ?? decimalsOf(panel), total: decimalsOf(panel) };
}

/** Parts whose products begin at a later weight. @param {Parts} parts @returns {Parts} */
const shifted = (parts, before) => parts.map(([text, i]) => [text, i < 0 ? i : i + before]);

/** A sum over many channels: the products of the one that is open in detail, then all channels;
 * or what the first channels add. @param {Case} of @param {number | null} bias
 * @param {ReturnType<typeof decimalsIn>} decimals @returns {Parts} */
function spellChannels({ scene, hand, panel, rule, cursor, result }, bias, decimals) {
  const { inputs } = rule;
  const pairs = pairsOf(scene, hand, rule);
  const sums = channelSums(pairs, inputs), each = decimalsFor(sums);
  const end = bias === null ? "" : ` + bias ${factor(bias, decimals.bias)} = ${result}`;
  const detail = scene.panels.find(({ products }) => products?.input !== undefined
    && products.reader === panel.name && products.map === cursor.channel);
  if (!detail) {
    const terms = Array.from(sums, (sum, i) => `map ${i + 1}: ${factor(sum, each)}`);
    return line(`${panel.title}: ${spellFew(terms, "maps")}${end || ` = ${result}`}`);
  }
  const { input } = detail.products, count = pairs.length / inputs;
  const parts = spellProducts({ pairs: pairs.slice(input * count, (input + 1) * count),
    sum: sums[input], total: sums[input], decimals: { ...decimals, total: each } });
  const total = sums.reduce((sum, one) => sum + one, 0);
  return [...line(`From map ${input + 1}: `), ...parts,
    ...line(`. All ${inputs} maps: ${write(panel, total)}${end}.`)];
}

/** Panels with words of their own. */
const TELL = { lines: tellEpoch, gallery: tellPicture };

/** How the number under the cursor came about. @param {Scene} scene @param {Hand} hand
 * @returns {Parts} */
export function spell(scene, hand) {
  const { cursor } = hand;
  const panel = scene.named[cursor.panel];
  if (TELL[panel.kind]) return line(TELL[panel.kind](panel, cursor));
  const value = valueAt(panel, cursor);
  const of = { scene, hand, panel, rule: panel.rule, cursor, value, result: write(panel, value) };
  return RULES[panel.rule?.kind]?.(of) ?? titled(of, of.result);
}
