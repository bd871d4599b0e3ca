"""Is a gradient right? Compare it with nudging every number and watching the result.

The numerical derivative is the central difference ``(f(x + delta) - f(x - delta)) / (2 delta)``,
computed in float64: two runs of the function for each number, where backpropagation needs one
backward pass for all of them. Where ReLU or max pooling has a kink, such as two equal maxima in a
window, there is no derivative, and backpropagation takes the slope of one side. The tables count
such numbers and leave them out.
"""

import copy
from typing import NamedTuple

import numpy as np

from cnnkit.checks import floats
from cnnkit.limits import able, finite, generator, real
from cnnkit.shapes import whole
from cnnkit.tables import Table


class Comparison(NamedTuple):
    """One array's gradient, exact and numerical."""

    name: str
    checked: int
    """How many of its numbers were compared."""
    kinks: int
    """How many were left out, because left and right of them the slope differs."""
    index: tuple
    """Where the two differ most."""
    exact: float
    """What backward says there."""
    numerical: float
    """What nudging says there."""
    difference: float
    """Relative: the largest difference, divided by the largest of all the values compared."""


class GradientTable(Table, list):
    """A list of `Comparison`; prints as a table, also in a notebook.

    Examples
    --------
    >>> GradientTable([Comparison("x", 4, 0, (0, 1), 0.5, 0.5, 1e-10)]).agree()
    True
    """

    numbers = (False, *[True] * 6)

    def agree(self, tolerance=1e-5):
        """Tell whether every relative difference is at most ``tolerance``."""
        tolerance = real(tolerance, "tolerance", at_least=0)
        return all(row.difference <= tolerance for row in self)

    def table(self):
        """Return the rows as text, a heading first."""
        head = "array", "checked", "kinks", "worst at", "exact", "numerical", "relative difference"
        rows = [head]
        for row in self:
            slopes = f"{row.exact:.6f}", f"{row.numerical:.6f}", f"{row.difference:.0e}"
            rows.append((row.name, str(row.checked), str(row.kinks), str(row.index), *slopes))
        return rows


def numerical_gradient(function, x, *, delta=1e-4):
    """Return the derivative of a function with respect to each number of an array.

    Parameters
    ----------
    function : callable
        Takes an array like ``x`` (float64) and returns one number.
    x : array of any shape
        Where to take the derivative; not changed.
    delta : float
        How far to nudge, above 0.

    Returns
    -------
    array of the shape of x, float64

    Raises
    ------
    TypeError, ValueError
        If ``function`` does not return one finite number, or an argument is out of range.

    Notes
    -----
    The error falls with delta² until rounding takes over; Press et al., Numerical Recipes, section
    5.7. At a kink, such as that of ReLU at 0, there is no derivative to find.

    Examples
    --------
    >>> numerical_gradient(lambda w: float((w**2).sum()), np.array([1.0, -3.0])).round(6)
    array([ 2., -6.])
    """
    x = _double(x, "x")
    delta = real(delta, "delta", above=0)
    able(function, "function", "__call__", "give one such as lambda x: float((x**2).sum())")
    below, above = _nudge(function, x, np.arange(x.size), delta)
    return ((above - below) / (2 * delta)).reshape(x.shape)


