"""Gradient checks: compare a gradient with nudging every number and watching the result.

The numerical derivative is the central difference ``(f(x + delta) - f(x - delta)) / (2 delta)``,
computed in float64: two runs of the function for each number, where backpropagation needs one
backward pass for all of them. Where ReLU or max pooling has a kink, such as two equal maxima in a
window, the derivative does not exist, and backpropagation takes the slope of one side. Such
numbers are compared twice: backward's slope must lie between those of the two sides, and beside
the kink, on a copy that is moved a little, it must be the slope itself. (Where several units are
at a kink at once, or may be inside a layer that has weights, backward's slope need not lie
between; then the second comparison alone decides.) The tables count these numbers, and those that
could not be compared.
"""

import copy
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from cnnkit.checks import (
    Array,
    LossFunction,
    Model,
    finite,
    floats,
    generator,
    has_method,
    real,
    whole,
)
from cnnkit.files.tables import Table
from cnnkit.gradcheck.slopes_and_kinks import Part, Slopes, one_unit_alone, plus, weights

_DIFFERENT = 1e-5  # from here on a number is looked at again, off its kinks
_TRIES = 3  # copies, each moved otherwise
_UNITS = 8  # how many are looked at each alone


class Comparison(NamedTuple):
    """One array's gradient, exact and numerical."""

    name: str
    checked: int
    """How many of its numbers were compared with one slope, there or on a moved copy."""
    kinks: int
    """How many were compared at a kink: left and right of them the slope differs."""
    index: tuple
    """Where the two differ most."""
    exact: float
    """What backward says there."""
    numerical: float
    """What nudging says there; at a kink, the nearest slope that would do."""
    difference: float
    """Relative: the largest difference, divided by the largest of all the values compared; NaN
    where nothing was compared."""
    left_out: int = 0
    """How many could not be compared at all."""
    moved: int = 0
    """How many of ``checked`` were compared on a copy whose zero biases are moved off 0."""


class GradientTable(Table, list):
    """A list of `Comparison`; prints as a table, also in a notebook, with a note where one is due.

    Examples
    --------
    >>> GradientTable([Comparison("x", 4, 0, (0, 1), 0.5, 0.5, 1e-10)]).agree()
    True
    >>> GradientTable([Comparison("x", 0, 0, (0, 0), 0.5, 0.5, 0.0, left_out=4)])
    array  checked  kinks  left out  worst at     exact  numerical  relative difference
    x            0      0         4    (0, 0)  0.500000   0.500000                0e+00
    x: none of its numbers could be compared, so it does not agree.
    """

    numbers = (False, *[True] * 7)

    def agree(self, tolerance: float = 1e-5) -> bool:
        """Tell whether every relative difference is at most ``tolerance``.

        What was not compared does not agree: neither a row with every number left out, nor
        a table without rows. In other rows the numbers left out are not judged; `Comparison` and
        the printed table count them.
        """
        tolerance = real(tolerance, "tolerance", at_least=0)
        return bool(self) and all(
            row.checked + row.kinks > 0 and row.difference <= tolerance for row in self
        )

    def table(self) -> list[tuple[str, ...]]:
        """Return the rows as text, a heading first."""
        head = "array", "checked", "kinks", "left out", "worst at", "exact", "numerical"
        rows = [(*head, "relative difference")]
        for row in self:
            counts = str(row.checked), str(row.kinks), str(row.left_out), str(row.index)
            slopes = f"{row.exact:.6f}", f"{row.numerical:.6f}", f"{row.difference:.0e}"
            rows.append((row.name, *counts, *slopes))
        return rows

    def notes(self) -> list[str]:
        """Return a sentence for each row with a number that was not compared in its own place.

        Examples
        --------
        >>> GradientTable().notes()
        ['Nothing was compared, so nothing agrees.']
        """
        found = [] if self else ["Nothing was compared, so nothing agrees."]
        for row in self:
            compared = row.checked + row.kinks
            if not compared:
                found.append(
                    f"{row.name}: none of its numbers could be compared, so it does not agree."
                )
            elif row.left_out:
                found.append(
                    f"{row.name}: {row.left_out} of {compared + row.left_out} numbers could not "
                    "be compared."
                )
            if row.moved:
                found.append(
                    f"{row.name}: {row.moved} of the {row.checked} numbers checked move several "
                    "units over a kink at once; they were checked on a copy whose zero biases are "
                    "moved off 0."
                )
        return found

    def __repr__(self) -> str:
        return "\n".join([super().__repr__(), *self.notes()])

    def _repr_html_(self):
        import html  # here: `import cnnkit` does not need it

        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes())
        return super()._repr_html_() + notes


