// @ts-check
// A grid: one array as coloured cells on a canvas; a stack of maps is a row, column or block of tiles.

import { NOTHING, changedCells } from "./changed_cells.js";
import { FINE, blockOf, clamp } from "./geometry.js";
import { colourOf, css, inkFor, parseColour } from "./colours.js";
import { TILE_GAP } from "./layout_plan.js";
import { columnsOf, edgeOf, isTable, paintNames } from "./names_beside_cells.js";
import { withoutZero } from "./number_text.js";
import { paintPaths, stepsShown } from "./lines_over_grid.js";
import { PanelView, RIM } from "./panel.js";
import { decimalsOf, limitsOf, sameNumbers } from "./scene.js";

/** More marks than this are drawn as thin lines, or marks of all maps of more maps than that. Both
 * are what still_figure.py has. */
const MANY = 12;
const MANY_MAPS = 8;

const LEGIBLE = 25; // pixels of a cell in which a number can be read
const SMALLEST_NUMBER = 9, LARGEST_NUMBER = 17; // pixels of its letters
const SMALLEST_CELL = 14; // pixels of one that has a number
/** How narrow letters may be, as a share of their usual width, and how small before a number is left
 * out; in this order. */
const CONDENSED = [[0.7, SMALLEST_NUMBER], [0.65, SMALLEST_NUMBER], [0.62, SMALLEST_NUMBER - 1]];

/** Pixels of a picture from which on an edge tells where it ends, also black on a black page. */
const EDGED = 48;

/** Steps of colour where cells are small. */
const SHADES = 255;
const ROUNDING = 1e-6; // pixels: a zoomed page has 1.100000024 to one
const TALLEST = 8192; // pixels of an image of all tiles, which browsers have room for

/** All that a grid looks like apart from its numbers; never the same for one with lines over it. */
const lookOf = ({ paths, ...panel }) => (paths?.length ? Symbol("lines") : JSON.stringify(
  LOOKS.map((name) => panel[name])));
const LOOKS = ["limits", "map_limits", "colours", "padding", "shape", "row_names", "column_names",
  "captions", "chosen", "hint"];

export class GridView extends PanelView {
  constructor(board, panel) {
    super(board, panel);
    this.base = document.createElement("canvas"); // the cells, without what marks them
    this.repaintWhenRestored(this.base);
    this.across = 0; // tiles side by side, where the board chooses that
    this.letters = 0; // pixels of the numbers in the cells, 0 for none
    this.flat = false; // tiles side by side, where a low window has no room below each other
    this.gap = TILE_GAP;
    this.left = 0; // pixels to the left of the cells
    this.above = 0; // and above them, for the names of a table's columns
    this.pad = [0, 0];
    this.thin = false; // many frames: fine lines
    this.revealed = Infinity; // cells of the map that are filled in
    this.small = document.createElement("canvas"); // a pixel a cell
    /** @type {ImageData | null} */
    this.image = null;
    this.onBase = NOTHING; // what is painted there
  }

  update(panel) {
    super.update(panel);
    this.pad = panel.padding ?? [0, 0];
  }

  invalidate() {
    super.invalidate();
    this.onBase = NOTHING;
  }

  /** An edit changes the numbers of a few panels: the others need no painting. */
  shows(panel) {
    return sameNumbers(this.panel.values, panel.values)
      && lookOf(panel) === lookOf(this.panel) && decimalsOf(panel) === decimalsOf(this.panel);
  }

  /** A colour picture is one tile, however many channels it has. */
  get inColour() { return this.panel.colours === "rgb"; }
  get tiles() { return this.inColour ? 1 : this.shape.channels; }

  // -- where things are; all in CSS pixels of the canvas
  get tilesAcross() {
    if (this.panel.tiles === "row" || this.flat) return this.tiles;
    return this.panel.tiles === "block" ? this.across || blockOf(this.tiles).across : 1;
  }
  get tilesDown() { return Math.ceil(this.tiles / this.tilesAcross); }
  get tileCols() { return this.shape.cols + 2 * this.pad[1]; }
  get tileRows() { return this.shape.rows + 2 * this.pad[0]; }

  /** Pixels to the left of the cells, for the names of rows. */
  get edge() { return edgeOf(this); }

