"""The stored lessons are fresh, and the command that stores them does so reproducibly."""

import base64
import copy
import io
import json
import re
import shutil

import nbformat
import numpy as np
import pytest
from PIL import Image

from cnnkit import plots
from cnnkit.data import load_photo
from cnnkit.exercises.predictions.prediction_view import PredictionView
from cnnkit.widgets import FilterExplorer
from tools import notebooks

LESSONS = sorted(notebooks.FOLDER.glob("*.ipynb"))
CELLS = [
    "import ipywidgets\nimport matplotlib.pyplot as plt\n\nfrom cnnkit.data import load_photo",
    "slider = ipywidgets.IntSlider()\nunused = ipywidgets.Text()\n"
    "link = ipywidgets.jslink((slider, 'value'), (slider, 'max'))\n"
    "box = ipywidgets.VBox([slider])\n"
    "box",
    "import sys\nimport time\n\nprint('one')\nsys.stdout.flush()\ntime.sleep(0.3)\nprint('two')",
    "figure, axes = plt.subplots(figsize=(1, 1))\naxes.imshow(load_photo('cat')[0])\nplt.show()",
]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_is_fresh(path):
    assert notebooks.problems(path) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_prints_numbers_and_not_truth_values(path):
    printed = [
        output.text
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    ]
    options = re.compile(r"\w+=(True|False)")  # of a layer, as it is printed
    assert not re.search(r"\b(True|False)\b", options.sub("", "\n".join(printed)))


def test_there_are_lessons():
    assert "00_start_here" in {path.stem for path in LESSONS}


def write(path, cells):
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A"), *code]), path
    )


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    path = tmp_path_factory.mktemp("notebooks") / "made.ipynb"
    write(path, CELLS)
    assert notebooks.build(path)
    return path


@pytest.fixture
def made(stored, tmp_path):
    return shutil.copy(stored, tmp_path / "made.ipynb")


def change(path, **what):
    """Apply `what` (a function by its place) to the parsed notebook and store it again."""
    notebook = nbformat.read(path, as_version=4)
    what["by"](notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def test_unchanged_sources_give_unchanged_bytes(made):
    before = made.read_bytes()
    assert notebooks.problems(made) == []
    assert not notebooks.build(made)
    assert made.read_bytes() == before


def test_a_picture_of_measured_times_stays_while_its_sources_do(tmp_path):
    path = tmp_path / "made.ipynb"
    write(
        path,
        [
            "import time\n\nimport matplotlib.pyplot as plt\n\n"
            "figure, axes = plt.subplots(figsize=(1, 1))\n"
            "axes.set_title(str(time.time_ns()), fontsize=4)\nplt.show()"
        ],
    )
    notebooks.build(path)
    assert notebooks.build(path)  # without the tag
    change(path, by=lambda notebook: notebook.cells[1].metadata.update(tags=["times"]))
    notebooks.build(path)
    assert not notebooks.build(path)
    drawn = nbformat.read(path, as_version=4).cells[1].outputs

    def edit(notebook):
        notebook.cells[1].source += "  # changed"

    change(path, by=edit)
    assert notebooks.build(path)
    assert nbformat.read(path, as_version=4).cells[1].outputs != drawn


def test_random_names_of_cells_and_widgets_never_reach_the_file(made, tmp_path):
    other = tmp_path / "other" / "made.ipynb"
    other.parent.mkdir()
    write(other, CELLS)
    assert other.read_bytes() != made.read_bytes()
    notebooks.build(other)
    assert other.read_bytes() == made.read_bytes()


def test_stores_the_state_of_what_is_shown_and_of_nothing_else(made):
    notebook = nbformat.read(made, as_version=4)
    state = notebook.metadata.widgets[notebooks.WIDGET_STATE]["state"]
    names = {model["model_name"] for model in state.values()}
    assert {"IntSliderModel", "VBoxModel", "LinkModel"} <= names
    assert "TextModel" not in names
    (view,) = [
        output.data[notebooks.WIDGET_VIEW]
        for cell in notebook.cells[1:]
        for output in cell.outputs
        if notebooks.WIDGET_VIEW in output.get("data", {})
    ]
    assert state[view["model_id"]]["model_name"] == "VBoxModel"
    named = set(notebooks.REFERENCE.findall(json.dumps(state)))
    assert named <= set(state)


def test_stores_texts_joined_and_no_timing_or_version(made):
    text = made.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    assert [output.text for output in notebook.cells[3].outputs] == ["one\ntwo\n"]
    assert [cell.metadata for cell in notebook.cells] == [{}] * 5
    assert "version" not in notebook.metadata.language_info
    assert notebook.metadata.kernelspec.name == "python3"


def test_remembers_the_data_that_its_pictures_come_from(made):
    sources = nbformat.read(made, as_version=4).metadata.cnnkit.sources
    assert list(sources) == ["data/cat.png"]


def test_keeps_the_name_that_an_author_gave_a_cell(made):
    def name(notebook):
        notebook.cells[1].id = "imports"
        notebook.cells[2].id = "0123abcd-0000-4000-8000-0123456789ab"

    change(made, by=name)
    notebooks.build(made)
    ids = [cell.id for cell in nbformat.read(made, as_version=4).cells]
    assert ids[1] == "imports"
    assert ids[2] != "0123abcd-0000-4000-8000-0123456789ab"


def test_gives_equal_cells_different_names(tmp_path):
    write(tmp_path / "twins.ipynb", ["1", "1"])
    notebooks.build(tmp_path / "twins.ipynb")
    ids = [cell.id for cell in nbformat.read(tmp_path / "twins.ipynb", as_version=4).cells]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("by", "problem"),
    [
        (lambda n: n.metadata.pop("cnnkit"), "it was never built"),
        (lambda n: n.cells[4].update(source="plt"), "its code cells changed"),
        (lambda n: n.cells.pop(), "its code cells changed"),
        (lambda n: n.cells[2].update(execution_count=None), "cell 2 was not executed"),
        (lambda n: n.cells[1].metadata.update(tags=["nbval-ignore-output"]), "escape nbval"),
        (lambda n: n.cells[1].metadata.update(tags=["nbval-skip"]), "escape nbval"),
        (lambda n: n.metadata.pop("widgets"), "cell 2 shows a widget whose state is not stored"),
        (lambda n: n.cells[1].metadata.update(execution={"a": 1}), "another program saved it"),
        (lambda n: n.metadata.language_info.update(version="3.13"), "another program saved it"),
    ],
)
def test_stale_notebook_is_told_with_the_reason(made, by, problem):
    change(made, by=by)
    assert problem in " ".join(notebooks.problems(made))


