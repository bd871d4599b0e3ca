"""Edits of a panel in Python: which cell a click or a typed number changes, and brush strokes.

The browser makes them in ``js/board/click_edits.js``, ``cell_editor.js`` and ``pen.js``; `board`
receives them, and the ``edit`` of each explorer returns the changed settings, as in
``network/network_edits.py``. What :meth:`~cnnkit.widgets.board.board.Board.edit` gets, as name and
value, depends on the ``editable`` of the panel "p":

=========  =================================  =======================  =============================
editable   a person                           name                     value
=========  =================================  =======================  =============================
True       types into a cell                  ``p[row,col]``, or       the text, not yet a number:
                                              ``p[channel,row,col]``   see :func:`with_cell`
                                              if p has several
                                              channels
True       drags a bar, or double-clicks and  ``p[row,0]``             the text
           types
"flip"     clicks a cell, Enter, Space        ``p[row,col]``           ``"flip"``
"choose"   clicks a cell, Enter, Space; also  ``p[row,col]``; of a     ``"choose"``
           at each step of a drag             curve ``p[0,sample]``
"open"     clicks a map of a stack, Enter,    ``p[map]``; of bars      ``"open"``
           Space                              ``p[row]``
"draw"     paints; the cells that changed     ``p[draw]``              ``{"cells": [[channel, row,
           since the edit before                                       column, value], ...]}``:
                                                                       see :func:`painted`
=========  =================================  =======================  =============================

Rows, columns, maps and samples count from 0. "flip" and "choose" never name a channel: where one
matters, ask the board's ``cursor``, which is told before the edit. An
:class:`~cnnkit.widgets.board.panels.OpenMap` sends its own name, not that of the stack.
:func:`place_of` takes a name apart, all but ``p[draw]``. A control sends its own name.
"""

from __future__ import annotations

import math
import re

import numpy as np

from cnnkit.widgets.board.typed_values import parse_number

_CELL = re.compile(r"(.+)\[(-?\d+(?:,-?\d+)*)\]")


def place_of(name: str) -> tuple[str, tuple[int, ...]]:
    """Return the panel and the place that an edit names; the place is empty for a control.

    Examples
    --------
    >>> place_of("kernel[0,2,1]"), place_of("kernel")
    (('kernel', (0, 2, 1)), ('kernel', ()))
    """
    found = _CELL.fullmatch(name)
    if found is None:
        return name, ()
    return found[1], tuple(int(part) for part in found[2].split(","))


def with_cell(array: np.ndarray, place, value, what: str = "a cell") -> np.ndarray:
    """Return a copy of the array with a number that was typed, into `what`, at one place.

    Examples
    --------
    >>> with_cell(np.zeros((2, 2)), (0, 1), "1/2")
    array([[0. , 0.5],
           [0. , 0. ]])
    """
    new = np.array(array)
    if not _inside(place, new.shape):
        raise ValueError(
            f"cell {list(place)} is not in an array of shape {new.shape}; choose another."
        )
    new[place] = parse_number(value, what)
    return new


def _inside(place, shape) -> bool:
    """Tell whether a place names one cell of an array of this shape."""
    return len(place) == len(shape) and all(
        0 <= at < length for at, length in zip(place, shape, strict=True)
    )


def painted(picture: np.ndarray, value) -> np.ndarray:
    """Return a copy of the picture with the painted cells.

    Parameters
    ----------
    picture : array of shape (C, H, W)
    value : dict
        What a "[draw]" edit brings.

    Raises
    ------
    ValueError
        If it is not such a dictionary, or a cell is not on the picture.

    Examples
    --------
    >>> painted(np.zeros((1, 2, 2), np.float32), {"cells": [[0, 1, 0, 0.5]]})
    array([[[0. , 0. ],
            [0.5, 0. ]]], dtype=float32)
    """
    try:
        cells = [(int(c), int(i), int(j), float(ink)) for c, i, j, ink in value["cells"]]
    except (TypeError, ValueError, KeyError, OverflowError):
        raise ValueError(
            'this is not a drawing; give {"cells": [[channel, row, column, value], ...]}.'
        ) from None
    new = np.array(picture)
    for *place, ink in cells:
        if not _inside(place, new.shape):
            raise ValueError(f"cell {place} is not on a picture of shape {new.shape}.")
        if not math.isfinite(ink):
            raise ValueError(
                f"cell {place} was given {ink}, which is not a finite number; use one."
            )
        new[tuple(place)] = ink
    return new
