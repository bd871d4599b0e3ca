// @ts-check
// The Board: panels of numbers that hang together.
//
// A *panel* shows an array as coloured cells. A *link* says which window of one panel a cell of
// another one reads. Links compose, so a chain of them is a network and the receptive field of a
// cell is a highlight. Moving the cursor never asks Python: everything it draws is here already.
// Changing a number does: the edit goes to Python, cnnkit computes, and one message brings back
// the new scene.
//
// JupyterLab loads a widget as one module, so board.py joins these files in the order of the
// imports; under `node --test` they are modules of their own.

import { backward, clamp, fitCell, snap, trace, windowOf } from "./geometry.js";
import { decimalsFor, factor, formatNumber, spellProducts } from "./numbers.js";
import { parseColour } from "./colours.js";
import { make, toFloats } from "./dom.js";
import { GridView, TILE_GAP } from "./grid.js";
import { Player, Toolbar } from "./controls.js";
import { Post } from "./post.js";

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
