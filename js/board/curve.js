// @ts-check
// A curve: a function drawn as a line, with a point that slides along it.

import { clamp } from "./geometry.js";
import { LEGEND_LINE, paintLegend, placeLegend } from "./legend.js";
import { formatNumber } from "./number_text.js";
import { PanelView, RIM, looksLike } from "./panel.js";
import { pointOf, readingOf } from "./cell_partners.js";
import { lineAt, xAt } from "./scene.js";
import { multiples, tickStep } from "./ticks.js";

const MARGIN = { left: 34, right: 12, top: 10, bottom: 24 };
const TICK_FONT = 12;
const REACH = 6; // a tangent reaches to each side a sixth of the axis, as in still_curve.py
/** Of the lines: the same in still_curve.py. */
export const DASHES = [[], [6, 4], [2, 3], [2, 3]];

const MOST_TICKS = 6; // on an axis of powers of ten

/** Round numbers along a range of powers of ten, few enough to be read.
 * @param {number[]} range @returns {number[]} */
export function powerTicks([low, high]) {
  const decades = Math.log10(high / low);
  const parts = decades < 1.2 ? [1, 2, 5] : decades < 2.5 ? [1, 3] : [1];
  const every = Math.max(1, Math.ceil(decades / MOST_TICKS));
  const places = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high) + 1e-9; power += 1) {
    if (power % every) continue;
    for (const part of parts) {
      const at = part * 10 ** power;
      if (at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9)) places.push(at);
    }
  }
  return places;
}

/** Lines over one axis; the first is the function, the others stand beside it. It has the same
 * methods as a grid, so the board treats both alike; its cells are the samples of the line. */
export class CurveView extends PanelView {
  shows(panel) { return looksLike(this.panel, panel); }

  fixedCell() { return 1; }

  fixedWidth() {
    return Math.round(Math.min(this.panel.extent * this.narrow, this.board.widest)) - 2 * RIM;
  }

  fixedHeight() { return Math.round((this.fixedWidth() + 2 * RIM) * 0.82 * this.squeeze); }

  resize() {
    this.cell = 1;
    const { ruler } = this.board;
    this.setSize(this.fixedWidth() + 2 * RIM, this.fixedHeight());
    const numbers = this.heights().map((y) => formatNumber(y));
    this.left = Math.max(MARGIN.left, ruler.drawn(numbers, TICK_FONT) + 8);
    const names = (this.panel.lines ?? []).map(({ name }) => ruler.drawn([name], TICK_FONT));
    this.legend = placeLegend(names, this.width - this.left);
    this.top = MARGIN.top + this.legend.rows * LEGEND_LINE;
    this.laidOut = [this.width, this.height, this.ratio, this.left, this.top].join();
  }

  /** Round numbers up the side. */
  heights() {
    return this.panel.log ? powerTicks(this.panel.limits) : this.ticks(this.panel.limits);
  }

  /** Round numbers along a range, so far apart that what is written at them fits.
   * @param {number[]} range @param {number} [room] pixels along it
   * @param {boolean} [whole] whether only whole numbers are on it */
  ticks([low, high], room = 0, whole = false) {
    const { ruler } = this.board;
    for (let count = 8; ; count -= 1) {
      const step = Math.max(tickStep(high - low, count), whole ? 1 : 0);
      const places = multiples(low, high, step);
      const widest = room && ruler.drawn(places.map((x) => formatNumber(x)), TICK_FONT) + 6;
      if (count === 1 || widest <= room * step / (high - low)) return places;
    }
  }

  origin() { return [this.left, this.top]; }

  // -- from numbers to pixels and back
  across(x) {
    const [low, high] = this.panel.x;
    return this.left + ((x - low) / (high - low)) * (this.width - this.left - MARGIN.right);
  }

  down(y) {
    const [low, high] = this.panel.limits, at = clamp(y, low, high);
    const room = this.height - this.top - MARGIN.bottom;
    const share = this.panel.log ? Math.log(at / low) / Math.log(high / low)
      : (at - low) / (high - low);
    return this.top + (1 - share) * room;
  }

  cellAt(x) {
    const room = this.width - this.left - MARGIN.right;
    const col = Math.round(((x - this.left) / room) * (this.shape.cols - 1));
    return { channel: 0, row: 0, col: clamp(col, 0, this.shape.cols - 1) };
  }

  get point() { return pointOf(this.board.scene, this.board.hand, this.panel); }

  get reading() { return readingOf(this.board.scene, this.board.hand, this.panel); }

  paint() {
    const { palette, hand: { cursor } } = this.board, { point, reading: read } = this;
    const marks = [point, read].map((one) => one && [one.z, one.y, one.slope].join())
      .concat(cursor.panel === this.name ? cursor.col : -1).join("|");
    if (!this.stale && marks === this.marks) return;
    [this.marks, this.stale] = [marks, false];
    const context = this.clear();
    this.paintAxes(context, palette);
    const lines = this.panel.tangent ? 1 : this.shape.channels; // a tangent shows the slope itself
    for (let index = lines - 1; index >= 0; index -= 1) this.paintLine(context, palette, index);
    context.setLineDash([]);
    if (this.panel.lines?.length) {
      paintLegend(this, context, MARGIN.top / 2);
      this.paintReading(context, palette);
    } else this.paintPoint(context, palette);
    this.painted = this.panel.values.slice();
  }

