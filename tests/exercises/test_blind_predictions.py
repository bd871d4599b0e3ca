"""A prediction is a prediction: what answers it is not in sight before there is an answer.

Looked at is the stored notebook, as a reader sees it: the cells around a question, their prose,
code and outputs. What a block of ``with predict(...)`` holds is folded, and so is not in sight.
"""

import html
import importlib
import re
from pathlib import Path

import nbformat
import pytest

from cnnkit.exercises.predictions.question import QUESTIONS

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
GATED = ("00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11")
AFTER, BEFORE = 2, 2  # cells around a question
ASKED = re.compile(r"predict\((?:lesson|questions)(\d\d)\.(?:questions\.)?(\w+)\)")
# So short an answer, as "no", "X" or "3", stands everywhere and says something else.
SHORT = 2


def lesson_of(number):
    importlib.import_module(f"cnnkit.exercises.predictions.questions{number}")
    return nbformat.read(next(FOLDER.glob(f"{number}_*.ipynb")), as_version=4)


def visible(cell):
    """What a reader sees of a cell: folded parts and the question's own choices are left out."""
    texts = [re.sub(r"<details>.*?</details>", "", cell.source, flags=re.DOTALL)]
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        page = data.get("text/html", "")
        if "Predict" in page or "cnnkit-predict" in page:
            continue
        texts += [output.get("text", ""), data.get("text/plain", "")]
    return "\n".join(texts)


def says(text, answer):
    """Return True if the answer stands in a text as a word or number of its own."""
    plain = html.unescape(text).replace("−", "-")
    return bool(re.search(rf"(?<![\w.]){re.escape(answer)}(?![\w]|\.\d)", plain))


def questions(number):
    cells = lesson_of(number).cells
    for k, cell in enumerate(cells):
        if cell.cell_type == "code":
            for lesson, name in ASKED.findall(cell.source):
                yield QUESTIONS[f"lesson{lesson}"][name], cells, k


@pytest.mark.parametrize("number", GATED)
def test_no_answer_stands_in_the_cells_around_its_question(number):
    found = list(questions(number))
    assert found
    told = []
    for question, cells, k in found:
        if len(question.answer) <= SHORT:
            continue
        near = [*cells[max(0, k - BEFORE) : k], *cells[k + 1 : k + 1 + AFTER]]
        spoilt = [cell.source[:60] for cell in near if says(visible(cell), question.answer)]
        if spoilt:
            told.append((question.key, question.answer, spoilt))
    assert not told


@pytest.mark.parametrize("number", GATED)
def test_what_a_question_holds_is_not_in_its_own_cell(number):
    for question, cells, k in questions(number):
        source = ASKED.sub("", cells[k].source)
        short = len(question.answer) <= SHORT
        assert short or not says(source, question.answer)
        kinds = {kind for output in cells[k].outputs for kind in output.get("data", {})}
        assert "image/png" not in kinds, question.key
        words = "".join(output.get("data", {}).get("text/plain", "") for output in cells[k].outputs)
        assert question.explanation not in words


def test_a_number_of_its_own_is_found_and_a_part_of_one_is_not():
    assert says("the score is 0.56.", "0.56")
    assert says("−1 at the corner", "-1")
    assert not says("the score is 0.562", "0.56")
    assert not says("10.56", "0.56")
    assert not says("17 places", "7")
