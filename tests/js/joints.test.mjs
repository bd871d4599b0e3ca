// Lines between what a cell reads and the cell.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./board.mjs";

const { between, hull, openTells, pairsOf } = await load("joints.js");
const box = (left, top, right, bottom) => ({left, top, right, bottom});

test("a box beside another is joined by its corners", () => {
  assert.deepEqual(between(box(0, 0, 30, 30), box(50, 10, 60, 20)),
    [[30, 0, 50, 10], [30, 30, 50, 20]]);
});

test("a box below another is joined downwards", () => {
  assert.deepEqual(between(box(0, 0, 30, 30), box(10, 50, 20, 60)),
    [[0, 30, 10, 50], [30, 30, 20, 50]]);
});

test("boxes that lie on each other, or to the left, are not joined", () => {
  assert.deepEqual(between(box(20, 0, 30, 30), box(0, 0, 10, 10)), []);
  assert.deepEqual(between(box(0, 0, 30, 30), box(10, 10, 20, 20)), []);
  assert.deepEqual(between(box(50, 0, 80, 30), box(0, 50, 20, 60)), []); // in the next row
});

test("the hull holds all boxes", () => {
  assert.deepEqual(hull([box(5, 0, 9, 2), box(0, 1, 3, 8)]), box(0, 0, 9, 8));
});

test("panels of an open map are joined one behind the other, each pair once", () => {
  const links = [{source: "input", reader: "0"}, {source: "numbers", reader: "weights"},
    {source: "source", reader: "curve", kind: "value"}];
  const scene = {links, split: 1, columns: [["input"], ["numbers"], ["weights"], ["votes"]]};
  assert.deepEqual(pairsOf(scene),
    [["input", "0"], ["numbers", "weights"], ["weights", "votes"]]);
  assert.deepEqual(pairsOf({...scene, split: 0}), [["input", "0"], ["numbers", "weights"]]);
});

test("the row of an open map tells of its own cells, not of those of another map or layer", () => {
  const named = {input: {}, "0": {}, "2": {}, part: {map_of: ["input", -1]}, kernel: {},
    map: {map_of: ["0", 1]}};
  const scene = {named, split: 1, columns: [["input", "0", "2"], ["part"], ["kernel"], ["map"]]};
  const at = (panel, channel) => openTells(scene, {panel, channel, row: 0, col: 0});
  assert.ok(at("0", 1));
  for (const [panel, channel] of [["0", 0], ["2", 1], ["input", 0]]) assert.ok(!at(panel, channel));
  assert.ok(openTells({...scene, split: 0}, {panel: "2", channel: 0, row: 0, col: 0}));
});
