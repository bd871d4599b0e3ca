// What a TrainingLab has besides its panels: pages of maps, and two runs in a table.
import assert from "node:assert/strict";
import test from "node:test";

import {load} from "./board.mjs";
import "./fake_page.mjs";

const {Pager} = await load("pager.js");
const {Comparison} = await load("comparison.js");

const pages = (page) => ({name: "map_page", page, pages: 4, first: 8 * page, total: 32});

/** A pager on some page, and what it has asked for. */
function pager(page) {
  const sent = [];
  const board = {edits: {send: (name, value) => sent.push([name, value])}};
  const made = new Pager(board, "maps");
  made.update(pages(page), 8, "Maps now");
  return {made, sent, press: (button) => button.hear("click", {})};
}

test("the buttons ask for the page before and the page after", () => {
  const {made, sent, press} = pager(1);
  press(made.on);
  press(made.back);
  assert.deepEqual(sent, [["map_page", "2"], ["map_page", "0"]]);
  assert.equal(made.words.textContent, "8–15 of 32");
  assert.equal(made.element.getAttribute("aria-label"), "Maps now: 8–15 of 32");
});

test("at an end the button says so, and asks for nothing", () => {
  const first = pager(0), last = pager(3);
  first.press(first.made.back);
  last.press(last.made.on);
  assert.deepEqual([...first.sent, ...last.sent], []);
  assert.equal(first.made.back.getAttribute("aria-disabled"), "true");
  assert.equal(first.made.on.getAttribute("aria-disabled"), "false");
  assert.equal(last.made.on.getAttribute("aria-disabled"), "true");
});

test("where all are shown there are no buttons", () => {
  const {made} = pager(0);
  made.update({name: "map_page", page: 0, pages: 1, first: 0, total: 4}, 4, "Maps now");
  assert.equal(made.element.hidden, true);
  made.update(null, 4, "Maps, epoch 1");
  assert.equal(made.element.hidden, true);
  assert.equal(made.turn(1), false);
});

test("two runs stand below their headings, each with its name", () => {
  const table = new Comparison();
  assert.equal(table.shown, "");
  table.update([["", "learning rate"], ["kept run", "0.05"], ["this run", "0.1"]]);
  const rows = table.element.children;
  assert.deepEqual(rows.map((row) => row.children.map((cell) => cell.textContent)),
    [["", "learning rate"], ["kept run", "0.05"], ["this run", "0.1"]]);
  assert.deepEqual(rows.map((row) => row.children.map((cell) => cell.tag)),
    [["td", "th"], ["th", "td"], ["th", "td"]]);
  assert.equal(rows[1].children[0].getAttribute("scope"), "row");
  assert.equal(table.element.hidden, false);
  table.update([]);
  assert.equal(table.element.hidden, true);
  table.update(undefined);
  assert.equal(table.element.hidden, true);
});
