"""Nudging: the slopes of a function on both sides of a place, and a little off its kinks.

`gradient_checks` compares them with a gradient.
"""

import contextlib

import numpy as np

from cnnkit.checks import finite, floats

__all__ = ["Part", "Slopes", "one_unit_alone", "plus", "weights"]

_STEP = 0.03  # how far off the kinks, as a share of the largest number of what is moved
_NEAR, _DRAWS = 3e-5, 32  # the same for telling one unit from several, and how often


class Part:
    """What is checked: arrays, the outputs that they lead to, and backward's slopes of these.

    Parameters
    ----------
    arrays : dict of str to array
        The arrays themselves (float64), which are nudged in place and put back.
    run : callable
        Returns the outputs for the arrays as they are.
    back : callable
        Returns backward's slopes of ``(d * outputs).sum()`` for its argument ``d``, by name.
    layers : list, optional
        What runs inside, each with a ``forward``: to leave a kink, the inputs of these are moved.
        Where nothing is known of the inside, the arrays are moved.
    d : array, optional
        The outputs' weights in the sum; by default unequal ones.
    simple : bool
        Whether an output that bends can be taken for one unit, if nothing speaks against it. What
        has weights inside may have many units that bend at the same place however it is moved.

    Examples
    --------
    >>> x = np.array([3.0])
    >>> square = Part({"x": x}, lambda: x**2, lambda d: {"x": 2 * x * d}, d=np.ones(1))
    >>> square.gradients(square.d)
    {'x': array([6.])}
    >>> [side.round(2) for side in square.sides([(x, 0, 1.0)], 0.5)]
    [array([5.5]), array([6.5])]
    """

    def __init__(self, arrays, run, back, layers=None, d=None, simple=True):
        self.arrays, self.layers, self.simple = arrays, layers, simple
        self._run, self._back = run, back
        self.here = self.outputs()
        self.d = weights(self.here.shape) if d is None else d

    def outputs(self):
        """Return the outputs, in an array that the next nudge does not change."""
        what = "what function returned"
        return np.array(finite(floats(self._run(), what), what), np.float64)

    def gradients(self, d):
        """Return backward's slopes of ``(d * outputs).sum()``, by name."""
        found, claimed = {}, self._back(d)
        for name, array in self.arrays.items():
            gradient = np.array(floats(claimed[name], f"the gradient of {name}"), np.float64)
            if gradient.shape != array.shape:
                raise ValueError(
                    f"the gradient of {name} has shape {gradient.shape}, but the array has "
                    f"{array.shape}; a gradient has its array's shape"
                )
            found[name] = gradient
        return found

    def sides(self, nudges, step, here=None):
        """Return every output's slope below and above.

        Parameters
        ----------
        nudges : list of (array, places, speed)
            What moves, ``speed`` times the step.
        step : float
        here : array, optional
            The outputs without a nudge, if they are known.
        """
        here = self.outputs() if here is None else here
        before = [array.flat[places] for array, places, _ in nudges]
        both = []
        for signed in (-step, step):
            try:
                for (array, places, speed), old in zip(nudges, before, strict=True):
                    array.flat[places] = plus(old, signed * speed)
                both.append((self.outputs() - here) / signed)
            finally:
                for (array, places, _), old in zip(nudges, before, strict=True):
                    array.flat[places] = old
        return both

    @contextlib.contextmanager
    def moved(self, draw, step=_STEP, *, biases=False):
        """Run a block with everything a little off where it stands, so that no two numbers tie.

        Parameters
        ----------
        draw : int
            Another one moves otherwise.
        step : float
        biases : bool
            Move those numbers of the biases that are 0, and nothing else.
        """
        rng = np.random.default_rng(draw)
        before = {name: array.copy() for name, array in self.arrays.items()}
        layers = [] if biases or self.layers is None else self.layers
        own = [vars(layer).get("forward") for layer in layers]
        try:
            for layer in layers:
                layer.forward = _shifted(layer.forward, rng, step)
            for array in self.arrays.values():
                if biases and array.ndim == 1:
                    array += np.where(array == 0, _noise(array, rng, step), 0)
                elif not biases and self.layers is None:
                    array += _noise(array, rng, step)
            with np.errstate(all="ignore"):  # what is not finite is found in the outputs
                yield
        finally:
            for name, array in self.arrays.items():
                array[...] = before[name]
            for layer, forward in zip(layers, own, strict=True):
                vars(layer).pop("forward", None)
                if forward is not None:
                    layer.forward = forward


def _shifted(forward, rng, step):
    """Return a ``forward`` whose input is shifted, by the same at every call."""
    shift = []

    def moved(x, *, remember=True):
        if not shift:
            # At least a step: what stands before may have moved this input off 0 by very little.
            shift.append(_noise(x, rng, step, least=1.0))
        return forward(x + shift[0], remember=remember)

    return moved