def numerical_gradient(
    function: Callable[[Array], float], x: Array, *, delta: float = 1e-4
) -> Array:
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
    has_method(function, "function", "__call__", "give one such as lambda x: float((x**2).sum())")
    below, above = _nudge(function, x, np.arange(x.size), delta)
    return ((above - below) / (2 * delta)).reshape(x.shape)


def check_function(
    function: Callable[..., Any],
    backward: Callable[..., Any],
    *arrays: Array,
    delta: float = 1e-4,
    **options: Any,
) -> GradientTable:
    """Compare ``backward`` with the numerical derivative of ``function``.

    Parameters
    ----------
    function : callable
        ``function(*arrays, **options)`` returns an array or a number.
    backward : callable
        ``backward(d, *arrays, **options)`` returns the gradient for each array, or for the first.
        Called several times, each time after ``function`` for the same arrays.
    *arrays : arrays
        Where to compare; converted to float64, not changed.
    delta : float
    **options
        Passed to both.

    Returns
    -------
    GradientTable
        A row for each gradient that ``backward`` returns; one more, ``at kinks``, if it is wrong
        there only when several numbers move together.

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
        has_method(
            value, name, "__call__", "give check_function(f, df, x), such as relu, relu_backward"
        )
    if not arrays:
        raise ValueError("there is no array to differentiate by; give check_function(f, df, x)")
    arrays = [_double(a, f"array {i}") for i, a in enumerate(arrays)]

    def run():
        return floats(function(*arrays, **options), "what function returned")

    def back(d):
        gradients = backward(d if np.ndim(d) else float(d), *arrays, **options)
        gradients = gradients if isinstance(gradients, (tuple, list)) else (gradients,)
        if not 1 <= len(gradients) <= len(arrays):
            raise ValueError(
                f"backward returned {len(gradients)} gradients for {len(arrays)} arrays; "
                "give one for each, or one for the first"
            )
        names = [f"array {i}" for i in range(len(gradients))]
        return dict(zip(["input"] if len(gradients) == 1 else names, gradients, strict=True))

    y = run()
    d = weights(y.shape)
    part = Part(dict(zip(back(d), arrays, strict=False)), run, back, simple=len(arrays) == 1)
    return GradientTable([*_rows(part, delta), *_units(part, delta, "at kinks")])


def check_layer(layer: Any, x: Array, *, delta: float = 1e-4) -> GradientTable:
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
        A row for the input and for each parameter; one more, ``at kinks``, if backward is wrong
        there only when several numbers move together.

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
        has_method(layer, "layer", method, "give a layer such as Conv2d(1, 3, 3)")
    if callable(layer.gradients):
        raise TypeError("layer is a whole model; use check_model(model, x, y, loss=...)")
    layer = _in_float64(layer)
    x = _double(x, "x")
    _repeatable(layer, x)
    part = _layer_part(layer, x)
    return GradientTable([*_rows(part, delta), *_units(part, delta, "at kinks")])


def check_model(
    model: Model,
    x: Array,
    y: Array,
    *,
    loss: LossFunction,
    delta: float = 1e-4,
    entries: int | None = None,
    rng: "np.random.Generator | None" = None,
) -> GradientTable:
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
        Nudge at most this many numbers of each parameter, chosen at random; by default all.
    rng : numpy.random.Generator, optional
        Chooses them; by default ``default_rng(0)``.

    Returns
    -------
    GradientTable
        A row for each parameter, named as in ``model.state_dict()``; and one for each layer that
        is wrong at kinks only, such as ``1 (ReLU) at kinks``.

    Raises
    ------
    TypeError, ValueError
        If the examples do not fit, or the model has no parameters or draws random numbers in its
        present mode.

    Examples
    --------
    >>> from cnnkit.examples import xo
    >>> from cnnkit.losses import CrossEntropyLoss
    >>> x, y = xo.picture("X")[None, None], np.array([0])
    >>> check_model(xo.network(), x, y, loss=CrossEntropyLoss()).agree()
    True
    """
    delta = real(delta, "delta", above=0)
    entries = None if entries is None else whole(entries, "entries")
    rng = np.random.default_rng(0) if rng is None else generator(rng)
    has_method(model, "model", "gradients", "give a Sequential (or use check_layer)")
    has_method(loss, "loss", "backward", "use one such as CrossEntropyLoss()")
    if not model.parameters():
        raise ValueError("model has no parameters to nudge; use check_layer for its layers")
    model, loss = _in_float64(model), copy.copy(loss)
    x = _double(x, "x")
    loss(_repeatable(model, x), y)
    layers, arrays = _layers_and_inputs(model, x)
    output = SimpleNamespace(forward=lambda logits, remember: loss(logits, y))

    def run():
        return np.float64(output.forward(model(x, remember=False), remember=False))

    def back(d):
        for layer in layers.values():
            layer.gradients = {}
        output.forward(model(x), remember=True)
        model.backward(loss.backward() * d, input_gradient=False)
        return model.gradients()

    at_kinks, simple = [], True
    for name, layer in layers.items():
        part = _layer_part(layer, arrays[name])
        at_kinks += _units(part, delta, f"{name} ({type(layer).__name__}) at kinks")
        simple = simple and (part.simple or not len(_bent(part, delta)))
    inside = [*layers.values(), output]
    part = Part(model.parameters(), run, back, inside, d=np.float64(1), simple=simple)
    return GradientTable([*_rows(part, delta, entries, rng), *at_kinks])


