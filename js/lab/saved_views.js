// @ts-check
// A notebook that is opened shows its saved widgets, also where JupyterLab has missed them.
//
// In its widget manager (5.0.16) a view looks for its model for two seconds, ten times a second. Where
// the kernel takes about as long to start, the models come between the last look and the end of the
// wait: the view finds that all is restored and its model is not, and says so for ever. The same where
// the connection to the kernel comes anew meanwhile, and the notebook's models are left out. Here a
// view is drawn as soon as its model is there, which is taken from the notebook if nobody else does;
// until then its saved picture stands in its place.

const VIEW = "application/vnd.jupyter.widget-view+json";
const STATE = "application/vnd.jupyter.widget-state+json";
const TARGET = "jupyter.widget"; // the comms of widgets

// What stands there until it is drawn: the manager's words, and ours.
const LOADING = "Loading widget", LOST = "Error displaying widget: model not found";
const INSTEAD = "This is a saved picture. Run the cell to use it.";

/** How long is waited, in milliseconds. */
export const PATIENCE = {
  look: 250, // for other changes of the page, until it is looked at
  again: 1000, // until it is looked at again while something is missing
  picture: 700, // until the picture of a view that is not drawn is shown
  loading: 10_000, // until a view that is being loaded is loaded from here
};

/** A view that JupyterLab draws: its renderer and what it draws.
 * @typedef {{renderer: any, output: any}} View */

/** The widget views among the outputs of a notebook. @param {any} content @returns {Generator<View>} */
function* viewsOf(content) {
  for (const cell of content.widgets) {
    const area = cell.outputArea;
    for (const [i, child] of (area?.widgets ?? []).entries()) {
      const output = area.model.get(i); // none where the cell asks for input
      for (const renderer of output && child.children ? child.children() : []) {
        if (renderer.mimeType === VIEW) yield { renderer, output };
      }
    }
  }
}

const modelOf = ({ output }) => output.data[VIEW]?.model_id ?? "";

const says = ({ renderer }, ...words) => words.some((one) =>
  renderer.node.textContent.startsWith(one));

/** Whether there is nothing to be seen of a view; one that was closed is nobody's loss.
 * @param {View} view */
const undrawn = (view) => modelOf(view) !== "" && !view.renderer.isHidden
  && !view.renderer.widgets.length && says(view, LOADING, LOST, INSTEAD);

const failed = (view) => says(view, LOST, INSTEAD);

/** The saved picture of a view, if it has one. @param {View} view */
function pictureOf({ output }) {
  const png = output.data["image/png"];
  if (typeof png !== "string") return null;
  const picture = document.createElement("img");
  picture.src = `data:image/png;base64,${png}`;
  picture.alt = output.metadata?.["image/png"]?.alt ?? "";
  picture.style.cssText = "display: block; max-width: 100%; max-height: 600px";
  return picture;
}

/** Show the saved picture below what the renderer says; it takes all away when it draws.
 * @param {View} view @param {boolean} lost whether the model will not come */
function showPicture(view, lost) {
  const { node } = view.renderer;
  if (node.querySelector("img") && lost === says(view, INSTEAD)) return;
  const picture = pictureOf(view);
  if (!picture) return;
  if (lost) node.textContent = INSTEAD;
  node.append(picture);
}

/** Have a view drawn whose model is there. @param {View} view */
async function draw({ renderer, output }) {
  renderer.removeClass("jupyter-widgets"); // that of the error
  await renderer.renderModel(output);
}

/** Give the manager the models of a notebook that it does not have.
 * @param {any} manager @param {any} kernel @param {Record<string, any>} states */
async function bring(manager, kernel, states) {
  // The kernel answers one after another: who has asked before, as the manager does before it
  // makes models of states, has its answer too.
  await kernel.requestCommInfo({ target_name: TARGET });
  const missing = Object.entries(states).filter(([id]) => !manager.has_model(id));
  const state = structuredClone(Object.fromEntries(missing)); // the manager writes in it
  await manager.set_state({ version_major: 2, version_minor: 0, state });
}

/** Look after the saved views of one notebook.
 * @param {any} content JupyterLab's Notebook @param {any} context of its document
 * @returns {() => void} ends it */
export function lookAfter(content, context, patience = PATIENCE) {
  /** @type {Record<string, any>} */
  let states = {}; // as they were read: a save leaves out what is not there
  /** @type {Promise<void> | null} */
  let bringing = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let due = Infinity, over = false;
  /** @type {WeakMap<object, {since: number, busy: boolean}>} */
  const known = new WeakMap();

  const attend = async (view, note) => {
    const waited = Date.now() - note.since, id = modelOf(view), { renderer } = view;
    if (waited >= patience.picture) showPicture(view, failed(view) && !(id in states));
    if (!failed(view) && waited < patience.loading) return;
    // A renderer has its manager as soon as the kernel is there; until then there is nothing to do.
    const manager = await Promise.race([renderer._manager?.promise, Promise.resolve(null)]);
    if (!manager) return;
    if (!manager.has_model(id) && id in states) {
      bringing ??= bring(manager, context.sessionContext.session?.kernel, states)
        .finally(() => { bringing = null; });
      await bringing;
    }
    if (manager.has_model(id) && undrawn(view)) await draw(view);
  };

  const look = () => {
    [timer, due] = [undefined, Infinity];
    if (over) return;
    let missing = false;
    for (const view of viewsOf(content)) {
      if (!undrawn(view)) continue;
      missing = true;
      let note = known.get(view.renderer);
      if (!note) known.set(view.renderer, note = { since: Date.now(), busy: false });
      if (note.busy) continue;
      note.busy = true;
      attend(view, note).catch(() => { /* without a kernel: the picture stays */ })
        .finally(() => { note.busy = false; });
    }
    if (missing) later(patience.again);
  };
  const later = (wait) => {
    if (over || Date.now() + wait >= due) return;
    clearTimeout(timer);
    due = Date.now() + wait;
    timer = setTimeout(look, wait);
  };

  const changed = new MutationObserver(() => later(patience.look));
  changed.observe(content.node, { childList: true, subtree: true });
  void context.ready.then(() => {
    states = context.model.getMetadata?.("widgets")?.[STATE]?.state ?? {};
    later(patience.look);
  });
  return () => {
    over = true;
    changed.disconnect();
    clearTimeout(timer);
  };
}
