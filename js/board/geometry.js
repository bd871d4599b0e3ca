// @ts-check
// Geometry of linked cells: windows, receptive fields, and how large a cell may be drawn.
// Pure functions, tested under `node --test`.

/** @typedef {{row: number, col: number, rows: number, cols: number}} Rect  may stick out */
/** @typedef {{channel: number | null} & Rect} Area  channel null means every channel */
/** @typedef {{channels: number, rows: number, cols: number}} Shape */
/** @typedef {{panel: string, channel: number, row: number, col: number}} Cursor */
/** @typedef {{kind: string, reader: string, source: string, kernel_size?: number[],
 *    stride?: number[], padding?: number[], dilation?: number[], channels?: string,
 *    snap?: boolean, order?: number[], tiles?: number[], wrap?: number}} Link */

/** Keep a value between two limits. */
export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

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

/** The part of an area that lies on a panel of this shape; none where all of it sticks out.
 * @param {Area} area @param {Shape} shape @returns {Area[]} */
export function clipped(area, shape) {
  const row = Math.max(area.row, 0), col = Math.max(area.col, 0);
  const rows = Math.min(area.row + area.rows, shape.rows) - row;
  const cols = Math.min(area.col + area.cols, shape.cols) - col;
  return rows > 0 && cols > 0 ? [{ channel: area.channel, row, col, rows, cols }] : [];
}

/** The numbers of an area in reading order, as runs of [first, count].
 * @param {Area} area @param {Shape} shape @returns {[number, number][]} */
function runsOf(area, shape) {
  /** @type {[number, number][]} */
  const runs = [];
  for (const { row, col, rows, cols } of clipped(area, shape)) {
    for (const channel of area.channel === null ? Array(shape.channels).keys() : [area.channel]) {
      for (let i = row; i < row + rows; i += 1) {
        runs.push([(channel * shape.rows + i) * shape.cols + col, cols]);
      }
    }
  }
  return runs;
}

/** The areas that runs of numbers fill, in order: pieces of rows, and whole rows together.
 * @param {[number, number][]} runs @param {Shape} shape @returns {Area[]} */
function areasOf(runs, shape) {
  const joined = [];
  for (const [first, count] of runs) {
    const last = joined.at(-1);
    if (last && last[0] + last[1] === first) last[1] += count;
    else joined.push([first, count]);
  }
  const areas = [], size = shape.rows * shape.cols;
  for (let [first, count] of joined) {
    if (shape.channels > 1 && count === shape.channels * size) return [whole(shape)];
    while (count > 0) {
      const row = Math.floor(first / shape.cols) % shape.rows, col = first % shape.cols;
      const full = col ? 0 : Math.min(Math.floor(count / shape.cols), shape.rows - row);
      const rows = Math.max(full, 1), cols = Math.min(shape.cols - col, count);
      areas.push({ channel: Math.floor(first / size), row, col, rows, cols });
      first += rows * cols;
      count -= rows * cols;
    }
  }
  return areas;
}

/** Rows and columns of a list; a long one goes on in the next row.
 * @param {Link} link @param {Shape} maps @returns {Shape} */
function listShape(link, maps) {
  const cols = link.wrap ?? 1;
  const count = link.order?.length || maps.channels * maps.rows * maps.cols;
  return { channels: 1, rows: Math.ceil(count / cols), cols };
}

/** The cells of a list that an area of maps becomes, in reading order or in the link's `order`.
 * @param {Link} link @param {Area} area @param {Shape} maps @returns {Area[]} */
function listOf(link, area, maps) {
  let runs = runsOf(area, maps);
  if (link.order?.length) {
    const within = (index) => runs.some(([first, count]) =>
      index >= first && index < first + count);
    runs = link.order.flatMap((index, place) => (within(index) ? [[place, 1]] : []));
  }
  return areasOf(runs, listShape(link, maps)).map((one) => ({ ...one, channel: 0 }));
}

/** The cells of maps that cells of their list came from; none for a row of another kind (−1).
 * @param {Link} link @param {Area} area @param {Shape} maps @returns {Area[]} */
function mapsOf(link, area, maps) {
  let runs = runsOf(area, listShape(link, maps));
  if (link.order?.length) {
    const places = runs.flatMap(([first, count]) => link.order.slice(first, first + count));
    runs = places.filter((index) => index >= 0).sort((a, b) => a - b).map((index) => [index, 1]);
  }
  return areasOf(runs, maps);
}

/** Maps whose list a link undoes. */
const tilesOf = (link) => ({ channels: link.tiles[0], rows: link.tiles[1], cols: link.tiles[2] });

/** What the area of the reader reads in the source.
 * @param {Link} link @param {Area} area @param {Shape} source @returns {Area[]} */
export function backward(link, area, source) {
  if (link.kind === "dense") return [whole(source)];
  if (link.kind === "flatten") return mapsOf(link, area, source);
  if (link.kind === "unflatten") return listOf(link, area, tilesOf(link));
  return [{ channel: link.channels === "all" ? null : area.channel, ...windowOf(link, area) }];
}

