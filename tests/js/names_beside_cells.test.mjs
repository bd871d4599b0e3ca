// Names of rows and columns beside a grid, ticks in powers of ten, the legend of several lines.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {load} from "./board.mjs";

const {columnsOf, cutNames, namesThatFit, paintNames} = await load("names_beside_cells.js");
const {powerTicks} = await load("curve.js");
const {placeLegend} = await load("legend.js");
const {stepsShown} = await load("lines_over_grid.js");

const view = (names) => ({panel: {column_names: names, colours: "gray"},
  board: {ruler: {drawn: (texts) => Math.max(...texts.map((text) => 7 * text.length))}}});

test("names that would touch each other are left out, and empty ones are not written", () => {
  assert.deepEqual(namesThatFit(["a", "b", "c"], [7, 7, 7], 20), [0, 1, 2]);
  assert.deepEqual(namesThatFit(["1000 Hz", "950 Hz", "900 Hz"], [49, 42, 42], 30), [0, 2]);
  assert.deepEqual(namesThatFit(["-3", "", "", "0"], [14, 0, 0, 7], 9), [0, 3]);
});

const {cases} = JSON.parse(readFileSync(new URL("../shared/names.json", import.meta.url), "utf8"));

test("names are cut as in Python's pictures, and no two are made the same", () => {
  for (const {names, most, cut} of cases) {
    assert.deepEqual(cutNames(names, (text) => [...text].length <= most), cut);
  }
});

test("words that do not fit beside each other are turned, so that none is left out", () => {
  const words = ["not", "wonderful", "at", "all"];
  assert.deepEqual(columnsOf(view(words), 28),
    {turned: true, kept: [0, 1, 2, 3], height: 7 * 9 + 10});
  assert.equal(columnsOf(view(words), 80).turned, false);
});

test("turned words end where the cells of a table begin, and begin below those of a grid", () => {
  for (const [colours, first, last] of [["plain", 0, 73], ["gray", 73 + 2 * 28, Infinity]]) {
    const grid = {...view(["not", "wonderful", "at", "all"]), cell: 28, pad: [0, 0],
      shape: {rows: 2, cols: 4}, origin: () => [4, 73]};
    grid.panel.colours = colours;
    grid.board.palette = {};
    const written = [];
    paintNames(grid, {save() {}, restore() {}, rotate() {},
      translate(x, y) { this.y = y; }, fillText(text) { written.push([text, this.y]); }});
    assert.equal(written.length, 4);
    for (const [text, y] of written) { // from here down
      assert.ok(y >= first && y + 7 * text.length <= last, `${colours}: ${text} at ${y}`);
    }
  }
});

test("numbers along an axis of tiny cells stay upright, every few of them", () => {
  const times = Array.from({length: 59}, (_, i) => (i / 100).toFixed(2));
  const {turned, kept} = columnsOf(view(times), 6);
  assert.equal(turned, false);
  assert.equal(kept[0], 0);
  assert.ok(kept.length > 5 && kept.length < 12);
});

test("a grid without names has no room for them", () => {
  assert.equal(columnsOf(view([]), 20).height, 0);
  assert.equal(columnsOf(view(["", ""]), 20).height, 0);
});

test("ticks of an axis of powers of ten lie inside it and are few", () => {
  for (const [low, high] of [[0.07, 22], [0.08, 0.12], [0.5, 5e12], [1, 10], [3e-5, 4e-5]]) {
    const ticks = powerTicks([low, high]);
    assert.ok(ticks.every((at) => at >= low * 0.999 && at <= high * 1.001), `${ticks}`);
    assert.ok(ticks.length <= 7, `${ticks}`);
  }
  assert.deepEqual(powerTicks([0.5, 200]).map((at) => Number(at.toPrecision(3))), [1, 10, 100]);
});

test("names of lines go on in a second row where there is no room", () => {
  const {places, rows} = placeLegend([40, 40, 40], 150);
  assert.deepEqual(places.map(({row}) => row), [0, 0, 1]);
  assert.equal(places[2].left, 0);
  assert.equal(rows, 2);
  assert.equal(placeLegend([], 100).rows, 0);
});

test("ways are drawn as far as the cursor is on the curve over their steps, else to the end", () => {
  const hand = {cursor: {panel: "walks", channel: 0, row: 0, col: 7}};
  assert.equal(stepsShown({follows: "walks"}, hand), 7);
  assert.equal(stepsShown({follows: "walks"}, {cursor: {...hand.cursor, panel: "error"}}), Infinity);
  assert.equal(stepsShown({follows: ""}, hand), Infinity);
});