def _noise(array, rng, step, least=0.0):
    """Return numbers of both signs, none of them small: 0 moves off 0, and ties break."""
    sizes = 1.5 * 10 ** rng.uniform(-1 if step == _NEAR else -0.5, 0, array.shape)
    sizes *= rng.choice([-1.0, 1.0], array.shape)
    return sizes * step * (max(abs(array).max(), least) or 1.0)


class Slopes:
    """The slopes of ``(d * outputs).sum()`` by some places of an array.

    Attributes
    ----------
    middle, low, high : arrays
        The central difference, and what the slopes of the two sides span: each output has its own
        lower and higher side.
    kink : array of bool
        Whether they are kinks: nearer by, the two sides come no closer.
    rounding : float
        How far off rounding may put a slope.

    Examples
    --------
    >>> x = np.array([0.0, 2.0])
    >>> relu = Part({"x": x}, lambda: x * (x > 0), None, d=np.ones(2))
    >>> slopes = Slopes(relu, x, np.arange(2), 1e-4)
    >>> slopes.kink, slopes.low.round(3), slopes.high.round(3)
    (array([ True, False]), array([0., 1.]), array([1., 1.]))
    """

    def __init__(self, part, array, places, delta):
        self._part, self._array, self._here = part, array, part.outputs()
        middle, low, high, bend = self._measured(places, delta)
        size = (part.d * abs(self._here)).sum()
        self.rounding = (1e-14 + 16 * np.finfo(np.float64).eps * size) / delta
        scale = max(abs(low).max(), abs(high).max())
        # Nearer by, a curve straightens and its bend shrinks; a kink at the place itself stays.
        suspects = np.flatnonzero(bend > 1e-4 * scale + self.rounding)
        self.kink = np.zeros(len(places), bool)
        if suspects.size:
            near = self._measured(places[suspects], delta / 10)
            self.kink[suspects] = near[3] >= 0.2 * bend[suspects] + 10 * self.rounding
            middle[suspects] = near[0]
            # What a side changes by on the way is more than what is still wrong with it.
            low[suspects] = near[1] - abs(near[1] - low[suspects])
            high[suspects] = near[2] + abs(near[2] - high[suspects])
        self.middle, self.low, self.high = middle, low, high

    def _measured(self, places, delta):
        d, found = self._part.d, np.empty((4, len(places)))
        for i, place in enumerate(places):
            below, above = self._part.sides([(self._array, place, 1.0)], delta, self._here)
            low, high = np.minimum(below, above), np.maximum(below, above)
            kinds = (below + above) / 2, low, high, high - low
            found[:, i] = [(d * slopes).sum() for slopes in kinds]
        return found


def one_unit_alone(part, nudges, step, place=None):
    """Tell whether each output has one kink at most along some nudges.

    With everything moved a little, several kinks come apart, and slopes appear between them that
    are neither the one nor the other side's.

    Parameters
    ----------
    part : Part
    nudges : list of (array, places, speed)
    step : float
    place : int, optional
        Which output; by default all of them.

    Examples
    --------
    >>> x = np.array([0.0, 0.0])
    >>> relu = Part({"x": x}, lambda: x * (x > 0), None)
    >>> one_unit_alone(relu, [(x, 0, 1.0)], 1e-6)
    True
    >>> total = Part({"x": x}, lambda: (x * (x > 0)).sum(), None)
    >>> one_unit_alone(total, [(x, [0, 1], 1.0)], 1e-6)
    False
    """
    left, right = part.sides(nudges, step)
    # Smooth slopes change a little, too, and so does what rounding leaves of them.
    rounding = 1e-14 + 16 * np.finfo(np.float64).eps * abs(part.here).max()
    enough = 2e-3 * np.maximum(abs(left), abs(right)) + rounding / step
    for draw in range(_DRAWS):
        try:
            with part.moved(draw, _NEAR):
                found = part.sides(nudges, step)
        except (ArithmeticError, TypeError, ValueError):
            return False  # it cannot be moved: nobody knows
        for slopes in found:
            other = (abs(slopes - left) > enough) & (abs(slopes - right) > enough)
            if other.any() if place is None else other.flat[place]:
                return False
    return True


def plus(number, delta):
    """Return ``number + delta``, or say that delta is lost in rounding.

    Examples
    --------
    >>> plus(1e20, 1e-4)
    Traceback (most recent call last):
        ...
    ValueError: delta 0.0001 is lost beside 1e+20; use a larger delta
    """
    found = number + delta
    if np.ndim(found) == 0 and found == number:
        raise ValueError(f"delta {abs(delta):g} is lost beside {number:g}; use a larger delta")
    return found


def weights(shape):
    """Return unequal weights for the outputs, so that no two mistakes cancel in their sum."""
    return np.random.default_rng(0).uniform(0.5, 1.5, shape)
