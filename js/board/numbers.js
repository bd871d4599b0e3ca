// @ts-check
// Numbers as people write them, and sums of products spelled out. Pure functions.

/** A positive number by `write`, "toFixed" or "toExponential". A tie goes to the even digit, as
 * everywhere in Python; JavaScript's own ties go up. @param {number} size
 * @param {"toFixed" | "toExponential"} write @param {number} decimals */
function rounded(size, write, decimals) {
  const text = size[write](decimals);
  const scaled = write === "toFixed" ? size * 10 ** decimals % 1 : 0.5;
  if (scaled !== 0.5) return text; // cannot be a tie
  const [mantissa, power] = size[write](decimals + 25).split("e");
  if (!/50{24}$/.test(mantissa)) return text; // an odd digit further on
  const down = mantissa.slice(0, -25).replace(/\.$/, "");
  return /[02468]$/.test(down) ? [down, power].filter((part) => part !== undefined).join("e") : text;
}

/** A number as the course writes it: a true minus sign, no −0, few digits. The twin of Python's
 * `cnnkit.plots.number`. @param {number} value @param {number} [decimals] of the array that it
 * belongs to; a number by itself gets none if it is whole, 3 below 0.1, 1 from 100 on, else 2 */
export function formatNumber(value, decimals) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const whole = Math.abs(size - Math.round(size)) < 5e-7;
  const text = size >= (decimals === undefined ? 1e5 : 1e9)
    ? rounded(size, "toExponential", 1).replace("e+", "e")
    : rounded(size, "toFixed", decimals ?? (whole ? 0 : size < 0.1 ? 3 : size >= 100 ? 1 : 2));
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The smallest largest magnitude that gets 0, 1, 2, … decimals. */
const STEPS = [100, 10, 0.1, 0.01, 0.001, 1e-4, 1e-5];

/** So many numbers are read one by one. */
const FEW = 4;

/** How many decimals every number of an array gets, from the largest magnitude in it; of few none
 * that is not 0 reads 0. @param {ArrayLike<number>} values */
export function decimalsFor(values) {
  let largest = 0, wholes = true, count = 0, tiny = false;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i]);
    if (!Number.isFinite(size)) continue;
    count += 1;
    if (size > largest) largest = size;
    if (size > 0 && size < 0.005) tiny = true;
    if (Math.abs(size - Math.round(size)) > 5e-7) wholes = false;
  }
  if (wholes) return 0;
  const found = STEPS.findIndex((step) => largest >= step);
  if (found === 2 && count <= FEW && tiny) return 3;
  return found < 0 ? STEPS.length : found;
}

/** A factor inside a product: negative numbers wear parentheses.
 * @param {number} value @param {number} [decimals] */
export function factor(value, decimals) {
  const text = formatNumber(value, decimals);
  return text.startsWith("−") ? `(${text})` : text;
}

/** The sum of products, spelled: `1·1 + (−1)·1 + … = 5, ÷ 9 = 0.56`, as [text, index] parts;
 * the index says which product a part is, −1 for what stands between.
 * @param {{pairs: [number, number][], sum: number, bias?: number | null, divide?: number | null,
 *    rectify?: boolean, total: number, most?: number, decimals?: {source?: number,
 *    weights?: number, bias?: number, sum?: number, total?: number}}} parts the decimals are those
 *    of the arrays that the numbers belong to @returns {[string, number][]} */
export function spellProducts({ pairs, sum, bias = null, divide = null, rectify = false, total,
  most = 12, decimals = {} }) {
  const shown = pairs.length > most ? pairs.slice(0, most - 3) : pairs;
  /** @type {[string, number][]} */
  const text = shown.flatMap(([a, b], i) => [[i ? " + " : "", -1],
    [`${factor(a, decimals.source)}·${factor(b, decimals.weights)}`, i]]);
  if (shown.length < pairs.length) text.push([` + … (${pairs.length} products)`, -1]);
  if (bias !== null) text.push([` + bias ${factor(bias, decimals.bias)}`, -1]);
  if (divide === null) {
    text.push([` = ${formatNumber(total, decimals.total)}`, -1]);
    if (!rectify) return text;
  }
  const score = divide === null ? total : sum / divide;
  const [before, after] = [score, total].map((one) => formatNumber(one, decimals.total ?? 2));
  if (divide !== null) {
    text.push([` = ${formatNumber(sum, decimals.sum)}, ÷ ${divide} = ${before}`, -1]);
  }
  if (rectify) text.push([`, max(0, ${before}) = ${after}`, -1]);
  return text;
}

/** Terms of a sum; of many only the first ones, and how many there are.
 * @param {string[]} terms @param {string} what they are */
export function spellFew(terms, what, most = 12) {
  return terms.length > most
    ? `${terms.slice(0, Math.min(most - 3, 6)).join(" + ")} + … (${terms.length} ${what})`
    : terms.join(" + ");
}
