"""Names cut where all of them have no room.

The twin of ``cutNames`` in ``js/board/names_beside_cells.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

MOST_BEFORE = 6  # letters of a word before the one in which it differs from another


def one_line(names: Iterable[str]) -> tuple[str, ...]:
    """Return names as they stand beside bars: each on one line.

    Examples
    --------
    >>> one_line(["X", "two   words"])
    ('X', 'two words')
    """
    return tuple(" ".join(name.split()) for name in names)


def cut_names(names: Iterable[str], fits: Callable[[str], bool]) -> list[str]:
    """Return names, a long one cut where the room ends.

    One of several that would then read the same goes on where it differs from them.

    Parameters
    ----------
    names : iterable of str
    fits : function
        Tells whether there is room for a text.

    Examples
    --------
    >>> cut_names(["sea", "a picture of a cat", "a picture of a dog"], lambda text: len(text) <= 12)
    ['sea', 'a pictur…cat', 'a pictur…dog']
    """
    names = list(names)
    ahead = [_cut(name, fits) for name in names]
    found = []
    for name, short in zip(names, ahead, strict=True):
        alike = [
            other for other, its in zip(names, ahead, strict=True) if its == short and other != name
        ]
        first = min((_shared_start(name, other) for other in alike), default=len(name))
        if first == len(name):
            found.append(short)
            continue
        rest = name[max(name.rfind(" ", 0, first) + 1, first - MOST_BEFORE, 0) :]
        end = _cut(rest, lambda text: fits(f"…{text}"))
        found.append(_cut(name[: len(name) - len(rest)], fits, end))
    return found


def _cut(text: str, fits: Callable[[str], bool], end: str = "") -> str:
    """Return as many letters as fit, and what stands behind them where they go on elsewhere."""
    if not end and fits(text):
        return text
    for kept in range(len(text) - 1, 0, -1):
        shorter = f"{text[:kept].rstrip()}…{end}"
        if fits(shorter):
            return shorter
    return f"…{end}" if end else f"{text[:1]}…"


def _shared_start(one: str, other: str) -> int:
    """Return how many letters two names begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
