"""Moments of a board: what a film goes through, one picture after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from cnnkit.widgets.board.geometry import Cell
from cnnkit.widgets.board.scene import Scene


@dataclass(frozen=True)
class Moment:
    """What a board shows at one moment.

    Parameters
    ----------
    scene : Scene
    cursor : (str, int, int, int)
        The cell that is marked.
    known : dict of str to int
        How many cells of a panel's maps are known already, in reading order.
    caption : str
        Words below the picture: what its panels do not say themselves.
    """

    scene: Scene
    cursor: Cell
    known: Mapping[str, int] = field(default_factory=dict)
    caption: str = ""


Moments = Sequence[Callable[[], Moment]]
"""One function a moment: a long walk is not computed where it is not shown."""


def cell_by_cell(scene: Scene, panel: str, fills: Sequence[str] = (), channel: int = 0) -> Moments:
    """Return the moments of a cursor that goes through a panel in reading order.

    Parameters
    ----------
    scene : Scene
    panel : str
        Where the cursor goes.
    fills : sequence of str
        Panels of as many cells, which fill up on the way.
    channel : int
        In which map of the panel.

    Examples
    --------
    >>> from cnnkit.widgets import FilterExplorer
    >>> scene = FilterExplorer()._shown
    >>> moments = cell_by_cell(scene, "map", fills=["map"])
    >>> len(moments), moments[8]().cursor, dict(moments[8]().known)
    (49, ('map', 0, 1, 1), {'map': 9})
    """
    shape = scene.arrays[scene.panel(panel).array].shape[1:]

    def moment(number: int) -> Moment:
        place = (int(i) for i in np.unravel_index(number, shape))
        return Moment(scene, (panel, channel, *place), dict.fromkeys(fills, number + 1))

    return [partial(moment, number) for number in range(int(np.prod(shape)))]