def check_function(function, backward, *arrays, delta=1e-4, **options):
    """Compare ``backward`` with the numerical derivative of ``function``.

    Parameters
    ----------
    function : callable
        ``function(*arrays, **options)`` returns an array or a number.
    backward : callable
        ``backward(d, *arrays, **options)`` returns the gradient for each array, or for the first.
    *arrays : arrays
        Where to compare; converted to float64, not changed.
    delta : float
    **options
        Passed to both.

    Returns
    -------
    GradientTable
        A row for each gradient that ``backward`` returns.

    Raises
    ------
    TypeError, ValueError
        If the arrays are not real and finite, or ``backward`` returns too many gradients or one of
        another shape than its array.

    Examples
    --------
    >>> from cnnkit.functional import relu, relu_backward
    >>> check_function(relu, relu_backward, np.array([-1.0, 0.5, 2.0])).agree()
    True
    """
    delta = real(delta, "delta", above=0)
    for name, value in (("function", function), ("backward", backward)):
        able(value, name, "__call__", "give check_function(f, df, x), such as relu, relu_backward")
    if not arrays:
        raise ValueError("there is no array to differentiate by; give check_function(f, df, x)")
    arrays = [_double(a, f"array {i}") for i, a in enumerate(arrays)]
    y = floats(function(*arrays, **options), "what function returned")
    d = _weights(y.shape)
    gradients = backward(d if y.ndim else float(d), *arrays, **options)
    gradients = gradients if isinstance(gradients, (tuple, list)) else (gradients,)
    if not 1 <= len(gradients) <= len(arrays):
        raise ValueError(
            f"backward returned {len(gradients)} gradients for {len(arrays)} arrays; "
            "give one for each, or one for the first"
        )

    def total():
        return float((np.asarray(function(*arrays, **options)) * d).sum())

    names = ["input"] if len(gradients) == 1 else [f"array {i}" for i in range(len(gradients))]
    exact = dict(zip(names, gradients, strict=True))
    return _table(dict(zip(names, arrays, strict=False)), exact, total, delta)


def check_layer(layer, x, *, delta=1e-4):
    """Compare a layer's ``backward`` with nudging its input and every parameter.

    Parameters
    ----------
    layer : Layer
        Not changed: a copy in float64 is checked.
    x : array
        An input for it.
    delta : float

    Returns
    -------
    GradientTable
        A row for the input and for each parameter.

    Raises
    ------
    TypeError, ValueError
        If the layer rejects the input, or draws random numbers in its present mode.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> check_layer(Linear(3, 2), np.array([[0.5, -1.0, 2.0]])).agree()
    True
    """
    delta = real(delta, "delta", above=0)
    for method in ("backward", "forward"):
        able(layer, "layer", method, "give a layer such as Conv2d(1, 3, 3)")
    if callable(layer.gradients):
        raise TypeError("layer is a whole model; use check_model(model, x, y, loss=...)")
    layer = _in_float64(layer)
    x = _double(x, "x")
    d = _weights(_repeatable(layer, x).shape)
    arrays = {"input": x, **layer.parameters()}
    exact = {"input": layer.backward(d), **layer.gradients}
    return _table(arrays, exact, lambda: float((layer(x, remember=False) * d).sum()), delta)


def check_model(model, x, y, *, loss, delta=1e-4, entries=None, rng=None):
    """Compare backpropagation through a whole model with nudging its parameters.

    Parameters
    ----------
    model : Sequential
        Not changed: a copy in float64 is checked.
    x, y : arrays (N, ...)
        A few examples.
    loss : a loss such as CrossEntropyLoss()
    delta : float
    entries : int, optional
        Nudge at most so many numbers of each parameter, chosen at random; by default all.
    rng : numpy.random.Generator, optional
        Chooses them; by default ``default_rng(0)``.

    Returns
    -------
    GradientTable
        A row for each parameter, named as in ``model.state_dict()``.

    Raises
    ------
    TypeError, ValueError
        If the examples do not fit, or the model has no parameters or draws random numbers in its
        present mode.

    Examples
    --------
    >>> from cnnkit import xo
    >>> from cnnkit.losses import CrossEntropyLoss
    >>> x, y = xo.picture("X")[None, None], np.array([0])
    >>> check_model(xo.network(), x, y, loss=CrossEntropyLoss()).agree()
    True
    """
    delta = real(delta, "delta", above=0)
    entries = None if entries is None else whole(entries, "entries")
    rng = np.random.default_rng(0) if rng is None else generator(rng)
    able(model, "model", "gradients", "give a Sequential (or use check_layer)")
    able(loss, "loss", "backward", "use one such as CrossEntropyLoss()")
    if not model.parameters():
        raise ValueError("model has no parameters to nudge; use check_layer for its layers")
    model, loss = _in_float64(model), copy.copy(loss)
    x = _double(x, "x")
    loss(_repeatable(model, x), y)
    model.backward(loss.backward(), input_gradient=False)
    arrays, exact = model.parameters(), model.gradients()
    return _table(arrays, exact, lambda: loss(model(x, remember=False), y), delta, entries, rng)


