"""What was run and saved is there when it is opened again, in JupyterLab and in Notebook 7."""

import contextlib
import json
import shutil

import nbformat
import pytest

from .harness import NOTEBOOKS, LabPage

STATE = "application/vnd.jupyter.widget-state+json"
EXPLORER = "from cnnkit.widgets import FilterExplorer\nFilterExplorer()"
ANOTHER = "e = FilterExplorer(stride=2)\ne"
PREDICTION = """from cnnkit.exercises import lesson01, predict
p = predict(lesson01.questions.crossing)
p"""
CHAINS = """() => [...document.querySelectorAll(
  '.cnnkit-board, .cnnkit-predict')].map((one) => getComputedStyle(
    one.closest('.jupyter-widgets-disconnected'), '::before').display)"""


class NotebookPage(LabPage):
    """The same notebook in Notebook 7, which the server of the tests also serves."""

    def address(self):
        return f"notebooks/{self.path}"


@pytest.fixture(params=[LabPage, NotebookPage], ids=["JupyterLab", "Notebook 7"])
def open_page(request, server, chromium):
    """Open a notebook, a later one in its place, each with a new kernel and in a new page."""
    if request.param is NotebookPage:
        pytest.importorskip("notebook")
    with contextlib.ExitStack() as opened:

        def open_one(path, **options):
            opened.close()
            return opened.enter_context(request.param(server, chromium, path, **options))

        yield open_one


def save(lab):
    """Save as the menu does; return the file."""
    lab.command("docmanager:save")
    return lab.server.root / lab.path


def copied(path, folder):
    """A copy to open: the page's own folder goes with the page."""
    folder.mkdir()
    return shutil.copy(path, folder)


def states(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})


def wait_for(lab, boards, predictions=0):
    def there():
        boxes = lab.page.locator(".cnnkit-predict").count()
        return lab.boards().count() == boards and boxes == predictions

    lab.wait_until(there, f"not {boards} boards and {predictions} predictions")
    for index in range(boards):
        assert lab.board(index).bounding_box()["height"] > 100


def test_what_was_run_and_saved_is_drawn_and_answered_when_reopened(
    open_page, write_notebook, tmp_path
):
    lab = open_page(write_notebook(EXPLORER, PREDICTION, ANOTHER))
    lab.run_all()
    wait_for(lab, boards=2, predictions=1)  # what is not drawn yet is not saved either
    box = lab.page.locator(".cnnkit-predict")
    box.get_by_role("button", name="0.11").click()
    lab.wait_until(lambda: lab.run_code("print(p.answer)") == "0.11\n", "the kernel has no answer")
    path = save(lab)
    # The code of explorers and that of predictions, each once.
    assert sum("javascript" in model["state"] for model in states(path).values()) == 2
    lab = open_page(copied(path, tmp_path / "again"))
    wait_for(lab, boards=2, predictions=1)
    verdict = lab.page.locator(".cnnkit-predict .cnnkit-verdict").filter(has_text="0.11")
    verdict = verdict.inner_text()
    assert "0.56" in verdict
    assert lab.cell_errors() == []


def test_what_was_only_opened_and_saved_is_still_drawn(open_page, write_notebook, tmp_path):
    lab = open_page(write_notebook(EXPLORER, PREDICTION, ANOTHER))
    lab.run_all()
    wait_for(lab, boards=2, predictions=1)
    path = save(lab)
    for time in ("second", "third"):
        lab = open_page(copied(path, tmp_path / time))
        wait_for(lab, boards=2, predictions=1)
        # JupyterLab's broken chain above a widget without a kernel would say less than our words.
        assert lab.page.evaluate(CHAINS) == ["none"] * 3
        path = save(lab)  # with a new kernel that has run nothing


