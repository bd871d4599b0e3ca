// @ts-check
// Where Python's worker begins, before Pyodide itself: it counts what is loaded and tells the page,
// loads the course's packages beside the interpreter instead of after it, and looks into the
// lesson's folder last when a module is imported. tools/web/pyodide.py writes Pyodide's own script
// and `cnnkitPython` above.

import { CHANNEL } from "./channel.js";

/** @type {any} */
const worker = globalThis;
/** @type {{sizes: Record<string, number>, packages: string[], squeezed: Record<string, string>}} the
 *    files that are loaded and counted; what the course needs; files that also lie here gzipped, as
 *    plain file servers send everything as it is */
const { sizes, packages, squeezed } = worker.cnnkitPython;

const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
const channel = new BroadcastChannel(CHANNEL);
const fetchFile = worker.fetch.bind(worker);
let loaded = 0;
let told = 0;

function count(bytes) {
  loaded += bytes;
  if (loaded - told < total / 100 && loaded < total) return;
  told = loaded;
  channel.postMessage({ loaded: Math.min(loaded, total), total });
}

const counting = () => new TransformStream({
  transform(chunk, next) {
    count(chunk.byteLength);
    next.enqueue(chunk);
  },
});

/** Fetch one of the counted files. */
async function fetchCounted(name, resource, options) {
  const small = worker.DecompressionStream ? squeezed[name] : undefined;
  const from = small ? new URL(small, resource.url ?? resource) : resource;
  const answer = await fetchFile(from, options);
  if (!answer.ok || !answer.body) throw new Error(`${name}: ${answer.status} ${answer.statusText}`);
  const { status, statusText } = answer;
  const body = answer.body.pipeThrough(counting());
  if (!small) return new Response(body, { status, statusText, headers: answer.headers });
  const headers = { "Content-Type": "application/wasm" };
  return new Response(body.pipeThrough(new DecompressionStream("gzip")), { status, headers });
}

worker.fetch = async (resource, options) => {
  const { pathname } = new URL(resource.url ?? resource, worker.location.href);
  const name = decodeURIComponent(pathname.split("/").pop() ?? "");
  if (!(name in sizes)) return fetchFile(resource, options);
  try {
    return await fetchCounted(name, resource, options);
  } catch (error) {
    channel.postMessage({ failed: `${name} could not be loaded. Is there a connection?` });
    throw error;
  }
};

// Every import asked the page for the lesson's folder first, hundreds of times. And what people may
// miss has a sentence, where Python would only say that there is no such module.
const BEGIN = `
import sys
from importlib.abc import MetaPathFinder
sys.path.sort(key=lambda path: path == "")

class NotHere(MetaPathFinder):
    names = {
        "cv2": "OpenCV", "jax": "JAX", "keras": "Keras", "skimage": "scikit-image",
        "tensorflow": "TensorFlow", "torch": "PyTorch", "torchvision": "torchvision",
    }

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            raise ModuleNotFoundError(
                f"{self.names[name]} is not part of this site, where Python runs in the browser; "
                "the lessons do without it. To use it, install the course on your computer.",
                name=name,
            )

sys.meta_path.append(NotHere())
`;

const load = worker.loadPyodide;
worker.loadPyodide = async (options) => {
  // JupyterLite does not install what stands in its list of packages; so that list also names what
  // nobody needs at the start, and here it is left out.
  const pyodide = await load({ ...options, packages });
  pyodide.runPython(BEGIN, { globals: pyodide.toPy({}) });
  return pyodide;
};