/** What the area of the reader reads in the source, where a part of it may stick out of the reader.
 * That part is padding, which reads nothing: what only padding would reach is left out.
 * @param {Link} link @param {Area} area @param {Shape} source @param {Shape} reader
 * @returns {Area[]} */
function reads(link, area, source, reader) {
  const areas = clipped(area, reader).flatMap((one) => backward(link, one, source));
  if (link.kind !== "window" || !areas.length) return areas;
  const [real] = areas, [all] = backward(link, area, source);
  const along = (first, count, length) => {
    const end = real[first] + real[count];
    const low = real[first] > 0 ? real[first] : all[first];
    return [low, (end < length ? end : all[first] + all[count]) - low];
  };
  const [row, rows] = along("row", "rows", source.rows);
  const [col, cols] = along("col", "cols", source.cols);
  return [{ channel: real.channel, row, col, rows, cols }];
}

/** The reader's cells that the area of the source takes part in.
 * @param {Link} link @param {Area} area @param {Shape} source @param {Shape} reader
 * @returns {Area[]} */
export function forward(link, area, source, reader) {
  if (link.kind === "dense") return [whole(reader)];
  if (link.kind === "flatten") return listOf(link, area, source);
  if (link.kind === "unflatten") return mapsOf(link, area, tilesOf(link));
  const rect = readersOf(link, area, reader);
  return rect ? [{ channel: link.channels === "all" ? null : area.channel, ...rect }] : [];
}

/** Each area once, and those that stand on one another as one.
 * @param {Area[]} areas @returns {Area[]} */
function tidy(areas) {
  if (areas.length < 2) return areas.map((area) => ({ ...area }));
  const once = new Map(areas.map(({ channel, row, col, rows, cols }) =>
    [[channel, row, col, rows, cols].join(), { channel, row, col, rows, cols }]));
  const found = [];
  for (const area of once.values()) {
    const last = found.at(-1);
    if (last && last.channel === area.channel && last.col === area.col && last.cols === area.cols
      && last.row + last.rows === area.row) last.rows += area.rows;
    else found.push(area);
  }
  return found;
}

/** Whether an area holds another one. */
const holds = (area, one) => (area.channel === null || area.channel === one.channel)
  && area.row <= one.row && one.row + one.rows <= area.row + area.rows
  && area.col <= one.col && one.col + one.cols <= area.col + area.cols;

/** Adds to `found` the partners of areas of a panel, by one link and all further ones. */
function spread(found, panel, areas, step) {
  for (const [next, partners] of step(panel, areas)) {
    const known = found[next] ?? []; // by another way
    const fresh = tidy(partners).filter((one) => !known.some((area) => holds(area, one)));
    if (!fresh.length) continue;
    found[next] = tidy([...known, ...fresh]);
    spread(found, next, fresh, step);
  }
  return found;
}

/** @typedef {{panel: string, channel: number | null, row: number, col: number}} Cell  a channel of
 *    null means this place in every channel */
const startOf = ({ panel, channel, row, col }) =>
  ({ [panel]: [{ channel, row, col, rows: 1, cols: 1 }] });

/** What a cell depends on, in every panel upstream.
 * @param {Link[]} links @param {Record<string, Shape>} shapes @param {Cell} cell
 * @returns {Record<string, Area[]>} */
export function receptive(links, shapes, cell) {
  const found = startOf(cell);
  return spread(found, cell.panel, found[cell.panel], (panel, areas) => links
    .filter((link) => link.reader === panel)
    .map((link) => [link.source,
      areas.flatMap((area) => reads(link, area, shapes[link.source], shapes[panel]))]));
}

/** What a cell takes part in, in every panel downstream.
 * @param {Link[]} links @param {Record<string, Shape>} shapes @param {Cell} cell
 * @returns {Record<string, Area[]>} */
export function reached(links, shapes, cell) {
  const found = startOf(cell);
  return spread(found, cell.panel, found[cell.panel], (panel, areas) => links
    .filter((link) => link.source === panel)
    .map((link) => [link.reader,
      areas.flatMap((area) => forward(link, area, shapes[panel], shapes[link.reader]))]));
}

/** Partners of a cell in every panel: its receptive field upstream, what it reaches downstream.
 * @param {Link[]} links @param {Record<string, Shape>} shapes @param {Cell} cell
 * @returns {Record<string, Area[]>} */
export const trace = (links, shapes, cell) =>
  ({ ...reached(links, shapes, cell), ...receptive(links, shapes, cell) });

/** How many tiles stand beside and below each other in a near-square block.
 * @param {number} count @returns {{across: number, down: number}} */
export function blockOf(count) {
  const across = Math.ceil(Math.sqrt(count));
  return { across, down: Math.ceil(count / across) };
}

