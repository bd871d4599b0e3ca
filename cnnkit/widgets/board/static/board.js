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

import { clamp, fitCell, fitTiles, nextTile, snap, trace, windowOf } from "./geometry.js";
import { decimalsFor } from "./numbers.js";
import { parseColour } from "./colours.js";
import { make, toFloats } from "./dom.js";
import { GridView, TILE_GAP } from "./grid.js";
import { FilmView, GalleryView } from "./film.js";
import { CurveView } from "./curve.js";
import { LinesView } from "./lines.js";
import { BarsView } from "./bars.js";
import { Player, Toolbar } from "./controls.js";
import { Editor } from "./editor.js";
import { Pen } from "./pen.js";
import { Post } from "./post.js";
import { channelSums, describe, readCells, spell } from "./words.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const GAP = 24; // pixels between columns of panels, as in board.css
const TIGHT_GAP = 10; // the same where stacks of maps share the width
const TIGHT_LETTER = 6.8; // about the width of a letter of a title there
const WORDS = 22; // pixels that a line of words takes
const NARROW = 560; // pixels of a page on which columns cannot stand side by side
const KINDS = { grid: GridView, curve: CurveView, bars: BarsView, lines: LinesView,
  film: FilmView, gallery: GalleryView };

class Board {
  constructor(model, el) {
    this.model = model;
    this.views = new Map();
    this.draws = 0;
    this.frame = 0;
    this.tap = null; // a single weight of the window: {channel, row, col}
    this.places = {}; // where the cursor was last, in each panel
    this.picks = {}; // the cell that is pointed at in panels to choose from
    this.abort = new AbortController();
    this.post = new Post(this, model);
    this.root = make("div", { class: "cnnkit-board", role: "group" });
    this.stage = make("div", { class: "cnnkit-stage" });
    this.arithmetic = make("div", { class: "cnnkit-arithmetic" });
    this.message = make("div", { class: "cnnkit-message", role: "alert" });
    this.live = make("div", { class: "cnnkit-live", "aria-live": "polite" });
    this.toolbar = new Toolbar(this);
    this.editor = new Editor(this);
    this.scene = this.read();
    this.player = new Player(this);
    const head = make("div", { class: "cnnkit-head" }, this.toolbar.element, this.player.element);
    // Shown by the style sheet while no kernel is connected.
    const stored = make("div", { class: "cnnkit-stored" }, "Stored view: move around freely. "
      + "To change a number, run the lesson's cells first (Shift + Enter).");
    this.root.append(head, this.stage, this.arithmetic, stored, this.message, this.live);
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
    if (this.root.getAttribute("aria-label") !== scene.label) {
      this.root.setAttribute("aria-label", scene.label);
    }
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
    const answered = scene.ack?.view === this.post.view ? scene.ack.number : null;
    for (const view of this.views.values()) view.pen.adopt(answered);
    const columns = JSON.stringify(scene.columns);
    if (columns !== this.columns) {
      this.columns = columns;
      const built = scene.columns.map((names) => make("div", { class: "cnnkit-column" },
        ...names.map((name) => this.views.get(name).element)));
      this.stage.classList.toggle("cnnkit-tight", scene.fit === "tiles");
      this.root.classList.toggle("cnnkit-wide", scene.fit === "tiles");
      this.stage.replaceChildren(...(scene.split ? [
        make("div", { class: "cnnkit-row" }, ...built.slice(0, scene.split)),
        make("div", { class: "cnnkit-row cnnkit-detail" }, ...built.slice(scene.split)),
      ] : built));
    }
    this.shapes = Object.fromEntries([...this.views].map(([name, view]) => [name, view.shape]));
    this.cursor = this.clip(this.cursor ?? this.fromTrait(this.model.get("cursor")));
    if (this.tap && !this.inside(scene.weights, this.tap)) this.tap = null;
    if (!this.player.timer) this.player.reveal(); // other numbers: show all of their map
    this.say(scene.message[0], scene.message[1]);
    this.layout();
    this.draw();
  }

