"""How numbers are written; js/board/number_text.js passes the same cases (tests/js/)."""

import json
import pathlib

import pytest

from cnnkit.plots import decimals_of, number
from cnnkit.plots.number_text import without_zero

SHARED = json.loads(
    pathlib.Path(__file__)
    .parents[1]
    .joinpath("shared", "number_text.json")
    .read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("values", "decimals"), SHARED["decimals"])
def test_the_numbers_of_an_array_get_decimals_by_the_largest(values, decimals):
    assert decimals_of(values) == decimals


@pytest.mark.parametrize(("value", "text"), SHARED["alone"])
def test_a_number_alone_has_few_digits(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("text", "short"), SHARED["without_zero"])
def test_in_a_narrow_cell_a_number_goes_without_the_zero_before_its_point(text, short):
    assert without_zero(text) == short


@pytest.mark.parametrize(("value", "decimals", "text"), SHARED["written"])
def test_a_number_of_an_array_has_the_decimals_of_the_array(value, decimals, text):
    assert number(value, decimals) == text


def test_the_array_of_a_number_gives_its_decimals():
    assert number(0.0449, of=[0.3, -1.2]) == "0.04"
    assert number(0.0449, of=[0.03]) == "0.045"
    assert number(1.0, of=[0.5]) == "1.00"
    assert number(0.0449, 1, of=[0.03]) == "0.0"


@pytest.mark.parametrize(
    ("value", "text"), [(float("nan"), "not a number"), (float("inf"), "∞"), (-float("inf"), "−∞")]
)
def test_what_is_no_finite_number_has_a_word_or_a_sign(value, text):
    assert number(value) == number(value, 2) == text
