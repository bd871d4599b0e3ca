// The pure functions of the widget's modules, for the tests in this folder.
export const load = (name) => import(new URL(`../../js/board/${name}`, import.meta.url).href);

export const board = {
  ...await load("geometry.js"), ...await load("number_text.js"), ...await load("colours.js"),
  ...await load("scene.js"), ...await load("cell_partners.js"), ...await load("cursor_moves.js"),
  ...await load("arithmetic.js"), ...await load("agreeing_digits.js"), ...await load("sums_of_products.js"), ...await load("screen_reader.js"), ...await load("epoch_words.js"),
  ...await load("pen.js"), ...await load("edit_queue.js"), ...await load("epoch_lines.js"),
  ...await load("ticks.js"), ...await load("curve.js"), ...await load("epoch_stacks.js"), ...await load("pager.js"),
};
