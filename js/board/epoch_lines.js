// @ts-check
// Curves over epochs: several lines with a legend, what was there before, where a setting was
// changed, and a pin that is dragged to an epoch of the past.

import { clamp } from "./geometry.js";
import { besideAt, epochNumber } from "./epoch_words.js";
import { LEGEND_LINE, placeLegend } from "./legend.js";
import { formatNumber } from "./number_text.js";
import { PanelView, RIM } from "./panel.js";
import { lineAt } from "./scene.js";
import { axisTicks, ticksApart } from "./ticks.js";

const LINES_EDGE = { left: 38, right: 12, top: 7, bottom: 20 }; // the legend has its own room
const LINES_FONT = 12;
/** Of the lines, then of those of another run: the same in lab_still.py. */
export const STROKES = [[], [7, 4], [2, 3], [8, 3, 2, 3]];
const PIN_RESTS = 120; // milliseconds that a dragged pin rests before Python is told
const SAMPLE = 28; // pixels of a stroke in the legend
const TICK_LINE = 13; // of a number up the side
const MARK_LINE = 14; // pixels of a text of a changed setting
const MARK_APART = 6;

/** Where a value of an axis lies between two pixels; values outside stay at the ends.
 * @param {number} value @param {number[]} range @param {number} from @param {number} to */
export function pixelOf(value, [low, high], from, to) {
  return from + clamp((value - low) / (high - low), 0, 1) * (to - from);
}

/** The column (0, 1, 2, …) nearest to a pixel, of those that there are.
 * @param {number} pixel @param {number[]} range @param {number} from @param {number} to
 * @param {number} count */
export function columnAt(pixel, [low, high], from, to, count) {
  const value = low + ((pixel - from) / (to - from)) * (high - low);
  return clamp(Math.round(value), 0, count - 1);
}

/** Which of some heights is nearest; NaN is never.
 * @param {number[]} heights @param {number} y */
export function nearestTo(heights, y) {
  let best = -1;
  heights.forEach((height, i) => {
    const closer = best < 0 || Math.abs(height - y) < Math.abs(heights[best] - y);
    if (!Number.isNaN(height) && closer) best = i;
  });
  return Math.max(best, 0);
}

/** Where texts stand that belong to places along an axis: right of their place, or left of it where
 * the axis ends, each in a row in which it covers no other. The newest, the last one, comes first;
 * null for those that no row has room for.
 * @param {{at: number, width: number}[]} texts @param {[number, number]} ends @param {number} rows
 * @returns {({left: number, row: number} | null)[]} */
export function placeTexts(texts, [first, last], rows) {
  const taken = Array.from({ length: rows }, () => /** @type {[number, number][]} */ ([]));
  const places = texts.map(() => /** @type {{left: number, row: number} | null} */ (null));
  for (let i = texts.length - 1; i >= 0; i -= 1) {
    const { at, width } = texts[i];
    if (width > last - first) continue;
    const beside = at + 4 + width <= last ? at + 4 : at - 4 - width;
    const left = clamp(beside, first, last - width);
    const row = taken.findIndex((others) => others.every(([from, to]) =>
      left + width + MARK_APART <= from || to + MARK_APART <= left));
    if (row < 0) continue;
    taken[row].push([left, left + width]);
    places[i] = { left, row };
  }
  return places;
}

