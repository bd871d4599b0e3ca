"""Classes that look as if they were counted from 1, though there is a score for class 0."""

import numpy as np

from cnnkit.checks import Array, LossFunction, Model
from cnnkit.train.evaluation import first_outputs

__all__ = ["class_advice"]


def class_advice(model: Model, x: Array, y: Array, loss: LossFunction) -> str:
    """Say that class 0 never occurs, and every other class does; empty where that is not so.

    Of two classes nothing is said: a training may well be of one.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.losses import CrossEntropyLoss
    >>> from cnnkit.model import Sequential
    >>> model, x = Sequential(Linear(2, 4)), np.eye(6, 2)
    >>> print(class_advice(model, x, np.array([1, 2, 3, 3, 2, 1]), CrossEntropyLoss()))
    y holds the classes 1 to 3 and never 0, though there are 4 scores; if the classes were \
counted from 1, give y - 1, and make the model give 3 scores
    >>> class_advice(model, x, np.array([0, 2, 3, 3, 2, 1]), CrossEntropyLoss())
    ''
    """
    from cnnkit.losses import CrossEntropyLoss  # here: it is quicker to import

    if not isinstance(loss, CrossEntropyLoss) or y.ndim != 1 or y.min() < 1:
        return ""
    classes, high = first_outputs(model, x, 1).shape[-1], int(y.max())
    if high != classes - 1 or high < 2 or len(np.unique(y)) != high:
        return ""
    return (
        f"y holds the classes 1 to {high} and never 0, though there are {classes} scores; if the "
        f"classes were counted from 1, give y - 1, and make the model give {high} scores"
    )
