// @ts-check
// Bars: a column of numbers as horizontal bars from zero, each with its name and its value.

import { make, setAttribute, setText } from "./dom.js";
import { clamp } from "./geometry.js";
import { cutNames } from "./names_beside_cells.js";
import { PanelView, RIM, looksLike } from "./panel.js";
import { write } from "./scene.js";

const ROW = 34;
const SHORT = 8; // letters of such a word; longer ones are smaller
const HEADLINE = 36; // pixels of a word in large letters, as in board.css
const LEAST_BAR = 56; // pixels that bars keep where the page is narrow
const UNNAMED = 6; // pixels on the left where no names are
const LEAST_UNNAMED = 100; // pixels of bars without names
const STUB = 20; // pixels that bars have at least, whatever their names take
const SMALLEST_WORDS = 11; // pixels of the letters
const NAMES_SHARE = 0.18; // of the page's width, for names that may be cut where it is narrow
const LEAST_NAMES = 106; // pixels of these, about fifteen letters
const LEAST_SHARE = 0.24; // or, on a page that is narrower still, this much of its width
const SMALL = 26; // pixels of a row below which the words are smaller too

/** @param {import("./scene.js").Panel} panel @param {number} row */
export const barText = (panel, row) => panel.written?.[row] ?? write(panel, panel.values[row]);

/** One bar a row. Where the panel says so, a bar can be dragged to another value. */
export class BarsView extends PanelView {
  constructor(board, panel) {
    super(board, panel);
    this.headline = make("div", { class: "cnnkit-headline" });
    this.title.after(this.headline);
    this.alone = true; // no bars on the left have the same names
    this.level = false; // bars on their right stand under a headline
    this.names = 0;
    this.shown = []; // names, cut where the page has no room for them
    this.missing = 0; // pixels that whole ones would need more
    this.slim = false; // whether they leave the page's width to others
    this.spare = 0; // pixels that others have left for them
    this.measured = ""; // font with which the room for words was measured
    this.left = 0;
    this.right = 0;
  }

  update(panel) {
    super.update(panel);
    if (this.stale) this.measured = "";
    const headline = panel.headline ?? "";
    setText(this.headline, headline);
    setAttribute(this.headline, "title", headline); // the whole of a long one
    this.headline.classList.toggle("cnnkit-long", headline.length > SHORT);
    this.makeLevel(this.level);
  }

  /** Has the bars begin as low as others beside them that stand under a headline, or not.
   * @param {boolean} level */
  makeLevel(level) {
    this.level = level;
    this.headline.hidden = !this.headed;
  }

  /** Whether a headline, or room for one, is over the bars. */
  get headed() { return Boolean(this.panel.headline) || this.level; }

  shows(panel) { return looksLike(this.panel, panel); }

  /** Pixels of a bar's row: lower where the page is short, but its words can be read. */
  get row() {
    const whole = this.panel.bar_height || ROW;
    return Math.max(Math.round(whole * this.squeeze), SMALLEST_WORDS + 2);
  }

  /** Pixels of the letters. */
  get font() { return this.letters; }

  get letters() {
    const { row } = this;
    return Math.max(SMALLEST_WORDS, Math.min(14, Math.round(row * (row < SMALL ? 0.62 : 0.5))));
  }

  /** Whether bars on the left of these in the same row have the same names already. */
  get unnamed() { return this.panel.named === false && !this.alone; }

  /** Pixels that names may take. */
  get namesRoom() {
    const share = this.slim ? 0 : NAMES_SHARE * this.board.inner;
    return this.panel.cuts_names ? Math.max(this.leastNames, share) + this.spare : Infinity;
  }

  /** Pixels that names have at least. */
  get leastNames() { return Math.min(LEAST_NAMES, LEAST_SHARE * this.board.inner); }

  /** Room for the names and for the values, as wide as the font writes them. */
  measure() {
    const { ruler } = this.board, { namesRoom } = this;
    const measured = `${ruler.version} ${this.font} ${this.unnamed} ${namesRoom}`;
    if (this.measured === measured) return;
    this.measured = measured;
    const { labels, values } = this.panel;
    this.shown = cutNames(labels, (text) => ruler.drawn([text], this.font) <= namesRoom);
    const taken = ruler.drawn(this.shown, this.font);
    this.missing = this.unnamed ? 0 : ruler.drawn(labels, this.font) - taken;
    this.names = taken + 16;
    this.left = this.unnamed ? UNNAMED : this.names;
    const numbers = [...values].map((_, row) => this.written(row));
    // A bar that is dragged must not change its own scale: room for any usual value.
    this.right = ruler.drawn(["−00.00", ...numbers], this.font) + 8;
  }

