// @ts-check
// Numbers as people write them, and sums of products spelled out. Pure functions.

/** A number as people write it: a true minus sign, no −0, few digits.
 * @param {number} value @param {number} [decimals] default: 0 for whole numbers, else 2 */
export function formatNumber(value, decimals) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size >= 1e5) return value.toExponential(1).replace("e+", "e").replace("-", "−");
  const whole = Math.abs(value - Math.round(value)) < 5e-7;
  const text = value.toFixed(decimals ?? (whole ? 0 : size < 0.1 ? 3 : size >= 100 ? 1 : 2));
  const bare = text.replace("-", "");
  return value < 0 && Number(bare) !== 0 ? `−${bare}` : bare;
}

/** How many decimals every number of a panel gets, so that its columns read alike.
 * @param {ArrayLike<number>} values */
export function decimalsFor(values) {
  let largest = 0, wholes = true;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i]);
    if (!Number.isFinite(size)) continue;
    if (size > largest) largest = size;
    if (Math.abs(size - Math.round(size)) > 5e-7) wholes = false;
  }
  return wholes ? 0 : largest >= 100 ? 0 : largest >= 10 ? 1 : 2;
}

/** A factor inside a product: negative numbers wear parentheses.
 * @param {number} value */
export function factor(value) {
  const text = formatNumber(value);
  return text.startsWith("−") ? `(${text})` : text;
}

/** The sum of products, spelled: `1·1 + (−1)·1 + … = 5, ÷ 9 = 0.56`, as [text, index] parts;
 * the index says which product a part is, −1 for what stands between.
 * @param {{pairs: [number, number][], sum: number, bias?: number | null, divide?: number | null,
 *    rectify?: boolean, total: number, most?: number}} parts @returns {[string, number][]} */
export function spellProducts({ pairs, sum, bias = null, divide = null, rectify = false, total,
  most = 12 }) {
  const shown = pairs.length > most ? pairs.slice(0, most - 3) : pairs;
  /** @type {[string, number][]} */
  const text = shown.flatMap(([a, b], i) => [
    [i ? " + " : "", -1], [`${factor(a)}·${factor(b)}`, i]]);
  if (shown.length < pairs.length) text.push([` + … (${pairs.length} products)`, -1]);
  if (bias !== null) text.push([` + bias ${factor(bias)}`, -1]);
  const score = divide === null ? total : sum / divide;
  text.push([divide === null ? ` = ${formatNumber(total)}`
    : ` = ${formatNumber(sum)}, ÷ ${divide} = ${formatNumber(score, 2)}`, -1]);
  if (rectify) text.push([`, max(0, ${formatNumber(score, 2)}) = ${formatNumber(total, 2)}`, -1]);
  return text;
}

/** Terms of a sum; of many only the first ones, and how many there are.
 * @param {string[]} terms @param {string} what they are */
export function spellFew(terms, what, most = 12) {
  return terms.length > most
    ? `${terms.slice(0, Math.min(most - 3, 6)).join(" + ")} + … (${terms.length} ${what})`
    : terms.join(" + ");
}
