// Lines between what a cell reads and the cell.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { load } from "./board.mjs";

const { Joints, between, hull, openTells, pairsOf } = await load("joining_lines.js");
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

/** Joints of a board whose one line begins at the cursor's column. */
const at = (col) => ({panel: "map", channel: 0, row: 0, col});

function joints() {
  const nodes = () => {
    const said = new Map();
    return {append() {}, getAttribute: (name) => said.get(name) ?? "",
      setAttribute: (name, value) => { said.set(name, value); }};
  };
  globalThis.document = {createElementNS: nodes};
  const made = new Joints({scene: {draws_links: true}, hand: {cursor: at(0)}});
  made.places.set("map", [0, 0]);
  made.segments = () => [[made.board.hand.cursor.col, 0, 100, 0]];
  return made;
}

test("lines follow a pointer, not a quick one: they stand again where that rests", (t) => {
  mock.timers.enable({apis: ["setTimeout"]});
  let now = 1000;
  const clock = mock.method(performance, "now", () => now);
  t.after(() => { mock.timers.reset(); clock.mock.restore(); delete globalThis.document; });
  const made = joints(), seen = () => made.lines.map((line) => line.getAttribute("d"));
  const move = (col, wait) => {
    now += wait;
    mock.timers.tick(wait);
    made.board.hand.cursor = at(col);
    made.draw({});
    return seen()[1];
  };
  assert.equal(move(0, 0), "M0 0L100 0");
  assert.equal(move(1, 33), "M1 0L100 0"); // thirty cells a second
  assert.equal(move(1, 5), "M1 0L100 0"); // painted anew: lines that stand are not taken away
  assert.equal(move(2, 16), "");
  assert.equal(move(3, 16), "");
  assert.equal(move(3, 5), ""); // nor are those of a quick pointer brought sooner
  now += 24;
  mock.timers.tick(24);
  assert.equal(seen()[1], "");
  now += 1;
  mock.timers.tick(1);
  assert.deepEqual(seen(), ["M3 0L100 0", "M3 0L100 0"]);
  assert.equal(move(6, 100), ""); // past two cells at once, where a page is slow
  mock.timers.tick(30);
  assert.equal(seen()[1], "M6 0L100 0");
});
