"""Mistakes around a softmax: each is made by those whose exp overflows, and by those who know."""

from collections.abc import Callable

import numpy as np

BESIDES = "Besides, exp overflows for large logits: subtract the largest first."


def softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """Return probabilities, however large the logits are."""
    e = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def overflowing(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """Return probabilities as the formula says, which gives NaN where exp overflows."""
    with np.errstate(all="ignore"):
        e = np.exp(logits)
        return e / e.sum(axis=axis, keepdims=True)


def both_ways(exercise, message: str) -> Callable[[Callable], Callable]:
    """Add a mistake twice; the decorated function takes a softmax, then the arguments."""

    def add(mistake: Callable) -> Callable:
        def safe(*arguments):
            return mistake(softmax, *arguments)

        def unsafe(*arguments):
            with np.errstate(all="ignore"):
                return mistake(overflowing, *arguments)

        safe.__name__, unsafe.__name__ = mistake.__name__, f"{mistake.__name__}_overflows"
        exercise.mistake(message)(safe)
        exercise.mistake(f"{message} {BESIDES}")(unsafe)
        return mistake

    return add
