// Which part of a lesson goes to which slide.
import assert from "node:assert/strict";
import test from "node:test";

import { keepHeadings, pack } from "../../js/page/slides.js";

const parts = (...heights) => heights.map((height) => ({ height, begins: false }));

test("a slide takes what fits", () => {
  assert.deepEqual(pack(parts(300, 300, 100, 600), 650), [[0, 1], [2], [3]]);
});

test("what is too high stands alone", () => {
  assert.deepEqual(pack(parts(100, 900, 100), 650), [[0], [1], [2]]);
});

test("a section begins a slide", () => {
  const [one, two, three] = parts(10, 10, 10);
  assert.deepEqual(pack([one, { ...two, begins: true }, three], 650), [[0], [1, 2]]);
});

test("a heading goes along with what it is about", () => {
  assert.deepEqual(keepHeadings([[0, 1], [2]], (index) => index === 1), [[0], [1, 2]]);
});

test("a heading alone on a slide stays", () => {
  assert.deepEqual(keepHeadings([[0], [1]], (index) => index === 0), [[0], [1]]);
});
