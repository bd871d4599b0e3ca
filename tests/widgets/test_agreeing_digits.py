"""As many digits as a sentence needs, in Python as in the browser."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from cnnkit.plots import decimals_of, number
from cnnkit.widgets import DescentExplorer
from cnnkit.widgets.board.agreeing_digits import Equation, agrees, enough, settled
from cnnkit.widgets.softmax.softmax_settings import SoftmaxSettings
from cnnkit.widgets.softmax.softmax_words import notes, sentences
from tests.helpers import arithmetic

CASES = json.loads(
    (Path(__file__).parents[1] / "shared" / "agreeing_digits.json").read_text(encoding="utf-8")
)["cases"]
WORK = {"sum": sum, "product": math.prod, "−ln": lambda n: -math.log(n[0])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['work']} {case['result']}")
def test_numbers_get_the_digits_that_give_the_result(case):
    work = WORK[case["work"]]
    texts = enough(list(map(tuple, case["numbers"])), case["result"], case["value"], work)
    assert texts == case["texts"]


def test_whole_numbers_are_meant_as_they_stand_and_rounded_ones_are_not():
    assert agrees(["0.11", "9"], "0.99", 0.99, math.prod)
    assert not agrees(["0.11", "9"], "1", 1.0, math.prod)
    assert agrees(["0.11", "9"], "1", 0.99, math.prod)  # among numbers above 100: without decimals


def test_columns_get_the_digits_that_all_sentences_need_and_others_none():
    columns = {"p": np.array([0.0012, 0.9988]), "loss": np.array([6.7254]), "z": np.array([0.5])}
    found = settled(
        columns, [Equation([("p", 0.0012)], ("loss", 6.7254), lambda n: -math.log(n[0]))]
    )
    assert found == {"p": 4, "loss": 2, "z": 2}


def test_what_no_digits_can_show_changes_none():
    columns = {"p": np.array([1e-12, 1.0]), "loss": np.array([27.63])}
    found = settled(columns, [Equation([("p", 1e-12)], ("loss", 27.63), lambda n: -math.log(n[0]))])
    assert found == {"p": decimals_of(columns["p"]), "loss": 1}


@pytest.mark.parametrize("parts", [3, 6, 7, 9, 36, 81])
def test_a_kernel_of_equal_parts_is_written_as_fractions(parts):
    kernel = np.array([[1, -1, 0], [-1, 1, 1], [0, 1, -1]], np.float32) / np.float32(parts)
    assert number(kernel[0, 0], of=kernel) == f"1/{parts}"
    assert number(kernel[0, 1], of=kernel) == f"−1/{parts}"
    assert number(kernel[0, 2], of=kernel) == "0"


@pytest.mark.parametrize("parts", [2, 4, 5, 10, 20, 101])
def test_what_decimals_say_exactly_or_nobody_would_count_stays_decimal(parts):
    assert decimals_of(np.full((3, 3), 1 / parts)) >= 0


def test_one_other_number_makes_a_kernel_decimal():
    kernel = np.full((3, 3), 1 / 9)
    kernel[1, 1] = 0.12
    assert decimals_of(kernel) == 2


# -- a sample of what Python spells; every line of every cell: test_areas.py and test_truth.py


@pytest.mark.parametrize("seed", range(60))
def test_the_sentences_of_softmax_can_be_worked_out(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 9))
    logits = rng.normal(size=count) * rng.choice([0.01, 1, 10])
    temperature, shift = rng.choice([0.1, 0.37, 1, 5]), rng.choice([0, -10, 3.3])
    form, names = rng.choice(["stable", "naive"]), tuple("abcdefgh"[:count])
    now = SoftmaxSettings(
        tuple(logits.tolist()), names[-1], float(temperature), float(shift), str(form), names
    )
    lines = [line for step in sentences(now).values() for line in step]
    assert sum(map(arithmetic.check_line, [*lines, *notes(now).values()])) >= count


@pytest.mark.parametrize("problem", ["perfect fit", "compromise", "two valleys"])
@pytest.mark.parametrize("rate", [0.01, 0.37, 3.0])
def test_the_next_step_of_a_descent_can_be_worked_out(problem, rate):
    explorer = DescentExplorer(problem, weight=0.3333, rate=rate)
    for _ in range(6):
        scene = explorer.scene
        (curve, *_) = scene["panels"]
        assert arithmetic.check_line(curve["note"], rounded=True) == 1
        for line in curve["rule"]["texts"][::20]:
            assert arithmetic.check_line(line, rounded=True) >= 1
        explorer.step()


# -- the checker itself


@pytest.mark.parametrize(
    "line",
    [
        "Map: 1·1/9 + (−1)·(−1/9) + 1·0.50 = 0.72",
        "Map: 1·1 + (−1)·1 = 0, ÷ 9 = 0.00, max(0, 0.00) = 0.00",
        "Softmax, X: e^1.20 ÷ (e^1.20 + e^(−0.30)) = 0.82",
        "z = (2.00 + (−10)) ÷ 0.5 − (−17.00) = 1.00",
        "loss = −ln 0.71 = 0.34",
        "1 ÷ (1 + e^−(−0.50)) = 0.38; the slope there is 0.24",
        "L2: √((0.50² + (−2.00)²) · 4 ÷ 2) = 2.92",
        "LP: (0.50^3 + 2.00^3)^(1 ÷ 3) = 2.01",
        "red 0.50 + green (−0.10) + blue 0.00 = 0.40",
        "z = −7: p = 0.0009, loss 7.0009, slope p − 1 = −0.9991",
        "From map 0: 3·2 = 6. All 2 maps: 8 + bias 0.50 = 8.50.",
    ],
)
def test_a_right_line_is_worked_out(line):
    assert arithmetic.check_line(line) >= 1


@pytest.mark.parametrize(
    "line",
    [
        "Map: 1·0.11 + 1·0.11 + 1·0.11 + 1·0.11 = 0.50",
        "Map: 1·2 + bias (−0.50) = 1.60",
        "loss = −ln 0.001 = 6.73",
        "Softmax, X: e^1.20 ÷ (e^1.20 + e^(−0.30)) = 0.18",
        "red 0.50 + green (−0.10) = 0.60",
        "1·1 + 1·1 = 3, ÷ 3 = 1.00",
        "1·1 + 1·1 = 2, ÷ 3 = 0.60",
    ],
)
def test_a_wrong_line_is_found(line):
    with pytest.raises(AssertionError, match="with these numbers"):
        arithmetic.check_line(line)
