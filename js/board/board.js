// @ts-check
// The Board: linked panels of numbers.
//
// A *panel* shows an array as coloured cells. A *link* says which window of one panel a cell of
// another one reads. Links compose, so a chain of them is a network and the receptive field of a
// cell is a highlight. Moving the cursor never asks Python: everything it draws is here already.
// Changing a number does: the edit goes to Python, cnnkit computes, and one message brings back
// the new scene.
//
// JupyterLab loads a widget as one module, so build.mjs bundles these files; under `node --test`
// they are modules of their own.

import { clamp, nextTile, snap } from "./geometry.js";
import { parseColour } from "./colours.js";
import { make, toFloats } from "./dom.js";
import { GridView } from "./grid.js";
import { FilmView, GalleryView } from "./film.js";
import { CurveView } from "./curve.js";
import { LinesView } from "./lines.js";
import { BarsView } from "./bars.js";
import { Player, Toolbar } from "./controls.js";
import { chooseCell, dragBar, editByClick, editsByClick } from "./click_edits.js";
import { CellEditor } from "./cell_editor.js";
import { EditQueue } from "./edit_queue.js";
import { Pen } from "./pen.js";
import { layout } from "./layout.js";
import { Ruler } from "./ruler.js";
import { fillProducts, marks, tapIn } from "./cell_partners.js";
import { spell } from "./arithmetic.js";
import { describe } from "./screen_reader.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const TWO_LINES = 41; // pixels that the arithmetic takes at least, see board.css

const KINDS = { grid: GridView, curve: CurveView, bars: BarsView, lines: LinesView,
  film: FilmView, gallery: GalleryView };

export class Board {
  constructor(model, el) {
    this.model = model;
    this.views = new Map();
    this.draws = 0;
    this.frame = 0;
    this.tap = null; // a single weight of the window: {channel, row, col}
    this.places = {}; // where the cursor was last, in each panel
    this.picks = {}; // the cell that is pointed at in panels to choose from
    this.abort = new AbortController();
    this.edits = new EditQueue(this, model);
    this.root = make("div", { class: "cnnkit-board", role: "group" });
    this.stage = make("div", { class: "cnnkit-stage" });
    this.arithmetic = make("div", { class: "cnnkit-arithmetic" });
    this.message = make("div", { class: "cnnkit-message", role: "alert" });
    this.live = make("div", { class: "cnnkit-live", "aria-live": "polite" });
    this.toolbar = new Toolbar(this);
    this.editor = new CellEditor(this);
    this.scene = this.read();
    this.player = new Player(this);
    this.head = make("div", { class: "cnnkit-head" }, this.toolbar.element, this.player.element);
    // Shown by the style sheet while no kernel is connected.
    const stored = make("div", { class: "cnnkit-stored" }, "Stored view: move around freely. "
      + "To change a number, run the lesson's cells first (Shift + Enter).");
    this.root.append(this.head, this.stage, this.arithmetic, stored, this.message, this.live);
    el.append(this.root);
    this.spelled = TWO_LINES; // pixels of the arithmetic when the scene came
    this.squeeze = 1; // share of their size that panels have where the page is short
    this.ruler = new Ruler(this.root, () => { this.readPalette(); layout(this); this.draw(); });
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
    const answered = scene.ack?.view === this.edits.view ? scene.ack.number : null;
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
    layout(this);
    this.draw();
  }