def test_prose_may_change_without_a_new_run(made):
    change(made, by=lambda notebook: notebook.cells[0].update(source="# Another title", id="title"))
    assert notebooks.problems(made) == []


def test_changed_or_removed_source_makes_a_notebook_stale(made, tmp_path):
    (tmp_path / "data").mkdir()
    assert notebooks.problems(made, root=tmp_path) == [
        "data/cat.png, which its outputs come from, is gone"
    ]
    (tmp_path / "data" / "cat.png").write_bytes(b"another cat")
    assert notebooks.problems(made, root=tmp_path) == ["data/cat.png changed since it was executed"]


def test_hashes_views_and_exercises_and_data_and_nothing_else(tmp_path):
    inside = [
        "cnnkit/checks/typed_numbers.py",
        "cnnkit/plots/style.py",
        "cnnkit/plots.py",
        "cnnkit/widgets/board/static/board.js",
        "cnnkit/exercises/lesson01.py",
        "data/digits.npz",
    ]
    outside = [
        "cnnkit/layers.py",
        "data/SHA256SUMS",
        "cnnkit/widgets/__pycache__/a.pyc",
        "README.md",
    ]
    for name in inside + outside:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x = 1\r\n")
    hashes = notebooks.source_hashes([tmp_path / name for name in outside + inside], tmp_path)
    assert list(hashes) == sorted(inside)
    # Line ends of a checkout on Windows make no text stale.
    assert hashes["cnnkit/plots.py"] != hashes["data/digits.npz"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("object()", "the output of cell 1 holds 0x"),
        ("import cnnkit\ncnnkit.__file__", "the output of cell 1 holds"),
        ("import ipywidgets, sys\nipywidgets.Text(sys.executable)", "holds"),
    ],
)
def test_refuses_to_store_failures_and_what_is_true_here_only(tmp_path, cell, reason):
    path = tmp_path / "bad.ipynb"
    write(path, [cell])
    before = path.read_bytes()
    with pytest.raises(notebooks.NotebookError, match=reason):
        notebooks.build(path)
    assert path.read_bytes() == before


def test_stops_a_cell_that_takes_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "CELL_TIMEOUT", 1)
    write(tmp_path / "slow.ipynb", ["import time\ntime.sleep(60)"])
    with pytest.raises(notebooks.NotebookError, match="timed out"):
        notebooks.build(tmp_path / "slow.ipynb")


def test_command_names_the_stale_ones(made, capsys):
    assert notebooks.main(["check", str(made)]) == 0
    change(made, by=lambda notebook: notebook.cells.pop())
    assert notebooks.main(["check", str(made)]) == 1
    said = capsys.readouterr().out
    assert "made: its code cells changed since it was executed" in said
    assert "python tools/notebooks.py build" in said


