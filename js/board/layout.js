// @ts-check
// How large the cells are drawn and how wide the columns are, so that a board fits the page, in
// whatever font it is written. Pure functions of what the panels and their words measure.

import { fitCell, fitTiles, widthAt } from "./geometry.js";

/** Pixels between the tiles of a stack. */
export const TILE_GAP = 10;

const GAP = 24; // pixels between columns of panels
const CLOSE = 12; // the same where words need the room
export const TIGHT_GAP = 10; // where stacks of maps share the width, as in board.css
const WORDS = 22; // pixels that a line of words takes
const NARROW = 560; // pixels of a page on which columns cannot stand side by side
const WORTH = 0.9; // titles stay on one line if that leaves the cells so much of their size
const NOTE = 150; // pixels of a note, where the page has them to spare

/** What a panel measures. A panel of a size of its own has a `fixedWidth` and a `fixedCell`, others
 * 0; of the others, tiles and the cells of one tile count, and `share`, a tile's size as a share of
 * the largest. `title`, `word` and `note` are pixels of the title on one line, of the longest word
 * and of the note.
 * @typedef {{fixedWidth: number, fixedCell: number, tiles: number, tilesAcross: number,
 *    tilesDown: number, tileCols: number, tileRows: number, share: number, title: number,
 *    word: number, note: number}} Size */

/** Room on the page in pixels, and the largest edge of a cell.
 * @typedef {{width: number, height: number, largest: number}} Room */

/** @param {number[]} numbers */
const total = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

/** Columns of panels whose free cells are all of one size: the edge of a cell, the pixels between
 * columns, and whether they stand side by side.
 * @param {Size[][]} columns @param {Room} room
 * @returns {{cell: number, gap: number, beside: boolean}} */
export function planColumns(columns, { width, height, largest }) {
  const units = columns.map(unitOf);
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
  return { cell: beside ? found.cell : stacked, gap: beside ? found.gap : GAP, beside };
}

/** What a column of panels measures. @param {Size[]} sizes */
function unitOf(sizes) {
  const free = sizes.filter((size) => !size.fixedWidth);
  return {
    cols: Math.max(0, ...free.map((size) => size.tilesAcross * size.tileCols)),
    rows: total(free.map((size) => size.tilesDown * size.tileRows)),
    apart: Math.max(0, ...free.map((size) => (size.tilesAcross - 1) * TILE_GAP)),
    // Titles and notes of further panels in the column need their room too.
    gaps: total(free.map((size) => (size.tilesDown - 1) * TILE_GAP))
      + (sizes.length - 1) * 2 * (WORDS + 1),
    fixed: Math.max(...sizes.map((size) => size.fixedWidth)),
    title: Math.max(...sizes.map((size) => size.title)),
    word: Math.max(...sizes.map((size) => size.word)),
  };
}

/** A row of stacks whose tiles are as large as the row's width and height allow: for each panel
 * without a size of its own its cells, tiles side by side and pixels between them; and how many
 * lines the row takes.
 * @param {Size[][]} columns @param {Room} room
 * @returns {{placed: {cell: number, across: number, gap: number}[], lines: number}} */
export function planStacks(columns, { width, height, largest }) {
  const fit = (words) => {
    const units = [];
    let fixed = TIGHT_GAP * (columns.length - 1) + 8;
    columns.forEach((sizes, column) => {
      const free = sizes.filter((size) => !size.fixedWidth);
      const taken = (sizes.length - 1) * 2 * WORDS + total(sizes.map((size) =>
        (size.fixedWidth ? size.fixedCell * size.tileRows : 0)));
      const least = Math.max(...sizes.map((size) => Math.max(size.fixedWidth, size[words])));
      if (!free.length) fixed += least;
      for (const { tiles: count, tileRows: rows, tileCols: cols, share } of free) {
        units.push({ count, rows, cols, column, share, least,
          room: (height - taken) / free.length });
      }
    });
    return fitTiles({ width: width - fixed, height, largest, units });
  };
  const [whole, broken] = [fit("title"), fit("word")];
  return whole.lines <= broken.lines && whole.tile >= WORTH * broken.tile ? whole : broken;
}

/** The width of each column: of its cells, and of its titles as far as the page has room (where it
 * has not, a title goes on in another line); and whether all titles that stand beside each other are
 * on one line.
 * @param {{cells: number, word: number, title: number, note: number}[]} columns pixels of the widest
 *    cells, word, title and note of each
 * @param {number} width of the page @param {number} gap
 * @returns {{widths: number[], whole: boolean}} */
export function allot(columns, width, gap) {
  const widths = columns.map(({ cells, word }) => Math.max(cells, word));
  const wishes = columns.map(({ title }, i) => Math.max(widths[i], title));
  let spare = width - gap * (columns.length - 1) - total(widths);
  const beside = spare >= 0;
  const grant = (wanted) => { // first to those who want the least
    const more = (i) => Math.max(wanted[i] - widths[i], 0);
    for (const i of [...columns.keys()].sort((a, b) => more(a) - more(b))) {
      const granted = beside ? Math.min(more(i), spare) : more(i);
      spare -= granted;
      widths[i] = Math.min(widths[i] + granted, width);
    }
  };
  grant(wishes);
  if (beside) grant(columns.map(({ note }) => Math.min(note, NOTE)));
  return { widths, whole: !beside || widths.every((one, i) => one >= wishes[i]) };
}
