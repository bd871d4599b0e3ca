// @ts-check
// How large the cells are drawn, so that a board fits the page, in whatever font it is written.

import { fitCell, fitTiles, widthAt } from "./geometry.js";
import { TILE_GAP } from "./grid.js";

const GAP = 24; // pixels between columns of panels
const CLOSE = 12; // the same where words need the room
const TIGHT_GAP = 10; // where stacks of maps share the width, as in board.css
const WORDS = 22; // pixels that a line of words takes
const NARROW = 560; // pixels of a page on which columns cannot stand side by side
const WORTH = 0.9; // titles stay on one line if that leaves the cells so much of their size
const SCREEN = 588; // pixels of a board that a projector shows at once
const FRAME = 40; // of these, the board's rims and what lies between its parts
const MARGIN_ABOVE = 6; // of a message, as in board.css
const NOTE = 150; // pixels of a note, where the page has them to spare
const SMALLEST = 0.6; // share of their size to which panels shrink to fit a projector

/** Every panel as large as the page, and the height that the scene asks for, allow; true if that
 * is not what it was before. */
export function layout(board) {
  board.ruler.tight = board.scene.fit === "tiles";
  board.ruler.learn([...board.views.values()].flatMap((view) => view.words));
  const width = board.stage.clientWidth;
  if (!width || !(board.palette || board.readPalette())) return false;
  const key = keyOf(board, width);
  if (key === board.laidOut && [...board.views.values()].every((view) => view.cell)) {
    for (const view of board.views.values()) if (view.stale) view.resize(view.cell);
    return false; // new numbers on the same page need no new layout
  }
  for (board.squeeze = 1; ; board.squeeze -= 0.05) {
    const beside = board.scene.fit === "tiles" ? layStacks(board, width) : layColumns(board, width);
    const tall = board.head.offsetHeight + board.stage.offsetHeight + saidBelow(board) + FRAME;
    // Columns below each other are scrolled anyway.
    if (!beside || tall <= SCREEN || board.squeeze <= SMALLEST) break;
  }
  board.laidOut = keyOf(board, width);
  return true;
}

/** All that sizes depend on. Of words that is their width: other digits are as wide. */
function keyOf(board, width) {
  const { fit, split, columns, tallest, tall_detail: detail, largest_cell: largest } = board.scene;
  return JSON.stringify([width, board.ruler.version, window.devicePixelRatio, fit, split, columns,
    tallest, detail, largest, board.head.offsetHeight, saidBelow(board),
    [...board.views.values()].map((view) => [view.titleWidth, view.noteWidth, view.wordWidth,
      view.shape, view.panel.extent, view.panel.padding, view.panel.bar_height,
      view.panel.relative_size, view.panel.tiles])]);
}

/** Pixels of what is said below the panels; an error passes, and nothing moves for it. */
function saidBelow({ scene, message, spelled }) {
  const said = scene.message[1] && scene.message[0] !== "error";
  return spelled + (said ? message.offsetHeight + MARGIN_ABOVE : 0);
}

const viewsOf = (board, columns) =>
  columns.map((names) => names.map((name) => board.views.get(name)));

/** Columns of panels, whose free cells are all of one size; true where they stand side by side. */
function layColumns(board, width) {
  const columns = viewsOf(board, board.scene.columns);
  const height = board.scene.tallest * board.squeeze, largest = board.scene.largest_cell;
  const units = columns.map((views) => {
    const free = views.filter((view) => !view.fixedWidth());
    return {
      cols: Math.max(0, ...free.map((view) => view.tilesAcross * view.tileCols)),
      rows: free.reduce((sum, view) => sum + view.tilesDown * view.tileRows, 0),
      apart: Math.max(0, ...free.map((view) => (view.tilesAcross - 1) * TILE_GAP)),
      // Titles and notes of further panels in the column need their room too.
      gaps: free.reduce((sum, view) => sum + (view.tilesDown - 1) * TILE_GAP, 0)
        + (views.length - 1) * 2 * (WORDS + 1),
      fixed: Math.max(...views.map((view) => view.fixedWidth())),
      title: Math.max(...views.map((view) => view.titleWidth)),
      word: Math.max(...views.map((view) => view.wordWidth)),
    };
  });
  const fit = (gap, words) => {
    const room = width - gap * (units.length - 1);
    const each = units.map((unit) => ({ ...unit, least: Math.max(unit.fixed, unit[words]) }));
    const cell = fitCell({ width: room, height, largest, units: each });
    return { gap, cell, fits: widthAt(each, cell) <= room };
  };
  // Titles on one line if that costs little; else closer together; else broken into lines.
  const trials = [fit(GAP, "title"), fit(CLOSE, "title"), fit(CLOSE, "word")];
  const best = Math.max(...trials.map(({ fits, cell }) => (fits ? cell : 0)));
  const found = trials.find(({ fits, cell }) => fits && cell >= WORTH * best);
  // On a narrow page columns go below each other, and each may be as wide as the page.
  const alone = units.filter((unit) => unit.cols).map((unit) =>
    fitCell({ width, height, largest, units: [{ ...unit, least: 0 }] }));
  const stacked = Math.min(...alone, 24);
  const beside = Boolean(found) && (width >= NARROW || !alone.length || found.cell >= stacked);
  const cell = beside ? found.cell : stacked, gap = beside ? found.gap : GAP;
  for (const view of board.views.values()) view.resize(view.fixedCell() ?? cell);
  board.stage.style.columnGap = `${gap}px`;
  allot(columns, width, gap);
  return beside;
}

