"""The sentences of the checks read as English: the right article, and "is not a" for what it is."""

import re
from pathlib import Path

import numpy as np
import pytest

from cnnkit import checks


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "an int"),
        (1.5, "a float"),
        ("x", "a str"),
        (np.ones(1), "an ndarray"),
        (np.int64(1), "an int64"),
        (np.uint8(1), "a uint8"),
        (object(), "an object"),
        (None, "a NoneType"),
    ],
)
def test_type_has_its_article(value, words):
    assert checks.kind_of(value) == words


@pytest.mark.parametrize("value", [3.5, "3", True, None, np.ones(2), object()])
@pytest.mark.parametrize("check", [checks.pair, checks.whole])
def test_what_is_not_a_whole_number_is_told_with_its_article(check, value):
    with pytest.raises(TypeError) as caught:
        check(value, "stride")
    assert f" is {checks.kind_of(value)}; use an integer" in str(caught.value)


WRONG = {
    "number": lambda: checks.real("a", "lr"),
    "random generator": lambda: checks.generator(3),
    "float type": lambda: checks.float_type("int8"),
    "path": lambda: checks.file_path(3),
}


@pytest.mark.parametrize("thing", WRONG)
def test_what_is_something_else_is_told_as_not_a(thing):
    with pytest.raises(TypeError, match=f"which is not a {thing}; (use|give) "):
        WRONG[thing]()


SOURCES = sorted((Path(__file__).resolve().parents[2] / "cnnkit").rglob("*.py"))


def test_no_sentence_puts_an_article_of_its_own_before_a_type():
    own = re.compile(r"\bis an? \{type\(")
    assert [p for p in SOURCES if own.search(p.read_text(encoding="utf-8"))] == [], "use kind_of"
