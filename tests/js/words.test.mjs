// The arithmetic line and what a screen reader hears.
import assert from "node:assert/strict";
import test from "node:test";

import {board} from "./board.mjs";
import {filter, handAt, sceneOf} from "./scenes.mjs";

const {describe, spell} = board;
const text = (parts) => parts.map(([part]) => part).join("");

/** The line for the first cell of a map that reads two numbers, by a rule. */
function line(rule, {numbers = [0.5, -2], value = 1, ...more} = {}) {
  const scene = sceneOf({
    arrays: {map: [[1, 1, 1], [value]], before: [[1, 1, 2], numbers], ...more.arrays},
    panels: {map: {title: "Map", rule: {source: "before", ...rule}}, before: {}},
    links: [{reader: "map", source: "before", kernel_size: [1, 2], channels: "same"}],
  });
  return text(spell(scene, handAt("map", 0, 0, 0)));
}

test("each kind of rule spells its numbers", () => {
  for (const [rule, said] of [
    [undefined, "Map: 1"],
    [{kind: "text", texts: ["as Python says"]}, "as Python says"],
    [{kind: "relu"}, "Map: max(0, 0.50) = 1"],
    [{kind: "max"}, "Map: max(0.50, −2.00) = 1"],
    [{kind: "mean"}, "Map: (0.50 − 2.00) ÷ 2 = 1"],
    [{kind: "norm", full: 2}, "Map: √(0.50² + (−2.00)²) = 1"],
    [{kind: "norm", full: 4}, "Map: √((0.50² + (−2.00)²) · 4 ÷ 2) = 1"],
    [{kind: "power", full: 2, p: 3}, "Map: (0.50^3 + 2.00^3)^(1 ÷ 3) = 1"],
    [{kind: "power", full: 4, p: 3}, "Map: ((0.50^3 + 2.00^3) · 4 ÷ 2)^(1 ÷ 3) = 1"],
    [{kind: "sum", names: ["from a", "from b"]}, "Map: from a 0.50 + from b (−2.00) = 1"],
    [{kind: "copy"}, "Map: number 0 of 1 is map 0, row 0, column 0 = 1"],
    [{kind: "softmax"}, "Map: e^0.50 ÷ (e^0.50 + e^(−2.00)) = 1"],
    [{kind: "apply", formula: "max(0, {z})"}, "Map: max(0, 0.50) = 1"],
    [{kind: "apply", formula: "exp{(z)}", positive: "{z} stays"}, "Map: 0.50 stays"],
    [{kind: "apply", formula: "{z} > 0.40: {result}"}, "Map: 0.50 > 0.40: 1"],
    [{kind: "apply", formula: "{z} < 9: {result}, not 1 − {result}", positive: "{result} from {z}"},
      "Map: 1 from 0.50"],
    [{kind: "a kind of later"}, "Map: 1"],
  ]) assert.equal(line(rule ?? {kind: undefined}), said, JSON.stringify(rule));
});

test("a mean over a window that sticks out is divided by what Python counted", () => {
  assert.equal(line({kind: "mean", divide: "counts"}, {arrays: {counts: [[1, 1, 1], [4]]}}),
    "Map: (0.50 − 2.00) ÷ 4 = 1");
});

test("a sum of products names the weight of each of its parts", () => {
  assert.deepEqual(spell(filter(), handAt("map", 0, 0, 0)), [["", -1], ["1·1", 0], [" + ", -1],
    ["2·0", 1], [" + ", -1], ["4·0", 2], [" + ", -1], ["5·(−1)", 3], [" = −4", -1]]);
});

test("a sum over many maps tells of the first ones, or of the one that is open", () => {
  const make = (map) => sceneOf({
    arrays: {map: [[1, 1, 1], [8]], before: [[2, 1, 1], [2, 3]], weights: [[1, 2, 1, 1], [1, 2]],
      open: [[1, 1, 1], [0]], bias: [[1, 1, 1], [0.5]]},
    panels: {map: {title: "Map", rule: {kind: "products", reader: "map", source: "before",
      weights: "weights", inputs: 2, bias: "bias"}}, before: {},
    open: {products: {reader: "map", source: "before", weights: "weights", map, input: 1}}},
    links: [{reader: "map", source: "before", kernel_size: [1, 1], channels: "all"}],
  });
  assert.equal(text(spell(make(7), handAt("map", 0, 0, 0))),
    "Map: map 0: 2 + map 1: 6 + bias 0.50 = 8");
  assert.equal(text(spell(make(0), handAt("map", 0, 0, 0))),
    "From map 1: 3·2 = 6. All 2 maps: 8 + bias 0.50 = 8.");
});

test("curves over epochs and pictures have words of their own", () => {
  const scene = sceneOf({
    arrays: {loss: [[2, 1, 3], [2, 1, 0.5, 3, 2, 1]], samples: [[2, 2, 2], Array(8).fill(0)]},
    panels: {
      loss: {kind: "lines", title: "Loss", names: ["train", "test"], pin: 1},
      samples: {kind: "gallery", title: "Samples", shown: 0, pager: {first: 6, total: 8},
        captions: [["X", "✓ 90%", "✗ 40%"], ["O", "✓ 80%", "✓ 60%"]]},
    },
  });
  assert.equal(text(spell(scene, handAt("loss", 0, 0, 0))),
    "Loss after epoch 0 (the start): train 2.00, test 3.00");
  assert.equal(text(spell(scene, handAt("samples", 0, 0, 0))),
    "Picture no. 6 of 8 X: now right, 90% sure, at epoch 0: wrong, 40% sure");
  assert.match(describe(scene, handAt("loss", 1, 0, 2), scene.named.loss),
    /^Loss, 2 curves over 2 epochs. test at epoch 2: 1.00. Left and right/);
  assert.match(describe(scene, handAt("loss", 0, 0, 0), scene.named.samples),
    /^Samples. Picture no. 6 of 8 X: .*\. Enter shows its maps$/);
});

