"""Advice that fits what was given: a list has no ``y[:, 0]``, so its line is of ``np.array(y)``."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["fit_advice", "for_arrays", "is_array_like"]


def is_array_like(value: Any) -> bool:
    """Tell whether this is an array, also of another library, or a picture that is open.

    Examples
    --------
    >>> is_array_like(np.ones(2)), is_array_like([1, 2])
    (True, False)
    """
    kind = type(value)
    return hasattr(kind, "__array__") or hasattr(kind, "__array_interface__")


def for_arrays(text: str, given: dict[str, Any]) -> str:
    """Return a sentence whose lines of code work for lists, and others that are not NumPy's arrays.

    Parameters
    ----------
    text : str
        The sentence; what stands behind its first "; " is advice.
    given : dict of str to object
        The arguments by name.

    Examples
    --------
    >>> for_arrays("targets have shape (5, 1); use y[:, 0]", {"y": [[1], [2]]})
    'targets have shape (5, 1); use np.array(y)[:, 0]'
    """
    what, mark, advice = text.partition("; ")
    for name, value in given.items():
        if isinstance(value, np.ndarray):
            continue
        if isinstance(value, (list, tuple)) or is_array_like(value):
            place = rf"(?<![\w.'\"]){name}(?=\.(?!detach|toarray)[a-zT]|\[| [-+*/<>=]+ )"
            advice = re.sub(place, f"np.array({name})", advice)
    return what + mark + advice


def fit_advice(error: Exception, call: Callable, args: tuple, kwargs: dict[str, Any]) -> None:
    """Change the sentence of an error, in place, to what a call was given.

    Examples
    --------
    >>> def shift(x):
    ...     raise ValueError("x has one axis; write x[None]")
    >>> error = ValueError("x has one axis; write x[None]")
    >>> fit_advice(error, shift, ([1.0],), {})
    >>> str(error)
    'x has one axis; write np.array(x)[None]'
    """
    if type(error) not in (TypeError, ValueError) or len(error.args) != 1:
        return
    text = error.args[0]
    if isinstance(text, str) and "; " in text:
        code = getattr(call, "__code__", None)
        names = code.co_varnames[: code.co_argcount] if code else ()
        error.args = (for_arrays(text, dict(zip(names, args, strict=False)) | kwargs),)
