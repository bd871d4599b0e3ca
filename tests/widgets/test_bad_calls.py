"""Every argument of every explorer, given what it is not: one sentence of our own."""

import inspect
import traceback
from pathlib import Path

import numpy as np
import pytest

import cnnkit
from cnnkit import widgets

PACKAGE = str(Path(cnnkit.__file__).parent)
NAN = float("nan")


class Odd:
    def __repr__(self):
        return "odd\nthing"


BAD = {
    "text": "a word", "1.25": 1.25, "-7": -7, "NaN": NAN, "infinite": float("inf"), "complex": 1j,
    "ragged": [[1], [1, 2]], "huge": 10**400, "true": True, "an object": Odd(), "a set": {1},
    "a dict": {"a": 1}, "a function": len, "bytes": b"x", "NaNs": np.full((9, 9), NAN),
    "complexes": np.ones((9, 9)) * 1j, "texts": np.full((9, 9), "a"), "5-d": np.ones([1] * 5),
    "objects": np.full((9, 9), None), "masked": np.ma.masked_array(np.eye(9), np.eye(9) > 0),
    "channels last": np.ones((9, 9, 3)), "Nones": [None, None], "nested": [["a"], ["b"]],
    "a long text": "x" * 10_000, "0-d": np.array(0.25),
}  # fmt: skip
NUMBER = {"1.25", "0-d"}
# What would not do elsewhere is right here.
RIGHT = {
    ("ActivationExplorer", "gain"): NUMBER,
    ("BackpropExplorer", "rate"): NUMBER,
    ("DescentExplorer", "weight"): NUMBER | {"-7"},
    ("DescentExplorer", "rate"): NUMBER,
    ("DescentExplorer", "compare"): NUMBER,
    ("LandscapeExplorer", "rate"): NUMBER,
    ("LandscapeExplorer", "momentum"): {"0-d"},
    ("LossExplorer", "start"): NUMBER | {"-7"},
    ("LossExplorer", "rate"): NUMBER,
    ("SoftmaxExplorer", "temperature"): NUMBER,
    ("SoftmaxExplorer", "shift"): NUMBER | {"-7"},
    ("TrainingLab", "lr"): NUMBER,
    ("TrainingLab", "momentum"): {"0-d"},
    ("TrainingLab", "weight_decay"): {"0-d"},
    ("TrainingLab", "dropout"): {"0-d"},
}
CALLS = [
    (name, argument)
    for name in widgets.__all__
    if name != "Board"
    for argument in list(inspect.signature(getattr(widgets, name).__init__).parameters)[1:]
]


def taken(name, options):
    getattr(widgets, name)(**options).close()
    pytest.fail(f"{name} has taken {options}; if that is right, say so in RIGHT of this file")


@pytest.mark.parametrize(("name", "argument"), CALLS)
def test_is_refused_in_one_sentence_of_our_own(name, argument):
    for what, value in BAD.items():
        if what in RIGHT.get((name, argument), ()):
            continue
        with pytest.raises((TypeError, ValueError)) as caught:
            taken(name, {argument: value})
        message = f"{what}: {caught.value}"
        assert "\n" not in message
        assert 25 < len(message) < 400, message
        last = traceback.extract_tb(caught.value.__traceback__)[-1]
        assert last.filename.startswith(PACKAGE), message
        assert "raise" in last.line, message


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("ChannelExplorer", "kernel[0]"), ("ChannelExplorer", "kernel[0,1]"),
        ("ChannelExplorer", "kernel[-1,0,0]"), ("ChannelExplorer", "kernel[0,9,9]"),
        ("FilterExplorer", "kernel[0]"), ("FilterExplorer", "kernel[-1,0]"),
        ("SoftmaxExplorer", "logits[-1]"), ("SoftmaxExplorer", "logits[-1,0]"),
        ("SoftmaxExplorer", "logits[0,9,0]"), ("SoftmaxExplorer", "logits[9,0]"),
        ("BackpropExplorer", "kernel[0]"), ("VoteExplorer", "weights[0]"),
    ],
)  # fmt: skip
def test_a_message_that_names_no_cell_changes_nothing(name, cell):
    explorer = getattr(widgets, name)()
    before = explorer._settings
    explorer._on_message(explorer, {"kind": "edit", "name": cell, "value": "0.5"}, [])
    kind, sentence = explorer.scene["message"]
    assert kind == "error"
    assert "\n" not in sentence
    assert "Error in" not in sentence
    assert explorer._settings is before
    explorer.close()


@pytest.mark.parametrize("name", ["NetworkExplorer", "SoftmaxExplorer", "DrawPad", "TrainingLab"])
def test_a_class_whose_name_is_no_formula_is_drawn(name):
    count = {"NetworkExplorer": 2, "SoftmaxExplorer": 3}.get(name, 10)
    names = ["$x^$", "$1 coin, $2 coin", r"$\nope$", *"abcdefg"][:count]
    with_names = getattr(widgets, name)(classes=names)
    assert with_names._repr_mimebundle_()[0]["image/png"].startswith(b"\x89PNG")
    with_names.close()
