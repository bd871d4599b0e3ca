// Whether an answer is right, and the sentence about it: the twin of verdict.py, of `refusal` in
// typed_answers.py and of `Question.remark` in cnnkit/exercises/predictions/. Pure functions.

import { readNumber, splitNumber } from "./typed_numbers.js";

const equal = (number, other) => Math.abs(number - other) <= 1e-9 * Math.max(1, Math.abs(other));

/** How far a number that is typed with decimals may be from what it was rounded from. */
function coarse(text) {
  const decimal = /^[+\-−–]?\d*[.,](\d+)$/.exec(text);
  return decimal ? 0.5 * 10 ** -decimal[1].length * (1 + 2e-9) : -1;
}

const close = (state, number) =>
  Math.abs(number - state.value) <= state.tolerance * (1 + 1e-9);

/** Is it 0.95 where percent are asked for: a share of 1, which says the same? */
function isShare(state, answer) {
  const [number, typed] = splitNumber(state.grammar, answer);
  return state.unit === "%" && !typed && number > 0 && number < 1 && !close(state, number);
}

/** In place of an answer: the reader had it shown. */
export const SHOWN = "(shown)";

/** Is this answer right? `state` holds choices, right, value, tolerance, unit and grammar. */
export function isRight(state, answer) {
  if (answer === SHOWN) return false;
  if (state.choices.length) return answer === state.right;
  const number = readNumber(state.grammar, answer, state.unit);
  return close(state, isShare(state, answer) ? 100 * number : number);
}

/** The sign before the verdict. */
export const sign = (state, answer) =>
  answer === SHOWN ? "→" : isRight(state, answer) ? "✓" : "✗";

/** One sentence that compares an answer with the right one. */
export function verdict(state, answer) {
  const withUnit = (text) => `${text} ${state.unit}`.trim(), right = withUnit(state.right);
  const differs = (said) => `Your answer: ${said}. The answer: ${right}.`;
  if (answer === SHOWN) return `The answer: ${right}.`;
  if (state.choices.length) return answer === state.right ? `Right: ${answer}.` : differs(answer);
  const { grammar, unit, value, exact } = state;
  let number = readNumber(grammar, answer, unit), share = "";
  let said = splitNumber(grammar, answer)[1] ? answer : withUnit(answer);
  if (isShare(state, answer)) {
    number *= 100;
    [said, share] = [answer, `${Number(number.toPrecision(6))} %`];
  }
  if (equal(number, value)) return share ? `Right: ${answer} is ${share}.` : `Right: ${said}.`;
  if (typeof exact === "number" && equal(number, exact)) {
    return `Right: ${said}, exactly; rounded ${right}.`;
  }
  if (!close(state, number)) {
    const far = Math.abs(number - value) <= coarse(answer) ? ", rounded a little too far" : "";
    return differs(share ? `${said}, which is ${share}` : said + far);
  }
  if (Math.abs(number - value) <= state.rounding) return `Right: ${said}, rounded ${right}.`;
  return `${share ? `${answer} is ${share}` : said}: close enough. The answer: ${right}.`;
}

/** What a wrong answer overlooks, if that is known. */
export function remark(state, answer) {
  if (answer === SHOWN || isRight(state, answer)) return "";
  if (state.choices.length) return state.remarks[answer] ?? "";
  const number = readNumber(state.grammar, answer, state.unit);
  const found = state.mistakes.find(([value, far]) => Math.abs(number - value) <= far);
  return found ? found[2] : "";
}

/** One sentence about what cannot be read as a number. @param {string} text @param {string} unit */
export function refusal(text, unit) {
  const wanted = unit === "" ? "a number" : unit === "%" ? "a percentage" : `a number of ${unit}`;
  const letters = [...text];
  const shown = letters.length <= 20 ? text : `${letters.slice(0, 20).join("")}…`;
  return `I can't read '${shown}' as ${wanted}; write a number such as 12, 0.5 or 3/4.`;
}