  addView(panel) {
    const view = new KINDS[panel.kind](this, panel);
    view.update(panel);
    view.pen = new Pen(this, view);
    const { signal } = this.abort;
    const { canvas } = view;
    const follow = (event) => this.point(view, view.cellAt(...view.at(event)));
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.player.pause();
      canvas.setPointerCapture(event.pointerId);
      follow(event);
    }, { signal });
    // Python may have moved the cursor since the press: what counts is the hand.
    canvas.addEventListener("click", follow, { signal });
    const opens = () => view.panel.editable === "open";
    canvas.addEventListener("click", () => { if (opens()) editByClick(this, view); }, { signal });
    canvas.addEventListener(view.panel.kind === "bars" ? "dblclick" : "click", () => {
      if (opens()) return;
      if (editsByClick(view)) editByClick(this, view);
      else if (view.panel.editable && !view.pen.active) {
        this.editor.open(view, this.tap ?? this.cursor);
      }
    }, { signal });
    canvas.addEventListener("pointermove", (event) => {
      if (this.player.timer) return;
      if (view.panel.kind === "bars" && view.panel.editable && event.buttons & 1) {
        dragBar(this, view, event);
        return;
      }
      follow(event);
      if (view.panel.editable === "choose" && event.buttons & 1) chooseCell(this, view);
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
    const [owner, map] = view.panel.map_of ?? [];
    const [reader, channel] = view.panel.window_of ?? [];
    if (reader && !view.pen.active) return { name: reader, channel };
    const link = this.snapInto(view);
    if (link) return { name: link.reader };
    return owner ? { name: owner, channel: Math.max(map, 0) } : { name: view.name };
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
    const { name, channel: map } = this.targetOf(view);
    if (map !== undefined) {
      const [owner] = view.panel.map_of;
      const link = this.scene.links.find((one) => one.reader === name && one.source === owner);
      const place = view.panel.window_of?.[0] === name
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
    else if (editsByClick(view)) {
      if (key === "Enter" || key === " ") { editByClick(this, view); done(); }
    } else if (view.panel.editable && (key === "Enter" || key === "F2")) {
      this.editor.open(view, here); done();
    } else if (view.panel.editable && /^[-−.\d]$/.test(key)) {
      this.editor.open(view, here, key); done();
    } else if (key === "Escape") canvasBlur(view.canvas);
  }

  // -- layout
  /** Pixels that a panel may be wide. */
  get widest() { return Math.max(this.stage.clientWidth, 120); }

  // -- drawing: once a frame, whatever happened
  draw() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.paint());
  }

  paint() {
    this.frame = 0;
    if (!this.views.get(this.scene.lead).cell) layout(this);
    if (!this.views.get(this.scene.lead).cell) {
      if (this.stage.clientWidth) this.draw(); // on the page, but not styled yet
      return;
    }
    const areas = marks(this);
    const { lead } = this.scene;
    for (const [name, view] of this.views) {
      if (view.panel.products) fillProducts(this, view);
      view.paint({ areas: areas[name] ?? [], tap: tapIn(this, view),
        revealed: name === lead ? this.player.shown : Infinity });
      const label = describe(this, view, areas[name]?.[0]);
      // While many scenes a second arrive, a screen reader is left in peace.
      if (label !== view.label && !(this.scene.quiet && view.label)) {
        view.label = label;
        view.canvas.setAttribute("aria-label", label);
      }
    }
    this.write(spell(this));
    if (this.fittedTo !== this.scene.seq) { // its length was not known before
      this.fittedTo = this.scene.seq;
      const spelled = Math.max(this.arithmetic.offsetHeight, TWO_LINES);
      if (spelled !== this.spelled) {
        this.spelled = spelled;
        if (layout(this)) this.draw();
      }
    }
    this.announce();
    this.draws += 1;
    this.root.dataset.draws = String(this.draws);
    this.root.dataset.seq = String(this.scene.seq);
    // Words in a font that is still on its way would be measured and laid out once more.
    if (document.fonts?.status !== "loading") this.root.dataset.ready = "1";
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
      this.edits.acknowledged(scene.ack);
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
    this.resizing = new ResizeObserver(() => { layout(this); this.draw(); });
    this.resizing.observe(this.stage);
    this.watchZoom();
    // JupyterLab marks its theme on the body.
    this.theming = new MutationObserver(() => { this.readPalette(); this.draw(); });
    this.theming.observe(document.body, { attributes: true,
      attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "data-theme"] });
  }

  /** A zoomed page has finer pixels, even where the board is as wide as before. */
  watchZoom() {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener("change", () => { this.watchZoom(); layout(this); this.draw(); },
      { once: true, signal: this.abort.signal });
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
        const scale = box.width / view.width;
        const [left, top] = view.origin(channel);
        return { x: box.left + (left + col * view.cell) * scale, w: view.cell * scale,
          y: box.top + (top + row * view.cell) * scale, h: view.cell * scale };
      },
      cellAt: (panel, clientX, clientY) => {
        const view = this.views.get(panel);
        return view.cellAt(...view.at({ clientX, clientY }));
      },
    };
    el.cnnkit = api;
    this.root.cnnkit = api;
  }

  close() {
    this.player.pause();
    this.edits.close();
    this.abort.abort();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
    clearTimeout(this.telling);
    this.resizing.disconnect();
    this.ruler.close();
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
