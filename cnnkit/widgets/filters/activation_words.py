"""The toolbar and the words of an ActivationExplorer."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.controls import Control, button, choose, choose_number
from cnnkit.widgets.board.number_words import counted, writer
from cnnkit.widgets.filters.activation_settings import (
    ACTIVATIONS,
    MODES,
    SATURATED,
    ActivationSettings,
)
from cnnkit.widgets.filters.pictures_and_kernels import IMAGES, presets

GAINS = (0.5, 1, 2, 5, 10)


def counts(now: ActivationSettings) -> tuple[int, int, int]:
    """How many numbers are negative before, zero after, and saturated."""
    after, slope = now.after_and_slope
    saturated = np.abs(slope) < SATURATED
    return tuple(int(some.sum()) for some in (now.before < 0, after == 0, saturated))


def controls(now: ActivationSettings) -> tuple[Control, ...]:
    """Return activation, picture, kernel, gain and mode."""
    names = {name: kind.title for name, kind in ACTIVATIONS.items()}
    return (
        choose("activation", "Activation", now.activation, names),
        choose("image", "Picture", now.image, IMAGES),
        choose("kernel", "Kernel", now.kernel, tuple(presets())),
        choose_number("gain", "Map", now.gain, GAINS, words="× {}".format),
        choose("mode", "Mode", now.mode, MODES, hidden=now.activation != "rrelu"),
        button("draw", "Draw again", hidden=not now.is_random),
    )


def describe(now: ActivationSettings) -> str:
    """Return the board in one line, for a screen reader."""
    (_, zeros, shut), (y, _) = counts(now), now.after_and_slope
    before, after = writer(now.before), writer(y)
    return (
        f"Activation explorer. {now.kind.title} on the map of kernel {now.kernel} "
        f"over {IMAGES[now.image]}: {zeros} of {counted(y.size, 'number')} "
        f"{'becomes' if zeros == 1 else 'become'} zero, {shut} "
        f"{'has' if shut == 1 else 'have'} a slope below {SATURATED:g}. Before, they run from "
        f"{before(now.before.min())} to {before(now.before.max())}; after, from "
        f"{after(y.min())} to {after(y.max())}."
    )
