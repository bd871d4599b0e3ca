// @ts-check
// Lines over a grid: lines of equal height, and ways that are walked; and a star at a place.

/** Pixels of a place, in fractions of cells. @returns {[number, number]} */
function placeOf(view, [row, col]) {
  const [left, top] = view.origin(0);
  return [left + (col + 0.5) * view.cell, top + (row + 0.5) * view.cell];
}

/** How many steps of the ways are drawn: as far as the cursor is on the curve over them.
 * @param {import("./scene.js").Panel} panel @param {import("./scene.js").Hand} hand */
export const stepsShown = ({ follows }, { cursor }) =>
  (follows && cursor.panel === follows ? cursor.col : Infinity);

/** A line through cells with a dot at its end; or a thin one. */
function paintPath(view, context, { points, dash, colour, thin }) {
  const { palette } = view.board;
  const draw = (width, style) => {
    context.lineWidth = width;
    context.strokeStyle = style;
    context.beginPath();
    points.forEach((point, i) => {
      const at = placeOf(view, point);
      if (i) context.lineTo(...at);
      else context.moveTo(...at);
    });
    context.stroke();
  };
  if (thin) { // a line of equal height: nothing walks along it
    draw(0.8, palette[colour]);
    return;
  }
  draw(4.5, palette.halo);
  context.setLineDash(dash);
  draw(2.2, palette[colour]);
  context.setLineDash([]);
  context.fillStyle = palette[colour];
  context.beginPath();
  context.arc(...placeOf(view, points.at(-1)), 4.5, 0, 2 * Math.PI);
  context.fill();
}

/** A star of five points in a halo. */
function paintStar(view, context, place) {
  const { palette } = view.board, [x, y] = placeOf(view, place);
  context.beginPath();
  for (let k = 0; k < 10; k += 1) {
    const angle = Math.PI * (k / 5 - 0.5), radius = k % 2 ? 4 : 10;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
  context.lineWidth = 3;
  context.strokeStyle = palette.halo;
  context.stroke();
  context.fillStyle = palette.ink;
  context.fill();
}

/** Everything that lies over the cells of a grid, and nothing beside them. */
export function paintPaths(view, context) {
  const { panel, shape, cell, board } = view;
  if (!panel.paths?.length && !panel.star) return;
  const [left, top] = view.origin(0);
  const steps = stepsShown(panel, board.hand);
  context.save();
  context.beginPath();
  context.rect(left, top, shape.cols * cell, shape.rows * cell);
  context.clip();
  context.lineJoin = "round";
  for (const path of panel.paths ?? []) {
    paintPath(view, context, path.thin ? path
      : { ...path, points: path.points.slice(0, steps + 1) });
  }
  if (panel.star) paintStar(view, context, panel.star);
  context.restore();
}
