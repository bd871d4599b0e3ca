// @ts-check
// Names of rows and columns, written beside the cells of a grid: words of a sentence, pitches of a
// sound, weights along an axis. And names beside bars, where these have to be cut.

const FONT = 12; // pixels
const LINE = 14; // that a line of names takes
const GAP = 5; // between names and cells
const APART = 6; // between two names

const MOST_BEFORE = 6; // letters of a word before the one in which it differs from another

/** Whether there is anything to write. @param {string[] | undefined} names */
const written = (names) => Boolean(names?.some(Boolean));

/** Which of some names can be written without touching each other: a name is `sizes[i]` pixels long
 * and stands around the middle of cell i. An empty one is left out.
 * @param {string[]} names @param {number[]} sizes @param {number} cell @returns {number[]} */
export function namesThatFit(names, sizes, cell) {
  const kept = [];
  let end = -Infinity;
  names.forEach((name, i) => {
    const start = (i + 0.5) * cell - sizes[i] / 2;
    if (!name || start < end) return;
    kept.push(i);
    end = start + sizes[i] + APART;
  });
  return kept;
}

/** Pixels to the left of the cells for the names of rows. */
export function edgeOf({ panel, board }) {
  return written(panel.row_names) ? board.ruler.drawn(panel.row_names, FONT) + GAP : 0;
}

/** Whether the names of columns stand above the cells: a table's head. */
export const isTable = ({ panel }) => panel.colours === "plain";

/** How the names of columns stand below cells of this size: upright, or turned where words would
 * touch each other; which of them, and the pixels that they take.
 * @returns {{turned: boolean, kept: number[], height: number}} */
export function columnsOf({ panel, board }, cell) {
  const names = panel.column_names ?? [];
  if (!written(names)) return { turned: false, kept: [], height: 0 };
  const sizes = names.map((name) => board.ruler.drawn([name], FONT));
  const kept = namesThatFit(names, sizes, cell);
  const lines = namesThatFit(names, names.map(() => LINE - APART), cell);
  return lines.length > kept.length && lines.length === names.filter(Boolean).length
    ? { turned: true, kept: lines, height: Math.max(...sizes) + 2 * GAP }
    : { turned: false, kept, height: LINE + 2 };
}

/** Writes the names beside the tiles of a grid. */
export function paintNames(view, context) {
  const { panel, shape, board, cell, pad } = view;
  const { row_names: rows = [], column_names: columns = [] } = panel;
  if (!written(rows) && !written(columns)) return;
  context.save();
  context.font = `${FONT}px ${board.palette.font}`;
  context.fillStyle = board.palette.muted;
  context.textBaseline = "middle";
  const [left, top] = view.origin(0);
  context.textAlign = "right";
  for (const i of namesThatFit(rows, rows.map(() => LINE - APART), cell)) {
    context.fillText(rows[i], left - pad[1] * cell - GAP, top + (i + 0.5) * cell);
  }
  const { turned, kept, height } = columnsOf(view, cell);
  const below = isTable(view) ? top - height : top + (shape.rows + pad[0]) * cell;
  for (const i of kept) {
    context.save();
    context.translate(left + (i + 0.5) * cell, below + (turned ? GAP : LINE / 2 + 2));
    if (turned) context.rotate(-Math.PI / 2);
    context.textAlign = turned ? "right" : "center";
    context.fillText(columns[i], 0, 0);
    context.restore();
  }
  context.restore();
}

/** Names on a page that has no room for all of them: a long one ends where the room does, and one
 * of several that would then read the same goes on where it differs from them.
 * @param {readonly string[]} names @param {(text: string) => boolean} fits @returns {string[]} */
export function cutNames(names, fits) {
  const letters = names.map((name) => [...name]);
  const ahead = letters.map((one) => cut(one, fits));
  return letters.map((one, i) => {
    const alike = letters.filter((_, k) => ahead[k] === ahead[i] && names[k] !== names[i]);
    const first = Math.min(one.length, ...alike.map((other) => sharedStart(one, other)));
    if (!alike.length || first === one.length) return ahead[i];
    const rest = one.slice(Math.max(one.lastIndexOf(" ", first - 1) + 1, first - MOST_BEFORE, 0));
    return cut(one.slice(0, -rest.length), fits, cut(rest, (text) => fits(`…${text}`)));
  });
}

/** As many letters as fit, and what stands behind them where they go on elsewhere.
 * @param {string[]} letters @param {(text: string) => boolean} fits @param {string} [end] */
function cut(letters, fits, end = "") {
  if (!end && fits(letters.join(""))) return letters.join("");
  for (let kept = letters.length - 1; kept > 0; kept -= 1) {
    const text = `${letters.slice(0, kept).join("").trimEnd()}…${end}`;
    if (fits(text)) return text;
  }
  return end ? `…${end}` : `${letters[0] ?? ""}…`;
}

/** How many letters two names begin with alike. @param {string[]} one @param {string[]} other */
function sharedStart(one, other) {
  const first = one.findIndex((letter, i) => letter !== other[i]);
  return first < 0 ? one.length : first;
}
