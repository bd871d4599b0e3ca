"""Every answer of the predictions, computed again by cnnkit."""

import numpy as np
import pytest

from cnnkit.exercises import lesson01, lesson03
from cnnkit.exercises.prediction import QUESTIONS
from cnnkit.functional import avg_pool2d, conv2d, max_pool2d, relu
from cnnkit.layers import Conv2d, MaxPool2d
from cnnkit.matching import match_map, match_score
from cnnkit.shapes import conv_output_size, pool_output_size
from cnnkit.xo import features, picture

X, O = picture("X"), picture("O")  # noqa: E741
NOISE = np.random.default_rng(0).normal(size=(40, 40))
EDGE = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
DOWN, CROSSING, UP = features().values()


def convolve_full(first, second):
    """The one kernel that does what two in a row do."""
    full = np.zeros(np.add(first.shape, second.shape) - 1)
    for (r, c), value in np.ndenumerate(second):
        full[r : r + first.shape[0], c : c + first.shape[1]] += value * first
    return full


def moved_out(column):
    """Does the pooled map change when a lone 1 moves right from this column?"""
    ones = np.eye(10)[:, None, None].repeat(2, axis=2)  # one picture for each column
    pooled = max_pool2d(ones[[column, column + 1]], 2)
    return not np.array_equal(*pooled)


LESSONS = [f"lesson0{number}" for number in range(1, 9)]  # 00 and 09 stand beside their notebooks
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
COMPUTED |= {
    "lesson02.blur": lambda: (
        "it becomes a ramp of greys"
        if np.allclose(
            match_map(np.repeat([[0, 0, 0, 1, 1, 1]], 3, axis=0), np.ones((3, 3))),
            [[0, 1 / 3, 2 / 3, 1]],
        )
        else "something else"
    ),
    "lesson02.flat_area": lambda: abs(
        round(match_map(np.full((3, 3), 0.8), EDGE, scoring="sum").item(), 6)
    ),
    "lesson02.size_with_stride": lambda: conv_output_size(8, 3, padding=1, stride=2),
    "lesson02.colour_maps": lambda: conv2d(np.ones((1, 3, 5, 5)), np.ones((4, 3, 3, 3))).shape[1],
    "lesson02.flip": lambda: (
        "nothing" if np.array_equal(np.flip(np.ones((3, 3)) / 9), np.ones((3, 3)) / 9) else "?"
    ),
    "lesson02.depth_cost": lambda: sum(p.size for p in Conv2d(64, 16, 1).parameters().values()),
}
COMPUTED |= {
    "lesson03.centre": lambda: round(relu(match_map(X, DOWN))[3, 3].item(), 2),
    "lesson03.twice": lambda: (
        "nothing" if np.array_equal(relu(relu(NOISE)), relu(NOISE)) else "something"
    ),
    "lesson03.straight": lambda: (
        "nothing"
        if np.allclose(
            match_map(match_map(NOISE, EDGE), DOWN),
            match_map(NOISE, convolve_full(EDGE, DOWN)) * 25 / 81,
        )
        else "something"
    ),
    "lesson03.steepest": lambda: lesson03.sigmoid_slope.reference(np.linspace(-9, 9, 181)).max(),
    "lesson03.saturated": lambda: max(
        ("ReLU", 1.0),
        ("sigmoid", lesson03.sigmoid_slope.reference(np.float64(10))),
        ("tanh", 1 - np.tanh(10) ** 2),
        key=lambda pair: pair[1],
    )[0],
    "lesson03.sparse": lambda: (
        "about half" if 0.45 < np.mean(relu(NOISE) == 0) < 0.55 else "something else"
    ),
}
CORNER = np.maximum(match_map(X, DOWN), 0)[None, None, :2, :2]
COMPUTED |= {
    "lesson04.size": lambda: "×".join([str(pool_output_size(7, 2, stride=2, ceil_mode=True))] * 2),
    "lesson04.corner": lambda: max_pool2d(CORNER, 2).item(),
    "lesson04.mean_or_max": lambda: round(avg_pool2d(CORNER, 2).item(), 2),
    "lesson04.shift": lambda: (
        "in half of the places"
        if np.mean([moved_out(column) for column in range(8)]) == 0.5
        else "something else"
    ),
    "lesson04.parameters": lambda: sum(p.size for p in MaxPool2d(2).parameters().values()),
    "lesson04.twice": lambda: pool_output_size(pool_output_size(28, 2), 2),
}
ASKED = [question for name in LESSONS for question in QUESTIONS.get(name, {}).values()]


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.key)
def test_the_answer_is_what_cnnkit_computes(question):
    computed = COMPUTED[question.key]()
    if not isinstance(computed, str):
        computed = f"{computed:g}"
    assert computed == question.answer


def test_a_lesson_asks_at_least_four_questions():
    assert all(len(QUESTIONS[name]) >= 4 for name in LESSONS if name in QUESTIONS)


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.key)
def test_every_wrong_choice_says_what_it_overlooks(question):
    assert question.explanation
    assert set(question.remarks) == set(question.choices) - {question.answer}


def test_numbers_in_the_explanations():
    assert np.sum(X == -1) == 68
    assert match_map(O, CROSSING).min() == pytest.approx(-5 / 9)
    assert match_map(X, CROSSING).max() == 1
    assert match_score(np.ones((3, 3)), DOWN) == pytest.approx(-3 / 9)
