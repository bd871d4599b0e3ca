// @ts-check
// The Board: panels of numbers that hang together.
//
// A *panel* shows an array as coloured cells. A *link* says which window of one panel a cell of
// another one reads. Links compose, so a chain of them is a network and the receptive field of a
// cell is a highlight. Moving the cursor never asks Python: everything it draws is here already.
// Changing a number does: the edit goes to Python, cnnkit computes, and one message brings back
// the new scene.
//
// Read top down: geometry, numbers and colours are pure functions (tested under `node --test`);
// then a grid that paints itself, the toolbar, the post to Python, and the board that joins them.

/** @typedef {{row: number, col: number, rows: number, cols: number}} Rect  may stick out */
/** @typedef {{channel: number | null} & Rect} Area  channel null means every channel */
/** @typedef {{channels: number, rows: number, cols: number}} Shape */
/** @typedef {{panel: string, channel: number, row: number, col: number}} Cursor */
/** @typedef {{kind: string, reader: string, source: string, kernel_size?: number[],
 *    stride?: number[], padding?: number[], dilation?: number[], channels?: string,
 *    snap?: boolean}} Link */

// ---------------------------------------------------------------------------------- geometry

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** Window options along one axis (0 rows, 1 columns), with PyTorch's defaults. */
function axisOf(link, axis) {
  const kernel = (link.kernel_size ?? [1, 1])[axis];
  const dilation = (link.dilation ?? [1, 1])[axis];
  return {
    stride: (link.stride ?? [1, 1])[axis],
    padding: (link.padding ?? [0, 0])[axis],
    span: (kernel - 1) * dilation + 1,
  };
}

/** The source cells read by the reader's cells `rect`: first to last window, hull of all.
 * @param {Link} link @param {Rect} rect @returns {Rect} */
export function windowOf(link, rect) {
  const [r, c] = [axisOf(link, 0), axisOf(link, 1)];
  return {
    row: rect.row * r.stride - r.padding,
    col: rect.col * c.stride - c.padding,
    rows: ((rect.rows ?? 1) - 1) * r.stride + r.span,
    cols: ((rect.cols ?? 1) - 1) * c.stride + c.span,
  };
}

/** The reader's cells whose windows touch the source cells `rect`, or null when none does.
 * @param {Link} link @param {Rect} rect @param {Shape} shape of the reader @returns {Rect | null} */
export function readersOf(link, rect, shape) {
  const along = (axis, first, count, length) => {
    const { stride, padding, span } = axisOf(link, axis);
    const low = clamp(Math.ceil((first + padding - span + 1) / stride), 0, length);
    const high = Math.min(Math.floor((first + (count ?? 1) - 1 + padding) / stride), length - 1);
    return [low, high - low + 1];
  };
  const [row, rows] = along(0, rect.row, rect.rows, shape.rows);
  const [col, cols] = along(1, rect.col, rect.cols, shape.cols);
  return rows > 0 && cols > 0 ? { row, col, rows, cols } : null;
}

/** The reader's cell whose window is centred nearest to a source cell.
 * @param {Link} link @param {number} row @param {number} col @param {Shape} shape of the reader */
export function snap(link, row, col, shape) {
  const along = (axis, at, length) => {
    const { stride, padding, span } = axisOf(link, axis);
    return clamp(Math.round((at + padding - (span - 1) / 2) / stride), 0, length - 1);
  };
  return { row: along(0, row, shape.rows), col: along(1, col, shape.cols) };
}

const whole = (shape) => ({ channel: null, row: 0, col: 0, rows: shape.rows, cols: shape.cols });

/** What the area of the reader reads in the source.
 * @param {Link} link @param {Area} area @param {Shape} source @returns {Area[]} */
export function backward(link, area, source) {
  if (link.kind === "dense") return [whole(source)];
  if (link.kind === "flatten") {
    if (area.rows > 1) return [whole(source)];
    const plane = source.rows * source.cols;
    const rest = area.row % plane;
    return [{ channel: Math.floor(area.row / plane), row: Math.floor(rest / source.cols),
      col: rest % source.cols, rows: 1, cols: 1 }];
  }
  return [{ channel: link.channels === "all" ? null : area.channel, ...windowOf(link, area) }];
}

/** The reader's cells that the area of the source takes part in.
 * @param {Link} link @param {Area} area @param {Shape} source @param {Shape} reader
 * @returns {Area[]} */
export function forward(link, area, source, reader) {
  if (link.kind === "dense") return [whole(reader)];
  if (link.kind === "flatten") {
    const channels = area.channel === null
      ? [...Array(source.channels).keys()] : [area.channel];
    const runs = [];
    for (const channel of channels) {
      const top = clamp(area.row, 0, source.rows), left = clamp(area.col, 0, source.cols);
      const bottom = Math.min(area.row + area.rows, source.rows);
      const right = Math.min(area.col + area.cols, source.cols);
      for (let row = top; row < bottom; row += 1) {
        if (right > left) {
          const first = (channel * source.rows + row) * source.cols + left;
          runs.push({ channel: 0, row: first, col: 0, rows: right - left, cols: 1 });
        }
      }
    }
    return runs;
  }
  const rect = readersOf(link, area, reader);
  return rect ? [{ channel: link.channels === "all" ? null : area.channel, ...rect }] : [];
}

/** Partners of a cell in every panel: its receptive field upstream, what it reaches downstream.
 * @param {Link[]} links @param {Record<string, Shape>} shapes @param {Cursor} cursor
 * @returns {Record<string, Area[]>} */
export function trace(links, shapes, cursor) {
  const start = { channel: cursor.channel, row: cursor.row, col: cursor.col, rows: 1, cols: 1 };
  /** @type {Record<string, Area[]>} */
  const found = { [cursor.panel]: [start] };
  const walk = (panel, areas, step) => {
    for (const [next, all] of step(panel, areas)) {
      const partners = [...new Map(all.map((area) => [JSON.stringify(area), area])).values()];
      if (found[next] || !partners.length) continue;
      found[next] = partners;
      walk(next, partners, step);
    }
  };
  walk(cursor.panel, [start], (panel, areas) => links.filter((link) => link.reader === panel)
    .map((link) => [link.source,
      areas.flatMap((area) => backward(link, area, shapes[link.source]))]));
  walk(cursor.panel, [start], (panel, areas) => links.filter((link) => link.source === panel)
    .map((link) => [link.reader,
      areas.flatMap((area) => forward(link, area, shapes[panel], shapes[link.reader]))]));
  return found;
}

