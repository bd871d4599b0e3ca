// The pure functions of the widgets' modules, as one object. They are copied next to a package.json
// that says what they are: older Node.js takes a .js file for CommonJS without one.
import {cpSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

const folder = mkdtempSync(join(tmpdir(), "cnnkit-"));
const source = fileURLToPath(new URL("../../cnnkit/widgets/static", import.meta.url));
cpSync(source, folder, {recursive: true});
writeFileSync(join(folder, "package.json"), '{"type": "module"}');
process.on("exit", () => rmSync(folder, {recursive: true, force: true}));

const load = (name) => import(pathToFileURL(join(folder, `${name}.js`)).href);
const modules = await Promise.all(["geometry", "numbers", "colours", "board"].map(load));
export const board = Object.assign({}, ...modules);
