// @ts-check
// How large the cells are drawn, so that a board fits the page.

import { fitCell, fitTiles } from "./geometry.js";
import { TILE_GAP } from "./grid.js";

const GAP = 24; // pixels between columns of panels, as in board.css
const TIGHT_GAP = 10; // the same where stacks of maps share the width
const TIGHT_LETTER = 6.8; // about the width of a letter of a title there
const WORDS = 22; // pixels that a line of words takes
const NARROW = 560; // pixels of a page on which columns cannot stand side by side

/** Every panel as large as the page, and the height that the scene asks for, allow. */
export function layout(board) {
  const width = board.stage.clientWidth;
  if (!width) return;
  if (board.scene.fit === "tiles") {
    const { columns, split } = board.scene;
    layTiles(board, width, split ? columns.slice(0, split) : columns, board.scene.tallest);
    if (split) layTiles(board, width, columns.slice(split), board.scene.tall_detail);
    return;
  }
  const units = [];
  let fixed = GAP * (board.scene.columns.length - 1);
  for (const names of board.scene.columns) {
    const views = names.map((name) => board.views.get(name));
    const free = views.filter((view) => !view.fixedWidth());
    if (!free.length) {
      fixed += Math.max(...views.map((view) => view.fixedWidth()));
      continue;
    }
    units.push({
      cols: Math.max(...free.map((view) => view.tilesAcross * view.tileCols)),
      rows: free.reduce((sum, view) => sum + view.tilesDown * view.tileRows, 0),
      // Titles and notes of further panels in the column need their room too.
      gaps: free.reduce((sum, view) => sum + (view.tilesDown - 1) * TILE_GAP, 0)
        + (views.length - 1) * 46,
    });
    fixed += Math.max(...free.map((view) => (view.tilesAcross - 1) * TILE_GAP));
  }
  const room = { height: board.scene.tallest, largest: board.scene.largest_cell };
  const side = fitCell({ ...room, width: width - fixed - 4, units });
  // On a narrow page columns go below each other, and each may be as wide as the page.
  const alone = units.map((unit) => fitCell({ ...room, width: width - 12, units: [unit] }));
  const cell = width < NARROW ? Math.max(side, Math.min(...alone, 24)) : side;
  for (const view of board.views.values()) view.resize(view.fixedCell() ?? cell);
}

/** A row of stacks: every stack's tiles as large as the row's width and height allow. */
function layTiles(board, width, columns, height) {
  const units = [], sized = [];
  let fixed = TIGHT_GAP * (columns.length - 1) + 8;
  columns.forEach((names, column) => {
    const views = names.map((name) => board.views.get(name));
    const free = views.filter((view) => !view.fixedWidth());
    const taken = (views.length - 1) * 2 * WORDS + views.reduce((sum, view) =>
      sum + (view.fixedWidth() ? view.fixedCell() * (view.tileRows ?? 0) : 0), 0);
    if (!free.length) fixed += Math.max(...views.map((view) => view.fixedWidth()));
    for (const view of free) {
      sized.push(view);
      units.push({ count: view.tiles, rows: view.tileRows, cols: view.tileCols, column,
        room: (height - taken) / free.length, share: view.panel.share ?? 1,
        least: view.panel.title.length * TIGHT_LETTER });
    }
  });
  const room = { width: width - fixed, height, largest: board.scene.largest_cell, units };
  const key = JSON.stringify(room);
  board.fitted ??= new Map(); // new numbers on the same page need no new layout
  if (board.fitted.size > 8) board.fitted.clear();
  if (!board.fitted.has(key)) board.fitted.set(key, fitTiles(room));
  const placed = board.fitted.get(key);
  sized.forEach((view, i) => {
    view.across = placed[i].across;
    view.gap = placed[i].gap;
    view.resize(placed[i].cell);
  });
  for (const name of columns.flat()) {
    const view = board.views.get(name);
    if (view.fixedWidth()) view.resize(view.fixedCell());
  }
}
