"""Drive a real JupyterLab in a headless Chromium; used by the tests, the latency benchmark and the
screenshot tool.

    with LabServer() as server, Chromium() as chromium:
        with LabPage(server, chromium, "notebooks/01_match_features.ipynb") as lab:
            lab.run_all()
            lab.board().screenshot(path="board.png")
            assert lab.problems() == []

Each `LabPage` gets a folder of its own with a copy of the notebook, so its own kernel and its own
workspace: nothing that a page does is seen by the next one.
"""

import atexit
import contextlib
import itertools
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOKS = REPOSITORY / "notebooks"

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The same text rendering everywhere, so that two screenshots of the same state are comparable.
    "--force-color-profile=srgb",
    "--hide-scrollbars",
]

# What a reader must never see in a page, wherever the words come from.
ERROR_TEXTS = (
    "Error displaying widget",
    "Error creating widget",
    "Error rendering",
    "model not found",
    "widget model not found",
    "Loading widget...",
    "Javascript Error",
    "JavaScript Error",
    "Traceback (most recent call last)",
    "[anywidget]",
)

# Console messages of JupyterLab itself that say nothing about a notebook. Each has its reason.
HARMLESS_CONSOLE = (
    # Before Run All, saved outputs point to widgets of a kernel that is gone; drawing them from the
    # stored state is what the tests check by looking at the page.
    re.compile(r"widget model not found", re.IGNORECASE),
    # JupyterLab asks for its own optional files and takes a missing one in its stride.
    re.compile(r"Failed to load resource.*(40[34])"),
)


# The kernel's answers to the widget manager, which on opening a page asks for widgets before any
# cell has imported ipywidgets.
HARMLESS_KERNEL = (re.compile(r"^(\s*No such comm.*\s*)+$"),)


class BrowserMissing(RuntimeError):
    """Raised when the browser tests cannot run here; the message says how to change that."""


def find_chromium():
    """Return the path of a Chromium that is installed here, or None for Playwright's own."""
    named = os.environ.get("CNNKIT_CHROMIUM")
    if named:
        path = shutil.which(named)
        if path is None:
            raise BrowserMissing(f"CNNKIT_CHROMIUM is {named!r}, but there is no such program")
        return path
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path:
            return path
    for path in (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ):
        if pathlib.Path(path).exists():
            return path
    return None


