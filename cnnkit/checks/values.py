"""Checks of single values: numbers within limits, choices, paths, objects that can do something."""

import functools
import math
import operator
import os

import numpy as np

_LARGEST = float(np.finfo(np.float32).max)  # what goes beyond would be infinite in most arrays

__all__ = [
    "EITHER",
    "check_room",
    "choice",
    "file_path",
    "finite",
    "flag",
    "float_type",
    "generator",
    "has_method",
    "pair",
    "real",
    "seeded",
    "shown",
    "whole",
]


def real(value, name, *, above=None, at_least=None, below=None, at_most=None):
    """Return ``value`` as a float that float32 can hold, within the limits that are given.

    Parameters
    ----------
    value : float or int
    name : str
        What to call the value in an error message.
    above, at_least, below, at_most : float, optional
        The limits; ``above`` and ``below`` exclude the limit itself.

    Raises
    ------
    TypeError, ValueError
        ``value`` is no single real number, or is out of range.

    Examples
    --------
    >>> real(1, "momentum", at_least=0, below=1)
    Traceback (most recent call last):
        ...
    ValueError: momentum is 1, which is out of range; use a number at least 0 and below 1
    """
    try:
        # NumPy would turn 1+0j into 1.0 with no more than a warning, and "1" into 1.0 with none
        if isinstance(value, (bool, np.bool_, str, bytes)) or np.iscomplexobj(value):
            raise TypeError
        number = float(value) if getattr(value, "ndim", 0) == 0 else float([])
    except OverflowError:
        number = np.inf  # a whole number too large for a float
    except (TypeError, ValueError):
        raise TypeError(
            f"{name} is {shown(value)} ({type(value).__name__}), which is no number; give a float"
        ) from None
    checks = [
        ("above", above, above is None or number > above),
        ("at least", at_least, at_least is None or number >= at_least),
        ("below", below, below is None or number < below),
        ("at most", at_most, at_most is None or number <= at_most),
    ]
    if not abs(number) <= _LARGEST or not all(holds for _, _, holds in checks):
        wanted = " and ".join(f"{word} {limit}" for word, limit, _ in checks if limit is not None)
        raise ValueError(
            f"{name} is {shown(value)}, which is out of range; use a "
            + (f"number {wanted}" if wanted else "finite number")
            + (" that float32 can hold" if _LARGEST < abs(number) < np.inf else "")
        )
    return number


def finite(array, name):
    """Return ``array`` if it holds neither NaN nor infinity, else say where the first one is.

    Examples
    --------
    >>> finite(np.array([1.0, float("nan")]), "kernel")
    Traceback (most recent call last):
        ...
    ValueError: kernel holds nan at index (1,); use finite numbers
    """
    good = np.isfinite(array)
    if not good.all():
        index = tuple(int(i) for i in np.argwhere(~good)[0])
        raise ValueError(f"{name} holds {array[index]} at index {index}; use finite numbers")
    return array


def choice(value, name, allowed):
    """Return ``value`` if it is one of the ``allowed`` words.

    Examples
    --------
    >>> choice("max", "scoring", ("mean", "count", "sum"))
    Traceback (most recent call last):
        ...
    ValueError: scoring is 'max', which is unknown; use 'mean', 'count' or 'sum'
    """
    if not isinstance(value, str) or value not in allowed:
        *first, last = map(repr, allowed)
        raise ValueError(
            f"{name} is {shown(value)}, which is unknown; use {', '.join(first)} or {last}"
        )
    return value


def generator(rng, name="rng"):
    """Return ``rng`` if it is a NumPy random generator.

    Examples
    --------
    >>> generator(42)
    Traceback (most recent call last):
        ...
    TypeError: rng is 42, which is no random generator; use numpy.random.default_rng(42)
    """
    if not isinstance(rng, np.random.Generator):
        seed = rng if type(rng) is int and rng >= 0 else 0
        raise TypeError(
            f"{name} is {shown(rng)}, which is no random generator; "
            f"use numpy.random.default_rng({seed})"
        )
    return rng


def seeded(rng, name="rng"):
    """Return ``rng`` if it is a NumPy random generator, a new one for None.

    Examples
    --------
    >>> type(seeded(None)).__name__
    'Generator'
    """
    return np.random.default_rng() if rng is None else generator(rng, name)


def float_type(dtype):
    """Return ``dtype`` if it names one of the two precisions.

    Examples
    --------
    >>> float_type(np.int32)
    Traceback (most recent call last):
        ...
    TypeError: dtype is <class 'numpy.int32'>, which is no precision; use np.float32 or np.float64
    """
    try:
        if dtype is not None and np.dtype(dtype) in (np.float32, np.float64):
            return np.dtype(dtype)
    except TypeError:
        pass
    raise TypeError(f"dtype is {shown(dtype)}, which is no precision; use np.float32 or np.float64")


def file_path(value):
    """Return the path of a file or folder.

    Examples
    --------
    >>> file_path(3)
    Traceback (most recent call last):
        ...
    TypeError: path is 3 (int), which is no path; give a str or a pathlib.Path
    """
    from pathlib import Path  # here: it takes 4 ms, and `import cnnkit` does not need it

    try:
        text = os.fsdecode(value)
    except TypeError:
        raise TypeError(
            f"path is {shown(value)} ({type(value).__name__}), which is no path; "
            "give a str or a pathlib.Path"
        ) from None
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        raise ValueError(
            f"path {shown(text)} holds a character that no name can have; leave it out"
        ) from None
    if "\0" in text:
        raise ValueError(f"path {shown(text)} holds a zero byte, as no name does; leave it out")
    return Path(text)


def has_method(value, name, method, use):
    """Return ``value`` if it is an object (not a class) with a certain method.

    Examples
    --------
    >>> has_method("adam", "optimizer", "step", "use SGD(model, lr=0.1)")
    Traceback (most recent call last):
        ...
    TypeError: optimizer is 'adam', which has no step(); use SGD(model, lr=0.1)
    """
    if isinstance(value, type) or not callable(getattr(value, method, None)):
        raise TypeError(f"{name} is {shown(value)}, which has no {method}(); {use}")
    return value


EITHER = "an integer or a pair (h, w) of them"


def pair(value, name="value", *, minimum=1):
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


def whole(value, name, minimum=1, use="an integer"):
    """Return ``value`` as an int of at least ``minimum``; reject anything that is no integer."""
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} {shown(value)} is a {type(value).__name__}; use {use}") from None
    if number < minimum:
        raise ValueError(f"{name} {shown(value)} is too small; use {minimum} or more")
    return number


def flag(value, name):
    """Return ``value`` if it is True or False; 1, "yes" and None are rejected."""
    if type(value).__name__ not in ("bool", "bool_"):  # Python's, or either name of NumPy's
        raise TypeError(f"{name} {shown(value)} is a {type(value).__name__}; use True or False")
    return bool(value)


def shown(value):
    """Return ``value`` as an error message quotes it: on one line, cut when it is long.

    Examples
    --------
    >>> shown("2")
    "'2'"
    """
    try:
        text = " ".join(repr(value).split())
    except Exception:  # somebody else's, and we are about to complain of something worse
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 60 else text[:57] + "..."


def check_room(shape, name):
    """Reject an array that this computer's memory cannot hold, before NumPy asks for it.

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
