// @ts-check
// What a screen reader hears of a panel: its name, its size, the marked cell, and what a key does.

import { formatNumber } from "./numbers.js";

/** What a screen reader says of a panel, with the cell or window that is marked in it. */
export function describe(board, view, area) {
  if (view.sentence) {
    const here = board.cursor.panel === view.name ? board.cursor : board.places[view.name];
    return view.sentence(here ?? { channel: 0, row: 0, col: 0 });
  }
  const { title } = view.panel;
  const { channels, rows, cols } = view.shape;
  if (view.panel.kind === "bars" && area) {
    const drag = { true: ". Press Enter to change it",
      open: ". Press Enter to see its votes" }[String(view.panel.editable)] ?? "";
    return `${title}. ${view.panel.labels[area.row] ?? `number ${area.row + 1}`}: `
      + `${view.write(view.panel.values[area.row])}${drag}`;
  }
  if (view.panel.kind === "curve") {
    const read = view.reading();
    const { point } = view.panel;
    const gone = typeof point === "number" && !view.point()
      ? ` Its point is at ${formatNumber(point)}, outside of the picture.` : "";
    if (!read) return `${title}, a curve.${gone} Left and right arrow read it`;
    const at = `${title}, a curve. At ${formatNumber(read.z)} it is ${formatNumber(read.y)}`;
    if (!view.point()) return `${at}.${gone} Left and right arrow read it`; // lines, no slope among them
    const hint = view.panel.editable === "choose"
      ? "Left and right arrow read it, Enter moves the point there"
      : "Left and right arrow move the point";
    return `${at}, its slope ${formatNumber(read.slope)}. ${hint}`;
  }
  if (view.panel.products?.by) {
    const cell = board.picks[view.name] ?? area;
    const index = cell.row * cols + cell.col;
    return `${title}, ${rows * cols} of them. Map ${index + 1}: `
      + `${view.write(view.panel.values[index])}. Press Enter to look at that map`;
  }
  const size = channels > 1 ? `${channels} maps of ${rows} by ${cols}` : `${rows} by ${cols}`;
  const mapOf = (cell) => (channels > 1 ? `map ${cell.channel + 1}, ` : "");
  if (board.inWindow(view)) {
    const cell = board.tap ?? { channel: 0, row: 0, col: 0 };
    const hint = view.panel.editable ? ". Press Enter to change the number" : "";
    return `${title}, ${size}. ${mapOf(cell)}row ${cell.row + 1}, column ${cell.col + 1}: `
      + `${view.write(view.valueAt(cell))}${hint}`;
  }
  if (!area) return `${title}, ${size}`;
  if (area.rows === 1 && area.cols === 1 && area.channel !== null) {
    const flip = { flip: ". Press Enter to flip the pixel",
      open: ". Press Enter to open the map",
      draw: ". Space paints, Delete erases, Shift with an arrow key draws a line" }[
      String(view.panel.editable)] ?? "";
    return `${title}, ${size}. ${mapOf(area)}row ${area.row + 1}, column ${area.col + 1}: `
      + `${view.write(view.valueAt(area))}${flip}`;
  }
  return `${title}, ${size}. Rows ${area.row + 1} to ${area.row + area.rows}, `
    + `columns ${area.col + 1} to ${area.col + area.cols} are framed`;
}
