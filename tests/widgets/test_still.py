"""The still picture of a board: the figure, cropped to what is drawn, in little time."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnkit import plots
from cnnkit.widgets import FilterExplorer, NetworkExplorer
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
