// Which cells hang together: every answer is compared with counting by brute force.
import assert from "node:assert/strict";
import test from "node:test";

import {board} from "./board.mjs";

const {windowOf, readersOf, snap, backward, forward, trace, fitCell, fitTiles, widthAt, blockOf,
  nextTile} = board;

const range = (count) => [...Array(count).keys()];

/** Every setting of one axis that leaves at least one window. */
function* axes() {
  for (const size of [1, 2, 5, 8, 9]) {
    for (const kernel of [1, 2, 3, 5]) {
      for (const stride of [1, 2, 3]) {
        for (const padding of [0, 1, 2]) {
          for (const dilation of [1, 2]) {
            const span = (kernel - 1) * dilation + 1;
            if (size + 2 * padding < span) continue;
            const out = Math.floor((size + 2 * padding - span) / stride) + 1;
            yield {size, kernel, stride, padding, dilation, span, out};
          }
        }
      }
    }
  }
}

/** A link whose rows follow `a` and whose columns follow `b`. */
const linkOf = (a, b) => ({
  kind: "window", reader: "map", source: "image",
  kernel_size: [a.kernel, b.kernel], stride: [a.stride, b.stride],
  padding: [a.padding, b.padding], dilation: [a.dilation, b.dilation],
});
const still = {size: 4, kernel: 2, stride: 1, padding: 0, dilation: 1, span: 2, out: 3};

test("a cell reads the window that starts at its index times the stride minus the padding", () => {
  const link = linkOf({...still, kernel: 3, stride: 2, padding: 1}, still);
  assert.deepEqual(windowOf(link, {row: 2, col: 1, rows: 1, cols: 1}),
    {row: 3, col: 1, rows: 3, cols: 2});
});

test("a link without options reads the cell itself", () => {
  assert.deepEqual(windowOf({kind: "window"}, {row: 3, col: 4, rows: 1, cols: 1}),
    {row: 3, col: 4, rows: 1, cols: 1});
});

test("several cells read the hull of their windows", () => {
  for (const axis of axes()) {
    const link = linkOf(axis, still);
    for (const first of range(axis.out)) {
      for (const last of range(axis.out).filter((i) => i >= first)) {
        const hull = windowOf(link, {row: first, col: 0, rows: last - first + 1, cols: 1});
        assert.equal(hull.row, first * axis.stride - axis.padding);
        assert.equal(hull.row + hull.rows, last * axis.stride - axis.padding + axis.span);
      }
    }
  }
});

test("the readers of a source cell are exactly the cells whose windows hold it", () => {
  let pairs = 0;
  for (const axis of axes()) {
    // The same options along the columns, to see that the axes are not exchanged.
    for (const [link, shape, along, count] of [
      [linkOf(axis, still), {channels: 1, rows: axis.out, cols: still.out}, "row", "rows"],
      [linkOf(still, axis), {channels: 1, rows: still.out, cols: axis.out}, "col", "cols"],
    ]) {
      for (const at of range(axis.size)) {
        const expected = range(axis.out).filter((i) => {
          const start = i * axis.stride - axis.padding;
          return start <= at && at < start + axis.span;
        });
        const found = readersOf(link, {row: 0, col: 0, rows: 1, cols: 1, [along]: at}, shape);
        if (!expected.length) assert.equal(found, null);
        else assert.deepEqual(range(found[count]).map((i) => found[along] + i), expected);
        pairs += expected.length;
      }
    }
  }
  assert.ok(pairs > 1000);
});

test("a pixel that a large stride jumps over has no reader", () => {
  const link = linkOf({...still, kernel: 1, stride: 3}, {...still, kernel: 1, stride: 3});
  assert.equal(readersOf(link, {row: 1, col: 0, rows: 1, cols: 1},
    {channels: 1, rows: 3, cols: 3}), null);
});

test("snap finds the cell whose window is centred nearest", () => {
  for (const axis of axes()) {
    const link = linkOf(axis, still);
    const shape = {channels: 1, rows: axis.out, cols: still.out};
    const distance = (i, at) =>
      Math.abs(i * axis.stride - axis.padding + (axis.span - 1) / 2 - at);
    for (const at of range(axis.size + 2 * axis.padding).map((i) => i - axis.padding)) {
      const {row} = snap(link, at, 0, shape);
      const best = Math.min(...range(axis.out).map((i) => distance(i, at)));
      assert.equal(distance(row, at), best);
    }
  }
});

