// A page that only pretends, so that the whole Board runs under node: nothing is seen. And a model.

/** Takes every call and every value that it does not know. */
const anything = () => new Proxy(function nothing() {}, {
  get: (target, name) => (name in target ? target[name] : name === Symbol.toPrimitive
    ? () => "" : (target[name] = anything())),
  set: (target, name, value) => { target[name] = value; return true; },
  apply: () => anything(),
});

class Style {
  setProperty() {}
  removeProperty() {}
}

const context = () => new Proxy({}, {
  get: (target, name) => target[name]
    ?? (name === "measureText" ? (text) => ({width: 6 * String(text).length}) : () => {}),
  set: (target, name, value) => { target[name] = value; return true; },
});

export class FakeNode {
  constructor(tag) {
    this.tag = tag;
    this.attributes = {};
    this.children = [];
    this.dataset = {};
    this.style = new Style();
    this.value = "";
    this.clientWidth = 1000;
    this.clientHeight = 600;
    this.offsetWidth = 100;
    this.scrollWidth = 100;
    this.classList = {add() {}, remove() {}, toggle() {}, contains: () => false};
  }

  setAttribute(name, value) { this.attributes[name] = value; }
  getAttribute(name) { return this.attributes[name] ?? null; }
  removeAttribute(name) { delete this.attributes[name]; }
  append(...nodes) { this.children.push(...nodes); }
  after() {} // nobody looks for what stands beside it
  prepend(...nodes) { this.children.unshift(...nodes); }
  replaceChildren(...nodes) { this.children = nodes; }
  addEventListener(name, act) { ((this.listeners ??= {})[name] ??= []).push(act); }
  removeEventListener() {}
  /** Lets what listens for an event hear it. */
  hear(name, event) { for (const act of this.listeners?.[name] ?? []) act(event); }
  remove() { this.removed = true; }
  focus() {}
  blur() {}
  click() {}
  contains() { return false; }
  getRootNode() { return page.document; }
  closest() { return null; }
  querySelector() { return null; }
  querySelectorAll() { return []; }
  setPointerCapture() {}
  setSelectionRange() {}
  select() {}
  getBoundingClientRect() { return {left: 0, top: 0, width: 100, height: 100, x: 0, y: 0}; }
  getContext() { return (this.context ??= context()); }

  get textContent() {
    return this.children.map((one) => (typeof one === "string" ? one : one.textContent)).join("");
  }

  set textContent(text) { this.children = [String(text)]; }
}

const watcher = class { observe() {} unobserve() {} disconnect() {} };
const page = {
  document: {createElement: (tag) => new FakeNode(tag),
    createElementNS: (space, tag) => new FakeNode(tag), body: new FakeNode("body"),
    documentElement: new FakeNode("html"), activeElement: null, addEventListener() {},
    removeEventListener() {}, fonts: anything()},
  getComputedStyle: () => new Proxy({}, {get: (_, name) => (name === "getPropertyValue"
    ? (what) => (what.includes("--") ? "#336699" : "12px") : "12px sans-serif")}),
  requestAnimationFrame: () => 1,
  cancelAnimationFrame: () => {},
  ResizeObserver: watcher,
  MutationObserver: watcher,
  IntersectionObserver: watcher,
  ImageData: class { constructor(w, h) { this.data = new Uint8ClampedArray(4 * w * h); } },
  matchMedia: () => ({matches: false, addEventListener() {}, removeEventListener() {}}),
  devicePixelRatio: 1,
  addEventListener() {},
  dispatchEvent() {},
  setTimeout: () => 0, // nothing happens later: a file is read, not a person answered
  setInterval: () => 0,
};
Object.assign(globalThis, page, {window: globalThis});

/** A widget's model without a kernel. */
export class Model {
  constructor(scene, cursor) {
    this.values = {scene, cursor};
    this.listeners = {};
  }

  get(name) { return this.values[name]; }
  set(name, value) { this.values[name] = value; }
  save_changes() {}
  send() {}
  on(name, act) { this.listeners[name] = act; }
  off() {}
  arrive(name, value) { this.values[name] = value; this.listeners[`change:${name}`]?.(); }
}
