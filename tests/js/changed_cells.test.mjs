// Which cells of a grid are painted again after an edit.
import assert from "node:assert/strict";
import test from "node:test";

import {load} from "./board.mjs";

const {NOTHING, changedCells} = await load("changed_cells.js");

const painted = (values, {look = "as ever", revealed = Infinity} = {}) =>
  ({look, values: Float32Array.from(values), revealed});
const two = [1, 2, 3, 4, 5, 6, 7, 8]; // two maps of four cells
const withAt = (at, value) => two.map((one, i) => (i === at ? value : one));

test("cells of other numbers are painted again, and no others", () => {
  assert.deepEqual(changedCells(painted(two), painted(two), 4), []);
  assert.deepEqual(changedCells(painted(withAt(5, 0)), painted(two), 4), [5]);
  assert.deepEqual(changedCells(painted(withAt(0, NaN)), painted(two), 4), [0]);
  assert.deepEqual(changedCells(painted(withAt(0, NaN)), painted(withAt(0, NaN)), 4), []);
  assert.deepEqual(changedCells(painted(withAt(3, 0)), painted(withAt(3, -0)), 4), [3]);
});

test("a cell of each map is uncovered or covered at a time", () => {
  const at = (revealed) => painted(two, {revealed});
  assert.deepEqual(changedCells(at(3), at(2), 4), [2, 6]);
  assert.deepEqual(changedCells(at(2), at(3), 4), [2, 6]);
  assert.deepEqual(changedCells(at(Infinity), at(4), 4), []);
  // What is covered may change: nobody sees it.
  assert.deepEqual(changedCells(painted(withAt(7, 0), {revealed: 3}), at(3), 4), []);
});

test("a change of what was covered is seen when it is uncovered", () => {
  const covered = painted(withAt(7, 0), {revealed: 3});
  assert.deepEqual(changedCells(painted(withAt(7, 0)), covered, 4), [3, 7]);
});

test("all is painted where cells look otherwise, or most have changed, or nothing was", () => {
  assert.equal(changedCells(painted(two), painted(two, {look: "larger"}), 4), null);
  assert.equal(changedCells(painted(two), NOTHING, 4), null);
  assert.equal(changedCells(painted(two, {look: ""}), painted(two, {look: ""}), 4), null);
  assert.equal(changedCells(painted([...two, 9, 9, 9, 9]), painted(two), 4), null);
  const negated = (count) => painted(two.map((one, i) => (i < count ? -one : one)));
  assert.equal(changedCells(negated(5), painted(two), 4), null);
  assert.deepEqual(changedCells(negated(4), painted(two), 4), [0, 1, 2, 3]); // half of them
});
