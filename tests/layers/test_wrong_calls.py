"""What a layer is asked wrongly is answered in a sentence."""

import numpy as np
import pytest

import cnnkit
from cnnkit import layers
from tests.helpers.sentences import one_sentence

X = np.ones((1, 1, 4, 4))
MADE = {
    "Conv2d": lambda: layers.Conv2d(1, 1, 3),
    "ReLU": layers.ReLU,
    "BatchNorm2d": lambda: layers.BatchNorm2d(1),
    "Dropout": layers.Dropout,
    "Flatten": layers.Flatten,
    "Sequential": lambda: cnnkit.Sequential(layers.ReLU()),
    "Residual": lambda: cnnkit.Residual(layers.ReLU()),
}
NAMES = [
    "backward",
    "buffers",
    "eval",
    "forget",
    "forward",
    "named_parameters",
    "output_shape",
    "parameters",
    "train",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", MADE)
def test_wrong_arguments_of_a_layers_method_are_answered_in_a_sentence(kind, name):
    method = getattr(MADE[kind](), name)
    with one_sentence(TypeError, [f"{kind}.{name}", "by position, not 9"]):
        method(*range(9))
    with one_sentence(TypeError, [f"{kind}.{name} has no option no_such_option"]):
        method(no_such_option=1)


def test_options_of_pytorch_that_change_nothing_are_accepted():
    assert layers.Conv2d(1, 1, 3).parameters(recurse=True).keys() == {"weight", "bias"}


def test_a_method_that_is_set_later_is_what_a_network_calls(monkeypatch):
    model = cnnkit.Sequential(layers.ReLU())
    model[0].forward = lambda x, remember=True: x + 41
    assert model(X).max() == 42
    del model[0].forward
    monkeypatch.setattr(layers.ReLU, "forward", lambda self, x, remember=True: x + 1)
    assert model(X).max() == 2
