// @ts-check
// Gives the panels on the page the rows and sizes that layout_plan.js finds for them, and the frame the
// width that they take.

import { make } from "./dom.js";
import { NUMBERED, TIGHT_GAP, allot, planLines, planRows, planStacks } from "./layout_plan.js";

const SCREEN = 588; // pixels of a board that a projector shows at once
const ENDLESS = 1e6; // of one that is scrolled
const NARROW = 560; // pixels of a page that is scrolled anyway, so height costs nothing
const HALF = 740; // of one that is scrolled where more numbers stand in the cells then
const LOW = 420; // pixels of a window below which the leading panels come first
const FRAME = 62; // of these, the board's rims, what lies between its parts, and its foot
const FRAME_LOW = 24; // the same in a low window, as in board.css
const RIMS = 26; // of these, what is left and right of the panels
const WIDEST = 1080, WIDEST_TILES = 1480; // pixels of a board
const SLIMMEST = 440; // pixels of the frame, for the words in it
const FILLED = 0.78; // share of the frame that panels fill, where settings would have it wider
const MARGIN_ABOVE = 6; // of a message, as in board.css
const SMALLEST = 0.6; // share of their size to which panels shrink to fit a projector
const LEAST_OVERVIEW = 0.8, LATER = 0.15, SMALLEST_DETAIL = 0.4; // the same with a map that is open
const SMALLEST_LOW = 0.35; // the same in a low window
const SCROLLED_LOW = 0.85; // and where they do not fit it even so
const LEGIBLE = 25; // pixels of a cell in which a number can be read
const NARROWINGS = [1, 0.92, 0.84, 0.76, 0.68, 0.6]; // shares of their width that panels may have
const WORDS = 46; // pixels of a title and a note
const LEAST_TALL = 96; // pixels of leading panels
const MANY_LAYOUTS = 50; // so many are kept, for boards that go to and fro between some

/** Every panel as large as the page, and the height that the scene asks for, allow; true if that
 * is not what it was before. */
export function fitPage(board) {
  const { ruler, scene } = board;
  const views = [...board.views.values()];
  ruler.tight = scene.fit === "tiles";
  ruler.learn(views.flatMap((view) => view.words));
  const available = board.roomAcross();
  if (!available || !(board.palette || board.readPalette())) return false;
  const before = board.inner;
  board.inner = Math.min(available, scene.fit === "tiles" ? WIDEST_TILES : WIDEST) - RIMS;
  board.tall = board.roomDown();
  if (board.inner !== before) board.respell(); // what is said has another number of lines
  const measured = board.measureSaid();
  const key = keyOf(board, views);
  if (key === board.laidOut && views.every((view) => view.cell)) {
    for (const view of views) if (view.stale) view.resize(view.cell);
    return false; // new numbers on the same page need no new layout
  }
  const low = board.tall < LOW && (scene.leading ?? []).length > 0;
  if (low !== board.root.classList.contains("cnnkit-low")) placeHead(board, low);
  board.root.style.width = "";
  const settings = widthOnOneLine(board.head);
  const heightAt = (squeeze) => {
    board.squeeze = squeeze;
    const wide = fitGroups(board, groupsOf(board, low));
    board.root.style.width =
      `${Math.min(board.inner, Math.max(wide, SLIMMEST, Math.min(settings, wide / FILLED))) + RIMS}px`;
    return board.stage.offsetHeight + saidBelow(board)
      + (low ? FRAME_LOW : FRAME + board.head.offsetHeight);
  };
  const plan = (scrolled) => {
    board.scrolled = scrolled;
    const [screen, smallest] = low ? [board.tall, SMALLEST_LOW] : scrolled ? [ENDLESS, 1]
      : [Math.min(SCREEN, Math.max(board.tall, LOW)), scene.split ? SMALLEST_DETAIL : SMALLEST];
    squeeze(board, `${key} ${settings} ${scrolled}`, heightAt,
      () => squeezeFor(heightAt, screen, smallest, low ? SCROLLED_LOW : 0));
    return views.filter((view) => view.tiles && view.cell >= NUMBERED).length;
  };
  const numbered = plan(board.inner < NARROW);
  if (!low && !board.scrolled && board.inner < HALF && plan(true) <= numbered) plan(false);
  board.laidOut = keyOf(board, views);
  // On another width what is said may have other lines.
  if (measured && board.measureSaid(true)) fitPage(board);
  return true;
}

/** Lays the panels out with the share of their height that was found for the same page before, or is
 * looked for now. @param {any} board @param {string} page all that it depends on
 * @param {(squeeze: number) => number} heightAt @param {() => number} look */
