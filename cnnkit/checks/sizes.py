"""Checks of sizes: kernel, stride, padding, dilation, counts; and arrays too large for memory."""

import functools
import math
import operator
import os
from collections.abc import Sequence
from typing import Any

from cnnkit.checks.values import kind_of, shown

__all__ = ["EITHER", "Padding", "Size", "Step", "check_room", "pair", "whole"]

Size = int | tuple[int, int]  # of a kernel, a stride, ...: an integer stands for height and width
Step = Size | None  # of a pool; None is the kernel's size
Padding = Size | str  # of a convolution; "same" or "valid"
EITHER = "an integer or a pair (h, w) of them"


def pair(value: Any, name: str = "value", *, minimum: int = 1) -> tuple[int, int]:
    """Return ``value`` as ``(height, width)``: an integer stands for both.

    Parameters
    ----------
    value : int or (int, int)
    name : str
        What to call the value in an error message.
    minimum : int
        The smallest size allowed.

    Raises
    ------
    TypeError, ValueError
        ``value`` is not an integer or two of them, or is below ``minimum``.

    Examples
    --------
    >>> pair(3), pair((2, 5))
    ((3, 3), (2, 5))
    """
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise ValueError(
                f"{name} {shown(value)} has {len(value)} entries; use an integer or (h, w)"
            )
        h, w = (whole(entry, name, minimum, EITHER) for entry in value)
        return h, w
    one = whole(value, name, minimum, EITHER)
    return one, one


def whole(value: Any, name: str, minimum: int = 1, use: str = "an integer") -> int:
    """Return ``value`` as an int of at least ``minimum``; 2.0, "2" and True are rejected.

    Examples
    --------
    >>> whole(0, "epochs")
    Traceback (most recent call last):
        ...
    ValueError: epochs 0 is too small; use 1 or more
    """
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} {shown(value)} is {kind_of(value)}; use {use}") from None
    if number < minimum:
        raise ValueError(f"{name} {shown(value)} is too small; use {minimum} or more")
    return number


def check_room(shape: Sequence[int], name: str) -> None:
    """Reject an array larger than this computer's memory, before NumPy asks for it.

    Examples
    --------
    >>> check_room((10**9, 10**9), "the weight")
    Traceback (most recent call last):
        ...
    MemoryError: the weight of shape (1000000000, 1000000000) is too large; use smaller sizes
    """
    if 4 * math.prod(shape) > _memory():
        raise MemoryError(f"{name} of shape {tuple(shape)} is too large; use smaller sizes")


@functools.cache
def _memory():
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows does not tell
        return 2**38
