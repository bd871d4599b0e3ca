"""Pages without a kernel: an exported notebook shows every explorer and lets the cursor move.

An export loads ipywidgets' html-manager and require.js from the web. The test gives the page copies
in their place, fetched once with npm (see `node_modules` in conftest.py). Whoever has no npm still
runs the other test, in which a host of twenty lines draws the stored state.
"""

import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

from .notebooks import write
from .steady import follows_the_keys, follows_the_pointer
from .test_boards import EXPLORERS

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def exported(chromium, tmp_path_factory):
    """An executed notebook with every explorer, as a static page."""
    folder = tmp_path_factory.mktemp("export")
    cells = ["from cnnkit.widgets import *", *EXPLORERS]
    notebook = write(folder / "explorers.ipynb", *cells)
    environment = {**os.environ, "IPYTHONDIR": str(folder / "ipython")}
    environment.pop("MPLBACKEND", None)
    # The installation has nbconvert show pictures; with views it needs scripts of the web.
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", str(notebook)]
    command += ["--HTMLExporter.preprocessors=[]"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=180)
    assert done.returncode == 0, done.stderr
    return folder / "explorers.html"


@pytest.fixture(scope="module")
def scripts(node_modules):
    """What the page asks the web for, and the file that it gets."""
    spec = importlib.util.find_spec("anywidget")
    prefix = pathlib.Path(sys.prefix)
    places = [
        prefix / "share" / "jupyter" / "nbextensions" / "anywidget" / "index.js",
        pathlib.Path(spec.origin).parent / "nbextension" / "index.js",
    ]
    return {
        r"require\.js/.*/require\.min\.js": node_modules / "requirejs" / "require.js",
        r"/html-manager@.*/embed-amd\.js": node_modules
        / "@jupyter-widgets/html-manager/dist/embed-amd.js",
        r"/anywidget@.*/index\.js": next(place for place in places if place.exists()),
    }


# anywidget says so when a busy computer takes more than its two seconds; it goes on all the same,
# and whether each board is painted is asked for itself.
LATE = "[anywidget] Failed to initialize model."


@pytest.fixture
def page(chromium):
    context = chromium.browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: LATE in str(error) or page.wrong.append(str(error)))
    yield page
    context.close()


def move_over_every_panel(page):
    """Every Board is painted, its cursor follows the mouse and the keys, and nothing fails."""
    boards = page.locator(".cnnkit-board")
    for index in range(len(EXPLORERS)):
        board = boards.nth(index)
        board.wait_for()
        board.evaluate("(root) => root.scrollIntoView({block: 'center'})")
        page.wait_for_function(
            "(index) => document.querySelectorAll('.cnnkit-board')[index].dataset.ready === '1'",
            arg=index,
        )
        panels = board.locator("[data-panel] canvas")
        assert panels.count()
        for number in range(panels.count()):
            canvas = panels.nth(number)
            follows_the_pointer(page, board, canvas)
            follows_the_keys(page, board, canvas)
        assert board.locator(".cnnkit-arithmetic").inner_text()
    assert page.wrong == []


def test_an_exported_page_lets_the_cursor_move_without_a_kernel(
    exported, scripts, page, screenshots
):
    asked = []

    def serve(route):
        url = route.request.url
        for pattern, path in scripts.items():
            if re.search(pattern, url):
                headers = {"Access-Control-Allow-Origin": "*"}
                route.fulfill(path=path, content_type="text/javascript", headers=headers)
                return
        asked.append(url)
        route.abort()

    page.context.route(re.compile("^https?://"), serve)
    page.goto(exported.as_uri())
    move_over_every_panel(page)
    page.screenshot(path=str(screenshots / "exported.png"))
    # Formulas are the export's own affair; the explorers ask for nothing else.
    assert [url for url in asked if "mathjax" not in url.lower() and "mermaid" not in url] == []
    # Whoever tries to change a number is told why nothing happens.
    board = page.locator(".cnnkit-board").first
    board.locator('[data-control="preset"]').select_option("identity")
    page.wait_for_function("() => document.querySelector('.cnnkit-board').dataset.error")
    assert board.locator('[data-control="preset"]').input_value() == "sharpen"
    assert page.wrong == []


# The least that a host of anywidget's modules offers; there is no kernel behind it.
HOST = """
async ({state, views}) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const get_model = async (id) => ({get: (name) => state[id].state[name]});
  for (const id of views) {
    const {state: traits, buffers = []} = state[id];
    for (const {path, data} of buffers) {
      const inner = path.slice(0, -1).reduce((at, key) => at[key], traits);
      inner[path.at(-1)] = new DataView(bytes(data).buffer);
    }
    const source = new Blob([traits._esm], {type: 'text/javascript'});
    const module = await import(URL.createObjectURL(source));
    const model = {
      get: (name) => traits[name],
      set: (name, value) => { traits[name] = value; },
      save_changes() {}, on() {}, off() {}, widget_manager: {get_model},
      send() { throw new Error('there is no kernel'); },
    };
    const el = document.body.appendChild(document.createElement('div'));
    await module.default.render({model, el});
  }
}
"""


def test_the_stored_state_draws_in_any_host(exported, page, screenshots):
    text = exported.read_text(encoding="utf-8")

    def embedded(kind):
        pattern = rf'<script type="{re.escape(kind)}">(.*?)</script>'
        return [json.loads(found) for found in re.findall(pattern, text, re.DOTALL)]

    state = embedded(STATE)[0]["state"]
    views = [view["model_id"] for view in embedded(VIEW)]
    assert len(views) == len(EXPLORERS)
    page.set_content("<!doctype html><title>a host</title><body></body>")
    page.evaluate(HOST, {"state": state, "views": views})
    move_over_every_panel(page)
    page.screenshot(path=str(screenshots / "any-host.png"))
    board = page.locator(".cnnkit-board").first
    board.locator('[data-control="preset"]').select_option("identity")
    page.wait_for_function("() => document.querySelector('.cnnkit-board').dataset.error")
    assert "Python does not answer" in board.get_attribute("data-error")
    assert board.locator('[data-control="preset"]').input_value() == "sharpen"
    assert page.wrong == []
