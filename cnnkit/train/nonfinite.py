"""Which array first became NaN or infinite, in one sentence, and what to try."""

import numpy as np

from cnnkit.checks import Array, Model
from cnnkit.model._transaction import label

__all__ = ["explain"]


def explain(model: Model, x: Array, value: float, lr: float) -> str:
    """Explain a loss that is NaN or infinite.

    Parameters
    ----------
    model : Sequential
    x : array
        The batch whose loss it is.
    value : float
        The loss.
    lr : float
        The learning rate of the steps that led here.

    Returns
    -------
    str
        Which array is the first that is not finite, where in it, and what to try.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.model import Sequential
    >>> explain(Sequential(Linear(2, 2)), np.array([[1.0, np.inf]]), np.nan, 0.1)
    'the loss became nan, so this step was not done: the input holds inf at (0, 1); clean the data'
    """
    opening = f"the loss became {value}, so this step was not done: "
    rate = f"a smaller learning rate (it is {lr:g}), or pictures scaled to 0..1"
    if (found := _first(x)) is not None:
        return f"{opening}the input holds {found}; clean the data"
    for key, array in model.parameters().items():
        if (found := _first(array)) is not None:
            return f"{opening}{key} holds {found}; load or draw the weights again, then try {rate}"
    activations, layers = model.activations(x), model.named_layers()
    for name, read in model.sources().items():
        largest = max(np.abs(activations[one]).max() for one in read)
        if (found := _first(activations[name])) is not None:
            return (
                f"{opening}layer {name}, {label(layers[name])}, is the first to return {found}, "
                f"from numbers of up to {largest:.3g}; try {rate}"
            )
    largest = np.abs(activations[name]).max()
    return f"{opening}the outputs are finite, but as large as {largest:.3g}; try {rate}"


def _first(array):
    bad = ~np.isfinite(array)
    if not bad.any():
        return None
    index = tuple(int(i) for i in np.argwhere(bad)[0])
    return f"{array[index]} at {index}"
