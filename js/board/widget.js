// @ts-check
// What anywidget loads: one function that shows a model, and returns how to take it away again.

import { Board } from "./board.js";

/** anywidget calls this for every view of the model, and what it returns when the view goes; from
 * version 0.11 on it also gives a signal of that. */
function render({ model, el, signal }) {
  const board = new Board(model, el);
  const close = () => board.close();
  signal?.addEventListener("abort", close, { once: true });
  return close;
}

export default { render };
