"""Predictions: one committed answer, then the explanation; the widget and the page without one."""

import importlib
import json
import re
import subprocess
from pathlib import Path

import pytest

from cnnkit.checks.typed_numbers import GRAMMAR, read_number
from cnnkit.exercises import Question, lesson01, predict
from cnnkit.exercises.predictions.prediction_view import PredictionView
from cnnkit.exercises.predictions.question import QUESTIONS
from cnnkit.exercises.predictions.typed_answers import as_number, rounding
from cnnkit.exercises.predictions.verdict import SHOWN

SOURCE = Path(__file__).resolve().parents[2] / "js" / "prediction" / "predict.js"
SHARED = json.loads(
    SOURCE.parents[2].joinpath("tests", "shared", "numbers.json").read_text(encoding="utf-8")
)


@pytest.fixture
def forget():
    """Forget the questions of a test."""
    yield
    QUESTIONS.pop("test", None)


@pytest.fixture
def number(forget):
    return Question(
        "test.number", "How many?", answer=55, tolerance=4, explanation="So.", unit="px"
    )


def test_an_unanswered_question_shows_no_answer():
    p = predict(lesson01.questions.crossing)
    assert (p.answer, p.correct) == (None, None)
    assert repr(p) == (
        "? Predict: A falling line was drawn with a thicker pen. The feature `\\` lies on it. "
        "Score?\n  1 / 0.56 / 0.11 / -1"
    )


def test_a_right_answer():
    p = predict(lesson01.questions.crossing)
    p.answer = "0.56"
    assert p.correct is True
    assert "✓ Right: 0.56." in repr(p)
    assert lesson01.questions.crossing.explanation in repr(p)


def test_a_wrong_answer_gets_its_own_remark():
    p = predict(lesson01.questions.crossing)
    p.answer = "-1"
    assert p.correct is False
    assert "✗ Your answer: -1. The answer: 0.56.\n-1? That is the photographic negative" in repr(p)


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


@pytest.mark.parametrize("given", ["", "many", "nan", "inf", "1/0", "0x3", float("nan"), True])
def test_what_is_no_number_is_refused(number, given):
    p = predict(number)
    with pytest.raises(ValueError, match=f"I can't read '{given}' as a number of px; write a num"):
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
        (lambda: predict("2 + 2?", answer="seventeen"), ValueError, "read 'seventeen' as a number"),
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


# -- the same in both languages: tests/js/typed_numbers.test.mjs runs these cases too


def test_the_grammar_of_the_shared_cases_is_the_packages():
    assert SHARED["grammar"] == GRAMMAR


def test_a_typed_text_is_the_number_that_it_means_or_none():
    wrong = [
        (text, unit, found)
        for text, unit, number in SHARED["vectors"]
        if (found := read_number(text, unit))
        != (None if number is None else pytest.approx(number, rel=1e-12))
    ]
    assert wrong == []


@pytest.mark.parametrize("case", SHARED["verdicts"], ids=str)
def test_a_typed_number_gets_its_verdict(case, forget):
    question = Question("test.shared", "?", explanation="", **case["question"])
    assert question.is_right(case["given"]) is case["right"]
    assert question.verdict(case["given"]) == case["verdict"]
    assert rounding(question.answer) == case["rounding"]


@pytest.mark.parametrize("case", SHARED["mistakes"], ids=str)
def test_a_number_that_a_known_mistake_leads_to_gets_its_remark(case, forget):
    question = Question(
        "test.shared", "?", explanation="", answer=case["answer"], mistakes=case["mistakes"]
    )
    assert question.remark(case["given"]) == case["remark"]


def test_a_mistake_of_a_question_is_never_its_answer(forget):
    with pytest.raises(ValueError, match="mistake of a question and its answer"):
        Question("test.shared", "?", explanation="", answer="0.78", mistakes={"7/9": "no"})


@pytest.mark.parametrize(("text", "unit", "sentence"), SHARED["refusals"])
def test_a_refusal_says_what_was_read(text, unit, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        as_number(text, unit)


def test_the_page_is_given_the_grammar_where_a_number_is_asked_for(number):
    p, choice = predict(number), predict(lesson01.questions.crossing)
    p._repr_mimebundle_(), choice._repr_mimebundle_()
    assert p._view.grammar == GRAMMAR
    assert choice._view.grammar == {}


@pytest.mark.parametrize("given", [95, 0.95, "0.95", "95 %", "95"])
def test_a_percentage_may_be_given_as_a_share(given, forget):
    p = predict(Question("test.share", "?", answer=95, tolerance=1, unit="%", explanation=""))
    p.answer = given
    assert p.correct


def test_an_answer_with_its_unit_is_kept_and_told_with_it(number):
    p = predict(number)
    p.answer = "54 px"
    assert p.answer == predict(number).answer == "54 px"
    assert "✓ 54 px: close enough. The answer: 55 px." in repr(p)


def test_every_question_of_every_lesson_has_the_same_verdicts_on_the_page(node, tmp_path):
    asked = []
    for number in range(12):
        importlib.import_module(f"cnnkit.exercises.predictions.questions{number:02}")
        for question in QUESTIONS[f"lesson{number:02}"].values():
            value = 0.0 if question.choices else question.value
            near = {value * share for share in (1, 0.01, 0.95, 1.07, 2, -1)}
            given = question.choices or [
                *(f"{x:.3g}{unit}" for x in sorted(near) for unit in ("", f" {question.unit}")),
                question.answer,
            ]
            state = PredictionView.of(question, "").get_state()
            plain = {k: v for k, v in state.items() if k in PredictionView.class_own_traits()}
            given = [*given, SHOWN]
            asked.append((question, given, {"state": plain, "given": given}))
    (tmp_path / "asked.json").write_text(json.dumps([one for *_, one in asked]), encoding="utf-8")
    script = f"""
      import {{ readFileSync }} from "node:fs";
      import {{ remark, sign, verdict }} from "{SOURCE.with_name("verdict.js").as_uri()}";
      const asked = JSON.parse(readFileSync("{(tmp_path / "asked.json").as_posix()}", "utf8"));
      console.log(JSON.stringify(asked.map(({{ state, given }}) =>
        given.map((answer) =>
          [`${{sign(state, answer)}} ${{verdict(state, answer)}}`, remark(state, answer)]))));
    """
    command = [node, "--input-type=module", "-e", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    for (question, given, _), answers in zip(asked, json.loads(done.stdout), strict=True):
        ours = [[question.told(text)[0], question.remark(text)] for text in given]
        assert answers == ours, question.key
    assert len(asked) > 80
    assert sum(not question.choices for question, *_ in asked) > 8


def test_texts_with_back_quotes_have_parts_of_code(node):
    script = f'import {{ pieces }} from "{SOURCE.as_uri()}"; console.log(pieces("-1 `-b` 3-c"));'
    command = [node, "--input-type=module", "-e", script]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert said == "[ [ 'plain', '−1 ' ], [ 'code', '-b' ], [ 'plain', ' 3-c' ] ]\n"
