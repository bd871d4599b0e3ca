"""Checks of what a loss compares: outputs or scores with their targets."""

from typing import Any

import numpy as np

from cnnkit.checks.arrays import Array, array, finite, floats

__all__ = [
    "class_numbers",
    "outputs_and_targets",
    "scores_and_classes",
    "scores_and_probabilities",
]

TwoArrays = tuple[Array, Array]


def class_numbers(values: Any, name: str, count: int, classes: int) -> np.ndarray:
    """Return the class of each of ``count`` rows: whole numbers from 0 to ``classes - 1``.

    Examples
    --------
    >>> class_numbers([1, 2], "targets", 2, 2)
    Traceback (most recent call last):
        ...
    ValueError: targets[1] is 2, but the classes go from 0 to 1; these go from 1 to 2, so count \
classes from 0: give np.array(targets) - 1
    """
    kind, given = type(values).__name__, name
    if not isinstance(values, np.ndarray):
        given = f"np.array({name})"  # a list has no methods
    values = array(values, name)
    if not count:
        raise ValueError(f"{name} of shape {values.shape} are empty; give at least one")
    if values.shape != (count,):
        alone = values.dtype == object and not values.ndim
        advice = f"give shape ({count},)" + (f", not a {kind}" if alone else "")
        if values.ndim in (2, 3) and len(values) == count:
            advice = _of_rows(values, given)
        raise ValueError(
            f"{name} have shape {values.shape}, but {count} rows need a class number each; {advice}"
        )
    if values.dtype.kind not in "iu":
        raise TypeError(f"{name} hold {no_classes(values, name, given)}")
    if values.min() < 0 or values.max() >= classes:
        raise ValueError(_out_of_range(values, name, given, classes))
    return values.astype(np.int64, copy=False)


def _of_rows(values, given):
    """Say how a row of numbers for each example becomes its class."""
    columns = values.shape[1]
    if values.ndim == 3 and min(values.shape[1:]) > 1:
        return (
            f"these are {columns}×{values.shape[2]} for each, as masks have; for a class of every "
            "pixel that is 0 or 1, end the network with Conv2d(..., 1, 1) and use "
            f"BCEWithLogitsLoss() with {given}[:, None]"
        )
    flat = f"{given}[..., 0]" if values.ndim == 3 and values.shape[2] == 1 else given
    if columns == 1:
        return f"use {given}.reshape(-1)" if values.ndim == 3 else f"use {given}[:, 0]"
    rows = values.reshape(len(values), -1)
    numbers = rows.dtype.kind in "iufb"
    one_hot = numbers and ((rows == 0) | (rows == 1)).all() and (rows.sum(axis=1) == 1).all()
    if one_hot or not numbers:
        return f"from one-hot rows, use {flat}.argmax(axis=1)"
    return f"if the largest of each row (as in one-hot rows) is meant, use {flat}.argmax(axis=1)"


def _out_of_range(values, name, given, classes):
    """Say which class there is no score for; what is counted from 1 is known by its ends."""
    low, high = values.min(), values.max()
    wrong = np.flatnonzero((values < 0) | (values >= classes))[0]
    told = f"{name}[{wrong}] is {values[wrong]}, but the classes go from 0 to {classes - 1}; "
    if low >= 1 and high == classes:
        span = f"these go from {low} to {high}, so " if low < high else ""
        return f"{told}{span}count classes from 0: give {given} - 1"
    if low == 0 and high == classes:
        return f"{told}0 to {high} are {high + 1} classes: give one score for each"
    different = np.unique(values)
    if different.tolist() == [-1, 1]:
        return f"{told}for -1 and 1 give ({given} > 0).astype(np.int64)"
    outside = different[(different < 0) | (different >= classes)].tolist()
    if len(outside) == 1 < len(different) - 1 and outside[0] in (-100, -1, 255):
        return (
            f"{told}if {outside[0]} stands for no class, leave those rows out: "
            f"keep = {given} != {outside[0]}"
        )
    if len(different) == 1:
        return f"{told}give one among them"
    if len(different) > classes:
        return f"{told}there are {len(different)} different ones: give one score for each"
    return (
        f"{told}give one among them, or number the {len(different)} different ones: "
        f"np.unique({name}, return_inverse=True)[1]"
    )


