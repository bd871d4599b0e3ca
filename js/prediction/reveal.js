// What a prediction kept back: prints, figures and explorers, once there is an answer. Text stays
// text; HTML of outputs is copied element by element, so that no script and no handler comes along.

const TAGS = new Set(("a b br code dd details div dl dt em figure figcaption h3 h4 hr i img li ol p pre "
  + "small span strong sub summary sup table tbody td th thead tr ul").split(" "));
const ATTRIBUTES = new Set(["alt", "class", "colspan", "open", "role", "rowspan", "scope", "title",
  "width", "aria-hidden", "aria-label"]);
const INLINE_PICTURE = /^data:image\/(png|jpeg|gif);base64,[A-Za-z0-9+/=]+$/;
const HARMLESS_LINK = /^(https?:|#)/;
const PLAIN_STYLE = /^[^<>\\]*$/;

/** May this attribute be copied? @param {string} name @param {string} value */
export function allowed(name, value) {
  if (name === "src") return INLINE_PICTURE.test(value);
  if (name === "href") return HARMLESS_LINK.test(value);
  if (name === "style") return PLAIN_STYLE.test(value) && !/url\s*\(|expression|@import/i.test(value);
  return ATTRIBUTES.has(name);
}

/** A copy of parsed HTML with what is known to be harmless.
 * @param {Node} node @returns {Node | null} */
function copyOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.nodeValue ?? "");
  if (!(node instanceof Element) || !TAGS.has(node.localName)) return null;
  const copy = document.createElement(node.localName);
  for (const { name, value } of node.attributes) {
    if (allowed(name, value)) copy.setAttribute(name, value);
  }
  copy.append(...copies(node.childNodes));
  return copy;
}

const copies = (nodes) => [...nodes].map(copyOf).filter((node) => node !== null);

/** Elements for a page. @param {string} text */
function parsed(text) {
  return copies(new DOMParser().parseFromString(text, "text/html").body.childNodes);
}

/** Draw an explorer; its picture stands there until it is drawn, and where it cannot be. */
async function drawWidget(place, manager, id) {
  try {
    const model = await manager.get_model(id.replace("IPY_MODEL_", ""));
    const view = await manager.create_view(model);
    const root = document.createElement("div");
    place.replaceChildren(root);
    if (manager.display_view) await manager.display_view(view, { el: root });
    if (!root.childNodes.length) root.append(view.el);
    view.trigger?.("displayed");
    return view;
  } catch {
    return null; // the picture stays
  }
}

/** Fill an element with what was kept back; returns a function that takes it out again. */
export function draw(element, items, manager) {
  const views = [];
  for (const item of items) {
    if (item.kind === "text") {
      const text = document.createElement("pre");
      text.textContent = item.text.replace(/\n+$/, "");
      element.append(text);
      continue;
    }
    const place = document.createElement("div");
    place.append(...parsed(item.html ?? ""));
    element.append(place);
    if (item.kind === "widget" && manager) views.push(drawWidget(place, manager, item.model));
  }
  return () => {
    for (const drawn of views) void drawn.then((view) => view?.remove());
    element.replaceChildren();
  };
}
