// @ts-check
// How large the cells are drawn, how wide the columns are and in which rows they stand, so that a
// board fits the page, in whatever font it is written. Pure functions of what the panels and their
// words measure.

import { fitCell, fitTiles, widthAt } from "./geometry.js";

/** Pixels between the tiles of a stack. */
export const TILE_GAP = 10;

const GAP = 24; // pixels between columns of panels
const CLOSE = 11; // the same where words need the room
export const TIGHT_GAP = 10; // where stacks of maps share the width, as in board.css
const WORDS = 22; // pixels that a line of words takes
const ROOMY = 30; // pixels of a cell that is large enough there
const WORTH = 0.9; // titles stay on one line if that leaves the cells so much of their size
const ONE_ROW = 0.7; // a further row is worth it if it makes cells larger than this share of them
const NOTE = 150; // pixels of a note, where the page has them to spare
const LAST_RESORT = 1e-3; // share of its worth that a further row has where there is no height
export const NUMBERED = 16; // pixels of a cell in which a number of a map stands, be it condensed
const MOST_SPLIT = 8; // columns up to which all ways to share them among rows are tried
const MANY_PLANS = 300; // so many are kept: boards go to and fro between a few

/** What a panel measures. A panel of a size of its own has a `fixedWidth`, `fixedHeight` and
 * `fixedCell`, others 0; of the others, tiles and the cells of one tile count, and `share`, a tile's
 * size as a share of the largest. `title`, `word` and `note` are pixels of the title on one line, of
 * the longest word and of the note.
 * @typedef {{fixedWidth: number, fixedHeight?: number, fixedCell: number, tiles: number,
 *    tilesAcross: number, tilesDown: number, tileCols: number, tileRows: number, share: number,
 *    title: number, word: number, note: number, edge?: number}} Size  edge: pixels beside the cells */

/** What a column of panels measures: its cells, the pixels between and beside them, those of what has
 * a size of its own, and of its words.
 * @typedef {{cols: number, rows: number, apart: number, gaps: number, fixed: number, title: number,
 *    word: number}} Unit */

/** Room on the page in pixels, the largest edge of a cell, and whether the page is scrolled anyway, so
 * that height costs nothing.
 * @typedef {{width: number, height: number, largest: number, scrolled?: boolean}} Room */

/** @param {number[]} numbers */
const total = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

/** Columns of panels whose free cells are all of one size, side by side: the edge of a cell, the
 * pixels between columns, and whether the page has room for them.
 * @param {Size[][]} columns @param {Room} room
 * @returns {{cell: number, gap: number, beside: boolean}} */
export const planColumns = (columns, room) => planUnits(columns.map(unitOf), room);

/** The same for columns that are measured. @param {Unit[]} units @param {Room} room */
function planUnits(units, { width, height, largest }) {
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
  if (found) return { cell: found.cell, gap: found.gap, beside: true };
  // Wider than the page: as large as each of them could be alone.
  const alone = units.filter((unit) => unit.cols).map((unit) =>
    fitCell({ width, height, largest, units: [{ ...unit, least: 0 }] }));
  return { cell: Math.min(...alone, ROOMY), gap: GAP, beside: false };
}

/** What a column of panels measures. @param {Size[]} sizes @returns {Unit} */
function unitOf(sizes) {
  const free = sizes.filter((size) => !size.fixedWidth);
  return {
    cols: Math.max(0, ...free.map((size) => size.tilesAcross * size.tileCols)),
    rows: total(free.map((size) => size.tilesDown * size.tileRows)),
    apart: Math.max(0, ...free.map((size) => (size.tilesAcross - 1) * TILE_GAP + (size.edge ?? 0))),
    // Titles and notes of further panels in the column need their room too.
    gaps: total(free.map((size) => (size.tilesDown - 1) * TILE_GAP))
      + total(sizes.map((size) => size.fixedHeight ?? 0)) + (sizes.length - 1) * 2 * (WORDS + 1),
    fixed: Math.max(...sizes.map((size) => size.fixedWidth)),
    title: Math.max(...sizes.map((size) => size.title)),
    word: Math.max(...sizes.map((size) => size.word)),
  };
}

const plans = new Map(); // by all that they depend on

/** Columns of panels in as many rows as the page needs, in reading order: how many columns stand in
 * each row, the edge of a cell, the pixels between columns, and how good that is.
 * @param {Size[][]} columns @param {Room} room
 * @param {boolean} [beside] whether they have to stand in one row if they can
 * @returns {{rows: number[], cell: number, gap: number, score: number}} */
export function planRows(columns, room, beside = false) {
  const key = JSON.stringify([columns, room, beside]);
  if (!plans.has(key)) {
    if (plans.size >= MANY_PLANS) plans.clear();
    plans.set(key, Object.freeze(bestRows(columns, room, beside)));
  }
  return plans.get(key);
}

/** @param {Size[][]} columns @param {Room} room @param {boolean} beside
 * @returns {{rows: number[], cell: number, gap: number, score: number}} */
function bestRows(columns, room, beside) {
  const rowOf = rowPlanner(columns, room);
  /** @type {{rows: number[], cell: number, gap: number, score: number}} */
  let best = { rows: columns.map(() => 1), gap: GAP, score: 0,
    cell: Math.min(...columns.map((column) => planColumns([column], room).cell)) };
  for (const rows of splits(columns.length)) {
    const plan = planSplit(rows, rowOf, room, best.score);
    if (beside && rows.length > 1) plan.score *= LAST_RESORT;
    if (plan.score > best.score) best = plan;
  }
  return best;
}

