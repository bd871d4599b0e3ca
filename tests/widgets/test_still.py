"""The still picture of a board: the figure, cropped to what is drawn, in little time."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnkit import plots
from cnnkit.widgets import FilterExplorer, NetworkExplorer
from cnnkit.widgets.board.panels import Curve
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.board.still import draw_scene
from cnnkit.widgets.board.still_png import RIM, still_png


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), float)


@pytest.mark.parametrize("make", [FilterExplorer, NetworkExplorer])
def test_is_the_figure_as_it_would_be_saved(make):
    explorer = make()
    saved, still = pixels(plots.to_png(explorer.figure())), pixels(still_png(explorer.figure()))
    # The first may have more paper around what is drawn.
    rows, cols = (np.flatnonzero((saved != 255).any(axis=(axis, 2))) for axis in (1, 0))
    inked = saved[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
    found = still[RIM:-RIM, RIM:-RIM]
    assert np.abs(np.subtract(found.shape, inked.shape)).max() <= 3
    height, width = np.minimum(found.shape, inked.shape)[:2]
    assert abs(found[:height, :width].mean() - inked[:height, :width].mean()) < 1
    explorer.close()


def test_the_same_board_gives_the_same_bytes():
    explorer = FilterExplorer()
    assert still_png(explorer.figure()) == still_png(explorer.figure())
    explorer.close()


# -- a curve that comes without its slope


def curve(links=(), **more):
    """A board's scene with one line, x², and what else its curve has."""
    return Scene(
        label="Square.",
        arrays={"curve": np.linspace(-1, 1, 5)[None, None] ** 2},
        panels=(Curve("curve", "Square", (0, 1), x=(-1, 1), **more),),
        columns=(("curve",),),
        links=links,
        lead="curve",
    )


@pytest.mark.parametrize("tangent", [False, True])
@pytest.mark.parametrize(
    "scene", [{"point": 0.5}, {"links": (Link("curve", "curve", "value"),)}, {}], ids=str
)
def test_a_curve_of_one_line_is_drawn_without_a_slope(scene, tangent):
    _, ax = draw_scene(curve(tangent=tangent, **scene), ("curve", 0, 0, 3)).axes
    dots = [line.get_xydata().tolist() for line in ax.lines if line.get_marker() == "o"]
    assert dots == ([[[0.5, 0.25]]] if scene else [])