@pytest.mark.parametrize("open_page", [LabPage], ids=["JupyterLab"], indirect=True)
def test_a_lesson_saved_after_its_first_explorer_keeps_the_others(open_page, tmp_path):
    lab = open_page(NOTEBOOKS / "01_match_features.ipynb")
    sources = [source for _, source in lab.cell_sources()]
    first = next(i for i, source in enumerate(sources) if "FilterExplorer(" in source)
    for index, (kind, _) in enumerate(lab.cell_sources()[: first + 1]):
        if kind == "code":
            lab.run_cell(index)

    def lost():  # the page makes a widget's model some time after its cell has run
        path = save(lab)
        shown = {
            output["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
            for cell in nbformat.read(path, as_version=4).cells
            for output in cell.get("outputs", [])
            if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
        }
        assert len(shown) > 5
        return shown - set(states(path))

    lab.wait_until(lambda: not lost(), "a widget that is shown is not saved")
    path = save(lab)
    lab = open_page(copied(path, tmp_path / "again"))
    asked = lab.page.locator(".cnnkit-predict", has_text="And a feature of 4×4?")
    lab.show(asked)
    asked.get_by_role("button", name="Show me").click()  # the first explorer comes with the answer
    lab.wait_until(lambda: lab.boards().count() >= 2, "the explorers of the lesson are gone")


def test_a_cell_run_again_leaves_nothing_of_its_earlier_runs(open_lab, write_notebook):
    lab = open_lab(write_notebook(EXPLORER, ANOTHER, PREDICTION))
    lab.run_all()
    wait_for(lab, boards=2, predictions=1)
    before = save(lab).stat().st_size
    models = len(states(save(lab)))
    for _ in range(12):
        lab.run_cell(0)
        lab.run_cell(2)
    wait_for(lab, boards=2, predictions=1)
    lab.wait_until(lambda: len(states(save(lab))) == models, "models of earlier runs are saved")
    path = save(lab)
    assert abs(path.stat().st_size - before) < 100


def test_an_explorer_shown_in_another_cell_lives_until_that_cell_runs_again(
    open_lab, write_notebook
):
    made = "from cnnkit.widgets import FilterExplorer\ne = FilterExplorer()"
    lab = open_lab(write_notebook(made, "e"))
    lab.run_all()
    first = lab.run_code("print(e.model_id)")
    lab.run_cell(0)  # makes another one, which no cell shows yet
    assert lab.run_code("print(e.model_id)") != first
    alive = "import ipywidgets\nprint(len(ipywidgets.widgets.widget._instances))"
    wait_for(lab, boards=1)
    assert int(lab.run_code(alive)) == 5  # both, each with its layout, and the code of both
    lab.run_cell(1)
    assert int(lab.run_code(alive)) == 3
    wait_for(lab, boards=1)


def test_a_closed_explorer_is_drawn_and_works_where_it_is_shown_again(open_lab, write_notebook):
    made = EXPLORER.replace("\n", "\nkept = globals().get('e')\ne = ") + "\ne"
    lab = open_lab(write_notebook(made, "kept"))
    lab.run_cell(0)
    lab.run_code("e.stride = 2")
    lab.run_cell(0)  # closes the first
    assert lab.run_code("print(kept.comm)") == "None\n"
    lab.run_cell(1)
    wait_for(lab, boards=2)
    number = int(lab.marks(lab.board(1))["seq"])
    lab.run_code("kept.stride = 3")
    lab.wait_until(
        lambda: int(lab.marks(lab.board(1))["seq"]) > number, "the explorer does not follow"
    )


NUMBERS = """(root) => {
  const views = [...root.querySelectorAll("[data-panel]")].map((one) => one.dataset.panel);
  const first = views.map((name) => [name, root.cnnkit.cell(name, 0, 0, 0),
    root.cnnkit.cell(name, 0, 1, 1)]);
  return JSON.stringify([first, root.getAttribute("aria-label"), root.dataset.seq]);
}"""


def same_in_both(lab, shown):
    """Both views come to show these numbers."""
    wait_for(lab, boards=2)
    lab.wait_until(
        lambda: all(lab.board(i).evaluate(NUMBERS) == shown for i in (0, 1)),
        f"a view does not show {shown}",
    )


@pytest.mark.parametrize("open_page", [LabPage], ids=["JupyterLab"], indirect=True)
def test_views_after_edits_are_one_and_the_same_in_every_place_and_once_more_when_reopened(
    open_page, write_notebook, tmp_path
):
    """An edit sends what has changed: a second view, a page loaded again, and a saved notebook
    without a kernel have to make the same scene of it."""
    one = "from cnnkit.widgets import FilterExplorer\ne = FilterExplorer([[0.0] * 20] * 20)\ne"
    lab = open_page(write_notebook(one, "e"))
    lab.run_all()
    lab.board(1)
    for number, padding in enumerate(("1", "2"), start=2):
        field = lab.board(0).locator('[data-control="padding"]')
        field.fill(padding)
        field.press("Enter")
        lab.wait_until(
            lambda seq=str(number): all(
                lab.board(i).evaluate("(root) => root.dataset.seq") == seq for i in (0, 1)
            ),
            "a view has not got the edit",
        )
    shown = lab.board(0).evaluate(NUMBERS)
    assert lab.board(1).evaluate(NUMBERS) == shown
    assert lab.run_code("print(e.changes['base'], e.scene['seq'])") == "1 3\n"
    path = save(lab)
    (held,) = (one["state"] for one in states(path).values() if "scene" in one["state"])
    assert (held["scene"]["seq"], held["changes"]["base"]) == (1, 1)
    lab.page.reload()  # the kernel goes on
    lab.wait_ready()
    same_in_both(lab, shown)
    lab = open_page(copied(path, tmp_path / "again"))
    same_in_both(lab, shown)


# JupyterLab's manager as it is on a busy computer, now and then: it leaves the notebook's models
# out, and says that all is restored.
MISSED = """(() => {
  const VIEW = 'application/vnd.jupyter.widget-view+json';
  window.leftOut = 0;
  const timer = setInterval(() => {
    const rendermime = window.jupyterapp?.shell?.currentWidget?.content?.rendermime;
    if (!rendermime?.mimeTypes.includes(VIEW)) return;
    rendermime.createRenderer(VIEW)._manager.promise.then((manager) => {
      clearInterval(timer);
      if (Object.hasOwn(manager, '_loadFromNotebook')) return;
      manager._loadFromNotebook = async () => { window.leftOut += 1; };
    });
  }, 2);
})()"""


def test_a_view_that_jupyterlab_misses_is_drawn_all_the_same(open_page):
    lab = open_page(
        NOTEBOOKS / "00_start_here.ipynb", prepare=lambda page: page.add_init_script(MISSED)
    )
    lab.wait_until(lambda: lab.boards().count(), "no explorer is drawn", timeout=60)
    lab.wait_until(lambda: lab.page.evaluate("() => window.leftOut"), "nothing was left out")
    assert lab.error_texts() == []


@pytest.mark.parametrize("open_page", [LabPage], ids=["JupyterLab"], indirect=True)
def test_a_view_whose_model_is_lost_shows_its_picture_and_says_what_helps(open_page, tmp_path):
    notebook = nbformat.read(NOTEBOOKS / "00_start_here.ipynb", as_version=4)
    del notebook.metadata["widgets"]  # saved by a program that knows nothing of them
    nbformat.write(notebook, path := tmp_path / "bare.ipynb")
    lab = open_page(path)
    words = lab.page.get_by_text("This is a saved picture. Run the cell to use it.")
    words.first.wait_for(timeout=30_000)
    picture = words.first.locator("img")
    assert picture.evaluate("(one) => one.decode().then(() => one.naturalWidth)") > 400
    assert "explorer" in picture.get_attribute("alt")