/** Below this cell edge (pixels) cells are too small for lines and marks of their own. */
const FINE = 7;

/** Cell edge in pixels for the panels that share one scale.
 * @param {{width: number, height: number, units: {cols: number, rows: number, gaps: number}[],
 *    largest: number}} room  units: cells across and down of each column of panels */
export function fitCell({ width, height, units, largest }) {
  const across = units.reduce((sum, unit) => sum + unit.cols, 0);
  if (!across) return largest;
  const down = Math.min(...units.map((unit) => (height - unit.gaps) / unit.rows));
  const size = Math.min(largest, width / across, down);
  return size >= FINE ? Math.floor(size) : Math.max(Math.floor(size * 4) / 4, 0.5);
}

// ----------------------------------------------------------------------------------- numbers

/** A number as people write it: a true minus sign, no −0, few digits.
 * @param {number} value @param {number} [decimals] default: 0 for whole numbers, else 2 */
export function formatNumber(value, decimals) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size >= 1e5) return value.toExponential(1).replace("e+", "e").replace("-", "−");
  const whole = Math.abs(value - Math.round(value)) < 5e-7;
  const text = value.toFixed(decimals ?? (whole ? 0 : size < 0.1 ? 3 : size >= 100 ? 1 : 2));
  const bare = text.replace("-", "");
  return value < 0 && Number(bare) !== 0 ? `−${bare}` : bare;
}

/** How many decimals every number of a panel gets, so that its columns read alike.
 * @param {ArrayLike<number>} values */
export function decimalsFor(values) {
  let largest = 0, wholes = true;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i]);
    if (!Number.isFinite(size)) continue;
    if (size > largest) largest = size;
    if (Math.abs(size - Math.round(size)) > 5e-7) wholes = false;
  }
  return wholes ? 0 : largest >= 100 ? 0 : largest >= 10 ? 1 : 2;
}

/** A factor inside a product: negative numbers wear parentheses.
 * @param {number} value */
export function factor(value) {
  const text = formatNumber(value);
  return text.startsWith("−") ? `(${text})` : text;
}

/** The sum of products, spelled: `1·1 + (−1)·1 + … = 5, ÷ 9 = 0.56`, as [text, index] parts;
 * the index says which product a part is, −1 for what stands between.
 * @param {{pairs: [number, number][], sum: number, bias?: number | null, divide?: number | null,
 *    total: number, most?: number}} parts @returns {[string, number][]} */
export function spellProducts({ pairs, sum, bias = null, divide = null, total, most = 12 }) {
  const shown = pairs.length > most ? pairs.slice(0, most - 3) : pairs;
  /** @type {[string, number][]} */
  const text = shown.flatMap(([a, b], i) => [
    [i ? " + " : "", -1], [`${factor(a)}·${factor(b)}`, i]]);
  if (shown.length < pairs.length) text.push([` + … (${pairs.length} products)`, -1]);
  if (bias !== null) text.push([` + bias ${factor(bias)}`, -1]);
  text.push([divide === null ? ` = ${formatNumber(total)}`
    : ` = ${formatNumber(sum)}, ÷ ${divide} = ${formatNumber(total, 2)}`, -1]);
  return text;
}

// ----------------------------------------------------------------------------------- colours

