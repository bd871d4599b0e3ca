"""One warning from fit where the cause can be named, and none from a training that is all right."""

import math
import warnings

import numpy as np
import pytest

from cnnkit.data import load_digits
from cnnkit.layers import Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU, Sigmoid, Tanh
from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss, MSELoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.train import fit
from cnnkit.widgets import TrainingLab

DIGITS = load_digits()
X, Y = DIGITS.train_images, DIGITS.train_targets
GUESS = math.log(10)


def network(activation=ReLU):
    rng = np.random.default_rng(0)
    return Sequential(
        Conv2d(1, 8, 3, padding=1, rng=rng), activation(), MaxPool2d(2), Flatten(),
        Linear(128, 10, rng=rng),
    )  # fmt: skip


def deep():
    rng = np.random.default_rng(0)
    return Sequential(
        Conv2d(1, 8, 3, padding=1, rng=rng), Tanh(), Conv2d(8, 8, 3, padding=1, rng=rng), Tanh(),
        MaxPool2d(2), Flatten(), Linear(128, 32, rng=rng), Tanh(), Linear(32, 10, rng=rng),
    )  # fmt: skip


def zeroed():
    model = network()
    model[0].weight[:] = 0
    return model


def sunk():
    model = network()
    model[0].bias[:] = -9
    return model


def told(model, x=X, y=Y, *, lr=0.1, epochs=4, optimizer=SGD, loss=None, **options):
    """Train and return what was said."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run = fit(
            model, x, y, loss=loss or CrossEntropyLoss(), optimizer=optimizer(model, lr=lr),
            epochs=epochs, **options,
        )  # fmt: skip
        for _ in run:
            pass
    assert {warning.filename for warning in caught} <= {__file__}
    return [str(warning.message) for warning in caught]


CAUSES = {
    "pictures of 0..255": (network, {"x": X * 255}, ["up to 255", "give x / 255"]),
    "pictures of 16 bits": (network, {"x": X * 65535}, ["give x / 65535"]),
    "signed and far": (
        network,
        {"x": X * 80 - 40, "lr": 1e-5},
        ["up to 40", "(x - x.mean()) / x.std()"],
    ),
    "columns": (
        lambda: Sequential(Linear(64, 10)),
        {"x": X.reshape(-1, 64) * 1000},
        ["(x - x.mean(axis=0)) / x.std(axis=0)"],
    ),
    "only the validation": (network, {"validation": (X * 255, Y)}, ["validation", "same way"]),
    "divided twice": (network, {"x": X / 255}, ["0.0039 only", "divided twice", "0..1"]),
    "nothing in them": (network, {"x": X * 0}, ["every number of x is 0", "0..1"]),
    "weights of 0": (zeroed, {}, ["every weight of layer 0", "draw them again"]),
    "dead from the start": (sunk, {}, ["layer 1, ReLU(), returns 0", "biases of 0"]),
    "dead by long steps": (network, {"lr": 5}, ["layer 1, ReLU(), returns 0", "try lr=0.1"]),
    "dead by Adam": (network, {"lr": 1, "optimizer": Adam}, ["returns 0", "try lr=0.01"]),
    "lost": (deep, {"lr": 3, "epochs": 2}, ["has grown", "try lr=0.1"]),
    "decayed": (
        network,
        {"optimizer": lambda model, lr: SGD(model, lr=lr, weight_decay=21)},
        ["weight_decay=21 is far too large", "try weight_decay=0.001"],
    ),
    "saturated": (lambda: network(Tanh), {"lr": 1e5}, ["returns the same", "try lr=0.1"]),
}


@pytest.mark.parametrize("name", CAUSES)
def test_a_cause_that_can_be_named_is_told_once(name):
    make, options, words = CAUSES[name]
    (sentence,) = told(make(), **options)
    assert "\n" not in sentence
    assert not sentence.endswith(".")
    for word in words:
        assert word in sentence


def test_a_dead_network_is_told_after_its_first_epoch_with_the_loss_of_guessing():
    (sentence,) = told(network(), lr=5, epochs=1)
    assert sentence.startswith("after epoch 1 the loss, ")
    assert f"that of guessing ({GUESS:.3g}): " in sentence


FEW = X[:6], Y[:6]
RNG = np.random.default_rng(0)
FINE = {
    "usual": {},
    "slow": {"lr": 1e-6},
    "quick": {"lr": 1},
    "one picture": {"x": X[:1], "y": Y[:1]},
    "six pictures": {"x": X[:6], "y": Y[:6], "epochs": 3},
    "equal pictures": {"x": np.ones_like(X[:40]), "y": Y[:40], "epochs": 30},
    "one class": {"x": X[:40], "y": Y[:40] * 0},
    "rare class": {"y": (np.arange(len(Y)) % 50 == 0).astype(int), "epochs": 2},
    "small numbers": {"x": X / 40, "lr": 0.01},
    "shuffled targets": {"y": RNG.permutation(Y), "epochs": 3},
    "Adam": {"optimizer": Adam, "lr": 0.01},
}


@pytest.mark.parametrize("name", FINE)
@pytest.mark.parametrize("activation", [ReLU, Sigmoid])
def test_a_training_that_is_all_right_hears_nothing(name, activation):
    assert told(network(activation), **({"epochs": 2} | FINE[name])) == []


def test_a_last_layer_that_starts_at_zero_is_all_right():
    model = network()
    model[-1].weight[:] = 0
    assert told(model, epochs=1) == []


@pytest.mark.parametrize("lr", [1e-3, 1.0])
def test_a_regression_is_not_measured_by_guessing(lr):
    model = Sequential(Flatten(), Linear(64, 8), ReLU(), Linear(8, 1))
    y = np.ones((len(X), 1), np.float32)
    assert told(model, X / 100, y, loss=MSELoss(), lr=lr * 1e-3) == []


def test_yes_or_no_questions_are_measured_by_how_often_it_is_yes():
    def model():
        rng = np.random.default_rng(0)
        layers = Linear(64, 8, rng=rng), ReLU(), Linear(8, 1, rng=rng)
        return Sequential(Flatten(), *layers)

    y = (Y % 2).astype(np.float32)[:, None]
    assert told(model(), y=y, loss=BCEWithLogitsLoss()) == []
    (sentence,) = told(model(), y=y, loss=BCEWithLogitsLoss(), lr=300)
    assert f"guessing ({math.log(2):.3g})" in sentence


def test_looking_for_the_cause_draws_nothing_and_changes_no_mode():
    models = []
    for extra in (0.0, 1e-4):  # the second is looked at, as its loss is that of guessing
        rng = np.random.default_rng(0)
        model = Sequential(Flatten(), Dropout(0.5, rng=rng), Linear(64, 10, rng=rng)).eval()
        told(model, X * 0 + extra, epochs=1)
        models.append((rng.random(), model.modes()))
    assert models[0] == models[1]


def test_the_training_lab_says_the_same():
    lab = TrainingLab(network(), (X, Y), lr=5, momentum=0)
    assert lab.training.advice == ""
    lab.run(epochs=1)
    assert "layer 1, ReLU(), returns 0" in lab.message
    assert lab.message == lab.training.advice
    lab.reset()
    assert lab.training.advice == ""


def test_the_training_lab_tells_of_far_pictures_before_the_first_step():
    assert "give x / 255" in TrainingLab(network(), (X * 255, Y)).message
