"""Predictions: one committed answer, then the explanation; the widget and the page without one."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cnnkit.exercises import Question, lesson01, predict
from cnnkit.exercises.predictions.question import QUESTIONS, as_number

SOURCE = Path(__file__).resolve().parents[2] / "js" / "prediction" / "predict.js"


@pytest.fixture
def number():
    yield Question("test.number", "How many?", answer=55, tolerance=4, explanation="So.", unit="px")
    del QUESTIONS["test"]


def test_an_unanswered_question_shows_no_answer():
    p = predict(lesson01.questions.crossing)
    assert (p.answer, p.correct) == (None, None)
    assert repr(p) == (
        "? Predict: The feature `\\` sits at the crossing of the X. Score?\n  1 / 0.56 / 0.11 / -1"
    )


def test_a_right_answer():
    p = predict(lesson01.questions.crossing)
    p.answer = "0.56"
    assert p.correct is True
    assert "✓ You said 0.56, and so it is." in repr(p)
    assert lesson01.questions.crossing.explanation in repr(p)


def test_a_wrong_answer_gets_its_own_remark():
    p = predict(lesson01.questions.crossing)
    p.answer = "-1"
    assert p.correct is False
    assert "✗ You said -1; it is 0.56. That is the photographic negative" in repr(p)


def test_a_number_will_do_for_a_choice():
    p = predict(lesson01.questions.crossing)
    p.answer = 0.56
    assert p.answer == "0.56"


def test_an_answer_is_committed():
    p = predict(lesson01.questions.crossing)
    p.answer = "1"
    p.answer = "1"
    with pytest.raises(ValueError, match=r"answered '1' already; clear\(\)"):
        p.answer = "0.56"
    p.clear()
    p.answer = "0.56"
    assert p.correct


def test_what_is_no_choice_is_refused():
    p = predict(lesson01.questions.crossing)
    with pytest.raises(ValueError, match=r"'2' is not one of the answers: 1, 0\.56, 0\.11, -1"):
        p.answer = 2
    assert p.answer is None


@pytest.mark.parametrize(
    ("given", "right"), [("51", True), ("59.0", True), (50, False), ("60", False)]
)
def test_a_number_is_right_within_its_tolerance(number, given, right):
    p = predict(number)
    p.answer = given
    assert p.correct is right


@pytest.mark.parametrize("given", ["", "many", "nan", "inf", "1/0", "0x3"])
def test_what_is_no_number_is_refused(number, given):
    p = predict(number)
    with pytest.raises(ValueError, match="is not a number; write one such as"):
        p.answer = given
    assert p.answer is None


def test_a_question_can_be_written_in_place():
    try:
        p = predict("2 + 2?", choices=["3", "4"], answer="4", explanation="Count.")
        p.answer = "4"
        assert p.correct
    finally:
        QUESTIONS.pop("own", None)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: predict(3), TypeError, "must be a Question or a text, not int"),
        (lambda: predict("2 + 2?"), TypeError, r"needs answer=\.\.\."),
        (lambda: predict("2 + 2?", choices=["3"], answer="4"), ValueError, "not among the choices"),
        (lambda: predict("2 + 2?", answer="four"), ValueError, "'four' is not a number"),
    ],
)
def test_a_question_without_a_possible_answer_is_refused(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_the_page_without_a_kernel_folds_the_answer_away():
    page = predict(lesson01.questions.crossing)._repr_html_()
    assert "<details><summary>The answer (decide first)</summary>" in page
    assert "<li>0.56</li>" in page
    assert "<code>\\</code>" in page


def test_the_bundle_is_deterministic_but_for_the_view():
    first, second = (predict(lesson01.questions.crossing)._repr_mimebundle_() for _ in range(2))
    assert set(first) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    for kind in ("text/plain", "text/html"):
        assert first[kind] == second[kind]
        assert "0x" not in first[kind]


def test_clicking_in_the_browser_commits(answers_folder):
    p = predict(lesson01.questions.crossing)
    p._repr_mimebundle_()
    p._view.answer = "0.56"  # what the view's message does
    assert p.answer == "0.56"
    assert json.loads((answers_folder / "cnnkit_answers.json").read_text())["predictions"]


def test_the_view_follows_the_cell_and_refuses_a_second_answer():
    p = predict(lesson01.questions.crossing)
    p._repr_mimebundle_()
    p.answer = "1"
    assert p._view.answer == "1"
    p._view.answer = "0.56"
    assert (p.answer, p._view.answer) == ("1", "1")
    assert "already" in p._view.problem
    p.clear()
    assert p._view.answer == ""


def test_two_shown_predictions_of_one_question_agree_after_a_new_run():
    predict(lesson01.questions.crossing).answer = "1"
    again = predict(lesson01.questions.crossing)
    again._repr_mimebundle_()
    assert again._view.answer == "1"


def test_asking_loads_no_widgets_until_it_is_shown():
    code = (
        "import sys\nfrom cnnkit.exercises import lesson01, predict\n"
        "predict(lesson01.questions.crossing)\n"
        "print([m for m in ('ipywidgets', 'anywidget', 'matplotlib') if m in sys.modules])"
    )
    import sys

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )
    assert result.stdout.strip() == "[]"


CASES = ["1", "-1", "+2", "0,5", " 0.5 ", "−3", "5/9", "1e-3", ".5", "5.", "1 000"]


def test_python_and_the_page_read_numbers_alike(number):
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js: install node 18 or later")
    bad = ["", "x", "1/0", "nan", "inf", "1..2", "1/2/3", "--1"]
    texts = CASES + bad
    state = {"choices": [], "right": "55", "value": 55, "tolerance": 4, "unit": "px"}
    given = ["55", "51", "59", "50.9", "60"]
    script = f"""
      import {{ asNumber, isRight, verdict, pieces }} from "{SOURCE.as_uri()}";
      const state = {json.dumps(state)};
      console.log(JSON.stringify({{
        numbers: {json.dumps(texts)}.map(asNumber),
        right: {json.dumps(given)}.map((answer) => isRight(state, answer)),
        verdicts: {json.dumps(given)}.map((answer) => verdict(state, answer)),
        pieces: pieces("a `b` c"),
      }}));
    """
    result = subprocess.run(
        [node, "--input-type=module", "-e", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said = json.loads(result.stdout)
    assert said["numbers"][: len(CASES)] == [as_number(text) for text in CASES]
    assert said["numbers"][len(CASES) :] == [None] * len(bad)
    for text in bad:
        with pytest.raises(ValueError, match="is not a number"):
            as_number(text)
    assert said["right"] == [number.is_right(text) for text in given]
    assert said["verdicts"] == [number.verdict(text) for text in given]
    assert said["pieces"] == [["plain", "a "], ["code", "b"], ["plain", " c"]]