/** "#rrggbb" as three numbers. @param {string} text @returns {[number, number, number]} */
export function parseColour(text) {
  const hex = text.trim().replace("#", "");
  return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

/** Colour of a value between stops that are spread evenly from low to high.
 * @param {[number, number, number][]} stops @param {number} value @param {number[]} limits
 * @returns {[number, number, number]} */
export function colourOf(stops, value, [low, high]) {
  const t = high > low ? clamp((value - low) / (high - low), 0, 1) : 0.5;
  const at = t * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  return stops[i].map((a, k) => Math.round(a + (stops[i + 1][k] - a) * (at - i)));
}

/** Dark ink on light cells, light ink on dark ones (relative luminance, WCAG 2).
 * @param {[number, number, number]} rgb */
export function inkFor(rgb) {
  const [r, g, b] = rgb.map((v) => {
    const s = v / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}

const css = ([r, g, b]) => `rgb(${r}, ${g}, ${b})`;

// -------------------------------------------------------------------------------------- a grid

/** Little DOM helper: text is always set as text, never as markup. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

/** Float32 values of a binary trait; copied, because the view may be unaligned. */
function toFloats(view) {
  const { buffer, byteOffset, byteLength } = view;
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

const TILE_GAP = 10;

/** One array as coloured cells on a canvas; a stack of maps is a row or column of tiles. */
class GridView {
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
    this.base = document.createElement("canvas");
    this.painted = new Float32Array(0);
    this.cell = 0;
    this.update(panel);
  }

  update(panel) {
    this.panel = panel;
    this.shape = panel.shape;
    this.pad = panel.padding ?? [0, 0];
    this.title.textContent = panel.title;
    this.note.textContent = panel.note ?? "";
    this.note.hidden = !panel.note;
    this.decimals = panel.values ? decimalsFor(panel.values) : 0;
    this.stale = true;
  }

  // -- where things are; all in CSS pixels of the canvas
  get tilesAcross() { return this.panel.tiles === "row" ? this.shape.channels : 1; }
  get tilesDown() { return this.panel.tiles === "row" ? 1 : this.shape.channels; }
  get tileCols() { return this.shape.cols + 2 * this.pad[1]; }
  get tileRows() { return this.shape.rows + 2 * this.pad[0]; }

  resize(cell) {
    const ratio = window.devicePixelRatio || 1;
    if (cell === this.cell && ratio === this.ratio && !this.stale) return;
    this.cell = cell;
    this.ratio = ratio;
    this.width = this.tilesAcross * this.tileCols * cell + (this.tilesAcross - 1) * TILE_GAP;
    this.height = this.tilesDown * this.tileRows * cell + (this.tilesDown - 1) * TILE_GAP;
    for (const canvas of [this.canvas, this.base]) {
      const [w, h] = [Math.ceil(this.width * ratio), Math.ceil(this.height * ratio)];
      if (canvas.width !== w) canvas.width = w;
      if (canvas.height !== h) canvas.height = h;
    }
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.height = `${this.height}px`;
    this.stale = true;
  }

  origin(channel) {
    const [across, down] = this.panel.tiles === "row" ? [channel, 0] : [0, channel];
    return [across * (this.tileCols * this.cell + TILE_GAP) + this.pad[1] * this.cell,
      down * (this.tileRows * this.cell + TILE_GAP) + this.pad[0] * this.cell];
  }

  /** The cell nearest to a point of the canvas (also outside of it, while dragging). */
  cellAt(x, y) {
    const alongRow = this.panel.tiles === "row";
    const pitch = (alongRow ? this.tileCols : this.tileRows) * this.cell + TILE_GAP;
    const channel = clamp(Math.floor((alongRow ? x : y) / pitch), 0, this.shape.channels - 1);
    const [left, top] = this.origin(channel);
    return {
      channel,
      row: clamp(Math.floor((y - top) / this.cell), -this.pad[0],
        this.shape.rows - 1 + this.pad[0]),
      col: clamp(Math.floor((x - left) / this.cell), -this.pad[1],
        this.shape.cols - 1 + this.pad[1]),
    };
  }

  valueAt({ channel, row, col }) {
    const { rows, cols } = this.shape;
    if (row < 0 || col < 0 || row >= rows || col >= cols) return 0; // padding
    return this.panel.values[(channel * rows + row) * cols + col];
  }

  // -- painting
  paintBase(revealed) {
    const { channels, rows, cols } = this.shape;
    const context = this.base.getContext("2d");
    const { palette } = this.board;
    const cell = this.cell;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    const stops = palette[this.panel.colours] ?? palette.diverging;
    const values = this.panel.values;
    const fits = this.numbersFit(context);
    if (cell < FINE) {
      for (let channel = 0; channel < channels; channel += 1) {
        const [left, top] = this.origin(channel);
        if (this.pad[0] || this.pad[1]) this.paintPadding(context, left, top, false);
        this.paintFine(context, channel, left, top, stops, revealed);
      }
      this.painted = values.slice();
      this.stale = false;
      return;
    }
    for (let channel = 0; channel < channels; channel += 1) {
      const [left, top] = this.origin(channel);
      if (this.pad[0] || this.pad[1]) this.paintPadding(context, left, top, fits);
      for (let row = 0; row < rows; row += 1) {
        for (let col = 0; col < cols; col += 1) {
          const index = (channel * rows + row) * cols + col;
          const x = left + col * cell, y = top + row * cell;
          if (row * cols + col >= revealed) {
            context.fillStyle = palette.hidden;
            context.fillRect(x, y, cell, cell);
            continue;
          }
          const rgb = colourOf(stops, values[index], this.panel.limits);
          context.fillStyle = css(rgb);
          context.fillRect(x, y, cell, cell);
          if (fits) {
            context.fillStyle = inkFor(rgb);
            const label = this.panel.labels?.[row];
            const shift = label ? cell * 0.2 : 0; // a labelled row has its word above its number
            if (label) context.fillText(label, x + cell / 2, y + cell / 2 - shift);
            context.fillText(formatNumber(values[index], this.decimals),
              x + cell / 2, y + cell / 2 + 0.5 + shift);
          } else if (values[index] < 0 && cell >= 9 && this.panel.colours !== "gray") {
            // The sign without colour, where a number does not fit: a short bar.
            context.fillStyle = inkFor(rgb);
            context.globalAlpha = 0.55;
            context.fillRect(x + cell * 0.32, y + cell / 2 - 0.75, cell * 0.36, 1.5);
            context.globalAlpha = 1;
          }
        }
      }
      this.paintLines(context, left, top);
    }
    this.painted = values.slice();
    this.stale = false;
  }

  /** Many small cells: one image of a pixel a cell, enlarged. */
  paintFine(context, channel, left, top, stops, revealed) {
    const { rows, cols } = this.shape;
    const image = new ImageData(cols, rows);
    const hidden = parseColour(this.board.palette.hidden);
    const first = channel * rows * cols;
    for (let i = 0; i < rows * cols; i += 1) {
      const rgb = i >= revealed ? hidden
        : colourOf(stops, this.panel.values[first + i], this.panel.limits);
      image.data.set([...rgb, 255], 4 * i);
    }
    const small = document.createElement("canvas");
    small.width = cols;
    small.height = rows;
    small.getContext("2d").putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, left, top, cols * this.cell, rows * this.cell);
  }

  /** Sets the font; true when the longest number of the panel fits a cell. */
  numbersFit(context) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    if (this.cell < 17) return false;
    let longest = "0";
    for (const value of this.panel.values) {
      const text = formatNumber(value, this.decimals);
      if (text.length > longest.length) longest = text;
    }
    const size = clamp(Math.round(this.cell * 0.4), 9, 17);
    for (let trial = size; trial >= 9; trial -= 1) {
      context.font = `500 ${trial}px ${this.board.palette.font}`;
      if (context.measureText(longest).width <= this.cell - 3) return true;
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
    if (this.stale || revealed !== this.revealed) {
      this.revealed = revealed;
      this.paintBase(revealed);
    }
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.base, 0, 0);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    for (const area of areas) this.outline(context, area, false);
    if (tap) this.outline(context, { channel: 0, rows: 1, cols: 1, ...tap }, true);
  }

  /** A frame that shows on any colour: dark line in a light halo; dashed for a single tap. */
  outline(context, area, dashed) {
    const channels = area.channel === null
      ? [...Array(this.shape.channels).keys()] : [area.channel];
    const [padRows, padCols] = this.pad;
    const top = clamp(area.row, -padRows, this.shape.rows + padRows);
    const left = clamp(area.col, -padCols, this.shape.cols + padCols);
    const bottom = clamp(area.row + area.rows, -padRows, this.shape.rows + padRows);
    const right = clamp(area.col + area.cols, -padCols, this.shape.cols + padCols);
    for (const channel of channels) {
      const [x0, y0] = this.origin(channel);
      const inset = this.cell >= 8 ? 1.5 : 0;
      let x = x0 + left * this.cell + inset, y = y0 + top * this.cell + inset;
      let w = Math.max((right - left) * this.cell - 2 * inset, 2);
      let h = Math.max((bottom - top) * this.cell - 2 * inset, 2);
      if (area.rows === 1 && area.cols === 1 && this.cell < FINE) { // a dot would be lost
        x = clamp(x + w / 2 - 5, 2, Math.max(this.width - 12, 2));
        y = clamp(y + h / 2 - 5, 2, Math.max(this.height - 12, 2));
        [w, h] = [10, 10];
      }
      context.lineJoin = "round";
      context.setLineDash([]);
      context.strokeStyle = this.board.palette.halo;
      context.lineWidth = dashed ? 4 : 5;
      context.strokeRect(x, y, w, h);
      context.strokeStyle = this.board.palette.frame;
      context.lineWidth = dashed ? 2 : 2.5;
      if (dashed) context.setLineDash([4, 3]);
      context.strokeRect(x, y, w, h);
    }
    context.setLineDash([]);
  }
}

// ------------------------------------------------------------------------------- the toolbar

/** A labelled real control for each entry of the scene: choice, integer or button. */
class Toolbar {
  constructor(board) {
    this.board = board;
    this.element = make("div", { class: "cnnkit-toolbar", role: "group",
      "aria-label": "Settings" });
    this.inputs = new Map();
  }

  update(controls) {
    const names = controls.map((control) => control.name).join();
    if (names !== this.names) {
      this.names = names;
      this.inputs.clear();
      this.element.replaceChildren(...controls.map((control) => this.build(control)));
    }
    for (const control of controls) this.refresh(control);
  }

  build(control) {
    const input = control.kind === "choice" ? make("select")
      : make("input", { type: "number", inputmode: "numeric", step: 1 });
    input.dataset.control = control.name;
    const commit = () => {
      const entry = this.inputs.get(control.name);
      if (input.value !== String(entry.control.value)) {
        this.board.post.edit(control.name, input.value);
      }
    };
    input.addEventListener("change", commit);
    // JupyterLab takes Enter for itself, and no change event follows.
    input.dataset.lmSuppressShortcuts = "true";
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") commit(); });
    const label = make("label", { class: "cnnkit-control" },
      make("span", {}, control.label), input);
    this.inputs.set(control.name, { input, label, control });
    return label;
  }

  refresh(control) {
    const entry = this.inputs.get(control.name);
    entry.control = control;
    if (control.kind === "choice") {
      const wanted = JSON.stringify(control.options);
      if (wanted !== entry.options) {
        entry.options = wanted;
        entry.input.replaceChildren(...control.options.map(([value, text]) =>
          make("option", { value }, text)));
      }
    } else {
      entry.input.min = control.low;
      entry.input.max = control.high;
    }
    entry.input.value = String(control.value);
    entry.label.hidden = Boolean(control.hidden);
  }

  /** Show what Python last agreed to, after an edit that did not arrive. */
  revert() {
    for (const { control } of this.inputs.values()) this.refresh(control);
  }
}

// ------------------------------------------------------------------------------ the player

const SPEEDS = [["2", "slow"], ["6", "medium"], ["24", "fast"]];

/** Slides the window cell by cell while the map fills in. It starts only when asked to. */
class Player {
  constructor(board) {
    this.board = board;
    this.shown = Infinity; // cells of the map that are filled in
    this.timer = 0;
    const button = (name, act) => {
      const node = make("button", { type: "button", "data-control": name });
      node.addEventListener("click", act);
      return node;
    };
    this.play = button("play", () => (this.timer ? this.pause() : this.start()));
    this.step = button("step", () => { this.pause(); this.advance(); });
    this.all = button("all", () => { this.pause(); this.reveal(); });
    this.step.textContent = "Step";
    this.all.textContent = "Whole map";
    this.speed = make("select", { "data-control": "speed" },
      ...SPEEDS.map(([value, text]) => make("option", { value }, text)));
    this.speed.value = "6";
    this.speed.addEventListener("change", () => this.timer && this.start());
    this.element = make("div", { class: "cnnkit-player", role: "group", "aria-label": "Slide" },
      this.play, this.step, this.all,
      make("label", { class: "cnnkit-control" }, make("span", {}, "Speed"), this.speed));
    this.refresh();
  }

  get count() {
    const { rows, cols } = this.board.views.get(this.board.scene.lead).shape;
    return rows * cols;
  }

  start() {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.advance(), 1000 / Number(this.speed.value));
    this.advance();
    this.refresh();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    this.refresh();
  }

  advance() {
    if (this.shown >= this.count) this.shown = 0; // from the top again
    this.shown += 1;
    const { cols } = this.board.views.get(this.board.scene.lead).shape;
    const at = this.shown - 1;
    this.board.moveTo({ panel: this.board.scene.lead, channel: 0,
      row: Math.floor(at / cols), col: at % cols });
    if (this.shown >= this.count) this.pause();
    this.refresh();
  }

  reveal() {
    this.shown = Infinity;
    this.board.draw();
    this.refresh();
  }

  refresh() {
    this.play.textContent = this.timer ? "Pause" : "Play";
    this.play.setAttribute("aria-pressed", String(Boolean(this.timer)));
    this.all.disabled = !this.timer && !(this.shown < Infinity);
  }
}

