"""How good a model is: metrics such as loss and accuracy, its classes, its confusion matrix."""

import copy
from numbers import Real
from typing import Any, NamedTuple

import numpy as np

from cnnkit.checks import (
    Array,
    LossFunction,
    Model,
    array,
    check_room,
    class_numbers,
    floats,
    has_method,
    kind_of,
    shown,
    whole,
)
from cnnkit.train._input_scale import warn_of_scale
from cnnkit.train._micro_batches import rows_at_once
from cnnkit.train._mismatch_advice import layout_too, of_y, other_count, refuse_places
from cnnkit.train.nonfinite import explain_outputs, warn_of_outputs


class Evaluation(NamedTuple):
    """The metrics that `evaluate` returns."""

    loss: float
    """Of all examples; their mean, if the loss is a mean."""
    accuracy: float
    """Share of right answers, 0 to 1; NaN if the targets are not classes."""


def evaluate(
    model: Model, x: Array, y: Array, *, loss: LossFunction, batch_size: int = 64
) -> Evaluation:
    """Return the loss and the accuracy of a model on examples, without training on them.

    Parameters
    ----------
    model : Sequential
        Computed as in evaluation mode; its own mode, and what it remembers for a backward pass,
        stay. While another thread trains it, all rows meet the weights between two of its steps.
    x, y : arrays (N, ...)
    loss : a loss such as CrossEntropyLoss()
    batch_size : int
        Rows computed at a time; pictures above 104×104 go one by one.

    Returns
    -------
    Evaluation
        A pair ``(loss, accuracy)``.

    Raises
    ------
    TypeError, ValueError
        If the arrays do not fit the model, the loss or each other.

    Warns
    -----
    RuntimeWarning
        If inputs are far beyond 1, on which few models have been trained; or if the loss is NaN or
        infinite: which weight, input or layer is so first.

    Examples
    --------
    >>> from cnnkit.examples import xo
    >>> from cnnkit.losses import CrossEntropyLoss
    >>> made = xo.make_dataset(100, rng=np.random.default_rng(0))
    >>> loss, accuracy = evaluate(xo.network(), *made[:2], loss=CrossEntropyLoss())
    >>> print(f"{accuracy:.0%}")
    100%
    """
    x, y = check_examples(x, y, model)
    check_loss(loss)
    given = outputs(model, x, batch_size)
    found = evaluate_outputs(loss, given, y)
    if not np.isfinite(found.loss):
        warn_of_outputs(model, x, given)
    warn_of_scale(x)
    return found


def evaluate_outputs(loss: LossFunction, found: Array, y: Array) -> Evaluation:
    """Return the `Evaluation` of outputs that are computed already."""
    loss = copy.copy(loss)  # what the caller's loss remembers for backward stays
    value, correct = loss_of(loss, found, y), correct_rows(loss, found, y)
    return Evaluation(value, float("nan") if correct is None else float(np.mean(correct)))


def correct_rows(loss: LossFunction, found: Array, y: Array) -> Array | None:
    """Tell which outputs are right, or return None if the targets are not classes."""
    return loss.correct(found, y) if hasattr(loss, "correct") else None


def is_mean(loss: LossFunction) -> bool:
    """Tell whether the loss of a batch is the mean over its rows rather than their sum."""
    return getattr(loss, "reduction", "mean") == "mean"


def predict(model: Model, x: Array, *, batch_size: int = 64) -> Array:
    """Return the class that the model gives to each example.

    Parameters
    ----------
    model : Sequential
        Computed as in evaluation mode; its own mode, and what it remembers for a backward pass,
        stay. While another thread trains it, all rows meet the weights between two of its steps.
    x : array (N, ...)
    batch_size : int
        Rows computed at a time; pictures above 104×104 go one by one.

    Returns
    -------
    array (N,), int64
        The number of the largest output; for a single output, 1 where it is above 0, else 0.

    Raises
    ------
    TypeError, ValueError
        If the examples do not fit the model, or its outputs are not an (N, classes) array of finite
        numbers.

    Warns
    -----
    RuntimeWarning
        If inputs are far beyond 1, on which few models have been trained.

    Examples
    --------
    >>> from cnnkit.examples import xo
    >>> predict(xo.network(), np.stack([xo.picture("X"), xo.picture("O")])[:, None])
    array([0, 1])
    """
    if hasattr(model, "explanation"):  # both functions may have been imported under this name
        raise TypeError(
            "this predict gives the classes that a model answers; a lesson's question needs the "
            "other one: from cnnkit.exercises import predict"
        )
    x = _batch(x, model)
    found = outputs(model, x, batch_size)
    if told := explain_outputs(model, x, found):
        raise ValueError(told)
    if found.ndim != 2 or not found.size:
        raise ValueError(
            f"the model's outputs have shape {found.shape}, but classes need (N, classes); "
            "end the model with Flatten() and Linear(...)"
        )
    warn_of_scale(x)
    if found.shape[1] == 1:
        return (found[:, 0] > 0).astype(np.int64)
    return found.argmax(axis=1)