MANY = {
    "cnnkit/plots/a.py changed since it was executed": (
        "3 files changed, such as cnnkit/plots/a.py"
    ),
    "data/a.png, which its outputs come from, is gone": ("3 files are gone, such as data/a.png"),
    "js/a.js, of which its widgets hold a copy, changed: `refresh` puts it in": (
        "3 files that its widgets hold a copy of changed (`refresh`), such as js/a.js"
    ),
    "cell 2 was not executed": "3 cells were not executed, such as cell 2",
    "cell 2 is marked to escape nbval": "3 cells are marked to escape nbval, such as cell 2",
    "cell 2 shows a widget whose state is not stored": (
        "3 cells show a widget whose state is not stored, such as cell 2"
    ),
}


@pytest.mark.parametrize("problem", MANY)
def test_what_many_files_or_cells_have_in_common_is_told_once(problem):
    others = [problem.replace("a.", f"{name}.").replace("2", name) for name in ("7", "8")]
    assert notebooks.in_one_line([problem]) == problem
    assert notebooks.in_one_line([problem, *others]) == MANY[problem]


def stale_in_many_ways(path):
    names = [f"cnnkit/plots/gone{number}.py" for number in range(14)]

    def by(notebook):
        notebook.cells[1].source += "  # changed"
        notebook.metadata.cnnkit.sources.update(dict.fromkeys(names, "another hash"))

    change(path, by=by)
    return names


def test_a_stale_lesson_takes_one_line_however_many_sources_changed(made, capsys):
    stale_in_many_ways(made)
    assert notebooks.main(["check", str(made)]) == 1
    line, hint = capsys.readouterr().out.splitlines()
    assert line == (
        "made: its code cells changed since it was executed; "
        "14 files are gone, such as cnnkit/plots/gone0.py"
    )
    assert hint == "Bring them up to date with: python tools/notebooks.py build --stale"