test("snap stays inside the map when the pointer is far outside", () => {
  const link = linkOf(still, still);
  const shape = {channels: 1, rows: 3, cols: 3};
  assert.deepEqual(snap(link, -50, 99, shape), {row: 0, col: 2});
});

test("a number of a flattened stack is one cell of one map, and the way back", () => {
  const link = {kind: "flatten", reader: "flat", source: "pooled"};
  const source = {channels: 3, rows: 4, cols: 5}, reader = {channels: 1, rows: 60, cols: 1};
  for (const at of range(60)) {
    const [cell] = backward(link, {channel: 0, row: at, col: 0, rows: 1, cols: 1}, source);
    assert.equal((cell.channel * 4 + cell.row) * 5 + cell.col, at);
    assert.deepEqual(forward(link, cell, source, reader),
      [{channel: 0, row: at, col: 0, rows: 1, cols: 1}]);
  }
});

test("a window of a map is one run of flattened numbers a row, for every channel it covers", () => {
  const link = {kind: "flatten"};
  const source = {channels: 2, rows: 3, cols: 4}, reader = {channels: 1, rows: 24, cols: 1};
  const runs = forward(link, {channel: null, row: -1, col: 1, rows: 3, cols: 2}, source, reader);
  assert.deepEqual(runs.map(({row, rows}) => [row, rows]), [[1, 2], [5, 2], [13, 2], [17, 2]]);
});

test("every cell of a dense layer reads the whole source, and every cell there reaches all", () => {
  const link = {kind: "dense"};
  const whole = (rows) => [{channel: null, row: 0, col: 0, rows, cols: 1}];
  const one = {channel: 0, row: 1, col: 0, rows: 1, cols: 1};
  assert.deepEqual(backward(link, one, {channels: 1, rows: 48, cols: 1}), whole(48));
  assert.deepEqual(forward(link, one, {channels: 1, rows: 48, cols: 1},
    {channels: 1, rows: 2, cols: 1}), whole(2));
});

test("a link that mixes channels reads all of them; one that does not keeps the channel", () => {
  const cell = {channel: 2, row: 0, col: 0, rows: 1, cols: 1};
  const source = {channels: 3, rows: 4, cols: 4};
  assert.equal(backward({kind: "window", channels: "all"}, cell, source)[0].channel, null);
  assert.equal(backward({kind: "window", channels: "same"}, cell, source)[0].channel, 2);
});

// The network of the running example: image 9×9, conv 3×3, ReLU, pool 2×2 (ceil), flatten, votes.
const network = {
  links: [
    {kind: "window", reader: "conv", source: "image", kernel_size: [3, 3], channels: "all"},
    {kind: "window", reader: "relu", source: "conv"},
    {kind: "window", reader: "pool", source: "relu", kernel_size: [2, 2], stride: [2, 2]},
    {kind: "flatten", reader: "flat", source: "pool"},
    {kind: "dense", reader: "votes", source: "flat"},
  ],
  shapes: {
    image: {channels: 1, rows: 9, cols: 9}, conv: {channels: 3, rows: 7, cols: 7},
    relu: {channels: 3, rows: 7, cols: 7}, pool: {channels: 3, rows: 4, cols: 4},
    flat: {channels: 1, rows: 48, cols: 1}, votes: {channels: 1, rows: 2, cols: 1},
  },
};

test("a pooled cell's receptive field composes through the chain", () => {
  const found = trace(network.links, network.shapes, {panel: "pool", channel: 1, row: 1, col: 2});
  assert.deepEqual(found.pool, [{channel: 1, row: 1, col: 2, rows: 1, cols: 1}]);
  assert.deepEqual(found.relu, [{channel: 1, row: 2, col: 4, rows: 2, cols: 2}]);
  assert.deepEqual(found.conv, [{channel: 1, row: 2, col: 4, rows: 2, cols: 2}]);
  assert.deepEqual(found.image, [{channel: null, row: 2, col: 4, rows: 4, cols: 4}]);
  assert.deepEqual(found.flat, [{channel: 0, row: 16 + 4 + 2, col: 0, rows: 1, cols: 1}]);
  assert.deepEqual(found.votes, [{channel: null, row: 0, col: 0, rows: 2, cols: 1}]);
});

