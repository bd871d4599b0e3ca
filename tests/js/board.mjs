// The functions that board.js exports, for the tests in this folder.
//
// Node takes a .js file without a package.json for CommonJS, and a package.json beside the widget's
// file would travel in the wheel for the tests' sake alone: so a copy is loaded that ends in .mjs.
// The copy stands alone, as it does in the browser, where anywidget loads it from a Blob.
import {copyFileSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

const source = fileURLToPath(new URL("../../cnnkit/widgets/static/board.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cnnkit-board-"));
const copy = join(folder, "board.mjs");
copyFileSync(source, copy);
export const board = await import(pathToFileURL(copy).href);
rmSync(folder, {recursive: true});
