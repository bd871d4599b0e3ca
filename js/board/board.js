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

import { Actions } from "./copy_and_save.js";
import { parseColour } from "./colours.js";
import { make, setAttribute, setText } from "./dom.js";
import { GridView } from "./grid.js";
import { Comparison } from "./comparison.js";
import { FilmView, GalleryView } from "./epoch_stacks.js";
import { CurveView } from "./curve.js";
import { LinesView } from "./epoch_lines.js";
import { BarsView } from "./bars.js";
import { Toolbar } from "./controls.js";
import { chooseCell, dragBar, editByClick, editsByClick } from "./click_edits.js";
import { CellEditor } from "./cell_editor.js";
import { EditQueue } from "./edit_queue.js";
import { Pen } from "./pen.js";
import { Player } from "./player.js";
import { keepFocus } from "./keyboard_focus.js";
import { fitPage } from "./layout_on_page.js";
import { Joints } from "./joining_lines.js";
import { Ruler } from "./text_width.js";
import { TextSize } from "./text_size.js";
import { COLOURS_ASKED, THEME_ATTRIBUTES, isDark } from "./dark_theme.js";
import { marks, productsAt, tapIn } from "./cell_partners.js";
import { cellByKey, cellHeld, cursorAt, keyStart, targetOf } from "./cursor_moves.js";
import { FIRST, clip, inWindow, inside, newHand, readScene } from "./scene.js";
import { SceneReader } from "./scene_changes.js";
import { spell } from "./arithmetic.js";
import { describe } from "./screen_reader.js";

const TWO_LINES = 41; // pixels that the arithmetic takes at least, see board.css

const SCENE = ["scene", "changes"]; // what Python tells of it

const KINDS = { grid: GridView, curve: CurveView, bars: BarsView, lines: LinesView,
  film: FilmView, gallery: GalleryView };

export class Board {
  constructor(model, el) {
    this.model = model;
    this.views = new Map();
    this.draws = 0;
    this.frame = 0;
    this.abort = new AbortController();
    this.edits = new EditQueue(this, model);
    this.root = make("div", { class: "cnnkit-board", role: "group" });
    this.stage = make("div", { class: "cnnkit-stage" });
    // In a low window, what does not lead is found below.
    this.below = make("div", { class: "cnnkit-stage cnnkit-below" });
    this.arithmetic = make("div", { class: "cnnkit-arithmetic" });
    this.message = make("div", { class: "cnnkit-message", role: "alert" });
    this.live = make("div", { class: "cnnkit-live", "aria-live": "polite" });
    this.toolbar = new Toolbar(this);
    this.comparison = new Comparison();
    this.joints = new Joints(this);
    this.editor = new CellEditor(this);
    this.reader = new SceneReader(model);
    this.scene = readScene(this.reader.next());
    this.told = model.get("cursor"); // the cursor as Python and the page last agreed
    this.hand = newHand(cursorFrom(this.told));
    this.player = new Player(this);
    this.head = make("div", { class: "cnnkit-head" }, this.toolbar.element, this.player.element);
    // Shown by the style sheet while no kernel is connected.
    const stored = make("div", { class: "cnnkit-stored" }, "Stored view: move around freely. "
      + "To change a number, run the lesson's cells first (Shift + Enter).");
    this.root.append(this.head, this.stage, this.comparison.element, this.arithmetic, stored,
      this.message, this.below, this.live, this.joints.element);
    // The frame ends where its panels do; what is around it is as wide as the page has room.
    this.letters = make("div", { class: "cnnkit-letters", "aria-hidden": "true" });
    this.page = make("div", { class: "cnnkit-page" }, this.letters, this.root);
    el.classList.add("cnnkit-view");
    el.append(this.page);
    this.actions = new Actions(this);
    this.sizes = new TextSize(() => this.refit(), this.abort.signal);
    this.actions.element.append(this.sizes.element);
    this.spelled = TWO_LINES; // pixels of the arithmetic when the scene came
    this.squeeze = 1; // share of their height that panels have where the page is short
    this.squeezes = new Map(); // that share, by all that it depends on
    this.inner = 0; // pixels that the page has for panels
    this.tall = Infinity; // pixels of the page that are seen at once
    this.enlarged = 1; // how many times its usual size the board has
    this.ruler = new Ruler(this.root, () => { this.repaint(); this.refit(); });
    this.listen();
    this.adopt();
    this.exposeForTests(el);
  }

