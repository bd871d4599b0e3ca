"""What a layer is asked wrongly is answered in a sentence, and costs a network nothing."""

import copy
import sys

import numpy as np
import pytest

import cnnkit
from cnnkit import layers
from cnnkit.checks.busy import BUSY, plain
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


@pytest.mark.parametrize("name", [*BUSY, "eval", "named_parameters", "buffers", "output_shape"])
@pytest.mark.parametrize("kind", MADE)
def test_wrong_arguments_of_a_layers_method_are_answered_in_a_sentence(kind, name):
    method = getattr(MADE[kind](), name)
    with one_sentence(TypeError, [f"{kind}.{name}", "by position, not 9"]):
        method(*range(9))
    with one_sentence(TypeError, [f"{kind}.{name} has no option no_such_option"]):
        method(no_such_option=1)


def test_options_of_pytorch_that_change_nothing_are_accepted():
    assert layers.Conv2d(1, 1, 3).parameters(recurse=True).keys() == {"weight", "bias"}


class Counted(layers.ReLU):
    """A layer of a reader's own that has a method of its own."""

    def train(self, mode=True):
        """Count how often the mode is set."""
        self.times = getattr(self, "times", 0) + 1
        return super().train(mode)


class Mixin:
    """A class that is no layer, with a method of a layer."""

    def train(self, mode=True):
        """Count how often the mode is set."""
        self.times = getattr(self, "times", 0) + 1
        return super().train(mode)


class Mixed(Mixin, layers.ReLU):
    """A layer that has a method from elsewhere."""


class MixedModel(Mixin, cnnkit.Sequential):
    """A network that has a method from elsewhere."""


@pytest.mark.parametrize("kind", [Counted, Mixed])
def test_a_method_of_ones_own_is_what_a_network_calls(kind):
    model = cnnkit.Sequential(layers.ReLU(), kind())
    model.train()
    model.eval()
    assert model[1].times == 2
    with one_sentence(TypeError, [f"{kind.__name__}.train takes 1 argument"]):
        model[1].train(True, True)


def test_a_network_with_a_method_of_ones_own_trains_with_it():
    model = MixedModel(layers.Flatten(), layers.Linear(16, 2))
    cnnkit.train_step(
        model, X, np.array([1]), loss=cnnkit.CrossEntropyLoss(), optimizer=cnnkit.SGD(model, lr=0.1)
    )
    assert model.times == 1


def test_a_method_that_is_set_on_an_object_is_met_everywhere_and_can_be_taken_off():
    layer = layers.ReLU()
    model = cnnkit.Sequential(layer)
    layer.forward = lambda x, remember=True: x + 41
    assert model(X).max() == layer(X).max() == layer.forward(X).max() == 42
    assert copy.copy(layer)(X).max() == 42
    del layer.forward
    assert model(X).max() == layer.forward(X).max() == 1
    with pytest.raises(AttributeError, match="is a method of the class"):
        del layer.forward


def test_a_step_of_a_network_meets_no_layer_by_the_name_that_answers_people():
    model = cnnkit.Sequential(
        layers.Conv2d(1, 2, 3), layers.ReLU(), layers.Flatten(), layers.Linear(8, 2)
    )
    optimizer = cnnkit.SGD(model, lr=0.1)
    arguments = {"loss": cnnkit.CrossEntropyLoss(), "optimizer": optimizer}
    asked = []

    def look(frame, event, argument):
        if event == "call" and frame.f_code.co_name == "__get__":
            asked.append((type(frame.f_locals["instance"]).__name__, frame.f_locals["self"]))

    cnnkit.train_step(model, X, np.array([1]), **arguments)
    sys.setprofile(look)
    try:
        cnnkit.train_step(model, X, np.array([1]), **arguments)
    finally:
        sys.setprofile(None)
    busy = {kind for kind, one in asked if getattr(one, "name", "") in BUSY}
    assert busy <= {"Sequential"}  # once or twice a step, and not once a layer


def test_the_plain_name_is_the_method_itself():
    assert getattr(layers.Conv2d, plain("forward")).__name__ == "forward"
    assert layers.Conv2d.forward.__wrapped__ is getattr(layers.Conv2d, plain("forward"))
