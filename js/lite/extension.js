// @ts-check
// Our JupyterLab extension for the course in a browser, written by hand against the container that
// JupyterLab loads prebuilt extensions from (webpack's module federation): `init` gets the shared
// modules, `get` gives ours. Two buttons in a notebook's toolbar, how far Python's start is, a sentence
// about editions, and the saved views that would not be drawn.

import { lookAfter } from "../lab/saved_views.js";
import { answerForKernel } from "./comms.js";
import { filesReachable, shareStart } from "./kernel_start.js";
import { giveRoom } from "./narrow_screen.js";
import { startLine } from "./start_line.js";
import { startOver, otherEdition, ownFiles, packed } from "./student_work.js";
import { keepFirst } from "./toolbar_first.js";

/** @type {Record<string, Record<string, {get: () => Promise<() => any>}>>} */
let shared = {};

const SHORTLY = { autoClose: 15_000 }; // without a time it would only be counted at the foot

async function moduleOf(name) {
  const versions = shared[name];
  if (!versions) throw new Error(`JupyterLab shares no ${name}`);
  const [newest] = Object.keys(versions).sort().reverse();
  return (await versions[newest].get())();
}

/** The course's own text of a file; null where it has none. */
async function shipped(base, path) {
  const url = new URL(`files/${path.split("/").map(encodeURIComponent).join("/")}`, base);
  const answer = await fetch(url, { cache: "no-cache" });
  return answer.ok ? answer.text() : null;
}

function download(blob, name) {
  const link = Object.assign(document.createElement("a"),
    { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @param {any} problem what a browser or JupyterLab says of it @returns one sentence */
const sentenceOf = (problem) => (problem instanceof TypeError
  ? "The course cannot be reached, and nothing was changed. Is there a connection?"
  : `The browser did not do it (${problem?.message ?? problem}). Is its storage full, or closed to this `
    + "site, as in a private window? File → Download saves this notebook.");

const button = (text, title, act, failed) => {
  const one = Object.assign(document.createElement("button"), { textContent: text, title });
  one.className = "jp-ToolbarButtonComponent cnnkit-work";
  one.style.cssText = "padding: 0 clamp(3px, 1vw, 8px); color: inherit; " // both on a telephone
    + "font-size: min(var(--jp-ui-font-size1), 3.2vw)";
  one.addEventListener("click", () => void act().catch(failed));
  return one;
};

/** @param {any} app @param {any[]} modules of NEEDED @param {any} logs JupyterLab's, if it has them */
function activate(app, modules, logs) {
  const [{ Widget }, { Notification, showDialog, Dialog }, { PageConfig }] = modules;
  const { contents } = app.serviceManager;
  const base = new URL(PageConfig.getBaseUrl(), location.href);

  const failed = (problem) => Notification.error(sentenceOf(problem), { autoClose: false });

  const takeHome = async () => {
    await app.commands.execute("docmanager:save-all");
    const files = await ownFiles(contents, (path) => shipped(base, path));
    if (!files.length) {
      Notification.info("Nothing here is yours yet: every file is as the course brought it.", SHORTLY);
      return;
    }
    download(packed(files), "my_cnnkit_work.zip");
  };

  const over = async (context) => {
    const { path } = context;
    if (await shipped(base, path) === null) {
      Notification.info(`The course has no lesson of the name ${path}. Open the lesson in the list of `
        + "files: this notebook stays as it is.", SHORTLY);
      return;
    }
    const sure = await showDialog({
      title: "Start this lesson over?",
      body: "You get the lesson as the course has it. What you wrote is kept beside it, under "
        + "another name.",
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: "Start over" })],
    });
    if (!sure.button.accept) return;
    await context.save();
    const aside = await startOver(contents, path);
    await context.revert();
    Notification.success(`This is the lesson as the course has it. Yours is ${aside}.`, SHORTLY);
  };

  const tellOfEdition = async (context) => {
    const text = await shipped(base, context.path);
    if (text === null) return;
    if (!otherEdition(context.model.toJSON().metadata, JSON.parse(text).metadata)) return;
    Notification.info("A newer edition of this lesson exists. Yours stays as it is; "
      + "“Start over” brings the new one, and keeps yours beside it.", { autoClose: false });
  };

  app.docRegistry.addWidgetExtension("Notebook", {
    createNew(panel, context) {
      shareStart(context.sessionContext, () => filesReachable(navigator.serviceWorker));
      answerForKernel(context.sessionContext);
      const node = document.createElement("div");
      node.style.cssText = "display: flex; align-items: center";
      node.append(
        button("Download my work", "Save all that you changed, as one ZIP file", takeHome, failed),
        button("Start over", "Get this lesson as the course has it; yours is kept", () => over(context),
          failed),
      );
      const widget = new Widget({ node });
      keepFirst(panel.toolbar, "cnnkit-work", widget);
      giveRoom(app.shell);
      const line = new Widget();
      startLine(line, context.sessionContext, logs);
      panel.contentHeader.addWidget(line);
      void context.ready.then(() => tellOfEdition(context)).catch(() => {});
      panel.disposed.connect(lookAfter(panel.content, context));
      return widget;
    },
  });
}

const NEEDED = ["@lumino/widgets", "@jupyterlab/apputils", "@jupyterlab/coreutils",
  "@jupyterlab/logconsole"];

const container = {
  init(scope) { shared = scope; },
  async get() { // with all modules at hand, so that no notebook opens before we look after it
    const modules = await Promise.all(NEEDED.map(moduleOf));
    const plugin = {
      id: "cnnkit-lessons:work",
      description: "A student's work in the browser.",
      autoStart: true,
      optional: [modules[3].ILoggerRegistry],
      activate: (app, logs) => activate(app, modules, logs),
    };
    return () => ({ __esModule: true, default: plugin });
  },
};

/** @type {any} */ (globalThis)._JUPYTERLAB ??= {};
/** @type {any} */ (globalThis)._JUPYTERLAB["cnnkit-lessons"] = container;
