// Bundles the widgets' sources into the files that the package ships: node build.mjs [--check]
//
// JupyterLab loads a widget's module from a Blob URL, where relative imports cannot work, so each
// widget is one module. The bundles are committed: without Node.js the package installs and runs.
// With --check nothing is written; bundles that the sources do not give are named.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { pack, unpacked, withPacked } from "./pack_bundle.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGE = join(HERE, "..", "cnnkit");

/** Each source that a browser loads, and the file of the package that it is bundled into. */
const BUNDLES = {
  "board/widget.js": "widgets/board/static/board.js",
  "board/board.css": "widgets/board/static/board.css",
  "prediction/predict.js": "exercises/predictions/static/predict.js",
  "prediction/predict.css": "exercises/predictions/static/predict.css",
  "shared/loader.js": "notebook_cells/static/loader.js",
  "page/page.js": "course/static/page.js",
  "page/slides.js": "course/static/slides.js",
  "lab/extension.js": "../share/labextension/static/remoteEntry.js",
  "lite/extension.js": "../tools/web/extension/static/remoteEntry.js",
  "lite/python_worker.js": "../tools/web/python_worker.js",
};

/** Bundles that a page unpacks: shared/unpack_bundle.js. */
const PACKED = ["board/widget.js"];

/** One module of a source and all that it imports. Minified no more can be had of it without loss: of
 * 115 KB, shorter names of properties (esbuild's mangleProps) would save 3 KB, and break what is named
 * by a string or in Python; terser saves 1.5 KB. So it is packed where it is large, and a notebook
 * holds it once: shared/loader.js.
 * @param {string} source @param {(text: string) => string} [changed] its own text */
async function bundle(source, changed = (text) => text) {
  const path = join(HERE, source), css = path.endsWith(".css");
  const { outputFiles: [made] } = await build({
    stdin: { contents: changed(await readFile(path, "utf8")), resolveDir: dirname(path),
      sourcefile: path, loader: css ? "css" : "js" },
    bundle: true,
    minify: true,
    format: /^(lab|lite)\//.test(source) ? "iife" : "esm",
    target: "es2022", // what the browsers of JupyterLab 4 have
    charset: "utf8",
    legalComments: "none",
    write: false,
  });
  return made.text;
}

/** The text that a browser loads for a source. */
async function fileOf(source) {
  const made = await bundle(source);
  if (!PACKED.includes(source)) return made;
  return bundle("shared/unpack_bundle.js", (text) => withPacked(text, pack(made)));
}

/** Whether a committed file is what its source gives. */
function same(text, made) {
  try {
    return unpacked(plain(text)) === unpacked(plain(made));
  } catch { // what is packed there cannot be unpacked
    return false;
  }
}

const committed = (path) => readFile(path, "utf8").catch(() => "");
const plain = (text) => text.replaceAll("\r\n", "\n"); // some checkouts on Windows

const stale = [];
for (const [source, target] of Object.entries(BUNDLES)) {
  const path = join(PACKAGE, target);
  const text = await fileOf(source);
  if (same(await committed(path), text)) continue;
  stale.push(`cnnkit/${target}`);
  if (process.argv.includes("--check")) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
if (process.argv.includes("--check") && stale.length) {
  console.error(`${stale.join(", ")}: not what the sources in js/ give. Run: npm run build`);
  process.exitCode = 1;
}
