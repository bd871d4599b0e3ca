// Strokes, and what happens to them while Python is busy.
import assert from "node:assert/strict";
import test from "node:test";

import {board} from "./board.mjs";

const {distance, strokeCells, inked, Pen, EditQueue} = board;

const at = (row, col) => ({row, col});
const places = (cells) => cells.map(({row, col}) => `${row},${col}`).sort();
const nine = {rows: 9, cols: 9};

test("distance is from the piece of the line, not from the whole of it", () => {
  assert.equal(distance(at(3, 5), at(0, 0), at(0, 10)), 3);
  assert.equal(distance(at(3, 14), at(0, 0), at(0, 10)), 5);
  assert.equal(distance(at(3, 4), at(0, 0), at(0, 0)), 5);
});

test("a hard brush of one cell paints the cell under the pointer, wherever in it", () => {
  for (const [dr, dc] of [[0, 0], [0.49, 0.49], [-0.49, 0.49]]) {
    assert.deepEqual(places(strokeCells(at(4 + dr, 4 + dc), at(4 + dr, 4 + dc), [1, 0], nine)),
      ["4,4"]);
  }
});

test("a fast stroke has no gaps: neighbours along the line touch", () => {
  for (const to of [at(8, 3), at(1, 8), at(7, 8), at(0, 0), at(8, 0)]) {
    for (const brush of [[1, 0], [2, 1], [3, 0]]) {
      const cells = strokeCells(at(0.3, 0.2), to, brush, nine);
      const seen = new Set([`${cells[0].row},${cells[0].col}`]);
      for (let grown = true; grown;) {
        grown = false;
        for (const {row, col} of cells) {
          if (seen.has(`${row},${col}`)) continue;
          const near = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1], [-1, 1], [-1, -1]]
            .some(([i, j]) => seen.has(`${row + i},${col + j}`));
          if (near) { seen.add(`${row},${col}`); grown = true; }
        }
      }
      assert.equal(seen.size, cells.length);
    }
  }
});

test("nothing off the picture is painted, and a stroke may leave it", () => {
  assert.deepEqual(strokeCells(at(-9, -9), at(-9, 20), [1, 0], nine), []);
  assert.deepEqual(places(strokeCells(at(4, -9), at(4, 20), [1, 0], nine)),
    Array.from({length: 9}, (_, col) => `4,${col}`));
});

test("a soft edge fades from all to nothing, a hard one does not", () => {
  const soft = strokeCells(at(4, 4), at(4, 4), [3, 2], nine);
  const cover = (row, col) => soft.find((cell) => cell.row === row && cell.col === col)?.cover ?? 0;
  assert.equal(cover(4, 4), 1);
  assert.ok(cover(4, 5) > cover(4, 6) && cover(4, 6) > 0);
  assert.equal(cover(4, 7), 0);
  assert.ok(strokeCells(at(4, 4), at(4, 4), [3, 0], nine).every((cell) => cell.cover === 1));
});

test("ink is never taken away by the brush, nor added by the eraser", () => {
  assert.equal(inked(-1, 0.5, [-1, 1], false), 0);
  assert.equal(inked(0.8, 0.5, [-1, 1], false), 0.8);
  assert.equal(inked(1, 1, [-1, 1], true), -1);
  assert.equal(inked(-0.5, 0.5, [-1, 1], true), -0.5);
});

/** A board of one 1×4 panel, with a kernel that answers when told to. */
function desk() {
  const sent = [];
  const held = new Float32Array(4); // what Python holds
  const view = {name: "pad", shape: {channels: 1, rows: 1, cols: 4}, canvas: {},
    panel: {editable: "draw", brush: [1, 0], limits: [0, 1], values: new Float32Array(4)}};
  const board = {toolbar: {revert() {}}, say() {}, draw() {}};
  board.edits = new EditQueue(board, {send: (message) => sent.push(message)});
  const pen = new Pen(board, view);
  pen.adopt(null);
  const scene = (number) => { // as board.js: new values, then the pen, then the next edit
    view.panel.values = held.slice();
    pen.adopt(number);
    board.edits.acknowledged(number === null ? null : {view: board.edits.view, number});
  };
  const answer = () => {
    const message = sent.at(-1);
    if (message.name === "clear") held.fill(0);
    for (const [, , col, value] of message.value.cells ?? []) held[col] = value;
    scene(message.number);
  };
  const dot = (col) => pen.line(0, at(0, col), at(0, col));
  return {sent, held, view, board, pen, scene, answer, dot, close: () => board.edits.close(),
    shown: () => [...view.panel.values]};
}

test("what is painted while an edit flies is shown at once and sent with the next", () => {
  const one = desk();
  one.dot(0);
  one.dot(1);
  one.dot(2);
  assert.deepEqual(one.shown(), [1, 1, 1, 0]);
  assert.deepEqual(one.sent.map(({value}) => value.cells), [[[0, 0, 0, 1]]]);
  one.answer(); // brings a scene that holds only the first dot
  assert.deepEqual(one.shown(), [1, 1, 1, 0]);
  assert.deepEqual(one.sent.at(-1).value.cells, [[0, 0, 1, 1], [0, 0, 2, 1]]);
  one.answer();
  assert.deepEqual([...one.held], [1, 1, 1, 0]);
  assert.deepEqual(one.pen.batches, []);
});

test("a scene of somebody else does not take strokes away", () => {
  const one = desk();
  one.dot(3);
  one.scene(null);
  assert.deepEqual(one.shown(), [0, 0, 0, 1]);
  one.answer();
  assert.deepEqual(one.shown(), [0, 0, 0, 1]);
  one.close();
});

test("clear stays between what was painted before it and after it", () => {
  const one = desk();
  one.dot(0);
  one.dot(1);
  one.board.edits.send("clear", "");
  one.dot(2);
  for (let i = 0; i < 4; i += 1) one.answer();
  assert.deepEqual(one.sent.map(({name}) => name), ["pad[draw]", "pad[draw]", "clear", "pad[draw]"]);
  assert.deepEqual(one.shown(), [0, 0, 1, 0]);
  assert.deepEqual([...one.held], [0, 0, 1, 0]);
});

test("what was refused goes off the screen", () => {
  const one = desk();
  one.dot(1);
  one.scene(one.sent.at(-1).number);
  assert.deepEqual(one.shown(), [0, 0, 0, 0]);
});

test("a busy kernel loses no stroke: it goes out again, and a late answer counts", () => {
  const one = desk();
  one.dot(0);
  one.dot(1);
  one.board.edits.giveUp();
  assert.deepEqual(one.shown(), [1, 1, 0, 0]);
  one.answer(); // the first edit, answered late: the second follows by itself
  assert.deepEqual(one.sent.at(-1).value.cells, [[0, 0, 1, 1]]);
  one.board.edits.giveUp();
  one.dot(2); // and a new stroke takes along what got no answer
  assert.deepEqual(one.sent.at(-1).value.cells, [[0, 0, 1, 1], [0, 0, 2, 1]]);
  one.answer();
  assert.deepEqual([...one.held], [1, 1, 1, 0]);
});

test("another picture takes no cells of the one before", () => {
  const one = desk();
  one.dot(3);
  one.view.shape = {channels: 1, rows: 1, cols: 2};
  one.view.panel.values = new Float32Array(2);
  one.pen.adopt(null);
  assert.equal(one.view.panel.values.length, 2);
  assert.deepEqual(one.pen.batches, []);
  one.close();
});
