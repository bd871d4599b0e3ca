// What the browser marks and multiplies for every cursor of the scenes that Python wrote to a file,
// how it writes every array and colours every panel.
// Run as: node every_cursor.mjs SCENES RESULTS; tests/widgets/test_areas.py compares the results.
import {readFileSync, writeFileSync} from "node:fs";

import {load} from "./board.mjs";

const {Board} = await load("board.js"), {GridView} = await load("grid.js");
const {CurveView} = await load("curve.js"), {BarsView} = await load("bars.js");
const {receptive} = await load("geometry.js");
const {decimalsFor, formatNumber} = await load("numbers.js");
const {colourOf, parseColour} = await load("colours.js");
const {marks, fillProducts, valuePoint} = await load("cell_partners.js");
const KINDS = {curve: CurveView, bars: BarsView};

/** The numbers of an array whose bytes came as text. */
function numbersOf({shape, data}) {
  const bytes = Buffer.from(data, "base64");
  return {shape, values: new Float32Array(bytes.buffer.slice(bytes.byteOffset,
    bytes.byteOffset + bytes.length))};
}

/** The browser's board of a scene, with all that it computes, but nothing that needs a page. */
function boardOf(packed) {
  const arrays = Object.fromEntries(Object.entries(packed.arrays)
    .map(([name, array]) => [name, numbersOf(array)]));
  const views = new Map(packed.panels.map((panel) => {
    const {shape: [channels, rows, cols], values} = arrays[panel.array];
    const view = Object.create((KINDS[panel.kind] ?? GridView).prototype);
    return [panel.name, Object.assign(view, {name: panel.name, shape: {channels, rows, cols},
      panel: {...panel, values: values.slice()}})];
  }));
  return Object.assign(Object.create(Board.prototype), {scene: {...packed, arrays}, views,
    shapes: Object.fromEntries([...views].map(([name, view]) => [name, view.shape])),
    places: {}, picks: {}, tap: null});
}

const plain = (found) => Object.fromEntries(Object.entries(found).map(([name, areas]) =>
  [name, areas.map(({channel, row, col, rows, cols}) => [channel, row, col, rows, cols])]));

/** How many numbers of an array are written and coloured. */
const MOST = 200;

const SIGNED = ["#2166ac", "#f7f7f7", "#e08214"].map(parseColour);

const written = (arrays) => Object.fromEntries(Object.entries(arrays).map(([name, {values}]) => {
  const decimals = decimalsFor(values);
  return [name, [...values.slice(0, MOST)].map((value) => formatNumber(value, decimals))];
}));

const coloured = (views) => Object.fromEntries([...views].filter(([, {panel}]) =>
  panel.kind === "grid" && panel.colours === "diverging" && !panel.products).map(([name, view]) =>
  [name, [...view.panel.values.slice(0, MOST)].map((value) =>
    (Number.isNaN(value) ? null : colourOf(SIGNED, value, view.limits(0))))]));

const results = JSON.parse(readFileSync(process.argv[2], "utf8")).map((packed) => {
  const board = boardOf(packed);
  const links = packed.links.filter((link) => link.kind !== "value");
  const curve = packed.links.find((link) => link.kind === "value");
  const numbers = written(board.scene.arrays), colours = coloured(board.views);
  const cursors = packed.cursors.map(([panel, channel, row, col]) => {
    board.cursor = board.clip({panel, channel, row, col});
    const products = {};
    for (const [name, view] of board.views) {
      if (!view.panel.products) continue;
      fillProducts(board, view);
      products[name] = [...view.panel.values].map((value) => (Number.isNaN(value) ? null : value));
    }
    return {receptive: plain(receptive(links, board.shapes, board.cursor)),
      marks: plain(marks(board)), products, point: curve ? valuePoint(board) : null};
  });
  return {cursors, numbers, colours};
});
writeFileSync(process.argv[3], JSON.stringify(results));
