// @ts-check
// The part of JupyterLab and Notebook 7 that comes with cnnkit, written by hand against the container
// that they load prebuilt extensions from (webpack's module federation). It needs no module of theirs.

import { lookAfter } from "./saved_views.js";

/** @param {any} app */
function activate(app) {
  app.docRegistry.addWidgetExtension("Notebook", {
    createNew(panel, context) {
      const end = lookAfter(panel.content, context);
      panel.disposed.connect(end);
    },
  });
}

const container = {
  init() {},
  async get() {
    const plugin = {
      id: "cnnkit:saved-views",
      description: "Saved widgets are there when a notebook is opened again.",
      autoStart: true,
      activate,
    };
    return () => ({ __esModule: true, default: plugin });
  },
};

/** @type {any} */ (globalThis)._JUPYTERLAB ??= {};
/** @type {any} */ (globalThis)._JUPYTERLAB.cnnkit = container;
