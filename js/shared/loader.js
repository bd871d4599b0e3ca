// @ts-check
// What each explorer and prediction carries: a way to the code that draws it, which stands once in a
// notebook, in a model of its own (cnnkit/notebook_cells/shared_javascript.py). A front end that has no
// such model, or not yet, has the widget ask its kernel. A page loads each code once.

const LOOK = 200; // milliseconds from one look for the model to the next
const ASK = 5; // looks without finding it, after which the kernel is asked
const SAY = 50; // looks after which the page says so

const LOADED = Symbol.for("cnnkit.loaded");

/** @typedef {{javascript: string, css: string}} Code */

/** What this page has loaded, whichever widget came first.
 * @type {{modules: Map<string, Promise<any>>, styles: WeakMap<Node, Set<string>>}} */
const loaded = (globalThis[LOADED] ??= { modules: new Map(), styles: new WeakMap() });

/** The code of a widget, as soon as the page or the kernel has it; null if its view goes first.
 * @param {any} model @param {AbortSignal | undefined} signal
 * @param {() => boolean} late told again and again after a while; false if nobody waits any more
 * @returns {Promise<Code | null>} */
function codeOf(model, signal, late) {
  return new Promise((resolve) => {
    const id = model.get("_code").replace("IPY_MODEL_", "");
    let looks = 0;
    const end = (code) => {
      clearInterval(timer);
      model.off("msg:custom", hear);
      signal?.removeEventListener("abort", leave);
      resolve(code);
    };
    const leave = () => end(null);
    const take = (javascript, css) => { if (javascript) end({ javascript, css }); };
    const hear = (content) => {
      if (content?.kind === "javascript") take(content.javascript, content.css);
    };
    const ask = () => {
      try {
        model.send({ kind: "javascript" });
      } catch { /* there is no kernel */ }
    };
    const look = async () => {
      looks += 1;
      if (looks % (5 * ASK) === ASK) ask();
      if (looks >= SAY && !late()) leave();
      try {
        const code = await model.widget_manager.get_model(id);
        take(code.get("javascript"), code.get("css"));
      } catch { /* the page does not have it, or not yet */ }
    };
    if (signal?.aborted) {
      resolve(null);
      return;
    }
    model.on("msg:custom", hear);
    signal?.addEventListener("abort", leave, { once: true });
    const timer = setInterval(look, LOOK);
    void look();
  });
}

/** The module of a text. @param {string} source */
function moduleOf(source) {
  let module = loaded.modules.get(source);
  if (!module) {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    module = import(url).finally(() => URL.revokeObjectURL(url));
    module.catch(() => loaded.modules.delete(source));
    loaded.modules.set(source, module);
  }
  return module;
}

/** Give the tree in which an element stands these styles, once. @param {Node} el @param {string} css */
function style(el, css) {
  const tree = el.getRootNode();
  const home = tree instanceof ShadowRoot ? tree : document.head;
  const there = loaded.styles.get(home) ?? new Set();
  if (there.has(css)) return;
  loaded.styles.set(home, there.add(css));
  home.append(Object.assign(document.createElement("style"), { textContent: css }));
}

/** As anywidget calls it for every view; the code's own `render` then gets all that this one got. */
async function render(context) {
  const { model, el, signal } = context;
  const words = document.createElement("p");
  words.textContent = "The code of this view has not come with the notebook. Run its cell again.";
  const code = await codeOf(model, signal, () => {
    el.append(words);
    return el.isConnected; // before anywidget 0.11 there is no signal that the view has gone
  });
  words.remove();
  if (!code) return undefined;
  style(el, code.css);
  const { default: widget } = await moduleOf(code.javascript);
  return signal?.aborted ? undefined : widget.render(context);
}

export default { render };
