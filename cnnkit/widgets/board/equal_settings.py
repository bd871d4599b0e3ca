"""Whether two values of settings are the same: numbers, texts, arrays, and what holds them."""

from __future__ import annotations

import dataclasses

import numpy as np


def same(one, other) -> bool:
    """Return whether two values are the same.

    Examples
    --------
    >>> same({"a": np.ones(2)}, {"a": np.ones(2)}), same((1, np.nan), (1, np.nan)), same(1, "1")
    (True, True, False)
    """
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        arrays = isinstance(one, np.ndarray) and isinstance(other, np.ndarray)
        numbers = arrays and one.dtype.kind in "fc" and other.dtype.kind in "fc"
        return arrays and np.array_equal(one, other, equal_nan=numbers)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(same(*pair) for pair in pairs)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, np.random.Generator) and isinstance(other, np.random.Generator):
        return same(one.bit_generator.state, other.bit_generator.state)
    if dataclasses.is_dataclass(one) and type(one) is type(other):
        fields = [field.name for field in dataclasses.fields(one)]
        return all(same(getattr(one, name), getattr(other, name)) for name in fields)
    if isinstance(one, float) and isinstance(other, float) and one != one:
        return other != other
    if type(one) is type(other) and type(one).__module__.startswith("cnnkit."):
        return same(vars(one), vars(other))
    return (type(one) is type(other) and bool(one == other)) or _equal_numbers(one, other)


def _equal_numbers(one, other) -> bool:
    numbers = (int, float, np.integer, np.floating)
    both = isinstance(one, numbers) and isinstance(other, numbers)
    return both and not isinstance(one, bool) and not isinstance(other, bool) and bool(one == other)
