// @ts-check
// Gives the panels on the page the sizes that layout.js finds for them.

import { TIGHT_GAP, allot, planColumns, planStacks } from "./layout.js";

const SCREEN = 588; // pixels of a board that a projector shows at once
const FRAME = 40; // of these, the board's rims and what lies between its parts
const MARGIN_ABOVE = 6; // of a message, as in board.css
const SMALLEST = 0.6; // share of their size to which panels shrink to fit a projector

/** Every panel as large as the page, and the height that the scene asks for, allow; true if that
 * is not what it was before. */
export function fitPage(board) {
  const { ruler, scene, stage } = board;
  const views = [...board.views.values()];
  ruler.tight = scene.fit === "tiles";
  ruler.learn(views.flatMap((view) => view.words));
  const width = stage.clientWidth;
  if (!width || !(board.palette || board.readPalette())) return false;
  const key = keyOf(board, views, width);
  if (key === board.laidOut && views.every((view) => view.cell)) {
    for (const view of views) if (view.stale) view.resize(view.cell);
    return false; // new numbers on the same page need no new layout
  }
  for (board.squeeze = 1; ; board.squeeze -= 0.05) {
    const beside = scene.fit === "tiles" ? fitStacks(board, width) : fitColumns(board, width);
    const tall = board.head.offsetHeight + stage.offsetHeight + saidBelow(board) + FRAME;
    // Columns below each other are scrolled anyway.
    if (!beside || tall <= SCREEN || board.squeeze <= SMALLEST) break;
  }
  board.laidOut = keyOf(board, views, width);
  return true;
}

/** All that sizes depend on. Of words that is their width: other digits are as wide. */
function keyOf(board, views, width) {
  const { fit, split, columns, tallest, tall_detail: detail, largest_cell: largest } = board.scene;
  return JSON.stringify([width, board.ruler.version, window.devicePixelRatio, fit, split, columns,
    tallest, detail, largest, board.head.offsetHeight, saidBelow(board),
    views.map((view) => [view.titleWidth, view.noteWidth, view.wordWidth,
      view.shape, view.panel.extent, view.panel.padding, view.panel.bar_height,
      view.panel.relative_size, view.panel.tiles])]);
}

/** Pixels of what is said below the panels; an error passes, and nothing moves for it. */
function saidBelow({ scene, message, spelled }) {
  const said = scene.message[1] && scene.message[0] !== "error";
  return spelled + (said ? message.offsetHeight + MARGIN_ABOVE : 0);
}

/** @returns {import("./layout.js").Size} */
const sizeOf = (view) => ({
  fixedWidth: view.fixedWidth(), fixedCell: view.fixedCell() ?? 0, tiles: view.tiles,
  tilesAcross: view.tilesAcross, tilesDown: view.tilesDown, tileCols: view.tileCols,
  tileRows: view.tileRows ?? 0, share: view.panel.relative_size ?? 1,
  title: view.titleWidth, word: view.wordWidth, note: view.noteWidth,
});

const viewsOf = (board, columns) =>
  columns.map((names) => names.map((name) => board.views.get(name)));

/** Columns of panels on one scale; true where they stand side by side. */
function fitColumns(board, width) {
  const { scene, squeeze, stage } = board;
  const columns = viewsOf(board, scene.columns);
  const { cell, gap, beside } = planColumns(columns.map((views) => views.map(sizeOf)),
    { width, height: scene.tallest * squeeze, largest: scene.largest_cell });
  for (const view of board.views.values()) view.resize(view.fixedCell() ?? cell);
  stage.style.columnGap = `${gap}px`;
  widen(columns, width, gap);
  return beside;
}

/** One row of stacks, and a second one for what is open; true where each is one line. */
function fitStacks(board, width) {
  const { columns, split, tallest, tall_detail: detail } = board.scene;
  const rows = split ? [[columns.slice(0, split), tallest], [columns.slice(split), detail]]
    : [[columns, tallest]];
  board.stage.style.columnGap = "";
  return rows.map(([names, tall]) => fitRow(viewsOf(board, names), { width,
    height: tall * board.squeeze, largest: board.scene.largest_cell })).every(Boolean);
}

/** A row of stacks; true where it is one line. @param {any[][]} columns
 * @param {import("./layout.js").Room} room */
function fitRow(columns, room) {
  const { placed, lines } = planStacks(columns.map((views) => views.map(sizeOf)), room);
  columns.flat().filter((view) => !view.fixedWidth()).forEach((view, i) => {
    view.across = placed[i].across;
    view.gap = placed[i].gap;
    view.resize(placed[i].cell);
  });
  for (const view of columns.flat()) if (view.fixedWidth()) view.resize(view.fixedCell());
  widen(columns, room.width, TIGHT_GAP);
  return lines <= 1;
}

/** Gives each column its width, and panels beside each other one height to begin at. */
function widen(columns, width, gap) {
  const widest = (views, what) => Math.max(...views.map((view) => view[what]));
  const { widths, whole } = allot(columns.map((views) => ({
    cells: widest(views, "cellsWidth"), word: widest(views, "wordWidth"),
    title: widest(views, "titleWidth"), note: widest(views, "noteWidth"),
  })), width, gap);
  columns.forEach((views, i) => {
    for (const view of views) {
      view.element.style.width = `${widths[i]}px`;
      view.title.style.paddingTop = "";
    }
  });
  if (whole) return;
  // Also under titles of one and of two lines.
  const titles = columns.map(([view]) => view.title);
  const heights = titles.map((title) => title.offsetHeight);
  titles.forEach((title, i) => {
    title.style.paddingTop = `${Math.max(...heights) - heights[i]}px`;
  });
}