/** Plans rows of these columns, from their first column and number. Eight columns have 128 ways to be
 * split, whose rows are 36 different ones: each is planned once. @param {Size[][]} columns
 * @param {Room} room @returns {(first: number, count: number, scrolled: boolean) => any} */
export function rowPlanner(columns, room) {
  const units = columns.map(unitOf), planned = new Map();
  return (first, count, scrolled) => {
    const key = `${first} ${count} ${scrolled}`;
    if (!planned.has(key)) {
      const part = units.slice(first, first + count);
      planned.set(key, { units: part, ...planUnits(part, rowRoom(room, scrolled)) });
    }
    return planned.get(key);
  };
}

const ways = new Map(); // to share so many columns among rows

/** How many columns each row may have, fewest rows first. @param {number} count
 * @returns {number[][]} */
export function splits(count) {
  if (ways.has(count)) return ways.get(count);
  const found = [];
  const add = (left, rows) => {
    if (!left) found.push(rows);
    for (let next = left; next > 0; next -= 1) add(left - next, [...rows, next]);
  };
  if (count <= MOST_SPLIT) add(count, []);
  else found.push([count]);
  ways.set(count, Object.freeze(found.sort((a, b) => a.length - b.length)));
  return found;
}

/** The room of a row. On a page that is scrolled several rows may be as high as they like, and their
 * cells need be no larger than is roomy. @param {Room} room @param {boolean} scrolled @returns {Room} */
const rowRoom = ({ width, height, largest }, scrolled) => (scrolled
  ? { width, height: Infinity, largest: Math.min(largest, ROOMY) } : { width, height, largest });

/** One way to share columns among rows; of score 0 where the page is too narrow for it, or where it
 * cannot be better than another.
 * @param {number[]} rows
 * @param {(first: number, count: number, scrolled: boolean) => any} rowOf the plan of such columns
 * @param {Room} room @param {number} least the score of that other one */
export function planSplit(rows, rowOf, { height, largest, scrolled: endless }, least) {
  const scrolled = Boolean(endless) && rows.length > 1;
  let first = 0;
  const plans = rows.map((count) => rowOf((first += count) - count, count, scrolled));
  const none = { rows, cell: 0, gap: GAP, score: 0 };
  if (plans.some(({ beside }) => !beside)) return none;
  /** @type {Unit[][]} */
  const units = plans.map((plan) => plan.units);
  let cell = Math.min(...plans.map((plan) => plan.cell));
  const free = units.flat().some((unit) => unit.cols);
  const worth = ONE_ROW ** (rows.length - 1);
  if ((free ? cell : largest) * worth <= least) return none; // and less where they do not fill the page
  const between = (rows.length - 1) * (2 * WORDS + CLOSE);
  const tall = (cell) => between + total(units.map((row) =>
    Math.max(...row.map((unit) => unit.rows * cell + unit.gaps))));
  // What has a size of its own is not lower with smaller cells.
  const own = between + total(units.map((row) =>
    Math.max(0, ...row.filter((unit) => !unit.cols).map((unit) => unit.gaps))));
  while (!scrolled && cell > 4 && tall(cell) > Math.max(height, own)) cell -= 1;
  const gap = Math.min(...plans.map((plan) => plan.gap));
  // A row that is not as wide as the others leaves the page white.
  const widths = units.map((row) => total(row.map((unit) => Math.max(unit.cols * cell + unit.apart,
    unit.fixed, unit.word))) + gap * (row.length - 1));
  const filled = total(widths) / (rows.length * Math.max(...widths));
  const over = scrolled ? 1 : Math.min(1, height / Math.max(tall(cell), 1));
  return { rows, cell, gap, score: (free ? cell : largest) * over * worth * filled };
}

/** A row of stacks whose tiles are as large as the row's width and height allow: for each panel
 * without a size of its own its cells, tiles side by side and pixels between them; and how many
 * lines the row would take.
 * @param {Size[][]} columns @param {Room} room
 * @returns {{placed: {cell: number, across: number, gap: number}[], tile: number, lines: number}} */
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

/** Stacks in as few rows as the page has room for, in reading order: how many columns each has. On a
 * page that is scrolled anyway, in as few in which their numbers stand in the cells, if there are such.
 * @param {Size[][]} columns @param {Room} room @param {boolean} [numbers] whether these are worth it
 * @returns {number[]} */
export function planLines(columns, room, numbers = false) {
  const least = (rows) => {
    let first = 0;
    const plans = rows.map((many) => planStacks(columns.slice(first, first += many), room));
    return plans.every(({ lines }) => lines <= 1)
      ? Math.min(...plans.flatMap(({ placed }) => placed.map(({ cell }) => cell))) : 0;
  };
  // About equally wide rows.
  const widths = columns.map((sizes) => Math.max(...sizes.map(({ fixedWidth, word, tiles, share }) =>
    Math.max(fixedWidth, word, fixedWidth ? 0 : 30 * share * Math.ceil(Math.sqrt(tiles)))))
    + TIGHT_GAP);
  const splits = columns.map((_, i) => shared(widths, i + 1));
  const numbered = numbers && room.scrolled && splits.find((rows) => least(rows) >= NUMBERED);
  return numbered || splits.find((rows) => least(rows) > 0) || columns.map(() => 1);
}

/** How many of the widths each of some rows gets, in their order, so that all are about as wide.
 * @param {number[]} widths @param {number} count @returns {number[]} */
function shared(widths, count) {
  const rows = Array(count).fill(0);
  const each = total(widths) / count;
  let sum = 0;
  widths.forEach((one, i) => {
    const row = Math.min(Math.floor((sum + one / 2) / each), count - 1, i);
    rows[row] += 1;
    sum += one;
  });
  return rows.filter(Boolean);
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
