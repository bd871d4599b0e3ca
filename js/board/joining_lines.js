// @ts-check
// Lines from what a cell reads to the cell: while something is pointed at, over the panels. They
// follow the pointer, so nothing here may make the browser lay the page out at each of its moves:
// where the panels stand is looked up once a layout.

import { setAttribute, shape } from "./dom.js";
import { clipped } from "./geometry.js";

const MOST = 12; // boxes of a panel that are joined one by one; more are joined as one
/** Milliseconds: a pointer that comes to another cell sooner, or past one, has no lines: they would
 * trail it. */
const QUICK = 30;
const NEAR = 3; // pixels by which boxes beside each other may overlap

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {[number, number, number, number]} Segment  from x, y to x, y */

/** The smallest box around boxes. @param {Box[]} boxes @returns {Box} */
export const hull = (boxes) => ({
  left: Math.min(...boxes.map((one) => one.left)), top: Math.min(...boxes.map((one) => one.top)),
  right: Math.max(...boxes.map((one) => one.right)),
  bottom: Math.max(...boxes.map((one) => one.bottom)),
});

/** Two lines from the corners of a box to those of one to its right or right below it; none for
 * boxes that stand otherwise. @param {Box} from @param {Box} to @returns {Segment[]} */
export function between(from, to) {
  if (to.left >= from.right - NEAR) {
    return [[from.right, from.top, to.left, to.top], [from.right, from.bottom, to.left, to.bottom]];
  }
  const above = to.left < from.right && from.left < to.right;
  if (above && to.top >= from.bottom - NEAR) {
    return [[from.left, from.bottom, to.left, to.top],
      [from.right, from.bottom, to.right, to.top]];
  }
  return [];
}

/** Which panels are joined, as pairs: each with the one that reads it, then those of an open map
 * one behind the other. @param {import("./scene.js").Scene} scene @returns {[string, string][]} */
export function pairsOf({ links, split, columns }) {
  const pairs = links.filter(({ kind }) => kind !== "value")
    .map(({ reader, source }) => /** @type {[string, string]} */ ([source, reader]));
  const row = split ? columns.slice(split).map(([name]) => name) : [];
  const read = new Set(pairs.map(String));
  for (const pair of row.slice(1).map((name, i) => [row[i], name])) {
    if (!read.has(String(pair))) pairs.push(/** @type {[string, string]} */ (pair));
  }
  return pairs;
}

/** Whether the row of an open map tells of the cell that is pointed at: of another layer's, or another
 * map's, it marks what belongs to that, beside the products of the cell where it was last.
 * @param {import("./scene.js").Scene} scene @param {import("./scene.js").Cursor} cursor */
export function openTells({ split, columns, named }, cursor) {
  const row = split ? columns.slice(split).flat() : [];
  const [owner, map] = row.map((name) => named[name].map_of).findLast((of) => of?.length) ?? [];
  return owner === undefined || (cursor.panel === owner && [-1, cursor.channel].includes(map));
}

/** How many cells apart two places are; 1 where they are in two maps.
 * @param {import("./scene.js").Cursor} from @param {import("./scene.js").Cursor} to */
const stepsBetween = (from, to) => (from.panel !== to.panel || from.channel !== to.channel ? 1
  : Math.max(Math.abs(to.row - from.row), Math.abs(to.col - from.col)));

export class Joints {
  constructor(board) {
    this.board = board;
    // Shapes and no canvas: of that a browser would copy all of the board's area at each move.
    this.element = shape("svg", { class: "cnnkit-joints", "aria-hidden": "true" });
    this.lines = [shape("path", {}), shape("path", {})]; // dark lines in a light halo
    this.element.append(...this.lines);
    this.places = new Map(); // where each panel's canvas stands on the stage
    /** @type {import("./scene.js").Cursor | null} */
    this.at = null; // what is pointed at
    this.moved = -Infinity; // since when
    this.until = 0; // when a quick pointer rests
    this.timer = 0;
    this.paired = null; // the scene of these pairs
    this.pairs = [];
  }

  /** Panels may stand elsewhere from now on, or be gone with all that was marked in them. */
  forget() {
    clearTimeout(this.timer);
    this.places.clear();
  }

