// What belongs to the cursor's cell: frames, products, the weight that is pointed at.
import assert from "node:assert/strict";
import test from "node:test";

import {board} from "./board.mjs";
import {filter, handAt, sceneOf} from "./scenes.mjs";

const {channelSums, marks, pairsOf, pointOf, productsAt, readingOf, tapIn} = board;
const first = {channel: 0, row: 0, col: 0};

test("a cell frames itself and the window that it reads, and nothing where the window is shown", () => {
  assert.deepEqual(marks(filter(), handAt("map", 0, 1, 0)), {
    map: [{channel: 0, row: 1, col: 0, rows: 1, cols: 1}],
    image: [{channel: null, row: 1, col: 0, rows: 2, cols: 2}],
    kernel: [],
    products: [],
  });
});

test("products are the numbers under the window times the weights", () => {
  const scene = filter();
  assert.deepEqual([...productsAt(scene, handAt("map", 0, 1, 0), scene.named.products)],
    [4, 0, 0, -8]);
});

test("a look at the picture shows the products of where the cursor was last in the map", () => {
  const scene = filter();
  const hand = handAt("image", 0, 0, 0,
    {places: {map: {panel: "map", channel: 0, row: 0, col: 1}}});
  assert.deepEqual(pairsOf(scene, hand, scene.named.map.rule), [[2, 1], [3, 0], [5, 0], [6, -1]]);
});

test("neither function changes the scene or the hand", () => {
  const scene = filter(), hand = handAt("map", 0, 1, 1, {tap: first});
  const before = structuredClone([scene, hand]);
  marks(scene, hand);
  for (const panel of scene.panels) tapIn(scene, hand, panel);
  productsAt(scene, hand, scene.named.products);
  assert.deepEqual([scene, hand], before);
});

test("the tapped weight is itself, its product, and the pixel that it meets", () => {
  const scene = filter();
  const hand = handAt("map", 0, 1, 1, {tap: {channel: 0, row: 1, col: 0}});
  const at = (name) => tapIn(scene, hand, scene.named[name]);
  assert.deepEqual(at("kernel"), {channel: 0, row: 1, col: 0});
  assert.deepEqual(at("products"), {channel: 0, row: 1, col: 0});
  assert.deepEqual(at("image"), {channel: 0, row: 2, col: 1});
  assert.equal(at("map"), null);
});

test("no weight is tapped where none is pointed at", () => {
  const scene = filter();
  for (const panel of scene.panels) {
    assert.equal(tapIn(scene, handAt("map", 0, 0, 0), panel), null);
  }
});

test("under a maximum the winner is marked: the first of the largest", () => {
  const scene = sceneOf({
    arrays: {pooled: [[1, 1, 1], [7]], map: [[1, 2, 2], [3, 7, 7, 1]]},
    panels: {pooled: {rule: {kind: "max", source: "map"}}, map: {}},
    links: [{reader: "pooled", source: "map", kernel_size: [2, 2], stride: [2, 2],
      channels: "same"}],
  });
  const {row, col} = tapIn(scene, handAt("pooled", 0, 0, 0), scene.named.map);
  assert.deepEqual([row, col], [0, 1]);
});

test("a sum over channels is split into what each channel adds", () => {
  assert.deepEqual([...channelSums([[1, 2], [3, 4], [5, 6], [7, 8]], 2)], [14, 86]);
});

test("a panel to choose from frames what is chosen, not what is pointed at", () => {
  const scene = sceneOf({arrays: {sums: [[1, 2, 2], [1, 2, 3, 4]]},
    panels: {sums: {products: {by: "channel", chosen: 3}}}});
  const hand = handAt("sums", 0, 0, 0, {picks: {sums: {channel: 0, row: 0, col: 1}}});
  assert.deepEqual(marks(scene, hand).sums, [{channel: 0, row: 1, col: 1, rows: 1, cols: 1}]);
  assert.deepEqual(tapIn(scene, hand, scene.named.sums), {channel: 0, row: 0, col: 1});
});

const curve = (point) => sceneOf({
  arrays: {curve: [[2, 1, 3], [0, 1, 4, 0, 2, 4]]},
  panels: {curve: {kind: "curve", x: [0, 2], point}},
});

test("a curve is read between two samples at its point, and at the cursor where that is on it", () => {
  const scene = curve(0.5);
  assert.deepEqual(pointOf(scene, handAt("curve", 0, 0, 2), scene.named.curve),
    {z: 0.5, y: 0.5, slope: 1});
  assert.deepEqual(readingOf(scene, handAt("curve", 0, 0, 2), scene.named.curve),
    {z: 2, y: 4, slope: 4});
  assert.deepEqual(readingOf(scene, handAt("elsewhere", 0, 0, 0), scene.named.curve),
    {z: 0.5, y: 0.5, slope: 1});
});

test("a point outside of the picture is not on the curve", () => {
  const scene = curve(3);
  assert.equal(pointOf(scene, handAt("curve", 0, 0, 0), scene.named.curve), null);
});
