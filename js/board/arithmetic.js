// @ts-check
// The arithmetic line: how the number under the cursor came about, spelled with its numbers, each
// with the decimals of the array that it belongs to, or more where these would not give the result.
// Pure functions of the scene and the hand. What can be spelled is in Python's arithmetic_rules.py. Rows,
// columns, maps and numbers of a list count from 0.

import { enough, read } from "./agreeing_digits.js";
import { decimalsFor, formatNumber, spellFew, wrapped } from "./number_text.js";
import { spellProducts } from "./sums_of_products.js";
import { channelSums, pairsOf, readCells, valuePoint } from "./cell_partners.js";
import { tellEpoch, tellPicture } from "./epoch_words.js";
import { decimalsOf, mapName, valueAt, write } from "./scene.js";

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

/** A cell of a stack: its map by its name with the place, else by its number.
 * @param {Panel} panel @param {import("./scene.js").Cell} cell */
const placeIn = (panel, { channel, row, col }) => (panel.map_names?.length
  ? `${mapName(panel, channel)} (${row}, ${col})`
  : `${mapName(panel, channel)}, row ${row}, column ${col}`);

/** So many terms are all shown. */
const ALL = 12;

/** The numbers that the cell reads, written so that they give its own.
 * @param {Case} of @param {(numbers: number[]) => number} work  how */
function numbersRead({ scene, hand, panel, rule, value, result }, work) {
  const source = scene.named[rule.source];
  const numbers = readCells(scene, hand, panel, rule).map((cell) => cell.value);
  if (numbers.length > ALL) return numbers.map((number) => write(source, number));
  return enough(numbers.map((number) => [number, decimalsOf(source)]), result, value, work);
}

const sumOf = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

/** How formulas of one number, and of the slope there, are worked out; others are not.
 * @type {[RegExp, (numbers: number[], times: number) => number][]} */