def _table(arrays, exact, total, delta, entries=None, rng=None):
    """Compare the ``exact`` gradients of ``total()`` by arrays that it sees with nudging them."""
    return GradientTable(
        _compare(name, total, arrays[name], gradient, entries, rng, delta)
        for name, gradient in exact.items()
    )


def _compare(name, total, array, exact, entries, rng, delta):
    exact = floats(exact, f"the gradient of {name}").astype(np.float64)
    if exact.shape != array.shape:
        raise ValueError(
            f"the gradient of {name} has shape {exact.shape}, but the array has {array.shape}; "
            "a gradient has its array's shape"
        )
    places = np.arange(array.size)
    if entries is not None and entries < array.size:
        places = np.sort(rng.choice(array.size, entries, replace=False))
    claimed = exact.ravel()[places]
    numerical, bend = _slopes(total, array, places, delta)
    scale = max(abs(claimed).max(), abs(numerical).max())
    # Nearer by, a curve straightens and its bend shrinks; a kink at the place itself stays.
    suspects = np.flatnonzero(bend > 1e-4 * scale + 1e-10)
    smooth = np.ones(len(places), bool)
    if suspects.size:
        nearer, still = _slopes(total, array, places[suspects], delta / 10)
        smooth[suspects] = still < 0.2 * bend[suspects]
        numerical[suspects] = nearer
    apart = np.where(smooth, abs(claimed - numerical), 0)
    worst = int(np.argmax(apart))
    index = tuple(int(i) for i in np.unravel_index(places[worst], array.shape))
    slopes = claimed[worst], numerical[worst], apart[worst] / scale if scale else 0
    return Comparison(name, int(smooth.sum()), int((~smooth).sum()), index, *map(float, slopes))


def _slopes(total, array, places, delta):
    """Return central differences, and by how much the slopes left and right of them differ."""
    here = total()
    below, above = _nudge(lambda _: total(), array, places, delta)
    return (above - below) / (2 * delta), abs(above - 2 * here + below) / delta


def _nudge(function, x, places, delta):
    """Return the function below and above some places of ``x``, which is put back after each."""
    below, above = np.empty(len(places)), np.empty(len(places))
    for i, place in enumerate(places):
        before = x.flat[place]
        if before + delta == before:
            raise ValueError(f"delta {delta:g} is lost beside {before:g}; use a larger delta")
        x.flat[place] = before + delta
        above[i] = _number(function(x))
        x.flat[place] = before - delta
        below[i] = _number(function(x))
        x.flat[place] = before
    return below, above


def _double(x, name):
    x = finite(floats(x, name), name).astype(np.float64)
    if x.size == 0:
        raise ValueError(f"{name} has shape {x.shape}: it is empty; give at least one number")
    return x


def _number(value):
    if np.size(value) != 1 or np.ndim(value) > 0:
        raise ValueError(
            f"function returned an array of shape {np.shape(value)}, but one number is needed; "
            "sum it, or use check_function"
        )
    return real(value, "what function returned")


def _weights(shape):
    """Return unequal weights for the outputs, so that no two mistakes cancel in their sum."""
    return np.random.default_rng(0).uniform(0.5, 1.5, shape)


def _in_float64(layer):
    twin = copy.deepcopy(layer)
    if hasattr(twin, "to"):
        return twin.to(np.float64)
    for name, array in twin.parameters().items():
        setattr(twin, name, array.astype(np.float64))
    return twin


def _repeatable(layer, x):
    first, again = layer(x), layer(x)
    if not np.array_equal(first, again, equal_nan=True):
        raise ValueError(
            "two runs on the same input differ, because a layer draws random numbers; "
            "call .eval() first, in which nothing is random"
        )
    return again
