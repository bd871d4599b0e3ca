// The row at a board's foot, on a page that only pretends.
import assert from "node:assert/strict";
import test from "node:test";

import {load} from "./board.mjs";
import {FakeNode} from "./fake_page.mjs";

const {Actions} = await load("copy_and_save.js");
const {ask} = await load("page_requests.js");
const {linesOf, linesWithin, settingLines} = await load("board_picture.js");

const CODE = {stem: "vote_explorer", plain: "VoteExplorer()", keeps: false, start: ["votes", 0, 0, 0],
  pointed: ['VoteExplorer().showing(cursor=("', "panel", '", ', "channel", ", ", "row", ", ", "col",
    "))"]};

/** A model whose kernel answers a question with what it is given; without one it is silent. */
class Kernel {
  constructor(code, answer) {
    this.code = code;
    this.answer = answer;
    this.listeners = {};
    this.asked = [];
  }

  get() { return this.code; }
  on(name, act) { this.listeners[name] = act; }
  off(name) { delete this.listeners[name]; }
  set() {}
  save_changes() {}

  send(question) {
    this.asked.push(question);
    if (this.answer) this.listeners["msg:custom"]({...this.answer, id: question.id});
  }
}

function foot(code, {answer, writes = true, cursor = {panel: "votes", channel: 0, row: 1, col: 2}} = {}) {
  const said = [], copied = [], root = new FakeNode("div"), model = new Kernel(code, answer);
  root.getRootNode = () => ({activeElement: null});
  const board = {root, model, hand: {cursor}, edits: {view: "v", busy: false}, resting: 0,
    scene: {quiet: false},
    say: (kind, text) => said.push([kind, text]), tellCursor() {}};
  Object.defineProperty(globalThis, "navigator", {configurable: true, value: {clipboard: {
    writeText: async (text) => { if (!writes) throw new Error("denied"); copied.push(text); },
  }}});
  const actions = new Actions(board);
  actions.field.getRootNode = root.getRootNode;
  return {actions, board, model, said, copied};
}

test("the line is copied with the cell that is marked, and Python is not asked", async () => {
  const {actions, copied, model} = foot(CODE);
  await actions.copyCode();
  assert.deepEqual(copied, ['VoteExplorer().showing(cursor=("votes", 0, 1, 2))']);
  assert.equal(model.asked.length, 0);
  assert.match(actions.said.textContent, /^Copied/);
});

test("where the clipboard may not be written the line stands there, selected", async () => {
  const {actions} = foot(CODE, {writes: false});
  let selected = false;
  actions.field.select = () => { selected = true; };
  await actions.copyCode();
  assert.equal(actions.field.value, 'VoteExplorer().showing(cursor=("votes", 0, 1, 2))');
  assert.equal(actions.field.hidden, false);
  assert.ok(selected);
  assert.match(actions.said.textContent, /Ctrl \+ C/);
});

test("a line that needs a file is asked for, and what went wrong is said", async () => {
  const answer = {text: "VoteExplorer(weights=kept())", trouble: "cannot be written"};
  const {actions, copied, said, model} = foot({...CODE, keeps: true}, {answer});
  await actions.copyCode();
  assert.deepEqual(model.asked.map(({kind}) => kind), ["code"]);
  assert.deepEqual(copied, [answer.text]);
  assert.deepEqual(said, [["notice", "cannot be written"]]);
});

for (const [when, behind] of [["an edit is on its way", ({edits}) => { edits.busy = true; }],
  ["a network is trained", ({scene}) => { scene.quiet = true; }]]) {
  test(`while ${when} Python is asked for the line`, async () => {
    const {actions, board, copied} = foot(CODE, {answer: {text: "newer", trouble: ""}});
    behind(board);
    await actions.copyCode();
    assert.deepEqual(copied, ["newer"]);
  });
}

test("without a kernel the stored line is copied, and a sentence says what is missing", async () => {
  const {actions, board, copied, said} = foot({...CODE, keeps: true});
  board.root.closest = () => board.root; // a saved page
  await actions.copyCode();
  assert.equal(copied.length, 1);
  assert.match(said[0][1], /vote_explorer\.npz, which this line reads, is not written yet/);
});

test("a board without a line has no button for it", () => {
  assert.equal(foot(undefined).actions.copy.hidden, true);
  assert.equal(foot(CODE).actions.copy.hidden, false);
});

test("another view hides the line of the one before", async () => {
  const {actions, model} = foot(CODE);
  await actions.copyCode();
  model.listeners["change:code_line"]();
  assert.equal(actions.field.hidden, true);
  assert.equal(actions.said.textContent, "");
});

test("an SVG without Python is answered with a sentence", async () => {
  const {actions, board, said} = foot(CODE);
  board.root.closest = () => board.root;
  await actions.saveSvg();
  assert.match(said[0][1], /^An SVG is drawn by Python/);
});

test("an answer to another question is not heard", async () => {
  const {board, model} = foot(CODE);
  const found = ask(board, "code");
  const {id} = model.asked[0];
  model.listeners["msg:custom"]({id: `${id}0`, text: "other"});
  model.listeners["msg:custom"]({id, text: "mine"});
  assert.equal((await found).text, "mine");
  assert.equal(model.listeners["msg:custom"], undefined);
});

test("words beside each other are a line, words below begin another one", () => {
  const word = (text, left, top) => ({text, left, top, right: left + 10, bottom: top + 12});
  const lines = linesOf([word("a", 0, 0), word("b", 14, 0), word("c", 24, 0), word("d", 0, 20)]);
  assert.deepEqual(lines.map(({text, right}) => [text, right]), [["a bc", 34], ["d", 10]]);
});

test("lines that the page hides below a box are left out of a picture, and that is told", () => {
  const lines = ["one", "two", "three"].map((text, i) => ({text, left: 0, right: 9, top: 17 * i,
    bottom: 17 * i + 16}));
  assert.deepEqual(linesWithin(lines, 34).map(({text}) => text), ["one", "two…"]);
  assert.deepEqual(linesWithin(lines, 60), lines);
  assert.deepEqual(linesWithin([], 60), []);
});

test("settings stand in lines that are broken between two of them, whatever their words hold", () => {
  const wide = (text) => text.length;
  const settings = "Open 0 · Match; Kernel crossing; Stride 2";
  assert.deepEqual(settingLines(settings, 100, wide), [settings]);
  assert.deepEqual(settingLines(settings, 20, wide),
    ["Open 0 · Match", "Kernel crossing", "Stride 2"]);
  assert.deepEqual(settingLines(settings, 30, wide), ["Open 0 · Match", "Kernel crossing; Stride 2"]);
  assert.deepEqual(settingLines("", 30, wide), []);
});
