// The list of files in JupyterLab on a telephone.
import assert from "node:assert/strict";
import test from "node:test";

import { giveRoom } from "../../js/lite/narrow_screen.js";

/** JupyterLab's shell, as far as its list of files goes, in a window that is so wide. */
function shellOf(width) {
  const acts = {};
  globalThis.window = { innerWidth: width, addEventListener: (kind, act) => { acts[kind] = act; } };
  const heard = new Set();
  const shell = {
    leftCollapsed: false,
    layoutModified: { connect: (act) => heard.add(act), disconnect: (act) => heard.delete(act) },
    collapseLeft() { shell.leftCollapsed = true; },
    open() {
      shell.leftCollapsed = false;
      for (const act of heard) act();
    },
  };
  giveRoom(shell);
  return { shell, acts };
}

test("on a telephone the list of files is closed, also when JupyterLab opens it once more", () => {
  const { shell } = shellOf(390);
  assert.ok(shell.leftCollapsed);
  shell.open();
  assert.ok(shell.leftCollapsed);
});

for (const touch of ["pointerdown", "keydown"]) {
  test(`after a ${touch} the list of files stays open`, () => {
    const { shell, acts } = shellOf(390);
    acts[touch]();
    shell.open();
    assert.ok(!shell.leftCollapsed);
  });
}

test("where there is room the list of files is let alone", () => {
  assert.ok(!shellOf(1280).shell.leftCollapsed);
});
