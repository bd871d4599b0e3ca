"""The recipes for graders in docs/teaching.md: right answers pass, wrong ones raise.

nbgrader gives the points of a test cell that runs without an error and none otherwise, as otter
does with a test's function. With the real tools `python tools/try_graders.py` tries them.
"""

import importlib.util
from pathlib import Path

import pytest

from cnnkit.exercises import keep_answers

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("try_graders", ROOT / "tools/try_graders.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _no_file():
    keep_answers(False)
    yield
    keep_answers(False)


def raises(code, names):
    try:
        exec(code, names)
    except Exception as error:
        return type(error).__name__
    return ""


def test_the_page_has_a_recipe_for_both(tool):
    assert len(tool.recipes()) == 4


@pytest.mark.parametrize(("which", "error"), [("right", ""), ("wrong", "NotSolvedError")])
def test_nbgraders_test_cell_raises_for_a_wrong_answer_alone(tool, which, error):
    imports, _, test, _ = tool.recipes()
    names = {}
    exec(imports, names)
    exec(tool.ANSWERS[which], names)
    assert raises(test, names) == error


def test_nbgraders_solution_is_right(tool):
    names = {}
    for block in tool.recipes()[:2]:
        exec(block, names)
    assert raises(tool.recipes()[2], names) == ""


@pytest.mark.parametrize(("which", "error"), [("right", ""), ("wrong", "NotSolvedError")])
def test_otters_test_raises_for_a_wrong_answer_alone(tool, which, error):
    names = {}
    exec(tool.recipes()[3], names)
    exec(tool.ANSWERS[which], names)
    assert raises("test_match_score(match_score)", names) == error