  /** Cell edge of a panel with a size of its own; undefined for one on the shared scale. */
  fixedCell() {
    if (!this.panel.extent) return undefined;
    const gaps = (this.tilesDown - 1 + this.tilesAcross - 1) * this.gap;
    const longest = Math.max(this.tileRows * this.tilesDown, this.tileCols * this.tilesAcross);
    const across = this.tileCols * this.tilesAcross;
    const { squeeze, narrow } = this;
    const cell = (share) => (this.panel.extent * share - gaps) / longest;
    // Cells that are large enough for numbers stay so while others take some of their width.
    const least = cell(squeeze) >= LEGIBLE ? LEGIBLE : 0;
    const size = Math.min(Math.max(cell(Math.min(squeeze, narrow)), least), 58,
      (this.board.widest - (this.tilesAcross - 1) * this.gap - this.edge) / across);
    return size >= FINE ? Math.floor(size) : size;
  }

  /** Width in pixels of the cells of such a panel, else 0. */
  fixedWidth() {
    if (!this.panel.extent) return 0;
    return this.fixedCell() * this.tileCols * this.tilesAcross
      + (this.tilesAcross - 1) * this.gap + this.edge;
  }

  fixedHeight() {
    if (!this.panel.extent) return 0;
    return this.fixedCell() * this.tileRows * this.tilesDown + (this.tilesDown - 1) * this.gap;
  }

  resize(cell) {
    this.left = this.edge;
    const { height } = columnsOf(this, cell);
    this.above = isTable(this) ? height : 0;
    const layout = [cell, this.tilesAcross, this.gap, this.left, height, window.devicePixelRatio,
      this.board.enlarged].join();
    if (layout === this.laidOut && !this.stale) return;
    this.laidOut = layout;
    this.cell = cell;
    this.setSize(this.left + this.tilesAcross * this.tileCols * cell
        + (this.tilesAcross - 1) * this.gap + 2 * RIM,
      this.tilesDown * this.tileRows * cell + (this.tilesDown - 1) * this.gap + height + 2 * RIM,
      [this.canvas, this.base]);
  }

  origin(map) {
    const channel = this.inColour ? 0 : map;
    const across = channel % this.tilesAcross, down = Math.floor(channel / this.tilesAcross);
    return [this.left + RIM + across * (this.tileCols * this.cell + this.gap)
        + this.pad[1] * this.cell,
      this.above + RIM + down * (this.tileRows * this.cell + this.gap)
        + this.pad[0] * this.cell];
  }

  /** The cell nearest to a point of the canvas (also outside of it, while dragging). */
  cellAt(x, y) {
    const at = (place, cells, count) =>
      clamp(Math.floor((place - RIM) / (cells * this.cell + this.gap)), 0, count - 1);
    const channel = Math.min(this.tiles - 1, at(x - this.left, this.tileCols, this.tilesAcross)
      + this.tilesAcross * at(y - this.above, this.tileRows, this.tilesDown));
    const [left, top] = this.origin(channel);
    return {
      channel,
      row: clamp(Math.floor((y - top) / this.cell), -this.pad[0],
        this.shape.rows - 1 + this.pad[0]),
      col: clamp(Math.floor((x - left) / this.cell), -this.pad[1],
        this.shape.cols - 1 + this.pad[1]),
    };
  }

  // -- painting
  paintBase(revealed) {
    const context = this.base.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    // Many cells, or lines on a plain ground: no numbers, no rims.
    const plain = this.cell < FINE || this.inColour || Boolean(this.panel.paths?.length);
    this.letters = 0;
    const fits = !plain && this.numbersFit(context);
    const painted = { values: this.panel.values.slice(), revealed,
      look: plain || !this.onPixels ? "" : this.lookOfCells(fits) };
    const { rows, cols } = this.shape;
    const changed = changedCells(painted, this.onBase, rows * cols);
    if (changed) for (const at of changed) this.repaintCell(context, at, { revealed, fits });
    else this.paintAll(context, { revealed, fits, plain });
    this.onBase = painted;
    this.painted = painted.values;
    this.stale = false;
  }

  /** Whether the edges of all cells are edges of pixels: painting one then touches no other. */
  get onPixels() {
    return [this.cell, this.tiles > 1 ? this.gap : 0, ...this.origin(0)]
      .map((size) => size * this.ratio)
      .every((pixels) => Math.abs(pixels - Math.round(pixels)) < ROUNDING);
  }

  /** All that the cells look like apart from their numbers, and how these are written; only of a
   * grid without lines over it. */
  lookOfCells(fits) {
    return [lookOf(this.panel), decimalsOf(this.panel), fits, this.letters, this.mostWide,
      this.zeroCut].join();
  }

  paintAll(context, { revealed, fits, plain }) {
    context.clearRect(0, 0, this.width, this.height);
    if (plain) this.paintSmall(revealed);
    for (let channel = 0; channel < this.tiles; channel += 1) {
      const [left, top] = this.origin(channel);
      if (this.pad[0] || this.pad[1]) this.paintPadding(context, left, top, fits);
      if (plain) this.paintFine(context, channel, left, top);
      else this.paintCells(context, channel, left, top, { revealed, fits });
    }
    paintNames(this, context);
  }