test("a pixel reaches its windows' scores and everything that they feed", () => {
  const found = trace(network.links, network.shapes, {panel: "image", channel: 0, row: 0, col: 8});
  assert.deepEqual(found.image, [{channel: 0, row: 0, col: 8, rows: 1, cols: 1}]);
  const [conv] = found.conv;
  assert.deepEqual([conv.row, conv.col, conv.rows, conv.cols], [0, 6, 1, 1]);
  const [pool] = found.pool;
  assert.deepEqual([pool.row, pool.col, pool.rows, pool.cols], [0, 3, 1, 1]);
  // The top right number of each of the three 4×4 maps.
  assert.deepEqual(found.flat.map(({row, rows}) => [row, rows]), [[3, 1], [19, 1], [35, 1]]);
  assert.ok(found.votes.length >= 1);
  for (const area of found.votes) assert.equal(area.rows, 2);
});

test("a panel that no link joins has no partners", () => {
  const found = trace(network.links, {...network.shapes, other: {channels: 1, rows: 2, cols: 2}},
    {panel: "other", channel: 0, row: 1, col: 1});
  assert.deepEqual(Object.keys(found), ["other"]);
});

test("cells are as large as the room allows, whole pixels, and never larger than asked", () => {
  const units = [{cols: 9, rows: 9, gaps: 0}, {cols: 7, rows: 7, gaps: 0}];
  const fit = (width, height) => fitCell({width, height, units, largest: 38});
  assert.equal(fit(10000, 10000), 38);
  assert.equal(fit(16 * 20 + 15, 10000), 20);
  assert.equal(fit(10000, 9 * 12 + 8), 12);
  for (const width of [40, 100, 333, 800]) {
    const cell = fit(width, 352);
    assert.ok(cell * 16 <= width && cell * 9 <= 352);
  }
  assert.equal(fitCell({width: 500, height: 500, units: [], largest: 38}), 38);
  // Even a narrow phone gets cells of some size.
  assert.ok(fit(5, 352) > 0);
});

test("words that are wider than their cells take their width from the cells beside them", () => {
  const units = [{cols: 9, rows: 9, gaps: 0}, {cols: 4, rows: 4, gaps: 0, apart: 10, least: 0}];
  let before = Infinity;
  for (const least of [0, 100, 150, 200, 300]) {
    units[1].least = least;
    for (const width of [320, 400, 640]) {
      const cell = fitCell({width, height: 2000, units, largest: 38});
      assert.ok(widthAt(units, cell) <= width, `${least} in ${width}`);
      // Not one size smaller than it has to be.
      assert.ok(cell === 38 || cell < 7 || widthAt(units, cell + 1) > width);
      if (width === 400) {
        assert.ok(cell <= before);
        before = cell;
      }
    }
  }
  // Words alone that no page holds: the cells are not to blame, and stay in sight.
  units[1].least = 500;
  assert.ok(fitCell({width: 400, height: 2000, units, largest: 38}) > 0);
});

test("a block of tiles is nearly square and has room for all of them", () => {
  for (const count of range(70).slice(1)) {
    const {across, down} = blockOf(count);
    assert.ok(across * down >= count && across * (down - 1) < count);
    assert.ok(across === down || across === down + 1, `${count}: ${across} × ${down}`);
  }
});

test("walking off a tile enters its neighbour in the block, and nothing beyond the rim", () => {
  // 0 1 2 / 3 4
  assert.equal(nextTile(0, 0, 1, 3, 5), 1);
  assert.equal(nextTile(2, 0, 1, 3, 5), null);
  assert.equal(nextTile(1, 1, 0, 3, 5), 4);
  assert.equal(nextTile(2, 1, 0, 3, 5), null); // below the third tile is none
  assert.equal(nextTile(3, -1, 0, 3, 5), 0);
  assert.equal(nextTile(0, 0, -1, 3, 5), null);
});