class Chromium:
    """A headless Chromium, driven through Playwright."""

    def __init__(self):
        try:
            from playwright.sync_api import sync_playwright
        except ImportError as error:
            raise BrowserMissing(
                "the browser tests need Playwright's Python package: pip install playwright"
            ) from error
        path = find_chromium()
        self._playwright = sync_playwright().start()
        try:
            self.browser = self._playwright.chromium.launch(
                executable_path=path, headless=True, args=CHROMIUM_FLAGS
            )
        except Exception as error:
            self._playwright.stop()
            raise BrowserMissing(
                "no Chromium could be started: install Chromium or Google Chrome (Debian: apt-get "
                "install chromium; anywhere: python -m playwright install chromium), or give the "
                f"path of one in CNNKIT_CHROMIUM. Tried {path or 'the one of Playwright'}: "
                f"{str(error).strip().splitlines()[0]}"
            ) from error

    def close(self):
        self.browser.close()
        self._playwright.stop()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class LabServer:
    """A JupyterLab of its own: nothing of the user's settings, nothing left behind."""

    def __init__(self, *, start_timeout=60.0):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="cnnkit-lab-")).resolve()
        self.root = self.home / "root"
        self.root.mkdir()
        self.token = secrets.token_hex(16)
        self.log_path = self.home / "server.log"
        self._folders = itertools.count(1)
        self._write_settings()
        port = _free_port()
        command = [
            sys.executable,
            "-m",
            "jupyterlab",
            "--no-browser",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={port}",
            f"--ServerApp.root_dir={self.root}",
            f"--IdentityProvider.token={self.token}",
            "--LabApp.expose_app_in_browser=True",
            # Should this process be killed without a chance to tidy up, the server ends by itself.
            "--ServerApp.shutdown_no_activity_timeout=900",
            "--MappingKernelManager.cull_idle_timeout=600",
            "--MappingKernelManager.cull_connected=True",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
        with self.log_path.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.root,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        atexit.register(self.close)
        try:
            self.url = self._wait_until_up(start_timeout)
        except BaseException:
            self.close()
            raise

    def _environment(self):
        environment = dict(os.environ)
        # A backend for tests without a screen would keep figures out of the notebook.
        environment.pop("MPLBACKEND", None)
        # What the test runner says about itself is none of the kernel's business.
        for name in [name for name in environment if name.startswith(("PYTEST_", "COV_CORE"))]:
            del environment[name]
        # The debugger's remark about frozen modules after each restart is no error of a lesson's.
        environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
        environment.update(
            JUPYTER_CONFIG_DIR=str(self.home / "config"),
            JUPYTER_DATA_DIR=str(self.home / "data"),
            JUPYTER_RUNTIME_DIR=str(self.home / "runtime"),
            JUPYTERLAB_SETTINGS_DIR=str(self.home / "settings"),
            JUPYTERLAB_WORKSPACES_DIR=str(self.home / "workspaces"),
            IPYTHONDIR=str(self.home / "ipython"),
        )
        return environment

    def _write_settings(self):
        """Turn off what would lay a prompt over the page or ask a network for news."""
        self._setting("apputils-extension/notification", fetchNews="false", checkForUpdates=False)
        self._setting("extensionmanager-extension/plugin", enabled=False)

    def _setting(self, plugin, **values):
        path = self.home / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))

    def _wait_until_up(self, timeout):
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            # The server writes down where it really listens, should the port have been taken.
            for path in (self.home / "runtime").glob("jpserver-*.json"):
                with contextlib.suppress(OSError, ValueError):
                    url = json.loads(path.read_text())["url"]
                    self.url = url
                    self.api("GET", "api/status")
                    return url
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start; its log:\n{self.log()[-3000:]}")

    def api(self, method, path):
        """Call the server's REST interface; return the decoded answer."""
        request = urllib.request.Request(
            self.url + path, method=method, headers={"Authorization": f"token {self.token}"}
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=20) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def log(self):
        """What the server and its kernels have written so far."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def place(self, notebook, *, trusted):
        """Copy a notebook into a new folder below the server's root; return its path there."""
        import nbformat
        from nbformat.sign import NotebookNotary

        source = pathlib.Path(notebook)
        folder = self.root / f"{next(self._folders):03d}"
        folder.mkdir()
        shutil.copy(source, folder / source.name)
        if trusted:
            content = nbformat.read(source, as_version=4)
            notary = NotebookNotary(data_dir=str(self.home / "data"))
            try:
                notary.sign(content)
            finally:
                notary.store.close()
        return f"{folder.name}/{source.name}"

    def end_sessions(self, folder):
        """Shut down the kernels of the notebooks in one folder."""
        for session in self.api("GET", "api/sessions"):
            if session["path"].startswith(f"{folder}/"):
                with contextlib.suppress(urllib.error.HTTPError):
                    self.api("DELETE", f"api/sessions/{session['id']}")

    def close(self):
        """End the kernels, then the server, then remove its files; safe to call twice."""
        atexit.unregister(self.close)
        if self._process.poll() is None:
            with contextlib.suppress(Exception):
                for kernel in self.api("GET", "api/kernels"):
                    self.api("DELETE", f"api/kernels/{kernel['id']}")
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                # Kernels watch their parent and leave when it is gone.
                if hasattr(os, "killpg"):
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()
                self._process.wait(15)
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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


