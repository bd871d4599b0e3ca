// What a widget's code sees of its model on a page without Python.
import assert from "node:assert/strict";
import test from "node:test";

import { Manager, Model, traitsOf } from "../../js/page/page_without_python.js";

const OFFLINE = { sentence: "no Python" };
const base64 = (numbers) => Buffer.from(new Float32Array(numbers).buffer).toString("base64");

test("numbers are unpacked where they belong", () => {
  const stored = { state: { scene: { arrays: { map: { shape: [1, 1, 2] } } } },
    buffers: [{ path: ["scene", "arrays", "map", "data"], data: base64([0.5, -2]) }] };
  const { data } = traitsOf(stored).scene.arrays.map;
  assert.deepEqual([data.getFloat32(0, true), data.getFloat32(4, true)], [0.5, -2]);
  assert.equal("data" in stored.state.scene.arrays.map, false); // the stored one stays as it is
});

test("a change is told to those who listen, once", () => {
  const model = new Model({ answer: "" }, null, OFFLINE);
  const heard = [];
  model.on("change:answer", (_, value) => heard.push(value));
  model.set("answer", "55");
  model.set("answer", "55");
  assert.deepEqual(heard, ["55"]);
  assert.equal(model.get("answer"), "55");
});

test("who has gone hears no more", () => {
  const model = new Model({ answer: "" }, null, OFFLINE);
  const heard = [];
  const call = () => heard.push(1);
  model.on("change:answer", call);
  model.off("change:answer", call);
  model.set("answer", "55");
  assert.deepEqual(heard, []);
});

test("what is sent to Python fails, and the page's sentence says why", () => {
  const model = new Model({}, null, OFFLINE);
  assert.throws(() => model.send(), /no Python behind this page/);
  assert.equal(model.withoutPython, "no Python");
});

test("only models that came with their code are drawn", async () => {
  const manager = new Manager({ a: { state: { _esm: "export default 1" } }, b: { state: {} } }, OFFLINE);
  assert.deepEqual([manager.knows("a"), manager.knows("b"), manager.knows("c")], [true, false, false]);
  assert.equal(await manager.get_model("a"), await manager.get_model("a"));
  await assert.rejects(manager.get_model("c"), /there is no model c/);
});