def _layers_and_inputs(model, x):
    """Return the layers that compute, and the input of each, by name; of other models, none."""
    if not hasattr(model, "sources"):
        return {}, {}
    found = model.activations(x)
    read = {name: found[one[0]] for name, one in model.sources().items() if len(one) == 1}
    layers = model.named_layers()
    return {name: layers[name] for name in read}, read


def _layer_part(layer, x):
    x = np.array(x)

    def back(d):
        layer.gradients = {}
        layer.forward(x)
        found = {"input": layer.backward(d), **layer.gradients}
        for name in layer.parameters():
            if name not in found:
                raise ValueError(
                    f"{type(layer).__name__}.backward wrote no gradient of {name}; write "
                    f"self.gradients[{name!r}] in _backward"
                )
        return found

    arrays = {"input": x, **layer.parameters()}
    simple = not layer.parameters()
    return Part(arrays, lambda: layer.forward(x, remember=False), back, simple=simple)


def _rows(part, delta, entries=None, rng=None):
    rows = []
    for name, exact in part.gradients(part.d).items():
        places = np.arange(exact.size)
        if entries is not None and entries < exact.size:
            places = np.sort(rng.choice(exact.size, entries, replace=False))
        with np.errstate(invalid="ignore"):  # of gradients that are not finite
            row = _Row(part, name, exact.ravel()[places], places, delta)
            row.compare_beside()
            row.compare_sides()
            rows.append(row.comparison())
    return rows


