// Sizes of cells and columns, on pages of any width.
import assert from "node:assert/strict";
import test from "node:test";

import {load} from "./board.mjs";

const {allot, planColumns, planLines, planRows, planSplit, planStacks, rowPlanner, splits} =
  await load("layout_plan.js");

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

test("on a page that has room for them columns stand in one row", () => {
  assert.deepEqual(planRows(panels, room(800)).rows, [3]);
});

test("of all ways to share columns among rows the best is found", () => {
  let seed = 1;
  const next = (least, most) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return least + Math.floor(seed / 2147483648 * (most - least + 1));
  };
  const board = () => Array.from({length: next(1, 7)}, () => Array.from({length: next(1, 3)}, () => (
    next(0, 3) ? grid(next(1, 28), next(1, 28), {title: next(10, 200), word: next(5, 90)})
      : curve(next(50, 300)))));
  let several = 0;
  for (let trial = 0; trial < 300; trial += 1) {
    const columns = board();
    const page = room(next(200, 1450), {height: next(100, 600), scrolled: next(0, 2) === 0});
    const plans = splits(columns.length)
      .map((rows) => planSplit(rows, rowPlanner(columns, page), page, 0)); // each for itself
    const best = plans.reduce((one, other) => (other.score > one.score ? other : one));
    const found = planRows(columns, page);
    if (best.score) assert.deepEqual(found, best);
    else assert.equal(found.score, 0);
    several += found.rows.length > 1 && found.score > 0;
  }
  assert.ok(several > 50, `${several}`);
});

test("a layout that was found is kept, for its own page and its own panels", () => {
  const found = planRows(panels, room(801));
  assert.equal(planRows(structuredClone(panels), room(801)), found);
  for (const other of [planRows(panels, room(320)), planRows(panels, room(801), true),
    planRows(panels, room(801, {height: 200})), planRows(panels, room(801, {largest: 20})),
    planRows(panels, room(801, {scrolled: true})),
    planRows([[grid(9, 8)], [grid(3, 3)], [grid(7, 7)]], room(801))]) assert.notEqual(other, found);
  for (let width = 300; width < 700; width += 1) planRows(panels, room(width)); // more than are kept
  const again = planRows(panels, room(801));
  assert.notEqual(again, found);
  assert.deepEqual(again, found);
});

test("on a narrow page columns go on in further rows, and cells stay large", () => {
  const {rows, cell} = planRows(panels, room(320, {scrolled: true}));
  assert.ok(rows.length > 1);
  assert.ok(cell >= 20, `${cell}`);
});

test("where one more row gives larger cells, but the page would be half white, there is one row", () => {
  const long = [[grid(9, 9)], [grid(9, 9)], [grid(9, 9)], [grid(9, 9)], [grid(1, 2)]];
  assert.deepEqual(planRows(long, room(822, {height: 420})).rows, [5]);
});

test("rows in all are no higher than the scene asks for", () => {
  const {rows, cell} = planRows([...panels, ...panels, ...panels], room(620));
  const tall = [0, 1, 2].map(() => 9 * cell);
  assert.ok(tall.slice(0, rows.length).reduce((sum, one) => sum + one) <= 400, `${rows} ${cell}`);
});

test("panels of a size of their own go on in a further row rather than out of the frame", () => {
  const {rows} = planRows([[curve(300)], [curve(300)], [curve(300)]], room(700));
  assert.deepEqual(rows, [2, 1]);
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

test("stacks in several rows keep their order, and rows are about equally wide", () => {
  const columns = Array.from({length: 8}, () => [grid(28, 28, {tiles: 16})]);
  assert.deepEqual(planLines(columns, room(1400, {height: 300})), [8]);
  const rows = planLines(columns, room(200, {height: 150}));
  assert.ok(rows.length > 1);
  assert.equal(rows.reduce((sum, one) => sum + one), 8);
  assert.ok(Math.max(...rows) - Math.min(...rows) <= 1, `${rows}`);
});

test("on a page that is scrolled stacks take more rows for numbers in their cells, and only then", () => {
  const stacks = (side) => [[grid(side, side)], [grid(side, side, {tiles: 3})],
    [grid(side, side, {tiles: 3})], [grid(side, side, {tiles: 3})]];
  const scrolled = room(400, {scrolled: true});
  const rows = planLines(stacks(7), scrolled, true);
  assert.ok(rows.length > 1, `${rows}`);
  let first = 0;
  for (const many of rows) {
    const {placed} = planStacks(stacks(7).slice(first, first += many), scrolled);
    assert.ok(placed.every(({cell}) => cell >= 16));
  }
  assert.deepEqual(planLines(stacks(7), room(400), true), [4]); // not scrolled
  assert.deepEqual(planLines(stacks(7), scrolled), [4]); // an overview over what is open
  assert.deepEqual(planLines(stacks(28), scrolled, true), [4]); // no rows would give them any
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