function squeeze(board, page, heightAt, look) {
  const known = board.squeezes.get(page), best = known ?? look();
  if (known !== undefined || board.squeeze !== best) heightAt(best);
  if (board.squeezes.size > MANY_LAYOUTS) board.squeezes.clear();
  board.squeezes.set(page, best);
}

/** The share of their height that panels need to leave: the largest with which all is seen at once,
 * else the one with which the board is lowest, for smaller panels may need more rows; or, as it is
 * scrolled then, with which they can still be read.
 * @param {(squeeze: number) => number} heightAt @param {number} screen @param {number} smallest
 * @param {number} legible */
function squeezeFor(heightAt, screen, smallest, legible) {
  let [least, best] = [Infinity, 1];
  for (let squeeze = 1; least > screen && squeeze > smallest - 0.01; squeeze -= 0.05) {
    const tall = heightAt(squeeze);
    if (tall < least) [least, best] = [tall, squeeze];
  }
  return least > screen ? Math.max(best, legible) : best;
}

/** In a low window the settings stand below what is seen at once. */
function placeHead({ root, head, message }, low) {
  const held = root.getRootNode().activeElement;
  root.classList.toggle("cnnkit-low", low);
  if (low) message.after(head);
  else root.prepend(head);
  if (held && head.contains(held)) held.focus({ preventScroll: true });
}

/** Pixels that settings and player would take on one line. */
function widthOnOneLine(head) {
  head.style.flexWrap = "nowrap";
  head.style.width = "max-content";
  const width = head.offsetWidth;
  head.style.flexWrap = "";
  head.style.width = "";
  return width;
}

/** All that sizes depend on. Of words that is their width: other digits are as wide. */
function keyOf(board, views) {
  const { fit, split, columns, wide_columns: wide, leading, tallest, tall_detail: detail,
    largest_cell: largest } = board.scene;
  return JSON.stringify([board.inner, board.tall, board.ruler.version, board.enlarged,
    window.devicePixelRatio, fit, split, columns, wide, leading, tallest, detail, largest,
    board.head.offsetHeight, saidBelow(board),
    views.map((view) => [view.titleWidth, view.noteWidth, view.wordWidth,
      view.shape, view.panel.extent, view.panel.padding, view.panel.bar_height,
      view.panel.relative_size, view.panel.tiles, view.edge])]);
}

/** Pixels of what is said below the panels; an error passes, and nothing moves for it. */
function saidBelow({ scene, message, spelled, comparison }) {
  const said = scene.message[1] && scene.message[0] !== "error";
  return spelled + comparison.element.offsetHeight
    + (said ? message.offsetHeight + MARGIN_ABOVE : 0);
}

/** @returns {import("./layout_plan.js").Size} */
const sizeOf = (view) => ({
  fixedWidth: view.fixedWidth(), fixedHeight: view.fixedHeight(), fixedCell: view.fixedCell() ?? 0,
  tiles: view.tiles, tilesAcross: view.tilesAcross, tilesDown: view.tilesDown,
  tileCols: view.tileCols, tileRows: view.tileRows ?? 0, share: view.panel.relative_size ?? 1,
  title: view.titleWidth, word: view.wordWidth, note: view.noteWidth, edge: view.edge ?? 0,
});

const viewsOf = (board, columns) =>
  columns.map((names) => names.map((name) => board.views.get(name)));

/** Columns of panels that are laid out together, with the pixels that they may be high. Where the
 * window is low, the leading panels come first, and the others below what is said of them.
 * @returns {{columns: string[][], wide?: string[][], height: number, lead: boolean,
 *    first?: boolean, detail: boolean}[]}  lead: above what is said; first: in one row */
function groupsOf({ scene, tall, spelled, squeeze }, low) {
  const { columns, wide_columns: wide, split, tallest, tall_detail: height, leading } = scene;
  const parts = split ? [{ columns: columns.slice(0, split), height: tallest, detail: false },
    { columns: columns.slice(split), height, detail: true }]
    : [{ columns, wide, height: tallest, detail: false }];
  if (!low) { // first the overview shrinks, then what is open, with its numbers
    const share = (detail) => (detail ? Math.min(1, squeeze + LATER)
      : Math.max(squeeze, split ? LEAST_OVERVIEW : 0));
    return parts.map((part) => ({ ...part, lead: true, height: part.height * share(part.detail) }));
  }
  const others = parts.map((part) => ({ ...part, lead: false, wide: [], columns: part.columns
    .map((names) => names.filter((name) => !leading.includes(name)))
    .filter((names) => names.length) })).filter((part) => part.columns.length);
  const room = Math.max(tall - spelled - FRAME_LOW - WORDS, LEAST_TALL);
  return [{ columns: leading.map((name) => [name]), height: room * squeeze, lead: true,
    first: true, detail: false }, ...others];
}

