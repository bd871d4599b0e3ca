// Numbers as people type them, and verdicts: tests/shared/numbers.json, which Python passes too.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";

const load = (name) => import(new URL(`../../js/prediction/${name}`, import.meta.url).href);
const {readNumber} = await load("typed_numbers.js");
const {isRight, refusal, remark, sign, verdict} = await load("verdict.js");
const {grammar, vectors, verdicts, refusals, mistakes} =
  JSON.parse(readFileSync(new URL("../shared/numbers.json", import.meta.url), "utf8"));

test("every text is read as the number that it is, or as none", () => {
  for (const [text, unit, number] of vectors) {
    const found = readNumber(grammar, text, unit);
    const same = number === null || found === null ? found === number
      : Math.abs(found - number) <= 1e-12 * Math.abs(number);
    assert.ok(same, `${JSON.stringify([text, unit])}: ${found}, not ${number}`);
  }
  assert.ok(vectors.length > 130);
});

test("every verdict on a typed number is Python's", () => {
  for (const {question, given, right, rounding, verdict: sentence} of verdicts) {
    const {answer, unit} = question;
    const value = readNumber(grammar, answer, unit);
    const exact = question.exact ? readNumber(grammar, question.exact, unit) : null;
    const state = {...question, choices: [], right: answer, value, rounding, grammar, exact};
    assert.equal(isRight(state, given), right, given);
    assert.equal(verdict(state, given), sentence);
  }
  assert.ok(verdicts.length > 50);
});

test("a refusal says what was read", () => {
  for (const [text, unit, sentence] of refusals) assert.equal(refusal(text, unit), sentence);
});

test("a verdict on a choice names it and the answer; its remark is the one that came along", () => {
  const state = {choices: ["a", "b"], right: "b", unit: "", remarks: {a: "A is not B."}};
  assert.equal(verdict(state, "a"), "Your answer: a. The answer: b.");
  assert.equal(verdict(state, "b"), "Right: b.");
  assert.deepEqual([isRight(state, "a"), isRight(state, "b")], [false, true]);
  assert.deepEqual([remark(state, "a"), remark(state, "b")], ["A is not B.", ""]);
});

test("an answer that was shown is neither right nor wrong", () => {
  const state = {choices: [], right: "55", unit: "pixels", value: 55, tolerance: 4, mistakes: []};
  assert.equal(`${sign(state, "(shown)")} ${verdict(state, "(shown)")}`, "→ The answer: 55 pixels.");
});

test("a number that a known mistake leads to gets its remark", () => {
  for (const {mistakes: known, answer, given, remark: said} of mistakes) {
    const half = (text) => 0.5 * 10 ** -(text.split(".")[1] ?? "").length * (1 + 2e-9);
    const state = {choices: [], right: answer, unit: "", value: Number(answer), tolerance: 0.005,
      rounding: half(answer), grammar,
      mistakes: Object.entries(known).map(([text, about]) => [Number(text), half(text), about])};
    assert.equal(remark(state, given), said, given);
  }
  assert.ok(mistakes.length > 5);
});
