// Where the curves over epochs lie: ticks, pixels, the epoch under a pointer, texts side by side.
import assert from "node:assert/strict";
import test from "node:test";

import {readFileSync} from "node:fs";

import {board} from "./board.mjs";

const shared = JSON.parse(readFileSync(new URL("../shared/strokes.json", import.meta.url), "utf8"));

const {axisTicks, multiples, ticksApart, tickStep, pixelOf, columnAt, nearestTo, placeTexts, rangeOf, shortened,
  tellEpoch, sayEpoch, DASHES, STROKES} = board;

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

test("the steps between ticks are 1, 2 or 5 times a power of ten, and reach both ends", () => {
  for (const range of [0.003, 0.1, 1, 2, 4, 5, 6, 99, 3000]) {
    for (const count of [1, 3, 8]) {
      const digit = Number(tickStep(range, count).toExponential()[0]);
      assert.ok([1, 2, 5].includes(digit), `${range} ${count}: ${digit}`);
    }
  }
  assert.deepEqual(multiples(-1, 1, 0.5), [-1, -0.5, 0, 0.5, 1]);
  assert.deepEqual(multiples(0.1, 0.35, 0.1), [0.1, 0.2, 0.3]);
});

test("where an axis is short there are fewer ticks, and never closer than they are high", () => {
  assert.deepEqual(ticksApart(0, 1.5, 5, 126, 13), [0, 0.5, 1, 1.5]);
  for (const high of [0.3, 1, 1.5, 2, 3, 5, 100]) {
    for (const room of [10, 19, 30, 60, 126]) {
      const ticks = ticksApart(0, high, 5, room, 13);
      assert.equal(ticks[0], 0);
      if (ticks.length > 1) assert.ok((ticks[1] / high) * room >= 13, `${high} ${room}: ${ticks}`);
    }
  }
});

/** Asserts that each text lies between the ends and covers no other. */
function apart(texts, ends, places) {
  const boxes = places.map((place, i) => place && [place.row, place.left, place.left + texts[i].width]);
  boxes.forEach((box, i) => {
    if (!box) return;
    const [row, left, right] = box;
    assert.ok(left >= ends[0] && right <= ends[1], `${i}: ${left}–${right} of ${ends}`);
    for (const other of boxes.slice(i + 1)) {
      if (other?.[0] === row) assert.ok(right <= other[1] || other[2] <= left, `${box} ${other}`);
    }
  });
}

test("texts of changed settings never cover each other nor leave the picture", () => {
  const ends = [38, 300];
  for (const width of [20, 60, 100, 130, 180, 262]) {
    for (const step of [0, 1, 7, 30, 90]) {
      const texts = [...Array(12).keys()].map((i) => ({ at: Math.min(38 + i * step, 290), width }));
      const places = placeTexts(texts, ends, 6);
      apart(texts, ends, places);
      assert.ok(places.at(-1), "the newest one is always told");
    }
  }
  assert.deepEqual(placeTexts([{ at: 50, width: 400 }], ends, 6), [null], "wider than the picture");
  assert.deepEqual(placeTexts([{ at: 280, width: 60 }], ends, 6), [{ left: 216, row: 0 }]);
});

test("several changes at one moment stand below each other", () => {
  const places = placeTexts(Array(4).fill({ at: 50, width: 60 }), [38, 300], 6);
  assert.deepEqual(places.map(({ row }) => row), [3, 2, 1, 0]);
});

test("the strokes of the lines are those of the still picture", () => {
  assert.deepEqual(STROKES, shared.lines);
  assert.deepEqual(DASHES, shared.curves);
});

// -- words

const records = { title: "Loss", kind: "lines", names: ["training", "test"], unit: "", beside: "",
  before: "before", shape: { channels: 2, rows: 1, cols: 2 }, values: [2.3, 0.5, 2.25, 0.75] };
const scene = { arrays: { before: { shape: [2, 2], values: [2.3, 0.25, 2.25, 1] } } };

test("one epoch is told as one", () => {
  assert.match(sayEpoch(records, { channel: 0, col: 1 }), /2 curves over 1 epoch\./);
  assert.match(sayEpoch({ ...records, shape: { ...records.shape, cols: 1 } },
    { channel: 0, col: 0 }), /over 0 epochs\./);
});

test("beside an epoch stands what another run was then, as far as it went", () => {
  const kept = { ...records, beside: "kept run" };
  assert.equal(tellEpoch(kept, { col: 1 }, scene), "Loss after epoch 1: training 0.50, test 0.75; "
    + "kept run: training 0.25, test 1.00");
  assert.equal(tellEpoch(records, { col: 1 }, scene), "Loss after epoch 1: training 0.50, test 0.75");
  const longer = { ...kept, shape: { ...kept.shape, cols: 3 }, values: [2, 1, 0.5, 2, 1, 0.5] };
  assert.ok(!tellEpoch(longer, { col: 2 }, scene).includes("kept run"));
});

test("at an epoch stands what was changed then, also where its text had no room", () => {
  const changed = { ...records, marks: [[0, "rate 0.1"], [1, "batch 8"], [1.5, "Adam"], [1, ""]] };
  assert.match(tellEpoch(changed, { col: 1 }, scene), /test 0\.75; then batch 8, Adam$/);
});

test("what cannot be counted as right is a dash, not a number", () => {
  const nothing = { ...records, unit: "%", values: [NaN, NaN, NaN, NaN] };
  assert.equal(tellEpoch(nothing, { col: 0 }, scene),
    "Loss after epoch 0 (the start): training –, test –");
});

// -- captions and pages

test("a long name in a caption is shortened; mark and number stay", () => {
  const fits = (most) => (text) => text.length <= most;
  assert.equal(shortened("now 7 ✓ 98%", fits(20)), "now 7 ✓ 98%");
  assert.equal(shortened("now golden retriever ✗ 100%", fits(20)), "now golden r… ✗ 100%");
  assert.equal(shortened("is golden retriever", fits(12)), "is golden r…");
  for (let most = 8; most < 30; most += 1) {
    const text = shortened("now golden retriever ✗ 100%", fits(most));
    assert.ok(text.endsWith(" ✗ 100%") && text.length <= most, `${most}: ${text}`);
  }
});

test("a page tells which of how many it shows", () => {
  assert.equal(rangeOf({ name: "map_page", page: 1, pages: 4, first: 8, total: 32 }, 8), "8–15 of 32");
  assert.equal(rangeOf({ name: "map_page", page: 4, pages: 5, first: 32, total: 33 }, 1), "32 of 33");
});
