"""Checks and predictions in a notebook's kernel: line numbers of the cell, nothing that varies."""

import re

import nbclient
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

CELLS = [
    "import sys\nimport numpy as np\nfrom cnnkit.exercises import lesson01, predict",
    "predict(lesson01.questions.crossing)",
    "def match_score(patch, feature):\n    raise NotImplementedError",
    "lesson01.match_score.check(match_score)",
    # A helper in another cell, which never ends.
    "def total(values):\n    while True:\n        values = values + 1",
    "def match_score(patch, feature):\n    print('begin')\n    return total(patch)\n\n"
    "lesson01.match_score.check(match_score)",
    "def match_score(patch, feature):\n    n = patch.size\n    return patch[n] / n\n\n"
    "lesson01.match_score.check(match_score)",
    "def match_score(patch, feature):\n    return "
    "sys.exit()\n\nlesson01.match_score.check(match_score)",
    "def again(patch, feature):\n    return again(patch, feature)\n\n"
    "lesson01.match_score.check(again)",
    "lesson01.match_score.check(lambda patch, feature: (patch * feature).sum())",
    "lesson01.match_score.hint()",
    "lesson01.match_score.solution()",
    "lesson01.progress()",
]


def run(folder):
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    client = nbclient.NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return notebook


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNNKIT_ANSWERS", "off")
        folder = tmp_path_factory.mktemp("kernel")
        (folder / "cnnkit_answers.json").write_text(
            '{"predictions": {"lesson01.crossing": "1"},'
            ' "exercises": {"lesson01.match_score": "correct"}}'
        )
        return run(folder), run(folder)


def shown(cell):
    """Text and HTML of a cell's result."""
    (output,) = cell.outputs
    return output.data["text/plain"], output.data["text/html"]


def test_the_outputs_are_the_same_twice_and_hold_nothing_of_this_machine(notebook):
    for first, second in zip(notebook[0].cells[1:], notebook[1].cells[1:], strict=True):
        if not first.outputs:
            assert not second.outputs
            continue
        assert shown(first) == shown(second)
        for text in shown(first):
            assert not re.search(r"0x[0-9a-f]{4}|/tmp|ipykernel|site-packages|Traceback", text)


def test_switched_off_answers_do_not_leak_into_stored_outputs(notebook):
    assert "You said" not in shown(notebook[0].cells[1])[0]
    assert "0 of 6 exercises solved" in shown(notebook[0].cells[-1])[0]


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (3, "○ Not attempted"),
        (5, "was stopped on line "),
        (6, "stopped on line 3, `return patch[n] / n`: IndexError: index 9 is out of bounds"),
        (7, "asked to leave Python on line 2, `return sys.exit()`"),
        (8, "RecursionError: maximum recursion depth exceeded"),
        (9, "This is the sum of the products."),
        (10, "Hint 1 of 3"),
        (11, "return products.sum() / products.size"),
    ],
)
def test_a_cell_says(notebook, cell, sentence):
    assert sentence in shown(notebook[0].cells[cell])[0]


def test_the_endless_line_is_told_where_it_stands_in_its_own_cell(notebook):
    text = shown(notebook[0].cells[5])[0]
    assert "line 2, `while True:`" in text or "line 3, `values = values + 1`" in text
    assert "Printed in the first call" in text


def test_the_stored_notebook_is_valid(notebook):
    nbformat.validate(notebook[0])
