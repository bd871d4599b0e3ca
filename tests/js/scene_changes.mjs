// What the browser makes of scenes and their changes that Python wrote to a file, one a line, is the
// scene that Python has; and what was sent stays as it was.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";

import {load} from "./board.mjs";

const {changed} = await load("scene_changes.js");

for (const text of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const {story, held, wanted} = JSON.parse(text);
  const before = JSON.stringify(held);
  assert.deepStrictEqual(changed(held.scene, held.changes), wanted, story.join(", "));
  assert.equal(JSON.stringify(held), before);
}
