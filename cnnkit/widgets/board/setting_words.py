"""What is set in a board's toolbar, in words: a saved picture has no toolbar."""

from __future__ import annotations

from collections.abc import Iterable

from cnnkit.plots.number_text import text_of
from cnnkit.widgets.board.controls import Control

APART = "; "


def in_words(controls: Iterable[Control]) -> str:
    """Return the settings of a toolbar as one line, as they are read in it.

    Left out are buttons and files, what is hidden or not chosen, and tools: they say how a hand
    works, and nothing of what is seen.

    Examples
    --------
    >>> from cnnkit.widgets.board.controls import choose, choose_along, choose_whole
    >>> crossing = choose("kernel", "Kernel", "x", {"x": "crossing"})
    >>> in_words([crossing, choose_whole("stride", "Stride", 2, 1, 3)])
    'Kernel crossing; Stride 2'
    >>> in_words([choose_along("momentum", "Momentum", 0.5, 0, 1, 0.01)])
    'Momentum 0.50'
    """
    shown = (one for one in controls if not (one.hidden or one.tool))
    told = (one for one in shown if one.kind not in ("button", "file") and one.value != "")
    return APART.join(f"{one.label} {_written(one)}" for one in told)


def _written(control: Control) -> str:
    """Return the value as the control shows it."""
    if control.kind == "choice":
        return dict(control.options).get(str(control.value), str(control.value))
    decimals = len(str(control.step).partition(".")[2]) if control.kind == "slider" else 0
    return text_of(float(control.value), decimals)
