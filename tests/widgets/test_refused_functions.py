"""Functions, names and ranges that will not do for an explorer: one sentence each."""

import numpy as np
import pytest

from cnnkit.widgets import (
    ChannelExplorer,
    DescentExplorer,
    FilterExplorer,
    LandscapeExplorer,
)

T, V = TypeError, ValueError


def descend(error, **options):
    """A descent on an error function."""
    return DescentExplorer(error=error, **options)


class Speechless(Exception):
    """One that fails even when it is asked what it is."""

    def __str__(self):
        raise RuntimeError("no words")


def speechless(w):
    raise Speechless


ONE = "a function of one number"
CASES = {
    "descent: no function": (lambda: descend(3), T, ["error is 3", ONE, "lambda w"]),
    "descent: of no number": (lambda: descend(lambda: 1), V, ["TypeError", "w = 0", ONE]),
    "descent: of a list": (lambda: descend(len), V, ["error failed at w = 0", "float", ONE]),
    "descent: a text": (lambda: descend(lambda w: "a"), T, ["returned 'a'", "one number"]),
    "descent: nothing": (lambda: descend(lambda w: None), T, ["returned None", "one number"]),
    "descent: two numbers": (lambda: descend(lambda w: np.array([w, w])), T, ["one number"]),
    "descent: truth": (lambda: descend(lambda w: w > 0), T, ["returned False", "one number"]),
    "descent: complex": (lambda: descend(lambda w: 1j), V, ["real number at weight 0", "where"]),
    "descent: speechless": (lambda: descend(speechless), V, ["Speechless: no reason", ONE]),
    "descent: a mistake": (lambda: descend(lambda w: unknown), V, ["NameError", "unknown"]),  # noqa: F821
    "descent: not there": (lambda: descend(np.log), V, ["weight 0", "start where"]),
    "descent: division": (lambda: descend(lambda w: 1 / w), V, ["weight 0", "start where"]),
    "descent: a slope alone": (lambda: DescentExplorer(slope=np.cos), T, ["give error="]),
    "descent: no slope": (lambda: descend(np.cos, slope=2), T, ["slope is 2", ONE]),
    "descent: range": (lambda: DescentExplorer(between=(3, 1)), V, ["between is (3, 1)", "(-5"]),
    "descent: compare": (lambda: DescentExplorer(compare=0), V, ["compare 0", "above 0"]),
    "landscape: momentum": (lambda: LandscapeExplorer(momentum=1), V, ["momentum 1", "0.99"]),
    "filter: names of an X": (
        lambda: FilterExplorer(row_names="abcdefghi"), V, ["row_names", "image="]),
    "filter: too few names": (
        lambda: FilterExplorer(np.eye(4), column_names="abc"), V, ["3 column_names", "4 columns"]),
    "filter: no names": (
        lambda: FilterExplorer(np.eye(4), row_names=[[1], 2, 3, 4]), T, ["row_names", "texts"]),
    "filter: complex": (lambda: FilterExplorer(np.eye(4) * 1j), V, ["image"]),
    "filter: objects": (lambda: FilterExplorer(np.full((4, 4), None)), V, ["image"]),
    "filter: infinite kernel": (
        lambda: FilterExplorer(kernel=[[np.inf]]), V, ["kernel holds", "row 0"]),
    "channels: complex": (lambda: ChannelExplorer(np.ones((3, 5, 5)) * 1j), V, ["image"]),
    "channels: infinite": (lambda: ChannelExplorer(np.full((3, 5, 5), np.inf)), V, ["finite"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_is_refused_in_one_sentence_that_says_what_would_work(case):
    call, error, words = CASES[case]
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    assert type(caught.value) is error
    assert "\n" not in message
    assert 20 < len(message) < 300
    assert message.endswith(".")
    for word in words:
        assert word in message, message
