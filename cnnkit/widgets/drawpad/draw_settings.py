"""Checked settings of the DrawPad: the drawing, the pen, and the layer that is shown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cnnkit.data.prepared_drawings import INK, axes_advice, range_advice
from cnnkit.data.resizing import resize
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import short
from cnnkit.widgets.board.settings import Settings, choice
from cnnkit.widgets.board.typed_values import parse_number
from cnnkit.widgets.drawpad.drawing_network import DrawingNetwork, Reading
from cnnkit.widgets.drawpad.pad_upload import INKS, Upload

PAPER = 64  # rows and columns to draw on
TOOLS = {"draw": "draw", "erase": "erase"}


@dataclass(frozen=True, eq=False)
class DrawSettings(Settings):
    """What a person can change: see :class:`~cnnkit.widgets.DrawPad`."""

    drawing: np.ndarray
    pen: float
    tool: str
    layer: str
    network: DrawingNetwork
    upload: Upload | None = None
    """The picture file that the drawing is from, until something is drawn on it."""

    def changed(self, **changes) -> DrawSettings:
        """Return checked settings with changes; another drawing is no longer that of the file."""
        return super().changed(**({"upload": None} if "drawing" in changes else {}) | changes)

    def uploaded(self, upload: Upload) -> DrawSettings:
        """Return the settings with the drawing on a picture file."""
        return self.changed(drawing=upload.drawing, upload=upload)

    def with_ink(self, ink) -> DrawSettings:
        """Return the settings with the file's drawing read as dark or as light ink."""
        choice(ink, "ink", INKS)
        if self.upload is None:
            raise ValueError("there is no picture of yours on the pad; choose one first.")
        return self.uploaded(replace(self.upload, ink=ink))

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the drawing as paper, and the pen's width."""
        yield "drawing", _paper(self.drawing)
        pen = parse_number(self.pen, "pen", math.inf)
        if not 1 <= pen <= 16:
            raise ValueError(f"pen {short(pen)} is not possible; use a width from 1 to 16 cells.")
        yield "pen", pen
        choice(self.tool, "tool", TOOLS)
        if self.layers:
            choice(self.layer, "layer", self.layers)

    @property
    def layers(self) -> dict[str, str]:
        """What to call each layer that has maps, by its name."""
        return self.network.titles

    @cached_property
    def reading(self) -> Reading:
        """What the network made of the drawing: until the next stroke, all of one moment."""
        return self.network.read(self.drawing)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn."""
        return not (self.drawing >= INK).any()

    @cached_property
    def probabilities(self) -> np.ndarray | None:
        """One number per class, together 1; None while nothing is drawn."""
        return None if self.is_empty else frozen(self.reading.probabilities)

    @property
    def answer(self) -> str | None:
        """The class with the largest probability, if there is one."""
        shares = self.probabilities
        if shares is None or np.isnan(shares).any():
            return None
        return self.network.classes[int(shares.argmax())]


def _paper(drawing) -> np.ndarray:
    """Return any grey picture as paper that one draws on: read-only, in the middle of a square."""
    try:
        page = np.array(frozen(drawing, np.float32))
    except (TypeError, ValueError):
        raise ValueError("this is not a drawing; give an array of numbers from 0 to 1.") from None
    page = page[0] if page.ndim == 3 and len(page) == 1 else page
    if page.ndim != 2 or not page.size:
        line = axes_advice(page) or ": give (rows, columns)"
        raise ValueError(
            f"a drawing has two axes, rows and columns; this has shape {page.shape}{line}."
        )
    if not np.isfinite(page).all():
        raise ValueError("a drawing holds numbers from 0 (paper) to 1 (ink); one is not finite.")
    low, high = page.min(), page.max()
    if low < 0 or high > 1:
        raise ValueError(
            f"a drawing holds numbers from 0 (paper) to 1 (ink), and this from {short(low)} "
            f"to {short(high)}: give {range_advice(low, high)}."
        )
    if page.shape != (PAPER, PAPER):
        rows, cols = (max(round(n * PAPER / max(page.shape)), 1) for n in page.shape)
        top, left = (PAPER - rows) // 2, (PAPER - cols) // 2
        small, page = page, np.zeros((PAPER, PAPER), np.float32)
        page[top : top + rows, left : left + cols] = np.clip(resize(small, rows, cols), 0, 1)
    page.flags.writeable = False
    return page
