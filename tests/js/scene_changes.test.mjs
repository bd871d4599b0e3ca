// What a page makes of messages: a whole scene, what has changed since, and where the cursor is.
import assert from "node:assert/strict";
import test from "node:test";

import {load} from "./board.mjs";
import {FakeNode, Model} from "./fake_page.mjs";

const {Board} = await load("board.js");
const {changed} = await load("scene_changes.js");

const bytes = (...numbers) => new Uint8Array(new Float32Array(numbers).buffer);
const panel = (name) => ({name, array: name, kind: "grid", title: name, colours: "gray",
  limits: [0, 2], note: ""});
const scene = () => ({
  arrays: {map: {shape: [1, 1, 2], data: bytes(1, 2)}, image: {shape: [1, 1, 1], data: bytes(5)}},
  panels: [panel("map"), panel("image")],
  links: [], controls: [], columns: [["map"], ["image"]], message: ["", ""], lead: "map",
  weights: null, grids_of_values: [], seq: 1, ack: null, quiet: false, split: 0, label: "A map",
});
const parts = [[["seq"], 2], [["arrays", "map", "data"], bytes(3, 4)], [["panels", 0, "note"], "new"]];

/** A model that tells every one of several listeners, and all values of a message before. */
class Shared extends Model {
  on(name, act) { (this.listeners[name] ??= []).push(act); }
  message(values, order = Object.keys(values)) {
    Object.assign(this.values, values);
    for (const name of order) for (const act of this.listeners[`change:${name}`] ?? []) act();
  }
}

const numbers = (board, name) => [...board.views.get(name).panel.values];
const note = (board) => board.views.get("map").note.textContent;

test("changes make a new scene and leave what was sent as it is", () => {
  const whole = scene(), before = JSON.stringify(whole);
  const made = changed(whole, {base: 1, parts});
  assert.equal(JSON.stringify(whole), before);
  assert.equal(made.seq, 2);
  assert.equal(made.panels[0].note, "new");
  assert.equal(made.panels[1], whole.panels[1]); // what has not changed is the same thing
});

test("changes of another scene than the one that is there are left out", () => {
  const whole = scene();
  assert.equal(changed(whole, {base: 7, parts}), whole);
  assert.equal(changed(whole, {}), whole);
  assert.equal(changed(whole, undefined), whole);
});

test("all views of a model show what has changed, a view that comes later as well", () => {
  const model = new Shared(scene(), ["map", 0, 0, 0]);
  const boards = [new Board(model, new FakeNode("div")), new Board(model, new FakeNode("div"))];
  model.message({changes: {base: 1, parts}});
  boards.push(new Board(model, new FakeNode("div")));
  for (const board of boards) {
    assert.deepEqual([numbers(board, "map"), numbers(board, "image")], [[3, 4], [5]]);
    assert.equal(note(board), "new");
    assert.equal(board.scene.seq, 2);
  }
});

test("a second message's changes count from the whole scene, not from the first", () => {
  const model = new Shared(scene(), ["map", 0, 0, 0]), board = new Board(model, new FakeNode("div"));
  model.message({changes: {base: 1, parts}});
  model.message({changes: {base: 1, parts: [[["seq"], 3], [["panels", 1, "note"], "other"]]}});
  assert.deepEqual([numbers(board, "map"), note(board)], [[1, 2], ""]);
});

test("a whole scene that replaces changes is shown once, as it is", () => {
  const model = new Shared(scene(), ["map", 0, 0, 0]), board = new Board(model, new FakeNode("div"));
  model.message({changes: {base: 1, parts}});
  let times = 0;
  const {adopt} = board;
  board.adopt = () => { times += 1; adopt.call(board); };
  model.message({scene: {...scene(), seq: 3}, changes: {}});
  assert.deepEqual([times, numbers(board, "map"), note(board)], [1, [1, 2], ""]);
});

test("a cursor that comes with a larger scene is not cut to the smaller one before", () => {
  const model = new Shared(scene(), ["map", 0, 0, 0]), board = new Board(model, new FakeNode("div"));
  const large = {shape: [1, 1, 4], data: bytes(1, 2, 3, 4)};
  model.message({cursor: ["map", 0, 0, 3],
    changes: {base: 1, parts: [[["seq"], 2], [["arrays", "map"], large]]}}, ["cursor", "changes"]);
  assert.equal(board.hand.cursor.col, 3);
});

test("a scene does not take the cursor back to where Python last heard of it", () => {
  const model = new Shared(scene(), ["map", 0, 0, 0]), board = new Board(model, new FakeNode("div"));
  board.moveTo({panel: "map", channel: 0, row: 0, col: 1});
  model.message({changes: {base: 1, parts}, cursor: ["map", 0, 0, 0]}, ["changes"]);
  assert.equal(board.hand.cursor.col, 1);
});
