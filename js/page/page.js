// @ts-check
// A page that scrolls: its explorers and predictions are drawn when they come near.

import { drawPage } from "./page_without_python.js";

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", () => drawPage());
} else {
  drawPage();
}
