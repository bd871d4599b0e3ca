"""What is special to the explorer of activations: its axis, its colours, its four panels."""

import numpy as np
import pytest

from cnnkit.widgets import ActivationExplorer
from tests.helpers.boards import array, panel

STATES = [
    ("X", "\\", "relu", 1), ("X", "\\", "sigmoid", 10), ("O", "crossing", "tanh", 7),
    ("digit", "blur", "leaky_relu", 0.1), ("cat", "vertical edge", "rrelu", 1),
    ("coffee", "sharpen", "identity", 20),
]  # fmt: skip


@pytest.mark.parametrize(("image", "kernel", "activation", "gain"), STATES)
def test_every_score_has_its_place_on_the_curve(image, kernel, activation, gain):
    explorer = ActivationExplorer(image, kernel, activation, gain=gain)
    curve = panel(explorer, "curve")
    low, high = curve["x"]
    z = explorer.before
    assert low <= z.min() <= z.max() <= high
    assert max(-z.min(), z.max()) > high / 2  # and the axis is not wider than the scores need
    bottom, top = curve["limits"]
    assert bottom <= explorer.after.min() <= explorer.after.max() <= top


def test_the_slope_is_on_the_picture_or_drawn_as_a_tangent():
    for image, kernel, activation, gain in STATES:
        explorer = ActivationExplorer(image, kernel, activation, gain=gain)
        curve, lines = panel(explorer, "curve"), array(explorer, "curve")[:, 0]
        assert curve["tangent"] or lines[1].max() <= curve["limits"][1]


def test_maps_are_coloured_by_their_own_range():
    explorer = ActivationExplorer(activation="sigmoid", gain=10)
    for name in ("before", "after"):
        largest = float(np.abs(array(explorer, name)).max())
        assert panel(explorer, name)["limits"] == [-largest, largest]


def test_four_panels_stand_side_by_side_on_one_scale():
    scene = ActivationExplorer().scene
    assert scene["columns"] == [["curve"], ["before"], ["after"], ["slope"]]
    extents = [one["extent"] for one in scene["panels"] if one["kind"] == "grid"]
    assert extents == [None, None, None]
