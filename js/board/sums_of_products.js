// @ts-check
// Sums of products spelled out. Pure functions.

import { enough, read } from "./agreeing_digits.js";
import { formatNumber, wrapped } from "./number_text.js";

/** What the numbers of a sum of products give: factors in pairs, then what is added to them.
 * @param {number[]} numbers @param {number} count of pairs */
function summed(numbers, count) {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += numbers[2 * i] * numbers[2 * i + 1];
  return numbers.slice(2 * count).reduce((total, one) => total + one, sum);
}

/** A sum with so many decimals that whoever divides it gets the very result, rounded; as usual where
 * more digits do not help. @param {number} sum @param {number | undefined} usual
 * @param {(found: number) => boolean} fits */
function dividend(sum, usual, fits) {
  const texts = [usual, ...(usual === undefined || usual < 0 ? [] : [1, 2, 3].map((more) => usual + more))]
    .map((decimals) => formatNumber(sum, decimals));
  return texts.find((text) => fits(read(text))) ?? texts[0];
}

/** The sum of products, spelled: `1·1 + (−1)·1 + … = 5, ÷ 9 = 0.56`, as [text, index] parts;
 * the index says which product a part is, −1 for what stands between. Where every product is
 * shown, their numbers give the result.
 * @param {{pairs: [number, number][], sum: number, bias?: number | null, divide?: number | null,
 *    rectify?: boolean, total: number, most?: number, decimals?: {source?: number,
 *    weights?: number, bias?: number, sum?: number, total?: number}}} parts the decimals are those
 *    of the arrays that the numbers belong to @returns {[string, number][]} */
export function spellProducts({ pairs, sum, bias = null, divide = null, rectify = false, total,
  most = 12, decimals = {} }) {
  const all = pairs.length <= most;
  const shown = all ? pairs : pairs.slice(0, most - 3), count = shown.length;
  // The score is the cell's own number: worked out again, a tie may be rounded the other way.
  const score = !rectify || total > 0 ? total : Math.fround(sum / (divide ?? 1));
  const [before, after] = [score, total].map((one) =>
    formatNumber(one, decimals.total ?? (divide === null && !rectify ? undefined : 2)));
  const first = divide === null ? before : dividend(sum, decimals.sum, (found) =>
    formatNumber(Math.fround(found / divide), decimals.total ?? 2) === before);
  /** @type {[number, number | undefined][]} */
  const numbers = shown.flatMap(([a, b]) => [[a, decimals.source], [b, decimals.weights]]);
  if (bias !== null) numbers.push([bias, decimals.bias]);
  const texts = (all ? enough(numbers, first, divide === null ? score : sum,
    (found) => summed(found, count))
    : numbers.map(([number, places]) => formatNumber(number, places))).map(wrapped);
  /** @type {[string, number][]} */
  const text = shown.flatMap((_, i) => [[i ? " + " : "", -1],
    [`${texts[2 * i]}·${texts[2 * i + 1]}`, i]]);
  if (!all) text.push([` + … (${pairs.length} products)`, -1]);
  if (bias !== null) text.push([` + bias ${texts[2 * count]}`, -1]);
  text.push([` = ${first}${divide === null ? "" : `, ÷ ${divide} = ${before}`}`, -1]);
  if (rectify) text.push([`, max(0, ${before}) = ${after}`, -1]);
  return text;
}