  /** The cells of a tile one by one, each with its number where that fits. */
  paintCells(context, channel, left, top, { revealed, fits }) {
    const { rows, cols } = this.shape, { cell } = this;
    const how = { stops: this.stops(channel), limits: limitsOf(this.panel, channel), fits };
    for (let row = 0; row < rows; row += 1) {
      for (let col = 0; col < cols; col += 1) {
        const hidden = row * cols + col >= revealed;
        this.paintCell(context, (channel * rows + row) * cols + col, left + col * cell,
          top + row * cell, { ...how, hidden });
      }
    }
    this.paintLines(context, left, top);
  }

  /** One cell, without its rims. @param {number} at which number of the panel */
  paintCell(context, at, x, y, { stops, limits, fits, hidden }) {
    const { cell } = this, value = this.panel.values[at];
    const rgb = hidden || Number.isNaN(value) ? null : colourOf(stops, value, limits);
    context.fillStyle = rgb ? css(rgb) : this.board.palette.hidden;
    context.fillRect(x, y, cell, cell);
    if (!rgb) return;
    if (fits) this.paintNumber(context, this.texts[at], x, y, inkFor(rgb));
    else if (value < 0) this.paintSign(context, x, y, inkFor(rgb));
  }

  /** One cell over what it was before, with the inner half of the lines around it. */
  repaintCell(context, at, { revealed, fits }) {
    const { rows, cols } = this.shape, { cell } = this;
    const channel = Math.floor(at / (rows * cols)), place = at % (rows * cols);
    const [left, top] = this.origin(channel);
    const x = left + (place % cols) * cell, y = top + Math.floor(place / cols) * cell;
    this.paintCell(context, at, x, y, { stops: this.stops(channel),
      limits: limitsOf(this.panel, channel), fits, hidden: place >= revealed });
    context.fillStyle = this.board.palette.line;
    for (const side of [0, cell - 0.5]) context.fillRect(x + side, y, 0.5, cell);
    for (const side of [0, cell - 0.5]) context.fillRect(x, y + side, cell, 0.5);
  }

  /** A cell's number, in its middle. */
  paintNumber(context, text, x, y, ink) {
    const { cell } = this;
    context.fillStyle = ink;
    // A width to hold makes the browser measure each number: only where it is short.
    if (this.mostWide) context.fillText(text, x + cell / 2, y + cell / 2 + 0.5, this.mostWide);
    else context.fillText(text, x + cell / 2, y + cell / 2 + 0.5);
  }

  /** The minus without colour, where a number does not fit: a short bar. */
  paintSign(context, x, y, ink) {
    const { cell } = this;
    if (cell < 12 || this.panel.colours !== "diverging") return;
    context.fillStyle = ink;
    context.globalAlpha = 0.55;
    context.fillRect(x + cell * 0.32, y + cell / 2 - 0.75, cell * 0.36, 1.5);
    context.globalAlpha = 1;
  }

  /** Colours of a tile: red, green and blue channels have their own. */
  stops(channel) {
    const { palette } = this.board;
    const stops = palette[this.panel.colours] ?? palette.diverging;
    return this.panel.colours === "channels" ? stops[channel % stops.length] : stops;
  }

  /** Where a tile stands in the image of a pixel a cell: one below the other, a column each some. */
  smallPlace(channel) {
    const { rows, cols } = this.shape;
    const down = Math.max(Math.floor(TALLEST / rows), 1);
    return [Math.floor(channel / down) * cols, (channel % down) * rows];
  }

  /** Many small cells: one image of a pixel a cell, of all tiles. */
  paintSmall(revealed) {
    const { tiles, shape: { rows, cols } } = this;
    const across = this.smallPlace(tiles - 1)[0] + cols;
    const down = Math.min(tiles, Math.max(Math.floor(TALLEST / rows), 1)) * rows;
    if (this.image?.width !== across || this.image.height !== down) {
      [this.small.width, this.small.height] = [across, down];
      this.image = new ImageData(across, down);
    }
    const hidden = parseColour(this.board.palette.hidden);
    for (let channel = 0; channel < tiles; channel += 1) this.fillSmall(channel, revealed, hidden);
    this.small.getContext("2d").putImageData(this.image, 0, 0);
  }