  /** What stands behind a bar: its number, or the words that Python has for it.
   * @param {number} row */
  written(row) { return barText(this.panel, row); }

  get namesWidth() { this.measure(); return this.left; }

  get numbersWidth() { this.measure(); return this.right; }

  /** What is left between them, for the bars. */
  get barsWidth() { return this.width - this.namesWidth - this.numbersWidth; }

  get tileRows() { return this.shape.rows; }

  fixedCell() { return this.row; }

  fixedWidth() {
    const least = this.namesWidth + this.numbersWidth + LEAST_BAR;
    const longer = this.panel.cuts_names ? Math.max(this.names - this.leastNames, 0) : 0;
    const whole = this.panel.extent + longer;
    const extent = this.unnamed ? Math.max(whole - this.names + UNNAMED, LEAST_UNNAMED) : whole;
    const wanted = Math.max(extent * this.narrow, Math.min(least, extent));
    return Math.min(Math.max(wanted, this.namesWidth + this.numbersWidth + STUB),
      this.board.widest) - 2 * RIM;
  }

  fixedHeight() { return this.shape.rows * this.row + (this.headed ? HEADLINE : 0); }

  resize() {
    this.cell = this.row;
    this.setSize(this.fixedWidth() + 2 * RIM, this.shape.rows * this.row + 2 * RIM);
    this.laidOut = [this.width, this.height, this.ratio, this.namesWidth, this.numbersWidth, this.row,
      this.unnamed].join();
  }

  origin() { return [this.width - this.numbersWidth - this.row / 2, RIM]; }

  across(value) {
    const [low, high] = this.panel.limits;
    return this.namesWidth + (clamp(value, low, high) - low) / (high - low) * this.barsWidth;
  }

  cellAt(_x, y) {
    return { channel: 0, row: clamp(Math.floor((y - RIM) / this.row), 0, this.shape.rows - 1), col: 0 };
  }

  /** The value that a bar has when it is dragged to x. */
  valueFor(x) {
    const [low, high] = this.panel.limits;
    const value = low + (x - this.namesWidth) / this.barsWidth * (high - low);
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
    const marks = JSON.stringify(areas);
    if (!this.stale && marks === this.marks) return;
    [this.marks, this.stale] = [marks, false];
    const { palette } = this.board, { labels } = this.panel;
    const [one] = areas.length === 1 && areas[0].rows === 1 ? areas : [];
    const whole = one && this.shown[one.row] !== labels[one.row] ? labels[one.row] : "";
    setAttribute(this.canvas, "title", whole); // of a name that is cut
    const context = this.clear();
    context.textBaseline = "middle";
    context.font = `${this.font}px ${palette.font}`;
    const rim = this.row / 5;
    const starts = this.starts();
    this.panel.values.forEach((value, row) => {
      const top = RIM + row * this.row, middle = top + this.row / 2;
      context.textAlign = "left";
      context.fillStyle = palette.ink;
      if (!this.unnamed) context.fillText(this.shown[row] ?? "", 4, middle);
      const start = starts[row], zero = this.across(0);
      const [from, to] = [this.across(start),
        this.across(Number.isNaN(value) ? start : start + value)];
      context.fillStyle = value < 0 ? palette.negative : palette.positive;
      context.fillRect(Math.min(from, to), top + rim, Math.abs(to - from), this.row - 2 * rim);
      context.fillStyle = palette.muted;
      context.fillRect(zero - 0.5, top + rim / 2, 1, this.row - rim);
      if (this.panel.stacked && row < starts.length - 1) { // handed on to the next bar
        context.fillRect(to - 0.5, top + this.row - rim, 1, 2 * rim);
      }
      if (this.panel.editable === true) { // a handle that says: drag me
        context.fillStyle = palette.frame;
        context.fillRect(to - 3, top + 4, 6, this.row - 8);
      }
      context.fillStyle = palette.ink;
      context.textAlign = "right";
      context.fillText(this.written(row), this.width - 4, middle);
    });
    for (const area of areas) {
      context.strokeStyle = palette.frame;
      context.lineWidth = 2;
      context.strokeRect(1, RIM + area.row * this.row + 0.5, this.width - 2,
        area.rows * this.row - 1);
    }
    this.painted = this.panel.values.slice();
  }
}
