// @ts-check
// A question to Python that changes nothing on the board, and its answer.

const PATIENCE = 4000; // milliseconds; a file may have to be written, or a figure drawn

let asked = 0;

/** @typedef {{text: string, trouble: string}} Answer */

/** The answer; null where no kernel gives one in time. A picture has the colours of the page.
 * @param {any} board @param {"code" | "picture"} kind @returns {Promise<Answer | null>} */
export function ask(board, kind, patience = PATIENCE) {
  const { model, root } = board;
  if (root.closest(".jupyter-widgets-disconnected")) return Promise.resolve(null);
  asked += 1;
  const id = `${board.edits.view}-${asked}`;
  return new Promise((done) => {
    let timer = 0;
    const finish = (found) => {
      clearTimeout(timer);
      model.off("msg:custom", hear);
      done(found);
    };
    const hear = (content) => { if (content?.id === id) finish(content); };
    timer = setTimeout(() => finish(null), patience);
    model.on("msg:custom", hear);
    try {
      if (board.resting) board.tellCursor(); // Python must not answer for an older place
      model.send({ kind, id, dark: root.classList.contains("cnnkit-dark") });
    } catch {
      finish(null);
    }
  });
}