/** Lays out all groups, each in its rows; returns the pixels that the widest row takes. */
function fitGroups(board, groups) {
  const rows = groups.flatMap((group) => {
    for (const view of viewsOf(board, group.columns).flat()) {
      view.squeeze = group.lead ? board.squeeze : 1;
      view.narrow = 1;
      view.flat = false;
      view.spare = 0;
      view.slim = false;
    }
    nameBars(viewsOf(board, group.columns).flat());
    const plan = board.scene.fit === "tiles" ? fitStacks(board, group) : fitColumns(board, group);
    let first = 0;
    return plan.rows.map((count) => ({ ...group, gap: plan.gap,
      columns: plan.columns.slice(first, first += count) }));
  });
  arrange(board, rows);
  return Math.max(...rows.map((row) => fitRow(board, row)));
}

/** Gives the columns of a row their widths, and names beside bars that are cut what is left of their
 * columns and of the page; returns the pixels that the row takes. */
function fitRow(board, { columns, gap }) {
  const views = viewsOf(board, columns), width = widen(views, board.inner, gap);
  const cut = views.flat().filter(({ missing }) => missing > 0);
  if (!cut.length) return width;
  const spare = Math.max(Math.floor((board.inner - width) / cut.length), 0);
  for (const view of cut) {
    const blank = parseFloat(view.element.style.width) - view.cellsWidth; // under its title
    view.spare = Math.min(spare + Math.max(blank, 0), view.missing);
    view.resize();
  }
  return widen(views, board.inner, gap);
}

/** Bars leave out their names where others with the same ones stand on their left; these begin as
 * low as bars under a headline. */
function nameBars(views) {
  const bars = views.filter(({ panel }) => panel.kind === "bars");
  const namesOf = ({ panel }) => JSON.stringify(panel.labels);
  const named = new Map(bars.filter(({ panel }) => panel.named !== false)
    .map((view) => [namesOf(view), view]));
  for (const view of named.values()) view.makeLevel(false);
  for (const view of bars) {
    view.alone = !named.has(namesOf(view));
    if (view.unnamed && view.panel.headline) named.get(namesOf(view)).makeLevel(true);
  }
}

/** @returns {import("./layout_plan.js").Room} */
const roomOf = ({ inner: width, scene, scrolled }, height) =>
  ({ width, height, largest: scene.largest_cell, scrolled });

/** Columns of panels on one scale; in more columns where the page has the room for them. */
function fitColumns(board, { columns, height, wide, first }) {
  const room = roomOf(board, height);
  let best = planBoard(board, columns, room, first);
  if (wide?.length) { // cells no smaller than in fewer columns, or with numbers
    const more = planBoard(board, wide, room, first);
    if (more.rows.length === 1 && more.cell >= Math.min(LEGIBLE, best.cell)) best = more;
  }
  if (first) { // in a low window stacks may lie
    const stacks = viewsOf(board, columns).flat().filter((view) => view.panel.tiles === "column");
    for (const view of stacks) view.flat = true;
    const lying = planBoard(board, columns, room, first);
    if (lying.rows.length === 1 && lying.cell > best.cell) best = lying;
    else for (const view of stacks) view.flat = false;
  }
  for (const view of viewsOf(board, best.columns).flat()) {
    view.narrow = best.narrow;
    view.resize(view.fixedCell() ?? best.cell);
  }
  return best;
}

/** The best rows for columns of panels. Those of a size of their own leave the cells some of their
 * width where that is short. */
function planBoard(board, columns, room, beside) {
  const views = viewsOf(board, columns);
  let best = { columns, rows: [columns.length], cell: 1, gap: TIGHT_GAP, score: -1, narrow: 1 };
  const sized = views.flat().some((view) => view.fixedWidth()); // only these become narrower
  for (const narrow of sized ? NARROWINGS : [1]) {
    for (const view of views.flat()) view.narrow = narrow;
    const plan = planRows(views.map((column) => column.map(sizeOf)), room, beside);
    const score = plan.score * Math.sqrt(narrow);
    if (score > 1.02 * best.score) best = { columns, ...plan, score, narrow };
  }
  const unnamed = views.flat().filter((view) => view.unnamed);
  if (best.rows.length > 1 && unnamed.length) { // in rows of their own each has its names
    for (const view of unnamed) view.alone = true;
    return planBoard(board, columns, room, beside);
  }
  return best;
}