  /** The pixels of one tile. */
  fillSmall(channel, revealed, hidden) {
    const { rows, cols } = this.shape, { data, width } = this.image, { values } = this.panel;
    const count = rows * cols, first = channel * count;
    const [x, y] = this.smallPlace(channel);
    const [low, high] = limitsOf(this.panel, channel);
    const scale = SHADES / ((high - low) || 1);
    const table = this.inColour ? null : this.shades(channel);
    for (let row = 0, i = 0; row < rows; row += 1) {
      let to = 4 * ((y + row) * width + x);
      for (let col = 0; col < cols; col += 1, i += 1, to += 4) {
        const value = values[first + i];
        if (i >= revealed || Number.isNaN(value)) [data[to], data[to + 1], data[to + 2]] = hidden;
        else if (table) {
          const at = 3 * Math.round(clamp((value - low) * scale, 0, SHADES));
          data[to] = table[at];
          data[to + 1] = table[at + 1];
          data[to + 2] = table[at + 2];
        } else {
          for (let k = 0; k < 3; k += 1) data[to + k] = (values[k * count + i] - low) * scale;
        }
        data[to + 3] = 255;
      }
    }
  }

  /** A tile of that image, enlarged. */
  paintFine(context, channel, left, top) {
    const { rows, cols } = this.shape;
    context.imageSmoothingEnabled = false;
    const [width, height] = [cols * this.cell, rows * this.cell];
    context.drawImage(this.small, ...this.smallPlace(channel), cols, rows, left, top, width, height);
    if (Math.min(width, height) < EDGED) return;
    context.lineWidth = 1;
    context.strokeStyle = this.board.palette.line;
    context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  }

  /** The colours from the lower to the upper limit, worked out once a palette. */
  shades(channel) {
    const { palette } = this.board;
    const key = this.panel.colours === "channels" ? `channels${channel % 3}` : this.panel.colours;
    palette.tables ??= {};
    if (!palette.tables[key]) {
      const table = new Uint8Array(3 * (SHADES + 1));
      const stops = this.stops(channel);
      for (let i = 0; i <= SHADES; i += 1) table.set(colourOf(stops, i, [0, SHADES]), 3 * i);
      palette.tables[key] = table;
    }
    return palette.tables[key];
  }