def confusion_matrix(targets: Array, predictions: Array, classes: int) -> Array:
    """Return the confusion matrix: how often each class was taken for each.

    Parameters
    ----------
    targets, predictions : arrays (N,) of whole numbers
        The right class and the predicted class of each example.
    classes : int
        How many classes there are, at least 2.

    Returns
    -------
    array (classes, classes), int64
        Row: the right class; column: the predicted one. Right answers are on the diagonal.

    Raises
    ------
    TypeError, ValueError
        If the classes are not integers from 0 to classes - 1, or the lengths differ.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 1], [0, 1, 1, 1], 2)
    array([[1, 1],
           [0, 2]])
    """
    if hasattr(targets, "in_mode"):
        raise TypeError(
            "targets is a network; write confusion_matrix(y, predict(model, x), classes)"
        )
    if isinstance(classes, (list, tuple)) and len(classes) > 1:
        raise TypeError(
            f"classes is {kind_of(classes)}, but their number is needed; write "
            f"classes={len(classes)}"
        )
    classes = whole(classes, "classes", minimum=2)
    check_room((classes, classes), "a confusion matrix")
    count = len(np.atleast_1d(array(targets, "targets")))
    targets = class_numbers(targets, "targets", count, classes)
    predictions = class_numbers(predictions, "predictions", count, classes)
    places = (targets * classes + predictions).astype(np.intp, copy=False)  # 32 bits in a browser
    pairs = np.bincount(places, minlength=classes * classes)
    return pairs.reshape(classes, classes)


def first_outputs(model: Model, x: Array, rows: int) -> Array:
    """Return the outputs for the first rows; what is wrong with them is said of all examples."""
    return outputs(model, x[:rows], rows, whole_x=x)


def outputs(model: Model, x: Array, batch_size: int, whole_x: Array | None = None) -> Array:
    """Return the outputs for all examples, computed in evaluation mode, some rows at a time."""
    batch_size = whole(batch_size, "batch_size")
    turn = has_method(model, "model", "in_mode", "give a Sequential").turn
    with turn.lock:  # the same weights for all rows, also while another thread trains
        twin = model.replica().eval()  # the layers' own modes stay
        rows = 1 if rows_at_once(x.shape) == 1 else batch_size  # large pictures one by one
        parts = (x[start : start + rows] for start in range(0, len(x), rows))
        try:
            with np.errstate(invalid="ignore", over="ignore"):  # who looks at them says so
                found = np.concatenate([twin(part, remember=False) for part in parts])
        except (TypeError, ValueError):
            _refuse_whole(twin, x if whole_x is None else whole_x)
            raise
    if len(found) != len(x):
        raise ValueError(
            f"the model returned {len(found)} rows for {len(x)} examples; each must give one row"
        )
    return found


def _refuse_whole(model, x):
    """Let the model's first layer complain of all examples, and not of the part that it got."""
    first = next(iter(model), None) if hasattr(model, "__iter__") else None
    if first is None:
        return
    try:
        first(x[:1], remember=False)
    except (TypeError, ValueError):
        model(x, remember=False)  # ends as soon as it looks at the shape


def check_examples(x: Array, y: Array, model: Any = None) -> tuple[Array, Array]:
    """Return examples and targets as arrays, which must have the same length."""
    refuse_places(x, y, model)
    given, x, y = y, _batch(x, model), array(y, "y")
    if y.ndim == 0 or len(y) != len(x):
        raise ValueError(other_count(x, y, given, model))
    return x, y


def loss_of(loss: LossFunction, outputs: Array, targets: Array) -> float:
    """Return the loss as a float, which may be NaN or infinite; reject what is not a number."""
    try:
        value = loss(outputs, targets)
    except (TypeError, ValueError) as error:
        if type(error) not in (TypeError, ValueError):
            raise
        raise type(error)(of_y(str(error))) from None
    if not isinstance(value, Real):
        raise TypeError(
            f"{loss!r} returned {shown(value)} ({type(value).__name__}); a loss must return a float"
        )
    return float(value)


def _loss_named(loss):
    """Return the loss that a name or a function stands for: what most people train with else."""
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", "")
    name = name.lower().replace("_", "").replace("loss", "")
    for part, found in (
        ("binary", "BCEWithLogitsLoss()"),
        ("bce", "BCEWithLogitsLoss()"),
        ("logistic", "BCEWithLogitsLoss()"),
        ("mse", "MSELoss()"),
        ("squared", "MSELoss()"),
        ("mae", "L1Loss()"),
        ("absolute", "L1Loss()"),
        ("l1", "L1Loss()"),
    ):
        if part in name:
            return found
    return "CrossEntropyLoss()"


def check_loss(loss: Any) -> None:
    """Reject what is not a loss object."""
    hint = f"{loss.__name__}()" if isinstance(loss, type) else _loss_named(loss)
    has_method(loss, "loss", "backward", f"use {hint}")


def _batch(x, model):
    if hasattr(x, "in_mode"):
        raise TypeError("x is a network; give it first: (model, x)")
    try:
        x = floats(x, "x")
    except TypeError as error:
        found = array(x, "x")
        then = layout_too(found.shape, model) if found.dtype.kind in "iub" else ""
        raise TypeError(f"{error}{then}") from None
    if x.ndim == 0 or x.size == 0:
        raise ValueError(f"x has shape {x.shape}, which holds no example; give at least one")
    return x
