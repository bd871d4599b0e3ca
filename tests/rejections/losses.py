"""Losses called wrongly."""

import numpy as np

from cnnkit import functional as F
from cnnkit.losses import CrossEntropyLoss, MSELoss, SumSquaredError

from .given import NAN, A, R, Strange, T, V


def with_reduction(e, loss, reduction):
    """Call a loss that was told to sum or to average."""
    loss.reduction = reduction
    return loss(e.rows, e.rows)


CASES = {
    "cross entropy: one-hot": (
        lambda e: F.cross_entropy(e.rows, np.eye(6)[e.classes]),
        V,
        ["one-hot", "argmax"],
    ),
    "cross entropy: class 6": (
        lambda e: F.cross_entropy(e.rows, e.classes + 1),
        V,
        ["6", "0 to 5"],
    ),
    "cross entropy: class -1": (lambda e: F.cross_entropy(e.rows, e.classes - 1), V, ["-1"]),
    "cross entropy: floats": (lambda e: F.cross_entropy(e.rows, e.classes / 1), T, ["float64"]),
    "cross entropy: rows": (lambda e: F.cross_entropy(e.rows, e.classes[1:]), V, ["(4,)", "(5,)"]),
    "cross entropy: pictures": (lambda e: F.cross_entropy(e.x, [0, 1]), V, ["(2, 3, 8, 9)"]),
    "cross entropy: d": (
        lambda e: F.cross_entropy_backward(e.rows, e.rows, e.classes),
        T,
        ["d is"],
    ),
    "cross entropy: texts": (lambda e: F.cross_entropy(e.rows, ["a"] * 5), T, ["whole"]),
    "cross entropy: None": (lambda e: F.cross_entropy(e.rows, None), V, ["(5,)"]),
    "cross entropy: booleans": (lambda e: F.cross_entropy(e.rows, e.classes > 2), T, ["bool"]),
    "cross entropy: objects": (
        lambda e: F.cross_entropy(e.rows, e.classes.astype(object)),
        T,
        ["object"],
    ),
    "cross entropy: masked": (
        lambda e: F.cross_entropy(e.rows, np.ma.array(e.classes)),
        T,
        ["targets", "filled"],
    ),
    "cross entropy: column": (lambda e: F.cross_entropy(e.rows, e.classes[:, None]), V, ["(5, 1)"]),
    "cross entropy: 2**64 - 1": (
        lambda e: F.cross_entropy(e.rows, np.array([0, 0, 0, 0, 2**64 - 1], np.uint64)),
        V,
        ["targets[4]", "0 to 5"],
    ),
    "cross entropy: ragged": (lambda e: F.cross_entropy(e.rows, [[1], [1, 2]]), V, ["lengths"]),
    "cross entropy: Strange": (lambda e: F.cross_entropy(e.rows, Strange()), T, ["Strange"]),
    "cross entropy: one class": (
        lambda e: F.cross_entropy(e.rows[:, :1], e.classes * 0),
        V,
        ["one class", "binary"],
    ),
    "cross entropy: swapped": (lambda e: F.cross_entropy(e.classes, e.rows), T, ["logits"]),
    "cross entropy: used-up generator": (
        lambda e: F.cross_entropy(e.rows, (i for i in range(5))),
        V,
        ["(5,)", "not a generator"],
    ),
    "cross entropy: set": (lambda e: F.cross_entropy(e.rows, {0, 1}), V, ["not a set"]),
    "bce: classes": (
        lambda e: F.binary_cross_entropy_with_logits(e.rows[:, 0], e.classes),
        V,
        ["2", "cross_entropy"],
    ),
    "bce: shape": (
        lambda e: F.binary_cross_entropy_with_logits(e.rows[:, :1], e.rows[:, 0]),
        V,
        ["(5,)", "(5, 1)"],
    ),
    "bce: pixels": (
        lambda e: F.binary_cross_entropy_with_logits(e.rows, np.full((5, 6), 255)),
        V,
        ["255", "0 (no)"],
    ),
    "bce: nan": (
        lambda e: F.binary_cross_entropy_with_logits(e.rows, e.rows * NAN),
        V,
        ["nan", "(0, 0)"],
    ),
    "bce: a little more than 1": (
        lambda e: F.binary_cross_entropy_with_logits(np.zeros(1), np.array([1.0000001])),
        V,
        ["1.0000001", "between 0 (no) and 1"],
    ),
    "mse: classes": (lambda e: F.mse(e.rows, e.classes), V, ["np.eye(6)[targets]"]),
    "mse: broadcasting": (lambda e: F.mse(e.rows, e.rows[:1]), V, ["(1, 6)", "(5, 6)"]),
    "mse: rounds to inf": (
        lambda e: F.mse(e.rows, np.full((5, 6), 1e300)),
        V,
        ["float32", "inf"],
    ),
    "mse: complex": (lambda e: F.mse(e.rows, e.rows * 1j), T, ["complex"]),
    "loss: backward first": (lambda e: CrossEntropyLoss().backward(), R, ["call the loss first"]),
    "loss: rejected call": (lambda e: e.loss(e.rows, e.classes[:2]), V, ["(2,)", "(5,)"]),
    "loss: reduction none": (
        lambda e: MSELoss(reduction="none"),
        V,
        ["reduction is 'none'", "'mean' or 'sum'"],
    ),
    "loss: reduction set later": (
        lambda e: with_reduction(e, MSELoss(), None),
        V,
        ["reduction is None", "'mean' or 'sum'"],
    ),
    "loss: reduction of a sum": (
        lambda e: with_reduction(e, SumSquaredError(), "mean"),
        A,
        ["reduction cannot be set to 'mean'", "use MSELoss()"],
    ),
    "loss: reduction in its function": (
        lambda e: F.mse(e.rows, e.rows, reduction="none"),
        V,
        ["reduction is 'none'"],
    ),
    "loss: without targets": (lambda e: e.loss(e.rows), T, ["was not given targets"]),
    "loss: class weights": (lambda e: CrossEntropyLoss(weight=[1.0]), T, ["no option weight"]),
    "correct: lengths": (lambda e: e.loss.correct(e.rows, e.classes[:3]), V, ["(3,)", "(5, 6)"]),
    "correct: column": (lambda e: e.loss.correct(e.rows, e.classes[:, None]), V, ["(5, 1)"]),
    "correct: None": (lambda e: MSELoss().correct(e.rows, None), V, ["()", "(5, 6)"]),
    "correct: class 9": (lambda e: e.loss.correct(e.rows, [9] * 5), V, ["targets[0] is 9"]),
    "correct: texts": (lambda e: e.loss.correct(e.rows, ["a"] * 5), T, ["words"]),
    "correct: one row": (lambda e: e.loss.correct(e.rows[:, 0], e.classes), V, ["2 axes"]),
    "mse backward: beyond float32": (
        lambda e: F.mse_backward(1e300, e.rows, e.rows),
        V,
        ["1e+300"],
    ),
}
