// @ts-check
// The editor of a number: a real input over its cell. What is typed goes to Python as it is:
// cnnkit/widgets/board/edits.py reads it.

import { editName } from "./click_edits.js";
import { formatNumber } from "./number_text.js";
import { make } from "./dom.js";
import { RIM } from "./panel.js";
import { decimalsOf, mapName, valueAt } from "./scene.js";

/** One at a time. Enter and leaving commit, Escape does not, Tab goes on to the next cell. */
export class CellEditor {
  constructor(board) {
    this.board = board;
    this.now = null; // {input, view, cell, commit}
  }

  get busy() { return this.now !== null; }

  /** @param {any} view @param {{channel: number, row: number, col: number}} cell
   * @param {string} [typed] the key that opened it, if one did */
  open(view, cell, typed) {
    this.close(false);
    const { channel, row, col } = cell;
    const value = valueAt(view.panel, cell);
    const [left, top] = view.origin(channel);
    const width = Math.max(view.cell, 58), height = Math.max(view.cell, 26);
    const map = view.shape.channels > 1 ? `${mapName(view.panel, channel)}, ` : "";
    const input = /** @type {HTMLInputElement} */ (make("input", {
      class: "cnnkit-editor", type: "text", inputmode: "decimal", autocomplete: "off",
      "aria-label": `${view.panel.title}, ${map}row ${row}, column ${col}`,
      "data-lm-suppress-shortcuts": "true", spellcheck: "false",
    }));
    const parts = decimalsOf(view.panel) < 0; // ninths are typed as ninths
    input.value = typed ?? (parts ? view.write(value)
      : formatNumber(value, Number.isInteger(value) ? 0 : 4))
      .replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
    input.style.width = `${width}px`;
    input.style.height = `${height}px`;
    input.style.left = `${left - RIM + (col + 0.5) * view.cell - width / 2}px`;
    input.style.top = `${top - RIM + (row + 0.5) * view.cell - height / 2}px`;
    const before = input.value;
    const commit = () => {
      if (input.value.trim() === before && typed === undefined) return;
      const place = view.shape.channels > 1 ? [channel, row, col] : [row, col];
      this.board.edits.send(editName(view, ...place), input.value);
    };
    this.board.hand.tap = { channel, row, col };
    this.now = { input, view, cell: this.board.hand.tap, commit };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") this.close(true, true);
      else if (event.key === "Escape") this.close(false, true);
      else if (event.key === "Tab") {
        event.preventDefault();
        this.goOn(event.shiftKey ? -1 : 1);
      }
    });
    input.addEventListener("blur", () => { if (this.now?.input === input) this.close(true); });
    view.frame.append(input);
    input.focus();
    if (typed === undefined) input.select();
    else input.setSelectionRange(typed.length, typed.length);
  }

  goOn(step) {
    const { view, cell } = this.now;
    const { channels, rows, cols } = view.shape;
    const next = (cell.channel * rows + cell.row) * cols + cell.col + step;
    this.close(true, true);
    if (next < 0 || next >= channels * rows * cols) return;
    this.open(view, { channel: Math.floor(next / (rows * cols)),
      row: Math.floor(next / cols) % rows, col: next % cols });
  }

  /** @param {boolean} commit @param {boolean} [stay] keep the keyboard on the panel */
  close(commit, stay = false) {
    const { now } = this;
    if (!now) return;
    this.now = null;
    if (commit) now.commit();
    now.input.remove();
    this.board.hand.tap = stay ? now.cell : null;
    if (stay) now.view.canvas.focus();
    this.board.draw();
  }
}
