// A student's work in the browser: what is the student's own, a ZIP of it, a lesson started over.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

import { startOver, nameAside, otherEdition, ownFiles, sameContent } from "../../js/lite/student_work.js";
import { crc32, zip } from "../../js/lite/zip.js";

/** JupyterLite's contents: a storage before the files that the site serves. */
class Contents {
  constructor(served, stored = {}) {
    this.served = served;
    this.stored = stored;
  }

  async get(path) {
    const all = { ...this.served, ...this.stored };
    if (path !== "") return { type: "file", format: "text", content: all[path], path };
    return { content: Object.keys(all).map((name) => ({ type: "file", path: name })) };
  }

  async save(path, model) { this.stored[path] = model.content; }
  async delete(path) { delete this.stored[path]; }
}

const SERVED = { "01.ipynb": '{"a": 1}', "02.ipynb": '{"b": 2}' };
const shipped = async (path) => SERVED[path] ?? null;

test("only what was changed or made is the student's", async () => {
  const contents = new Contents(SERVED, { "02.ipynb": '{"b": 3}', "cnnkit_answers.json": "{}" });
  const names = (await ownFiles(contents, shipped)).map(({ name }) => name);
  assert.deepEqual(names, ["02.ipynb", "cnnkit_answers.json"]);
});

test("another layout of the same JSON is no change", () => {
  assert.ok(sameContent('{"a": 1}', '{\n "a": 1\n}'));
  assert.ok(!sameContent('{"a": 1}', '{"a": 2}'));
  assert.ok(!sameContent("text", "other"));
});

test("a lesson started over is the course's, and the student's is kept beside it", async () => {
  const contents = new Contents(SERVED, { "02.ipynb": "mine" });
  const aside = await startOver(contents, "02.ipynb");
  assert.equal(aside, "02 (mine).ipynb");
  assert.equal((await contents.get("02.ipynb")).content, SERVED["02.ipynb"]);
  assert.equal((await contents.get(aside)).content, "mine");
});

test("nothing that was kept before is overwritten", () => {
  assert.equal(nameAside("02.ipynb", ["02 (mine).ipynb"]), "02 (mine 2).ipynb");
  assert.equal(nameAside("notes", []), "notes (mine)");
});

test("editions differ by what they were built from", () => {
  const edition = (hash) => ({ cnnkit: { sources: hash }, widgets: Math.random() });
  assert.equal(otherEdition(edition("a"), edition("a")), false);
  assert.equal(otherEdition(edition("a"), edition("b")), true);
  assert.equal(otherEdition({}, edition("b")), false); // a notebook of the student's own
});

test("a checksum is the one that everybody computes", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
});

test("Python reads the ZIP", () => {
  const folder = mkdtempSync(join(tmpdir(), "zip-"));
  try {
    const path = join(folder, "work.zip");
    writeFileSync(path, Buffer.concat(zip([{ name: "a/ü.txt", text: "ink ✓" },
      { name: "b.json", text: "{}" }]).map((part) => Buffer.from(part))));
    const program = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None;"
      + "print([(n, z.read(n).decode()) for n in z.namelist()])";
    const said = execFileSync("python3", ["-X", "utf8", "-c", program, path], { encoding: "utf8" });
    assert.equal(said.trim(), "[('a/ü.txt', 'ink ✓'), ('b.json', '{}')]");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
