"""Which array first became NaN or infinite, in one sentence, and what to try."""

import sys
import warnings

import numpy as np

from cnnkit.checks import Array, Model, nonfinite
from cnnkit.model._transaction import label

__all__ = ["explain", "explain_outputs", "refuse_weights", "warn_of_outputs"]

_AGAIN = "load the weights again, or make a new model"


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
    if found := nonfinite({"the input": x}):
        return f"{opening}{found}; clean the data"
    if found := nonfinite(model.parameters()):
        return f"{opening}{found}; load or draw the weights again, then try {rate}"
    found, largest = _first_layer(model, x)
    if found:
        return f"{opening}{found}; try {rate}"
    return f"{opening}the outputs are finite, but as large as {largest:.3g}; try {rate}"


def explain_outputs(model: Model, x: Array, found: Array) -> str:
    """Say why outputs are not finite, and what to do; "" if they are.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.model import Sequential
    >>> x = np.array([[1.0, np.inf]])
    >>> explain_outputs(Sequential(Linear(2, 2)), x, np.array([[1.0, np.nan]]))
    "the model's outputs hold nan at (0, 1): x holds inf at (0, 1); clean the data"
    """
    if not (told := nonfinite({"the model's outputs": found})):
        return ""
    told = f"{told.replace('holds', 'hold')}: "
    if cause := nonfinite({"x": x}):
        return f"{told}{cause}; clean the data"
    if cause := nonfinite(_state(model)):
        return f"{told}{cause}; {_AGAIN}"
    row = int(np.argwhere(~np.isfinite(found))[0][0])
    with np.errstate(invalid="ignore", over="ignore"):
        cause, _ = _first_layer(model.replica().eval(), x[row : row + 1])
    return f"{told}{cause or 'a layer returns it'}; give pictures scaled to 0..1, or {_AGAIN}"


def warn_of_outputs(model: Model, x: Array, found: Array) -> None:
    """Warn people, and not this package, of outputs that are not finite.

    Called by a `spoken` function, of whose caller this is said.

    Examples
    --------
    >>> warn_of_outputs(None, np.ones((1, 2)), np.ones((1, 2)))
    """
    if sys._getframe(3).f_globals.get("__name__", "").startswith("cnnkit."):
        return  # `fit` has its own words
    if told := explain_outputs(model, x, found):
        warnings.warn(told, RuntimeWarning, stacklevel=4)


def refuse_weights(model: Model) -> None:
    """Reject a model with a weight, or a running statistic, that is NaN or infinite.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.model import Sequential
    >>> model = Sequential(Linear(1, 1))
    >>> model[0].bias[0] = np.nan
    >>> refuse_weights(model)
    Traceback (most recent call last):
        ...
    ValueError: 0.bias holds nan at (0,), so nothing could be learned; load the weights again, or \
make a new model
    """
    if found := nonfinite(_state(model)):
        raise ValueError(f"{found}, so nothing could be learned; {_AGAIN}")


def _state(model):
    return {**model.parameters(), **getattr(model, "buffers", dict)()}


def _first_layer(model, x):
    """Say which layer is the first to return what is not finite, or ""; with its largest input."""
    activations, layers = model.activations(x), model.named_layers()
    for name, read in model.sources().items():
        if told := nonfinite({"": activations[name]}):
            largest = max(np.abs(activations[one]).max() for one in read)
            what = told.removeprefix(" holds ")
            told = f"layer {name}, {label(layers[name])}, is the first to return {what}, from "
            return f"{told}numbers of up to {largest:.3g}", largest
    return "", np.abs(activations[name]).max()
