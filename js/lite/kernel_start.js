// @ts-check
// The start of Python takes its time in a browser; what is asked of a lesson meanwhile has to happen.
// What is loaded then: python_worker.js; the line that tells how far it is: start_line.js.
//
// JupyterLab 4.4 clears a cell, without a word, when it is run while its session has no kernel yet:
// "Run All Cells", clicked while Python was starting, did nothing for ever. And a cell that is run
// before the start has begun starts a second Python, which ends the first.

/** @typedef {{session: {kernel?: any} | null, startKernel(): Promise<boolean>,
 *    initialize(): Promise<boolean>}} Context what JupyterLab calls a session context */

/** How long a start waits for what carries files between the page and Python. */
const PATIENCE = 15_000; // ms

/** Have everyone who runs a cell wait for the one start of the kernel.
 * @param {Context} context of a notebook, before it is initialized
 * @param {() => Promise<void>} before what has to be there first */
export function shareStart(context, before = async () => {}) {
  const start = context.startKernel.bind(context);
  const initialize = context.initialize.bind(context);
  let initialized = () => {};
  /** @type {Promise<void>} */
  const known = new Promise((resolve) => { initialized = resolve; });
  context.initialize = () => {
    initialized(); // the notebook was read: which kernel it wants is known
    return initialize();
  };
  /** @type {Promise<boolean> | null} */
  let starting = null;
  const begin = async () => {
    await known;
    await before();
    return start(); // true: it could not start, somebody has to choose a kernel
  };
  context.startKernel = async () => {
    if (starting) { // one question which kernel to take is enough
      await starting;
      return false;
    }
    starting = begin();
    try {
      return await starting;
    } finally {
      starting = null;
    }
  };
  // What a cell asks before it runs: without a kernel it calls startKernel, and waits.
  Object.defineProperty(context, "hasNoKernel", {
    configurable: true,
    get: () => !context.session?.kernel,
  });
}

/** Wait until this page's service worker answers for files; not for ever, some browsers have none.
 * A Python that starts earlier cannot reach the lesson's folder: it fails, or keeps no answers.
 * @param {any} workers navigator.serviceWorker */
export async function filesReachable(workers, patience = PATIENCE) {
  if (!workers || workers.controller) return;
  let timer;
  await new Promise((resolve) => {
    workers.addEventListener("controllerchange", resolve, { once: true });
    timer = setTimeout(resolve, patience);
  });
  clearTimeout(timer);
}
