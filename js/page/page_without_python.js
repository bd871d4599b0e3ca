// @ts-check
// Draws the explorers and predictions that a page without Python holds: the states and views that
// Jupyter's exporters embed, <script type="application/vnd.jupyter.widget-state+json"> and
// "…widget-view+json". It is the part of ipywidgets' html-manager that anywidgets need: moving,
// hovering, playing and predicting work; what needs Python says so and leads to where it runs.

const STATE = "application/vnd.jupyter.widget-state+json";
const VIEW = "application/vnd.jupyter.widget-view+json";

/** @typedef {{state: Record<string, any>, buffers?: {path: (string | number)[], data: string}[]}}
 *    Stored a model as it is stored */
/** @typedef {{sentence: string, link?: {href: string, text: string}}} Offline */

const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

/** The traits of a stored model, with its numbers unpacked. @param {Stored} stored */
export function traitsOf({ state, buffers = [] }) {
  const traits = structuredClone(state);
  for (const { path, data } of buffers) {
    const inner = path.slice(0, -1).reduce((at, key) => at[key], traits);
    inner[path[path.length - 1]] = new DataView(bytes(data).buffer);
  }
  return traits;
}

/** What a widget's code sees of its model; changes stay on the page. */
export class Model {
  /** @param {Record<string, any>} traits @param {Manager | null} manager @param {Offline} offline */
  constructor(traits, manager, offline) {
    this.traits = traits;
    this.widget_manager = manager;
    this.withoutPython = offline.sentence;
    /** @type {Map<string, Set<Function>>} */
    this.listeners = new Map();
  }

  get(name) { return this.traits[name]; }

  set(name, value) {
    if (this.traits[name] === value) return;
    this.traits[name] = value;
    for (const call of [...this.listeners.get(`change:${name}`) ?? []]) call(this, value);
  }

  save_changes() {}

  send() { throw new Error("there is no Python behind this page"); }

  on(event, call) {
    for (const one of event.split(" ")) {
      this.listeners.set(one, (this.listeners.get(one) ?? new Set()).add(call));
    }
  }

  off(event, call) {
    if (!event) this.listeners.clear();
    else if (call) this.listeners.get(event)?.delete(call);
    else this.listeners.delete(event);
  }
}

/** All models of a page, and the code that draws them, each loaded once. */
export class Manager {
  /** @param {Record<string, Stored>} stored by id @param {Offline} offline */
  constructor(stored, offline) {
    this.stored = stored;
    this.offline = offline;
    this.models = new Map();
    this.modules = new Map();
    this.styles = new Set();
  }

  /** Whether a model is drawn by code that came with it. @param {string} id */
  knows(id) { return Boolean(this.stored[id]?.state._esm); }

  /** @param {string} id */
  async get_model(id) {
    if (!this.knows(id)) throw new Error(`there is no model ${id} in this page`);
    if (!this.models.has(id)) {
      this.models.set(id, new Model(traitsOf(this.stored[id]), this, this.offline));
    }
    return this.models.get(id);
  }

  /** As ipywidgets has it: what stands in a prediction's reveal asks for an element.
   * @param {Model} model */
  async create_view(model) {
    const el = document.createElement("div");
    const close = await this.draw(model, el);
    return { el, trigger() {}, remove() { close?.(); el.remove(); } };
  }

  /** Draw a model into an element. @param {Model} model @param {HTMLElement} el */
  async draw(model, el) {
    const css = model.get("_css");
    if (css && !this.styles.has(css)) {
      this.styles.add(css);
      document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
    }
    const source = model.get("_esm");
    if (!this.modules.has(source)) this.modules.set(source, load(source));
    const { default: widget } = await this.modules.get(source);
    return widget.render({ model, el });
  }
}

function load(source) {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return import(url).finally(() => URL.revokeObjectURL(url));
}

const parsed = (kind) => [...document.querySelectorAll(`script[type="${kind}"]`)]
  .map((script) => /** @type {const} */ ([script, JSON.parse(script.textContent ?? "{}")]));

/** Code that many models share stands once in a page, by number. @param {any} page */
function withCode({ state, code = [] }) {
  for (const { state: traits } of Object.values(state)) {
    for (const name of ["_esm", "_css"]) {
      if (typeof traits[name] === "number") traits[name] = code[traits[name]];
    }
  }
  return state;
}

/** What the page says of itself: where its lesson can be run. @returns {Offline} */
function offlineHere() {
  const meta = (name) => /** @type {HTMLMetaElement | null} */ (
    document.querySelector(`meta[name="cnnkit-${name}"]`))?.content ?? "";
  const href = meta("run");
  return {
    sentence: "This page has no Python behind it, so numbers cannot be changed here. "
      + (href ? "Open the lesson in the browser: the link is below this explorer."
        : "Open the lesson in JupyterLab to change them."),
    link: href ? { href, text: meta("run-words") || "Change the numbers: open this lesson in the browser" }
      : undefined,
  };
}

/** The way to Python, below an explorer that has something to change. @param {Offline} offline */
function wayToPython({ link }) {
  if (!link) return [];
  const line = Object.assign(document.createElement("p"), { className: "cnnkit-run" });
  line.append(Object.assign(document.createElement("a"), { href: link.href, textContent: link.text }));
  return [line];
}

/** Draw every view of the page, each when it comes near the screen, or all at once.
 * @param {{all?: boolean}} [how] */
export function drawPage({ all = false } = {}) {
  const stored = Object.assign({}, ...parsed(STATE).map(([, page]) => withCode(page)));
  const offline = offlineHere();
  const manager = new Manager(stored, offline);
  const show = async (script, id) => {
    const place = document.createElement("div");
    place.className = "cnnkit-hosted";
    script.after(place);
    try {
      const model = await manager.get_model(id);
      await manager.draw(model, place);
      if (model.get("scene")) place.append(...wayToPython(offline));
      script.parentElement?.classList.add("cnnkit-has-live"); // the picture steps back
    } catch (error) {
      place.remove(); // the picture stays
      console.error(error);
    }
  };
  const views = parsed(VIEW).filter(([, view]) => manager.knows(view.model_id));
  if (all) {
    for (const [script, { model_id: id }] of views) void show(script, id);
    return;
  }
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      for (const [script, { model_id: id }] of views) {
        if (script.parentElement === target) void show(script, id);
      }
    }
  }, { rootMargin: "1200px" });
  for (const [script] of views) {
    if (script.parentElement) near.observe(script.parentElement);
  }
}
