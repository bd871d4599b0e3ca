"""Decimals of each panel of the BackpropExplorer: as many as its sentences need to be right.

Gradients are shown times 100: most are a few hundredths.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from cnnkit.plots.number_text import text_of
from cnnkit.widgets.backprop.forward_and_backward import Passes
from cnnkit.widgets.board.agreeing_digits import Equation, settled

SCALE = 100  # that gradients are shown times
FEWEST = 2  # decimals of what is shown so: those of two weights may differ in the second


@lru_cache(maxsize=8)
def decimals(both: Passes, which: int) -> dict[str, int]:
    """Return the decimals of each panel with which its sentences can be worked out."""
    x, o = (SCALE * float(slope) for slope in both.probabilities - both.wish)
    back, votes = both.gradients, votes_of(both, which)
    columns = {
        "map": both.arrays["0"][which],
        "rectified": both.arrays["1"][which],
        "pool": both.arrays["2"][which],
        "probabilities": both.probabilities,
        "votes": votes,
        "dscores": SCALE * back["4"],
        "dpool": SCALE * back["2"][which],
        "drectified": SCALE * back["1"][which],
        "dmap": SCALE * back["0"][which],
        "dkernel": SCALE * both.slopes["0.weight"],
    }
    equations = [
        Equation(
            [("probabilities", float(p))],
            ("dscores", SCALE * float(p - wish)),
            lambda n, w=wish: SCALE * (n[0] - w),
        )
        for p, wish in zip(both.probabilities, both.wish, strict=True)
    ]
    for place in np.ndindex(4, 4):
        of_x, of_o = (("votes", float(vote)) for vote in votes[:, *place])
        equations.append(
            Equation(
                [("dscores", x), of_x, ("dscores", o), of_o],
                ("dpool", float(columns["dpool"][place])),
                lambda n: n[0] * n[1] + n[2] * n[3],
            )
        )
    found = settled(columns, equations, {name: FEWEST for name in columns if name[0] == "d"})
    # A gradient by nudging, and what a window adds to one, stand beside what they come from.
    return found | {"nudged": found["dkernel"], "contributions": found["dmap"]}


def writers(both: Passes, which: int) -> dict[str, Callable[[float], str]]:
    """Return what writes the numbers of each panel, as its cells do; gradients times 100."""
    slopes = "dscores", "dpool", "drectified", "dmap", "dkernel", "nudged", "contributions"
    return {
        name: lambda value, places=places, scale=SCALE if name in slopes else 1: text_of(
            scale * float(value), places
        )
        for name, places in decimals(both, which).items()
    }


def votes_of(both: Passes, which: int) -> np.ndarray:
    """Return the weights of a pooled map's numbers, for X and for O: shape (2, 4, 4)."""
    return both.weights["4.weight"].reshape(2, 3, 4, 4)[:, which]