// ----------------------------------------------------------------------------- post to Python

const PATIENCE = 2500; // milliseconds before we say that Python does not answer

/** Sends edits one at a time and in order; a newer edit of the same thing replaces a waiting one. */
class Post {
  constructor(board, model) {
    this.board = board;
    this.model = model;
    this.view = Math.random().toString(36).slice(2, 10);
    this.number = 0;
    this.waiting = new Map();
    this.flying = null;
    this.timer = 0;
  }

  edit(name, value) {
    this.waiting.delete(name);
    this.waiting.set(name, value);
    this.next();
  }

  next() {
    if (this.flying !== null || !this.waiting.size) return;
    const [name, value] = this.waiting.entries().next().value;
    this.waiting.delete(name);
    this.number += 1;
    this.flying = this.number;
    this.timer = setTimeout(() => this.giveUp(), PATIENCE);
    try {
      this.model.send({ kind: "edit", name, value, view: this.view, number: this.number });
    } catch {
      this.giveUp();
    }
  }

  giveUp() {
    clearTimeout(this.timer);
    this.flying = null;
    this.waiting.clear();
    this.board.toolbar.revert();
    this.board.say("error", "Python does not answer, so nothing was changed yet. If the kernel is "
      + "busy, wait; if it is not running, run this cell first (Shift + Enter), then try again.");
  }

