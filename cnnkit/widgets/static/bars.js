// @ts-check
// Bars: a column of numbers as horizontal bars from zero, each with its name and its value.

import { clamp } from "./geometry.js";
import { formatNumber } from "./numbers.js";
import { PanelView } from "./panel.js";

const ROW = 34, VALUE = 56;

/** One bar a row. Where the panel says so, a bar can be dragged to another value. */
export class BarsView extends PanelView {
  update(panel) {
    super.update(panel);
    this.names = 16 + 9 * Math.max(4, ...panel.labels.map((label) => label.length));
  }

  fixedCell() { return ROW; }

  fixedWidth() { return Math.min(this.panel.extent, this.board.widest); }

  resize() {
    this.cell = ROW;
    this.setSize(this.fixedWidth(), this.shape.rows * ROW);
  }

  origin() { return [this.width - VALUE - ROW / 2, 0]; }

  valueAt({ row }) { return this.panel.values[row]; }

  across(value) {
    const [low, high] = this.panel.limits;
    const room = this.width - this.names - VALUE;
    return this.names + (clamp(value, low, high) - low) / (high - low) * room;
  }

  cellAt(_x, y) {
    return { channel: 0, row: clamp(Math.floor(y / ROW), 0, this.shape.rows - 1), col: 0 };
  }

  /** The value that a bar has when it is dragged to x. */
  valueFor(x) {
    const [low, high] = this.panel.limits;
    const value = low + (x - this.names) / (this.width - this.names - VALUE) * (high - low);
    return Math.round(clamp(value, low, high) * 20) / 20;
  }

  /** Where each bar begins: at 0, or where the one before it ends. */
  starts() {
    const { values, stacked } = this.panel;
    const last = values.length - 1;
    let sum = 0;
    return [...values].map((value, row) => {
      const start = stacked && row < last ? sum : 0;
      sum += value;
      return start;
    });
  }

  paint({ areas }) {
    const { palette } = this.board;
    const context = this.clear();
    context.textBaseline = "middle";
    context.font = `14px ${palette.font}`;
    const starts = this.starts();
    this.panel.values.forEach((value, row) => {
      const top = row * ROW, middle = top + ROW / 2;
      context.textAlign = "left";
      context.fillStyle = palette.ink;
      context.fillText(this.panel.labels[row] ?? "", 4, middle);
      const start = starts[row], zero = this.across(0);
      const [from, to] = [this.across(start),
        this.across(Number.isNaN(value) ? start : start + value)];
      context.fillStyle = value < 0 ? palette.negative : palette.positive;
      context.fillRect(Math.min(from, to), top + 7, Math.abs(to - from), ROW - 14);
      context.fillStyle = palette.muted;
      context.fillRect(zero - 0.5, top + 3, 1, ROW - 6);
      if (this.panel.stacked && row < starts.length - 1) { // handed on to the next bar
        context.fillRect(to - 0.5, top + ROW - 7, 1, 14);
      }
      if (this.panel.editable) { // a handle that says: drag me
        context.fillStyle = palette.frame;
        context.fillRect(to - 3, top + 4, 6, ROW - 8);
      }
      context.fillStyle = palette.ink;
      context.textAlign = "right";
      context.fillText(formatNumber(value), this.width - 4, middle);
    });
    for (const area of areas) {
      context.strokeStyle = palette.frame;
      context.lineWidth = 2;
      context.strokeRect(1, area.row * ROW + 1.5, this.width - 2, area.rows * ROW - 3);
    }
    this.painted = this.panel.values.slice();
  }
}
