"""A figure on a page: its words, and which parts a dark page turns dark."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.path import Path as Polygon
from PIL import Image

from cnnkit import plots
from cnnkit.plots.figure_html import DARK, NIGHT, figure_html, veil
from cnnkit.plots.figure_rows import row

ROOT = Path(__file__).resolve().parents[2]


def pixels_of(png):
    return np.array(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def veiled_pixels(figure, shape):
    """Where the veil lies: an odd number of its outlines."""
    corners = np.array(re.findall(r"([\d.]+)% ([\d.]+)%", veil(figure)), float)
    rows, columns = (100 * (np.arange(side) + 0.5) / side for side in shape)
    places = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    return Polygon(corners).contains_points(places).reshape(shape)


@pytest.mark.parametrize("size", [(3.0, 3.2), (4.0, 2.0)])
def test_only_cells_and_pictures_keep_their_colours(size):
    figure, axes = plots.panels(1, 3, size=size)
    plots.heatmap(np.arange(-8.0, 8.0).reshape(4, 4), axes[0], title="a map", indices=True)
    plots.picture(np.ones((4, 4)), axes[1], title="white")
    plots.bars([1.0, 2.0], ["a", "b"], axes[2], title="bars")
    pixels = pixels_of(plots.to_png(figure))
    veiled = veiled_pixels(figure, pixels.shape[:2])
    assert 0.3 < veiled.mean() < 0.9
    # What is coloured without a veil is the map; under the veil only the bars are.
    vivid = np.ptp(pixels, axis=2) > 60
    left = slice(0, pixels.shape[1] // 3)
    assert vivid[:, left].any() and not (vivid & veiled)[:, left].any()
    right = slice(2 * pixels.shape[1] // 3, None)
    assert vivid[:, right].any() and not (vivid & ~veiled)[:, right].any()


def test_around_a_hill_all_is_dark_and_its_surface_keeps_its_colours():
    at = np.linspace(-3.0, 3.0, 13)
    valley = 1 + np.square(at)[:, np.newaxis] * 3 + np.square(at)
    figure, _ = row((plots.Landscape(valley, (at, at), side=True),), 1, "", 3.6)
    pixels = pixels_of(plots.to_png(figure))
    veiled = veiled_pixels(figure, pixels.shape[:2])
    assert 0.4 < veiled.mean() < 0.9
    vivid = np.ptp(pixels, axis=2) > 60  # the surface
    assert vivid.mean() > 0.05 and (vivid & veiled).sum() < 0.01 * vivid.sum()
    # Paper is in sight nowhere: it would be white on a dark page.
    assert ((pixels == 255).all(axis=2) & ~veiled).mean() < 0.005


def test_a_chart_is_veiled_as_a_whole():
    figure, ax = plots.panels()
    plots.lines({"loss": [3.0, 2.0, 1.0]}, ax)
    assert veil(figure) == "polygon(evenodd,0% 0%,100% 0%,100% 100%,0% 100%,0% 0%)"


def test_words_are_the_alternative_text_and_no_markup():
    figure, _ = plots.panels()
    page = figure_html(figure, b"png", 'larger than <b> and "quoted"', 300)
    assert 'alt="larger than &lt;b&gt; and &quot;quoted&quot;" width="300"' in page
    assert "<b>" not in page


def test_a_figure_in_a_prediction_is_dark_on_the_same_pages_and_in_the_same_way():
    css = (ROOT / "js" / "prediction" / "predict.css").read_text("utf-8")
    assert f"{DARK.replace(',', ', ')} .cnnkit-predict .cnnkit-night {{" in css
    assert ".cnnkit-predict .cnnkit-figure { background: #ffffff; }" in css
    assert "invert(.92) hue-rotate(180deg)" in NIGHT
    assert "invert(0.92) hue-rotate(180deg)" in css
