// @ts-check
// Stacks that show another moment when the pin of the curves is moved: kernels and maps of a past
// epoch, and pictures with what the network said of them then.

import { FINE, clamp } from "./geometry.js";
import { GridView } from "./grid.js";
import { Pager } from "./pager.js";
import { RIM } from "./panel.js";
import { decimalsOf } from "./scene.js";

const FILM_GAP = 5;
const FILM_SHARE = 0.8; // of its size, at least, where the page is short

/** A stack of grids; when its frames of all epochs are here, it follows the pin by itself. */
export class FilmView extends GridView {
  constructor(board, panel) {
    super(board, panel);
    this.gap = FILM_GAP;
    this.pager = new Pager(board, panel.name);
    this.frame.after(this.pager.element);
  }

  update(panel) {
    super.update(panel);
    // What stands beside another moment of the same maps turns its pages with theirs.
    this.pager.update(panel.heading ? null : panel.pager, this.tiles, panel.title);
    panel.shown = panel.pin; // the epoch
    decimalsOf(panel); // they stay as they are at this epoch, whichever is shown
  }

  /** The title changes with the pin, and must not break the layout then. */
  get widestTitle() {
    const film = this.board.scene.arrays[this.panel.film];
    return film && this.panel.heading
      ? this.panel.heading.replace("{}", String(film.shape[0] - 1)) : this.panel.title;
  }

  /** The buttons to other pages stand under the cells, and need their room. */
  get wordWidth() { return Math.max(super.wordWidth, this.pager.width); }

  get titleWidth() { return Math.max(super.titleWidth, this.pager.width); }

  fixedCell() {
    const { squeeze, narrow } = this;
    const share = Math.min(Math.max(squeeze, FILM_SHARE), narrow); // curves beside it are higher
    const extent = Math.min(this.panel.extent * share, this.board.widest);
    const across = (extent - (this.tilesAcross - 1) * this.gap) / this.tilesAcross;
    const down = (extent - (this.tilesDown - 1) * this.gap) / this.tilesDown;
    const size = Math.min(across / this.tileCols, down / this.tileRows, 24);
    return size >= FINE ? Math.floor(size) : size;
  }

  paint(options) {
    this.follow(this.board.pinned ?? this.panel.pin);
    super.paint(options);
  }

  follow(epoch) {
    const film = this.board.scene.arrays[this.panel.film];
    if (!film || epoch === this.panel.shown || epoch >= film.shape[0]) return;
    const size = this.panel.values.length;
    this.panel.values = film.values.subarray(epoch * size, (epoch + 1) * size);
    this.panel.title = this.panel.heading.replace("{}", String(epoch));
    this.title.textContent = this.panel.title;
    this.panel.shown = epoch;
    this.stale = true;
  }
}

const PICTURES_ACROSS = 2, PICTURE_GAP = 12, PICTURES_APART = 8, CAPTION = 15;
const PICTURE = 58; // pixels of its longer side
const CAPTION_FONT = 12;
const WIDEST_CAPTION = 150; // pixels; longer names are shortened, and told in full below
const MANY_NAMES = 12; // as many of the longest are measured

/** An answer such as "now 7 ✓ 98%" whose name is shortened until it fits; mark and number stay.
 * @param {string} text @param {(text: string) => boolean} fits */
export function shortened(text, fits) {
  if (fits(text)) return text;
  const [, name, rest] = /^(.*?)((?: [✓✗] \d+%)?)$/s.exec(text) ?? ["", text, ""];
  for (let length = name.length - 1; length > 0; length -= 1) {
    const short = `${name.slice(0, length).trimEnd()}…${rest}`;
    if (fits(short)) return short;
  }
  return `…${rest}`;
}

/** Pictures with what each is beside it, or under it where the page's words are too wide for that;
 * under it the answer now and the answer then. */
export class GalleryView extends FilmView {
  constructor(board, panel) {
    super(board, panel);
    this.canvas.addEventListener("keydown", (event) => this.walk(event),
      { signal: board.abort.signal });
  }

  /** Arrow keys go from picture to picture, not from pixel to pixel. */
  walk(event) {
    const { cursor } = this.board.hand;
    const here = cursor.panel === this.name ? cursor.channel : 0;
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, ArrowUp: here - this.tilesAcross,
      ArrowDown: here + this.tilesAcross, Home: 0, End: this.tiles - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const off = to < 0 ? -1 : Number(to >= this.tiles);
    const turned = off !== 0 && this.pager.turn(off);
    const entered = off < 0 ? this.tiles - 1 : 0; // of the page that comes
    this.board.moveTo({ panel: this.name, row: 0, col: 0,
      channel: off === 0 ? to : turned ? entered : here });
  }

