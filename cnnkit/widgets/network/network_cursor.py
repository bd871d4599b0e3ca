"""Where the cursor of a NetworkExplorer goes by itself."""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Conv2d
from cnnkit.widgets.board.geometry import Cell
from cnnkit.widgets.network.answer_bars import bar_order
from cnnkit.widgets.network.network_settings import NetworkSettings

_VOTE_PANELS = ("numbers", "weights", "votes", "tally")


def first_cursor(now: NetworkSettings) -> Cell:
    """Return the strongest cell of the first layer that makes maps smaller, or of the first."""
    shapes = {name: array.shape for name, array in now.found.items() if array.ndim == 3}
    names = [name for name in shapes if name in now.layers]
    smaller = [name for name in names if shapes[name][1:] < shapes[now.source_of(name)][1:]]
    pools = [name for name in smaller if not isinstance(now.layers[name], Conv2d)]
    name = (pools or names or ["input"])[0]
    array = now.found[name]
    return name, *(int(i) for i in np.unravel_index(array.argmax(), array.shape))


def cursor_in(now: NetworkSettings, cursor: Cell) -> Cell:
    """Return the cursor moved to the open map: the same place, or else its strongest cell."""
    if not now.layer:
        return cursor
    name, _, row, col = cursor
    shown = now.found[now.layer]
    if shown.ndim == 3:
        if name == now.layer:
            return now.layer, now.map, row, col
        place = np.unravel_index(shown[now.map].argmax(), shown.shape[1:])
        return now.layer, now.map, *(int(i) for i in place)
    if name in _VOTE_PANELS:
        return cursor
    if now.layer == now.last:
        bars = np.flatnonzero(bar_order(now) == now.map)
        return (now.layer, 0, int(bars[0]), 0) if bars.size else ("votes", 0, 0, 0)
    return now.layer, 0, *divmod(now.map, now.stacks[now.layer].shape[2])
