// @ts-check
// The scene that a model holds: as Python has sent it whole, and what has changed since then. Both
// stay in the model, so every view makes the same scene of them, also in a notebook that was saved;
// Python's half is board/scene_changes.py. Pure functions.

/** What has changed: `base` is the number of the whole scene, each part a path and a value.
 * @typedef {{base?: number, parts?: [(string | number)[], any][]}} Changes */

/** A scene with what has changed since; what is sent stays as it is.
 * @param {any} whole @param {Changes} [changes] */
export function changed(whole, changes) {
  if (!changes?.parts || changes.base !== whole.seq) return whole;
  const copies = new Set();
  const copy = (one) => {
    if (copies.has(one)) return one;
    const made = Array.isArray(one) ? [...one] : { ...one };
    copies.add(made);
    return made;
  };
  const scene = copy(whole);
  for (const [path, value] of changes.parts) {
    let at = scene;
    for (const step of path.slice(0, -1)) at = at[step] = copy(at[step]);
    at[path[path.length - 1]] = value;
  }
  return scene;
}

/** Reads the scene of a model, and knows whether it has read it already: whole scene and changes may
 * come in one message, and each is told by itself. */
export class SceneReader {
  constructor(model) {
    this.model = model;
    /** @type {any} */
    this.whole = null;
    /** @type {Changes | undefined} */
    this.changes = undefined;
  }

  /** The scene as it is now; null if it is the one that was read last. */
  next() {
    const whole = this.model.get("scene"), changes = this.model.get("changes");
    if (whole === this.whole && changes === this.changes) return null;
    [this.whole, this.changes] = [whole, changes];
    return changed(whole, changes);
  }
}
