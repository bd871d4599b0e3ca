// @ts-check
// Which cells hang together: windows, receptive fields, and how large a cell may be drawn.
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

/** The cells of a list that an area of maps becomes, in reading order or in the link's `order`.
 * @param {Link} link @param {Area} area @param {Shape} maps @returns {Area[]} */
function listOf(link, area, maps) {
  const runs = [];
  const wrap = link.wrap ?? 1; // columns of the list: a long one goes on in the next row
  const top = clamp(area.row, 0, maps.rows), left = clamp(area.col, 0, maps.cols);
  const bottom = Math.min(area.row + area.rows, maps.rows);
  const right = Math.min(area.col + area.cols, maps.cols);
  const one = (row, rows, col = 0, cols = 1) => ({ channel: 0, row, col, rows, cols });
  const add = (first, count) => {
    if (wrap === 1) runs.push(one(first, count));
    for (let at = first; wrap > 1 && at < first + count; at += wrap - at % wrap) {
      runs.push(one(Math.floor(at / wrap), 1, at % wrap,
        Math.min(wrap - at % wrap, first + count - at)));
    }
  };
  for (const channel of area.channel === null ? Array(maps.channels).keys() : [area.channel]) {
    for (let row = top; row < bottom && right > left; row += 1) {
      const first = (channel * maps.rows + row) * maps.cols + left;
      if (!link.order?.length) add(first, right - left);
      else {
        link.order.forEach((index, place) => {
          if (index >= first && index < first + right - left) runs.push(one(place, 1));
        });
      }
    }
  }
  return runs;
}

/** The cells of maps that a row of their list came from; none for a row of another kind (−1).
 * @param {Link} link @param {Area} area @param {Shape} maps @returns {Area[]} */
function mapsOf(link, area, maps) {
  if (area.rows > 1 || area.cols > 1) return [whole(maps)];
  const index = link.order?.length ? link.order[area.row] : area.row * (link.wrap ?? 1) + area.col;
  if (index < 0) return [];
  const rest = index % (maps.rows * maps.cols);
  return [{ channel: Math.floor(index / (maps.rows * maps.cols)), rows: 1, cols: 1,
    row: Math.floor(rest / maps.cols), col: rest % maps.cols }];
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

/** Pixels below which a map shows nothing. */
const LEAST_TILE = 9;

/** Tiles of a row of stacks, as large as fit: how many of each stack stand side by side, and the
 * edge of its cells.
 * @param {{width: number, height: number, largest: number, units: {count: number, rows: number,
 *    cols: number, share: number, least: number, room: number, column: number}[]}} room  units:
 *    tiles, cells down and across of one tile, its size as a share of the largest tile, the least
 *    width and the height in pixels, and the column that it stands in
 * @returns {{cell: number, across: number, gap: number}[]} */
export function fitTiles({ width, height, largest, units }) {
  const place = (tile, grown = []) => units.map((unit, i) => {
    const { count, rows, cols, share, least, room, column } = unit;
    const wanted = grown[i] ?? tile * share;
    let cell = Math.min(wanted / Math.max(rows, cols), largest);
    if (cell >= FINE) cell = Math.floor(cell);
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
  // What is left of the width, also under titles, goes first of all to single tiles: the picture.
  let placed = place(tile);
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
  return placed.map(({ cell, across, gap }) => ({ cell, across, gap }));
}
