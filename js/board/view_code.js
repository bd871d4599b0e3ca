// @ts-check
// The line of Python that recreates the view: Python has written it, with places for the cell that
// is marked (cnnkit/widgets/board/view_code.py), and the page puts the present cell in.

/** `pointed` is a list of texts; every second one names a place of the cursor.
 * @typedef {{stem: string, plain: string, pointed: string[], start: any[] | null,
 *    keeps: boolean}} CodeLine */

/** The line for a cell that is marked.
 * @param {CodeLine} code @param {import("./geometry.js").Cursor} cursor @returns {string} */
export function lineAt({ plain, pointed, start }, cursor) {
  const { panel, channel, row, col } = cursor;
  if (start && [panel, channel, row, col].every((at, i) => at === start[i])) return plain;
  return pointed.map((part, i) => (i % 2 ? cursor[part] : part)).join("");
}