  /** Where the panels stand, and the lines' own place over all of them. */
  measure() {
    const { stage, views } = this.board;
    for (const [name, view] of views) {
      if (!stage.contains(view.canvas)) continue;
      this.places.set(name, [view.frame.offsetLeft + view.canvas.offsetLeft - stage.offsetLeft,
        view.frame.offsetTop + view.canvas.offsetTop - stage.offsetTop]);
    }
    const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = stage;
    Object.assign(this.element.style,
      { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  }

  /** The boxes of what is marked in a panel; the whole panel where nothing is.
   * @param {string} name @param {import("./geometry.js").Area[]} areas @returns {Box[]} */
  boxes(name, areas = []) {
    const view = this.board.views.get(name), place = this.places.get(name);
    if (!place) return [];
    const [x, y] = place;
    const whole = { left: x, top: y, right: x + view.width, bottom: y + view.height };
    if (view.panel.kind === "bars") {
      return areas.map(({ row, rows }) =>
        ({ ...whole, top: y + row * view.row, bottom: y + (row + rows) * view.row }));
    }
    if (view.panel.kind !== "grid" || !areas.length) return [whole];
    const { cell, tiles, tilesAcross } = view;
    const found = areas.flatMap((area) => clipped(area, view.shape)).flatMap((area) => {
      const box = (map) => {
        const [left, top] = view.origin(map);
        return { left: x + left + area.col * cell, top: y + top + area.row * cell,
          right: x + left + (area.col + area.cols) * cell,
          bottom: y + top + (area.row + area.rows) * cell };
      };
      if (area.channel !== null) return [box(area.channel)];
      if (tiles <= MOST) return [...Array(tiles).keys()].map(box);
      return [hull([box(0), box(Math.min(tiles, tilesAcross) - 1), box(tiles - 1)])];
    });
    return found.length > MOST ? [hull(found)] : found;
  }

  /** @param {Record<string, import("./geometry.js").Area[]>} areas what is marked in each panel
   * @returns {Segment[]} */
  segments(areas) {
    const { scene, views } = this.board;
    const all = (name) => areas[name]?.every((area) => area.channel === null && area.row === 0
      && area.col === 0 && area.rows === views.get(name).shape.rows
      && area.cols === views.get(name).shape.cols);
    if (this.paired !== scene) [this.paired, this.pairs] = [scene, pairsOf(scene)];
    const tells = openTells(scene, this.board.hand.cursor);
    return this.pairs.flatMap(([source, reader]) => {
      const open = [source, reader].some((name) => views.get(name).panel.map_of?.length);
      if (open && !tells) return [];
      const marked = areas[source]?.length && areas[reader]?.length;
      if ((!marked && !open) || (all(source) && all(reader))) return [];
      const ends = this.boxes(reader, areas[reader]);
      if (!ends.length) return [];
      const end = hull(ends);
      return this.boxes(source, areas[source]).flatMap((box) => between(box, end));
    });
  }

  /** Draws the lines of what is marked: at once, or where a quick pointer comes to rest.
   * @param {Record<string, any[]>} areas */
  draw(areas) {
    const { cursor } = this.board.hand, now = performance.now();
    const steps = this.at ? stepsBetween(this.at, cursor) : 1;
    if (steps) {
      const quick = steps > 1 || now - this.moved < QUICK;
      [this.at, this.moved, this.until] = [cursor, now, quick ? now + QUICK : 0];
    }
    clearTimeout(this.timer);
    if (now < this.until) {
      this.put([]);
      this.timer = setTimeout(() => this.trace(areas), this.until - now);
    } else this.trace(areas);
  }

  /** @param {Record<string, any[]>} areas */
  trace(areas) {
    const { draws_links: wanted } = this.board.scene;
    if (wanted && !this.places.size) this.measure();
    this.put(wanted ? this.segments(areas) : []);
  }

  /** @param {Segment[]} lines */
  put(lines) {
    const way = lines.map(([x, y, u, v]) => `M${x} ${y}L${u} ${v}`).join("");
    for (const line of this.lines) setAttribute(line, "d", way);
  }
}