class LabPage:
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
            workspace = f"w{self._folder}"
            self.page.goto(
                f"{server.url}lab/workspaces/{workspace}/tree/{self.path}"
                f"?token={server.token}&reset",
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

    def _on_console(self, message):
        if message.type == "error":
            self._console.append(message.text)

    def wait_ready(self):
        """Wait until the notebook is drawn and its kernel answers."""
        self.page.wait_for_function(
            """() => {
              const widget = window.jupyterapp?.shell?.currentWidget;
              return Boolean(widget?.context?.isReady && widget.content?.widgets?.length
                             && widget.sessionContext?.isReady);
            }"""
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

    def wait_until(self, condition, message, timeout=15.0):
        """Poll a Python condition; fail with the message when it does not come true."""
        deadline = time.monotonic() + timeout
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"after {timeout:g} s: {message}")
            self.page.wait_for_timeout(25)

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
        # Cells around it are laid out only once they are in sight, and push it on: so until it
        # stays where it is.
        locator.evaluate(
            """async (element) => {
              let still = 0, last = NaN;
              for (let frame = 0; frame < 120 && still < 4; frame += 1) {
                element.scrollIntoView({block: 'center'});
                await new Promise(requestAnimationFrame);
                const {top} = element.getBoundingClientRect();
                still = Math.abs(top - last) < 0.5 ? still + 1 : 0;
                last = top;
              }
            }"""
        )

    def marks(self, locator):
        """The element's `data-*` attributes as a dict, `data-draws` as `draws`."""
        return locator.evaluate("(element) => ({...element.dataset})")

    # ---- what went wrong -----------------------------------------------------------------------

    def console_errors(self):
        """Errors in the browser's console, without JupyterLab's own harmless ones."""
        return [
            text
            for text in self._console
            if not any(pattern.search(text) for pattern in HARMLESS_CONSOLE)
        ]

    def kernel_errors(self):
        """Errors and warnings that the kernel sent or logged, whoever caused them."""
        sent = [
            text
            for text in self.page.evaluate("() => window.cnnkitTest.kernelErrors")
            if not any(pattern.match(text.removeprefix("stderr: ")) for pattern in HARMLESS_KERNEL)
        ]
        logged = re.findall(
            r"^.*(?:Traceback|Exception in|Error in|ERROR).*$",
            self.server.log()[self._log_start :],
            re.MULTILINE,
        )
        return sent + [f"log: {line}" for line in logged]

    def error_texts(self):
        """Which of the words that a reader must never see stand in the notebook's outputs."""
        shown = self.page.evaluate(
            """() => [...document.querySelectorAll('.jp-OutputArea, .jp-MarkdownOutput')]
                .map((element) => element.innerText).join('\\n')"""
        )
        return [text for text in ERROR_TEXTS if text in shown]

    def foreign_requests(self):
        """Addresses outside this machine that the page asked for: a lesson needs no network."""
        allowed = (self.server.url, "data:", "blob:", self.server.url.replace("http", "ws", 1))
        return sorted({url for url in self.requests if not url.startswith(allowed)})

    def problems(self):
        """Everything that went wrong since the page was opened, as a list of sentences."""
        return (
            [f"console: {text}" for text in self.console_errors()]
            + [f"kernel: {text}" for text in self.kernel_errors()]
            + [f"shown: {text}" for text in self.error_texts()]
            + [f"output: {text}" for text in self.cell_errors()]
            + [f"network: {url}" for url in self.foreign_requests()]
        )

    # ---- pictures ------------------------------------------------------------------------------

    def screenshot(self, path, locator=None):
        """Save a picture of the window, or of one element; return its path."""
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if locator is None:
            self.page.screenshot(path=str(path))
        else:
            self.show(locator)
            locator.screenshot(path=str(path))
        return path

    def full_screenshots(self, folder, name, *, height=1600):
        """Save the whole notebook, however long, as pictures of at most this height."""
        size = self.page.viewport_size
        # The notebook scrolls inside its panel, so the window has to grow to the last cell's end;
        # a few rounds, since cells are laid out for real only once they are in sight.
        wanted = 0
        for _ in range(8):
            box = self.evaluate(
                """() => {
                  const outer = nb.content.node.querySelector('.jp-WindowedPanel-outer');
                  outer.scrollTop = 0;
                  const last = nb.content.widgets.at(-1).node.getBoundingClientRect();
                  const area = outer.getBoundingClientRect();
                  return {x: area.x, y: area.y, width: area.width, end: last.bottom + 24,
                          rest: window.innerHeight - area.bottom};
                }"""
            )
            if abs(box["end"] - wanted) < 2 and box["end"] > box["y"]:
                break
            wanted = box["end"]
            total = round(min(max(box["end"] + box["rest"], size["height"]), 30000))
            self.page.set_viewport_size({"width": size["width"], "height": total})
            self.page.wait_for_timeout(400)
        paths = []
        top = box["y"]
        while top < box["end"]:
            clip = {"x": box["x"], "y": top, "width": box["width"]}
            clip["height"] = min(height, box["end"] - top)
            path = pathlib.Path(folder) / f"{name}-{len(paths) + 1:02d}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(path), clip=clip)
            paths.append(path)
            top += height
        self.set_size(size["width"], size["height"])
        return paths

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
