// Where pointers and keys lead.
import assert from "node:assert/strict";
import test from "node:test";

import {board} from "./board.mjs";
import {filter, handAt, sceneOf} from "./scenes.mjs";

const {cellByKey, cellHeld, clip, cursorAt, keyStart, targetOf} = board;
const cell = (row, col, channel = 0) => ({channel, row, col});

test("a pointer in the picture holds the window: the cursor is in the map", () => {
  const scene = filter();
  assert.deepEqual(cursorAt(scene, handAt("map", 0, 0, 0), scene.named.image, cell(2, 2)),
    {panel: "map", channel: 0, row: 1, col: 1});
});

test("a window keeps the map that the cursor was in, unless each map has its own picture", () => {
  for (const [channels, map] of [["all", 1], ["same", 2]]) {
    const scene = sceneOf({
      arrays: {maps: [[3, 2, 2], Array(12).fill(0)], image: [[3, 2, 2], Array(12).fill(0)]},
      panels: {maps: {}, image: {}},
      links: [{reader: "maps", source: "image", kernel_size: [1, 1], snap: true, channels}],
    });
    assert.deepEqual(cursorAt(scene, handAt("maps", 1, 0, 0), scene.named.image, cell(1, 0, 2)),
      {panel: "maps", channel: map, row: 1, col: 0});
  }
});

test("where one paints, no window follows", () => {
  const scene = filter();
  scene.named.image.editable = "draw";
  assert.deepEqual(cursorAt(scene, handAt("map", 0, 0, 0), scene.named.image, cell(2, 2)),
    {panel: "image", channel: 0, row: 2, col: 2});
});

test("a panel that shows one map of a stack stands for that map", () => {
  const scene = sceneOf({arrays: {stack: [[2, 2, 2], Array(8).fill(0)], open: [[1, 2, 2], [0, 0, 0, 0]]},
    panels: {stack: {}, open: {map_of: ["stack", 1]}}});
  assert.deepEqual(targetOf(scene, scene.named.open), {name: "stack", map: 1});
  assert.deepEqual(cursorAt(scene, handAt("stack", 0, 0, 0), scene.named.open, cell(1, 0)),
    {panel: "stack", channel: 1, row: 1, col: 0});
});

test("arrow keys go to the next cell and stop at the rim of a single map", () => {
  const shape = {channels: 1, rows: 2, cols: 3};
  const to = (key, row, col) => cellByKey(key, cell(row, col), shape, 1);
  assert.deepEqual(to("ArrowDown", 0, 0), cell(1, 0));
  assert.deepEqual(to("ArrowRight", 0, 1), cell(0, 2));
  assert.deepEqual(to("ArrowLeft", 0, 0), cell(0, 0));
  assert.deepEqual(to("ArrowUp", 0, 0), cell(0, 0));
  assert.deepEqual(to("ArrowDown", 1, 2), cell(1, 2));
});

test("Home and End go along the row, Page Up and Page Down along the column", () => {
  const shape = {channels: 1, rows: 4, cols: 3};
  const to = (key) => cellByKey(key, cell(2, 1), shape, 1);
  assert.deepEqual(["Home", "End", "PageUp", "PageDown"].map(to),
    [cell(2, 0), cell(2, 2), cell(0, 1), cell(3, 1)]);
});

test("walking off a tile enters its neighbour at the near edge", () => {
  const shape = {channels: 4, rows: 3, cols: 3};
  const to = (key, at) => cellByKey(key, at, shape, 2);
  assert.deepEqual(to("ArrowRight", cell(1, 2, 0)), cell(1, 0, 1));
  assert.deepEqual(to("ArrowLeft", cell(1, 0, 1)), cell(1, 2, 0));
  assert.deepEqual(to("ArrowDown", cell(2, 1, 1)), cell(0, 1, 3));
  assert.deepEqual(to("ArrowUp", cell(0, 1, 3)), cell(2, 1, 1));
  assert.deepEqual(to("ArrowRight", cell(1, 2, 1)), cell(1, 2, 1)); // the rim of the block
});

test("where only one map is meant, no neighbour is entered", () => {
  const shape = {channels: 4, rows: 3, cols: 3};
  assert.deepEqual(cellByKey("ArrowRight", cell(1, 2, 0), shape), cell(1, 2, 0));
});

test("other keys move nothing", () => {
  for (const key of ["a", "Enter", " ", "Escape", "toString"]) {
    assert.equal(cellByKey(key, cell(0, 0), {channels: 1, rows: 2, cols: 2}, 1), null);
  }
});

test("a key in the picture starts from the window, wherever in the picture the pointer is", () => {
  const scene = filter();
  const places = {map: {panel: "map", channel: 0, row: 1, col: 0}};
  assert.deepEqual(keyStart(scene, handAt("image", 0, 2, 2, {places}), scene.named.image),
    cell(1, 0));
  assert.deepEqual(keyStart(scene, handAt("map", 0, 0, 1), scene.named.image), cell(0, 1));
});

test("a key in the panel of one open map stays on that map", () => {
  const scene = sceneOf({arrays: {stack: [[2, 2, 2], Array(8).fill(0)], open: [[1, 2, 2], [0, 0, 0, 0]]},
    panels: {stack: {}, open: {map_of: ["stack", 1]}}});
  assert.deepEqual(keyStart(scene, handAt("stack", 0, 1, 0), scene.named.open), cell(1, 0, 1));
});

test("a key in the kernel starts from the tapped weight", () => {
  const scene = filter();
  assert.deepEqual(cellHeld(scene, handAt("map", 0, 1, 1), scene.named.kernel), cell(0, 0));
  assert.deepEqual(cellHeld(scene, handAt("map", 0, 1, 1, {tap: cell(1, 0)}), scene.named.kernel),
    cell(1, 0));
});

test("a cursor beside the panels is the nearest cell, of the leading panel if it names none", () => {
  const scene = filter();
  assert.deepEqual(clip(scene, {panel: "image", channel: 5, row: -1, col: 9}),
    {panel: "image", channel: 0, row: 0, col: 2});
  assert.deepEqual(clip(scene, {panel: "gone", channel: 0, row: 1, col: 1}),
    {panel: "map", channel: 0, row: 1, col: 1});
});