  /** @param {{view: string, number: number} | null} ack */
  acknowledged(ack) {
    if (!ack || ack.view !== this.view || ack.number !== this.flying) return;
    clearTimeout(this.timer);
    this.flying = null;
    this.next();
  }

  close() { clearTimeout(this.timer); }
}

// ------------------------------------------------------------------------------- the board

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const MIN_HEIGHT = 352; // pixels that the tallest panel may take: one screen at 1280×720

class Board {
  constructor(model, el) {
    this.model = model;
    this.views = new Map();
    this.draws = 0;
    this.frame = 0;
    this.tap = null; // a single weight of the window: {row, col}
    this.abort = new AbortController();
    this.post = new Post(this, model);
    this.root = make("div", { class: "cnnkit-board", role: "group" });
    this.stage = make("div", { class: "cnnkit-stage" });
    this.arithmetic = make("div", { class: "cnnkit-arithmetic" });
    this.message = make("div", { class: "cnnkit-message", role: "alert" });
    this.live = make("div", { class: "cnnkit-live", "aria-live": "polite" });
    this.toolbar = new Toolbar(this);
    this.scene = this.read();
    this.player = new Player(this);
    const head = make("div", { class: "cnnkit-head" }, this.toolbar.element, this.player.element);
    this.root.append(head, this.stage, this.arithmetic, this.message, this.live);
    el.append(this.root);
    this.listen();
    this.adopt();
    this.exposeForTests(el);
  }

  // -- the scene that Python sent
  read() {
    const scene = this.model.get("scene");
    const arrays = {};
    for (const [name, { shape, data }] of Object.entries(scene.arrays)) {
      arrays[name] = { shape, values: toFloats(data) };
    }
    const panels = scene.panels.map((panel) => {
      const array = arrays[panel.array];
      const [channels, rows, cols] = array.shape;
      return { ...panel, values: array.values, shape: { channels, rows, cols } };
    });
    return { ...scene, arrays, panels };
  }

  adopt() {
    const { scene } = this;
    this.root.setAttribute("aria-label", scene.label);
    this.toolbar.update(scene.controls);
    this.toolbar.element.hidden = !scene.controls.length;
    this.player.element.hidden = !scene.player;
    const kept = new Set(scene.panels.map((panel) => panel.name));
    for (const name of this.views.keys()) if (!kept.has(name)) this.views.delete(name);
    for (const panel of scene.panels) {
      const view = this.views.get(panel.name);
      if (view) view.update(panel);
      else this.addView(panel);
    }
    const columns = JSON.stringify(scene.columns);
    if (columns !== this.columns) {
      this.columns = columns;
      this.stage.replaceChildren(...scene.columns.map((names) =>
        make("div", { class: "cnnkit-column" },
          ...names.map((name) => this.views.get(name).element))));
    }
    this.shapes = Object.fromEntries([...this.views].map(([name, view]) => [name, view.shape]));
    this.cursor = this.clip(this.fromTrait(this.model.get("cursor")));
    if (this.tap && !this.inside(scene.weights, this.tap)) this.tap = null;
    if (this.player.shown < Infinity && this.player.shown > this.player.count) {
      this.player.reveal();
    }
    this.say(scene.message[0], scene.message[1]);
    this.layout();
    this.draw();
  }