/** The tile that one enters by walking off an edge of a tile in a block, or null at the rim.
 * @param {number} channel @param {number} down @param {number} right one step, −1, 0 or 1
 * @param {number} across @param {number} count @returns {number | null} */
export function nextTile(channel, down, right, across, count) {
  const col = channel % across + right;
  const next = channel + down * across + right;
  return col >= 0 && col < across && next >= 0 && next < count ? next : null;
}

/** Below this cell edge (pixels) cells are too small for lines and marks of their own. */
export const FINE = 7;

/** @typedef {{cols: number, rows: number, gaps: number, apart?: number, least?: number}} Column
 *    cells across and down of a column of panels, pixels between them down and across, and the
 *    width that its words and panels of a size of their own take */

/** Pixels that columns of panels take with cells of this edge, without the gaps between them.
 * @param {Column[]} units @param {number} cell */
export function widthAt(units, cell) {
  return units.reduce((sum, { cols, apart = 0, least = 0 }) =>
    sum + Math.max(cols * cell + apart, least), 0);
}

/** Cell edge in pixels for the panels that share one scale.
 * @param {{width: number, height: number, units: Column[], largest: number}} room */
export function fitCell({ width, height, units, largest }) {
  const free = units.filter((unit) => unit.cols);
  if (!free.length) return largest;
  const down = Math.min(...free.map((unit) => (height - unit.gaps) / unit.rows));
  const size = Math.min(largest, down);
  let cell = size >= FINE ? Math.floor(size) : Math.floor(size * 4) / 4;
  while (cell > 0.5 && widthAt(units, cell) > width) cell -= cell > FINE ? 1 : 0.25;
  return Math.max(cell, 0.5);
}

/** Pixels below which a map shows nothing. */
const LEAST_TILE = 9;

/** Sizes are equal that differ by less. */
const NEAR = 1e-6;

/** Tiles of a row of stacks, as large as fit: how many of each stack stand side by side, and the
 * edge of its cells; also the edge of the largest tile, and how many lines the row takes.
 * @param {{width: number, height: number, largest: number, units: {count: number, rows: number,
 *    cols: number, share: number, least: number, room: number, column: number}[]}} room  units:
 *    tiles, cells down and across of one tile, its size as a share of the largest tile, the least
 *    width and the height in pixels, and the column that it stands in
 * @returns {{placed: {cell: number, across: number, gap: number}[], tile: number, lines: number}}
 */
export function fitTiles({ width, height, largest, units }) {
  const place = (tile, grown = []) => units.map((unit, i) => {
    const { count, rows, cols, share, least, room, column } = unit;
    const wanted = grown[i] ?? tile * share;
    let cell = Math.min(wanted / Math.max(rows, cols), largest);
    if (cell >= FINE) cell = Math.floor(cell + NEAR);
    const gap = clamp(Math.round(tile * share / 9), 2, 10);
    const down = Math.max(Math.floor((room + gap) / (rows * cell + gap)), 1);
    const across = Math.ceil(count / down);
    const tall = Math.ceil(count / across);
    return { cell, across, gap, column, fits: tall * (rows * cell + gap) - gap <= room,
      wide: Math.max(across * (cols * cell + gap) - gap, least) };
  });
  const wideOf = (trial) => {
    const columns = new Map();
    for (const { column, wide } of trial) {
      columns.set(column, Math.max(columns.get(column) ?? 0, wide));
    }
    return [...columns.values()].reduce((sum, one) => sum + one, 0);
  };
  let [tile, lines] = [0, 0];
  const good = (trial) => wideOf(trial) <= width * lines && trial.every((unit) => unit.fits);
  while (tile < LEAST_TILE && lines < 6) { // a narrow page needs more than one line of stacks
    lines += 1;
    tile = Math.ceil(height);
    while (tile > 4 && !good(place(tile))) tile -= 1;
  }
  let placed = place(tile);
  // Cells that are to be of one size stay so: a smaller map looks smaller.
  const sides = units.map(({ share, rows, cols }) => share / Math.max(rows, cols));
  const alike = units.length > 1 && Math.max(...sides) - Math.min(...sides) < NEAR;
  if (alike && placed.every(({ cell }) => cell >= FINE)) return { tile, lines, placed: bare(placed) };
  // What is left of the width, also under titles, goes first of all to single tiles: the picture.
  const grown = [];
  for (let more = 1.05; more < 6; more += 0.05) {
    units.forEach((unit, i) => {
      if (unit.count > 1 && more > 1.5) return;
      const before = grown[i];
      grown[i] = tile * unit.share * more;
      const trial = place(tile, grown);
      // A stack of several only fills the width that its title takes anyway.
      const calm = unit.count === 1 || trial[i].wide === placed[i].wide;
      if (calm && good(trial)) placed = trial;
      else grown[i] = before;
    });
  }
  return { tile, lines, placed: bare(placed) };
}

/** What is known of placed tiles outside. */
const bare = (placed) => placed.map(({ cell, across, gap }) => ({ cell, across, gap }));
