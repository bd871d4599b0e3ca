"""Examples and targets in the wrong places: the cause is named."""

import numpy as np
import pytest

import cnnkit
from cnnkit import CrossEntropyLoss, Flatten, Linear, Sequential, evaluate, fit
from cnnkit.optim import SGD
from tests.helpers.sentences import one_sentence

X, Y = np.random.default_rng(0).random((6, 1, 4, 4)), np.arange(6) % 2
MODEL = Sequential(Flatten(), Linear(16, 2, rng=np.random.default_rng(1)))


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (cnnkit.data.Dataset(X, Y, X, Y), None, r"data\.train_images, data\.train_targets"),
        ((X, Y), None, r"y is None; unpack it: x, y = pair"),
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


ROWS, CLASSES = np.zeros((2, 4), np.float32), np.array([0, 1])


def trained(model, x, y):
    return fit(model, x, y, loss=CrossEntropyLoss(), optimizer=SGD(model, lr=0.1), epochs=1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda m: cnnkit.predict(ROWS, m), "x is a network; give it first"),
        (lambda m: evaluate(ROWS, CLASSES, m, loss=1), "x or y is a network; give it first"),
        (
            lambda m: cnnkit.confusion_matrix(m, ROWS, CLASSES),
            "write confusion_matrix(y, predict(model, x), classes)",
        ),
        (lambda m: trained(m, iter(ROWS), CLASSES), "which gives its rows one by one; give"),
        (
            lambda m: trained(m, [*zip(ROWS, CLASSES, strict=True)], None),
            "x, y = map(np.array, zip(*pairs))",
        ),
        (lambda m: trained(m, "x.npy", CLASSES), "is the text 'x.npy'; give an array"),
    ],
    ids=["predict", "evaluate", "confusion", "iterator", "pairs", "text"],
)
def test_what_stands_in_anothers_place_or_is_no_array_is_named(call, words):
    with one_sentence(TypeError, [words]):
        call(Sequential(Linear(4, 2)))


@pytest.mark.parametrize(
    ("y", "line"),
    [
        (Y[:, None], "y[:, 0]"),
        (np.eye(2)[Y], "y.argmax(axis=1)"),
        (Y.astype(float), "y.astype(np.int64)"),
        (np.array(["a", "b"])[Y], "np.unique(y, return_inverse=True)[1]"),
    ],
)
def test_a_line_for_targets_names_them_as_the_caller_did(y, line):
    optimizer = SGD(MODEL, lr=0.1)
    options = {"loss": CrossEntropyLoss(), "optimizer": optimizer}
    for call in (
        lambda: fit(MODEL, X, y, **options, epochs=1),
        lambda: cnnkit.train_step(MODEL, X, y, **options),
        lambda: evaluate(MODEL, X, y, loss=CrossEntropyLoss()),
    ):
        with one_sentence((TypeError, ValueError), [f"use {line}"]):
            call()
    assert np.array_equal(eval(line), Y)


def test_yes_and_no_are_not_taken_for_pixels():
    with pytest.raises(TypeError, match=r"x holds bool values.*astype\(np\.float32\)$"):
        MODEL[1](np.ones((2, 16), bool))


def test_pictures_of_another_size_are_said_to_be_these():
    with pytest.raises(ValueError, match=r"make it Linear\(64, .*or give pictures of the size"):
        MODEL(np.ones((2, 1, 8, 8)))
