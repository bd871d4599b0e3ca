// The whole Board under node, on a page that only pretends: for each scene of its input and each
// cell that is pointed at (a JSON object a line), what the browser would write, paint and say.
//
// Nothing is seen here, but every number goes the browser's own way: read, kept over from the scene
// before, filled into products, spelled.
import {readFileSync, writeFileSync} from "node:fs";

import {load} from "./board.mjs";

/** Takes every call and every value that it does not know. */
const anything = () => new Proxy(function nothing() {}, {
  get: (target, name) => (name in target ? target[name] : name === Symbol.toPrimitive
    ? () => "" : (target[name] = anything())),
  set: (target, name, value) => { target[name] = value; return true; },
  apply: () => anything(),
});

class Style {
  setProperty() {}
  removeProperty() {}
}

const context = () => new Proxy({}, {
  get: (target, name) => target[name]
    ?? (name === "measureText" ? (text) => ({width: 6 * String(text).length}) : () => {}),
  set: (target, name, value) => { target[name] = value; return true; },
});

class FakeNode {
  constructor(tag) {
    this.tag = tag;
    this.attributes = {};
    this.children = [];
    this.dataset = {};
    this.style = new Style();
    this.value = "";
    this.clientWidth = 1000;
    this.clientHeight = 600;
    this.offsetWidth = 100;
    this.scrollWidth = 100;
    this.classList = {add() {}, remove() {}, toggle() {}, contains: () => false};
  }

  setAttribute(name, value) { this.attributes[name] = value; }
  getAttribute(name) { return this.attributes[name] ?? null; }
  removeAttribute(name) { delete this.attributes[name]; }
  append(...nodes) { this.children.push(...nodes); }
  prepend(...nodes) { this.children.unshift(...nodes); }
  replaceChildren(...nodes) { this.children = nodes; }
  addEventListener() {}
  removeEventListener() {}
  remove() {}
  focus() {}
  blur() {}
  click() {}
  contains() { return false; }
  closest() { return null; }
  querySelector() { return null; }
  querySelectorAll() { return []; }
  getBoundingClientRect() { return {left: 0, top: 0, width: 100, height: 100, x: 0, y: 0}; }
  getContext() { return (this.context ??= context()); }

  get textContent() {
    return this.children.map((one) => (typeof one === "string" ? one : one.textContent)).join("");
  }

  set textContent(text) { this.children = [String(text)]; }
}

const watcher = class { observe() {} unobserve() {} disconnect() {} };
const page = {
  document: {createElement: (tag) => new FakeNode(tag), body: new FakeNode("body"),
    documentElement: new FakeNode("html"), activeElement: null, addEventListener() {},
    removeEventListener() {}, fonts: anything()},
  getComputedStyle: () => new Proxy({}, {get: (_, name) => (name === "getPropertyValue"
    ? (what) => (what.includes("--") ? "#336699" : "12px") : "12px sans-serif")}),
  requestAnimationFrame: () => 1,
  cancelAnimationFrame: () => {},
  ResizeObserver: watcher,
  MutationObserver: watcher,
  IntersectionObserver: watcher,
  ImageData: class { constructor(w, h) { this.data = new Uint8ClampedArray(4 * w * h); } },
  matchMedia: () => ({matches: false, addEventListener() {}, removeEventListener() {}}),
  devicePixelRatio: 1,
  setTimeout: () => 0, // nothing happens later: a file is read, not a person answered
  setInterval: () => 0,
};
Object.assign(globalThis, page, {window: globalThis});

const {Board} = await load("board.js");

class Model {
  constructor(scene, cursor) {
    this.values = {scene, cursor};
    this.listeners = {};
  }

  get(name) { return this.values[name]; }
  set(name, value) { this.values[name] = value; }
  save_changes() {}
  send() {}
  on(name, act) { this.listeners[name] = act; }
  off() {}
  arrive(name, value) { this.values[name] = value; this.listeners[`change:${name}`]?.(); }
}

const unpacked = (scene) => ({...scene, arrays: Object.fromEntries(Object.entries(scene.arrays)
  .map(([name, {shape, data}]) => [name, {shape, data: Buffer.from(data, "base64")}]))});

const listed = (values) => [...values].map((value) => (Number.isFinite(value) ? value
  : String(value)));
const boards = new Map();
const out = [];
for (const text of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const {explorer, scene: packed, cursor, cells} = JSON.parse(text);
  const scene = unpacked(packed);
  let board = boards.get(explorer);
  if (board) {
    board.model.arrive("scene", scene);
    board.model.arrive("cursor", cursor);
  } else boards.set(explorer, board = new Board(new Model(scene, cursor), new FakeNode("div")));
  const lines = [null, ...cells].map((cell) => { // first where Python has left the cursor
    board.tap = null;
    if (cell) {
      const [panel, channel, row, col] = cell;
      board.point(board.views.get(panel), {channel, row, col}); // as a pointer does
    }
    board.paint();
    return {
      cursor: [board.cursor.panel, board.cursor.channel, board.cursor.row, board.cursor.col],
      line: board.arithmetic.textContent,
      label: board.views.get(board.cursor.panel).label ?? "",
      products: Object.fromEntries([...board.views].filter(([, view]) => view.panel.products)
        .map(([name, view]) => [name, listed(view.panel.values)])),
      places: {...board.places},
    };
  });
  out.push(JSON.stringify({
    lines,
    message: board.message.textContent,
    said: board.root.getAttribute("aria-label"),
    painted: Object.fromEntries([...board.views].map(([name, view]) => [name,
      listed(view.painted ?? [])])),
    titles: Object.fromEntries([...board.views].map(([name, view]) => [name,
      [view.title.textContent, view.note.hidden ? "" : view.note.textContent]])),
  }));
}
writeFileSync(process.argv[3], out.join("\n"));