  /** One line, with a gap where it has no number. */
  paintLine(context, palette, index) {
    const own = this.panel.lines?.[index];
    context.beginPath();
    let drawing = false;
    for (let col = 0; col < this.shape.cols; col += 1) {
      const x = this.across(xAt(this.panel, col)), y = this.down(lineAt(this.panel, index, col));
      if (drawing && !Number.isNaN(y)) context.lineTo(x, y);
      else if (!Number.isNaN(y)) context.moveTo(x, y);
      drawing = !Number.isNaN(y);
    }
    context.setLineDash(own ? own.dash : DASHES[index % DASHES.length]);
    context.strokeStyle = own ? palette[own.colour] : index ? palette.muted : palette.ink;
    context.lineWidth = own ? 2.2 : index ? 1.5 : 3;
    context.stroke();
  }

  /** What is read off several lines: a line through all of them at the cursor. */
  paintReading(context, palette) {
    const { reading: read } = this;
    if (!read) return;
    const x = this.across(read.z), { col } = this.board.hand.cursor;
    context.strokeStyle = palette.frame;
    context.lineWidth = 1.5;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(x, this.top);
    context.lineTo(x, this.height - MARGIN.bottom);
    context.stroke();
    context.setLineDash([]);
    this.panel.lines.forEach(({ colour }, index) => {
      const y = this.down(lineAt(this.panel, index, col));
      if (Number.isNaN(y)) return;
      context.beginPath();
      context.arc(x, y, 4.5, 0, 2 * Math.PI);
      context.fillStyle = palette[colour];
      context.fill();
    });
  }

  paintAxes(context, palette) {
    const [left, right] = this.panel.x, [low, high] = this.panel.limits;
    context.font = `${TICK_FONT}px ${palette.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const line = (x1, y1, x2, y2, colour) => {
      context.strokeStyle = colour;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
    };
    const room = this.width - this.left - MARGIN.right;
    for (const x of this.ticks([left, right], room, this.panel.whole)) {
      const at = this.across(x);
      line(at, this.down(low), at, this.down(high),
        Math.abs(x) < 1e-9 ? palette.muted : palette.line);
      context.fillStyle = palette.muted;
      context.fillText(formatNumber(x), at, this.height - MARGIN.bottom / 2);
    }
    for (const y of this.heights()) {
      const at = this.down(y);
      line(this.across(left), at, this.across(right), at,
        Math.abs(y) < 1e-9 ? palette.muted : palette.line);
      context.fillStyle = palette.muted;
      context.fillText(formatNumber(y), this.left / 2, at);
    }
  }

  /** Steps that were taken, numbered from the first, each joined to the next. */
  paintTrail(context, palette) {
    const trail = this.panel.trail ?? [];
    context.strokeStyle = palette.positive;
    context.fillStyle = palette.positive;
    context.lineWidth = 1.5;
    context.beginPath();
    trail.forEach(([x, y], i) => (i ? context.lineTo(this.across(x), this.down(y))
      : context.moveTo(this.across(x), this.down(y))));
    context.stroke();
    for (const [x, y] of trail) {
      context.beginPath();
      context.arc(this.across(x), this.down(y), 4, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** The line that touches the curve at the point: its slope, drawn. */
  paintTangent(context, palette, { z, y, slope }) {
    const [left, right] = this.panel.x;
    const reach = (right - left) / REACH;
    context.save();
    context.beginPath();
    context.rect(this.left, 0, this.width - this.left - MARGIN.right,
      this.height - MARGIN.bottom);
    context.clip();
    context.strokeStyle = palette.frame;
    context.lineWidth = 2;
    context.beginPath();
    const [low, high] = this.panel.limits;
    const room = this.height - this.top - MARGIN.bottom;
    const down = (value) => this.top + (1 - (value - low) / (high - low)) * room;
    context.moveTo(this.across(z - reach), down(y - slope * reach));
    context.lineTo(this.across(z + reach), down(y + slope * reach));
    context.stroke();
    context.restore();
  }

  paintPoint(context, palette) {
    const { point, reading: read } = this;
    this.paintTrail(context, palette);
    if (!read) return;
    if (this.panel.tangent) this.paintTangent(context, palette, read);
    const [left, right] = this.panel.x;
    const at = this.across(clamp(read.z, left, right)), height = this.down(read.y);
    context.strokeStyle = palette.frame;
    context.lineWidth = 1.5;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(at, this.height - MARGIN.bottom);
    context.lineTo(at, height);
    context.lineTo(this.left, height);
    context.stroke();
    context.setLineDash([]);
    if (!point) return;
    const dot = (z, y, radius, fill) => {
      context.beginPath();
      context.arc(this.across(clamp(z, left, right)), this.down(y), radius, 0, 2 * Math.PI);
      context.fillStyle = fill;
      context.fill();
    };
    dot(point.z, point.y, 8.5, palette.halo);
    dot(point.z, point.y, 7, palette.frame);
    if (read.z !== point.z) dot(read.z, read.y, 3, palette.frame); // read off beside the point
  }
}
