// @ts-check
// Which cells of a grid are painted again: an edit changes a few of hundreds, and painting all of
// them is most of its time in the page.

/** What the canvas of a grid holds. An empty look: its cells cannot be painted one by one.
 * @typedef {{look: string, values: Float32Array, revealed: number}} Painted */

/** A canvas on which nothing is painted. @type {Painted} */
export const NOTHING = { look: "", values: new Float32Array(0), revealed: Infinity };

const MOST_CHANGED = 0.5; // of the cells: if more have, painting the whole grid is as quick

/** The cells that have to look otherwise, by their places among the numbers; null where the whole
 * grid is to be painted. Of each map the first `revealed` cells are shown, the others are hidden.
 * @param {Painted} now @param {Painted} before @param {number} perMap cells of a map
 * @returns {number[] | null} */
export function changedCells(now, before, perMap) {
  const { look, values, revealed } = now;
  if (!look || look !== before.look || values.length !== before.values.length) return null;
  const changed = [];
  for (let at = 0; at < values.length; at += 1) {
    const hidden = at % perMap >= revealed, wasHidden = at % perMap >= before.revealed;
    if (hidden !== wasHidden || (!hidden && !Object.is(values[at], before.values[at]))) {
      changed.push(at);
    }
  }
  return changed.length > MOST_CHANGED * values.length ? null : changed;
}
