"""One notebook, open in JupyterLab: run it, look at it, and hear of everything that goes wrong."""

import contextlib
import json

from . import steady
from .pictures import Pictures
from .trouble import Trouble

# Runs in every page before JupyterLab does.
INIT_SCRIPT = """
window.cnnkitTest = {kernelErrors: [], watched: new Set()};
// Listens to everything that the kernel sends, errors of callbacks that no cell caused included.
window.cnnkitTest.watch = (context) => {
  const attach = () => {
    const kernel = context.session && context.session.kernel;
    if (!kernel || window.cnnkitTest.watched.has(kernel)) return;
    window.cnnkitTest.watched.add(kernel);
    kernel.iopubMessage.connect((_, message) => {
      const {header, content} = message;
      if (header.msg_type === 'error') {
        window.cnnkitTest.kernelErrors.push(`${content.ename}: ${content.evalue}`);
      } else if (header.msg_type === 'stream' && content.name === 'stderr') {
        window.cnnkitTest.kernelErrors.push(`stderr: ${content.text}`);
      }
    });
  };
  attach();
  context.kernelChanged.connect(attach);
};
"""


class LabPage(Pictures, Trouble):
    """One notebook, open in JupyterLab.

    Parameters
    ----------
    notebook : path of the notebook; a copy of it is opened, the file itself stays untouched
    trusted : False opens it as a fresh clone does, before any cell was run
    size : (width, height) of the window in CSS pixels
    scale : device pixels per CSS pixel
    theme : "light" or "dark"
    sidebar : False closes JupyterLab's file browser, as one does on a projector
    prepare : called with Playwright's page before it goes anywhere, to listen from the first moment
    """

    def __init__(
        self,
        server,
        chromium,
        notebook,
        *,
        trusted=True,
        size=(1440, 900),
        scale=1,
        theme="light",
        sidebar=True,
        reduced_motion=False,
        touch=False,
        prepare=None,
        timeout=60.0,
    ):
        self.server = server
        self.path = server.place(notebook, trusted=trusted)
        self._folder = self.path.partition("/")[0]
        self._log_start = len(server.log())
        self._console = []
        self.requests = []
        self.context = chromium.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=scale,
            reduced_motion="reduce" if reduced_motion else "no-preference",
            has_touch=touch,
        )
        try:
            self.context.set_default_timeout(timeout * 1000)
            self.page = self.context.new_page()
            self.page.add_init_script(INIT_SCRIPT)
            self.page.on("console", self._on_console)
            self.page.on("pageerror", lambda error: self._console.append(f"uncaught: {error}"))
            self.page.on("request", lambda request: self.requests.append(request.url))
            if prepare:
                prepare(self.page)
            self.page.goto(
                f"{server.url}{self.address()}?token={server.token}&reset",
                wait_until="domcontentloaded",
            )
            self.wait_ready()
            if theme != "light":
                self.set_theme(theme)
            if not sidebar:
                self.close_sidebar()
        except BaseException:
            self.close()
            raise

    # ---- the page ------------------------------------------------------------------------------

    def address(self):
        """Where on the server the notebook opens: in JupyterLab, with a workspace of its own."""
        return f"lab/workspaces/w{self._folder}/tree/{self.path}"

    def _on_console(self, message):
        if message.type == "error":
            self._console.append(message.text)

    def wait_ready(self):
        """Wait until the notebook is drawn and its kernel answers."""
        self.page.wait_for_function(
            """(path) => {
              const widget = window.jupyterapp?.shell?.currentWidget;
              return Boolean(widget?.context?.isReady && widget.context.path === path
                             && widget.content?.widgets?.length && widget.sessionContext?.isReady);
            }""",
            arg=self.path,
        )
        self.page.evaluate(
            """async () => {
              const widget = window.jupyterapp.shell.currentWidget;
              await widget.context.ready;
              await widget.revealed;
              await widget.sessionContext.ready;
              const kernel = widget.sessionContext.session?.kernel;
              if (kernel) await kernel.info;
              window.cnnkitTest.watch(widget.sessionContext);
            }"""
        )
        # A long notebook is put on the page bit by bit.
        self.page.wait_for_function(
            """() => window.jupyterapp.shell.currentWidget.content.widgets
                .every((cell) => cell.node.isConnected)"""
        )
        self.settle()

    def open(self, notebook, *, trusted=True):
        """Open another notebook in the same page, in place of the one that is open."""
        self.evaluate(
            """async () => {
              nb.context.model.dirty = false; // or JupyterLab asks whether to save
              await nb.sessionContext.shutdown();
              nb.dispose();
              window.cnnkitTest.kernelErrors = [];
            }"""
        )
        self._console.clear()
        self.requests.clear()
        self._log_start = len(self.server.log())
        self.path = self.server.place(notebook, trusted=trusted)
        self._folder = self.path.partition("/")[0]
        self.command("docmanager:open", path=self.path)
        self.wait_ready()

    def evaluate(self, script, argument=None):
        """Run JavaScript in the page; `nb` is the notebook panel, `app` is JupyterLab."""
        return self.page.evaluate(
            f"""async (argument) => {{
              const app = window.jupyterapp;
              const nb = app.shell.currentWidget;
              return await ({script})(argument);
            }}""",
            argument,
        )

    def command(self, name, **arguments):
        """Execute one of JupyterLab's commands and wait until it is done."""
        self.page.evaluate(
            """async ([name, args]) => { await window.jupyterapp.commands.execute(name, args); }""",
            [name, arguments],
        )

    def set_theme(self, theme):
        """Switch JupyterLab to its "light" or "dark" theme and wait until the page wears it."""
        self.command(
            "apputils:change-theme",
            theme={"light": "JupyterLab Light", "dark": "JupyterLab Dark"}[theme],
        )
        self.page.wait_for_function(
            "(light) => document.body.dataset.jpThemeLight === light",
            arg=str(theme == "light").lower(),
        )
        self.settle()

    def set_font(self, family):
        """Write JupyterLab and what is in it in another font, while all of it is open.

        "" gives back what JupyterLab's theme names.
        """
        self.page.evaluate(
            """(family) => {
              for (const use of ['ui', 'content']) {
                document.documentElement.style.setProperty(`--jp-${use}-font-family`, family);
              }
            }""",
            json.dumps(family) if family else "",
        )
        self.settle()

    def set_size(self, width, height):
        self.page.set_viewport_size({"width": width, "height": height})
        self.settle()

    def close_sidebar(self):
        self.page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
        self.settle()

    def settle(self, frames=3):
        """Wait for some animation frames: layout and painting are done then."""
        self.page.evaluate(
            """async (frames) => {
              for (let i = 0; i < frames; i++) await new Promise(requestAnimationFrame);
            }""",
            frames,
        )

    def wait_until(self, condition, message, timeout=30.0):
        """Poll a Python condition; fail with the message when it does not come true."""
        return steady.wait_until(self.page, condition, message, timeout)

    # ---- the notebook --------------------------------------------------------------------------

    def cell_sources(self):
        """The notebook's cells as a list of (type, source)."""
        return [
            tuple(pair)
            for pair in self.evaluate(
                """() => nb.content.widgets.map((cell) =>
                     [cell.model.type, cell.model.sharedModel.getSource()])"""
            )
        ]

    def run_all(self, timeout=180.0):
        """Run all cells; return when the last one is done."""
        self._run("notebook:run-all-cells", timeout)

    def run_cell(self, index, timeout=60.0):
        """Run the cell at this index (Markdown cells count too)."""
        self.evaluate("(index) => { nb.content.activeCellIndex = index; }", index)
        self._run("notebook:run-cell", timeout)

    def _run(self, command, timeout):
        # The promise is started, not awaited, so that a hanging kernel is a failure in time.
        self.page.evaluate(
            """(command) => {
              window.cnnkitTest.running = true;
              window.jupyterapp.commands.execute(command).finally(() => {
                window.cnnkitTest.running = false;
              });
            }""",
            command,
        )
        self.page.wait_for_function(
            "() => window.cnnkitTest.running === false", timeout=timeout * 1000
        )
        self.settle()

    def run_code(self, code, timeout=60.0):
        """Execute code in the notebook's kernel without a cell; return what it printed."""
        return self.evaluate(
            """async ([code, timeout]) => {
              const future = nb.sessionContext.session.kernel.requestExecute(
                {code, store_history: false, silent: false});
              let text = '';
              future.onIOPub = ({header, content}) => {
                if (header.msg_type === 'stream') text += content.text;
                if (header.msg_type === 'error') text += content.traceback.join('\\n');
              };
              await Promise.race([future.done, new Promise((_, reject) =>
                setTimeout(() => reject(new Error('the kernel did not answer')), timeout))]);
              return text;
            }""",
            [code, timeout * 1000],
        )

    def restart_kernel(self):
        """Restart the kernel as the menu does, without its question."""
        self.evaluate(
            """async () => {
              await nb.sessionContext.restartKernel();
              const kernel = nb.sessionContext.session.kernel;
              await kernel.info;
              window.cnnkitTest.watch(nb.sessionContext);
            }"""
        )

    def shut_down_kernel(self):
        self.evaluate("async () => { await nb.sessionContext.shutdown(); }")

    def cell(self, index):
        """The element of one cell."""
        self.evaluate("(index) => nb.content.scrollToItem(index, 'center')", index)
        return self.page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{index}']")

    def cell_errors(self):
        """Errors that are stored in or shown by cells, except where a cell's tag allows them."""
        return self.evaluate(
            """() => nb.content.widgets.flatMap((cell, index) => {
              if (cell.model.type !== 'code') return [];
              if ((cell.model.getMetadata('tags') || []).includes('raises-exception')) return [];
              return cell.model.outputs.toJSON()
                .filter((output) => output.output_type === 'error' ||
                                    (output.output_type === 'stream' && output.name === 'stderr'))
                .map((output) => `cell ${index}: ` + (output.ename
                  ? `${output.ename}: ${output.evalue}` : `stderr: ${output.text}`));
            })"""
        )

    # ---- widgets -------------------------------------------------------------------------------

    def boards(self):
        """Locator of all drawn Boards of the page."""
        return self.page.locator(".cnnkit-board")

    def board(self, index=0, ready=True):
        """Locator of one Board, in the middle of the window; waits until it is painted."""
        board = self.boards().nth(index)
        try:
            self.wait_until(lambda: self.boards().count() > index, "there is no Board on the page")
            if ready:
                self.show(board)
                self.wait_until(
                    lambda: board.get_attribute("data-ready") == "1", "the Board is not painted"
                )
        except AssertionError as error:
            raise AssertionError("\n".join([str(error), *self.problems()])) from None
        return board

    def show(self, locator):
        """Scroll an element into the middle: mouse events below the fold hit nothing."""
        steady.show(locator)

    def marks(self, locator):
        """The element's `data-*` attributes as a dict, `data-draws` as `draws`."""
        return locator.evaluate("(element) => ({...element.dataset})")

    def close(self):
        """Close the page and end its kernel."""
        # Unsaved changes would ask whether to leave.
        with contextlib.suppress(Exception):
            self.context.close()
        with contextlib.suppress(Exception):
            self.server.end_sessions(self._folder)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
