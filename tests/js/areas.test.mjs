// Which cells hang together: the cases of tests/shared/areas.json, which Python passes too.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";

import {board} from "./board.mjs";

const {cases} = JSON.parse(readFileSync(new URL("../shared/areas.json", import.meta.url), "utf8"));

for (const {name, shapes, links, cell, areas} of cases) {
  test(name, () => {
    const named = Object.fromEntries(Object.entries(shapes).map(([panel, size]) =>
      [panel, {channels: size[0], rows: size[1], cols: size[2]}]));
    const [panel, channel, row, col] = cell;
    const found = board.trace(links, named, {panel, channel, row, col});
    assert.deepEqual(Object.fromEntries(Object.entries(found).map(([key, all]) =>
      [key, all.map((area) => [area.channel, area.row, area.col, area.rows, area.cols])])), areas);
  });
}

test("there are cases of every kind of link", () => {
  const kinds = new Set(cases.flatMap(({links}) => links.map(({kind}) => kind)));
  assert.deepEqual([...kinds].sort(), ["dense", "flatten", "unflatten", "window"]);
});
