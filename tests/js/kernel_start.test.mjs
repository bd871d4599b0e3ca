// Python's start in the browser: cells that are run meanwhile wait for the one start; a line tells.
import assert from "node:assert/strict";
import test from "node:test";

import { isReady, startWords } from "../../js/lite/start_line.js";
import { filesReachable, shareStart } from "../../js/lite/kernel_start.js";

/** JupyterLab's session context as far as running a cell uses it: its kernel takes a while. */
class Context {
  constructor(found = true) {
    this.session = null;
    this.starts = 0;
    this.found = found;
    this.pending = "";
  }

  get hasNoKernel() { return !this.session && !this.pending; } // as JupyterLab 4.4 says it

  async initialize() { return this.startKernel(); }

  async startKernel() {
    this.starts += 1;
    this.pending = "python";
    await new Promise((resolve) => { setTimeout(resolve, 5); });
    this.pending = "";
    if (!this.found) return true;
    this.session = { kernel: { status: "unknown" } };
    return false;
  }
}

/** JupyterLab's way to run a cell: whether it reached the kernel, and was asked which kernel. */
async function runCell(context) {
  let asked = false;
  if (context.hasNoKernel) asked = await context.startKernel();
  return { ran: Boolean(context.session?.kernel), asked };
}

test("without our part a cell that is run while the kernel starts is lost", async () => {
  const context = new Context();
  const start = context.initialize();
  assert.deepEqual(await runCell(context), { ran: false, asked: false });
  await start;
});

test("all cells that are run while the kernel starts wait for that one start", async () => {
  const context = new Context();
  shareStart(context);
  const start = context.initialize();
  const cells = await Promise.all([1, 2, 3].map(() => runCell(context)));
  assert.deepEqual(cells, Array(3).fill({ ran: true, asked: false }));
  assert.equal(await start, false);
  assert.equal(context.starts, 1);
});

test("cells that are run before the notebook is read wait until it is", async () => {
  const context = new Context();
  shareStart(context);
  const cells = Promise.all([1, 2].map(() => runCell(context)));
  await new Promise((resolve) => { setTimeout(resolve, 2); });
  assert.equal(context.starts, 0);
  await context.initialize();
  assert.deepEqual((await cells).map(({ ran }) => ran), [true, true]);
  assert.equal(context.starts, 1);
});

test("where no kernel is found, one question is asked and not one for each cell", async () => {
  const context = new Context(false);
  shareStart(context);
  const asked = await Promise.all([context.initialize(), runCell(context), runCell(context)]);
  assert.deepEqual(asked, [true, { ran: false, asked: false }, { ran: false, asked: false }]);
});

test("a start that failed can be asked for again", async () => {
  const context = new Context(false);
  shareStart(context);
  await context.initialize();
  context.found = true;
  assert.equal((await runCell(context)).ran, true);
});

test("a kernel waits until the page's files can be reached, and not for ever", async () => {
  const workers = new EventTarget();
  const waiting = filesReachable(workers, 10_000);
  workers.dispatchEvent(new Event("controllerchange"));
  await waiting;
  await filesReachable(new EventTarget(), 1);
  await filesReachable(undefined);
});

test("the line tells how far Python is, in whole megabytes", () => {
  const start = { ready: false, loaded: 0, total: 21e6 };
  assert.match(startWords(start), /^Python is starting/);
  assert.match(startWords({ ...start, loaded: 5.2e6 }), /^Loading Python: 5 of 21 MB\./);
  assert.match(startWords({ ...start, loaded: 21e6 }), /^Python is loaded and starting/);
  assert.equal(startWords({ ...start, ready: true, failed: "late news" }), "");
});

test("of a report that runs over many lines the line names the error", () => {
  const report = "Traceback:\n  File x\nModuleNotFoundError: No module named 'a'\nSee the pages.";
  assert.equal(startWords({ ready: false, loaded: 0, total: 1, failed: report }),
    "Python did not start: ModuleNotFoundError: No module named 'a'");
  assert.match(startWords({ ready: false, loaded: 0, total: 1, failed: "a.whl was not had" }),
    /a\.whl was not had$/);
});

test("nothing is told where Python answers, or where nobody wants it", () => {
  const context = (status) => ({ session: { kernel: { status } }, isReady: true });
  assert.deepEqual(["unknown", "starting", "idle", "busy"].map((one) => isReady(context(one))),
    [false, false, true, true]);
  assert.equal(isReady({ session: null, isReady: true, kernelDisplayStatus: "unknown" }), true);
  assert.equal(isReady({ session: null, isReady: false, kernelDisplayStatus: "initializing" }), false);
});
