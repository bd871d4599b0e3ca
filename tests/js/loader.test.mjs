// How a widget comes to the code that draws it: from the page, or from its kernel.
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

// As much of a page as the loader asks for; a module is loaded from a data: URL, not from a blob.
let head;
let ticks;
globalThis.ShadowRoot = class {
  constructor() { this.nodes = []; }
  append(node) { this.nodes.push(node); }
};
globalThis.document = { createElement: (tag) => ({ tag, remove() { this.removed = true; } }) };
globalThis.Blob = class { constructor([text]) { this.text = text; } };
URL.createObjectURL = ({ text }) => `data:text/javascript,${encodeURIComponent(text)}`;
URL.revokeObjectURL = () => {};
globalThis.setInterval = (tick) => { ticks.add(tick); return tick; };
globalThis.clearInterval = (tick) => { ticks.delete(tick); };
const { default: loader } = await import("../../js/shared/loader.js");

beforeEach(() => {
  head = { nodes: [], append: (node) => head.nodes.push(node) };
  globalThis.document.head = head;
  ticks = new Set();
  globalThis.drawn = [];
});

const settle = () => new Promise((done) => { setTimeout(done, 5); });
async function wait(looks) {
  for (let k = 0; k < looks; k += 1) {
    for (const tick of ticks) tick();
    await settle();
  }
}

const CSS = ".a { color: red }";
let number = 0;
/** Code that notes what it is asked to draw; each is another one. */
const code = () => `/* ${number += 1} */ export default { render(context) {
  globalThis.drawn.push(context); return () => "closed"; } }`;

/** A place on a page. */
const place = (tree = {}) => ({ nodes: [], isConnected: true, getRootNode: () => tree,
  append(node) { this.nodes.push(node); } });

/** A model of a widget; `page` are the models that its front end has. */
function widget(page, send = () => { throw new Error("there is no kernel"); }) {
  const heard = new Set();
  return {
    heard,
    sent: [],
    get: (name) => ({ _code: "IPY_MODEL_c0de" })[name],
    on: (_, hear) => heard.add(hear),
    off: (_, hear) => heard.delete(hear),
    send(content) { this.sent.push(content); send(content, heard); },
    widget_manager: page && { get_model: async (id) => page[id] },
  };
}

const shared = (javascript, css = CSS) => ({
  get: (name) => ({ javascript, css })[name],
});

test("the code is in a model of the page, and gets all that the widget got", async () => {
  const context = { model: widget({ c0de: shared(code()) }), el: place(), host: {} };
  const close = await loader.render(context);
  assert.deepEqual(globalThis.drawn, [context]);
  assert.equal(close(), "closed");
  assert.deepEqual(context.model.sent, []);
  assert.deepEqual([ticks.size, context.model.heard.size], [0, 0]);
});

test("many widgets load one module and one sheet of styles", async () => {
  let made = 0;
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { made += 1; return make(blob); };
  const page = { c0de: shared(code()) };
  await Promise.all([0, 1, 2].map(() => loader.render({ model: widget(page), el: place() })));
  URL.createObjectURL = make;
  assert.equal(globalThis.drawn.length, 3);
  assert.equal(made, 1);
  assert.deepEqual(head.nodes.map((node) => node.textContent), [CSS]);
});

test("a shadow tree has styles of its own", async () => {
  const tree = new globalThis.ShadowRoot();
  await loader.render({ model: widget({ c0de: shared(code()) }), el: place(tree) });
  assert.equal(tree.nodes[0].textContent, CSS);
  assert.deepEqual(head.nodes, []);
});

test("a model that comes later is found", async () => {
  const page = {};
  const drawing = loader.render({ model: widget(page), el: place() });
  await wait(3);
  assert.equal(globalThis.drawn.length, 0);
  page.c0de = shared(code());
  await wait(1);
  await drawing;
  assert.equal(globalThis.drawn.length, 1);
});

for (const [name, page] of [["no models", undefined], ["no such model", {}]]) {
  test(`where the page has ${name} the kernel is asked`, async () => {
    const javascript = code();
    const model = widget(page, (content, heard) => {
      assert.deepEqual(content, { kind: "javascript" });
      for (const hear of [...heard]) hear({ kind: "another answer" });
      for (const hear of [...heard]) hear({ kind: "javascript", javascript, css: CSS });
    });
    const drawing = loader.render({ model, el: place() });
    await wait(5);
    await drawing;
    assert.equal(globalThis.drawn.length, 1);
    assert.equal(model.sent.length, 1);
    assert.equal(model.heard.size, 0);
  });
}

test("where nobody has the code the page says so, and still draws if it comes", async () => {
  const page = {};
  const el = place();
  const drawing = loader.render({ model: widget(page), el });
  await wait(48); // it has looked once before
  assert.equal(el.nodes.length, 0);
  await wait(1);
  assert.match(el.nodes[0].textContent, /Run its cell again/);
  page.c0de = shared(code());
  await wait(1);
  await drawing;
  assert.equal(el.nodes[0].removed, true);
  assert.equal(globalThis.drawn.length, 1);
});

test("a view that has gone is not drawn, and nothing is left waiting", async () => {
  const view = new AbortController();
  const model = widget({});
  const drawing = loader.render({ model, el: place(), signal: view.signal });
  view.abort();
  assert.equal(await drawing, undefined);
  assert.deepEqual([ticks.size, model.heard.size], [0, 0]);
  const gone = { model, el: place(), signal: AbortSignal.abort() };
  assert.equal(await loader.render(gone), undefined);
  assert.deepEqual([ticks.size, globalThis.drawn.length], [0, 0]);
});

test("without a signal the wait ends when the element has left the page", async () => {
  const el = place();
  const drawing = loader.render({ model: widget({}), el });
  el.isConnected = false;
  await wait(50);
  assert.equal(await drawing, undefined);
  assert.equal(ticks.size, 0);
});

test("code that fails to load is tried anew by the next widget", async () => {
  const page = { c0de: shared("this is no JavaScript") };
  await assert.rejects(loader.render({ model: widget(page), el: place() }), SyntaxError);
  await assert.rejects(loader.render({ model: widget(page), el: place() }), SyntaxError);
});