class _Row:
    """The numbers of one array while they are compared: first where they stand, then off kinks."""

    def __init__(self, part, name, claimed, places, delta):
        self.part, self.name, self.places, self.delta = part, name, places, delta
        self.array = part.arrays[name]
        here = Slopes(part, self.array, places, delta)
        self.kink, self.low, self.high = here.kink, here.low, here.high
        self.numerical, self.claimed, self.exact = here.middle, claimed, claimed.copy()
        # Below this, slopes are nothing but rounding.
        least = 1e6 * here.rounding
        self.scale = max(abs(claimed).max(), abs(here.low).max(), abs(here.high).max(), least)
        steep = np.flatnonzero(~self.kink & self._differ(claimed - self.numerical))
        if steep.size:  # nearer by, a curve is straighter
            near = Slopes(part, self.array, places[steep], delta / 10)
            self.kink[steep], self.numerical[steep] = near.kink, near.middle
            self.low[steep], self.high[steep] = near.low, near.high
        self.apart = abs(claimed - self.numerical)
        self.doubtful = np.flatnonzero(self.kink | self._differ(self.apart))
        self.silent = not claimed.any() and max(abs(here.low).max(), abs(here.high).max()) == 0
        self.at_kink = self.kink.copy()  # how each number is counted in the end
        self.moved, self.left_out = np.zeros((2, len(places)), bool)

    def _differ(self, apart):
        return ~(abs(apart) <= _DIFFERENT * self.scale)  # NaN differs

    def compare_beside(self):
        """Compare the numbers at kinks, and those that differ, a little beside their places."""
        todo = self.doubtful
        if self.part.layers is not None:
            todo = self._beside(todo, 0, biases=True)
        for draw in range(1, _TRIES + 1):
            todo = self._beside(todo, draw)
        self.left_out[todo[self.kink[todo]]] = True  # unless its sides can tell, see below
        if self.silent:
            self._compare_silent()

    def _beside(self, todo, draw, *, biases=False):
        """Compare some numbers on a moved copy; return those that are still not judged."""
        tried = todo[self.kink[todo]] if biases else todo
        if not tried.size:
            return todo
        there = self._there(tried, draw, biases)
        if there is None:
            return todo
        exact, found, apart, largest, right = there
        # Kinks may cancel each other where a number stands, and only there; but what is wrong where
        # it stands and beside it is shown where it stands.
        settled = right if biases else ~found.kink
        shown = right | (settled & self.kink[tried])
        done = tried[shown]
        self.exact[done], self.numerical[done] = exact[shown], found.middle[shown]
        self.apart[done], self.scale = apart[shown], max(self.scale, largest)
        self.moved[done], self.at_kink[done] = biases, not biases
        return np.setdiff1d(todo, tried[settled])

    def _there(self, tried, draw, biases):
        try:
            with self.part.moved(draw, biases=biases):
                exact = self.part.gradients(self.part.d)[self.name].ravel()[self.places[tried]]
                found = Slopes(self.part, self.array, self.places[tried], self.delta / 10)
        except (ArithmeticError, TypeError, ValueError):
            return None  # it does not work there, such as a logarithm below 0
        apart = abs(exact - found.middle)
        largest = max(self.scale, abs(exact).max(), abs(found.middle).max())
        right = ~found.kink & (apart <= _DIFFERENT * largest + found.rounding)
        return exact, found, apart, largest, right

    def _compare_silent(self):
        """Compare beside its place what is 0 on both sides: a weight that reads blank paper.

        Fifty times 0 is 0; beside it, fifty times too much is seen.
        """
        tried = np.arange(len(self.places))
        there = self._there(tried, 1, biases=False)
        if there is None:
            return
        exact, found, apart, largest, right = there
        wrong = ~right & ~found.kink
        if wrong.any():
            self.exact[wrong], self.numerical[wrong] = exact[wrong], found.middle[wrong]
            self.apart[wrong], self.scale = apart[wrong], largest

    def compare_sides(self):
        """Compare the numbers at kinks with the slopes of their sides, where this must hold."""
        nearest = np.clip(self.claimed, self.low, self.high)
        nearest = np.where(self.kink, nearest, (self.low + self.high) / 2)
        outside = abs(self.claimed - nearest)
        far = self.doubtful[self._differ(outside[self.doubtful])]
        # Those that are wrong beside their place are wrong.
        far = far[self.left_out[far] | ~self._differ(self.apart[far])]
        between = self.left_out & ~self._differ(outside)
        self.apart[between], self.left_out[between] = 0, False
        self.numerical[between] = nearest[between]
        for i in far[np.argsort(-outside[far])][:_UNITS] if self.part.simple else ():
            # Where nothing is known of the inside, kinks that cancel each other cannot be told
            # from a slope that is wrong at this one place.
            if not self.kink[i] and self.part.layers is None:
                continue
            nudges = [(self.array, self.places[i], 1.0)]
            if one_unit_alone(self.part, nudges, self.delta / 1000):
                self.exact[i], self.numerical[i] = self.claimed[i], nearest[i]
                self.apart[i], self.left_out[i] = outside[i], False
                self.moved[i], self.at_kink[i] = False, self.kink[i]

    def comparison(self):
        compared = ~self.left_out
        worst, difference = 0, np.nan
        if compared.any():
            worst = np.flatnonzero(compared)[np.argmax(self.apart[compared])]
            difference = self.apart[worst] / self.scale if self.apart[worst] else 0
        index = tuple(int(i) for i in np.unravel_index(self.places[worst], self.array.shape))
        slopes = map(float, (self.exact[worst], self.numerical[worst], difference))
        kinks = int((self.at_kink & compared).sum())
        return Comparison(
            self.name,
            int(compared.sum()) - kinks,
            kinks,
            index,
            *slopes,
            left_out=int(self.left_out.sum()),
            moved=int((self.moved & compared).sum()),
        )


