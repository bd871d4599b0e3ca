"""Code that a student sees is code to learn from: short cells, and drawing in one call."""

import json
import re

import pytest

from tools.notebooks import FOLDER

LONGEST = 15  # lines of a cell
MOST = 5  # per cent of the lines
PLUMBING = re.compile(
    r"\b(ax|axes|figure|alt|fontsize|markersize|linewidth|plt)\b|\bset_[xyt]|"
    r"plots\.(panels|show)\(|\b(say|size|columns)=\d|\bsay="
)  # axes, styles, alternative texts
PATHS = sorted(FOLDER.glob("[0-9]*.ipynb"))

each_lesson = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem[:2])


def in_sight(path):
    """The lines of each code cell that is not folded."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        folded = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
        if cell["cell_type"] == "code" and not folded:
            yield "".join(cell["source"]).splitlines()


@each_lesson
def test_no_cell_in_sight_is_long(path):
    assert not [cell for cell in in_sight(path) if len(cell) > LONGEST]


@each_lesson
def test_hardly_a_line_in_sight_only_draws(path):
    lines = [line for cell in in_sight(path) for line in cell if line.strip()]
    draws = [line for line in lines if PLUMBING.search(line)]
    assert len(draws) <= MOST / 100 * len(lines), draws


@pytest.mark.parametrize(
    ("line", "draws"),
    [
        ('    ax.set_xlabel("epoch", fontsize=13)', True),
        ("figure, ax = plots.panels(1, 3, size=(2, 2))", True),
        ('plots.show_row(plots.Picture(x, "the X"))', False),
        ("scores = np.max(z, axis=1)", False),
    ],
)
def test_drawing_is_told_from_what_teaches(line, draws):
    assert bool(PLUMBING.search(line)) is draws
