"""Every answer of the predictions, computed again by cnnkit."""

import importlib

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from cnnkit.examples.xo import features, network, picture
from cnnkit.exercises import lesson01, lesson03, lesson05, lesson06
from cnnkit.exercises.predictions.question import QUESTIONS
from cnnkit.functional import (
    conv2d,
    conv2d_backward,
    cross_entropy_backward,
    flatten,
    linear,
    linear_backward,
    max_pool2d,
    max_pool2d_backward,
    relu,
    relu_backward,
    softmax,
)
from cnnkit.layers import Conv2d, Linear
from cnnkit.matching import match_map, match_score
from cnnkit.model import Sequential
from cnnkit.optim import Adam
from cnnkit.shapes import conv_output_size, pool_output_size

from . import experiments09, experiments10, experiments11

X, O = picture("X"), picture("O")  # noqa: E741
TWO = np.array([[1.0, 2.0]])
ORDER = np.random.default_rng(1).permutation(48)
SHUFFLED = np.random.default_rng(2).normal(size=(3, 48))
W48 = np.random.default_rng(3).normal(size=(2, 48))
NOISE = np.random.default_rng(0).normal(size=(40, 40))
EDGE = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
EDGES_OF_NOISE = match_map(NOISE, EDGE, scoring="sum")
DOWN, CROSSING, UP = features().values()
FIVE = np.array([list(map(float, row)) for row in ("11100", "01110", "00111", "00110", "01100")])
PLUS = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
THICKER = np.array([[1, 1, -1], [-1, 1, 1], [-1, -1, 1]])
POINT, NINE = np.pad([[1.0]], 2), np.arange(1.0, 10).reshape(3, 3)


def slopes_at_the_start():
    """The gradient of the loss at the logits, for 0.5, 0.3 and 0.2, and the second class true."""
    return cross_entropy_backward(1.0, np.log([[0.5, 0.3, 0.2]]), np.array([1]))[0]


def exact_or_rough():
    """Which of two walks ends lower: few steps with all 64 examples, or many with 8."""
    x = NOISE.ravel()[:128].reshape(64, 2) * [0.3, 1.5]
    y, rng, ends = x @ [1.0, -0.5] + 0.3 * NOISE.ravel()[-64:], np.random.default_rng(0), []
    for size, steps in [(64, 30), (8, 240)]:
        w = np.array([-2.4, 2.1])
        for _ in range(steps):
            rows = rng.choice(64, size, replace=False)
            w = w - 0.1 * 2 * x[rows].T @ (x[rows] @ w - y[rows]) / size
        ends.append(np.mean((x @ w - y) ** 2))
    return ["the 30 exact steps", "the 240 rough steps"][np.argmin(ends)]


def first_step_of_adam():
    """How far Adam moves two weights at a rate of 0.1, from slopes of -0.84 and 12.37."""
    model = Sequential(Linear(2, 1, bias=False))
    before = model[0].weight.copy()
    model.backward(np.ones_like(model(np.array([[-0.84, 12.37]], np.float32))))
    Adam(model, lr=0.1).step()
    return " and ".join(f"{move:.3g}" for move in np.abs(model[0].weight - before)[0])


def shared_weight():
    """The slope of a kernel's only number, which meets three pixels."""
    pixels, d = np.array([[[[1.0, -1.0, 1.0]]]]), np.array([[[[0.2, 0.5, -0.1]]]])
    return conv2d_backward(d, pixels, np.ones((1, 1, 1, 1)))[1].item()


SLOPES = (lambda p: p - 1), (lambda p: 2 * (p - 1) * p * (1 - p))  # of lesson 06's two losses


def first_above_half(slope):
    """The first step at which a neuron that started at z = -7 says more than one half."""
    z = -7.0
    for step in range(1000):
        p = 1 / (1 + np.exp(-z))
        if p > 0.5:
            return step
        z -= slope(p)
    return None


