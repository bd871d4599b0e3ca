"""Error functions of one weight and of two, for gradient descent.

Every problem can be asked for its error and its slope at any weights, on all of its examples or on
a few, so that cnnkit's own optimisers walk it.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from cnnkit.examples import xo
from cnnkit.functional import cross_entropy, cross_entropy_backward
from cnnkit.optim import SGD, Adam


class Squares:
    """Mean of (x · w − y)²: the error of a straight-line model on examples (x, y)."""

    def __init__(self, x, y):
        self.x, self.y = np.asarray(x, np.float64), np.asarray(y, np.float64)

    def error(self, w, rows=slice(None)) -> float:
        """Return the error at the weights `w` on the examples `rows`."""
        return float(np.mean((self.x[rows] @ w - self.y[rows]) ** 2))

    def slope(self, w, rows=slice(None)) -> np.ndarray:
        """Return the error's slope for each weight."""
        difference = self.x[rows] @ w - self.y[rows]
        return 2 * self.x[rows].T @ difference / len(difference)

    @property
    def best(self) -> np.ndarray:
        """The weights of the lowest error, by least squares."""
        return np.linalg.lstsq(self.x, self.y)[0]

    def __len__(self):
        return len(self.y)


class Valleys:
    """A smooth error of one weight with a shallow valley and a deep one."""

    def error(self, w, rows=slice(None)) -> float:
        """Return the error at the weight `w`."""
        return float(0.15 * w[0] ** 2 * (w[0] - 4) ** 2 + 0.3 * (4 - w[0]) + 0.2)

    def slope(self, w, rows=slice(None)) -> np.ndarray:
        """Return the error's slope."""
        return np.array([0.3 * w[0] * (w[0] - 4) * (2 * w[0] - 4) - 0.3])

    def __len__(self):
        return 1


class Votes:
    """Cross-entropy of the X/O network when some of its voting weights for X are moved."""

    def __init__(self, places, pictures):
        model = xo.network()
        self.learned = model.state_dict()["4.weight"][0, list(places)].astype(np.float64)
        made = xo.make_dataset(pictures, rng=np.random.default_rng(0))
        found = model.activations(made.images)
        self.inputs = found["3"][:, list(places)].astype(np.float64)
        self.others = found["4"].astype(np.float64)
        self.others[:, 0] -= self.inputs @ self.learned
        self.targets = made.targets

    @property
    def best(self) -> np.ndarray:
        """The weights that the network has learned."""
        return self.learned

    def _logits(self, w, rows):
        logits = self.others[rows].copy()
        logits[:, 0] += self.inputs[rows] @ w
        return logits

    def error(self, w, rows=slice(None)) -> float:
        """Return the mean loss at the weights `w` on the pictures `rows`."""
        return float(cross_entropy(self._logits(w, rows), self.targets[rows]))

    def slope(self, w, rows=slice(None)) -> np.ndarray:
        """Return the loss's slope for each weight, by backpropagation."""
        d = cross_entropy_backward(1.0, self._logits(w, rows), self.targets[rows])
        return d[:, 0] @ self.inputs[rows]

    def __len__(self):
        return len(self.targets)


CENTRE, ARM = 16 + 5, 32 + 8  # the crossing's pooled centre; a place of the rising diagonal


@cache
def one_weight(name: str):
    """Return a problem of one weight, and the range of weights to show."""
    return {
        "perfect fit": lambda: (Squares([[1.0]], [2.0]), (-1.0, 5.0)),
        "compromise": lambda: (Squares([[1.0], [1.0]], [1.0, 3.0]), (-1.0, 5.0)),
        "two valleys": lambda: (Valleys(), (-1.0, 5.0)),
        "X/O network": lambda: (Votes([CENTRE], 200), (-8.0, 8.0)),
    }[name]()


@cache
def two_weights(name: str):
    """Return a problem of two weights, and the range of each to show."""
    rng = np.random.default_rng(4)

    def line(spread):
        x = rng.normal(size=(64, 2)) * spread
        return Squares(x, x @ [1.0, -0.5] + rng.normal(size=64) * 0.3)

    return {
        "bowl": lambda: (line([1.0, 1.0]), (-3.0, 3.0)),
        "ravine": lambda: (line([0.3, 1.5]), (-3.0, 3.0)),
        "X/O network": lambda: (Votes([CENTRE, ARM], 200), (-8.0, 8.0)),
    }[name]()


class Weights:
    """Bare weights with the interface of a model, so that cnnkit's optimisers can update them."""

    def __init__(self, start):
        self._values = {"w": np.array(start, np.float64)}
        self._slopes = {}

    def parameters(self):
        """Return the weights by name."""
        return self._values

    def gradients(self):
        """Return the slopes by name."""
        return self._slopes

    def forget(self):
        """Drop the slopes: they belong to weights that have moved."""
        self._slopes = {}

    def put(self, slope):
        """Take the slope at the weights as they are."""
        self._slopes = {"w": np.array(slope, np.float64)}

    @property
    def w(self) -> np.ndarray:
        """The weights."""
        return self._values["w"]


OPTIMISERS = {
    "plain": lambda weights, rate, momentum: SGD(weights, lr=rate),
    "momentum": lambda weights, rate, momentum: SGD(weights, lr=rate, momentum=momentum),
    "Adam": lambda weights, rate, momentum: Adam(weights, lr=rate),
}
MOMENTUM = 0.9


def walk(
    problem, start, optimiser: str, rate: float, steps: int, *,
    momentum=MOMENTUM, batch=None, seed=0,
):  # fmt: skip
    """Return the weights after 0, 1, ... steps; the walk ends early when it leaves all bounds.

    Parameters
    ----------
    problem : Squares, Valleys, Votes or OwnError
    start : sequence of float
    optimiser : str
        A key of :data:`OPTIMISERS`.
    rate : float
        The learning rate.
    steps : int
    momentum : float
        What share of the step before is added, by "momentum".
    batch : int or None
        Size of the mini-batch, drawn at random for each step; None for all examples.
    seed : int
        Of the draws.
    """
    weights = Weights(start)
    stepper = OPTIMISERS[optimiser](weights, rate, momentum)
    rng = np.random.default_rng(seed)
    path = [weights.w.copy()]
    for _ in range(steps):
        rows = slice(None) if batch is None else rng.choice(len(problem), batch, replace=False)
        slope = problem.slope(weights.w, rows)
        if not np.isfinite(slope).all():  # a function of one's own may end somewhere
            break
        weights.put(slope)
        stepper.step()
        path.append(weights.w.copy())
        if np.abs(weights.w).max() > 1e6:
            break
    return np.array(path)
