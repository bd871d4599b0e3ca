"""X's and O's as people draw them: tilted, lopsided, with any pen, small or large on their page."""

import io

import numpy as np
from PIL import Image

from cnnkit.data import draw_strokes
from tests.helpers import photos
from tests.helpers.drawings import arc


def letter(name, rng):
    """Return ink (side, side) of an X or an O."""
    tilt, lean = rng.uniform(-0.15, 0.15), 0.8 * rng.uniform(0.75, 1.2)
    if name == "X":
        corners = np.array([[0.1, 0.1], [0.9, 0.9], [0.1, 0.9], [0.9, 0.1]])
        ends = corners + rng.uniform(-0.05, 0.05, (4, 2))
        strokes = [ends[:2], ends[2:]]
    else:
        start, wide = rng.uniform(-130, -50), 0.4 * rng.uniform(0.8, 1.1)
        strokes = [arc(0.5, 0.5, 0.4, wide, start, start + rng.uniform(325, 405), 40)]
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    strokes = [(np.array(one) - 0.5) @ turn.T * (1, lean) + 0.5 for one in strokes]
    side = int(rng.integers(60, 200))
    return draw_strokes(strokes, size=side, width=rng.uniform(0.03, 0.12) * side)


def drawing(name, rng):
    """Return a clean picture (H, W) from 0 to 1: dark ink somewhere on light paper."""
    ink = letter(name, rng)
    page = np.zeros([int(len(ink) * rng.uniform(1, 3)) for _ in range(2)])
    top, left = (rng.integers(0, n - len(ink) + 1) for n in page.shape)
    page[top : top + len(ink), left : left + len(ink)] = ink
    paper, dark = rng.uniform(0.85, 1), rng.uniform(0, 0.3)
    return np.clip(paper + (dark - paper) * page + rng.normal(0, 0.01, page.shape), 0, 1)


def photograph(name, rng):
    """Return a photograph (H, W, 3) from 0 to 1, in uneven light."""
    lit = str(rng.choice(["even", "vignette", "lamp", "shadow"]))
    laid = photos.page(letter(name, rng), rng, (300, 400))
    return photos.photograph(laid, rng, lit=lit) / 255


def as_png(pixels):
    """Return a PNG file of pixels from 0 to 1."""
    stream = io.BytesIO()
    Image.fromarray(np.uint8(np.clip(pixels, 0, 1) * 255)).save(stream, "PNG")
    return stream.getvalue()
