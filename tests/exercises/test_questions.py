"""Every answer of the predictions, computed again by cnnkit."""

import numpy as np
import pytest

from cnnkit.exercises import lesson01
from cnnkit.exercises.prediction import QUESTIONS
from cnnkit.matching import match_map, match_score
from cnnkit.xo import features, picture

X, O = picture("X"), picture("O")  # noqa: E741
DOWN, CROSSING, UP = features().values()

COMPUTED = {
    "lesson01.agreement": lambda: np.sum(np.roll(X, 1, axis=1) == X),
    "lesson01.first_window": lambda: round(match_score(X[:3, :3], DOWN), 2),
    "lesson01.crossing": lambda: round(match_map(X, DOWN)[3, 3].item(), 2),
    "lesson01.map_size": lambda: "×".join(map(str, match_map(X, DOWN).shape)),
    "lesson01.negative": lambda: (
        "each changes its sign"
        if np.array_equal(match_map(X, -DOWN), -match_map(X, DOWN))
        else "something else"
    ),
    "lesson01.crossing_on_the_o": lambda: round(match_map(O, CROSSING).max().item(), 2),
    "lesson01.all_ones": lambda: match_map(np.ones((3, 3)), DOWN, scoring="count").item(),
    "lesson01.cost": lambda: round(
        lesson01.multiplications.reference(200, 200, 3, 1)
        / lesson01.multiplications.reference(100, 100, 3, 1)
    ),
}
ASKED = [question for lesson in sorted(QUESTIONS) for question in QUESTIONS[lesson].values()]


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.key)
def test_the_answer_is_what_cnnkit_computes(question):
    computed = COMPUTED[question.key]()
    if not isinstance(computed, str):
        computed = f"{computed:g}"
    assert computed == question.answer


def test_a_lesson_asks_at_least_four_questions():
    assert all(len(questions) >= 4 for questions in QUESTIONS.values())


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.key)
def test_every_wrong_choice_says_what_it_overlooks(question):
    assert question.explanation
    assert set(question.remarks) == set(question.choices) - {question.answer}


def test_numbers_in_the_explanations():
    assert np.sum(X == -1) == 68
    assert match_map(O, CROSSING).min() == pytest.approx(-5 / 9)
    assert match_map(X, CROSSING).max() == 1
    assert match_score(np.ones((3, 3)), DOWN) == pytest.approx(-3 / 9)
