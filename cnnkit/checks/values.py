"""Checks of single values: numbers, True or False, words, random generators, dtypes.

Sizes, strides and other whole numbers are checked in `cnnkit.checks.sizes`.
"""

import re
from collections.abc import Collection
from typing import Any

import numpy as np

__all__ = [
    "choice",
    "flag",
    "float_type",
    "generator",
    "has_method",
    "kind_of",
    "library",
    "real",
    "seeded",
    "shown",
]

_LARGEST = float(np.finfo(np.float32).max)  # what goes beyond would be infinite in most arrays


def shown(value: Any) -> str:
    """Return ``value`` as an error message quotes it: on one line, cut when it is long.

    Examples
    --------
    >>> shown("2")
    "'2'"
    """
    try:
        text = re.sub(r" at 0x[0-9a-fA-F]+>", ">", " ".join(repr(value).split()))
    except Exception:  # somebody else's, and we are about to complain of something worse
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 60 else text[:57] + "..."


def kind_of(value: Any) -> str:
    """Return the type of ``value`` with its article.

    Examples
    --------
    >>> kind_of(1), kind_of("1")
    ('an int', 'a str')
    """
    name = type(value).__name__
    return f"an {name}" if name.lower().startswith(("a", "e", "i", "o", "nd")) else f"a {name}"


_LIBRARIES = ("torch", "keras", "tensorflow", "jax", "flax", "sklearn")


def library(value: Any) -> str:
    """Return the name of the library that an object is of; "" for any other's.

    Examples
    --------
    >>> library(1)
    ''
    """
    name = type(value).__module__.partition(".")[0]
    return name if name in _LIBRARIES else ""


def real(
    value: Any,
    name: str,
    *,
    above: float | None = None,
    at_least: float | None = None,
    below: float | None = None,
    at_most: float | None = None,
) -> float:
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
        ``value`` is not a single real number, or is out of range.

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
            f"{name} is {shown(value)} ({type(value).__name__}), which is not a number; "
            "give a float"
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


def flag(value: Any, name: str) -> bool:
    """Return ``value`` if it is True or False; 1, "yes" and None are rejected.

    Examples
    --------
    >>> flag(1, "nesterov")
    Traceback (most recent call last):
        ...
    TypeError: nesterov 1 is an int; use True or False
    """
    if type(value) is bool:  # what it nearly always is: each layer asks at each pass
        return value
    if type(value).__name__ == "Generator":
        raise TypeError(f"{name} is a random generator; give it by name: rng=...")
    if type(value).__name__ not in ("bool", "bool_"):  # either name of NumPy's
        raise TypeError(f"{name} {shown(value)} is {kind_of(value)}; use True or False")
    return bool(value)


def choice(value: Any, name: str, allowed: Collection[str]) -> str:
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


def generator(rng: Any, name: str = "rng") -> "np.random.Generator":
    """Return ``rng`` if it is a NumPy random generator.

    Examples
    --------
    >>> generator(42)
    Traceback (most recent call last):
        ...
    TypeError: rng is 42, which is not a random generator; use numpy.random.default_rng(42)
    """
    if not isinstance(rng, np.random.Generator):
        seed = rng if type(rng) is int and 0 <= rng < 2**63 else 0
        raise TypeError(
            f"{name} is {shown(rng)}, which is not a random generator; "
            f"use numpy.random.default_rng({seed})"
        )
    return rng


def seeded(rng: Any, name: str = "rng") -> "np.random.Generator":
    """Return ``rng`` if it is a NumPy random generator, or make one for None.

    Examples
    --------
    >>> type(seeded(None)).__name__
    'Generator'
    """
    return np.random.default_rng() if rng is None else generator(rng, name)


def float_type(dtype: Any) -> np.dtype:
    """Return ``dtype`` if it is float32 or float64.

    Examples
    --------
    >>> float_type("int32")
    Traceback (most recent call last):
        ...
    TypeError: dtype is 'int32', which is not a float type; use np.float32 or np.float64
    """
    try:
        if dtype is not None and np.dtype(dtype) in (np.float32, np.float64):
            return np.dtype(dtype)
    except TypeError:
        pass
    raise TypeError(
        f"dtype is {shown(dtype)}, which is not a float type; use np.float32 or np.float64"
    )


def has_method(value: Any, name: str, method: str, use: str) -> Any:
    """Return ``value`` if it is an object (not a class) that has a method.

    ``use`` is the advice that ends the sentence.

    Examples
    --------
    >>> has_method("adam", "optimizer", "step", "use SGD(model, lr=0.1)")
    Traceback (most recent call last):
        ...
    TypeError: optimizer is 'adam', which has no step(); use SGD(model, lr=0.1)
    """
    if isinstance(value, type) or not callable(getattr(value, method, None)):
        if (found := library(value)) and not isinstance(value, np.ndarray):
            raise TypeError(
                f"{name} is {kind_of(value)} of {found}, not of cnnkit; {use}, imported from cnnkit"
            )
        raise TypeError(f"{name} is {shown(value)}, which has no {method}(); {use}")
    return value
