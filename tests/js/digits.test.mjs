// As many digits as a line needs, as Python has them.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";

import {board} from "./board.mjs";

const {agrees, decimalsFor, enough, formatNumber, half, read} = board;

const {cases} = JSON.parse(readFileSync(new URL("../shared/digits.json", import.meta.url), "utf8"));
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