def no_classes(values: Array, name: str, given: str | None = None) -> str:
    """Say what a row of targets holds that are not whole, and which line makes them classes.

    Examples
    --------
    >>> print(no_classes(np.array(["cat", "dog"]), "targets"))
    words, but class numbers are whole; use np.unique(targets, return_inverse=True)[1]
    """
    found, given = f"{values.dtype} values, but class numbers are whole", given or name
    kind, flat = values.dtype.kind, values.reshape(-1).tolist()
    if kind in "US" or (kind == "O" and flat and all(isinstance(v, str) for v in flat)):
        words = [v.decode(errors="replace") if kind == "S" else v for v in flat]
        if not all(v.isascii() and v.isdecimal() for v in words):
            line = f"np.unique({name}, return_inverse=True)[1]"
            return f"words, but class numbers are whole; use {line}"
    elif kind == "f":
        bad = np.flatnonzero(~np.isfinite(values))
        if bad.size:
            keep = f"np.isfinite({name})"
            return f"{found}: {flat[bad[0]]} stands at {bad[0]}; keep only the rows where {keep}"
        bad = np.flatnonzero(values != np.rint(values))
        if bad.size:
            return (
                f"{found}: {flat[bad[0]]:g} stands at {bad[0]}; give whole numbers, or learn "
                "measurements with MSELoss()"
            )
    elif kind == "O" and None in flat:
        keep = f"keep = np.array([one is not None for one in {name}])"
        return f"{found}: None stands at {flat.index(None)}; leave such rows out: {keep}"
    elif kind != "b":
        try:  # as pandas stores whole numbers that it has no type for
            same = kind == "O" and [int(v) for v in flat] == flat
        except (TypeError, ValueError, OverflowError):
            same = False
        if not same:
            return f"{found}; give one whole number per row"
    return f"{found}; use {given}.astype(np.int64)"


def scores_and_classes(logits: Any, targets: Any) -> TwoArrays:
    """Return scores (N, classes) and the class number of each row.

    Examples
    --------
    >>> scores_and_classes(np.zeros((2, 3)), [0, 2])[1]
    array([0, 2])
    """
    if getattr(logits, "ndim", 0) == 1 and getattr(targets, "ndim", 0) == 2:
        raise TypeError(
            f"logits have shape {logits.shape} and targets {targets.shape}, as if they were "
            "swapped; give the model's outputs first, then the classes: loss(model(x), y)"
        )
    logits = floats(logits, "logits", ("N", "classes"))
    n, classes = logits.shape
    if classes < 2:
        raise ValueError(
            f"logits of shape {logits.shape} score one class, whose probability is always 1; give "
            "two columns or more, or use binary_cross_entropy_with_logits"
        )
    return logits, class_numbers(targets, "targets", n, classes)


def scores_and_probabilities(logits: Any, targets: Any) -> TwoArrays:
    """Return scores of any shape and targets of that shape between 0 (no) and 1 (yes).

    Examples
    --------
    >>> scores_and_probabilities(np.zeros(2), [True, False])[1]
    array([1., 0.])
    """
    z, t = outputs_and_targets(logits, targets, "logits")
    if t.min() < 0 or t.max() > 1:
        wrong = int(np.flatnonzero((t < 0) | (t > 1))[0])
        signs = bool(((t == -1) | (t == 1)).all())
        counted = bool(((t == 1) | (t == 2)).all())
        raise ValueError(
            f"targets hold {t.flat[wrong]:.8g}, but a probability lies between 0 (no) and 1 (yes); "
            + (
                "give (targets + 1) / 2"
                if signs
                else "give targets - 1"
                if counted
                else "for class numbers use cross_entropy"
            )
        )
    return z, t


def outputs_and_targets(outputs: Any, targets: Any, name: str = "outputs") -> TwoArrays:
    """Return outputs and targets of one shape, the targets in the precision of the outputs.

    Examples
    --------
    >>> outputs_and_targets(np.zeros((2, 1)), [1, 0])
    Traceback (most recent call last):
        ...
    ValueError: targets have shape (2,), but outputs (2, 1); use np.array(targets).reshape(2, 1)
    """
    outputs = floats(outputs, name)
    given = "targets" if isinstance(targets, np.ndarray) else "np.array(targets)"
    targets = array(targets, "targets")
    if outputs.size == 0:
        raise ValueError(f"{name} have shape {outputs.shape}: they are empty; give at least one")
    if targets.shape != outputs.shape:
        classes = targets.ndim == 1 and outputs.ndim == 2 and len(targets) == len(outputs)
        raise ValueError(
            f"targets have shape {targets.shape}, but {name} {outputs.shape}; "
            + (
                f"for class numbers use np.eye({outputs.shape[1]})[targets]"
                if classes and outputs.shape[1] > 1
                else f"use {given}.reshape{outputs.shape}"
                if targets.size == outputs.size
                else "every output needs one target"
            )
        )
    if targets.dtype.kind in "US":
        one = f"np.array(targets) == {str(targets.flat[0])!r}"
        raise TypeError(f"targets hold words, but numbers are compared; for yes and no give {one}")
    if targets.dtype.kind not in "iub":
        targets = floats(targets, "targets")
    with np.errstate(over="ignore"):  # a target that is too large becomes infinite, and is found
        rounded = finite(targets, "targets").astype(outputs.dtype, copy=False)
    return outputs, finite(rounded, f"targets, rounded to {outputs.dtype},")
