// The pure functions of the widget's modules, for the tests in this folder.
//
// Node takes a .js file for CommonJS unless a package.json beside it says otherwise, and one in the
// widget's folder would travel in the wheel for the tests' sake alone: so a copy is loaded.
import {cpSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

const source = fileURLToPath(new URL("../../cnnkit/widgets/board/static", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cnnkit-board-"));
process.on("exit", () => rmSync(folder, {recursive: true}));
cpSync(source, folder, {recursive: true});
writeFileSync(join(folder, "package.json"), '{"type": "module"}');
export const load = (name) => import(pathToFileURL(join(folder, name)).href);

export const board = {
  ...await load("geometry.js"), ...await load("numbers.js"), ...await load("colours.js"),
  ...await load("pen.js"), ...await load("edit_queue.js"), ...await load("lines.js"),
};
