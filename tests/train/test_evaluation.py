"""cnnkit.evaluate, predict and confusion_matrix: how good a network is."""

import math

import numpy as np
import pytest

from cnnkit.layers import Dropout, Flatten, Linear
from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss, L1Loss
from cnnkit.model import Sequential
from cnnkit.train import confusion_matrix, evaluate, predict
from tests.helpers.letters import X, Y, make_model


def test_evaluate_equals_the_loss_of_all_examples_at_once():
    model = make_model()
    loss = CrossEntropyLoss()
    found = evaluate(model, X, Y, loss=loss, batch_size=7)
    outputs = model(X)
    assert found.loss == pytest.approx(loss(outputs, Y), rel=1e-6)
    assert found.accuracy == (outputs.argmax(axis=1) == Y).mean()
    value, accuracy = found
    assert (value, accuracy) == (found.loss, found.accuracy)


@pytest.mark.parametrize("look", ["evaluate", "predict"])
def test_looking_leaves_model_and_loss_ready_for_backward(look):
    model, loss = make_model(), CrossEntropyLoss()
    loss(model(X[:5]), Y[:5])
    expected = loss.backward()
    dx = model.backward(expected)
    if look == "evaluate":
        evaluate(model, X, Y, loss=loss)
    else:
        predict(model, X)
    np.testing.assert_array_equal(loss.backward(), expected)
    np.testing.assert_array_equal(model.backward(expected), dx)


def test_evaluation_mode_during_evaluation_and_the_old_modes_after():
    model = Sequential(Flatten(), Dropout(0.9, rng=np.random.default_rng(0)), Linear(81, 2))
    first = evaluate(model, X, Y, loss=CrossEntropyLoss())
    assert first == evaluate(model, X, Y, loss=CrossEntropyLoss())
    np.testing.assert_array_equal(predict(model, X), model.eval()(X).argmax(axis=1))
    model.train()
    predict(model, X)
    assert model[1].training


def undecided(classes):
    """A model that gives every answer to some of the pictures."""
    model = make_model(classes=classes)
    model[-1].bias -= np.median(model(X), axis=0)
    return model


def test_predict_gives_classes():
    model = undecided(4)
    found = predict(model, X, batch_size=7)
    assert found.dtype == np.int64
    assert set(found) == {0, 1, 2, 3}
    np.testing.assert_array_equal(found, model(X).argmax(axis=1))


def test_predict_of_one_output_says_yes_above_zero():
    model = undecided(1)
    found = predict(model, X)
    assert set(found) == {0, 1}
    np.testing.assert_array_equal(found, model(X)[:, 0] > 0)


def test_accuracy_of_yes_or_no_questions():
    model = undecided(1)
    found = evaluate(model, X, Y[:, None], loss=BCEWithLogitsLoss())
    assert found.accuracy == ((model(X)[:, 0] > 0) == Y).mean() != Y.mean()


def test_accuracy_of_a_regression_is_nan():
    model = make_model(classes=1)
    assert math.isnan(evaluate(model, X, Y[:, None] * 0.5, loss=L1Loss()).accuracy)


def test_confusion_matrix_counts_pairs():
    rng = np.random.default_rng(3)
    targets, predictions = rng.integers(4, size=200), rng.integers(4, size=200)
    found = confusion_matrix(targets, predictions, 5)
    assert found.dtype == np.int64
    for i in range(5):
        for j in range(5):
            assert found[i, j] == ((targets == i) & (predictions == j)).sum()
