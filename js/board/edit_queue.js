// @ts-check
// The queue of edits on their way to Python: one at a time, each answered by a scene.

const PATIENCE = 2500; // milliseconds before we say that Python does not answer
const NO_ANSWER = "Python does not answer, so nothing was changed yet. If the kernel is busy, wait; "
  + "if it is new or not running, run the cells from the first one down to this one (Shift + Enter), "
  + "then try again.";

/** Sends edits one at a time and in order; a newer edit of the same thing replaces a waiting one. */
export class EditQueue {
  constructor(board, model) {
    this.board = board;
    this.model = model;
    this.view = Math.random().toString(36).slice(2, 10);
    this.number = 0;
    this.waiting = new Map();
    this.flying = null;
    this.timer = 0;
  }

  /** @param {string} name
   * @param {any} value or a function that returns it when its turn comes, given the edit's number
   * @param {ArrayBuffer} [bytes] of a file
   * @param {string} [key] edits with the same key replace each other while they wait */
  send(name, value, bytes, key = name) {
    this.waiting.delete(key);
    this.waiting.set(key, { name, value, bytes });
    this.next();
  }

  /** Key of the edit that came last and still waits. */
  get newest() { return [...this.waiting.keys()].at(-1); }

  /** Whether any edit waits or flies. */
  get busy() { return this.flying !== null || this.waiting.size > 0; }

  /** Whether this edit waits or flies. */
  knows(key, number) { return this.waiting.has(key) || (number && number === this.flying); }

  next() {
    if (this.flying !== null || !this.waiting.size) return;
    const [key, { name, value, bytes }] = this.waiting.entries().next().value;
    this.waiting.delete(key);
    this.number += 1;
    this.flying = this.number;
    this.timer = setTimeout(() => this.giveUp(), PATIENCE);
    try {
      if (this.board.resting) this.board.tellCursor(); // Python must not act on an older place
      const content = typeof value === "function" ? value(this.number) : value;
      this.model.send({ kind: "edit", name, value: content, view: this.view,
        number: this.number }, undefined, bytes ? [bytes] : []);
    } catch {
      this.giveUp();
    }
  }

  giveUp() {
    clearTimeout(this.timer);
    this.flying = null;
    this.waiting.clear();
    this.board.toolbar.revert();
    this.board.say("error", this.model.withoutPython ?? NO_ANSWER);
  }

  /** @param {{view: string, number: number} | null} ack */
  acknowledged(ack) {
    if (!ack || ack.view !== this.view || ack.number !== this.flying) return;
    clearTimeout(this.timer);
    this.flying = null;
    this.next();
  }

  close() { clearTimeout(this.timer); }
}
