"""Base of the settings of an explorer: frozen dataclasses that are checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnkit.checks import shown

LONGEST = 100  # characters of a name


class Settings:
    """Settings that are checked together: the base of frozen dataclasses.

    What follows from them can be a ``functools.cached_property``: it is computed once for each
    settings object.
    """

    def __post_init__(self):
        for name, value in self.checked():
            object.__setattr__(self, name, value)

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield (name, checked value) for each that replaces what was given, or raise a sentence.

        What has been yielded already holds for the checks that follow.
        """
        yield from ()

    def changed(self, **changes):
        """Return checked settings with `changes`."""
        return replace(self, **changes)


def names_of(value, name: str = "classes") -> tuple[str, ...]:
    """Return names as texts; numbers are written as they are.

    Examples
    --------
    >>> names_of(["X", 0])
    ('X', '0')
    >>> names_of(5)
    Traceback (most recent call last):
        ...
    TypeError: classes is 5; give a list of names such as ('X', 'O').
    """
    listed = isinstance(value, (tuple, list, range)) or getattr(value, "ndim", 0) == 1
    if not listed and not (isinstance(value, str) and value):  # "XO": a letter for each
        raise TypeError(f"{name} is {shown(value)}; give a list of names such as ('X', 'O').")
    for one in value:
        if not isinstance(one, (str, int, float, np.generic)) or len(str(one)) > LONGEST:
            raise TypeError(
                f"{name} holds {shown(one)}; give texts of at most {LONGEST} characters."
            )
        _check_text(str(one), name)
    return tuple(str(one) for one in value)


def _check_text(text: str, name: str) -> None:
    """Refuse half of a pair of characters, which no page can show."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise TypeError(
            f"{name} holds {shown(text)}, which is half a character; give whole texts."
        ) from None


def choice(value, name: str, known) -> str:
    """Return `value` if it is one of the words `known`, else raise a sentence that lists them.

    Examples
    --------
    >>> choice("min", "pooling", ("max", "average"))
    Traceback (most recent call last):
        ...
    ValueError: pooling 'min' is unknown; use one of 'max', 'average'.
    """
    if not isinstance(value, str) or value not in known:
        raise ValueError(
            f"{name} {shown(value)} is unknown; use one of {', '.join(map(repr, known))}."
        )
    return value