def test_each_changed_source_is_named_if_that_is_asked_for(made, capsys):
    names = stale_in_many_ways(made)
    assert notebooks.main(["check", "--verbose", str(made)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 16
    assert [name for name in names if name not in "\n".join(lines)] == []


# -- new JavaScript and CSS, without a kernel

WIDGETS = [
    "from cnnkit.exercises import lesson01, predict\nfrom cnnkit.widgets import FilterExplorer\n"
    "unseen = FilterExplorer()",
    "predict(lesson01.questions.agreement)",
    "FilterExplorer()",
    "FilterExplorer(stride=2)",
]
BOARD = "cnnkit/widgets/board/static/board.js"


@pytest.fixture(scope="module")
def with_widgets(tmp_path_factory):
    path = tmp_path_factory.mktemp("widgets") / "lesson.ipynb"
    write(path, WIDGETS)
    assert notebooks.build(path)
    return path


def as_of_older_javascript(notebook):
    """Make a notebook what `build` stored when all JavaScript and CSS were other ones."""
    for model in notebook.metadata.widgets[notebooks.WIDGET_STATE]["state"].values():
        if "_esm" in model["state"]:
            model["state"].update(_esm="export default {}")
        if notebooks.CODE in model["state"]:
            model["state"].update(javascript="export default {}", css="")
    frontend = notebook.metadata.cnnkit.frontend
    frontend.update(dict.fromkeys(frontend, "another hash"))


@pytest.fixture
def older(with_widgets, tmp_path):
    path = shutil.copy(with_widgets, tmp_path / "lesson.ipynb")
    change(path, by=as_of_older_javascript)
    return path


def test_code_is_stored_once_and_leads_to_no_widget_that_nothing_shows(with_widgets):
    notebook = nbformat.read(with_widgets, as_version=4)
    models = notebook.metadata.widgets[notebooks.WIDGET_STATE]["state"].values()
    code = [model.state.javascript for model in models if notebooks.CODE in model.state]
    assert sorted(code) == sorted({FilterExplorer.javascript, PredictionView.javascript})
    assert len([model for model in models if "_esm" in model.state]) == 3


def test_changed_javascript_needs_no_new_run(older, capsys):
    assert notebooks.main(["check", str(older)]) == 1
    said = capsys.readouterr().out
    assert "5 files that its widgets hold a copy of changed (`refresh`)" in said
    assert said.endswith("python tools/notebooks.py refresh\n")


def test_refreshed_javascript_gives_the_bytes_of_a_new_run(older, with_widgets, monkeypatch):
    monkeypatch.setattr(notebooks, "execute", None)
    assert older.read_bytes() != with_widgets.read_bytes()
    assert notebooks.refresh(older)
    assert older.read_bytes() == with_widgets.read_bytes()
    assert notebooks.problems(older) == []
    assert not notebooks.refresh(older)


def test_a_notebook_remembers_javascript_and_css_beside_what_it_ran(with_widgets):
    record = nbformat.read(with_widgets, as_version=4).metadata.cnnkit
    assert {name.rpartition(".")[2] for name in record.sources} == {"npz", "py"}
    assert {name.rpartition("/")[2] for name in record.frontend} == {
        "board.css", "board.js", "loader.js", "predict.css", "predict.js",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        (lambda n: n.metadata.pop("cnnkit"), "it was never built"),
        (lambda n: n.cells[1].update(source="plt"), "its code cells changed"),
        (lambda n: n.metadata.cnnkit.sources.update({BOARD: "another hash"}), "changed since it"),
        (lambda n: n.metadata.language_info.update(version="3.13"), "another program saved it"),
    ],
)
def test_what_has_to_run_again_is_not_refreshed(older, by, reason, capsys):
    change(older, by=by)
    before = older.read_bytes()
    assert notebooks.main(["refresh", str(older)]) == 1
    said = capsys.readouterr().out
    assert reason in said
    assert "it has to run again (`build`)" in said
    assert older.read_bytes() == before


def test_only_what_is_stale_is_built_if_that_is_asked_for(made, older, monkeypatch, capsys):
    run = []
    monkeypatch.setattr(notebooks, "build", run.append)
    notebooks.main(["build", "--stale", str(made), str(older)])
    assert run == [older]


@pytest.mark.parametrize("number", range(12))
def test_a_word_changed_in_a_question_makes_one_lesson_stale(number):
    name = f"cnnkit/exercises/predictions/questions{number:02}.py"
    stale = [
        path.stem[:2]
        for path in LESSONS
        if name in nbformat.read(path, as_version=4).metadata.cnnkit.sources
    ]
    assert stale == [f"{number:02}"]


def test_command_names_lessons_by_their_number():
    assert [path.stem for path in notebooks.find(["00"])] == ["00_start_here"]
    with pytest.raises(notebooks.NotebookError, match="there is no notebook '77'"):
        notebooks.find(["77"])


def test_a_folder_without_notebooks_is_not_called_fresh(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(notebooks, "FOLDER", tmp_path)
    with pytest.raises(SystemExit):
        notebooks.main(["check"])
    assert "there are no notebooks in" in capsys.readouterr().err


def test_normalising_leaves_its_argument_alone(made):
    notebook = nbformat.read(made, as_version=4)
    before = copy.deepcopy(notebook)
    notebooks.normalise(notebook, "made")
    assert notebook == before


def test_numbers_that_are_nearly_the_stored_ones_keep_the_stored_bytes(tmp_path):
    path = tmp_path / "made.ipynb"
    write(path, ["import os\nimport random", "print('≈', 98, '%', '≈', 5)"])
    assert notebooks.build(path)

    def by(notebook):
        notebook.cells[2].outputs[0].text = "≈ 97 % ≈ 9\n"

    change(path, by=by)
    assert notebooks.build(path)
    assert nbformat.read(path, as_version=4).cells[2].outputs[0].text == "≈ 97 % ≈ 5\n"


def drawn(pixels):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "png")
    return buffer.getvalue()


def test_a_figure_is_stored_with_a_palette_and_a_photograph_as_it_is():
    figure, ax = plots.panels()
    plots.heatmap(np.arange(-8.0, 8.0).reshape(4, 4), ax)
    png = plots.to_png(figure)
    found = notebooks.with_palette(png)
    before, after = (Image.open(io.BytesIO(one)).convert("RGB") for one in (png, found))
    change = np.subtract(before, after, dtype=float)
    assert np.sqrt((change**2).mean()) <= 1
    assert len(found) < 0.7 * len(png)
    assert notebooks.with_palette(found) == found
    photo = drawn(np.uint8(255 * load_photo("cat").transpose(1, 2, 0)))
    assert notebooks.with_palette(photo) is photo


def test_a_picture_through_which_the_page_is_seen_is_stored_as_it_is():
    png = drawn(np.full((9, 9, 4), 100, np.uint8))
    assert notebooks.with_palette(png) is png


def test_every_picture_of_a_notebook_is_stored_so():
    png = plots.to_png(plots.panels()[0])
    text = base64.b64encode(png).decode()
    both = {"image/png": text, "text/html": f'<img src="data:image/png;base64,{text}" alt="none">'}
    cell = nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("display_data", both)])
    notebooks.fewer_colours(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(), cell]))
    few = base64.b64encode(notebooks.with_palette(png)).decode()
    data = cell.outputs[0].data
    assert data["image/png"] == few
    assert data["text/html"] == f'<img src="data:image/png;base64,{few}" alt="none">'