/** Pixels that a row of stacks takes, as it was placed. */
const extent = (units, placed) => {
  const columns = new Map();
  let tall = 0;
  units.forEach(({count, rows, cols, least, column}, i) => {
    const {cell, across, gap} = placed[i];
    const wide = Math.max(across * (cols * cell + gap) - gap, least);
    columns.set(column, Math.max(columns.get(column) ?? 0, wide));
    tall = Math.max(tall, Math.ceil(count / across) * (rows * cell + gap) - gap);
  });
  return {wide: [...columns.values()].reduce((a, b) => a + b, 0), tall};
};
const stack = (column, count, size, more = {}) => ({count, rows: size, cols: size, share: 1,
  least: 40, room: 370, column, ...more});

test("stacks of maps fit their row, whatever their number and size", () => {
  const rows = [
    [stack(0, 1, 9), stack(1, 3, 7), stack(2, 3, 7), stack(3, 3, 4, {share: 0.8})],
    [stack(0, 1, 32), ...range(9).map((i) => stack(i + 1, 32, [32, 16, 8][Math.floor(i / 3)]))],
    [stack(0, 1, 32, {room: 160}), stack(0, 3, 32, {room: 160}), stack(1, 64, 30)],
  ];
  for (const units of rows) {
    for (const width of [500, 720, 824, 1100]) {
      const {placed} = fitTiles({width, height: 370, largest: 40, units});
      const {wide, tall} = extent(units, placed);
      assert.ok(wide <= width && tall <= 370, `${wide} × ${tall} in ${width} × 370`);
      assert.ok(placed.every(({cell}) => cell > 0 && cell <= 40));
    }
  }
});

test("a wider page never makes the smallest tiles smaller, and the picture gets what is left", () => {
  const units = [stack(0, 1, 9), stack(1, 3, 7), stack(2, 3, 7)];
  let before = 0;
  for (const width of range(12).map((i) => 300 + 70 * i)) {
    const {placed} = fitTiles({width, height: 370, largest: 40, units});
    assert.ok(placed[1].cell >= before && placed[1].cell === placed[2].cell);
    before = placed[1].cell;
  }
  const [picture, maps] = fitTiles({width: 560, height: 370, largest: 40, units}).placed;
  assert.ok(picture.cell > maps.cell);
});

test("a long list goes on in the next row, and its cells lead back to the maps", () => {
  const maps = {channels: 4, rows: 3, cols: 5}, list = {channels: 1, rows: 10, cols: 6};
  const link = {kind: "flatten", reader: "list", source: "maps", wrap: 6};
  for (const index of range(60)) {
    const cell = {channel: 0, row: Math.floor(index / 6), col: index % 6, rows: 1, cols: 1};
    const [area] = backward(link, cell, maps);
    assert.equal((area.channel * 3 + area.row) * 5 + area.col, index);
    assert.deepEqual(forward(link, area, maps, list), [cell]);
  }
  const window = {channel: null, row: 1, col: 2, rows: 2, cols: 3};
  const covered = new Set();
  for (const {row, col, rows, cols} of forward(link, window, maps, list)) {
    assert.equal(rows, 1);
    for (const i of range(cols)) covered.add(row * 6 + col + i);
  }
  const expected = range(60).filter((i) => Math.floor(i / 5) % 3 >= 1 && i % 5 >= 2);
  assert.deepEqual([...covered].sort((a, b) => a - b), expected);
});

test("stacks whose cells are to be of one size have it, on a wide page and on a narrow one", () => {
  const units = [[0, 1, 9], [1, 3, 7], [2, 3, 7], [3, 3, 4]].map(([column, count, side]) =>
    ({...stack(column, count, side), share: side / 9}));
  for (const width of [420, 560, 700, 900, 1100, 1400]) {
    const {placed} = fitTiles({width, height: 400, largest: 40, units});
    assert.ok(placed[0].cell >= 7, `${width} px`);
    assert.equal(new Set(placed.map(({cell}) => cell)).size, 1, `${width} px`);
  }
});
