// Colours, judged by numbers.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";

import {board} from "./board.mjs";

const {parseColour, colourOf, inkFor} = board;

const luminance = (rgb) => {
  const [r, g, b] = rgb.map((v) => v / 255).map((v) =>
    v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

test("a colour is read from its six digits", () => {
  assert.deepEqual(parseColour(" #0a80ff "), [10, 128, 255]);
});

test("stops are met exactly, between them colours mix, beyond the limits they stay", () => {
  const stops = [[0, 0, 255], [255, 255, 255], [255, 0, 0]];
  assert.deepEqual(colourOf(stops, -1, [-1, 1]), [0, 0, 255]);
  assert.deepEqual(colourOf(stops, 0, [-1, 1]), [255, 255, 255]);
  assert.deepEqual(colourOf(stops, 1, [-1, 1]), [255, 0, 0]);
  assert.deepEqual(colourOf(stops, 0.5, [-1, 1]), [255, 128, 128]);
  assert.deepEqual(colourOf(stops, 99, [-1, 1]), [255, 0, 0]);
  assert.deepEqual(colourOf(stops, -99, [-1, 1]), [0, 0, 255]);
});

test("limits that hold a single value give the middle colour", () => {
  assert.deepEqual(colourOf([[0, 0, 0], [10, 10, 10], [20, 20, 20]], 7, [7, 7]), [10, 10, 10]);
});

test("numbers are readable on every colour: contrast at least 4.5 to 1", () => {
  for (let r = 0; r <= 255; r += 17) {
    for (let g = 0; g <= 255; g += 17) {
      for (let b = 0; b <= 255; b += 17) {
        const reached = contrast([r, g, b], parseColour(inkFor([r, g, b])));
        assert.ok(reached >= 4.5, `${[r, g, b]}: ${reached}`);
      }
    }
  }
});

// -- one truth with Python: tests/plots/test_colours.py runs these too

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const shared = JSON.parse(read("../shared/colours.json"));
const LIGHT = {negative: "negative", zero: "zero", positive: "positive", frame: "cursor",
  fg: "ink", muted: "muted", bg: "paper", halo: "paper", wrong: "wrong"};

test("the light theme has Python's colours", () => {
  const light = read("../../js/board/board.css").split("[data-jp-theme-light")[0];
  for (const [variable, name] of Object.entries(LIGHT)) {
    const [, colour] = new RegExp(`--cnnkit-${variable}: [^;]*(#[0-9a-f]{6})\\)?;`).exec(light);
    assert.equal(colour, shared.names[name], variable);
  }
});

test("a signed number has Python's colour", () => {
  const stops = ["negative", "zero", "positive"].map((name) => parseColour(shared.names[name]));
  for (const [value, limit, colour] of shared.signed) {
    assert.deepEqual(colourOf(stops, value, [-limit, limit]), colour, `${value} of ${limit}`);
  }
  assert.ok(shared.signed.length > 100);
});

test("the ink on a ground is Python's", () => {
  for (const [ground, ink] of shared.ink) assert.equal(inkFor(ground), ink, ground.join());
  assert.equal(new Set(shared.ink.map(([, ink]) => ink)).size, 2);
});