export class LinesView extends PanelView {
  constructor(board, panel) {
    super(board, panel);
    const { signal } = board.abort;
    const follow = (event) => {
      if (!(event.buttons & 1)) return;
      this.pin(this.cellAt(...this.at(event)).col);
    };
    this.canvas.addEventListener("pointerdown", follow, { signal });
    this.canvas.addEventListener("pointermove", follow, { signal });
    this.canvas.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step && !event.ctrlKey && !event.metaKey && !event.altKey) this.nextLine(event, step);
      // After the board has moved its cursor.
      else setTimeout(() => { if (this.holdsCursor) this.pin(board.hand.cursor.col); });
    }, { signal });
  }

  brief = false; // whether the name of another run has no room in the legend

  get holdsCursor() { return this.board.hand.cursor.panel === this.name; }

  /** Up and down go round the lines. */
  nextLine(event, step) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const { channel } = this.holdsCursor ? this.board.hand.cursor : { channel: 0 };
    const lines = this.panel.names.length;
    this.board.moveTo({ panel: this.name, row: 0, col: this.pinnedAt,
      channel: (channel + step + lines) % lines });
  }

  update(panel) {
    super.update(panel);
    // What Python says holds, unless a hand is just moving the pin.
    if (!this.board.pinTimer) this.board.pinned = undefined;
  }

  // -- as the board sees it: a line a channel, an epoch a column
  fixedCell() { return 1; }

  fixedWidth() {
    return Math.round(Math.min(this.panel.extent * this.narrow, this.board.widest)) - 2 * RIM;
  }

  fixedHeight() {
    return Math.round(this.plot) + 2 * LEGEND_LINE;
  }

  resize() {
    this.cell = 1;
    const width = this.fixedWidth() + 2 * RIM, { ruler } = this.board;
    const numbers = this.heights().map((y) => formatNumber(y));
    this.left = Math.max(LINES_EDGE.left, ruler.drawn(numbers, LINES_FONT) + 8);
    const room = width - this.left;
    // With other digits it stays as it is.
    const measure = () => this.legendEntries().map(({ text, strokes }) =>
      (strokes.length - 1) * SAMPLE + ruler.drawn([text.replace(/\d/g, "0")], LINES_FONT));
    this.brief = false;
    this.brief = Math.max(...measure()) + SAMPLE + 1 > room; // the table below has the words
    this.legend = placeLegend(measure(), room);
    this.top = LINES_EDGE.top + this.legend.rows * LEGEND_LINE;
    this.setSize(width, Math.round(this.plot + this.legend.rows * LEGEND_LINE));
    this.laidOut = [this.width, this.height, this.ratio, this.left, this.top].join();
  }

  /** What is written above the curves: each line with its last value; then another run, with the
   * last values of its lines in the same order.
   * @returns {{text: string, strokes: number[]}[]} */
  legendEntries() {
    const { names, beside, before } = this.panel, { scene } = this.board;
    const last = this.shape.cols - 1, count = scene.arrays[before]?.shape[1] ?? 0;
    const own = names.map((name, i) => ({ strokes: [i],
      text: `${name} ${epochNumber(this.panel, this.line(i, last))}` }));
    if (!beside || !count || !this.panel.thin) return own; // the chart above names its strokes
    const values = names.map((_, i) =>
      epochNumber(this.panel, besideAt(this.panel, scene, i, count - 1)));
    return [...own, { strokes: names.map((_, i) => names.length + i),
      text: `${this.brief ? "" : `${beside} `}${values.join(" · ")}` }];
  }

  /** Round values up the side. */
  heights() {
    const [low, high] = this.panel.limits;
    return ticksApart(low, high, 5, this.plot - LINES_EDGE.top - LINES_EDGE.bottom, TICK_LINE);
  }

  /** Pixels that the curves with their axis take from top to bottom. */
  get plot() { return Math.min(126, (this.fixedWidth() + 2 * RIM) * 0.5) * this.squeeze; }

  line(index, col) { return lineAt(this.panel, index, col); }

  origin() { return [this.left, this.top]; }

  across(x) { return pixelOf(x, this.panel.x, this.left, this.width - LINES_EDGE.right); }

  down(y) { return pixelOf(y, this.panel.limits, this.height - LINES_EDGE.bottom, this.top); }

  cellAt(x, y) {
    const col = columnAt(x, this.panel.x, this.left, this.width - LINES_EDGE.right, this.shape.cols);
    const heights = this.panel.names.map((_, index) => this.down(this.line(index, col)));
    return { channel: nearestTo(heights, y), row: 0, col };
  }

  /** The epoch that now is compared with. */
  get pinnedAt() { return clamp(this.board.pinned ?? this.panel.pin, 0, this.shape.cols - 1); }

  /** Compare with another epoch: drawn at once from what is here, told to Python at rest. */
  pin(col) {
    const { board } = this;
    if (col === this.pinnedAt) return;
    board.pinned = col;
    board.draw();
    clearTimeout(board.pinTimer);
    board.pinTimer = setTimeout(() => {
      board.pinTimer = 0;
      board.model.set("pin", col);
      board.model.save_changes();
    }, PIN_RESTS);
  }

  // -- painting
  paint() {
    const { palette, hand: { cursor } } = this.board;
    const marks = [this.pinnedAt, this.holdsCursor && [cursor.channel, cursor.col]].join("|");
    if (!this.stale && marks === this.marks) return;
    [this.marks, this.stale] = [marks, false];
    const context = this.clear();
    context.font = `${LINES_FONT}px ${palette.font}`;
    context.lineJoin = "round";
    this.paintAxes(context, palette);
    this.paintMarks(context, palette);
    this.paintThin(context, palette);
    this.paintBefore(context, palette);
    this.panel.names.forEach((_, index) => this.paintLine(context, index));
    this.paintPin(context, palette);
    this.paintLegend(context, palette);
    this.painted = this.panel.values.slice();
  }

  colour(index) {
    const { palette } = this.board;
    return [palette.negative, palette.positive, palette.ink, palette.muted][index % 4];
  }

  stroke(context, points) {
    context.beginPath();
    let drawing = false;
    for (const [x, y] of points) {
      if (Number.isNaN(y)) { drawing = false; continue; }
      if (drawing) context.lineTo(this.across(x), this.down(y));
      else context.moveTo(this.across(x), this.down(y));
      drawing = true;
    }
    context.stroke();
    context.setLineDash([]);
  }

  paintLine(context, index) {
    const points = [...Array(this.shape.cols).keys()].map((col) => [col, this.line(index, col)]);
    context.strokeStyle = this.colour(index);
    context.fillStyle = this.colour(index);
    context.lineWidth = 2.2;
    context.setLineDash(STROKES[index % STROKES.length]);
    this.stroke(context, points);
    const apart = this.across(1) - this.across(0);
    for (const [x, y] of points) { // a dot for the first line, a square for the second
      if (Number.isNaN(y) || (apart < 9 && x < this.shape.cols - 1)) continue;
      const [left, top] = [this.across(x), this.down(y)];
      context.beginPath();
      if (index % 2) context.rect(left - 2.8, top - 2.8, 5.6, 5.6);
      else context.arc(left, top, 3.2, 0, 2 * Math.PI);
      context.fill();
    }
  }

  paintThin(context, palette) {
    const array = this.board.scene.arrays[this.panel.thin];
    if (!array) return;
    const count = array.shape[1];
    context.strokeStyle = palette.muted;
    context.globalAlpha = 0.55;
    context.lineWidth = 1;
    this.stroke(context, [...Array(count).keys()].map((i) =>
      [array.values[i], array.values[count + i]]));
    context.globalAlpha = 1;
  }

  /** The curves of another run: thin, each with a dash of its own. */
  paintBefore(context, palette) {
    const array = this.board.scene.arrays[this.panel.before];
    if (!array || !array.shape[1]) return;
    const [lines, count] = array.shape;
    for (let index = 0; index < lines; index += 1) {
      context.strokeStyle = palette.muted;
      context.lineWidth = 1.6;
      context.setLineDash(STROKES[(lines + index) % STROKES.length]);
      this.stroke(context, [...Array(count).keys()].map((i) =>
        [i, array.values[index * count + i]]));
    }
  }

  paintAxes(context, palette) {
    const right = this.width - LINES_EDGE.right, bottom = this.height - LINES_EDGE.bottom;
    context.lineWidth = 1;
    context.textBaseline = "middle";
    context.textAlign = "center";
    const line = (x1, y1, x2, y2, colour) => {
      context.strokeStyle = colour;
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
    };
    const [first, last] = this.panel.x;
    for (const x of axisTicks(first, last, 6)) {
      const at = Math.round(this.across(x)) + 0.5;
      line(at, this.top, at, bottom, x ? palette.line : palette.muted);
      context.fillStyle = palette.muted;
      context.fillText(formatNumber(x), at, bottom + 11);
    }
    context.textAlign = "right";
    for (const y of this.heights()) {
      const at = Math.round(this.down(y)) + 0.5;
      line(this.left, at, right, at, y ? palette.line : palette.muted);
      context.fillStyle = palette.muted;
      context.fillText(formatNumber(y), this.left - 5, at);
    }
  }

  /** Where a setting was changed: a fine line from top to bottom, with what it became. */
  paintMarks(context, palette) {
    const bottom = this.height - LINES_EDGE.bottom;
    const marks = this.panel.marks.map(([position, text]) =>
      ({ at: this.across(position), text, width: Math.ceil(context.measureText(text).width) }));
    context.strokeStyle = palette.muted;
    context.lineWidth = 1;
    for (const { at } of marks) {
      context.beginPath();
      context.moveTo(at, this.top);
      context.lineTo(at, bottom);
      context.stroke();
    }
    const rows = Math.floor((bottom - this.top) / MARK_LINE);
    const texts = marks.filter(({ text }) => text);
    placeTexts(texts, [this.left, this.width - 2], rows).forEach((place, i) => {
      if (!place) return;
      const y = this.top + 9 + MARK_LINE * place.row;
      context.textAlign = "left";
      context.fillStyle = palette.ink;
      context.strokeStyle = palette.halo;
      context.lineWidth = 3;
      context.strokeText(texts[i].text, place.left, y);
      context.fillText(texts[i].text, place.left, y);
    });
  }

  paintPin(context, palette) {
    const at = this.across(this.pinnedAt), bottom = this.height - LINES_EDGE.bottom;
    context.strokeStyle = palette.frame;
    context.fillStyle = palette.frame;
    context.lineWidth = 2;
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(at, this.top);
    context.lineTo(at, bottom);
    context.stroke();
    context.setLineDash([]);
    context.beginPath(); // a handle that says: drag me
    context.moveTo(at, bottom - 9);
    context.lineTo(at - 6, bottom + 2);
    context.lineTo(at + 6, bottom + 2);
    context.closePath();
    context.fill();
    if (!this.holdsCursor) return;
    const { channel, col } = this.board.hand.cursor;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(this.across(col), this.down(this.line(channel, col)), 6, 0, 2 * Math.PI);
    context.stroke();
  }

  /** A sample of each line, its name, and its last value. */
  paintLegend(context, palette) {
    const { names } = this.panel;
    context.textAlign = "left";
    this.legendEntries().forEach(({ text, strokes }, i) => {
      const place = this.legend.places[i];
      if (!place) return; // what came with this scene has its place at the next layout
      let left = this.left + place.left;
      const y = (place.row + 0.5) * LEGEND_LINE;
      for (const stroke of strokes) {
        const own = stroke < names.length;
        context.strokeStyle = own ? this.colour(stroke) : palette.muted;
        context.lineWidth = own ? 2.2 : 1.6;
        context.setLineDash(STROKES[stroke % STROKES.length]);
        context.beginPath();
        context.moveTo(left, y);
        context.lineTo(left + SAMPLE - 4, y);
        context.stroke();
        left += SAMPLE;
      }
      context.setLineDash([]);
      context.fillStyle = palette.ink;
      context.fillText(text, left + 1, y);
    });
  }
}