/** Stacks in rows, whose tiles are as large as each row allows. */
function fitStacks(board, { columns, height, detail }) {
  const room = roomOf(board, height);
  const views = viewsOf(board, columns);
  const rows = planNamed(views, room, detail || !board.scene.split);
  let first = 0;
  const plans = rows.map((count) => {
    const row = views.slice(first, first += count);
    const { placed } = planStacks(row.map((column) => column.map(sizeOf)), room);
    return { row, placed, free: row.flat().filter((view) => !view.fixedWidth()) };
  });
  // A smaller map looks smaller, also in another row.
  const sides = plans.flatMap(({ free }) => free).map(({ panel, tileRows, tileCols }) =>
    (panel.relative_size ?? 1) / Math.max(tileRows, tileCols));
  const alike = rows.length > 1 && Math.max(...sides) - Math.min(...sides) < 1e-6;
  const cells = alike ? Math.min(...plans.flatMap(({ placed }) => placed).map(({ cell }) => cell))
    : Infinity;
  for (const { row, placed, free } of plans) {
    // A map that is open beside the one that it reads looks smaller where it is.
    const opened = placed.filter((_, i) => free[i].panel.map_of?.length
      && free[i].panel.colours === "diverging");
    for (const one of opened) one.cell = Math.min(...opened.map(({ cell }) => cell));
    free.forEach((view, i) => {
      view.across = placed[i].across;
      view.gap = placed[i].gap;
      view.resize(Math.min(placed[i].cell, cells));
    });
    for (const view of row.flat()) if (view.fixedWidth()) view.resize(view.fixedCell());
  }
  return { columns, rows, gap: TIGHT_GAP };
}

/** The rows of stacks; names beside bars are cut rather than that there is one row more, and bars of
 * a row in which no others have the same names have their own. */
function planNamed(views, room, numbers) {
  const plan = () => planLines(views.map((column) => column.map(sizeOf)), room, numbers);
  const unnamed = views.flat().filter((view) => view.unnamed);
  const slim = (yes) => { for (const view of views.flat()) view.slim = yes; };
  let rows = plan();
  if (rows.length > 1) {
    slim(true);
    const fewer = plan();
    if (fewer.length < rows.length) rows = fewer;
    else slim(false);
  }
  let first = 0;
  for (const count of rows) nameBars(views.slice(first, first += count).flat());
  return unnamed.some((view) => view.alone) ? plan() : rows;
}

/** Puts the panels into these rows of columns, if they do not stand in them already. */
function arrange(board, rows) {
  const key = JSON.stringify(rows.map(({ columns, lead, detail }) => [columns, lead, detail]));
  if (key !== board.arranged) {
    board.arranged = key;
    const held = board.root.getRootNode().activeElement;
    const built = (lead) => rows.filter((row) => row.lead === lead).map(({ columns, detail }) =>
      make("div", { class: `cnnkit-row${detail ? " cnnkit-detail" : ""}` },
        ...columns.map((names) => make("div", { class: "cnnkit-column" },
          ...names.map((name) => board.views.get(name).element)))));
    board.stage.replaceChildren(...built(true));
    board.below.replaceChildren(...built(false));
    if (held && board.root.contains(held)) held.focus({ preventScroll: true });
  }
  [...board.stage.children, ...board.below.children].forEach((row, i) => {
    row.style.columnGap = `${rows[i].gap}px`;
  });
}

/** Gives each column of a row its width, and panels beside each other one height to begin at;
 * returns the pixels that the row takes. */
function widen(columns, width, gap) {
  const widest = (views, what) => Math.max(...views.map((view) => view[what]));
  const { widths, whole } = allot(columns.map((views) => ({
    cells: widest(views, "cellsWidth"), word: widest(views, "wordWidth"),
    title: widest(views, "titleWidth"), note: widest(views, "noteWidth"),
  })), width, gap);
  columns.forEach((views, i) => {
    for (const view of views) {
      view.element.style.width = `${widths[i]}px`;
      view.title.style.paddingTop = "";
    }
  });
  if (!whole) { // also under titles of one and of two lines
    const titles = columns.map(([view]) => view.title);
    const heights = titles.map((title) => title.offsetHeight);
    titles.forEach((title, i) => {
      title.style.paddingTop = `${Math.max(...heights) - heights[i]}px`;
    });
  }
  return widths.reduce((sum, one) => sum + one, gap * (columns.length - 1));
}