  /** Sets the font; true when the longest number of the panel fits a cell, be it condensed, or all
   * of them without the zero before the point. */
  numbersFit(context) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    this.mostWide = undefined;
    this.zeroCut = false;
    if (this.cell < SMALLEST_CELL) return false;
    this.texts = Array.from(this.panel.values, (value) =>
      (Number.isNaN(value) ? "" : this.write(value)));
    const whole = this.texts;
    let short = null; // most fit as they are
    return CONDENSED.some(([share, least]) => [false, true].some((cut) => {
      this.zeroCut = cut;
      this.texts = cut ? short ??= whole.map(withoutZero) : whole;
      return this.textsFit(context, share, least);
    }));
  }

  /** Sets the font for these texts; true when the longest fits a cell.
   * @param {number} condensed the least share of its usual width @param {number} least letters */
  textsFit(context, condensed, least) {
    let longest = "0";
    const signed = (text) => text.startsWith("−"); // a sign is wider than a digit
    for (const text of this.texts) {
      const more = text.length - longest.length;
      if (more > 0 || (more === 0 && signed(text) && !signed(longest))) longest = text;
    }
    const room = this.cell - 2;
    const size = clamp(Math.round(this.cell * 0.4), SMALLEST_NUMBER, LARGEST_NUMBER);
    const font = (trial) => `500 ${trial}px ${this.board.palette.font}`;
    // In some fonts a 1 is narrower than other digits.
    const widest = longest.replace(/\d/g, "0");
    const wide = (trial) => this.board.ruler.penWidth(context, font(trial), widest);
    const take = (trial) => {
      context.font = font(trial);
      this.letters = trial;
      return true;
    };
    for (let trial = size; trial > SMALLEST_NUMBER; trial -= 1) {
      if (wide(trial) <= room - 1) return take(trial);
    }
    for (let trial = Math.min(size, SMALLEST_NUMBER + 1); trial >= least; trial -= 1) {
      if (wide(trial) * condensed > room) continue;
      if (wide(trial) > room) this.mostWide = room;
      return take(trial);
    }
    return false;
  }

  /** The border of zeros that padding adds: cells that belong to no picture. */
  paintPadding(context, left, top, fits) {
    const { rows, cols } = this.shape;
    const [padRows, padCols] = this.pad;
    const cell = this.cell;
    for (let row = -padRows; row < rows + padRows; row += 1) {
      for (let col = -padCols; col < cols + padCols; col += 1) {
        if (row >= 0 && col >= 0 && row < rows && col < cols) continue;
        const x = left + col * cell, y = top + row * cell;
        context.fillStyle = this.board.palette.hidden;
        context.fillRect(x, y, cell, cell);
        if (fits) {
          context.fillStyle = this.board.palette.muted;
          context.fillText("0", x + cell / 2, y + cell / 2 + 0.5);
        }
      }
    }
  }

  paintLines(context, left, top) {
    const { rows, cols } = this.shape;
    const cell = this.cell;
    context.fillStyle = this.board.palette.line;
    for (let col = 0; col <= cols; col += 1) {
      context.fillRect(left + col * cell - 0.5, top - 0.5, 1, rows * cell + 1);
    }
    for (let row = 0; row <= rows; row += 1) {
      context.fillRect(left - 0.5, top + row * cell - 0.5, cols * cell + 1, 1);
    }
  }

  paint({ areas, tap, revealed }) {
    // A canvas whose marks and numbers are the same stays as it is.
    const marks = JSON.stringify([areas, tap, stepsShown(this.panel, this.board.hand)]);
    if (!this.stale && revealed === this.revealed && marks === this.marks) return;
    this.marks = marks;
    if (this.stale || revealed !== this.revealed) {
      this.revealed = revealed;
      this.paintBase(revealed);
    }
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.base, 0, 0);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.pen?.hint(context);
    paintPaths(this, context);
    this.thin = areas.length > MANY || (areas.some((area) => area.channel === null)
      && this.tiles > MANY_MAPS);
    for (const area of areas) this.outline(context, area, false);
    this.thin = false;
    if (tap) this.outline(context, { ...tap, rows: 1, cols: 1 }, true);
  }

  /** Whether an area is all of many maps: one frame around them hides less than one around each. */
  isAll({ channel, row, col, rows, cols }) {
    return channel === null && this.tiles > MANY_MAPS && row <= 0 && col <= 0
      && row + rows >= this.shape.rows && col + cols >= this.shape.cols;
  }

  /** A frame around all tiles. */
  outlineAll(context) {
    const { tilesAcross: across, tilesDown: down, cell, gap } = this;
    const box = [this.left + RIM - 2, this.above + RIM - 2,
      across * this.tileCols * cell + (across - 1) * gap + 4,
      down * this.tileRows * cell + (down - 1) * gap + 4];
    for (const [width, colour] of [[4, "halo"], [2, "frame"]]) {
      context.lineWidth = width;
      context.strokeStyle = this.board.palette[colour];
      context.strokeRect(...box);
    }
  }

  /** A frame that shows on any colour: dark line in a light halo; dashed for a single tap. */
  outline(context, area, dashed) {
    if (this.isAll(area)) {
      this.outlineAll(context);
      return;
    }
    const channels = area.channel === null ? [...Array(this.tiles).keys()] : [area.channel];
    const [padRows, padCols] = this.pad;
    const top = clamp(area.row, -padRows, this.shape.rows + padRows);
    const left = clamp(area.col, -padCols, this.shape.cols + padCols);
    const bottom = clamp(area.row + area.rows, -padRows, this.shape.rows + padRows);
    const right = clamp(area.col + area.cols, -padCols, this.shape.cols + padCols);
    for (const channel of channels) {
      const [x0, y0] = this.origin(channel);
      const inset = this.cell < FINE ? 0 : -0.5;
      let x = x0 + left * this.cell + inset, y = y0 + top * this.cell + inset;
      let w = Math.max((right - left) * this.cell - 2 * inset, 2);
      let h = Math.max((bottom - top) * this.cell - 2 * inset, 2);
      if (this.thin) {
        context.lineWidth = 1.5;
        context.strokeStyle = this.board.palette.frame;
        context.strokeRect(x, y, w, h);
        continue;
      }
      if (area.rows === 1 && area.cols === 1 && this.cell < FINE) { // a dot would be lost
        x = clamp(x + w / 2 - 5, 2, Math.max(this.width - 12, 2));
        y = clamp(y + h / 2 - 5, 2, Math.max(this.height - 12, 2));
        [w, h] = [10, 10];
      }
      context.lineJoin = "round";
      context.setLineDash([]);
      context.strokeStyle = this.board.palette.halo;
      context.lineWidth = dashed ? 4 : 4.5;
      context.strokeRect(x, y, w, h);
      context.strokeStyle = this.board.palette.frame;
      context.lineWidth = dashed ? 2 : 2.5;
      if (dashed) context.setLineDash([4, 3]);
      context.strokeRect(x, y, w, h);
    }
    context.setLineDash([]);
  }
}
