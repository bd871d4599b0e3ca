// Views of a saved notebook that JupyterLab's widget manager has missed, and what is done for them.
import assert from "node:assert/strict";
import test from "node:test";

import { lookAfter } from "../../js/lab/saved_views.js";

const VIEW = "application/vnd.jupyter.widget-view+json";
const STATE = "application/vnd.jupyter.widget-state+json";
const LOST = "Error displaying widget: model not found";

// As much of a page as a renderer is looked at for.
globalThis.document = { createElement: () => ({ style: {} }) };
let notice = () => {};
globalThis.MutationObserver = class {
  constructor(act) { notice = act; }
  observe() {}
  disconnect() {}
};
class Place {
  constructor() { this.nodes = []; this.words = ""; }
  append(node) { this.nodes.push(node); }
  querySelector() { return this.nodes[0] ?? null; }
  get textContent() { return this.words; }
  set textContent(text) { this.words = text; this.nodes = []; }
}

/** JupyterLab's manager of widgets: which models it has. */
class Manager {
  constructor() { this.models = new Set(); this.brought = []; }
  has_model(id) { return this.models.has(id); }
  async set_state({ state }) {
    this.brought.push(Object.keys(state));
    for (const [id, one] of Object.entries(state)) {
      one.state.buffers = "put in"; // as it writes in what it gets
      this.models.add(id);
    }
  }
}

/** The renderer of a view, as jupyterlab_widgets 5.0.16 has it. */
class Renderer {
  constructor(manager) {
    Object.assign(this, { mimeType: VIEW, node: new Place(), widgets: [], isHidden: false, drawn: 0 });
    this._manager = { promise: manager ? Promise.resolve(manager) : new Promise(() => {}) };
    this.node.textContent = "Loading widget...";
  }

  removeClass() {}
  async renderModel(output) {
    this.node.textContent = "Loading widget...";
    const manager = await this._manager.promise;
    if (!manager.has_model(output.data[VIEW].model_id)) {
      this.node.textContent = LOST;
      return;
    }
    this.node.textContent = "";
    this.widgets.push({});
    this.drawn += 1;
  }
}

const PATIENCE = { look: 1, again: 2, picture: 4, loading: 1000 };
const settle = (ms = 30) => new Promise((done) => { setTimeout(done, ms); });

/** A notebook with one output, and our part that looks after it. */
function notebook({ manager = new Manager(), saved = ["a"], picture = true, text = LOST,
  patience = PATIENCE } = {}) {
  const renderer = new Renderer(manager);
  renderer.node.textContent = text;
  const data = { [VIEW]: { model_id: "a" }, ...(picture && { "image/png": "iVBOR" }) };
  const output = { data, metadata: { "image/png": { alt: "a board" } } };
  const child = { *children() { yield {}; yield renderer; } };
  const cell = { outputArea: { widgets: [child], model: { get: (i) => [output][i] } } };
  const state = Object.fromEntries(saved.map((id) => [id, { state: {} }]));
  const asked = [];
  const context = {
    ready: Promise.resolve(),
    model: { getMetadata: (name) => (name === "widgets" ? { [STATE]: { state } } : undefined) },
    sessionContext: { session: { kernel: { requestCommInfo: async (one) => { asked.push(one); } } } },
  };
  const end = lookAfter({ widgets: [{}, cell], node: {} }, context, patience);
  return { renderer, manager, output, state, asked, end };
}

test("a view whose model came late is drawn, and nothing is taken from the notebook", async () => {
  const { renderer, manager, end } = notebook();
  manager.models.add("a");
  await settle();
  assert.equal(renderer.drawn, 1);
  assert.deepEqual(manager.brought, []);
  end();
});

test("a model that the manager has left out is brought from the notebook, which stays", async () => {
  const { renderer, manager, state, asked, end } = notebook({ saved: ["a", "b"] });
  manager.models.add("b");
  await settle();
  assert.equal(renderer.drawn, 1);
  assert.deepEqual(manager.brought, [["a"]]);
  assert.deepEqual(asked, [{ target_name: "jupyter.widget" }]); // whoever asked before is served
  assert.deepEqual(state.a, { state: {} });
  end();
});

test("until then its saved picture stands there, with its words", async () => {
  const { renderer, end } = notebook({ manager: null, text: "Loading widget..." });
  await settle();
  const [picture] = renderer.node.nodes;
  assert.deepEqual([picture.src, picture.alt], ["data:image/png;base64,iVBOR", "a board"]);
  assert.equal(renderer.node.textContent, "Loading widget...");
  end();
});

test("a view that is just being loaded is left to JupyterLab", async () => {
  const { renderer, manager, end } = notebook({ text: "Loading widget..." });
  manager.models.add("a");
  await settle();
  assert.equal(renderer.drawn, 0);
  end();
});

test("one that is loaded for too long is drawn", async () => {
  const patience = { ...PATIENCE, loading: 8 };
  const { renderer, end } = notebook({ text: "Loading widget...", patience });
  await settle(60);
  assert.equal(renderer.drawn, 1);
  end();
});

test("a model that nobody has is a picture, and a sentence says what helps", async () => {
  const { renderer, manager, end } = notebook({ saved: [] });
  await settle();
  assert.match(renderer.node.textContent, /^This is a saved picture\. Run the cell/);
  assert.equal(renderer.node.nodes.length, 1);
  assert.deepEqual([renderer.drawn, manager.brought], [0, []]);
  manager.models.add("a"); // a kernel has it after all
  notice();
  await settle();
  assert.deepEqual([renderer.drawn, renderer.node.nodes.length], [1, 0]);
  end();
});

test("what has no picture keeps JupyterLab's words", async () => {
  const { renderer, end } = notebook({ saved: [], picture: false });
  await settle();
  assert.deepEqual([renderer.node.textContent, renderer.node.nodes.length], [LOST, 0]);
  end();
});

test("what is drawn, closed or another error is left alone", async () => {
  for (const change of [{ widgets: [{}] }, { isHidden: true }]) {
    const { renderer, manager, end } = notebook();
    Object.assign(renderer, change);
    manager.models.add("a");
    await settle();
    assert.deepEqual([renderer.drawn, renderer.node.nodes.length], [0, 0]);
    end();
  }
  const { renderer, manager, end } = notebook({ text: "Error displaying widget" });
  manager.models.add("a");
  await settle();
  assert.deepEqual([renderer.drawn, renderer.node.nodes.length], [0, 0]);
  end();
});

test("a notebook that was closed is looked at no more", async () => {
  const { renderer, manager, end } = notebook();
  end();
  manager.models.add("a");
  notice();
  await settle();
  assert.equal(renderer.drawn, 0);
});
