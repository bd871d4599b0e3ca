"""The scene of a FilterExplorer: its panels, its toolbar and its sentences."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Products
from cnnkit.widgets.board.controls import Control, button, choose, choose_picture, choose_whole
from cnnkit.widgets.board.number_words import short, writer
from cnnkit.widgets.board.panels import Details, Grid, WindowGrid
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.filters.filter_settings import (
    LARGEST_KERNEL,
    SCORINGS,
    FilterSettings,
    preset_of,
)
from cnnkit.widgets.filters.pictures_and_kernels import IMAGES, WEIGHTED, last_digit, presets

TALL = 4  # rows of a kernel that fit above its products
READABLE = 26  # pixels of a cell with a number


def compose(now: FilterSettings) -> Scene:
    """Return the whole board; the numbers are cnnkit's own."""
    picture, kernel = now.seen
    strongest, brightest = _round_up(kernel), _round_up(picture)
    darkest, loudest = -brightest if picture.min() < 0 else 0.0, strongest * brightest
    divide = kernel.size if now.scoring == "mean" else None
    rule = Products("map", "image", "kernel", sums="sums", divide=divide)
    border = f" with {now.padding} of zeros around" if now.padding else ""
    colours, limits, note = _map_colours(now)
    # A kernel of many rows and few columns, such as one over a sentence, has numbers in its cells.
    tall = kernel.shape[0] > TALL and kernel.shape[1] <= TALL
    extent = READABLE * kernel.shape[0] if tall else 132
    beside = (("kernel",), ("products",)) if tall else (("kernel", "products"),)
    return Scene(
        label=_describe(now),
        arrays={
            "image": picture[None],
            "kernel": kernel[None],
            "products": np.zeros_like(kernel)[None],
            "map": now.scores[None],
            "sums": now.sums[None],
        },
        panels=(
            Grid(
                "image",
                "Picture",
                (darkest, brightest),
                colours="gray",
                padding=(now.padding,) * 2,
                details=Details(row_names=now.names[0], column_names=now.names[1]),
                note=_size(picture) + border,
            ),
            Grid("kernel", "Kernel", (-strongest, strongest), editable=True, extent=extent),
            WindowGrid(
                "products", "Window × kernel", (-loudest, loudest), products=rule, extent=extent
            ),
            Grid("map", "Map", limits, colours=colours, rule=rule, note=note),
        ),
        links=(
            Link(
                "map",
                "image",
                kernel_size=kernel.shape,
                stride=now.stride,
                padding=now.padding,
                snap=True,
            ),
        ),
        columns=(("image",), *beside, ("map",)),
        controls=_controls(now),
        lead="map",
        leading=("image", "map"),
        weights="kernel",
        player=True,
        message=_hint(now),
    )


def _map_colours(now: FilterSettings) -> tuple[str, tuple[float, float], str]:
    """Colours, limits and the line that explains them; they hold still while one drags."""
    size = _size(now.scores)
    if now.scoring == "count":
        most = max(float((now.kernel > 0.5).sum()), 1.0)
        ones = "1 one" if most == 1 else f"{most:.0f} ones"
        return "diverging", (-most, most), f"{size}; at most {ones} can meet"
    averages = now.scoring == "sum" and abs(now.kernel.sum() - 1) < 1e-3
    if averages and now.picture.min() >= 0:
        return "gray", (0.0, 1.0), f"{size}; grey like the picture: the weights add up to 1"
    matches = now.scoring == "mean" and now.picture.min() < 0 and np.abs(now.scores).max() <= 1
    limit = 1.0 if matches else _round_up(now.scores)
    return "diverging", (-limit, limit), f"{size}; colours from {short(-limit)} to {short(limit)}"


def _controls(now: FilterSettings) -> tuple[Control, ...]:
    return (
        choose("image", "Picture", now.image, IMAGES, own=now.own is not None),
        choose_picture("Your own…"),
        choose_whole("digit", "No.", now.digit, 0, last_digit(), hidden=now.image != "digit"),
        choose("preset", "Kernel", now.preset, (*presets(), "custom")),
        button("negative", "Negative"),
        button("back", "Back to preset" if preset_of(now.base) else "Back to my kernel"),
        choose_whole("kernel_size", "Size", max(now.kernel.shape), 1, LARGEST_KERNEL),
        choose_whole("stride", "Stride", now.stride, 1, 3),
        choose_whole("padding", "Padding", now.padding, 0, 2),
        choose("scoring", "Score", now.scoring, SCORINGS),
    )


def _hint(now: FilterSettings) -> tuple[str, str]:
    if now.notice:
        return "notice", now.notice
    if now.preset in WEIGHTED and now.scoring == "mean":
        return "notice", (
            f"The weights of “{now.preset}” are made to be summed, and the mean divides once more. "
            "Choose Score: raw sum to see its usual result."
        )
    if now.scoring == "count" and not np.isin(now.kernel, (-1, 0, 1)).all():
        return "notice", "Counting sees a number above 0.5 as a one, and any other as none."
    return "", ""


def _describe(now: FilterSettings) -> str:
    scores, write = now.scores, writer(now.scores)
    row, col = np.unravel_index(np.argmax(scores), scores.shape)
    return (
        f"Filter explorer. A {_size(now.kernel)} kernel ({now.preset}) over a picture of "
        f"{_size(now.picture)} ({IMAGES.get(now.image, 'your own')}) gives a map of "
        f"{_size(scores)}. Its highest score is {write(scores[row, col])}, in row {row}, "
        f"column {col}; its lowest is {write(scores.min())}."
    )


def _size(array) -> str:
    return "{}×{}".format(*array.shape)


def _round_up(values) -> float:
    """Largest magnitude, rounded up to two digits so that colours do not flicker with each edit."""
    limit = float(np.abs(values).max())
    if limit == 0:
        return 1.0
    step = 10.0 ** (np.floor(np.log10(limit)) - 1)
    return float(np.round(np.ceil(limit / step - 1e-4) * step, 6))
