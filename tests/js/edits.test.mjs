// What a hand on each kind of `editable` sends to Python: the table in cnnkit/widgets/board/edits.py.
import assert from "node:assert/strict";
import test from "node:test";

import {load} from "./board.mjs";
import {FakeNode, Model} from "./fake_page.mjs";

const {Board} = await load("board.js");
const bytes = (values) => new Uint8Array(Float32Array.from(values).buffer);

const SHAPES = {grid: [2, 2, 1], bars: [1, 2, 1], curve: [1, 1, 3]};

/** What a board with one panel sends for these events on its canvas, with the cursor on the last
 * cell. */
function sent(panel, ...events) {
  const shape = SHAPES[panel.kind], [channels, rows, cols] = shape;
  const model = new Model({
    arrays: {p: {shape, data: bytes(Array(channels * rows * cols).fill(0))}},
    panels: [{name: "p", array: "p", title: "P", colours: "gray", tiles: "column", limits: [0, 1],
      labels: ["a", "b"], extent: 216, brush: [1, 0], x: [0, 1], ...panel}],
    links: [], controls: [], columns: [["p"]], message: ["", ""], lead: "p", weights: null,
    grids_of_values: [], seq: 1, ack: null, quiet: false, split: 0, label: "A board",
  }, ["p", channels - 1, rows - 1, cols - 1]);
  const edits = [];
  model.send = ({name, value}) => edits.push([name, value]);
  const board = new Board(model, new FakeNode("div"));
  board.paint();
  const view = board.views.get("p");
  for (const [name, event] of events) {
    view.canvas.hear(name, {preventDefault() {}, stopPropagation() {}, ...event});
    board.edits.flying = null; // as if Python had answered
  }
  if (board.editor.busy) board.editor.close(true);
  board.close();
  return edits;
}

const enter = ["keydown", {key: "Enter"}], typed = ["keydown", {key: "7"}];
const dragged = ["pointermove", {buttons: 1, clientX: 0, clientY: 0}];

test("a number that is typed goes out as text, with the channel where there are several", () => {
  assert.deepEqual(sent({kind: "grid", editable: true}, typed), [["p[1,1,0]", "7"]]);
  assert.deepEqual(sent({kind: "bars", editable: true}, typed), [["p[1,0]", "7"]]);
});

test("flip and choose name no channel, open names the map or the bar", () => {
  assert.deepEqual(sent({kind: "grid", editable: "flip"}, enter), [["p[1,0]", "flip"]]);
  assert.deepEqual(sent({kind: "grid", editable: "choose"}, enter), [["p[1,0]", "choose"]]);
  assert.deepEqual(sent({kind: "curve", editable: "choose"}, enter), [["p[0,2]", "choose"]]);
  assert.deepEqual(sent({kind: "grid", editable: "open"}, enter), [["p[1]", "open"]]);
  assert.deepEqual(sent({kind: "bars", editable: "open"}, enter), [["p[1]", "open"]]);
});

test("what is painted goes out as cells with their channel", () => {
  const [[name, {cells, stroke}], ...others] = sent({kind: "grid", editable: "draw"}, enter);
  assert.deepEqual([name, cells, others], ["p[draw]", [[1, 1, 0, 1]], []]);
  assert.match(stroke, / 1$/);
});

test("a bar is dragged to a number only where its numbers can be changed", () => {
  assert.deepEqual(sent({kind: "bars", editable: true}, dragged), [["p[1,0]", "0"]]);
  assert.deepEqual(sent({kind: "bars", editable: "open"}, dragged), []);
});
