"""Base of the settings of an explorer: frozen dataclasses that are checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace


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
        raise ValueError(f"{name} {value!r} is unknown; use one of {', '.join(map(repr, known))}.")
    return value
