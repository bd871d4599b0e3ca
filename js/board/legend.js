// @ts-check
// Names of the lines of a curve, above it, each with a sample of its stroke.

export const LEGEND_LINE = 17; // pixels of a row of names
const SAMPLE = 24; // of a stroke
const APART = 12;

/** Where each name stands: as many in a row as there is room for.
 * @param {number[]} widths of the names @param {number} room
 * @returns {{places: {left: number, row: number}[], rows: number}} */
export function placeLegend(widths, room) {
  let left = 0, row = 0;
  const places = widths.map((width) => {
    const wide = SAMPLE + 5 + width;
    if (left && left + wide > room) [left, row] = [0, row + 1];
    const place = { left, row };
    left += wide + APART;
    return place;
  });
  return { places, rows: widths.length ? row + 1 : 0 };
}

/** @param {any} view a curve @param {any} context @param {number} top of its first row */
export function paintLegend(view, context, top) {
  const { palette } = view.board;
  context.textAlign = "left";
  context.textBaseline = "middle";
  view.panel.lines.forEach(({ name, colour, dash }, i) => {
    const { left, row } = view.legend.places[i];
    const x = view.left + left, y = top + (row + 0.5) * LEGEND_LINE;
    context.strokeStyle = palette[colour];
    context.lineWidth = 2.2;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + SAMPLE, y);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = palette.ink;
    context.fillText(name, x + SAMPLE + 5, y);
  });
}