  addView(panel) {
    const view = new GridView(this, panel);
    const { signal } = this.abort;
    const { canvas } = view;
    const follow = (event) => {
      const box = canvas.getBoundingClientRect();
      this.point(view, view.cellAt(event.clientX - box.left, event.clientY - box.top));
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.player.pause();
      canvas.setPointerCapture(event.pointerId);
      follow(event);
    }, { signal });
    canvas.addEventListener("click", () => {
      if (view.panel.editable === "flip") this.flip(view);
      else if (view.panel.editable) this.openEditor(view, this.tap);
    }, { signal });
    canvas.addEventListener("pointermove", (event) => {
      if (!this.player.timer) follow(event);
    }, { signal });
    canvas.addEventListener("pointerleave", () => {
      if (this.inWindow(view) && !this.editor && document.activeElement !== canvas) {
        this.tap = null;
        this.draw();
      }
    }, { signal });
    canvas.addEventListener("keydown", (event) => this.onKey(view, event), { signal });
    canvas.addEventListener("focus", () => {
      if (this.inWindow(view) && !this.tap) { this.tap = { row: 0, col: 0 }; this.draw(); }
    }, { signal });
    canvas.addEventListener("blur", () => {
      if (this.inWindow(view) && !this.editor) { this.tap = null; this.draw(); }
    }, { signal });
    this.views.set(panel.name, view);
  }

  // -- the cursor
  fromTrait([panel, channel, row, col]) { return { panel, channel, row, col }; }

  inside(name, { row, col }) {
    const shape = this.shapes[name];
    return Boolean(shape) && row < shape.rows && col < shape.cols;
  }

  clip(cursor) {
    const panel = this.shapes[cursor.panel] ? cursor.panel : this.scene.lead;
    const { channels, rows, cols } = this.shapes[panel];
    return { panel, channel: clamp(cursor.channel, 0, channels - 1),
      row: clamp(cursor.row, 0, rows - 1), col: clamp(cursor.col, 0, cols - 1) };
  }

  /** Panels that show the window itself: the weights, and the products with them. */
  inWindow(view) { return view.name === this.scene.weights || Boolean(view.panel.products); }

  /** The pointer or a key is at a cell of a panel. */
  point(view, cell) {
    if (this.inWindow(view)) {
      if (this.tap && this.tap.row === cell.row && this.tap.col === cell.col) return;
      this.tap = { row: cell.row, col: cell.col };
      this.draw();
      return;
    }
    const link = this.scene.links.find((one) => one.snap && one.source === view.name);
    if (link) {
      const shape = this.shapes[link.reader];
      this.moveTo({ panel: link.reader, channel: this.cursor.panel === link.reader
        ? this.cursor.channel : 0, ...snap(link, cell.row, cell.col, shape) });
    } else {
      this.moveTo({ panel: view.name, ...cell });
    }
  }

  moveTo(cursor) {
    const next = this.clip(cursor);
    const same = Object.keys(next).every((key) => next[key] === this.cursor[key]);
    if (same && !this.player.timer) return;
    this.cursor = next;
    this.draw();
    // Python learns of it when the pointer rests: `explorer.figure()` draws what is on screen.
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tellCursor(), 250);
  }

  tellCursor() {
    const { panel, channel, row, col } = this.cursor;
    this.model.set("cursor", [panel, channel, row, col]);
    this.model.save_changes();
  }

  onKey(view, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const done = () => { event.preventDefault(); event.stopPropagation(); };
    const here = this.inWindow(view) ? (this.tap ?? { row: 0, col: 0 }) : this.cursor;
    // Arrow keys in a source move the window by one cell of the map that reads it.
    const link = this.scene.links.find((one) => one.snap && one.source === view.name);
    const name = link ? link.reader : view.name;
    const shape = this.shapes[name];
    const at = here.panel && here.panel !== name ? { channel: 0, row: 0, col: 0 } : here;
    const to = (row, col) => {
      let channel = at.channel ?? 0;
      // Walking off a tile enters the next one of the stack.
      if (shape.channels > 1 && view.panel.tiles !== "row") {
        if (row < 0 && channel > 0) { channel -= 1; row = shape.rows - 1; }
        if (row >= shape.rows && channel < shape.channels - 1) { channel += 1; row = 0; }
      }
      const cell = { channel, row: clamp(row, 0, shape.rows - 1),
        col: clamp(col, 0, shape.cols - 1) };
      this.player.pause();
      if (this.inWindow(view)) this.point(view, cell);
      else this.moveTo({ panel: name, ...cell });
      done();
    };
    if (MOVES[key]) to(at.row + MOVES[key][0], at.col + MOVES[key][1]);
    else if (key === "Home") to(at.row, 0);
    else if (key === "End") to(at.row, shape.cols - 1);
    else if (key === "PageUp") to(0, at.col);
    else if (key === "PageDown") to(shape.rows - 1, at.col);
    else if (key === " " && this.scene.player) { this.player.play.click(); done(); }
    else if (view.panel.editable === "flip") {
      if (key === "Enter" || key === " ") { this.flip(view); done(); }
    } else if (view.panel.editable && (key === "Enter" || key === "F2")) {
      this.openEditor(view, here); done();
    } else if (view.panel.editable && /^[-−.\d]$/.test(key)) {
      this.openEditor(view, here, key); done();
    } else if (key === "Escape") canvasBlur(view.canvas);
  }

  // -- changing a number in place
  flip(view) {
    const { panel, row, col } = this.cursor;
    if (panel === view.name) this.post.edit(`${view.name}[${row},${col}]`, "flip");
  }

  openEditor(view, cell, typed) {
    this.closeEditor(false);
    const value = view.valueAt({ channel: 0, ...cell });
    const [left, top] = view.origin(0);
    const width = Math.max(view.cell, 58), height = Math.max(view.cell, 26);
    const input = /** @type {HTMLInputElement} */ (make("input", {
      class: "cnnkit-editor", type: "text", inputmode: "decimal", autocomplete: "off",
      "aria-label": `${view.panel.title}, row ${cell.row + 1}, column ${cell.col + 1}`,
      "data-lm-suppress-shortcuts": "true", spellcheck: "false",
    }));
    input.value = typed ?? formatNumber(value, Number.isInteger(value) ? 0 : 4)
      .replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
    input.style.width = `${width}px`;
    input.style.height = `${height}px`;
    input.style.left = `${left + (cell.col + 0.5) * view.cell - width / 2}px`;
    input.style.top = `${top + (cell.row + 0.5) * view.cell - height / 2}px`;
    const before = input.value;
    this.tap = { row: cell.row, col: cell.col };
    this.editor = { input, cell: this.tap, commit: () => {
      if (input.value.trim() === before && typed === undefined) return;
      this.post.edit(`${view.name}[${cell.row},${cell.col}]`, input.value);
    } };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") this.closeEditor(true, view);
      else if (event.key === "Escape") this.closeEditor(false, view);
      else if (event.key === "Tab") {
        event.preventDefault(); // on to the next cell of the kernel
        const flat = cell.row * view.shape.cols + cell.col + (event.shiftKey ? -1 : 1);
        this.closeEditor(true, view);
        if (flat >= 0 && flat < view.shape.rows * view.shape.cols) {
          this.tap = { row: Math.floor(flat / view.shape.cols), col: flat % view.shape.cols };
          this.openEditor(view, this.tap);
        }
      }
    });
    input.addEventListener("blur", () => {
      if (this.editor?.input === input) this.closeEditor(true);
    });
    view.frame.append(input);
    input.focus();
    if (typed === undefined) input.select();
    else input.setSelectionRange(typed.length, typed.length);
  }

  closeEditor(commit, view) {
    const { editor } = this;
    if (!editor) return;
    this.editor = null;
    if (commit) editor.commit();
    editor.input.remove();
    this.tap = view ? editor.cell : null;
    if (view) view.canvas.focus();
    this.draw();
  }

  // -- layout
  layout() {
    const width = this.stage.clientWidth;
    if (!width) return;
    const gap = 28;
    const units = [];
    let fixed = gap * (this.scene.columns.length - 1);
    for (const names of this.scene.columns) {
      const views = names.map((name) => this.views.get(name));
      const free = views.filter((view) => !view.panel.extent);
      if (!free.length) { fixed += Math.max(...views.map((view) => this.extentWidth(view))); continue; }
      units.push({
        cols: Math.max(...free.map((view) => view.tilesAcross * view.tileCols)),
        rows: free.reduce((sum, view) => sum + view.tilesDown * view.tileRows, 0),
        gaps: free.reduce((sum, view) => sum + (view.tilesDown - 1) * TILE_GAP, 0),
      });
      fixed += Math.max(...free.map((view) => (view.tilesAcross - 1) * TILE_GAP));
    }
    const cell = fitCell({ width: width - fixed - 4, height: MIN_HEIGHT, units,
      largest: this.scene.largest_cell ?? 38 });
    for (const view of this.views.values()) {
      view.resize(view.panel.extent ? this.extentCell(view) : cell);
    }
  }

  extentCell(view) {
    const longest = Math.max(view.tileRows * view.tilesDown, view.tileCols * view.tilesAcross);
    const size = Math.min(view.panel.extent / longest, 58);
    return size >= FINE ? Math.floor(size) : size;
  }

  extentWidth(view) { return this.extentCell(view) * view.tileCols * view.tilesAcross; }

  // -- drawing: once a frame, whatever happened
  draw() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.paint());
  }

  paint() {
    this.frame = 0;
    if (!this.views.get(this.scene.lead).cell) this.layout();
    if (!this.views.get(this.scene.lead).cell) return; // not on the page yet
    if (!this.palette && !this.readPalette()) { this.draw(); return; } // nor styled yet
    const areas = trace(this.scene.links, this.shapes, this.cursor);
    const { lead } = this.scene;
    for (const [name, view] of this.views) {
      if (view.panel.products) this.fillProducts(view);
      const tap = this.tapIn(view);
      const inWindow = this.inWindow(view);
      view.paint({ areas: inWindow ? [] : areas[name] ?? [], tap,
        revealed: name === lead ? this.player.shown : Infinity });
      const label = this.describe(view, areas[name]?.[0]);
      if (label !== view.label) {
        view.label = label;
        view.canvas.setAttribute("aria-label", label);
      }
    }
    this.write(this.spell());
    this.announce();
    this.draws += 1;
    this.root.dataset.draws = String(this.draws);
    this.root.dataset.seq = String(this.scene.seq);
    this.root.dataset.ready = "1";
  }

  /** The window of the source under the cursor, times the weights: what the sum is made of. */
  fillProducts(view) {
    const pairs = this.pairs(view.panel.products);
    const { values } = view.panel;
    pairs.forEach(([a, b], i) => { values[i] = a * b; });
    view.decimals = decimalsFor(values);
    view.stale = true;
  }

  /** Every (source value, weight) that the cursor's cell adds up, in order. */
  pairs(rule) {
    const link = this.scene.links.find((one) => one.reader === rule.reader
      && one.source === rule.source);
    const at = this.cursorIn(rule.reader);
    const source = this.views.get(rule.source);
    const weights = this.scene.arrays[rule.weights];
    const [inputs, kh, kw] = weights.shape.slice(-3);
    if (link.kind === "dense") {
      const count = source.panel.values.length;
      return [...source.panel.values].map((value, i) => [value,
        weights.values[at.row * count + i]]);
    }
    const start = windowOf(link, { ...at, rows: 1, cols: 1 });
    const [dr, dc] = link.dilation ?? [1, 1];
    const kernel = weights.shape.length === 4 ? at.channel * inputs * kh * kw : 0;
    const pairs = [];
    for (let c = 0; c < inputs; c += 1) {
      for (let i = 0; i < kh; i += 1) {
        for (let j = 0; j < kw; j += 1) {
          pairs.push([
            source.valueAt({ channel: c, row: start.row + i * dr, col: start.col + j * dc }),
            weights.values[kernel + (c * kh + i) * kw + j]]);
        }
      }
    }
    return pairs;
  }

  cursorIn(name) {
    return this.cursor.panel === name ? this.cursor
      : { panel: name, channel: 0, row: 0, col: 0 };
  }

  /** Where the tapped weight lies in a panel: itself, its product, the pixel that it meets. */
  tapIn(view) {
    if (!this.tap) return null;
    if (this.inWindow(view)) return this.tap;
    const link = this.scene.links.find((one) => one.snap && one.source === view.name);
    if (!link) return null;
    const start = windowOf(link, { ...this.cursorIn(link.reader), rows: 1, cols: 1 });
    const [dr, dc] = link.dilation ?? [1, 1];
    return { row: start.row + this.tap.row * dr, col: start.col + this.tap.col * dc };
  }

  // -- words
  /** Puts the arithmetic on its line; the product of the tapped weight stands out.
   * @param {[string, number][]} parts */
  write(parts) {
    const columns = this.views.get(this.scene.weights)?.shape.cols;
    const marked = this.tap ? this.tap.row * columns + this.tap.col : -2;
    this.arithmetic.replaceChildren(...parts.map(([text, index]) =>
      (index === marked ? make("mark", {}, text) : text)));
  }

  /** @returns {[string, number][]} */
  spell() {
    const view = this.views.get(this.cursor.panel);
    const { rule, title } = view.panel;
    const value = view.valueAt(this.cursor);
    const result = formatNumber(value);
    const plain = (text) => [[`${title}: ${text}`, -1]];
    if (!rule) return plain(result);
    if (rule.kind === "products") {
      const { row, col, channel } = this.cursor;
      const index = (channel * view.shape.rows + row) * view.shape.cols + col;
      const parts = spellProducts({ pairs: this.pairs(rule), total: value,
        sum: rule.sums ? this.scene.arrays[rule.sums].values[index] : value,
        divide: rule.divide ?? null,
        bias: rule.bias ? this.scene.arrays[rule.bias].values[rule.vector ? row : channel] : null });
      return this.scene.weights ? parts : [[`${title}: `, -1], ...parts];
    }
    const read = this.readCells(view, rule);
    if (rule.kind === "relu") return plain(`max(0, ${formatNumber(read[0].value)}) = ${result}`);
    if (rule.kind === "max") {
      return plain(`max(${read.map((one) => formatNumber(one.value)).join(", ")}) = ${result}`);
    }
    if (rule.kind === "copy") {
      const [{ channel, row, col }] = read;
      return plain(`number ${this.cursor.row + 1} of ${view.shape.rows} is map ${channel + 1}, `
        + `row ${row + 1}, column ${col + 1} = ${result}`);
    }
    if (rule.kind === "softmax") {
      const terms = read.map((one) => `e^${factor(one.value)}`);
      return plain(`${terms[this.cursor.row]} ÷ (${terms.join(" + ")}) = ${result}`);
    }
    return plain(result);
  }

  /** The cells of the source that the cursor's cell reads, with their values. */
  readCells(view, rule) {
    const source = this.views.get(rule.source);
    const link = this.scene.links.find((one) => one.reader === view.name);
    const [area] = backward(link, { ...this.cursor, rows: 1, cols: 1 }, source.shape);
    const cells = [];
    for (let i = 0; i < area.rows; i += 1) {
      for (let j = 0; j < area.cols; j += 1) {
        const cell = { channel: area.channel ?? 0, row: area.row + i, col: area.col + j };
        if (cell.row < source.shape.rows && cell.col < source.shape.cols) {
          cells.push({ ...cell, value: source.valueAt(cell) });
        }
      }
    }
    return cells;
  }

  describe(view, area) {
    const { title } = view.panel;
    const { channels, rows, cols } = view.shape;
    const size = channels > 1 ? `${channels} maps of ${rows} by ${cols}` : `${rows} by ${cols}`;
    if (this.inWindow(view)) {
      const cell = this.tap ?? { row: 0, col: 0 };
      const hint = view.panel.editable ? ". Press Enter to change the number" : "";
      return `${title}, ${size}. Row ${cell.row + 1}, column ${cell.col + 1}: `
        + `${formatNumber(view.valueAt({ channel: 0, ...cell }))}${hint}`;
    }
    if (!area) return `${title}, ${size}`;
    if (area.rows === 1 && area.cols === 1 && area.channel !== null) {
      const map = channels > 1 ? `map ${area.channel + 1}, ` : "";
      return `${title}, ${size}. ${map}row ${area.row + 1}, column ${area.col + 1}: `
        + formatNumber(view.valueAt(/** @type {any} */ (area)));
    }
    return `${title}, ${size}. Rows ${area.row + 1} to ${area.row + area.rows}, `
      + `columns ${area.col + 1} to ${area.col + area.cols} are framed`;
  }

  announce() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      const view = this.views.get(this.cursor.panel);
      this.live.textContent = `${view.label}. ${this.arithmetic.textContent}`;
    }, 500);
  }

  /** @param {"" | "error" | "notice"} kind @param {string} text */
  say(kind, text) {
    this.message.textContent = text;
    this.message.className = `cnnkit-message${kind ? ` cnnkit-${kind}` : ""}`;
    if (kind === "error") this.root.dataset.error = text;
    else delete this.root.dataset.error;
  }

  // -- the world outside
  readPalette() {
    const style = getComputedStyle(this.root);
    const get = (name) => style.getPropertyValue(`--cnnkit-${name}`).trim();
    if (!get("negative")) return false;
    const stops = (...names) => names.map((name) => parseColour(get(name)));
    this.palette = {
      diverging: stops("negative", "zero", "positive"),
      gray: stops("black", "white"),
      line: get("line"), hidden: get("hidden"), muted: get("muted"),
      frame: get("frame"), halo: get("halo"), font: style.fontFamily,
    };
    for (const view of this.views.values()) view.stale = true;
    return true;
  }

  listen() {
    this.onScene = () => {
      const scene = this.read();
      this.scene = scene;
      this.adopt();
      this.post.acknowledged(scene.ack);
    };
    this.onCursor = () => {
      const cursor = this.clip(this.fromTrait(this.model.get("cursor")));
      if (JSON.stringify(cursor) !== JSON.stringify(this.cursor)) {
        this.cursor = cursor;
        this.draw();
      }
    };
    this.model.on("change:scene", this.onScene);
    this.model.on("change:cursor", this.onCursor);
    this.resizing = new ResizeObserver(() => { this.layout(); this.draw(); });
    this.resizing.observe(this.stage);
    // JupyterLab marks its theme on the body.
    this.theming = new MutationObserver(() => { this.readPalette(); this.draw(); });
    this.theming.observe(document.body, { attributes: true,
      attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "data-theme"] });
  }

  exposeForTests(el) {
    const api = {
      cell: (panel, channel, row, col) => {
        const view = this.views.get(panel);
        return view.painted[(channel * view.shape.rows + row) * view.shape.cols + col];
      },
      cursor: () => ({ ...this.cursor }),
      arithmetic: () => this.arithmetic.textContent,
      rect: (panel, channel, row, col) => {
        const view = this.views.get(panel);
        const box = view.canvas.getBoundingClientRect();
        const [left, top] = view.origin(channel);
        return { x: box.left + left + col * view.cell, y: box.top + top + row * view.cell,
          w: view.cell, h: view.cell };
      },
    };
    el.cnnkit = api;
    this.root.cnnkit = api;
  }

  close() {
    this.player.pause();
    this.post.close();
    this.abort.abort();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
    clearTimeout(this.telling);
    this.resizing.disconnect();
    this.theming.disconnect();
    this.model.off("change:scene", this.onScene);
    this.model.off("change:cursor", this.onCursor);
    this.root.remove();
  }
}

/** Escape gives the keyboard back to the notebook: focus moves to the cell around the widget. */
function canvasBlur(canvas) {
  canvas.blur();
}

/** anywidget calls this for every view of the model; what it returns cleans up. */
function render({ model, el }) {
  const board = new Board(model, el);
  return () => board.close();
}

export default { render };
