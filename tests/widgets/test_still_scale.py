"""Maps that are compared have cells of one size in a still picture, too."""

import numpy as np

from cnnkit import Sequential
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d
from cnnkit.widgets import FilterExplorer, NetworkExplorer, PoolingExplorer
from cnnkit.widgets.board import still_figure, still_tiles
from cnnkit.widgets.board.still_figure import Box


def boxes(explorer, monkeypatch):
    """Return where each map is drawn, and its rows and columns."""
    drawn, draw = {}, still_figure._draw

    def noted(sheet, panel, *rest):
        drawn[panel.name] = box, shape = draw(sheet, panel, *rest)
        return box, shape

    monkeypatch.setattr(still_figure, "_draw", noted)
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
    assert (
        still_figure._number_size(np.float32([-0.56]), 2, box.part(shape, 0, 0))
        >= still_figure.SMALLEST
    )


def test_numbers_too_many_to_be_read_are_not_turned_into_text(monkeypatch):
    monkeypatch.setattr(still_figure, "text_of", lambda *_: 1 / 0)
    assert (
        0
        < still_figure._number_size(np.ones((100, 100)), 0, Box(0, 0, 4, 4))
        < still_figure.SMALLEST
    )


def maps(explorer, monkeypatch):
    """Return the edge of a cell of each block of maps in the still of a network."""
    drawn, draw = {}, still_tiles._draw_maps

    def noted(sheet, panel, stack, *rest):
        box = draw(sheet, panel, stack, *rest)
        wide = still_tiles._block(panel, stack)[0].shape[1]
        drawn[panel.name] = box.width / wide
        return box

    monkeypatch.setattr(still_tiles, "_draw_maps", noted)
    explorer.figure()
    explorer.close()
    return drawn


def test_picture_and_maps_of_a_small_network_have_cells_of_one_size_and_the_picture_its_numbers(
    monkeypatch,
):
    written = []
    monkeypatch.setattr(still_tiles.Sheet, "numbers", lambda *rest: written.append(rest[2].shape))
    edges = maps(NetworkExplorer(), monkeypatch)
    assert np.ptp([edges[name] for name in ("input", "0", "1", "2")]) < 1e-6
    assert (9, 9) in written


def test_maps_of_a_large_network_that_shrink_to_nearly_nothing_are_drawn_larger(monkeypatch):
    rng = np.random.default_rng(0)
    pooled = [(Conv2d(1, 1, 3, padding=1, rng=rng), MaxPool2d(2)) for _ in range(3)]
    model = Sequential(
        *(layer for pair in pooled for layer in pair), Flatten(), Linear(9, 2, rng=rng)
    )
    images = rng.uniform(size=(1, 1, 28, 28)).astype(np.float32)
    edges = maps(NetworkExplorer(model, (images, [0])), monkeypatch)
    assert edges["5"] > 2 * edges["input"]


def test_names_bars_and_numbers_of_a_still_stand_beside_each_other(monkeypatch):
    texts, bars = [], []

    def text(self, x, y, words, size, colour, before):
        left = x - before * (width := self.text_width(words, size))
        texts.append((words, left, left + width))

    monkeypatch.setattr(still_tiles.Sheet, "text", text)
    monkeypatch.setattr(still_tiles.Sheet, "bar", lambda self, box, colour: bars.append(box))
    long = [f"a photograph of {one}, taken by night" for one in ("a cat", "a container ship")]
    explorer = NetworkExplorer(image="X", classes=long)
    explorer.figure()
    explorer.close()
    names = [right for words, _, right in texts if words.startswith("a photo")]
    numbers = [left for words, left, _ in texts if words in ("1.82", "−1.82", "0.97", "0.03")]
    assert (len(names), len(numbers), len(bars)) == (4, 4, 6)  # a panel has its axis, too
    for two, three in ((slice(2), slice(3)), (slice(2, 4), slice(3, 6))):
        assert max(names[two]) <= min(box.left for box in bars[three])
        assert max(box.left + box.width for box in bars[three]) <= min(numbers[two])
