"""cnnkit.train called wrongly: one sentence, and nothing is changed."""

import numpy as np
import pytest

from cnnkit.layers import ReLU
from cnnkit.losses import CrossEntropyLoss, MSELoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD
from cnnkit.train import StepLR, confusion_matrix, evaluate, fit, predict, train_step
from tests.helpers.letters import X, Y, has_weights, make_model
from tests.helpers.sentences import one_sentence

STEPS = [
    ({"y": Y[:-1]}, ValueError, ["60 examples", "59 targets"]),
    ({"y": 1}, ValueError, ["60 examples", "single target"]),
    ({"x": X[:0], "y": Y[:0]}, ValueError, ["(0, 1, 9, 9)", "no example"]),
    ({"x": X.astype(int)}, TypeError, ["x", "int64", "float32"]),
    ({"x": X[:, 0]}, ValueError, ["layer 0, Conv2d", "9, 9)"]),
    ({"x": "X"}, TypeError, ["x of type str"]),
    ({"y": np.eye(2)[Y]}, ValueError, ["one-hot", "argmax"]),
    ({"y": Y + 1}, ValueError, ["targets", "2", "from 0"]),
    ({"y": Y.astype(float)}, TypeError, ["targets", "float64"]),
    ({"loss": CrossEntropyLoss}, TypeError, ["loss", "CrossEntropyLoss()"]),
    ({"loss": "cross_entropy"}, TypeError, ["loss is 'cross_entropy'"]),
    ({"loss": MSELoss()}, ValueError, ["np.eye(2)[targets]"]),
    ({"optimizer": None}, TypeError, ["optimizer is None", "SGD(model"]),
    ({"optimizer": SGD}, TypeError, ["optimizer is", "SGD(model"]),
    ({"optimizer": SGD(make_model())}, ValueError, ["another model"]),
    ({"micro_batch": 0}, ValueError, ["micro_batch", "0"]),
    ({"micro_batch": 16.0}, TypeError, ["micro_batch", "16.0"]),
    ({"threads": 0}, ValueError, ["threads", "0"]),
]
FITS = [
    ({"epochs": 0}, ValueError, ["epochs", "0"]),
    ({"epochs": 2.5}, TypeError, ["epochs", "2.5"]),
    ({"batch_size": 0}, ValueError, ["batch_size", "0"]),
    ({"batch_size": "64"}, TypeError, ["batch_size", "'64'"]),
    ({"rng": 0}, TypeError, ["rng is 0", "default_rng(0)"]),
    ({"validation": X}, ValueError, ["validation", "(pictures, targets)"]),
    ({"validation": (X, Y[:-1])}, ValueError, ["60 examples", "59 targets"]),
    ({"validation": (X, Y + 1)}, ValueError, ["validation: targets", "2"]),
    ({"validation": (X[:, :, :6], Y)}, ValueError, ["validation: layer 4"]),
    ({"patience": 3}, ValueError, ["patience", "validation="]),
    ({"patience": 0, "validation": (X, Y)}, ValueError, ["patience", "0"]),
    ({"schedule": 0.9}, ValueError, ["schedule is 0.9", "StepLR(optimizer"]),
    ({"schedule": StepLR(SGD(make_model()), 2)}, ValueError, ["schedule", "same optimiser"]),
]


@pytest.mark.parametrize(("change", "error", "words"), STEPS)
def test_bad_step_is_rejected_in_one_sentence_and_changes_nothing(change, error, words):
    model = make_model()
    before = model.state_dict()
    arguments = {"x": X, "y": Y, "loss": CrossEntropyLoss(), "optimizer": SGD(model)} | change
    with one_sentence(error, words):
        train_step(model, **arguments)
    assert has_weights(model, before)


@pytest.mark.parametrize(("change", "error", "words"), STEPS + FITS)
def test_bad_fit_is_rejected_before_the_loop_starts(change, error, words):
    model = make_model()
    arguments = {"x": X, "y": Y, "loss": CrossEntropyLoss(), "optimizer": SGD(model), "epochs": 2}
    with one_sentence(error, words):
        fit(model, **(arguments | change))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [s for s in STEPS if not {"optimizer", "micro_batch", "threads"} & set(s[0])]
    + [({"batch_size": -1}, ValueError, ["batch_size", "-1"])],
)
def test_bad_evaluation_is_rejected_in_one_sentence(change, error, words):
    arguments = {"x": X, "y": Y, "loss": CrossEntropyLoss()} | change
    with one_sentence(error, words):
        evaluate(make_model(), **arguments)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: predict(make_model(), X[0]), ValueError, ["layer 0"]),
        (lambda: predict(make_model(), X[:0]), ValueError, ["no example"]),
        (lambda: predict(Sequential(ReLU()), X), ValueError, ["(60, 1, 9, 9)", "Flatten()"]),
        (lambda: confusion_matrix([0, 1], [0], 2), ValueError, ["(1,)", "2 rows"]),
        (lambda: confusion_matrix([0, 2], [0, 1], 2), ValueError, ["targets[1] is 2", "0 to 1"]),
        (lambda: confusion_matrix([0, 1], [0, -1], 2), ValueError, ["predictions[1] is -1"]),
        (lambda: confusion_matrix([0.0, 1], [0, 1], 2), TypeError, ["targets", "float64"]),
        (lambda: confusion_matrix([0, 1], np.eye(2), 2), ValueError, ["predictions", "argmax"]),
        (lambda: confusion_matrix([], [], 2), ValueError, ["targets", "(0,)"]),
        (lambda: confusion_matrix([0], [0], 1), ValueError, ["classes", "1"]),
        (lambda: confusion_matrix([0], [0], ["X", "O"]), TypeError, ["classes"]),
    ],
)
def test_bad_predictions_are_rejected_in_one_sentence(call, error, words):
    with one_sentence(error, words):
        call()
