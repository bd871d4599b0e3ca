"""Maps that are compared have cells of one size in a still picture, too."""

import numpy as np

from cnnkit.widgets import FilterExplorer, PoolingExplorer
from cnnkit.widgets.board import still
from cnnkit.widgets.board.still import Box


def boxes(explorer, monkeypatch):
    """Return where each map is drawn, and its rows and columns."""
    drawn, draw = {}, still._draw

    def noted(sheet, panel, *rest):
        drawn[panel.name] = box, shape = draw(sheet, panel, *rest)
        return box, shape

    monkeypatch.setattr(still, "_draw", noted)
    explorer.figure()
    return drawn


def test_a_pooled_map_looks_smaller_than_the_map(monkeypatch):
    drawn = boxes(PoolingExplorer(), monkeypatch)
    edges = {name: box.width / shape[1] for name, (box, shape) in drawn.items()}
    assert set(edges) == {"image", "map", "max", "average", "l2"}
    assert np.ptp(list(edges.values())) < 1e-6


def test_a_map_keeps_its_numbers_rather_than_the_scale(monkeypatch):
    drawn = boxes(FilterExplorer(kernel="crossing"), monkeypatch)
    box, shape = drawn["map"]
    assert still._number_size(np.float32([-0.56]), 2, box.part(shape, 0, 0)) >= still.SMALLEST


def test_numbers_too_many_to_be_read_are_not_turned_into_text(monkeypatch):
    monkeypatch.setattr(still, "text_of", lambda *_: 1 / 0)
    assert 0 < still._number_size(np.ones((100, 100)), 0, Box(0, 0, 4, 4)) < still.SMALLEST
