// @ts-check
// Little helpers that every view needs.

/** Little DOM helper: text is always set as text, never as markup. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

/** The same for a shape. */
export function shape(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** Writes a text, and makes the page no work where it stands there already. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The same for an attribute. */
export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
