// As many digits as a line needs, as Python has them.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";

import {board} from "./board.mjs";

const {agrees, decimalsFor, enough, formatNumber, half, read, spellProducts} = board;

const {cases} = JSON.parse(readFileSync(new URL("../shared/agreeing_digits.json", import.meta.url), "utf8"));
const WORK = {
  sum: (numbers) => numbers.reduce((sum, one) => sum + one, 0),
  product: (numbers) => numbers.reduce((product, one) => product * one, 1),
  "−ln": ([number]) => -Math.log(number),
};

test("numbers get the digits that give the result, as in Python", () => {
  for (const {numbers, result, value, work, texts} of cases) {
    const given = numbers.map(([number, decimals]) => [number, decimals ?? undefined]);
    assert.deepEqual(enough(given, result, value, WORK[work]), texts, result);
  }
  assert.ok(cases.length > 8);
});

test("whole numbers and fractions are meant as they stand, decimals may be rounded", () => {
  assert.equal(read("(−1/9)"), -1 / 9);
  assert.deepEqual(["1/9", "3", "0.25", "1.2e3"].map(half), [0, 0, 0.005, 50]);
  assert.ok(!agrees(["0.11", "9"], "1", 1, WORK.product));
});

test("a kernel of equal parts is written as fractions", () => {
  const kernel = Float32Array.from([1, -1, 0, 1, 1], (one) => one / 9);
  assert.equal(decimalsFor(kernel), -9);
  assert.deepEqual([...kernel].map((one) => formatNumber(one, -9)),
    ["1/9", "−1/9", "0", "1/9", "1/9"]);
  assert.equal(decimalsFor(kernel.map((one, i) => (i ? one : 0.12))), 2);
});

test("whatever the numbers, all products of a line give its result", () => {
  let seed = 1;
  const random = () => (seed = seed * 16807 % 2147483647) / 2147483647; // the same each time
  const some = (size, scale) => Float32Array.from({length: size}, () => (random() - 0.5) * scale);
  for (let trial = 0; trial < 400; trial += 1) {
    const count = 1 + trial % 12, scale = [0.05, 1, 20, 300][trial % 4];
    const [source, weights, bias] = [some(count, 2), some(count, scale), some(1, scale)];
    const pairs = [...source].map((one, i) => [one, weights[i]]);
    const total = Math.fround(pairs.reduce((sum, [a, b]) => sum + a * b, bias[0]));
    const places = Object.fromEntries(Object.entries({source, weights, bias, total: [total]})
      .map(([name, values]) => [name, decimalsFor(values)]));
    const line = spellProducts({pairs, sum: total, bias: bias[0], total, decimals: places})
      .map(([text]) => text).join("");
    const [terms, result] = line.split(" = "), texts = terms.match(/\(?−?[\d./]+\)?/g);
    const sum = terms.replaceAll("bias ", "").split(" + ").map((term) =>
      term.split("·").map(read).reduce((product, one) => product * one, 1))
      .reduce((all, one) => all + one, 0);
    const whole = result.includes(".") ? 0 : 0.5;
    const room = [...texts, result].reduce((all, text) => all + half(text), whole);
    assert.ok(Math.abs(sum - read(result)) <= room + 1e-6, `${line}: ${sum}`);
  }
});
