"""What is known by name of the input of a case: shapes, lengths, single numbers."""

from collections.abc import Sequence
from numbers import Real
from types import FunctionType, NoneType

import numpy as np

from cnnkit.exercises.engine.attempts import Attempt


def sides(parameters: Sequence[str], case: Sequence) -> dict[str, tuple[int, ...]]:
    """Return the shapes of what goes in; a whole number is ``(n,)`` with its name in brackets.

    >>> sides(["image", "size"], [np.ones((4, 6)), 2])
    {'image': (4, 6), '(size)': (2,)}
    """
    found = {}
    for name, value in zip(parameters, case, strict=True):
        if isinstance(value, np.ndarray) and value.ndim:
            found[name] = value.shape
        elif isinstance(value, (list, tuple)):
            found[name] = (len(value),)
        elif is_number(value) and value == int(value) > 0:
            found[f"({name})"] = (int(value),)
    return found


def quantities(parameters: Sequence[str], case: Sequence, values: int) -> dict[str, float]:
    """Return every number that a factor may come from, by the words for it.

    Parameters
    ----------
    parameters, case : sequence
        Names and what goes in.
    values : int
        How many numbers the right result has.

    Examples
    --------
    >>> list(quantities(["x", "rate"], [[3.0, 4.0], 0.5], 1))
    ['`len(x)`', 'the root of `len(x)`', '`rate`', '`rate ** 2`']
    """
    found: dict[str, float] = {}
    for name, value in zip(parameters, case, strict=True):
        if isinstance(value, np.ndarray) and value.ndim:
            found[f"`{name}.size`"] = value.size
            found[f"the root of `{name}.size`"] = value.size**0.5
            if value.ndim > 1:
                found |= {f"`{name}.shape[{k}]`": side for k, side in enumerate(value.shape)}
        elif isinstance(value, (list, tuple)):
            found[f"`len({name})`"] = len(value)
            found[f"the root of `len({name})`"] = len(value) ** 0.5
        elif is_number(value):
            found[f"`{name}`"] = float(value)
            found[f"`{name} ** 2`"] = float(value) ** 2
    if values > 1:
        found["the number of values in the result"] = values
    return found


def are_plain(attempts: Sequence[Attempt]) -> bool:
    """Tell whether all that goes in are numbers, arrays, lists of them, texts and functions.

    Models and the like take long, and remember what was done with them.
    """
    return all(_is_plain(value) for attempt in attempts for value in attempt.case)


def _is_plain(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    return isinstance(value, (np.ndarray, Real, np.generic, str, FunctionType, NoneType))


def is_number(value: object) -> bool:
    """Tell whether this is one finite number, and not True or False."""
    return (
        isinstance(value, (Real, np.number))
        and not isinstance(value, (bool, np.bool_))
        and bool(np.isfinite(float(value)))
    )
