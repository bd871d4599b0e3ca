"""Every lesson, opened as a person opens it: before a cell is run, and after Run All."""

import os
import pathlib

import nbformat
import pytest

from .harness import NOTEBOOKS, LabPage

# Another folder of executed notebooks, while lessons are being written.
FOLDER = pathlib.Path(os.environ.get("CNNKIT_NOTEBOOKS", NOTEBOOKS))
LESSONS = sorted(FOLDER.glob("*.ipynb"))
VIEW = "application/vnd.jupyter.widget-view+json"


def stored_outputs(path, mime):
    """How many outputs of the stored notebook hold this kind of data."""
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return sum(mime in output.get("data", {}) for output in outputs)


# ipywidgets puts each view into a panel of its own.
VIEWS = ".jp-Notebook .lm-Panel.jp-OutputArea-output > .lm-Widget"


def shown(lab):
    """What stands in the outputs: views with content, Boards that have painted, pictures."""
    return lab.page.evaluate(
        """(views) => {
          const all = (selector) => [...document.querySelectorAll(selector)];
          const images = all('.jp-Notebook .jp-OutputArea-output img');
          return {
            views: all(views).filter((one) => one.childElementCount).length,
            boards: all('.jp-Notebook .cnnkit-board').length,
            images: images.length,
            broken: images.filter((one) => !one.complete || one.naturalWidth < 20).length,
          };
        }""",
        VIEWS,
    )


def wait_for_views(lab, path):
    """Wait until every stored view is there."""
    expected = stored_outputs(path, VIEW)
    lab.wait_until(
        lambda: shown(lab)["views"] >= expected,
        f"{path.name} holds {expected} views, and the page does not show them all",
    )


def wait_for_widgets(lab, path):
    """Wait until every stored view is there, then look at each Board: it has to be painted."""
    wait_for_views(lab, path)
    for index in range(lab.boards().count()):
        box = lab.board(index).bounding_box()
        assert box["height"] > 100
        assert box["width"] > 300


def open_with_widgets(page, path):
    """Open a lesson and wait for its views; once more if JupyterLab has lost them.

    Only views that are missing are asked for again, and only once: what is drawn has to be right,
    and a lesson that lacks its views a second time fails.

    Where a kernel answers late, as on a busy machine, JupyterLab's widget manager may take the
    state for restored before it has read the notebook's own. A person reloads the page.
    """
    open_unfolded(page, path)
    try:
        wait_for_views(page, path)
    except AssertionError:
        if not page.lost_widgets():
            raise
        open_unfolded(page, path)
    wait_for_widgets(page, path)


def open_unfolded(page, path, **options):
    """Open a lesson with what goes deeper unfolded: JupyterLab draws nothing inside a fold."""
    page.open(path, **options)
    page.page.evaluate("() => window.jupyterapp.commands.execute('notebook:expand-all-headings')")


@pytest.fixture(scope="module")
def page(server, chromium):
    """One page, into which the lessons are opened one after the other."""
    with LabPage(server, chromium, LESSONS[0], size=(1280, 720)) as lab:
        yield lab


def test_there_are_lessons():
    assert {"00_start_here.ipynb", "01_match_features.ipynb", "09_train_a_cnn.ipynb"} <= {
        path.name for path in LESSONS
    }


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_opens_in_a_fresh_clone_without_an_error(page, path, screenshots):
    """Nobody has trusted it yet: JupyterLab shows the stored picture in place of the live view."""
    open_unfolded(page, path, trusted=False)
    expected = stored_outputs(path, "image/png")
    page.wait_until(
        lambda: shown(page)["images"] >= expected and not shown(page)["broken"],
        f"{path.name}: {expected} pictures are stored, and the page does not show them all",
    )
    page.screenshot(screenshots / f"{path.stem}-untrusted.png")
    assert page.problems() == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_draws_its_widgets_at_once_and_runs_through(page, path, screenshots):
    open_with_widgets(page, path)
    page.screenshot(screenshots / f"{path.stem}-opened.png")
    # Nothing was run: the kernel does not know a name.
    assert page.run_code("print('cnnkit' in globals() or len(In) > 2)") == "False\n"
    assert page.problems() == []
    page.run_all()
    wait_for_widgets(page, path)
    assert page.problems() == []
    for theme in ("dark", "light"):
        page.set_theme(theme)
        for index in range(page.boards().count()):
            name = f"{path.stem}-board{index}-{theme}.png"
            page.screenshot(screenshots / name, page.board(index))
    assert page.problems() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_stored_explorer_can_be_dragged_before_a_cell_is_run(server, chromium, theme):
    from .explorer import ExplorerPage

    path = FOLDER / "01_match_features.ipynb"
    with LabPage(server, chromium, path, size=(1280, 720), theme=theme) as lab:
        # The first explorer answers a prediction, the size of the map, and is shown with it.
        asked = lab.page.locator(".cnnkit-predict", has_text="And a feature of 4×4?")
        lab.show(asked)
        asked.get_by_role("button", name="Show me").click()
        asked.locator(".cnnkit-board[data-ready]").wait_for()
        explorer = ExplorerPage(lab)
        explorer.drag("image", (1, 1), (4, 4))
        assert explorer.cursor == ("map", 0, 3, 3)
        assert "= 5, ÷ 9 = 0.56" in explorer.arithmetic
        explorer.drag("map", (0, 0), (2, 2))
        assert "÷ 9 = 1.00" in explorer.arithmetic
        # Numbers need Python: a sentence says what to do, and nothing is lost.
        explorer.control("preset").select_option("crossing")
        lab.wait_until(lambda: explorer.error, "no sentence about the kernel")
        assert "run the cells from the first one" in explorer.message
        assert explorer.control("preset").input_value() == "\\"
        assert lab.problems() == []
