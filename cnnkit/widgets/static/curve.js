// @ts-check
// A curve: a function drawn as a line, with a point that slides along it.

import { clamp } from "./geometry.js";
import { formatNumber } from "./numbers.js";
import { make } from "./dom.js";

const MARGIN = { left: 34, right: 12, top: 10, bottom: 24 };
const DASHES = [[], [6, 4], [2, 3], [2, 3]];

/** Lines over one axis; the first is the function, the others stand beside it. It has the same
 * methods as a grid, so the board treats both alike; its cells are the samples of the line. */
export class CurveView {
  constructor(board, panel) {
    this.board = board;
    this.name = panel.name;
    this.title = make("figcaption", { class: "cnnkit-title" });
    this.canvas = /** @type {HTMLCanvasElement} */ (make("canvas", {
      class: "cnnkit-grid", tabindex: 0, role: "application",
      "data-lm-suppress-shortcuts": "true",
    }));
    this.frame = make("div", { class: "cnnkit-frame" }, this.canvas);
    this.note = make("div", { class: "cnnkit-note" });
    this.element = make("figure", { class: "cnnkit-panel", "data-panel": panel.name },
      this.title, this.frame, this.note);
    this.painted = new Float32Array(0);
    this.cell = 0;
    this.update(panel);
  }

  update(panel) {
    this.panel = panel;
    this.shape = panel.shape;
    this.title.textContent = panel.title;
    this.note.textContent = panel.note ?? "";
    this.note.hidden = !panel.note;
  }

  fixedCell() { return 1; }

  fixedWidth() { return this.panel.extent; }

  resize() {
    this.cell = 1;
    this.ratio = window.devicePixelRatio || 1;
    this.width = this.panel.extent;
    this.height = Math.round(this.panel.extent * 0.82);
    this.canvas.width = Math.ceil(this.width * this.ratio);
    this.canvas.height = Math.ceil(this.height * this.ratio);
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.height = `${this.height}px`;
  }

  line(index, col) { return this.panel.values[index * this.shape.cols + col]; }

  valueAt({ col }) { return this.line(0, col); }

  origin() { return [MARGIN.left, MARGIN.top]; }

  // -- from numbers to pixels and back
  across(x) {
    const [low, high] = this.panel.x;
    return MARGIN.left + ((x - low) / (high - low)) * (this.width - MARGIN.left - MARGIN.right);
  }

  down(y) {
    const [low, high] = this.panel.limits;
    const room = this.height - MARGIN.top - MARGIN.bottom;
    return MARGIN.top + (1 - (clamp(y, low, high) - low) / (high - low)) * room;
  }

  cellAt(x) {
    const room = this.width - MARGIN.left - MARGIN.right;
    const col = Math.round(((x - MARGIN.left) / room) * (this.shape.cols - 1));
    return { channel: 0, row: 0, col: clamp(col, 0, this.shape.cols - 1) };
  }

  paint() {
    const { palette } = this.board;
    const context = this.canvas.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    this.paintAxes(context, palette);
    for (let index = this.shape.channels - 1; index >= 0; index -= 1) {
      context.beginPath();
      for (let col = 0; col < this.shape.cols; col += 1) {
        const x = this.across(this.xAt(col)), y = this.down(this.line(index, col));
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

  xAt(col) {
    const [low, high] = this.panel.x;
    return low + ((high - low) * col) / (this.shape.cols - 1);
  }

  paintAxes(context, palette) {
    const [left, right] = this.panel.x, [low, high] = this.panel.limits;
    context.font = `12px ${palette.font}`;
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
    for (let x = Math.ceil(left); x <= right; x += 1) {
      const at = this.across(x);
      line(at, this.down(low), at, this.down(high), x === 0 ? palette.muted : palette.line);
      context.fillStyle = palette.muted;
      if (right - left <= 10 || x % 2 === 0) {
        context.fillText(formatNumber(x), at, this.height - MARGIN.bottom / 2);
      }
    }
    for (let y = Math.ceil(low); y <= high; y += 1) {
      const at = this.down(y);
      line(this.across(left), at, this.across(right), at, y === 0 ? palette.muted : palette.line);
      context.fillStyle = palette.muted;
      context.fillText(formatNumber(y), MARGIN.left / 2, at);
    }
  }

  paintPoint(context, palette) {
    const { z, y } = this.board.valuePoint();
    const [left, right] = this.panel.x;
    const at = this.across(clamp(z, left, right)), height = this.down(y);
    context.strokeStyle = palette.frame;
    context.lineWidth = 1.5;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(at, this.height - MARGIN.bottom);
    context.lineTo(at, height);
    context.lineTo(MARGIN.left, height);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.arc(at, height, 7, 0, 2 * Math.PI);
    context.fillStyle = palette.frame;
    context.fill();
    context.lineWidth = 2.5;
    context.strokeStyle = palette.halo;
    context.stroke();
  }
}
