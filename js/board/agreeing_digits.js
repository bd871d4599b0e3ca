// @ts-check
// As many digits as a line needs so that whoever works it out with the printed numbers gets the
// printed result. Pure functions; the twin of Python's board/agreeing_digits.py.

import { formatNumber } from "./number_text.js";

/** More decimals than this do not help: an array of 32-bit numbers holds no more. */
const MOST = 7;

/** The number that a text stands for; `1/9` is one ninth. @param {string} text */
export function read(text) {
  const plain = text.replace(/[()]/g, "").replace("−", "-");
  if (/^-?∞$/.test(plain)) return plain === "∞" ? Infinity : -Infinity;
  const [above, below = "1"] = plain.split("/");
  return Number(above) / Number(below);
}

/** Half a unit of the last digit of a text; whole numbers and fractions are meant as they stand.
 * @param {string} text */
export function half(text) {
  const [mantissa, power = "0"] = text.replace(/[()]/g, "").split("e");
  if (power === "0" && !mantissa.includes(".")) return 0;
  return 0.5 * 10 ** (Number(power.replace("−", "-")) - (mantissa.split(".")[1] ?? "").length);
}

/** Whether the printed numbers give the printed result within half a unit of each last digit.
 * @param {string[]} texts @param {string} result @param {number} value of the result
 * @param {(numbers: number[]) => number} work  how the result follows from the numbers */
export function agrees(texts, result, value, work) {
  const shown = read(result), found = work(texts.map(read));
  const rounded = result.includes(".") || Math.abs(value - shown) < 5e-7 ? half(result) : 0.5;
  const room = texts.reduce((sum, text) => sum + half(text), rounded);
  return Math.abs(found - shown) <= room + 1e-9 * Math.max(1, Math.abs(shown));
}

/** Numbers, each with the decimals of its array, written so that they give the result; with more
 * decimals only where the usual ones do not.
 * @param {[number, number | undefined][]} numbers @param {string} result @param {number} value
 * @param {(numbers: number[]) => number} work @returns {string[]} */
export function enough(numbers, result, value, work) {
  const written = (more) => numbers.map(([number, decimals]) =>
    formatNumber(number, more ? raised(number, decimals, more) : decimals));
  const usual = written(0);
  for (let more = 0, texts = usual; more <= MOST; texts = written(more += 1)) {
    if (agrees(texts, result, value, work)) return texts;
  }
  return usual;
}

/** More decimals, for a number that they tell more of. @param {number} number
 * @param {number | undefined} decimals @param {number} more */
function raised(number, decimals, more) {
  const whole = Math.abs(number - Math.round(number)) < 5e-7;
  if (decimals === undefined) {
    return whole ? undefined : Math.min(decimalsIn(formatNumber(number)) + more, MOST);
  }
  return decimals < 0 || (decimals === 0 && whole) ? decimals : Math.min(decimals + more, MOST);
}

/** Digits behind the point. @param {string} text */
const decimalsIn = (text) => (text.split("e")[0].split(".")[1] ?? "").length;
