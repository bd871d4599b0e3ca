// What the browser marks, multiplies and says for every cursor of the scenes that Python wrote to a file,
// how it writes every array and colours every panel.
// Run as: node every_cursor.mjs SCENES RESULTS; tests/widgets/test_areas.py compares the results.
import {readFileSync, writeFileSync} from "node:fs";

import {board} from "./board.mjs";
import {withBytes} from "./scene_files.mjs";

const {clip, colourOf, describe, limitsOf, marks, newHand, parseColour, productsAt, readScene,
  receptive, spell, valuePoint, write} = board;

const plain = (found) => Object.fromEntries(Object.entries(found).map(([name, areas]) =>
  [name, areas.map(({channel, row, col, rows, cols}) => [channel, row, col, rows, cols])]));

const known = (values) => [...values].map((value) => (Number.isNaN(value) ? null : value));

/** How many numbers of an array are written and coloured. */
const MOST = 200;

const SIGNED = ["#2166ac", "#f7f7f7", "#e08214"].map(parseColour);

const written = (arrays) => Object.fromEntries(Object.entries(arrays).map(([name, array]) =>
  [name, [...array.values.slice(0, MOST)].map((value) => write(array, value))]));

const coloured = (panels) => Object.fromEntries(panels.filter(({kind, colours, products}) =>
  kind === "grid" && colours === "diverging" && !products).map((panel) =>
  [panel.name, known(panel.values.slice(0, MOST)).map((value) =>
    (value === null ? null : colourOf(SIGNED, value, limitsOf(panel, 0))))]));

const results = JSON.parse(readFileSync(process.argv[2], "utf8")).map((packed) => {
  const scene = readScene(withBytes(packed));
  const links = scene.links.filter((link) => link.kind !== "value");
  const curve = scene.links.find((link) => link.kind === "value");
  const cursors = packed.cursors.map(([panel, channel, row, col]) => {
    const hand = newHand(clip(scene, {panel, channel, row, col}));
    const products = Object.fromEntries(scene.panels.filter((one) => one.products).map((one) =>
      [one.name, known(productsAt(scene, hand, one))]));
    const framed = marks(scene, hand);
    const said = scene.panels.map((one) => describe(scene, hand, one, framed[one.name]?.[0]));
    return {line: spell(scene, hand).map(([text]) => text).join(""), said, receptive: plain(receptive(links, scene.shapes, hand.cursor)),
      marks: plain(framed), products, point: curve ? valuePoint(scene, hand) : null};
  });
  return {cursors, numbers: written(scene.arrays), colours: coloured(scene.panels)};
});
writeFileSync(process.argv[3], JSON.stringify(results));