def backward_work():
    """Multiplications of a backward pass of lesson 09's network, in forward passes."""
    first, others = 64 * 16 * 9, 16 * 32 * 16 * 9 + 128 * 10
    return (first + 2 * others) / (first + others)


def moved_out(column):
    """Does the pooled map change when a lone 1 moves right from this column?"""
    ones = np.eye(10)[:, None, None].repeat(2, axis=2)  # one picture for each column
    pooled = max_pool2d(ones[[column, column + 1]], 2)
    return not np.array_equal(*pooled)


LESSONS = [f"lesson0{number}" for number in range(1, 9)]  # 00 and 09 stand beside their notebooks
COMPUTED = {
    "lesson01.agreement": lambda: np.sum(np.roll(X, 1, axis=1) == X),
    "lesson01.first_window": lambda: round(match_score(np.roll(X, 1, axis=1)[:3, :3], DOWN), 2),
    "lesson01.crossing": lambda: round(match_score(THICKER, DOWN), 2),
    "lesson01.map_size": lambda: "×".join(map(str, match_map(X, np.ones((4, 4))).shape)),
    "lesson01.negative": lambda: (
        f"from {match_map(X, -DOWN).min():.2f} to {match_map(X, -DOWN).max():.2f}"
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
    "lesson02.flat_area": lambda: round(
        np.abs(match_map(NOISE + 0.2, EDGE, scoring="sum") - EDGES_OF_NOISE).max(), 6
    ),
    "lesson02.size_with_stride": lambda: conv_output_size(8, 3, padding=1, stride=2),
    "lesson02.colour_maps": lambda: conv2d(np.ones((1, 3, 5, 5)), np.ones((4, 3, 3, 3))).shape[1],
    "lesson02.flip": lambda: (
        "its signs change"
        if np.allclose(match_map(NOISE, np.flip(EDGE), scoring="sum"), -EDGES_OF_NOISE)
        else "something else"
    ),
    "lesson02.depth_cost": lambda: sum(p.size for p in Conv2d(64, 16, 1).parameters().values()),
}
COMPUTED |= {
    "lesson02.first_sum": lambda: match_map(FIVE[:3, :3], PLUS, scoring="sum").item(),
    "lesson02.stride_of_two": lambda: round(match_map(X, CROSSING, stride=2).max().item(), 2),
    "lesson02.point": lambda: " ".join(f"{v:g}" for v in match_map(POINT, NINE, scoring="sum")[0]),
    # Every gradient of a flat picture is the same for all nine weights.
    "lesson02.flat_pair": lambda: (
        "their sum only"
        if np.linalg.matrix_rank(sliding_window_view(np.full((9, 9), 0.5), (3, 3)).reshape(-1, 9))
        == 1
        else "something else"
    ),
}
COMPUTED |= {
    "lesson03.centre": lambda: relu(match_map(-X, DOWN))[3, 3].item(),
    "lesson03.twice": lambda: (
        "nothing" if np.array_equal(relu(relu(NOISE)), relu(NOISE)) else "something"
    ),
    "lesson03.order": lambda: (
        "nothing"
        if np.allclose(
            match_map(match_map(NOISE, EDGE), DOWN), match_map(match_map(NOISE, DOWN), EDGE)
        )
        else "something"
    ),
    "lesson03.steepest": lambda: (
        "a millionth"
        if 0.9e-6 < lesson03.sigmoid_slope.reference(np.float64(0)) ** 10 < 1.1e-6
        else "something else"
    ),
    "lesson03.far_out": lambda: max(
        ("ReLU: all of it passes", relu_backward(np.ones(1), np.full(1, -10.0)).item()),
        ("the sigmoid: a little", lesson03.sigmoid_slope.reference(np.float64(-10))),
        ("tanh: a little", 1 - np.tanh(-10) ** 2),
        key=lambda pair: pair[1],
    )[0],
    "lesson03.sparse": lambda: round(np.mean(relu(NOISE) ** 2) / np.mean(NOISE**2), 1),
}
NEGATIVE_CORNER = match_map(-X, DOWN)[None, None, :2, :2]


def higher_from(summary):
    """Which window the summary rates higher: A with one whole match, or B with four weak ones."""
    return "A" if summary([1, 0, 0, 0]) > summary([0.33] * 4) else "B"


COMPUTED |= {
    "lesson04.size": lambda: "×".join([str(pool_output_size(15, 2, stride=2, ceil_mode=True))] * 2),
    "lesson04.corner": lambda: round(max_pool2d(NEGATIVE_CORNER, 2).item(), 2),
    "lesson04.mean_or_max": lambda: (
        f"{higher_from(np.max)} from the maximum, {higher_from(np.mean)} from the average"
    ),
    "lesson04.shift": lambda: (
        "in half of the places"
        if np.mean([moved_out(column) for column in range(8)]) == 0.5
        else "something else"
    ),
    "lesson04.parameters": lambda: 2 * match_map(X, DOWN).size * len(features()),
    "lesson04.twice": lambda: pool_output_size(pool_output_size(28, 2), 2),
}
XOR = np.array([0, 1, 1, 0])


def pooled(picture):
    """The 48 numbers that vote in the X/O network."""
    return network().activations(picture[None, None])["3"][0]


VOTES = network()[4].weight * pooled(X)
MOVED = [pooled(np.roll(letter, (1, 1), axis=(0, 1))) for letter in (X, O)]


def right_in_one_round(wanted):
    """How many of the four cases of two zeros and ones the best weights and bias get right."""
    cases = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
    grid = np.arange(-3, 3.1, 0.25)
    w1, w2, b = (axis.ravel() for axis in np.meshgrid(grid, grid, grid))
    sums = cases @ np.stack([w1, w2]) + b
    return ((sums > 0) == wanted[:, None]).sum(axis=0).max()


COMPUTED |= {
    "lesson05.length": lambda: flatten(np.zeros((1, 5, 6, 4))).size,
    "lesson05.place": lambda: "map {}, row {}, column {}".format(*np.unravel_index(40, (3, 4, 4))),
    "lesson05.parameters": lambda: sum(p.size for p in Linear(48, 10).parameters().values()),
    "lesson05.shuffled": lambda: (
        "no"
        if np.allclose(linear(SHUFFLED[:, ORDER], W48[:, ORDER]), linear(SHUFFLED, W48))
        else "?"
    ),
    "lesson05.vote": lambda: 0 * 7.5,
    "lesson05.bigger": lambda: (
        "the linear layer" if 3 * pool_output_size(9, 2, ceil_mode=True) ** 2 == 75 else "?"
    ),
    "lesson05.which": lambda: "AB"[
        int(np.argmax([stack[16:32].max() for stack in sorted(MOVED, key=np.sum)]))
    ],
    "lesson05.perfect": lambda: (
        "all of it, and more"
        if VOTES[0][np.isclose(pooled(X), 1)].sum() > VOTES[0].sum()
        else "something else"
    ),
    "lesson05.exactly_one": lambda: ["two", "three", "all four"][right_in_one_round(XOR) - 2],
    "lesson05.turned_round": lambda: round(network()(X[None, None])[0, 0] - 2 * VOTES[0][21], 2),
    "lesson06.shares": lambda: (
        "there is none: the total is 0" if np.sum([1.93, -1.93]) == 0 else "?"
    ),
    "lesson06.overflow": lambda: str(round(float(np.log(np.finfo(float).max)))),
    "lesson06.blank": lambda: (
        "rather O"
        if 0.6 < softmax(network()(-np.ones((1, 1, 9, 9), np.float32)))[0, 1] < 0.8
        else "?"
    ),
    "lesson06.hot": lambda: round(softmax(np.linspace(-9, 9, 10)[None] / 1e6)[0].max(), 4),
    "lesson06.shift": lambda: f"{softmax(np.array([[7.0, 6.0, 4.0]]))[0, 0]:.2f}, as before",
    "lesson06.double": lambda: "{:.2f}, the square of {:.2f}".format(
        *[np.divide(*softmax(factor * TWO)[0, ::-1]) for factor in (2, 1)]
    ),
    "lesson06.cost": lambda: round(-np.log(0.01), 1),
    "lesson06.push": lambda: (
        f"about {round(np.divide(*[slope(0.001) for slope in SLOPES]), -1):.0f} times as strong"
    ),
    "lesson06.race": lambda: " and ".join(f"step {first_above_half(slope)}" for slope in SLOPES),
    "lesson06.signed": lambda: lesson06.errors.reference(np.array([1, 0]), np.array([0, 1]))[0],
}
VALLEY_SLOPE = 2 * (0.0 - 2)  # of (w - 2)², at w = 0
COMPUTED |= {
    "lesson07.below": lambda: "positive" if 2 * (3.5 - 2) > 0 else "negative",
    "lesson07.optimum": lambda: min((w - 1) ** 2 / 2 + (w - 3) ** 2 / 2 for w in (1, 1.5, 2, 2.5)),
    "lesson07.nudge": lambda: round((0.0001 - 2) ** 2 - (0.0 - 2) ** 2, 4),
    "lesson07.one_step": lambda: (0 - 2) / VALLEY_SLOPE,
    "lesson07.larger_rate": lambda: f"about {2 * abs(1 - 1.1 * 2) ** 8:.0f} away from 2",
    "lesson07.brute": lambda: 2 * lesson05.network_parameters.reference(9, 3, 2),
    "lesson07.stochastic": lambda: exact_or_rough(),
    "lesson07.adam": first_step_of_adam,
    "lesson08.start": lambda: "({:g}, {:g}, {:g})".format(*slopes_at_the_start().round(9)),
    "lesson08.gate": lambda: relu_backward(np.array([-0.8]), np.array([0.56])).item(),
    "lesson08.overlap": lambda: max_pool2d_backward(
        np.array([[[[0.5, -0.2]]]]), np.array([[[[0.0, 0.0, 1.0, 0.0, 0.0]]]]), (1, 3), stride=2
    )[0, 0, 0, 2].item(),
    "lesson08.shared": lambda: round(shared_weight(), 6),
    "lesson08.passes": lambda: round(backward_work(), 1),
    "lesson08.bias": lambda: linear_backward(
        np.array([[1], [1], [-1], [0.5]]), np.ones((4, 1)), np.ones((1, 1))
    )[2].item(),
}
LESSONS += ["lesson09", "lesson10", "lesson11"]
COMPUTED |= experiments09.COMPUTED
COMPUTED |= experiments11.COMPUTED
COMPUTED |= experiments10.COMPUTED
for lesson in LESSONS:
    importlib.import_module(f"cnnkit.exercises.{lesson}")  # its questions register themselves
ASKED = [question for name in LESSONS for question in QUESTIONS[name].values()]


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.key)
def test_the_answer_is_what_cnnkit_computes(question):
    computed = COMPUTED[question.key]()
    if not isinstance(computed, str):
        computed = f"{computed:g}"
    assert computed == question.answer


def test_a_lesson_asks_at_least_four_questions():
    assert all(len(QUESTIONS[name]) >= 4 for name in LESSONS)


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.key)
def test_every_wrong_choice_says_what_it_overlooks(question):
    assert question.explanation
    assert set(question.remarks) == set(question.choices) - {question.answer}


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.key)
def test_no_mistake_gets_the_remark_on_another(question):
    assert {number: question.remark(number) for number in question.mistakes} == question.mistakes


def test_numbers_in_the_explanations():
    assert np.sum(X == -1) == 68
    assert match_map(O, CROSSING).min() == pytest.approx(-5 / 9)
    assert match_map(X, CROSSING).max() == 1
    assert match_score(np.ones((3, 3)), DOWN) == pytest.approx(-3 / 9)
    assert softmax(TWO)[0, 1] == pytest.approx(0.73, abs=0.005)
    assert softmax(2 * TWO)[0, 1] == pytest.approx(0.88, abs=0.005)
    assert lesson05.network_parameters.reference(9, 3, 2) == 128