  follow(epoch) {
    if (epoch === this.panel.shown || epoch >= this.panel.answers.length) return;
    this.panel.captions = this.panel.captions.map(([is, now], i) =>
      [is, now, this.panel.answers[epoch][i]]);
    this.panel.shown = epoch;
    this.stale = true;
  }

  get tilesAcross() { return Math.min(PICTURES_ACROSS, this.tiles); }

  fixedCell() {
    return Math.min(PICTURE * this.squeeze / Math.max(this.shape.cols, this.shape.rows),
      FINE - 0.25);
  }

  /** Pixels of a picture without its words. */
  get pictureWidth() { return this.shape.cols * (this.cell || this.fixedCell()); }

  /** Whether what each picture is fits beside it. */
  get beside() {
    const truths = this.panel.names.map((name) => `is ${name}`);
    return this.pictureWidth + 2 * RIM + this.board.ruler.drawn(truths, CAPTION_FONT)
      <= this.tileWidth;
  }

  /** As wide as an answer can become, so that no later one moves the pictures or covers another. */
  get tileWidth() {
    const longest = [...this.panel.names].sort((a, b) => b.length - a.length).slice(0, MANY_NAMES);
    const words = longest.flatMap((name) => [`now ${name} ✓ 100%`, `then ${name} ✗ 100%`]);
    const written = Math.ceil(this.board.ruler.drawn(words, CAPTION_FONT, "600")) + 1;
    return Math.max(Math.min(written, WIDEST_CAPTION), Math.ceil(this.pictureWidth));
  }

  get tileHeight() {
    return this.shape.rows * (this.cell || this.fixedCell()) + (this.beside ? 2 : 3) * CAPTION + 6;
  }

  fixedHeight() { return this.tilesDown * (this.tileHeight + PICTURES_APART) - PICTURES_APART; }

  fixedWidth() { return this.tilesAcross * (this.tileWidth + PICTURE_GAP) - PICTURE_GAP; }

  resize(cell) {
    const layout = [cell, this.tileWidth, window.devicePixelRatio, this.board.enlarged].join();
    if (layout === this.laidOut && !this.stale) return;
    this.laidOut = layout;
    this.cell = cell;
    this.setSize(this.tilesAcross * (this.tileWidth + PICTURE_GAP) - PICTURE_GAP + 2 * RIM,
      this.fixedHeight() + 2 * RIM, [this.canvas, this.base]);
  }

  origin(channel) {
    return [RIM + (channel % this.tilesAcross) * (this.tileWidth + PICTURE_GAP),
      RIM + Math.floor(channel / this.tilesAcross) * (this.tileHeight + PICTURES_APART)];
  }

  cellAt(x, y) {
    const col = clamp(Math.floor((x - RIM) / (this.tileWidth + PICTURE_GAP)), 0, this.tilesAcross - 1);
    const row = clamp(Math.floor((y - RIM) / (this.tileHeight + PICTURES_APART)), 0, this.tilesDown - 1);
    const channel = Math.min(row * this.tilesAcross + col, this.tiles - 1);
    const [left, top] = this.origin(channel);
    return { channel, row: clamp(Math.floor((y - top) / this.cell), 0, this.shape.rows - 1),
      col: clamp(Math.floor((x - left) / this.cell), 0, this.shape.cols - 1) };
  }

  paintBase(revealed) {
    super.paintBase(revealed);
    const context = this.base.getContext("2d");
    const { palette } = this.board;
    context.textAlign = "left";
    context.textBaseline = "middle";
    const { beside, tileWidth, pictureWidth } = this;
    const write = (text, x, y, room, colour, weight = "") => {
      context.font = `${weight} ${CAPTION_FONT}px ${palette.font}`;
      context.fillStyle = colour;
      context.fillText(shortened(text, (one) => context.measureText(one).width <= room), x, y);
    };
    const ink = (text) => (text.includes("✗") ? palette.wrong : palette.ink);
    this.panel.captions.forEach(([is, now, then], channel) => {
      const [left, top] = this.origin(channel);
      let y = top + this.shape.rows * this.cell + 10;
      if (beside) {
        const away = pictureWidth + 2 * RIM;
        write(is, left + away, top + 7, tileWidth - away, palette.muted);
      } else {
        write(is, left, y, tileWidth, palette.muted);
        y += CAPTION;
      }
      write(`now ${now}`, left, y, tileWidth, ink(now), "600");
      write(`then ${then}`, left, y + CAPTION, tileWidth, ink(then));
      if (channel === this.panel.chosen) { // the picture whose maps are shown
        context.strokeStyle = palette.ink;
        context.lineWidth = 2;
        context.strokeRect(left - 2, top - 2, this.shape.cols * this.cell + 4,
          this.shape.rows * this.cell + 4);
      }
    });
  }
}
