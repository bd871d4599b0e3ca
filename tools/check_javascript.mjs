// Whether Node.js can read some files as ES modules: node tools/check_javascript.mjs FILE ...
// (`node --check` takes one file, and older ones take a .js file for CommonJS.)

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

let bad = 0;
for (const path of process.argv.slice(2)) {
  const options = { input: readFileSync(path), encoding: "utf-8" };
  const done = spawnSync(process.execPath, ["--input-type=module", "--check"], options);
  if (done.status !== 0) {
    bad += 1;
    console.error(done.stderr.replaceAll("[stdin]", path));
  }
}
process.exitCode = bad ? 1 : 0;
