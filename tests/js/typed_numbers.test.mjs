// Numbers as people type them, and verdicts: tests/shared/numbers.json, which Python passes too.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";

const load = (name) => import(new URL(`../../js/prediction/${name}`, import.meta.url).href);
const {readNumber} = await load("typed_numbers.js");
const {isRight, refusal, verdict} = await load("verdict.js");
const {grammar, vectors, verdicts, refusals} =
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
  for (const {question, given, right, verdict: sentence} of verdicts) {
    const {answer, unit} = question;
    const value = readNumber(grammar, answer, unit);
    const state = {...question, choices: [], right: answer, value, grammar};
    assert.equal(isRight(state, given), right, given);
    assert.equal(verdict(state, given), sentence);
  }
  assert.ok(verdicts.length > 50);
});

test("a refusal says what was read", () => {
  for (const [text, unit, sentence] of refusals) assert.equal(refusal(text, unit), sentence);
});

test("a verdict on a choice is the one that came with the question", () => {
  const state = {choices: ["a", "b"], right: "b", verdicts: {a: "You said a; it is b."}};
  assert.equal(verdict(state, "a"), "You said a; it is b.");
  assert.deepEqual([isRight(state, "a"), isRight(state, "b")], [false, true]);
});
