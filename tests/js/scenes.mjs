// Small scenes for the tests of pure functions.
import {board} from "./board.mjs";

const {newHand, readScene} = board;

const bytes = (values) => new Uint8Array(Float32Array.from(values).buffer);

/** A scene with these panels; `arrays` are [shape, values], `panels` fields by their name. */
export function sceneOf({arrays, panels, links = [], ...more}) {
  const names = Object.keys(panels);
  return readScene({
    lead: names[0], weights: null, grids_of_values: [], ...more,
    links: links.map((link) => ({kind: "window", ...link})),
    arrays: Object.fromEntries(Object.entries(arrays).map(([name, [shape, values]]) =>
      [name, {shape, data: bytes(values)}])),
    panels: names.map((name) => ({name, array: name, kind: "grid", title: name, ...panels[name]})),
  });
}

/** A hand whose cursor is at a cell, with what else it holds. */
export const handAt = (panel, channel, row, col, more = {}) =>
  ({...newHand({panel, channel, row, col}), ...more});

/** A 3 × 3 picture of 1 … 9, a 2 × 2 kernel, their products, and the map of their sums. */
export const filter = () => sceneOf({
  arrays: {map: [[1, 2, 2], [-4, -4, -4, -4]], image: [[1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    kernel: [[1, 2, 2], [1, 0, 0, -1]], products: [[1, 2, 2], [0, 0, 0, 0]]},
  panels: {
    map: {title: "Map", rule: {kind: "products", reader: "map", source: "image",
      weights: "kernel"}},
    image: {title: "Picture"},
    kernel: {title: "Kernel", editable: true},
    products: {title: "Products", products: {reader: "map", source: "image", weights: "kernel"}},
  },
  links: [{reader: "map", source: "image", kernel_size: [2, 2], snap: true, channels: "all"}],
  weights: "kernel",
});