  addView(panel) {
    const view = new KINDS[panel.kind](this, panel);
    view.pen = new Pen(this, view);
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
    const opens = () => view.panel.editable === "open";
    canvas.addEventListener("click", () => { if (opens()) this.open(view); }, { signal });
    canvas.addEventListener(view.panel.kind === "bars" ? "dblclick" : "click", () => {
      if (opens()) return;
      if (view.panel.editable === "flip") this.flip(view);
      else if (view.panel.editable === "choose") this.choose(view);
      else if (view.panel.editable && !view.pen.active) {
        this.editor.open(view, this.tap ?? this.cursor);
      }
    }, { signal });
    canvas.addEventListener("pointermove", (event) => {
      if (this.player.timer) return;
      if (view.panel.kind === "bars" && view.panel.editable && event.buttons & 1) {
        const box = canvas.getBoundingClientRect();
        const { row } = this.cursor; // the bar that was taken hold of
        this.post.edit(`${view.name}[${row},0]`, String(view.valueFor(event.clientX - box.left)));
        return;
      }
      follow(event);
      if (view.panel.editable === "choose" && event.buttons & 1) this.choose(view);
    }, { signal });
    view.pen.listen(signal);
    canvas.addEventListener("pointerleave", () => {
      if (this.inWindow(view) && !this.editor.busy && document.activeElement !== canvas) {
        this.tap = null;
        this.draw();
      }
    }, { signal });
    canvas.addEventListener("keydown", (event) => this.onKey(view, event), { signal });
    canvas.addEventListener("focus", () => {
      if (this.inWindow(view) && !this.tap) { this.tap = { channel: 0, row: 0, col: 0 }; this.draw(); }
    }, { signal });
    canvas.addEventListener("blur", () => {
      if (this.inWindow(view) && !this.editor.busy) { this.tap = null; this.draw(); }
    }, { signal });
    this.views.set(panel.name, view);
  }

  // -- the cursor
  fromTrait([panel, channel, row, col]) { return { panel, channel, row, col }; }

  inside(name, { channel, row, col }) {
    const shape = this.shapes[name];
    return Boolean(shape) && channel < shape.channels && row < shape.rows && col < shape.cols;
  }

  clip(cursor) {
    const panel = this.shapes[cursor.panel] ? cursor.panel : this.scene.lead;
    const { channels, rows, cols } = this.shapes[panel];
    return { panel, channel: clamp(cursor.channel, 0, channels - 1),
      row: clamp(cursor.row, 0, rows - 1), col: clamp(cursor.col, 0, cols - 1) };
  }

  /** Panels that show the window itself: the weights, and the products with them. */
  inWindow(view) {
    return view.name === this.scene.weights
      || Boolean(view.panel.products && !view.panel.products.by);
  }

  /** Where the cursor goes from a panel: to the map whose window follows the pointer, to the stack
   * that the panel shows one map of, or into the panel itself. */
  targetOf(view) {
    const { of, follows } = view.panel;
    if (follows?.length && !view.pen.active) return { name: follows[0], channel: follows[1] };
    const link = this.snapInto(view);
    if (link) return { name: link.reader };
    return of?.length ? { name: of[0], channel: Math.max(of[1], 0) } : { name: view.name };
  }

  /** The link whose window follows a pointer in this panel; none where one paints. */
  snapInto(view) {
    return view.pen.active ? undefined
      : this.scene.links.find((one) => one.snap && one.source === view.name);
  }

