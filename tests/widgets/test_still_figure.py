"""The still picture of a board: the figure, cropped to what is drawn, in little time."""

import io
import itertools
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from cnnkit import plots, widgets
from cnnkit.widgets import FilterExplorer, NetworkExplorer
from cnnkit.widgets.board.cell_texts import Texts
from cnnkit.widgets.board.panels import Curve
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.board.still_figure import draw_scene
from cnnkit.widgets.board.still_png import MOST, RIM, WIDEST, drawn, still_png
from cnnkit.widgets.board.still_sheet import Box, Sheet
from cnnkit.widgets.board.themes import LIGHT
from tests.helpers.boards import array
from tests.helpers.stills import words


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


# -- few artists: each Axes and each Text takes milliseconds, and the picture follows every cell run


@pytest.mark.parametrize("name", [name for name in widgets.__all__ if name != "Board"])
def test_all_panels_but_charts_share_one_axes_and_numbers_one_artist(name):
    explorer = getattr(widgets, name)()
    charts = [one for one in explorer._shown.panels if one.kind in ("curve", "lines")]
    page, *others = explorer.figure().axes
    assert len(others) == len(charts)
    assert len(page.texts) <= 3 * len(explorer._shown.panels)
    assert len(page.artists) < 20 * (1 + len(charts))
    explorer.close()


@pytest.mark.parametrize("name", [name for name in widgets.__all__ if name != "Board"])
def test_nothing_is_cut_off_at_the_edge_of_the_sheet(name):
    explorer = getattr(widgets, name)()
    pixels = drawn(explorer.figure(), 60)[..., :3]
    for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]):
        assert (edge == 255).all()
    explorer.close()


def test_a_very_large_still_has_fewer_dots_an_inch():
    sheet = Sheet(2000, 1600, LIGHT)
    sheet.outline(Box(20, 20, 1900, 1500))
    with Image.open(io.BytesIO(still_png(sheet.finished()))) as picture:
        assert np.prod(picture.size) <= MOST
        assert picture.width <= WIDEST


def test_a_number_has_the_same_pixels_wherever_it_stands():
    texts = [(x, 20.0, "0.33", "#000000", 0.5) for x in (50.2, 150.4, 250.9)]
    sheet = Sheet(300, 40, LIGHT)
    sheet.page.add_artist(Texts(11, texts))
    found = drawn(sheet.finished(), 100)[..., 0]
    blocks = np.flatnonzero(np.diff(np.r_[0, (found < 255).any(0)].astype(int)) == 1)
    starts = [blocks[0], *(b for a, b in itertools.pairwise(blocks) if b - a > 50)]
    first, *rest = (found[:, start : start + 40] for start in starts)
    assert len(rest) == 2
    for other in rest:
        np.testing.assert_array_equal(other, first)


# -- numbers in stacks of maps


def test_numbers_stand_in_the_cells_of_a_stack_of_maps_where_they_fit():
    """48 numbers × weights = votes: each in its cell, in three maps of 4×4 each."""
    explorer = NetworkExplorer(layer="4")
    written = words(explorer.figure())
    for name in ("numbers", "weights", "votes"):
        stack = array(explorer, name)
        expected = Counter(plots.number(one, of=stack) for one in stack.ravel())
        assert expected <= Counter(written), name
    explorer.close()


def test_no_numbers_stand_in_cells_that_are_too_small_for_them():
    explorer = NetworkExplorer(image="O")
    assert len(words(explorer.figure())) < 200  # picture, list and bars; not 3 · (49 + 49) more
    explorer.close()
