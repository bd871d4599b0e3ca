// Numbers as people write them.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";

import {board, load} from "./board.mjs";

const {formatNumber, decimalsFor, factor, spellProducts} = board;
const {withoutZero} = await load("number_text.js");
const spelled = (parts) => spellProducts(parts).map(([text]) => text).join("");

const shared = JSON.parse(
  readFileSync(new URL("../shared/number_text.json", import.meta.url), "utf8"));

test("an array's numbers get as many decimals as Python gives them", () => {
  for (const [values, decimals] of shared.decimals) {
    assert.equal(decimalsFor(values), decimals, JSON.stringify(values));
  }
  assert.ok(shared.decimals.length > 30);
});

test("numbers are written as Python writes them, alone and with the decimals of their array", () => {
  for (const [value, text] of shared.alone) assert.equal(formatNumber(value), text);
  for (const [value, decimals, text] of shared.written) {
    assert.equal(formatNumber(value, decimals), text, JSON.stringify([value, decimals]));
  }
  assert.ok(shared.alone.length > 40 && shared.written.length > 40);
});

test("in a narrow cell a number goes without the zero before its point, as in Python", () => {
  for (const [text, short] of shared.without_zero) assert.equal(withoutZero(text), short);
  assert.ok(shared.without_zero.length > 10);
});

test("whole numbers have no decimals, others two, small ones three", () => {
  for (const [value, text] of [[1, "1"], [0, "0"], [0.5555555820465088, "0.56"], [12.5, "12.50"],
    [0.012, "0.012"], [123.456, "123.5"], [1 / 3, "0.33"], [1 - 1e-7, "1"]]) {
    assert.equal(formatNumber(value), text);
  }
});

test("a negative number wears a true minus sign, and zero never does", () => {
  assert.equal(formatNumber(-0.7777777910232544), "−0.78");
  assert.equal(formatNumber(-3), "−3");
  assert.equal(formatNumber(-0), "0");
  assert.equal(formatNumber(-1e-9), "0");
  assert.equal(formatNumber(-0.004, 2), "0.00");
});

test("huge numbers and those that are none have a short form", () => {
  assert.equal(formatNumber(123456), "1.2e5");
  assert.equal(formatNumber(-2.5e9), "−2.5e9");
  assert.equal(formatNumber(NaN), "not a number");
  assert.equal(formatNumber(Infinity), "∞");
  assert.equal(formatNumber(-Infinity), "−∞");
});

test("asked-for decimals are kept", () => {
  assert.equal(formatNumber(1, 2), "1.00");
  assert.equal(formatNumber(0.5555, 1), "0.6");
});

test("a panel's numbers all get as many decimals as its values need", () => {
  assert.equal(decimalsFor([1, -1, 0]), 0);
  assert.equal(decimalsFor([1, 0.5]), 2);
  assert.equal(decimalsFor([12.5, 1]), 1);
  assert.equal(decimalsFor([255.5]), 0);
  assert.equal(decimalsFor([]), 0);
  assert.equal(decimalsFor([NaN, 0.5]), 2);
});

test("a negative factor wears parentheses", () => {
  assert.equal(factor(-1), "(−1)");
  assert.equal(factor(0.5), "0.50");
});

test("a sum of products is spelled with its numbers", () => {
  const pairs = [[1, 1], [-1, 1], [1, -1], [-1, -1]];
  assert.equal(spelled({pairs, sum: 0, total: 0}),
    "1·1 + (−1)·1 + 1·(−1) + (−1)·(−1) = 0");
  assert.equal(spelled({pairs: [[1, 1], [1, 1], [1, -1]], sum: 1, divide: 3, total: 1 / 3}),
    "1·1 + 1·1 + 1·(−1) = 1, ÷ 3 = 0.33");
  assert.equal(spelled({pairs: [[2, 3]], sum: 6, bias: -0.5, total: 5.5}),
    "2·3 + bias (−0.50) = 5.50");
});

test("a long sum says how many products it holds and keeps its result", () => {
  const pairs = Array.from({length: 48}, () => [1, 1]);
  const text = spelled({pairs, sum: 48, total: 48});
  assert.ok(text.includes("(48 products)"), text);
  assert.ok(text.endsWith("= 48"), text);
  assert.ok(text.length < 120, text);
});

test("every product says which weight it belongs to", () => {
  const parts = spellProducts({pairs: [[1, 2], [3, -4]], sum: -10, total: -10});
  assert.deepEqual(parts.filter(([, index]) => index >= 0), [["1·2", 0], ["3·(−4)", 1]]);
});

test("a rectified score shows what it was before", () => {
  const pairs = [[1, 1], [1, -1], [-1, 1]];
  assert.equal(spelled({pairs, sum: -1, divide: 3, rectify: true, total: 0}),
    "1·1 + 1·(−1) + (−1)·1 = −1, ÷ 3 = −0.33, max(0, −0.33) = 0.00");
});

test("a divided sum ends in the number of the cell, also where the quotient is a tie", () => {
  const total = Math.fround(4.875 / 25); // a little below 0.195, so the cell says 0.19
  const line = spelled({pairs: [[4.875, 1], [0, 1]], sum: 4.875, divide: 25, total,
    decimals: {source: 3, weights: 0, sum: 2, total: 2}});
  assert.match(line, / = 4\.875, ÷ 25 = 0\.19$/);
  const below = spelled({pairs: [[-4.875, 1], [0, 1]], sum: -4.875, divide: 25, rectify: true,
    total: 0, decimals: {source: 3, weights: 0, sum: 2, total: 2}});
  assert.match(below, / = −4\.875, ÷ 25 = −0\.19, max\(0, −0\.19\) = 0\.00$/);
});
