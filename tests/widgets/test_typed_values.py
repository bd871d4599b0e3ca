"""What people type into cells and controls."""

import json
import pathlib
import re

import numpy as np
import pytest

from cnnkit.widgets import (
    DescentExplorer,
    DrawPad,
    FilterExplorer,
    LossExplorer,
    NetworkExplorer,
    SoftmaxExplorer,
    TrainingLab,
    VoteExplorer,
)
from cnnkit.widgets.board.typed_values import parse_number, parse_whole
from tests.helpers.boards import send


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        (" 0.5 ", 0.5),
        ("0,5", 0.5),
        ("−1", -1),
        ("-2e-1", -0.2),
        ("1/4", 0.25),
        ("-1/8", -0.125),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "abc", "nan", "inf", "1/0", "1/2/3", "1e400", "--1", "1_0", "１"]
)
def test_what_is_no_number_is_refused_with_an_example_of_one(text):
    with pytest.raises(
        ValueError, match=r"the corner is not a number; type one like 1, −0\.5 or 1/9"
    ):
        parse_number(text, "the corner")


def test_a_number_too_large_to_show_is_refused():
    with pytest.raises(ValueError, match="too large to show"):
        parse_number("1e7")


SHARED = pathlib.Path(__file__).parents[1].joinpath("shared", "numbers.json")


def test_a_cell_takes_the_grammar_of_predictions():
    for text, unit, number in json.loads(SHARED.read_text(encoding="utf-8"))["vectors"]:
        if unit:
            continue
        if number is None:
            with pytest.raises(ValueError, match="is not a number"):
                parse_number(text)
        elif abs(number) <= 1e6:
            assert parse_number(text) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize("value", [3, "3", "3.0", " 3 ", "3,0", "6/2", 3.0, np.int64(3)])
def test_whole_numbers_may_come_as_text(value):
    assert parse_whole(value, 1, 3, "stride") == 3


@pytest.mark.parametrize(
    "value", [0, 4, 1.5, "", "x", None, True, float("nan"), float("inf"), "0_3", "３", "٣", "3 x"]
)
def test_other_whole_numbers_are_refused_with_the_range(value):
    with pytest.raises(ValueError, match="use a whole number from 1 to 3"):
        parse_whole(value, 1, 3, "stride")


TYPED = {
    "a score": (SoftmaxExplorer, "logits[0,0]"),
    "a temperature": (SoftmaxExplorer, "temperature"),
    "a kernel": (FilterExplorer, "kernel[0,0]"),
    "a stride": (FilterExplorer, "stride"),
    "a rate": (DescentExplorer, "rate"),
    "a start": (LossExplorer, "start"),
    "a pen": (DrawPad, "pen"),
    "a weight": (lambda: NetworkExplorer(image="O", layer="0"), "kernel[0,0]"),
    "a vote": (VoteExplorer, "weights[0,0,0]"),
    "a learning rate": (TrainingLab, "lr"),
}


@pytest.mark.parametrize("what", TYPED)
def test_advice_on_a_number_that_is_too_large_works(what):
    """One sentence, and what it says can be used does not lead to the next one."""
    make, name = TYPED[what]
    board = make()

    def trouble(value):
        if name == "start":  # is dragged, or set in a cell
            try:
                board.set(start=value)
            except ValueError as error:
                return str(error)
            return ""
        kind, sentence = send(board, name, value)["message"]
        return sentence if kind == "error" else ""

    advice = trouble("1e9").rpartition("use ")[2]
    assert "e+" not in advice
    numbers = re.findall(r"[−-]?\d+\.?\d*", advice)
    assert numbers, advice
    assert [one for one in numbers if float(one.replace("−", "-")) and trouble(one)] == []
    board.close()