const FORMULAS = [
  [/^max\(0, /, ([z]) => Math.max(0, z)],
  [/^1 ÷ \(1 \+ e\^−/, ([z]) => 1 / (1 + Math.exp(-z))],
  [/^tanh /, ([z]) => Math.tanh(z)],
  [/^\{z\} × \{slope\}$/, ([z, slope]) => z * slope],
  [/^\{z\} × ([\d.]+)$/, ([z], times) => z * times],
];

/** The terms of a sum with so many decimals that whoever adds them up gets the very result, rounded;
 * none where more digits do not help. @param {Case} of @returns {string[] | undefined} */
function termsThatAddUp({ scene, hand, panel, rule, result }) {
  const source = scene.named[rule.source], usual = decimalsOf(source);
  const values = readCells(scene, hand, panel, rule).map(({ value }) => value);
  for (let decimals = usual; usual > 0 && decimals <= usual + 3; decimals += 1) {
    const texts = values.map((value) => formatNumber(value, decimals));
    if (formatNumber(sumOf(texts.map(read)), decimalsOf(panel)) === result) return texts;
  }
  return undefined;
}

/** A formula with its numbers in it, the result behind it unless it has a place of its own; or the
 * sentence for positive numbers.
 * @param {Record<string, any>} rule @param {[number, number | undefined][]} numbers  z, the slope
 * @param {string} result @param {number} value of the result */
function formulaOf({ formula, positive }, numbers, result, value) {
  const special = numbers[0][0] > 0 && positive;
  const placed = formula.includes("{result}") ? formula : `${formula} = {result}`;
  const [pattern, work] = FORMULAS.find(([one]) => one.test(formula)) ?? [];
  const times = Number(pattern?.exec(formula)?.[1]);
  const [z, slope] = special || !work ? numbers.map((one) => formatNumber(...one))
    : enough(numbers, result, value, (found) => work(found, times));
  return (special || placed).replaceAll("{z}", z).replaceAll("{(z)}", wrapped(z))
    .replaceAll("{slope}", slope).replaceAll("{result}", result);
}

/** How a number came about, for each kind of rule.
 * @type {Record<string, (of: Case) => Parts>} */
const RULES = {
  /** Spelled by Python, cell by cell; one text may stand for all cells. */
  text(of) {
    const { texts } = of.rule;
    return line(texts[indexOf(of)] ?? texts[0]);
  },

  /** A grid over two axes, one to the right and one up: where the cell is on each. */
  places({ rule, panel, cursor: { row, col }, value }) {
    const { rows, cols } = panel.shape, [low, high] = rule.range;
    const place = (k, count) => formatNumber(low + ((high - low) * k) / (count - 1), 2);
    return line(`${rule.names[0]} = ${place(col, cols)}, ${rule.names[1]} = `
      + `${place(rows - 1 - row, rows)}: ${rule.value} ${formatNumber(value)}`);
  },

  /** A vote: a number times its weight. */
  times(of) {
    const { rule, scene, panel, cursor: { channel, row, col } } = of;
    const { channels, rows, cols } = panel.shape;
    const at = indexOf(of);
    const [taken, given, votes] = [rule.numbers, rule.weights, rule.votes]
      .map((name) => scene.arrays[name]);
    const vote = write(votes, votes.values[at]);
    const [number, weight] = enough([taken, given].map((one) =>
      [one.values[at], decimalsOf(one)]), vote, votes.values[at], ([a, b]) => a * b);
    const place = channels > 1 ? placeIn(panel, { channel, row, col }).replace(/^m/, "M")
      : `Number ${at} of ${rows * cols}`;
    return line(`${place}: ${number} × ${wrapped(weight)} = ${vote} for ${rule.who}`);
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
  activation({ rule, scene, hand, panel }) {
    const { z, y, slope } = valuePoint(scene, hand);
    const [before, after, steep] = panel.kind === "curve" ? []
      : scene.grids_of_values.map((name) => scene.named[name]);
    const alone = (panel, value) => formatNumber(value, panel && decimalsOf(panel));
    const told = `${rule.name}: ${formulaOf(rule, [[z, before && decimalsOf(before)],
      [slope, steep && decimalsOf(steep)]], alone(after, y), y)}`;
    return line(Number.isNaN(slope) ? told : `${told}; the slope there is ${alone(steep, slope)}`);
  },

  /** A function of the number at the same place of another panel. */
  apply(of) {
    const { rule, scene, cursor, result, value } = of;
    const source = scene.named[rule.source];
    const z = valueAt(source, cursor);
    return titled(of, formulaOf(rule, [[z, decimalsOf(source)]], result, value));
  },

  relu: (of) => titled(of, `max(0, ${numbersRead(of, ([z]) => Math.max(0, z))[0]}) = ${of.result}`),

  max: (of) => titled(of, `max(${numbersRead(of, (all) => Math.max(...all)).join(", ")})`
    + ` = ${of.result}`),

  mean(of) {
    const { rule, scene, hand, panel, cursor, result } = of;
    const divisor = rule.divide
      ? scene.arrays[rule.divide].values[cursor.row * panel.shape.cols + cursor.col]
      : readCells(scene, hand, panel, rule).length;
    const numbers = numbersRead(of, (all) => sumOf(all) / divisor);
    const sum = spellFew(numbers, "numbers").replaceAll("+ −", "− ");
    return titled(of, `(${sum}) ÷ ${divisor} = ${result}`);
  },

  /** The root of the sum of squares. A window that sticks out counts as if it were full: its mean
   * square, times all places. */
  norm(of) {
    const { rule, result } = of;
    const numbers = numbersRead(of, (all) =>
      Math.sqrt(sumOf(all.map((one) => one ** 2)) * rule.full / all.length));
    const squares = spellFew(numbers.map((one) => `${wrapped(one)}²`), "numbers");
    return titled(of, numbers.length < rule.full
      ? `√((${squares}) · ${rule.full} ÷ ${numbers.length}) = ${result}`
      : `√(${squares}) = ${result}`);
  },

  /** The same for another exponent than 2. */
  power(of) {
    const { rule, result } = of;
    const numbers = numbersRead(of, (all) =>
      (sumOf(all.map((one) => Math.abs(one) ** rule.p)) * rule.full / all.length) ** (1 / rule.p));
    const powers = spellFew(numbers.map((one) => `${one.replace("−", "")}^${rule.p}`), "numbers");
    const scale = numbers.length < rule.full ? ` · ${rule.full} ÷ ${numbers.length}` : "";
    return titled(of, `(${scale ? `(${powers})${scale}` : powers})^(1 ÷ ${rule.p}) = ${result}`);
  },

  /** A sum of named numbers. */
  sum(of) {
    const terms = (termsThatAddUp(of) ?? numbersRead(of, sumOf)).map((one, i) =>
      `${of.rule.names[i]} ${wrapped(one)}`);
    return titled(of, `${terms.join(" + ")} = ${of.result}`);
  },

  /** A number of a list, and where it stood in the maps. */
  copy(of) {
    const { rule, scene, hand, panel, cursor, result } = of;
    const [{ channel, row, col }] = readCells(scene, hand, panel, rule);
    const { rows, cols } = panel.shape;
    return titled(of, `number ${cursor.row * cols + cursor.col} of ${rows * cols} is `
      + `${placeIn(scene.named[rule.source], { channel, row, col })} = ${result}`);
  },

  softmax(of) {
    const { panel, cursor: { row }, result } = of;
    const terms = numbersRead(of, (all) => Math.exp(all[row])
      / sumOf(all.map((one) => Math.exp(one)))).map((one) => `e^${wrapped(one)}`);
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
function spellChannels({ scene, hand, panel, rule, cursor, value, result }, bias, decimals) {
  const { inputs } = rule;
  const pairs = pairsOf(scene, hand, rule);
  const sums = channelSums(pairs, inputs), each = decimalsFor(sums);
  /** What the maps add, then the bias, written so that they give the result. */
  const ended = (found, places) => enough([...found.map((one) => [one, places]),
    ...(bias === null ? [] : [[bias, decimals.bias]])], result, value, sumOf);
  const maps = (map) => mapName(scene.named[rule.source], map);
  const biased = (text) => (bias === null ? "" : ` + bias ${wrapped(text)}`);
  const detail = scene.panels.find(({ products }) => products?.input !== undefined
    && products.reader === panel.name && products.map === cursor.channel);
  if (!detail) {
    const texts = inputs > ALL ? [...sums, ...(bias === null ? [] : [bias])].map((one, i) =>
      formatNumber(one, i < inputs ? each : decimals.bias)) : ended([...sums], each);
    const terms = Array.from(sums, (_, i) => `${maps(i)}: ${wrapped(texts[i])}`);
    return line(`${panel.title}: ${spellFew(terms, "maps")}${biased(texts[inputs])} = ${result}`);
  }
  const { input } = detail.products, count = pairs.length / inputs;
  const parts = spellProducts({ pairs: pairs.slice(input * count, (input + 1) * count),
    sum: sums[input], total: sums[input], decimals: { ...decimals, total: each } });
  const [total, last] = ended([sumOf([...sums])], decimals.total);
  return [...line(`From ${maps(input)}: `), ...parts, ...line(`. All ${inputs} maps: `
    + `${total}${bias === null ? "" : `${biased(last)} = ${result}`}.`)];
}

/** Panels with words of their own. */
const TELL = { lines: tellEpoch, gallery: tellPicture };

/** How the number under the cursor came about. @param {Scene} scene @param {Hand} hand
 * @returns {Parts} */
export function spell(scene, hand) {
  const { cursor } = hand;
  const panel = scene.named[cursor.panel];
  if (TELL[panel.kind]) return line(TELL[panel.kind](panel, cursor, scene));
  const value = valueAt(panel, cursor);
  const of = { scene, hand, panel, rule: panel.rule, cursor, value, result: write(panel, value) };
  return RULES[panel.rule?.kind]?.(of) ?? titled(of, of.result);
}
