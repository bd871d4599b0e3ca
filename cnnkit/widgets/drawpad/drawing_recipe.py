"""What recreates the view of a DrawPad: its network with the weights of now, and the drawing."""

from __future__ import annotations

from functools import cache

import numpy as np

from cnnkit.examples import digits
from cnnkit.model import Sequential
from cnnkit.widgets.board.equal_settings import same
from cnnkit.widgets.board.view_recipe import ViewRecipe, arguments_of, differences, recipe
from cnnkit.widgets.drawpad.drawing_network import DrawingNetwork, Reading


def recipe_of(explorer, given: dict, limits: dict) -> ViewRecipe:
    """Return the calls that recreate the explorer.

    Parameters
    ----------
    explorer : DrawPad
    given : dict
        What the constructor was given, None where it was nothing.
    limits : dict
        The ends of the colours of the maps where they are not what the drawing alone gives.
    """
    now, first = explorer._settings, explorer._first
    drawing = now.drawing if now.drawing.any() else None
    layer = None if now.layer == now.network.first else now.layer
    model = _as_read(now.network, now.reading)
    own = given | {"model": model, "drawing": drawing, "layer": layer}
    arguments = arguments_of(explorer, own)
    rest = {
        name: getattr(now, name)
        for name in differences(now, first)
        if name != "network" and name not in own
    }
    return recipe(explorer, arguments, rest | limits, ("pad", 0, 12, 20))


@cache
def _usual() -> dict:
    return digits.network().state_dict()


def _as_read(network: DrawingNetwork, reading: Reading):
    """Return the network with the weights that it had when it read the drawing; None if usual."""
    if not isinstance(network.model, Sequential):
        return network.model
    twin = network.model.replica()
    for name, layer in twin.named_layers().items():
        for key, array in reading.layers[name].parameters().items():
            if not np.array_equal(getattr(layer, key), array):
                setattr(layer, key, array)
    return None if same(twin.state_dict(), _usual()) else twin
