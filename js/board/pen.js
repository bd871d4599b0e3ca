// @ts-check
// Painting on a grid with mouse, pen, finger or keys. What is painted shows at once; the changed
// cells go to Python, and stay on the screen until a scene comes back that knows of them.

import { clamp } from "./geometry.js";

/** @typedef {{row: number, col: number}} Point  in cells: the middle of the first one is (0, 0) */

/** Distance of a point from the piece of a line between two others.
 * @param {Point} point @param {Point} from @param {Point} to */
export function distance(point, from, to) {
  const [dr, dc] = [to.row - from.row, to.col - from.col];
  const length = dr * dr + dc * dc;
  const along = ((point.row - from.row) * dr + (point.col - from.col) * dc) / (length || 1);
  const t = clamp(along, 0, 1);
  return Math.hypot(point.row - from.row - t * dr, point.col - from.col - t * dc);
}

/** How much of each cell a brush covers on its way: 0 < cover ≤ 1, cells that stay free left out.
 *
 * A brush of diameter 1 without a soft edge paints the cells that the line passes; a wider one also
 * those whose middle is under it. A soft edge fades over so many cells.
 * @param {Point} from @param {Point} to @param {[number, number]} brush diameter and soft edge
 * @param {{rows: number, cols: number}} shape
 * @returns {{row: number, col: number, cover: number}[]} */
export function strokeCells(from, to, [diameter, soft], shape) {
  const reach = diameter / 2 + soft / 2;
  const first = (a, b) => Math.max(Math.floor(Math.min(a, b) - reach), 0);
  const last = (a, b, length) => Math.min(Math.ceil(Math.max(a, b) + reach), length - 1);
  const cells = [];
  for (let row = first(from.row, to.row); row <= last(from.row, to.row, shape.rows); row += 1) {
    for (let col = first(from.col, to.col); col <= last(from.col, to.col, shape.cols); col += 1) {
      const away = distance({ row, col }, from, to);
      let cover = soft > 0 ? clamp((diameter / 2 - away) / soft + 0.5, 0, 1)
        : Number(away <= diameter / 2);
      if (soft <= 0 && passes(row, col, from, to)) cover = 1;
      if (cover > 0) cells.push({ row, col, cover });
    }
  }
  return cells;
}

/** Whether the line between two points passes through a cell. */
function passes(row, col, from, to) {
  let [enter, leave] = [0, 1];
  for (const [start, delta, at] of [[from.row, to.row - from.row, row],
    [from.col, to.col - from.col, col]]) {
    if (Math.abs(delta) < 1e-12) {
      if (Math.round(start) !== at) return false;
    } else {
      const [a, b] = [(at - 0.5 - start) / delta, (at + 0.5 - start) / delta];
      enter = Math.max(enter, Math.min(a, b));
      leave = Math.min(leave, Math.max(a, b));
    }
  }
  return enter <= leave;
}

/** A cell's value after the brush: never less ink than before, or with the eraser never more.
 * @param {number} before @param {number} cover @param {[number, number]} limits paper and ink
 * @param {boolean} erase */
export function inked(before, cover, [paper, ink], erase) {
  const share = erase ? 1 - cover : cover;
  const value = paper + share * (ink - paper);
  return erase ? Math.min(before, value) : Math.max(before, value);
}

/** The pen of one panel whose `editable` is "draw". */
export class Pen {
  constructor(board, view) {
    this.board = board;
    this.view = view;
    this.strokes = new Map(); // pointer → where it was last
    this.batches = []; // cells that Python has not answered for: {key, number, cells}
    this.count = 0;
    this.begun = 0; // strokes: Python takes back a whole one
  }

  get active() { return this.view.panel.editable === "draw"; }

