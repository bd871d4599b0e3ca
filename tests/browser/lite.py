"""The course in JupyterLite, as a person runs it: open a lesson, run all cells, read what comes.

with Site("_site") as site, Chromium() as chromium:
    lesson = LiteLesson(site, chromium, "01_match_features.ipynb")
    lesson.run_all(timeout=120)
    assert lesson.errors() == []
"""

import functools
import http.server
import re
import threading
import time

from .steady import wait_until

# JupyterLab draws only the cells that are near; its model knows all.
CELLS = """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
  .filter((cell) => cell.cell_type === 'code')
  .map(({execution_count: count, outputs, source}) => ({count, outputs, source}))"""
FORGET = """() => {
  for (const cell of window.jupyterapp.shell.currentWidget.content.model.cells) {
    if (cell.type === 'code') cell.clearExecution();
  }
}"""
# The kernel's start waits until it is let go, as on a slow computer.
HOLD = """() => {
  const held = new Promise((resolve) => { window.letGo = resolve; });
  const timer = setInterval(() => {
    const sessions = window.jupyterapp?.serviceManager?.sessions;
    if (!sessions) return;
    clearInterval(timer);
    const start = sessions.startNew.bind(sessions);
    sessions.startNew = async (...options) => { await held; return start(...options); };
  }, 1);
}"""
# What a person sees of the start, for a message about a run that does not come on.
SEEN = """() => {
  const {sessionContext, content} = window.jupyterapp.shell.currentWidget;
  const text = (selector) => [...document.querySelectorAll(selector)]
    .filter((one) => one.offsetParent).map((one) => one.innerText);
  return {
    kernel: `${sessionContext.kernelDisplayName}: ${sessionContext.kernelDisplayStatus}`,
    begun: content.widgets.some(
      (cell) => /[*\\d]/.test(cell.inputArea?.promptNode?.textContent ?? '')),
    line: text('.cnnkit-start'),
    dialogs: text('.jp-Dialog-content'),
  };
}"""
# A notebook that is open, in front, with JupyterLab's own work on it done.
OPEN = """() => {
  const {restored, commands, shell} = window.jupyterapp ?? {};
  const notebook = shell?.currentWidget;
  if (!notebook?.content?.model || !commands.isEnabled('notebook:run-all-cells')) return false;
  return Promise.all([restored, notebook.revealed, notebook.context.ready]).then(() => true);
}"""
READY = """() => ['idle', 'busy'].includes(
  window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status)"""
# Asked twice a second: the whole notebook as JSON, megabytes, would keep the page from its work.
STATE = """() => {
  const {sessionContext, content} = window.jupyterapp.shell.currentWidget;
  const cells = [...content.model.cells].filter(
    (cell) => cell.type === 'code' && cell.sharedModel.getSource().trim());
  const fails = ({outputs}) => Array.from({length: outputs.length}, (_, k) => outputs.get(k))
    .some((output) => output.type === 'error');
  const waiting = content.widgets.some(
    (cell) => cell.inputArea?.promptNode?.textContent.includes('*'));
  return {
    left: cells.filter((cell) => !cell.executionCount).length,
    failed: cells.some(fails),
    busy: waiting || sessionContext.session?.kernel?.status !== 'idle',
  };
}"""


class Site:
    """A plain file server for a built site, here; it notes which files it sent, and their sizes."""

    def __init__(self, folder):
        sent = self.sent = {}

        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *arguments):
                pass

            def copyfile(self, source, output):
                size = source.seek(0, 2)
                source.seek(0)
                path = self.path.partition("?")[0]
                sent[path] = size  # once: the tests' browser keeps nothing, a person's does
                super().copyfile(source, output)

        handler = functools.partial(Quiet, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def only_here(context, site):
    """Block every request that leaves the site; return the list in which they are noted."""
    foreign = []

    def refuse(route):
        foreign.append(route.request.url)
        route.abort()

    context.route(re.compile(f"^(?!{re.escape(site.url)}|blob:|data:)"), refuse)
    return foreign


def said_of_errors(cells):
    """What code cells said of an error, or on the error stream."""
    outputs = [output for cell in cells for output in cell["outputs"]]
    return [
        output.get("evalue") or "".join(output["text"])
        for output in outputs
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]


class LiteLesson:
    """A notebook of the site in JupyterLite, with a storage of its own.

    With ``held`` the kernel's start waits until all cells were asked to run.
    """

    def __init__(self, site, chromium, name, *, timeout=120, held=False):
        self.context = chromium.browser.new_context(viewport={"width": 1280, "height": 720})
        self.context.set_default_timeout(1000 * timeout)
        self.foreign = only_here(self.context, site)
        self.page = self.context.new_page()
        self.wrong = []  # what the browser's console says of errors
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda one: one.type == "error" and self.wrong.append(one.text))
        if held:
            self.context.add_init_script(f"({HOLD})()")
        self.began = time.monotonic()
        self.page.goto(f"{site.url}run/lab/index.html?path={name}")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()

    def wait_until(self, condition, message, timeout=120.0):
        """Ask a Python condition until it is true; fail with the message when it never is."""
        return wait_until(self.page, condition, message, timeout)

    def wait_open(self):
        """Wait until the notebook can be worked on, whether Python is there or not."""
        self.page.wait_for_function(OPEN)

    def wait_for_python(self, *, timeout=300):
        """Wait until Python answers; return the seconds since the page was opened."""
        self.page.wait_for_function(READY, timeout=1000 * timeout)
        return time.monotonic() - self.began

    def run_all(self, *, timeout):
        """Run every cell; return the seconds since the page was opened.

        Python is not waited for before the click: a person does not either.
        """
        self.wait_open()
        self.page.evaluate(FORGET)
        self.choose("Run", "Run All Cells")
        self.page.evaluate("() => window.letGo?.()")
        clicked = time.monotonic()
        while time.monotonic() < clicked + timeout:
            self.page.wait_for_timeout(500)
            if time.monotonic() > clicked + 120 and not self.seen()["begun"]:
                raise TimeoutError(f"no cell waits 120 s after Run All Cells: {self.seen()}")
            state = self.page.evaluate(STATE)
            if (state["failed"] or not state["left"]) and not state["busy"]:
                return time.monotonic() - self.began
        left = [cell["source"][:40] for cell in self.cells() if not cell["count"]]
        what = f"after {timeout} s {len(left)} cells still wait: {left[:3]}"
        raise TimeoutError(f"{what}; {self.seen()}")

    def choose(self, menu, entry):
        """Choose in JupyterLab's menus; it closes one when it learns of entries meanwhile."""
        label = self.page.locator(".lm-MenuBar-itemLabel", has_text=menu).first
        item = self.page.locator(".lm-Menu-itemLabel").get_by_text(entry, exact=True)

        def opened():
            if not item.first.is_visible():
                label.click()
            return item.first.is_visible()

        self.wait_until(opened, f"the menu {menu} does not show {entry}")
        item.first.click()

    def seen(self):
        """What a person sees of the kernel's start, and what the console said of errors."""
        return self.page.evaluate(SEEN) | {"console": self.wrong[-5:]}

    def cells(self):
        """The code cells as JupyterLab knows them: count, outputs, source."""
        return self.page.evaluate(CELLS)

    def errors(self):
        """What a cell said of an error, or on the error stream."""
        return said_of_errors(self.cells())

    def texts(self):
        """What the cells print."""
        outputs = [output for cell in self.cells() for output in cell["outputs"]]
        return ["".join(output["text"]) for output in outputs if output.get("name") == "stdout"]

    def close(self):
        self.context.close()
