"""What a line of code sets after the constructor: hidden settings, and the cell that is marked."""

from __future__ import annotations

import contextlib
from operator import index

import numpy as np

from cnnkit.checks import shown
from cnnkit.widgets.board.error_words import words_of
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.view_recipe import names_in


def hidden_among(settings, changes: dict, known) -> dict:
    """Return the changes of settings that only the board itself makes, such as the way of a walk.

    Parameters
    ----------
    settings : Settings
    changes : dict
    known : sequence of str
        The names that are no such settings.
    """
    fields = names_in(settings)
    hidden = {name: value for name, value in changes.items() if name not in known}
    for name, value in hidden.items():
        if name not in fields:
            raise ValueError(f"{shown(name)} is not a setting; use one of {', '.join(known)}.")
        if isinstance(value, list):  # the numbers of an array
            hidden[name] = frozen(value, np.float32, name)
    return hidden


@contextlib.contextmanager
def told_of(hidden: dict):
    """Raise a sentence where settings that nobody types take what they cannot be."""
    try:
        yield
    except Exception as error:
        if not hidden:
            raise
        reason = words_of(error, 120).rstrip(".")
        raise ValueError(
            f"{' and '.join(hidden)} cannot be {shown(list(hidden.values()))} here ({reason}); "
            "copy the code of the view once more."
        ) from None


def checked_cell(scene, cursor) -> tuple[str, int, int, int]:
    """Return a cell that is on the board, or raise a sentence.

    Parameters
    ----------
    scene : Scene
    cursor : (str, int, int, int)
        Panel, channel, row and column.
    """
    try:
        name, *place = cursor
        place = tuple(map(index, place))
    except (TypeError, ValueError):
        name, place = None, ()
    if not isinstance(name, str) or len(place) != 3:
        raise ValueError(
            f"cursor {shown(cursor)} is not a cell; give (panel, channel, row, column), such as "
            f"{(scene.lead, 0, 0, 0)}."
        )
    panels = {panel.name: scene.arrays[panel.array].shape for panel in scene.panels}
    if name not in panels:
        raise ValueError(
            f"cursor is in {shown(name)}, which is not a panel; use one of "
            f"{', '.join(map(shown, panels))}."
        )
    if not all(0 <= at < length for at, length in zip(place, panels[name], strict=True)):
        raise ValueError(
            f"cursor {shown(place)} is not in the panel {shown(name)}, whose channels, rows and "
            f"columns are {panels[name]}; count from 0."
        )
    return name, *place
