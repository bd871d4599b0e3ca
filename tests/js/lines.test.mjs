// Where the curves over epochs lie: ticks, pixels, the epoch under a pointer, texts side by side.
import assert from "node:assert/strict";
import test from "node:test";

import {board} from "./board.mjs";

const {axisTicks, pixelOf, columnAt, nearestTo, textRows} = board;

test("ticks are round, inside the range, evenly apart and not too many", () => {
  for (const high of [0.003, 0.1, 0.7, 1, 2.3, 5, 12, 20, 99, 100, 350, 1e4]) {
    for (const most of [4, 5, 6, 9]) {
      const ticks = axisTicks(0, high, most);
      assert.ok(ticks.length >= 2, `${high} ${most}: ${ticks}`);
      assert.ok(ticks.length <= most + 1);
      assert.equal(ticks[0], 0);
      assert.ok(ticks.at(-1) <= high * (1 + 1e-9));
      const step = ticks[1];
      const digit = Number(step.toExponential()[0]);
      assert.ok([1, 2, 5].includes(digit), `step ${step}`);
      ticks.forEach((tick, i) => assert.ok(Math.abs(tick - i * step) < 1e-9 * high));
    }
  }
});

test("a range of no width has one tick", () => {
  assert.deepEqual(axisTicks(3, 3, 5), [3]);
});

test("values lie between the ends of an axis and stay there", () => {
  assert.equal(pixelOf(0, [0, 10], 40, 240), 40);
  assert.equal(pixelOf(10, [0, 10], 40, 240), 240);
  assert.equal(pixelOf(2.5, [0, 10], 40, 240), 90);
  assert.equal(pixelOf(99, [0, 10], 40, 240), 240);
  assert.equal(pixelOf(1, [0, 4], 120, 20), 95, "an axis that points up");
  assert.equal(pixelOf(Infinity, [0, 4], 120, 20), 20);
});

test("the epoch under a pixel is the one drawn nearest to it", () => {
  const range = [0, 20], from = 38, to = 290;
  for (let epoch = 0; epoch <= 12; epoch += 1) {
    const at = pixelOf(epoch, range, from, to);
    for (const off of [-5, 0, 5]) assert.equal(columnAt(at + off, range, from, to, 13), epoch);
  }
});

test("beside the curve it is the first or the last epoch that there is", () => {
  assert.equal(columnAt(-50, [0, 20], 38, 290, 13), 0);
  assert.equal(columnAt(289, [0, 20], 38, 290, 13), 12);
  assert.equal(columnAt(100, [0, 5], 38, 290, 1), 0);
});

test("the nearest line is found, a missing number never", () => {
  assert.equal(nearestTo([10, 40, 90], 38), 1);
  assert.equal(nearestTo([10, 40, 90], 1000), 2);
  assert.equal(nearestTo([NaN, 40], 0), 1);
  assert.equal(nearestTo([40, NaN], 400), 0);
  assert.equal(nearestTo([NaN, NaN], 5), 0);
});

test("texts that would cover each other stand in rows of their own", () => {
  const texts = [{at: 0, width: 50}, {at: 10, width: 50}, {at: 20, width: 50}, {at: 60, width: 9}];
  assert.deepEqual(textRows(texts), [0, 1, 2, 0]);
  assert.deepEqual(textRows([{at: 0, width: 5}, {at: 6, width: 5}]), [0, 0]);
  assert.equal(Math.max(...textRows(Array(9).fill({at: 1, width: 30}))), 2);
});