/** One row of stacks, and a second one for what is open; true where each is one line. */
function layStacks(board, width) {
  const { columns, split, tallest, tall_detail: detail } = board.scene;
  const rows = split ? [[columns.slice(0, split), tallest], [columns.slice(split), detail]]
    : [[columns, tallest]];
  board.stage.style.columnGap = "";
  return rows.map(([names, tall]) =>
    layTiles(board, width, viewsOf(board, names), tall * board.squeeze)).every(Boolean);
}

/** A row of stacks: every stack's tiles as large as the row's width and height allow. */
function layTiles(board, width, columns, height) {
  const sized = columns.flat().filter((view) => !view.fixedWidth());
  const fit = (words) => {
    const units = [];
    let fixed = TIGHT_GAP * (columns.length - 1) + 8;
    columns.forEach((views, column) => {
      const free = views.filter((view) => !view.fixedWidth());
      const taken = (views.length - 1) * 2 * WORDS + views.reduce((sum, view) =>
        sum + (view.fixedWidth() ? view.fixedCell() * (view.tileRows ?? 0) : 0), 0);
      const least = Math.max(...views.map((view) => Math.max(view.fixedWidth(), view[words])));
      if (!free.length) fixed += least;
      for (const view of free) {
        units.push({ count: view.tiles, rows: view.tileRows, cols: view.tileCols, column,
          room: (height - taken) / free.length, share: view.panel.relative_size ?? 1, least });
      }
    });
    return fitTiles({ width: width - fixed, height, largest: board.scene.largest_cell, units });
  };
  const [whole, broken] = [fit("titleWidth"), fit("wordWidth")];
  const found = whole.lines <= broken.lines && whole.tile >= WORTH * broken.tile ? whole : broken;
  sized.forEach((view, i) => {
    view.across = found.placed[i].across;
    view.gap = found.placed[i].gap;
    view.resize(found.placed[i].cell);
  });
  for (const view of columns.flat()) if (view.fixedWidth()) view.resize(view.fixedCell());
  allot(columns, width, TIGHT_GAP);
  return found.lines <= 1;
}

/** Gives each column the width of its cells, and of its titles as far as the page has room: where
 * it has not, a title goes on in another line. */
function allot(columns, width, gap) {
  const rooms = columns.map((views) => {
    const cells = Math.max(...views.map((view) => Math.max(view.cellsWidth, view.wordWidth)));
    return { views, cells, wish: Math.max(cells, ...views.map((view) => view.titleWidth)),
      note: Math.min(Math.max(...views.map((view) => view.noteWidth)), NOTE) };
  });
  let spare = width - gap * (columns.length - 1)
    - rooms.reduce((sum, { cells }) => sum + cells, 0);
  const beside = spare >= 0;
  const widths = new Map(rooms.map((room) => [room, room.cells]));
  const grant = (wish) => { // first to those who want the least
    const more = (room) => Math.max(room[wish] - widths.get(room), 0);
    for (const room of [...rooms].sort((a, b) => more(a) - more(b))) {
      const granted = beside ? Math.min(more(room), spare) : more(room);
      spare -= granted;
      widths.set(room, Math.min(widths.get(room) + granted, width));
    }
  };
  grant("wish");
  if (beside) grant("note");
  for (const room of rooms) {
    for (const view of room.views) {
      view.element.style.width = `${widths.get(room)}px`;
      view.title.style.paddingTop = "";
    }
  }
  if (!beside || rooms.every((room) => widths.get(room) >= room.wish)) return;
  // Panels beside each other begin at one height, also under titles of one and of two lines.
  const titles = rooms.map(({ views }) => views[0].title);
  const heights = titles.map((title) => title.offsetHeight);
  titles.forEach((title, i) => {
    title.style.paddingTop = `${Math.max(...heights) - heights[i]}px`;
  });
}
