// @ts-check
// Numbers as people write them. Pure functions.

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
 * belongs to, −9 where these are ninths; a number by itself gets none if it is whole, 3 below 0.1,
 * 1 from 100 on, else 2 */
export function formatNumber(value, decimals) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (decimals < 0) return fraction(value, -decimals);
  const size = Math.abs(value);
  const whole = Math.abs(size - Math.round(size)) < 5e-7;
  const text = size >= (decimals === undefined ? 1e5 : 1e9)
    ? rounded(size, "toExponential", 1).replace("e+", "e")
    : rounded(size, "toFixed", decimals ?? (whole ? 0 : size < 0.1 ? 3 : size >= 100 ? 1 : 2));
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A written number without the zero before its point, for a cell that the whole does not fit.
 * @param {string} text */
export const withoutZero = (text) => text.replace(/^(−?)0(?=\.)/, "$1");

/** A number in parts of 1: `1/9`. @param {number} value @param {number} parts */
function fraction(value, parts) {
  const count = Math.round(Math.abs(value) * parts);
  if (Math.abs(Math.abs(value) - count / parts) > NEAR) return formatNumber(value);
  return count ? `${value < 0 ? "−" : ""}${count}/${parts}` : "0";
}

/** How near to 1/9 a number is written so. */
const NEAR = 1e-6;

/** The n of numbers that are all 1/n, −1/n or 0, and of which these decimals would tell less; else
 * 0. @param {ArrayLike<number>} values @param {number} decimals */
function partsOf(values, decimals) {
  let size = 0, count = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] === 0) continue;
    if (!count) size = Math.abs(values[i]);
    if (!(Math.abs(Math.abs(values[i]) - size) <= NEAR)) return 0;
    count += 1;
  }
  const parts = Math.round(1 / size), part = 1 / parts;
  return count >= FEW && parts <= 100 && Math.abs(size - part) <= NEAR
    && Math.abs(Number(part.toFixed(decimals)) - part) > NEAR ? parts : 0;
}

/** The smallest largest magnitude that gets 0, 1, 2, … decimals. */
const STEPS = [100, 10, 0.1, 0.01, 0.001, 1e-4, 1e-5];

/** So many numbers are read one by one. */
const FEW = 4;

/** How many decimals every number of an array gets, from the largest magnitude in it; of few none
 * that is not 0 reads 0. Minus n where all are 1/n, −1/n or 0: `1/9` adds up, 0.11 does not.
 * @param {ArrayLike<number>} values */
export function decimalsFor(values) {
  let largest = 0, wholes = true, count = 0, tiny = false;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i]);
    if (!Number.isFinite(size)) continue;
    count += 1;
    if (size > largest) largest = size;
    if (size > 0 && size < 0.005) tiny = true;
    if (wholes && Math.abs(size - Math.round(size)) > 5e-7) wholes = false;
  }
  if (wholes) return 0;
  const found = STEPS.findIndex((step) => largest >= step);
  const parts = partsOf(values, found < 0 ? STEPS.length : found);
  if (parts) return -parts;
  if (found === 2 && count <= FEW && tiny) return 3;
  return found < 0 ? STEPS.length : found;
}

/** A negative number as a factor or a power wears parentheses. @param {string} text as written */
export const wrapped = (text) => (text.startsWith("−") ? `(${text})` : text);

/** A number as a factor. @param {number} value @param {number} [decimals] */
export const factor = (value, decimals) => wrapped(formatNumber(value, decimals));

/** Terms of a sum; of many only the first ones, and how many there are.
 * @param {string[]} terms @param {string} what they are */
export function spellFew(terms, what, most = 12) {
  return terms.length > most
    ? `${terms.slice(0, Math.min(most - 3, 6)).join(" + ")} + … (${terms.length} ${what})`
    : terms.join(" + ");
}
