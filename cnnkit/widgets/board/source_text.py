"""Values as Python source: the arguments of the line that recreates a view."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass

import numpy as np

LONGEST = 600  # characters of an array that stands in the line itself


@dataclass(frozen=True)
class Source:
    """An expression that is written as it is.

    Parameters
    ----------
    text : str
    imports : tuple of str
        The lines that it needs before it.
    comment : str
        What whoever pastes it has to know.
    """

    text: str
    imports: tuple[str, ...] = ()
    comment: str = ""


def written(value) -> str:
    """Return the source of a value: of texts, numbers, lists of them, and small arrays.

    A number is written with all the digits that make it the same number again.

    Examples
    --------
    >>> written(("X", 0.1, None)), written(np.float32([[0.1, -1], [2, 0]]))
    ('("X", 0.1, None)', '[[0.1, -1], [2, 0]]')

    Raises
    ------
    TypeError
        If it has no such source.
    """
    if isinstance(value, Source):
        return value.text
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return written(value.item() if value.dtype.kind != "f" else _exact(value))
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (float, int, type(None))):  # True and False are whole numbers here
        return repr(value) if value == value and abs(value or 0) < np.inf else f'float("{value}")'
    if isinstance(value, (list, tuple)):
        inside = ", ".join(map(written, value))
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, dict):
        pairs = (f"{written(key)}: {written(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    raise TypeError(f"{type(value).__name__} has no source; give numbers, texts or lists of them.")


def fits(array: np.ndarray) -> bool:
    """Return whether an array is small enough to stand in a line.

    Examples
    --------
    >>> fits(np.zeros((9, 9))), fits(np.zeros((28, 28)))
    (True, False)
    """
    return array.size <= LONGEST // 3 and len(written(array)) <= LONGEST


def _array(array: np.ndarray) -> str:
    if array.dtype.hasobject:
        return written(array.tolist())
    return _kept(array.tobytes(), array.dtype, array.shape)


@functools.lru_cache(maxsize=64)
def _kept(content: bytes, dtype: np.dtype, shape: tuple[int, ...]) -> str:
    """Return the source of an array: one that an edit leaves as it is was written before."""
    return _nested(np.frombuffer(content, dtype).reshape(shape), {})


def _nested(array: np.ndarray, known: dict[bytes, str]) -> str:
    """Return the source of an array; each of its numbers is written once."""
    if array.ndim:
        return "[" + ", ".join(_nested(part, known) for part in array) + "]"
    key = array.tobytes()
    if key not in known:
        known[key] = _number(array)
    return known[key]


def _number(array: np.ndarray) -> str:
    number = _exact(array[()]) if array.dtype.kind == "f" else array.item()
    whole = isinstance(number, float) and number.is_integer() and abs(number) < 1e15
    if whole and not (number == 0 and np.signbit(number)):
        return str(int(number))
    return written(number)


def _exact(number: np.floating) -> float:
    """Return the shortest decimal that rounds to this number of its own precision."""
    return float(np.format_float_scientific(number, unique=True, trim="0"))
