// Our buttons in JupyterLab's toolbar, whose own items may come at any time.
import assert from "node:assert/strict";
import test from "node:test";

import { keepFirst } from "../../js/lite/toolbar_first.js";

let notice = null;
globalThis.MutationObserver = class {
  constructor(act) { notice = act; }
  observe() {}
  disconnect() { notice = null; }
};

/** A toolbar as JupyterLab's: a name it has is not put in again, and it hides its last items. */
class Toolbar {
  constructor() {
    this.node = {};
    this.layout = { widgets: [] };
    this.ends = [];
    this.disposed = { connect: (act) => this.ends.push(act) };
    this.puts = 0;
  }

  insertItem(index, name, widget) {
    if (this.layout.widgets.some((one) => one.name === name)) return false;
    this.layout.widgets.splice(index, 0, widget);
    this.puts += 1;
    if (this.puts > 50) throw new Error("it never comes to rest");
    widget.name = name;
    widget.home = this;
    notice?.([{ addedNodes: [widget.node] }]);
    return true;
  }

  get names() { return this.layout.widgets.map((one) => one.name); }
}

const item = () => ({
  node: {},
  home: null,
  set parent(to) {
    assert.equal(to, null);
    if (this.home) this.home.layout.widgets = this.home.layout.widgets.filter((one) => one !== this);
    this.home = null;
  },
});

test("whatever comes late, at whatever place, ours is first, and each is there once", () => {
  const toolbar = new Toolbar();
  toolbar.insertItem(0, "spacer", item());
  keepFirst(toolbar, "ours", item());
  assert.deepEqual(toolbar.names, ["ours", "spacer"]);
  for (const [index, name] of ["save", "insert", "run"].entries()) toolbar.insertItem(index, name, item());
  assert.equal(toolbar.names[0], "ours");
  assert.deepEqual([...toolbar.names].sort(), ["insert", "ours", "run", "save", "spacer"]);
});

test("where the toolbar itself hides ours, it is let, until another item comes back", () => {
  const toolbar = new Toolbar();
  const ours = item();
  keepFirst(toolbar, "ours", ours);
  ours.parent = null; // into "…"
  notice([{ addedNodes: [] }]);
  assert.deepEqual(toolbar.names, []);
  toolbar.insertItem(0, "save", item());
  assert.deepEqual(toolbar.names, ["ours", "save"]);
});

test("a toolbar that is gone is looked at no more", () => {
  const toolbar = new Toolbar();
  keepFirst(toolbar, "ours", item());
  for (const end of toolbar.ends) end();
  assert.equal(notice, null);
});
