// The line of code with the present cell in it: what Python writes for the same cell.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";

import {load} from "./board.mjs";

const {lineAt} = await load("view_code.js");
const cases = JSON.parse(readFileSync(new URL("../shared/view_code.json", import.meta.url)));

for (const {explorer, cursor: [panel, channel, row, col], code_line: code, text} of cases) {
  test(`${explorer} at ${panel} ${channel}, ${row}, ${col}`, () => {
    assert.equal(lineAt(code, {panel, channel, row, col}), text);
  });
}

test("a line that does not know its first cell always says the cell", () => {
  const code = {stem: "a", plain: "A()", pointed: ["A(", "row", ")"], start: null, keeps: false};
  assert.equal(lineAt(code, {panel: "map", channel: 0, row: 2, col: 1}), "A(2)");
});