test("a screen reader hears the size of a panel, the framed cell or window, and its number", () => {
  const scene = filter(), hand = handAt("map", 0, 1, 0);
  const said = (name, area) => describe(scene, hand, scene.named[name], area);
  assert.equal(said("map", {channel: 0, row: 1, col: 0, rows: 1, cols: 1}),
    "Map, 2 by 2. row 1, column 0: −4");
  assert.equal(said("image", {channel: null, row: 1, col: 0, rows: 2, cols: 2}),
    "Picture, 3 by 3. Rows 1 to 2, columns 0 to 1 are framed");
  assert.equal(said("image"), "Picture, 3 by 3");
  assert.equal(said("kernel"),
    "Kernel, 2 by 2. row 0, column 0: 1. Press Enter to change the number");
  hand.tap = {channel: 0, row: 1, col: 1};
  assert.match(said("kernel"), /row 1, column 1: −1\. /);
});

test("a screen reader hears of the part of a window that lies on its panel, and of no other", () => {
  const scene = filter(), said = (area) =>
    describe(scene, handAt("map", 0, 0, 0), scene.named.image, {channel: null, ...area});
  assert.equal(said({row: 1, col: -1, rows: 3, cols: 3}),
    "Picture, 3 by 3. Rows 1 to 2, columns 0 to 1 are framed");
  assert.equal(said({row: 3, col: 0, rows: 2, cols: 2}), "Picture, 3 by 3");
});

test("a screen reader hears the number of a colour picture's map that is marked", () => {
  const scene = sceneOf({arrays: {image: [[3, 1, 2], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]]},
    panels: {image: {title: "Picture", colours: "rgb"}}});
  const area = {channel: null, row: 0, col: 1, rows: 1, cols: 1};
  for (const [channel, said] of [[0, "0.20"], [2, "0.60"]]) {
    assert.equal(describe(scene, handAt("image", channel, 0, 1), scene.named.image, area),
      `Picture, 3 maps of 1 by 2. map ${channel}, row 0, column 1: ${said}`);
  }
});

test("a screen reader hears what Enter does in a panel", () => {
  const scene = filter(), area = {channel: 0, row: 0, col: 0, rows: 1, cols: 1};
  for (const [editable, hint] of [["flip", /Enter to flip the pixel$/], ["open", /open the map$/],
    ["draw", /Space paints/], [false, /: 1$/]]) {
    scene.named.image.editable = editable;
    assert.match(describe(scene, handAt("map", 0, 0, 0), scene.named.image, area), hint);
  }
});

test("a screen reader hears a bar by its name, and a map to choose by its number", () => {
  const scene = sceneOf({arrays: {votes: [[1, 2, 1], [0.25, -1]], sums: [[1, 1, 2], [3, 4]]},
    panels: {votes: {kind: "bars", title: "Votes", labels: ["X"], editable: true},
      sums: {title: "Sums", products: {by: "channel", chosen: 0}}}});
  const hand = handAt("votes", 0, 0, 0), area = {channel: 0, row: 0, col: 0, rows: 1, cols: 1};
  assert.equal(describe(scene, hand, scene.named.votes, area),
    "Votes. X: 0.25. Press Enter to change it");
  assert.equal(describe(scene, hand, scene.named.votes, {...area, row: 1}),
    "Votes. number 1: −1.00. Press Enter to change it");
  assert.equal(describe(scene, hand, scene.named.sums, {...area, col: 1}),
    "Sums, 2 of them. Map 1: 4. Press Enter to look at that map");
});

test("a screen reader hears height and slope of a curve, or that its point is out of sight", () => {
  const square = [0, 1, 4], slope = [0, 2, 4];
  const make = (point, lines = [square, slope]) => sceneOf({
    arrays: {curve: [[lines.length, 1, 3], lines.flat()]},
    panels: {curve: {kind: "curve", title: "Square", x: [0, 2], point}, other: {array: "curve"}}});
  const said = (point, lines) => {
    const scene = make(point, lines);
    return describe(scene, handAt("other", 0, 0, 0), scene.named.curve);
  };
  assert.equal(said(1),
    "Square, a curve. At 1 it is 1, its slope 2. Left and right arrow move the point");
  assert.equal(said(3), "Square, a curve. Its point is at 3, outside of the picture. "
    + "Left and right arrow read it");
  assert.equal(said(1, [square]),
    "Square, a curve. At 1 it is 1. Left and right arrow move the point");
});

test("a curve without a slope has no words of one", () => {
  const scene = sceneOf({arrays: {curve: [[1, 1, 3], [0, 1, 4]]},
    panels: {curve: {kind: "curve", x: [0, 2],
      rule: {kind: "activation", name: "Square", formula: "{z}²", positive: ""}}},
    links: [{reader: "curve", source: "curve", kind: "value"}]});
  assert.equal(text(spell(scene, handAt("curve", 0, 0, 2))), "Square: 2² = 4");
  assert.equal(describe(scene, handAt("curve", 0, 0, 2), scene.named.curve),
    "curve, a curve. At 2 it is 4. Left and right arrow move the point");
});
