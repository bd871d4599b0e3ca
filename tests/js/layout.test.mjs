// Sizes of cells and columns, on pages of any width.
import assert from "node:assert/strict";
import test from "node:test";

import {load} from "./board.mjs";

const {allot, planColumns, planStacks} = await load("layout.js");

const grid = (rows, cols, more = {}) => ({fixedWidth: 0, fixedCell: 0, tiles: 1, tilesAcross: 1,
  tilesDown: 1, tileCols: cols, tileRows: rows, share: 1, title: 80, word: 40, note: 60, ...more});
const curve = (width) => grid(0, 0, {fixedWidth: width, fixedCell: 1});
const room = (width, more = {}) => ({width, height: 400, largest: 38, ...more});
const panels = [[grid(9, 9)], [grid(3, 3)], [grid(7, 7)]];

test("columns stand side by side where they fit, all with cells of one size", () => {
  for (const width of [600, 700, 800, 1000, 1400]) {
    const {cell, gap, beside} = planColumns(panels, room(width));
    assert.ok(beside, `${width}`);
    const wide = panels.map(([{tileCols, word}]) => Math.max(tileCols * cell, word));
    assert.ok(wide[0] + wide[1] + wide[2] + 2 * gap <= width, `${width}`);
  }
});

test("cells grow with the page until the scene or the height says that it is enough", () => {
  const cells = [600, 700, 800, 1000, 1400].map((width) => planColumns(panels, room(width)).cell);
  assert.deepEqual(cells, [...cells].sort((a, b) => a - b));
  assert.equal(cells.at(-1), 38);
  assert.equal(planColumns(panels, room(1400, {height: 180})).cell, 20);
});

test("on a narrow page columns go below each other, and cells stay large", () => {
  const narrow = planColumns(panels, room(320));
  assert.equal(narrow.beside, false);
  assert.equal(narrow.cell, 24);
});

test("a panel of a size of its own takes its width from the others", () => {
  const with_ = planColumns([...panels, [curve(300)]], room(900));
  assert.ok(with_.cell < planColumns(panels, room(900)).cell);
});

test("tiles of stacks in a row are as large as the width allows, and stay on one line", () => {
  const columns = [[grid(9, 9)], [grid(7, 7, {tiles: 8})], [curve(120)]];
  const wide = planStacks(columns, room(1000, {height: 300}));
  const slim = planStacks(columns, room(600, {height: 300}));
  assert.equal(wide.placed.length, 2); // the curve has its own size
  assert.equal(wide.lines, 1);
  assert.ok(wide.placed[0].cell > slim.placed[0].cell);
});

test("titles of stacks are broken where one line of them would cost the tiles much", () => {
  const stacks = (title) => [[grid(9, 9, {title})], [grid(7, 7, {tiles: 8, title})]];
  const plan = (title) => planStacks(stacks(title), room(600, {height: 300}));
  assert.deepEqual(plan(180), plan(40)); // of 40 pixels is their longest word
  assert.notDeepEqual(plan(150), plan(40)); // costs a little, and they stay on their line
});

test("a row of many stacks takes more lines on a narrow page", () => {
  const columns = Array.from({length: 7}, () => [grid(28, 28, {tiles: 16})]);
  assert.ok(planStacks(columns, room(320, {height: 150})).lines > 1);
});

const words = (cells, title, note = 0) => ({cells, word: 40, title, note});

test("a column is as wide as its cells, and as its title where the page has room", () => {
  assert.deepEqual(allot([words(100, 80), words(100, 180)], 500, 20),
    {widths: [100, 180], whole: true});
});

test("where the page has not, those that want the least get it, and a title is broken", () => {
  assert.deepEqual(allot([words(100, 190), words(100, 110)], 240, 20),
    {widths: [110, 110], whole: false});
});

test("notes get what is left, up to a limit", () => {
  assert.deepEqual(allot([words(100, 100, 130), words(100, 100, 900)], 1000, 20).widths, [130, 150]);
});

test("columns below each other may each be as wide as the page and no wider", () => {
  assert.deepEqual(allot([words(200, 500), words(200, 230)], 300, 20),
    {widths: [300, 230], whole: true});
});
