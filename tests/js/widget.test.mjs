// The bundle's one export, as anywidget uses it.
import assert from "node:assert/strict";
import test from "node:test";

import {load} from "./board.mjs";
import {FakeNode, Model} from "./fake_page.mjs";

const {default: widget} = await load("widget.js");

const scene = {
  arrays: {map: {shape: [1, 1, 2], data: new Uint8Array(new Float32Array([1, 2]).buffer)}},
  panels: [{name: "map", array: "map", kind: "grid", title: "Map", colours: "gray",
    limits: [0, 2]}],
  links: [], controls: [], columns: [["map"]], message: ["", ""], lead: "map", weights: null,
  grids_of_values: [], seq: 1, ack: null, quiet: false, split: 0, label: "A map",
};

function show(signal) {
  const el = new FakeNode("div"), model = new Model(scene, ["map", 0, 0, 1]);
  const close = widget.render({model, el, signal});
  return {close, el, root: el.children[0]};
}

test("what render returns takes the board from the page", () => {
  const {close, root} = show();
  assert.equal(root.removed, undefined);
  close();
  assert.equal(root.removed, true);
});

test("the signal that newer versions hand over does the same", () => {
  const controller = new AbortController();
  const {root} = show(controller.signal);
  controller.abort();
  assert.equal(root.removed, true);
});

test("both together close it once", () => {
  const controller = new AbortController();
  const {close, el, root} = show(controller.signal);
  let times = 0;
  root.remove = () => { times += 1; };
  controller.abort();
  close();
  assert.equal(times, 1);
  assert.deepEqual(el.cnnkit.cursor(), {panel: "map", channel: 0, row: 0, col: 1});
});
