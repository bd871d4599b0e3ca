"""Inputs on another scale than networks learn from: one sentence, and the line that helps."""

import sys
import warnings
import weakref
from typing import Any

import numpy as np

from cnnkit.checks import Array, Model

__all__ = ["largest", "scale_advice", "warn_of_scale"]

FAR = 16.0  # inputs beyond it are not what a network with usual first weights can take
_TOLD = weakref.WeakValueDictionary()  # models that were trained on such inputs, by their id


def scale_advice(x: Array, validation: Any = None) -> str:
    """Say that inputs are far beyond 1, and how to scale them; empty where they are not.

    Examples
    --------
    >>> print(scale_advice(np.full((5, 1, 8, 8), 255.0)))
    x holds values up to 255, far beyond 1, which few networks can learn from; give x / 255
    >>> scale_advice(np.ones((5, 1, 8, 8)))
    ''
    """
    most = largest(x)
    if most > FAR:
        return (
            f"x holds values up to {most:.4g}, far beyond 1, which few networks can learn from; "
            f"give {_scaled(x, most)}"
        )
    judged = 0.0 if validation is None else largest(np.asarray(validation[0]))
    if judged > FAR:
        return (
            f"validation holds values up to {judged:.4g}, but x only up to {most:.2g}; scale both "
            "in the same way"
        )
    return ""


def largest(x: Array) -> float:
    """Return the largest magnitude; 0 where a number is NaN or infinite: others report that.

    Examples
    --------
    >>> largest(np.array([-3.0, 2.0]))
    3.0
    """
    low, high = float(x.min()), float(x.max())
    return max(-low, high) if np.isfinite(high - low) else 0.0


def _scaled(x, most):
    if x.ndim > 2:
        for top in (255, 65535):
            if x.min() >= 0 and most <= top:
                return f"x / {top}"
        return "(x - x.mean()) / x.std()"
    return "each column its own scale: (x - x.mean(axis=0)) / x.std(axis=0)"


def warn_of_scale(x: Array, trained: Model | None = None) -> None:
    """Warn people, and not this package, of inputs far beyond 1; of a trained model's once.

    Called by a `spoken` function, of whose caller this is said.

    Examples
    --------
    >>> warn_of_scale(np.ones((5, 1, 8, 8)))
    """
    if (most := largest(x)) <= FAR:
        return
    if sys._getframe(3).f_globals.get("__name__", "").startswith("cnnkit."):
        return  # `fit`, `search` and the explorers have their own words
    if trained is None:
        line = f": {_scaled(x, most)}" if x.ndim > 2 and x.min() >= 0 else ""
        told = (
            f"x holds values up to {most:.4g}, far beyond 1; if the model was trained on scaled "
            f"examples, scale these in the same way{line}"
        )
    elif id(trained) in _TOLD:
        return
    else:
        _TOLD[id(trained)] = trained
        told = scale_advice(x)
    warnings.warn(told, RuntimeWarning, stacklevel=4)
