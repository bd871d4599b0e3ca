"""Inputs on another scale than networks learn from are told of, wherever they are given."""

import warnings

import numpy as np
import pytest

from cnnkit import CrossEntropyLoss, Flatten, Linear, Sequential, evaluate, fit, predict, train_step
from cnnkit.optim import SGD

X = np.random.default_rng(0).random((8, 1, 4, 4))
Y = np.arange(8) % 2


def network():
    return Sequential(Flatten(), Linear(16, 2, rng=np.random.default_rng(1)))


@pytest.mark.parametrize(
    "judge", [predict, lambda m, x: evaluate(m, x, Y, loss=CrossEntropyLoss())]
)
def test_judging_pictures_that_are_not_scaled_names_the_line(judge):
    model = network()
    with pytest.warns(RuntimeWarning, match=r"up to 25\d.*in the same way: x / 255") as said:
        judge(model, (X * 255).round())
    assert said[0].filename == __file__
    judge(model, X)  # a warning would be an error


def test_steps_on_pictures_that_are_not_scaled_are_warned_of_once_for_a_model():
    model = network()
    optimizer = SGD(model, lr=1e-6)
    with pytest.warns(RuntimeWarning, match="give x / 255") as said:
        train_step(model, X * 255, Y, loss=CrossEntropyLoss(), optimizer=optimizer)
    assert [one.filename for one in said] == [__file__]
    train_step(model, X * 255, Y, loss=CrossEntropyLoss(), optimizer=optimizer)
    other = network()
    with pytest.warns(RuntimeWarning, match="x / 255"):
        train_step(other, X * 255, Y, loss=CrossEntropyLoss(), optimizer=SGD(other, lr=1e-6))


def test_training_warns_once_and_not_again_when_it_evaluates():
    model = network()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        options = {"loss": CrossEntropyLoss(), "optimizer": SGD(model, lr=1e-6)}
        list(fit(model, X * 255, Y, epochs=2, validation=(X * 255, Y), **options))
    assert len(said) == 1


def test_tables_get_no_line_that_would_scale_them_by_themselves():
    model = Sequential(Linear(16, 2, rng=np.random.default_rng(1)))
    with pytest.warns(RuntimeWarning, match="in the same way$"):
        predict(model, X.reshape(8, 16) * 1000)
