// @ts-check
// A line above a notebook while Python starts: how far it is; and, where it does not come on, why,
// with a button that starts it again.

import { CHANNEL } from "./channel.js";

const HIGH = 32; // px, of one line
const QUIET = 60_000; // ms without a byte and without Python

/** The line of Python's or the browser's report that names the error. */
const errorOf = (report) => {
  const lines = report.trim().split("\n");
  return (lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1)).slice(0, 200);
};

/** What a person reads while Python starts; empty once it is there.
 * @param {{ready: boolean, loaded: number, total: number, failed?: string, quiet?: boolean}} start */
export function startWords({ ready, loaded, total, failed, quiet }) {
  if (ready) return "";
  if (failed) return `Python did not start: ${errorOf(failed)}`;
  if (quiet) return "Python has not moved on for a minute.";
  if (!loaded) return "Python is starting … Cells that you run now wait for it.";
  if (loaded >= total) return "Python is loaded and starting … Cells that you run now wait for it.";
  const [got, all] = [loaded, total].map((bytes) => Math.round(bytes / 1e6));
  return `Loading Python: ${got} of ${all} MB. Cells that you run now wait for it.`;
}

/** Whether nothing has to be told: Python answers, or nobody wants it.
 * @param {any} context JupyterLab's session context */
export function isReady(context) {
  const kernel = context.session?.kernel;
  if (!kernel) return context.isReady && context.kernelDisplayStatus !== "initializing";
  return ["idle", "busy", "dead"].includes(kernel.status);
}

/** Call back with what JupyterLab's logs say of a failure. @param {any} logs @returns what ends it */
function hearFailures(logs, told) {
  if (!logs) return () => {};
  const hear = ({ outputAreaModel: lines }, change) => {
    const last = change === "append" && lines.get(lines.length - 1);
    if (last?.level === "critical") told(String(last.toJSON().data?.["text/plain"] ?? "it failed"));
  };
  const connected = new Set();
  const connect = () => {
    for (const log of logs.getLoggers()) {
      if (!connected.has(log)) log.contentChanged.connect(hear);
      connected.add(log);
    }
  };
  logs.registryChanged.connect(connect);
  connect();
  return () => {
    logs.registryChanged.disconnect(connect);
    for (const log of connected) log.contentChanged.disconnect(hear);
  };
}

/** Fill the line.
 * @param {{node: HTMLElement, parent: any, setHidden(hidden: boolean): void}} line Lumino's widget
 * @param {any} context JupyterLab's session context @param {any} logs its logs, if it has them */
export function startLine(line, context, logs) {
  const { node } = line;
  node.classList.add("cnnkit-start");
  node.style.cssText = `min-height: ${HIGH}px; box-sizing: border-box; padding: 2px 12px; display: flex; `
    + "align-items: center; gap: 8px; color: var(--jp-ui-font-color1); "
    + "background: var(--jp-layout-color2); font-size: var(--jp-ui-font-size1)";
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", "Loading Python");
  const again = Object.assign(document.createElement("button"), { textContent: "Start Python again" });
  node.append(bar, words, again);

  const start = { ready: false, loaded: 0, total: 1, failed: "", quiet: false };
  let timer = 0;
  const show = () => {
    start.ready = isReady(context);
    line.setHidden(start.ready);
    words.textContent = startWords(start);
    const stuck = Boolean(start.failed || start.quiet);
    again.hidden = !stuck;
    bar.hidden = stuck;
    if (start.loaded) Object.assign(bar, { max: start.total, value: start.loaded });
    else bar.removeAttribute("value");
    const needed = `${Math.max(HIGH, words.offsetHeight + 4)}px`; // more lines on a telephone
    if (needed === node.style.minHeight) return;
    node.style.minHeight = needed;
    line.parent?.fit();
  };
  const heard = (news = {}) => { // something came on
    Object.assign(start, { failed: "", quiet: false }, news);
    clearTimeout(timer);
    show();
    if (!start.ready) timer = window.setTimeout(() => { start.quiet = true; show(); }, QUIET);
  };
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }) => { if (!isReady(context)) heard(data); });
  const deaf = hearFailures(logs, (failed) => { if (!isReady(context)) heard({ failed }); });
  const changed = () => { if (!start.failed || isReady(context)) heard(); };
  context.statusChanged.connect(changed);
  context.sessionChanged.connect(changed);
  context.disposed.connect(() => { channel.close(); deaf(); clearTimeout(timer); });
  again.addEventListener("click", () => {
    heard({ loaded: 0 });
    void (context.session?.kernel ? context.restartKernel() : context.startKernel());
  });
  heard();
}
