"""Checks of sizes: kernel, stride, padding, dilation, counts; and arrays too large for memory."""

import functools
import math
import operator
import os
from collections.abc import Sequence
from typing import Any

from cnnkit.checks.values import kind_of, shown

__all__ = [
    "EITHER",
    "Padding",
    "Size",
    "Step",
    "check_room",
    "checked_shape",
    "dividing",
    "pair",
    "whole",
]

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


_LARGEST = 10**40  # more digits than a sentence should quote


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
        if type(value).__name__ == "Generator":
            raise TypeError(f"{name} is a random generator; give it by name: rng=...") from None
        raise TypeError(f"{name} {shown(value)} is {kind_of(value)}; use {use}") from None
    if number < minimum:
        raise ValueError(f"{name} {shown(value)} is too small; use {minimum} or more")
    if number > _LARGEST:
        raise ValueError(f"{name} {shown(value)} is too large; use a smaller one")
    return number


def dividing(groups: Any, in_channels: int, out_channels: int) -> int:
    """Return the number of groups, which must divide both numbers of channels.

    Examples
    --------
    >>> dividing(2, 4, 5)
    Traceback (most recent call last):
        ...
    ValueError: groups 2 does not divide out_channels 5; use a number that divides both
    """
    groups = whole(groups, "groups")
    for name, count in (("in_channels", in_channels), ("out_channels", out_channels)):
        if count % groups:
            raise ValueError(
                f"groups {groups} does not divide {name} {count}; use a number that divides both"
            )
    return groups


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


def checked_shape(
    shape: Sequence[int],
    axes: tuple[str, ...] | None = None,
    size: int | None = None,
    *,
    name: str = "input_shape",
) -> tuple[int, ...]:
    """Return ``shape`` as a tuple of ints, which must have the named axes.

    Parameters
    ----------
    shape : sequence of int
    axes : tuple of str, optional
        Such as ``("N", "C", "H", "W")``.
    size : int, optional
        What the second axis must measure.
    name : str
        What to call it in the sentence about its size.

    Examples
    --------
    >>> checked_shape([64, 1, 28, 28], ("N", "C", "H", "W"), 1)
    (64, 1, 28, 28)
    """
    if not isinstance(shape, (tuple, list)):
        raise TypeError(
            f"input_shape {shown(shape)} is not a tuple; use one such as (64, 1, 28, 28)"
        )
    if not shape:
        raise ValueError("input_shape () has no axis; use one such as (64, 1, 28, 28)")
    shape = tuple(whole(n, "input_shape") for n in shape)
    if axes is not None and len(shape) != len(axes):
        batch = f"; add the batch: {(1, *shape)}" if len(shape) == len(axes) - 1 else ""
        raise ValueError(f"input_shape {shape} needs {len(axes)} axes ({', '.join(axes)}){batch}")
    if size is not None and shape[1] != size:
        raise ValueError(
            f"{name} {shape} has {shape[1]} {'channels' if axes[1] == 'C' else axes[1]}, "
            f"but the layer reads {size}; they must agree"
        )
    return shape