  /** The pointer or a key is at a cell of a panel. */
  point(view, cell) {
    if (this.inWindow(view)) {
      if (this.tap && Object.keys(cell).every((key) => this.tap[key] === cell[key])) return;
      this.tap = cell;
      this.draw();
      return;
    }
    if (view.panel.products) { // something to choose from
      this.picks[view.name] = cell;
      this.draw();
      return;
    }
    const { of, follows } = view.panel;
    const { name, channel: map } = this.targetOf(view);
    if (map !== undefined) {
      const link = this.scene.links.find((one) => one.reader === name && one.source === of[0]);
      const place = follows?.length && name === follows[0]
        ? snap(link, cell.row, cell.col, this.shapes[name]) : { row: cell.row, col: cell.col };
      this.moveTo({ panel: name, channel: map, ...place });
      return;
    }
    const link = this.snapInto(view);
    if (link) {
      const shape = this.shapes[link.reader];
      const channel = link.channels === "same" ? cell.channel
        : this.cursor.panel === link.reader ? this.cursor.channel : 0;
      this.moveTo({ panel: link.reader, channel, ...snap(link, cell.row, cell.col, shape) });
    } else {
      this.moveTo({ panel: view.name, ...cell });
    }
  }

  moveTo(cursor) {
    const next = this.clip(cursor);
    const same = Object.keys(next).every((key) => next[key] === this.cursor[key]);
    if (same && !this.player.timer) return;
    this.cursor = next;
    this.places[next.panel] = next;
    this.draw();
    // Python learns of it when the pointer rests: `explorer.figure()` draws what is on screen.
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tellCursor(), 250);
  }

  tellCursor() {
    clearTimeout(this.resting);
    this.resting = 0;
    const { panel, channel, row, col } = this.cursor;
    this.model.set("cursor", [panel, channel, row, col]);
    this.model.save_changes();
  }

  onKey(view, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const done = () => { event.preventDefault(); event.stopPropagation(); };
    const start = { channel: 0, row: 0, col: 0 };
    const here = this.inWindow(view) ? (this.tap ?? start)
      : view.panel.products ? (this.picks[view.name] ?? start) : this.cursor;
    // Arrow keys in a source move the window by one cell of the map that reads it.
    const { name, channel: map } = this.targetOf(view);
    const shape = this.shapes[name];
    const at = { ...(here.panel && here.panel !== name ? this.places[name] ?? start : here) };
    if (map !== undefined) at.channel = map;
    const to = (row, col) => {
      let channel = at.channel ?? 0;
      // Walking off a tile enters the next one of the stack.
      const down = row < 0 ? -1 : Number(row >= shape.rows);
      const right = col < 0 ? -1 : Number(col >= shape.cols);
      const next = (down || right) && map === undefined ? nextTile(channel, down, right,
        this.views.get(name).tilesAcross ?? 1, shape.channels) : null;
      if (next !== null) {
        channel = next;
        if (down) row = down < 0 ? shape.rows - 1 : 0;
        if (right) col = right < 0 ? shape.cols - 1 : 0;
      }
      const cell = { channel, row: clamp(row, 0, shape.rows - 1),
        col: clamp(col, 0, shape.cols - 1) };
      this.player.pause();
      if (this.inWindow(view) || view.panel.products) this.point(view, cell);
      else this.moveTo({ panel: name, ...cell });
      if (view.pen.active && event.shiftKey && (at.channel ?? 0) === cell.channel) {
        view.pen.line(cell.channel, at, cell);
      }
      done();
    };
    if (MOVES[key]) to(at.row + MOVES[key][0], at.col + MOVES[key][1]);
    else if (key === "Home") to(at.row, 0);
    else if (key === "End") to(at.row, shape.cols - 1);
    else if (key === "PageUp") to(0, at.col);
    else if (key === "PageDown") to(shape.rows - 1, at.col);
    else if (view.pen.active) {
      if (view.pen.onKey(event, { channel: 0, ...at })) done();
      else if (key === "Escape") canvasBlur(view.canvas);
    } else if (key === " " && this.scene.player) { this.player.play.click(); done(); }
    else if (view.panel.editable === "flip") {
      if (key === "Enter" || key === " ") { this.flip(view); done(); }
    } else if (view.panel.editable === "open") {
      if (key === "Enter" || key === " ") { this.open(view); done(); }
    } else if (view.panel.editable === "choose") {
      if (key === "Enter" || key === " ") { this.choose(view); done(); }
    } else if (view.panel.editable && (key === "Enter" || key === "F2")) {
      this.editor.open(view, here); done();
    } else if (view.panel.editable && /^[-−.\d]$/.test(key)) {
      this.editor.open(view, here, key); done();
    } else if (key === "Escape") canvasBlur(view.canvas);
  }

  // -- changing a number in place
  /** A click that chooses a cell: Python shows what belongs to it. */
  choose(view) {
    const { row, col } = this.inWindow(view) ? this.tap
      : view.panel.products ? this.picks[view.name] ?? { row: 0, col: 0 } : this.cursor;
    this.post.edit(`${view.name}[${row},${col}]`, "choose");
  }

  /** A click on a map of a stack: Python shows how it is made. */
  open(view) {
    const { panel, channel, row } = this.cursor;
    const index = view.panel.kind === "bars" ? row : channel;
    if (panel === view.name) this.post.edit(`${view.name}[${index}]`, "open");
  }

  flip(view) {
    const { panel, row, col } = this.cursor;
    if (panel === (view.panel.of?.[0] ?? view.name)) this.post.edit(`${view.name}[${row},${col}]`, "flip");
  }

  // -- layout
  /** Pixels that a panel may be wide. */
  get widest() { return Math.max(this.stage.clientWidth - 10, 160); }

  layout() {
    const width = this.stage.clientWidth;
    if (!width) return;
    if (this.scene.fit === "tiles") {
      const { columns, split } = this.scene;
      this.layTiles(width, split ? columns.slice(0, split) : columns, this.scene.tallest);
      if (split) this.layTiles(width, columns.slice(split), this.scene.tall_detail);
      return;
    }
    const units = [];
    let fixed = GAP * (this.scene.columns.length - 1);
    for (const names of this.scene.columns) {
      const views = names.map((name) => this.views.get(name));
      const free = views.filter((view) => !view.fixedWidth());
      if (!free.length) {
        fixed += Math.max(...views.map((view) => view.fixedWidth()));
        continue;
      }
      units.push({
        cols: Math.max(...free.map((view) => view.tilesAcross * view.tileCols)),
        rows: free.reduce((sum, view) => sum + view.tilesDown * view.tileRows, 0),
        // Titles and notes of further panels in the column need their room too.
        gaps: free.reduce((sum, view) => sum + (view.tilesDown - 1) * TILE_GAP, 0)
          + (views.length - 1) * 46,
      });
      fixed += Math.max(...free.map((view) => (view.tilesAcross - 1) * TILE_GAP));
    }
    const room = { height: this.scene.tallest, largest: this.scene.largest_cell };
    const side = fitCell({ ...room, width: width - fixed - 4, units });
    // On a narrow page columns go below each other, and each may be as wide as the page.
    const alone = units.map((unit) => fitCell({ ...room, width: width - 12, units: [unit] }));
    const cell = width < NARROW ? Math.max(side, Math.min(...alone, 24)) : side;
    for (const view of this.views.values()) view.resize(view.fixedCell() ?? cell);
  }

  /** A row of stacks: every stack's tiles as large as the row's width and height allow. */
  layTiles(width, columns, height) {
    const units = [], sized = [];
    let fixed = TIGHT_GAP * (columns.length - 1) + 8;
    columns.forEach((names, column) => {
      const views = names.map((name) => this.views.get(name));
      const free = views.filter((view) => !view.fixedWidth());
      const taken = (views.length - 1) * 2 * WORDS + views.reduce((sum, view) =>
        sum + (view.fixedWidth() ? view.fixedCell() * (view.tileRows ?? 0) : 0), 0);
      if (!free.length) fixed += Math.max(...views.map((view) => view.fixedWidth()));
      for (const view of free) {
        sized.push(view);
        units.push({ count: view.tiles, rows: view.tileRows, cols: view.tileCols, column,
          room: (height - taken) / free.length, share: view.panel.share ?? 1,
          least: view.panel.title.length * TIGHT_LETTER });
      }
    });
    const room = { width: width - fixed, height, largest: this.scene.largest_cell, units };
    const key = JSON.stringify(room);
    this.fitted ??= new Map(); // new numbers on the same page need no new layout
    if (this.fitted.size > 8) this.fitted.clear();
    if (!this.fitted.has(key)) this.fitted.set(key, fitTiles(room));
    const placed = this.fitted.get(key);
    sized.forEach((view, i) => {
      view.across = placed[i].across;
      view.gap = placed[i].gap;
      view.resize(placed[i].cell);
    });
    for (const name of columns.flat()) {
      const view = this.views.get(name);
      if (view.fixedWidth()) view.resize(view.fixedCell());
    }
  }

  // -- drawing: once a frame, whatever happened
  draw() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.paint());
  }

  paint() {
    this.frame = 0;
    if (!this.views.get(this.scene.lead).cell) this.layout();
    if (!this.views.get(this.scene.lead).cell) return; // not on the page yet
    if (!this.palette && !this.readPalette()) { this.draw(); return; } // nor styled yet
    const areas = this.partners();
    const { lead } = this.scene;
    for (const [name, view] of this.views) {
      if (view.panel.of?.length) areas[name] ??= this.areasOfOne(view, areas);
      if (view.panel.products) {
        this.fillProducts(view);
        if (view.panel.products.by) areas[name] = this.areasOfChoice(view);
      }
      const tap = this.tapIn(view);
      const inWindow = this.inWindow(view);
      view.paint({ areas: inWindow ? [] : areas[name] ?? [], tap,
        revealed: name === lead ? this.player.shown : Infinity });
      const label = describe(this, view, areas[name]?.[0]);
      // While many scenes a second arrive, a screen reader is left in peace.
      if (label !== view.label && !(this.scene.quiet && view.label)) {
        view.label = label;
        view.canvas.setAttribute("aria-label", label);
      }
    }
    this.write(spell(this));
    this.announce();
    this.draws += 1;
    this.root.dataset.draws = String(this.draws);
    this.root.dataset.seq = String(this.scene.seq);
    this.root.dataset.ready = "1";
  }

  /** What belongs to the cursor's cell in every panel. */
  partners() {
    const values = this.scene.links.find((link) => link.kind === "value");
    const links = this.scene.links.filter((link) => link !== values);
    if (!values || this.cursor.panel !== values.reader) {
      return trace(links, this.shapes, this.cursor);
    }
    if (values.source === values.reader) return {}; // a curve by itself
    // On a curve: the cells of the map that hold the value under the point.
    const { z, step } = this.valuePoint();
    const { shape } = this.views.get(values.source);
    const areas = [];
    this.views.get(values.source).panel.values.forEach((value, index) => {
      if (Math.abs(value - z) <= step / 2 + 1e-6 && areas.length < 60) {
        areas.push({ channel: Math.floor(index / (shape.rows * shape.cols)), rows: 1, cols: 1,
          row: Math.floor(index / shape.cols) % shape.rows, col: index % shape.cols });
      }
    });
    return Object.fromEntries(this.scene.grids_of_values.map((name) => [name, areas]));
  }

  /** The point on the curve that the cursor stands for, there or in a map. */
  valuePoint() {
    const link = this.scene.links.find((one) => one.kind === "value");
    const curve = this.views.get(link.reader);
    const [low, high] = curve.panel.x;
    const step = (high - low) / (curve.shape.cols - 1);
    if (this.cursor.panel === link.reader || link.source === link.reader) {
      const col = this.cursor.panel === link.reader ? this.cursor.col : 0;
      const z = low + col * step;
      return { z, y: curve.line(0, col), slope: curve.line(1, col), step };
    }
    const grids = this.scene.grids_of_values.map((name) => this.views.get(name));
    const owner = grids[1].panel.of?.[0]; // one map of a stack: where the cursor is or was in it
    const at = owner ? { ...this.cursorIn(owner), channel: 0 } : this.cursor;
    const [before, after, slope] = grids.map((view) => view.valueAt(at));
    return { z: before, y: after, slope: slope ?? curve.between(before).slope, step };
  }

  /** What is marked in a panel that shows one map of a stack. In the map that is open in detail and
   * in what it reads, something always is: the place where the cursor was last. */
  areasOfOne(view, areas) {
    const { of: [owner, channel], follows, place } = view.panel;
    const own = (areas[owner] ?? []).filter((area) => channel < 0 || area.channel === null
      || area.channel === channel).map((area) => ({ ...area, channel: 0 }));
    const reader = follows?.length ? follows[0] : place ? owner : null;
    if (!reader || (own.length && this.cursor.panel !== reader)) return own;
    const at = { ...this.cursorIn(reader), rows: 1, cols: 1 };
    const one = reader === owner ? at : windowOf(this.scene.links.find((link) =>
      link.reader === reader && link.source === owner), at);
    const { row, col, rows, cols } = one;
    return [{ channel: 0, row, col, rows, cols }];
  }

  /** In a panel to choose from: the chosen cell. */
  areasOfChoice(view) {
    const { chosen } = view.panel.products, { cols } = view.shape;
    return [{ channel: 0, row: Math.floor(chosen / cols), col: chosen % cols, rows: 1, cols: 1 }];
  }

  /** The window of the source under the cursor, times the weights: what the sum is made of. */
  fillProducts(view) {
    const rule = view.panel.products;
    const { values } = view.panel;
    const before = values.slice();
    const pairs = rule.window ? [] : this.pairs(rule);
    if (rule.window) values.set(this.windowValues(rule, view.shape));
    else if (rule.by) values.set(channelSums(pairs, values.length));
    else {
      const first = (rule.input ?? 0) * values.length;
      values.forEach((_, i) => { const [a, b] = pairs[first + i]; values[i] = a * b; });
    }
    if (before.every((value, i) => Object.is(value, values[i]))) return;
    view.decimals = decimalsFor(values);
    view.stale = true;
  }

  /** The numbers of a pooling window; none where it sticks out of the map. */
  windowValues(rule, { rows, cols }) {
    const link = this.scene.links.find((one) => one.reader === rule.reader
      && one.source === rule.source);
    const source = this.views.get(rule.source);
    const start = windowOf(link, { ...this.cursorIn(rule.reader), rows: 1, cols: 1 });
    return Array.from({ length: rows * cols }, (_, i) => {
      const [row, col] = [start.row + Math.floor(i / cols), start.col + i % cols];
      const outside = row < 0 || col < 0 || row >= source.shape.rows || col >= source.shape.cols;
      return outside ? NaN : source.valueAt({ channel: rule.map, row, col });
    });
  }

  /** Every (source value, weight) that the cursor's cell adds up, in order; for the map of the rule
   * if it names one, at the place where the cursor is or was. */
  pairs(rule) {
    const link = this.scene.links.find((one) => one.reader === rule.reader
      && one.source === rule.source);
    const at = { ...this.cursorIn(rule.reader) };
    if (rule.map !== undefined) at.channel = rule.map;
    const source = this.views.get(rule.source);
    const weights = this.scene.arrays[rule.weights];
    const [inputs, kh, kw] = weights.shape.slice(-3);
    if (link.kind === "dense") {
      const count = source.panel.values.length;
      const row = rule.order ? rule.order[at.row]
        : at.row * this.shapes[rule.reader].cols + at.col;
      return [...source.panel.values].map((value, i) => [value, weights.values[row * count + i]]);
    }
    const start = windowOf(link, { ...at, rows: 1, cols: 1 });
    const [dr, dc] = link.dilation ?? [1, 1];
    const kernel = weights.shape.length === 4 ? at.channel * inputs * kh * kw : 0;
    const pairs = [];
    const [first, last] = link.channels === "same" ? [at.channel, at.channel] : [0, inputs - 1];
    for (let c = first; c <= last; c += 1) {
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

  /** The cursor as a cell of another panel: the same place in one that is read pixel by pixel. */
  cursorIn(name) {
    if (this.cursor.panel === name) return this.cursor;
    const pixelwise = this.scene.links.some((link) => link.reader === this.cursor.panel
      && link.source === name && String(link.kernel_size) === "1,1");
    const { row, col } = pixelwise ? this.cursor
      : this.clip({ channel: 0, row: 0, col: 0, ...this.places[name], panel: name });
    return { panel: name, channel: 0, row, col };
  }

  /** Where the tapped weight lies in a panel: itself, its product, the pixel that it meets.
   * Under a maximum it is the winner: the first of the largest. */
  tapIn(view) {
    const reader = this.views.get(this.cursor.panel);
    const [owner, channel] = view.panel.of?.length ? view.panel.of : [view.name, -1];
    if (reader.panel.rule?.kind === "max" && reader.panel.rule.source === owner) {
      const winner = readCells(this, reader, reader.panel.rule)
        .reduce((best, cell) => (cell.value > best.value ? cell : best));
      if (owner === view.name) return winner;
      return channel < 0 || winner.channel === channel ? { ...winner, channel: 0 } : null;
    }
    if (view.panel.products?.by) return this.picks[view.name] ?? null;
    if (!this.tap) return null;
    if (this.inWindow(view)) return this.tap;
    if (view.panel.follows?.length) { // the cell that the weight meets
      const [name] = view.panel.follows;
      const link = this.scene.links.find((one) => one.reader === name && one.source === owner);
      if (link.kind !== "window") return null;
      const first = windowOf(link, { ...this.cursorIn(name), rows: 1, cols: 1 });
      return { channel: 0, row: first.row + this.tap.row * link.dilation[0],
        col: first.col + this.tap.col * link.dilation[1] };
    }
    const link = this.scene.links.find((one) => one.snap && one.source === view.name);
    if (!link) return null;
    const start = windowOf(link, { ...this.cursorIn(link.reader), rows: 1, cols: 1 });
    const [dr, dc] = link.dilation ?? [1, 1];
    return { channel: Math.min(this.tap.channel, view.shape.channels - 1),
      row: start.row + this.tap.row * dr, col: start.col + this.tap.col * dc };
  }

  /** Puts the arithmetic on its line; the product of the tapped weight stands out.
   * @param {[string, number][]} parts */
  write(parts) {
    const shape = this.shapes[this.scene.weights];
    const marked = this.tap && shape
      ? (this.tap.channel * shape.rows + this.tap.row) * shape.cols + this.tap.col : -2;
    this.arithmetic.replaceChildren(...parts.map(([text, index]) =>
      (index === marked ? make("mark", {}, text) : text)));
  }

  announce() {
    clearTimeout(this.telling);
    if (this.scene.quiet) return;
    this.telling = setTimeout(() => {
      const view = this.views.get(this.cursor.panel);
      this.live.textContent = `${view.label}. ${this.arithmetic.textContent}`;
    }, 500);
  }

  /** @param {"" | "error" | "notice"} kind @param {string} text */
  say(kind, text) {
    this.message.setAttribute("role", this.scene.quiet ? "none" : "alert");
    if (this.message.textContent !== text) this.message.textContent = text; // said once
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
      channels: ["red", "green", "blue"].map((name) => stops("black", name)),
      ink: get("fg"), negative: get("negative"), positive: get("positive"),
      line: get("line"), hidden: get("hidden"), muted: get("muted"),
      frame: get("frame"), halo: get("halo"), wrong: get("wrong"), font: style.fontFamily,
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
