// @ts-check
// JupyterLite (0.6) never answers which widgets Python holds. JupyterLab's widget manager waits for
// that answer before it takes a notebook's saved widgets, and so waited for ever: a lesson's explorers
// were not drawn until their cells were run. Python begins with the page, so it holds none.

/**
 * Answer in the kernel's place, whichever kernel a notebook gets.
 *
 * @param {any} context JupyterLab's session context
 */
export function answerForKernel(context) {
  const answer = (kernel) => {
    if (kernel) kernel.requestCommInfo = async () => ({ content: { status: "ok", comms: {} } });
  };
  context.kernelChanged.connect((_, { newValue }) => answer(newValue));
  answer(context.session?.kernel);
}
