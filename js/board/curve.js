// @ts-check
// A curve: a function drawn as a line, with a point that slides along it.

import { clamp } from "./geometry.js";
import { formatNumber } from "./numbers.js";
import { PanelView, RIM } from "./panel.js";
import { pointOf, readingOf } from "./cell_partners.js";
import { lineAt, xAt } from "./scene.js";

const MARGIN = { left: 34, right: 12, top: 10, bottom: 24 };
const TICK_FONT = 12;
const REACH = 6; // a tangent reaches to each side a sixth of the axis, as in still_curve.py
const DASHES = [[], [6, 4], [2, 3], [2, 3]];

/** A round distance between ticks, for about so many of them.
 * @param {number} range @param {number} count */
function tickStep(range, count) {
  const rough = range / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
}

/** Lines over one axis; the first is the function, the others stand beside it. It has the same
 * methods as a grid, so the board treats both alike; its cells are the samples of the line. */
export class CurveView extends PanelView {
  fixedCell() { return 1; }

  fixedWidth() { return Math.min(this.panel.extent, this.board.widest) - 2 * RIM; }

  resize() {
    this.cell = 1;
    const { ruler, squeeze } = this.board;
    const width = this.fixedWidth() + 2 * RIM;
    this.setSize(width, Math.round(width * 0.82 * squeeze));
    const numbers = this.ticks(this.panel.limits).map((y) => formatNumber(y));
    this.left = Math.max(MARGIN.left, ruler.drawn(numbers, TICK_FONT) + 8);
  }

  /** Round numbers along a range, so far apart that what is written at them fits.
   * @param {number[]} range @param {number} [room] pixels along it */
  ticks([low, high], room = 0) {
    const { ruler } = this.board;
    for (let count = 8; ; count -= 1) {
      const step = tickStep(high - low, count);
      const places = [];
      for (let at = Math.ceil(low / step) * step; at <= high + 1e-9; at += step) places.push(at);
      const widest = room && ruler.drawn(places.map((x) => formatNumber(x)), TICK_FONT) + 6;
      if (count === 1 || widest <= room * step / (high - low)) return places;
    }
  }

  origin() { return [this.left, MARGIN.top]; }

  // -- from numbers to pixels and back
  across(x) {
    const [low, high] = this.panel.x;
    return this.left + ((x - low) / (high - low)) * (this.width - this.left - MARGIN.right);
  }

  down(y) {
    const [low, high] = this.panel.limits;
    const room = this.height - MARGIN.top - MARGIN.bottom;
    return MARGIN.top + (1 - (clamp(y, low, high) - low) / (high - low)) * room;
  }

  cellAt(x) {
    const room = this.width - this.left - MARGIN.right;
    const col = Math.round(((x - this.left) / room) * (this.shape.cols - 1));
    return { channel: 0, row: 0, col: clamp(col, 0, this.shape.cols - 1) };
  }

  get point() { return pointOf(this.board.scene, this.board.hand, this.panel); }

  get reading() { return readingOf(this.board.scene, this.board.hand, this.panel); }

  paint() {
    const { palette } = this.board;
    const context = this.clear();
    this.paintAxes(context, palette);
    const lines = this.panel.tangent ? 1 : this.shape.channels; // a tangent shows the slope itself
    for (let index = lines - 1; index >= 0; index -= 1) {
      context.beginPath();
      for (let col = 0; col < this.shape.cols; col += 1) {
        const x = this.across(xAt(this.panel, col)), y = this.down(lineAt(this.panel, index, col));
        if (col) context.lineTo(x, y);
        else context.moveTo(x, y);
      }
      context.setLineDash(DASHES[index % DASHES.length]);
      context.strokeStyle = index ? palette.muted : palette.ink;
      context.lineWidth = index ? 1.5 : 3;
      context.stroke();
    }
    context.setLineDash([]);
    this.paintPoint(context, palette);
    this.painted = this.panel.values.slice();
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
    for (const x of this.ticks([left, right], this.width - this.left - MARGIN.right)) {
      const at = this.across(x);
      line(at, this.down(low), at, this.down(high),
        Math.abs(x) < 1e-9 ? palette.muted : palette.line);
      context.fillStyle = palette.muted;
      context.fillText(formatNumber(x), at, this.height - MARGIN.bottom / 2);
    }
    for (const y of this.ticks([low, high])) {
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
    const room = this.height - MARGIN.top - MARGIN.bottom;
    const down = (value) => MARGIN.top + (1 - (value - low) / (high - low)) * room;
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