  // -- by pointer
  listen(signal) {
    const { canvas } = this.view;
    const on = (name, act) => canvas.addEventListener(name, (event) => {
      if (this.active) act(event);
    }, { signal });
    on("pointerdown", (event) => this.begin(event));
    on("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel"]) {
      on(name, (event) => this.strokes.delete(event.pointerId));
    }
    on("contextmenu", (event) => { // the right button erases; neither browser nor page has a menu
      event.preventDefault();
      event.stopPropagation();
    });
  }

  begin(event) {
    if (event.button !== 0 && event.button !== 2 && event.button !== 5) return;
    const { canvas } = this.view;
    const erase = this.view.panel.eraser || event.button !== 0; // 5: a pen's other end
    this.board.player.pause();
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({ preventScroll: true });
    const at = this.place(event);
    this.strokes.set(event.pointerId, { ...at, erase });
    this.begun += 1;
    this.line(at.channel, at, at, erase);
  }

  go(event) {
    const stroke = this.strokes.get(event.pointerId);
    if (!stroke) return;
    // A browser joins the moves of one frame; the ones in between keep a fast curve round.
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) {
      const at = this.place(move, stroke.channel);
      this.line(stroke.channel, stroke, at, stroke.erase);
      Object.assign(stroke, { row: at.row, col: at.col });
    }
  }

  /** Where the pointer is, in fractions of cells; a stroke stays on the map that it began on. */
  place(event, channel = undefined) {
    const [x, y] = this.view.at(event);
    const on = channel ?? this.view.cellAt(x, y).channel;
    const [left, top] = this.view.origin(on);
    return { channel: on, row: (y - top) / this.view.cell - 0.5,
      col: (x - left) / this.view.cell - 0.5 };
  }

  // -- by key: true when the key was one of the pen's
  onKey(event, cursor) {
    const erase = event.key === "Delete" || event.key === "Backspace";
    if (!erase && event.key !== "Enter" && event.key !== " ") return false;
    this.begun += 1;
    this.line(cursor.channel, cursor, cursor, erase || this.view.panel.eraser);
    return true;
  }

  // -- painting
  /** Paints a straight piece of a stroke. */
  line(channel, from, to, erase = this.view.panel.eraser) {
    const { panel, shape } = this.view;
    const changed = new Map();
    // On a colour picture one paints white: in all of its channels.
    const maps = this.view.inColour ? [...Array(shape.channels).keys()] : [channel];
    for (const { row, col, cover } of strokeCells(from, to, panel.brush, shape)) {
      for (const map of maps) {
        const index = (map * shape.rows + row) * shape.cols + col;
        const value = Math.fround(inked(panel.values[index], cover, panel.limits, erase));
        if (value === panel.values[index]) continue;
        panel.values[index] = value;
        changed.set(index, value);
      }
    }
    if (!changed.size) return;
    this.view.stale = true;
    this.board.draw();
    this.send(changed);
  }

  /** Words on paper that is empty yet.
   * @param {CanvasRenderingContext2D} context */
  hint(context) {
    const { panel, shape, cell } = this.view;
    if (!panel.hint || !panel.values.every((value) => value === panel.limits[0])) return;
    const [left, top] = this.view.origin(0);
    context.font = `16px ${this.board.palette.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = "#9a9a9a"; // on the black of an empty picture, in either theme
    context.fillText(panel.hint, left + shape.cols * cell / 2, top + shape.rows * cell / 2);
  }

  // -- to Python
  /** Puts changed cells into the batch that waits, or into a new one behind what else waits. */
  send(changed) {
    const { edits } = this.board;
    const open = this.batches.at(-1);
    if (open && open.number === null && edits.newest === open.key) {
      for (const [index, value] of changed) open.cells.set(index, value);
      return;
    }
    // What got no answer, because the kernel was busy or gone, goes out once more.
    const stuck = this.batches.filter((batch) => !edits.knows(batch.key, batch.number));
    this.batches = this.batches.filter((batch) => !stuck.includes(batch));
    const cells = new Map([...stuck.flatMap((batch) => [...batch.cells]), ...changed]);
    this.count += 1;
    const stroke = `${edits.view} ${this.begun}`;
    const batch = { key: `${this.view.name}[draw]${this.count}`, number: null, cells, stroke };
    this.batches.push(batch);
    edits.send(`${this.view.name}[draw]`, (number) => {
      batch.number = number;
      return { cells: [...batch.cells].map(([index, value]) => [...this.cellOf(index), value]),
        stroke: batch.stroke };
    }, undefined, batch.key);
  }

  cellOf(index) {
    const { rows, cols } = this.view.shape;
    return [Math.floor(index / (rows * cols)), Math.floor(index / cols) % rows, index % cols];
  }

  /** A scene came: what it does not know of is painted over it again.
   * @param {number | null} answered number of this view's edit that the scene answers */
  adopt(answered) {
    const { panel, shape } = this.view;
    const size = String(Object.values(shape));
    if (size !== this.size) this.batches = []; // another picture
    this.size = size;
    this.batches = this.batches.filter((batch) => batch.number === null
      || batch.number !== answered);
    for (const { cells } of this.batches) {
      for (const [index, value] of cells) panel.values[index] = value;
    }
    const { edits } = this.board;
    if (this.batches.some((batch) => !edits.knows(batch.key, batch.number))) this.send(new Map());
  }
}
