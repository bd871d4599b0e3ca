// @ts-check
// Where a click becomes an edit: what a click, a drag or Enter on a cell asks Python to change.
// An edit is the name of a cell, such as "kernel[1,2]", and a value.

import { cellHeld } from "./cursor_moves.js";

/** The name of an edit: the panel, and the place of the cell or map in it. */
export const editName = (view, ...place) => `${view.name}[${place.join()}]`;

/** A click that chooses a cell: Python shows what belongs to it. */
export function chooseCell(board, view) {
  const { row, col } = cellHeld(board.scene, board.hand, view.panel);
  board.edits.send(editName(view, row, col), "choose");
}

/** A click on a map of a stack, or on a bar: Python shows how it is made. */
function openMap(board, view) {
  const { panel, channel, row } = board.hand.cursor;
  const index = view.panel.kind === "bars" ? row : channel;
  if (panel === view.name) board.edits.send(editName(view, index), "open");
}

/** A click on a pixel of two values: Python gives it the other one. */
function flipPixel(board, view) {
  const { panel, row, col } = board.hand.cursor;
  const owner = view.panel.map_of?.[0] ?? view.name;
  if (panel === owner) board.edits.send(editName(view, row, col), "flip");
}

/** A drag of the bar that was taken hold of: its value is where the pointer is. */
export function dragBar(board, view, event) {
  const value = view.valueFor(view.at(event)[0]);
  board.edits.send(editName(view, board.hand.cursor.row, 0), String(value));
}

const BY_CLICK = { choose: chooseCell, open: openMap, flip: flipPixel };

/** Whether a click on the panel is an edit by itself; else a click opens the editor of a cell.
 * @param {{panel: {editable: boolean | string}}} view */
export const editsByClick = (view) => String(view.panel.editable) in BY_CLICK;

/** What a click, Enter or Space does on such a panel. */
export function editByClick(board, view) { BY_CLICK[view.panel.editable](board, view); }
