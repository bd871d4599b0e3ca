// @ts-check
// Two trainings side by side: a table of the settings that differ, and of what came of them.

import { make } from "./dom.js";

export class Comparison {
  constructor() {
    this.element = make("table", { class: "cnnkit-comparison", hidden: "",
      "aria-label": "Two runs side by side" });
    this.shown = "";
  }

  /** @param {string[][] | undefined} rows headings first, and a heading first in each row */
  update(rows) {
    const wanted = JSON.stringify(rows ?? []);
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.element.hidden = !rows?.length;
    this.element.replaceChildren(...(rows ?? []).map((row, i) => make("tr", {},
      ...row.map((text, j) => {
        if (i && j) return make("td", {}, text);
        return text ? make("th", { scope: i ? "row" : "col" }, text) : make("td", {});
      }))));
  }
}
