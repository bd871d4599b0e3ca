// Which widgets Python holds: the question that JupyterLite leaves open.
import assert from "node:assert/strict";
import test from "node:test";

import { answerForKernel } from "../../js/lite/comms.js";

const silent = () => ({ requestCommInfo: () => new Promise(() => {}) });

function contextWith(kernel) {
  const heard = [];
  const kernelChanged = { connect: (act) => heard.push(act) };
  const context = { session: kernel ? { kernel } : null, kernelChanged };
  const get = (newValue) => { for (const act of heard) act(context, { newValue }); };
  return { context, get };
}

const held = async (kernel) => (await kernel.requestCommInfo({})).content;

test("the kernel that a notebook has, and each that it gets, is said to hold no widgets", async () => {
  const [first, second] = [silent(), silent()];
  const { context, get } = contextWith(first);
  answerForKernel(context);
  assert.deepEqual(await held(first), { status: "ok", comms: {} });
  get(null); // it was shut down
  get(second);
  assert.deepEqual(await held(second), { status: "ok", comms: {} });
});
