"""Checked settings of the DrawPad: the drawing, the pen, and the layer that is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnkit.checks import kind_of
from cnnkit.data.drawn import resize
from cnnkit.widgets.board.explorer import Settings, choice
from cnnkit.widgets.board.numbers import parse_number

PAPER = 64  # rows and columns to draw on
SIZES = (8, 28, 32, 16, 14, 20, 24, 64)  # of pictures that networks for drawings read
TOOLS = {"draw": "draw", "erase": "erase"}


@dataclass(frozen=True, eq=False)
class DrawSettings(Settings):
    """What a person can change: see :class:`DrawPad`."""

    drawing: np.ndarray
    pen: float
    tool: str
    layer: str
    layers: dict[str, str]
    read: Callable

    def __post_init__(self):
        drawing = _paper(self.drawing)
        pen = parse_number(self.pen, "pen")
        if not 1 <= pen <= 16:
            raise ValueError(f"pen {pen:g} is not possible; use a width from 1 to 16 cells.")
        self._take(drawing=drawing, pen=pen)
        choice(self.tool, "tool", TOOLS)
        if self.layers:
            choice(self.layer, "layer", self.layers)

    @cached_property
    def reading(self) -> tuple[dict, dict]:
        """What the network made of the drawing: every array, and its layers as they were then.

        It may go on learning: what is shown until the next stroke is all of one moment.
        """
        return self.read(self.drawing)


def _paper(drawing) -> np.ndarray:
    """Return any grey picture as paper that one draws on: read-only, in the middle of a square."""
    try:
        page = np.array(drawing, np.float32)
    except (TypeError, ValueError):
        raise ValueError("this is not a drawing; give an array of numbers from 0 to 1.") from None
    page = page[0] if page.ndim == 3 and len(page) == 1 else page
    if page.ndim != 2 or not page.size:
        raise ValueError(f"a drawing has two axes, rows and columns; this has shape {page.shape}.")
    if not np.isfinite(page).all() or page.min() < 0 or page.max() > 1:
        raise ValueError("a drawing holds numbers from 0 (paper) to 1 (ink); others are in this.")
    if page.shape != (PAPER, PAPER):
        rows, cols = (max(round(n * PAPER / max(page.shape)), 1) for n in page.shape)
        top, left = (PAPER - rows) // 2, (PAPER - cols) // 2
        small, page = page, np.zeros((PAPER, PAPER), np.float32)
        page[top : top + rows, left : left + cols] = np.clip(resize(small, rows, cols), 0, 1)
    page.flags.writeable = False
    return page


def read_size(model, size) -> tuple[int, int]:
    """Return the side of the pictures that a network reads and how many outputs it gives."""
    if not hasattr(model, "activations"):
        raise TypeError(f"model is {kind_of(model)}; give a Sequential network.")
    reasons = []
    for side in SIZES if size is None else (size,):
        try:
            outputs = list(model.activations(np.zeros((1, 1, side, side), np.float32)).values())[-1]
        except (TypeError, ValueError) as error:
            reasons.append(error)
            continue
        if outputs.ndim != 2:
            raise ValueError(
                f"the network gives an array of shape {outputs.shape} for a picture; its last "
                "layer must give one number a class."
            )
        return side, outputs.shape[1]
    advice = "give its size" if size is None else "use another size"
    raise ValueError(
        f"the network reads no grey picture of {_sides(size)} pixels ({reasons[0]}); {advice}."
    )


def _sides(size) -> str:
    sides = SIZES if size is None else (size,)
    return ", ".join(f"{side}×{side}" for side in sides)


def layers_with_maps(model, size) -> dict:
    """Return the layers whose outputs are stacks of maps, by name; a single number is not a map."""
    found = model.activations(np.zeros((1, 1, size, size), np.float32))
    return {
        name: layer
        for name, layer in model.named_layers().items()
        if found[name].ndim == 4 and found[name].shape[-1] > 1
    }
