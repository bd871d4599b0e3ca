"""Examples and targets in the wrong places: the cause is named."""

import numpy as np
import pytest

import cnnkit
from cnnkit import CrossEntropyLoss, Flatten, Linear, Sequential, evaluate, fit
from cnnkit.optim import SGD

X, Y = np.random.default_rng(0).random((6, 1, 4, 4)), np.arange(6) % 2
MODEL = Sequential(Flatten(), Linear(16, 2, rng=np.random.default_rng(1)))


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (cnnkit.data.Dataset(X, Y, X, Y), None, r"data\.train_images, data\.train_targets"),
        ((X, Y), None, r"y is None.*x\[0\], x\[1\]"),
        (Y, X, "as if they were swapped; give the examples first"),
    ],
)
def test_the_cause_is_named(x, y, words):
    loss = CrossEntropyLoss()
    with pytest.raises(TypeError, match=words):
        fit(MODEL, x, y, loss=loss, optimizer=SGD(MODEL, lr=0.1), epochs=1)
    with pytest.raises(TypeError, match=words):
        evaluate(MODEL, x, y, loss=loss)


def test_a_loss_of_targets_and_outputs_is_told_to_swap_them():
    with pytest.raises(TypeError, match=r"swapped.*loss\(model\(x\), y\)"):
        CrossEntropyLoss()(Y, MODEL(X))


def test_yes_and_no_are_not_taken_for_pixels():
    with pytest.raises(TypeError, match=r"x holds bool values.*astype\(np\.float32\)$"):
        MODEL[1](np.ones((2, 16), bool))


def test_pictures_of_another_size_are_said_to_be_these():
    with pytest.raises(ValueError, match="give rows of 16 numbers; behind a Flatten: pictures of"):
        MODEL(np.ones((2, 1, 8, 8)))
