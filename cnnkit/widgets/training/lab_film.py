"""The film of a training: the board with its pin at one epoch after another."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from cnnkit.widgets.board.film_moments import Moment, Moments
from cnnkit.widgets.board.geometry import Cell
from cnnkit.widgets.board.panel_limits import nice_above
from cnnkit.widgets.training.epoch_frames import Frames, View
from cnnkit.widgets.training.lab_scene import State, compose

QUICK = 0.0  # seconds for the frames that travel to a browser: none is needed


def moments_of(state: State, frames: Frames, layers: dict, cursor: Cell) -> Moments:
    """Return the moments, one for each epoch that can be gone back to.

    Colours hold still: they reach as far as the largest weight of all epochs.
    """
    epochs, view = state.run.kept, View.of(state.settings)
    if len(epochs) < 2:
        raise ValueError(
            "nothing was trained yet, so there is no film; use run(epochs=5) first, for example"
        )
    shown = [frames.now(view), *(frames.at(epoch, view) for epoch in epochs)]
    largest = {
        name: nice_above(max(float(np.abs(getattr(one, name)).max()) for one in shown))
        for name in ("kernels", "maps")
    }
    return [partial(_moment, state, frames, layers, cursor, largest, epoch) for epoch in epochs]


def _moment(state, frames, layers, cursor, largest, epoch) -> Moment:
    scene = compose(replace(state, then=epoch, patience=QUICK), frames, layers)
    panels = []
    for panel in scene.panels:
        limit = largest.get(panel.name.removesuffix(" then"))
        panels.append(panel if limit is None else replace(panel, limits=(-limit, limit)))
    return Moment(replace(scene, panels=tuple(panels)), cursor)