  // -- the scene that Python sent
  adopt() {
    const { scene } = this;
    setAttribute(this.root, "aria-label", scene.label);
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
    for (const part of [this.stage, this.below]) {
      part.classList.toggle("cnnkit-tight", scene.fit === "tiles");
    }
    this.root.classList.toggle("cnnkit-wide", scene.fit === "tiles");
    const { hand } = this;
    hand.cursor = clip(scene, hand.cursor);
    if (hand.tap && !inside(scene, scene.weights, hand.tap)) hand.tap = null;
    if (!this.player.timer) this.player.reveal(); // other numbers: show all of their map
    this.say(scene.message[0], scene.message[1]);
    this.comparison.update(scene.table);
    this.write(spell(scene, hand)); // before anything is measured: the page is laid out once
    fitPage(this);
    this.joints.forget();
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
        this.editor.open(view, this.hand.tap ?? this.hand.cursor);
      }
    }, { signal });
    canvas.addEventListener("pointermove", (event) => {
      if (this.player.timer) return;
      if (view.panel.kind === "bars" && view.panel.editable === true && event.buttons & 1) {
        dragBar(this, view, event);
        return;
      }
      follow(event);
      if (view.panel.editable === "choose" && event.buttons & 1) chooseCell(this, view);
    }, { signal });
    view.pen.listen(signal);
    canvas.addEventListener("pointerleave", () => {
      if (!this.editor.busy && canvas.getRootNode().activeElement !== canvas) this.tapAt(view, null);
    }, { signal });
    canvas.addEventListener("keydown", (event) => this.onKey(view, event), { signal });
    canvas.addEventListener("focus", () => {
      if (!this.hand.tap) this.tapAt(view, FIRST);
    }, { signal });
    canvas.addEventListener("blur", () => {
      if (!this.editor.busy) this.tapAt(view, null);
    }, { signal });
    this.views.set(panel.name, view);
  }

  // -- the cursor
  /** Points at a weight of the window, or at none, where the panel shows the window. */
  tapAt(view, cell) {
    if (!inWindow(this.scene, view.panel)) return;
    this.hand.tap = cell;
    this.draw();
  }

  /** The pointer or a key is at a cell of a panel. */
  point(view, cell) {
    const { scene, hand } = this, { panel } = view;
    if (inWindow(scene, panel)) {
      const same = hand.tap && Object.keys(cell).every((key) => hand.tap[key] === cell[key]);
      if (!same) this.tapAt(view, cell);
    } else if (panel.products) { // something to choose from
      hand.picks[view.name] = cell;
      this.draw();
    } else this.moveTo(cursorAt(scene, hand, panel, cell));
  }

  moveTo(cursor) {
    const { hand } = this;
    const next = clip(this.scene, cursor);
    const same = Object.keys(next).every((key) => next[key] === hand.cursor[key]);
    if (same && !this.player.timer) return;
    hand.cursor = next;
    hand.places[next.panel] = next;
    this.draw();
    // Python learns of it when the pointer rests: `explorer.figure()` draws what is on screen.
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tellCursor(), 250);
  }

  tellCursor() {
    clearTimeout(this.resting);
    this.resting = 0;
    const { panel, channel, row, col } = this.hand.cursor;
    this.told = [panel, channel, row, col];
    this.model.set("cursor", this.told);
    this.model.save_changes();
  }

  /** A key in a panel: the first of these that takes it. */
  onKey(view, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const taken = this.moveByKey(view, event)
      || (view.pen.active ? this.penKey(view, event) : this.actionKey(view, event));
    if (taken) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Escape") {
      view.canvas.blur(); // gives the keyboard back to the notebook
    }
  }

  /** An arrow key and its like: in a source it moves the window by a cell of the map that reads it. */
  moveByKey(view, { key, shiftKey }) {
    const { scene, hand } = this, { panel } = view;
    const { name, map } = targetOf(scene, panel);
    const at = keyStart(scene, hand, panel);
    const across = map === undefined ? this.views.get(name).tilesAcross ?? 1 : undefined;
    const cell = cellByKey(key, at, scene.shapes[name], across);
    if (!cell) return false;
    this.player.pause();
    if (inWindow(scene, panel) || panel.products) this.point(view, cell);
    else this.moveTo({ panel: name, ...cell });
    if (view.pen.active && shiftKey && at.channel === cell.channel) {
      view.pen.line(cell.channel, at, cell);
    }
    return true;
  }

  penKey(view, event) {
    return view.pen.onKey(event, keyStart(this.scene, this.hand, view.panel));
  }

  /** Play, an edit, or the editor of a number: what a key does besides moving. */
  actionKey(view, { key }) {
    const { scene, hand } = this;
    if (key === " " && scene.player) this.player.play.click();
    else if (editsByClick(view)) {
      if (key !== "Enter" && key !== " ") return false;
      editByClick(this, view);
    } else {
      const typed = /^\S$/u.test(key) ? key : undefined; // also what is not a number: it is told so
      if (!view.panel.editable || !(typed || key === "Enter" || key === "F2")) return false;
      this.editor.open(view, cellHeld(scene, hand, view.panel), typed);
    }
    return true;
  }

  // -- layout
  /** Pixels that a panel may be wide. */
  get widest() { return Math.max(this.inner, 120); }

  /** Forgets how high the line of arithmetic is: it is measured anew when it is painted. */
  respell() {
    this.spelled = TWO_LINES;
    this.fittedTo = undefined;
  }

  /** Measures how high the line of a new scene is, once, or again where it is laid out anew; true
   * if it was measured, or has become another.
   * @param {boolean} [again] */
  measureSaid(again = false) {
    if (!again && (this.fittedTo === undefined || this.fittedTo === this.scene.seq)) return false;
    this.fittedTo = this.scene.seq;
    const before = this.spelled;
    this.spelled = Math.max(this.arithmetic.offsetHeight, TWO_LINES);
    return !again || this.spelled !== before;
  }

  refit() {
    fitPage(this);
    this.joints.forget();
    this.draw();
  }

  /** Pixels of the page that a board may take, in the size that boards have there. */
  roomAcross() {
    const enlarged = this.sizes.factor(parseFloat(getComputedStyle(this.letters).fontSize));
    if (enlarged !== this.enlarged) {
      this.enlarged = enlarged;
      this.root.style.zoom = String(enlarged);
      this.repaint();
    }
    return Math.floor(this.page.clientWidth / enlarged);
  }

  /** Pixels of the page that are seen at once, in the size that boards have there. */
  roomDown() {
    if (!this.scroller) { // it stands in its notebook only after it was made
      this.scroller = this.page.closest(".jp-WindowedPanel-outer, .jp-Notebook");
      if (this.scroller) this.resizing.observe(this.scroller);
    }
    // In a frame of its own a board cannot know what is seen.
    const seen = this.scroller ? this.scroller.clientHeight
      : window.parent === window ? window.innerHeight : Infinity;
    return seen > 0 ? Math.floor(seen / this.enlarged) : Infinity;
  }

  // -- drawing: once a frame, whatever happened
  draw() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.paint());
  }

  paint() {
    this.frame = 0;
    if (!this.views.get(this.scene.lead).cell) fitPage(this);
    if (!this.views.get(this.scene.lead).cell) {
      if (this.page.clientWidth) this.draw(); // on the page, but not styled yet
      return;
    }
    const { scene, hand } = this, { lead } = scene;
    const areas = marks(scene, hand);
    for (const [name, view] of this.views) {
      if (view.panel.products) view.take(productsAt(scene, hand, view.panel));
      view.prepare();
      view.paint({ areas: areas[name] ?? [], tap: tapIn(scene, hand, view.panel),
        revealed: name === lead ? this.player.shown : Infinity });
      const label = describe(scene, hand, view.panel, areas[name]?.[0]);
      // While many scenes a second arrive, a screen reader is left in peace.
      if (label !== view.label && !(scene.quiet && view.label)) {
        view.label = label;
        view.canvas.setAttribute("aria-label", label);
      }
    }
    this.joints.draw(areas);
    if (scene.player) this.player.refresh(); // the cursor may have come to the last step
    this.write(spell(scene, hand));
    if (this.fittedTo !== this.scene.seq) { // its width was not known before
      this.fittedTo = this.scene.seq;
      const spelled = Math.max(this.arithmetic.offsetHeight, TWO_LINES);
      if (spelled !== this.spelled) {
        this.spelled = spelled;
        if (fitPage(this)) this.refit();
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
    const { tap } = this.hand, shape = this.scene.shapes[this.scene.weights];
    const marked = tap && shape ? (tap.channel * shape.rows + tap.row) * shape.cols + tap.col : -2;
    const written = JSON.stringify([parts, marked]);
    if (written === this.written) return;
    this.written = written;
    // Each text is laid out by itself, at every move of a pointer: so what stands between is one.
    const texts = [];
    let before = "";
    for (const [text, index] of parts) {
      if (index === marked) {
        texts.push(before, make("mark", {}, text));
        before = "";
      } else before += text;
    }
    this.arithmetic.replaceChildren(...[...texts, before].filter(Boolean));
  }

  announce() {
    clearTimeout(this.telling);
    if (this.scene.quiet) return;
    this.telling = setTimeout(() => {
      const view = this.views.get(this.hand.cursor.panel);
      this.live.textContent = `${view.label}. ${this.arithmetic.textContent}`;
    }, 500);
  }

  /** @param {"" | "error" | "notice"} kind @param {string} text */
  say(kind, text) {
    setAttribute(this.message, "role", this.scene.quiet ? "none" : "alert");
    setText(this.message, text); // said once
    setAttribute(this.message, "class", `cnnkit-message${kind ? ` cnnkit-${kind}` : ""}`);
    if (kind === "error") this.root.dataset.error = text;
    else delete this.root.dataset.error;
  }

  // -- the world outside
  readPalette() {
    this.root.classList.toggle("cnnkit-dark", isDark(this.page));
    const style = getComputedStyle(this.root);
    const get = (name) => style.getPropertyValue(`--cnnkit-${name}`).trim();
    if (!get("negative")) return false;
    const stops = (...names) => names.map((name) => parseColour(get(name)));
    const palette = {
      diverging: stops("negative", "zero", "positive"),
      gray: stops("black", "white"),
      plain: stops("zero", "zero"),
      channels: ["red", "green", "blue"].map((name) => stops("black", name)),
      ink: get("fg"), negative: get("negative"), positive: get("positive"),
      line: get("line"), hidden: get("hidden"), muted: get("muted"),
      frame: get("frame"), halo: get("halo"), wrong: get("wrong"), font: style.fontFamily,
    };
    const read = JSON.stringify(palette);
    if (read === this.read) return true; // a host changes much that is not a colour
    this.read = read;
    this.palette = palette;
    this.repaint();
    return true;
  }

  /** Paint everything anew at the next draw. */
  repaint() { for (const view of this.views.values()) view.invalidate(); }

  listen() {
    // One message may bring several of these, each told by itself, in any order.
    this.onScene = () => this.hear(this.followCursor(false));
    this.onCursor = () => this.hear(this.followCursor(true));
    for (const name of SCENE) this.model.on(`change:${name}`, this.onScene);
    this.model.on("change:cursor", this.onCursor);
    // The page also grows and shrinks with what is said on the board: that needs no layout.
    this.resizing = new ResizeObserver(() => {
      const room = [this.page.clientWidth, this.letters.offsetWidth, this.letters.offsetHeight,
        this.scroller?.clientHeight, this.message.offsetHeight].join();
      if (room === this.room) return;
      this.room = room;
      this.refit();
    });
    for (const node of [this.page, this.letters]) this.resizing.observe(node);
    window.addEventListener("resize", () => this.refit(), { signal: this.abort.signal });
    this.watchZoom();
    const recolour = () => {
      const before = this.read;
      if (this.readPalette() && this.read !== before) this.draw();
    };
    this.theming = new MutationObserver(recolour);
    for (const node of [document.documentElement, document.body]) {
      this.theming.observe(node, { attributes: true, attributeFilter: THEME_ATTRIBUTES });
    }
    for (const query of COLOURS_ASKED) {
      window.matchMedia(query).addEventListener("change", recolour, { signal: this.abort.signal });
    }
  }

  /** Shows what is new of what Python tells.
   * @param {import("./geometry.js").Cursor | null} moved the cursor */
  hear(moved) {
    const sent = this.reader.next();
    if (sent) this.scene = readScene(sent);
    const cursor = moved && clip(this.scene, moved);
    const follows = cursor && JSON.stringify(cursor) !== JSON.stringify(this.hand.cursor);
    if (follows) this.hand.cursor = cursor;
    if (sent) {
      keepFocus(this.root, () => this.adopt());
      this.edits.acknowledged(this.scene.ack);
    } else if (follows) this.draw();
  }

  /** Where Python has moved the cursor; null where it has not: the page may be further already.
   * @param {boolean} anew whether it has just told so */
  followCursor(anew) {
    const told = this.model.get("cursor");
    if (!anew && String(told) === String(this.told)) return null;
    this.told = told;
    return cursorFrom(told);
  }

  /** A zoomed page has finer pixels, even where the board is as wide as before. */
  watchZoom() {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener("change", () => { this.watchZoom(); this.refit(); },
      { once: true, signal: this.abort.signal });
  }

  exposeForTests(el) {
    const api = {
      cell: (panel, channel, row, col) => {
        const view = this.views.get(panel);
        return view.painted[(channel * view.shape.rows + row) * view.shape.cols + col];
      },
      cursor: () => ({ ...this.hand.cursor }),
      letters: (panel) => this.views.get(panel).letters,
      names: (panel) => this.views.get(panel).shown,
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
    if (this.abort.signal.aborted) return; // told twice
    this.player.pause();
    this.edits.close();
    this.actions.close();
    this.abort.abort();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
    clearTimeout(this.telling);
    this.joints.forget();
    this.resizing.disconnect();
    this.ruler.close();
    this.theming.disconnect();
    for (const name of SCENE) this.model.off(`change:${name}`, this.onScene);
    this.model.off("change:cursor", this.onCursor);
    this.page.remove();
  }
}

/** The cursor that Python tells of. @returns {import("./geometry.js").Cursor} */
const cursorFrom = ([panel, channel, row, col]) => ({ panel, channel, row, col });