def _ways(part):
    """Return two ways of moving all numbers at once: each at its own speed, and all alike."""
    return [
        [(array, slice(None), speed(array.size)) for array in part.arrays.values()]
        for speed in (np.random.default_rng(0).standard_normal, np.ones)
    ]


def _bent(part, delta):
    """Return the places of the outputs that stand at a kink."""
    below, above = part.sides(_ways(part)[0], delta / 10)
    return np.flatnonzero(abs(above - below) > 1e-3 * max(abs(below).max(), abs(above).max()))


def _units(part, delta, name):
    """Compare outputs that stand at a kink, each alone, while all the numbers move at once.

    Returns a row if one of them is wrong, else none. A slope that is passed to both of two equal
    maxima is right for either of them, and wrong for both.
    """
    bent = _bent(part, delta) if part.simple else []
    places = np.random.default_rng(0).permutation(bent)[:_UNITS]
    ways = _ways(part)
    sides = [part.sides(nudges, delta / 10) for nudges in ways] if len(places) else []
    for place in places:
        d = np.zeros(part.here.shape)
        d.flat[place] = 1
        gradients = part.gradients(d)
        for nudges, (below, above) in zip(ways, sides, strict=True):
            speeds = [speed for _, _, speed in nudges]
            claimed = sum(
                float(gradient.ravel() @ speed)
                for gradient, speed in zip(gradients.values(), speeds, strict=True)
            )
            ends = sorted((float(below.flat[place]), float(above.flat[place])))
            nearest = float(np.clip(claimed, *ends))
            difference = abs(claimed - nearest) / max(abs(claimed), *map(abs, ends), 1e-7)
            if not difference <= 1e-3 and one_unit_alone(part, nudges, delta / 1000, place):
                index = tuple(int(i) for i in np.unravel_index(place, d.shape))
                return [Comparison(name, 0, len(places), index, claimed, nearest, difference)]
    return []


def _nudge(function, x, places, delta):
    """Return the function below and above some places of ``x``, which is put back after each."""
    below, above = np.empty(len(places)), np.empty(len(places))
    for i, place in enumerate(places):
        before = x.flat[place]
        x.flat[place] = plus(before, delta)
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
