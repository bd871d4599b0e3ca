"""Steps down the gradient: each moves every number of the X/O network by −rate · its gradient.

The explorer's buttons for such steps are handled in `backprop_explorer`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

import numpy as np

from cnnkit.checks import shown
from cnnkit.examples import xo
from cnnkit.losses import CrossEntropyLoss
from cnnkit.optim import SGD
from cnnkit.widgets.backprop.edited_xo import network, picture
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.typed_values import parse_between

Places = tuple[tuple[int, int], ...]  # of pixels, in reading order
Step = tuple[str, Places, str, float]  # the letter, its flipped pixels, its class, the rate
Steps = tuple[Step, ...]

MOST = 500
RATES = (0.001, 100.0)
SIDE = 9
_PART = 50  # steps
_LARGEST = 1e6  # a weight beyond has run away


def weights_after(steps: Steps) -> dict[str, np.ndarray]:
    """Return the weights of the X/O network after some steps, in float64.

    Raises
    ------
    ValueError
        If they have run away, as too long steps let them.
    """
    for count in range(_PART, len(steps), _PART):  # no call goes deeper than one part
        _weights_after(steps[:count])
    return _weights_after(steps)


@lru_cache(maxsize=2 * MOST)
def _weights_after(steps: Steps) -> dict[str, np.ndarray]:
    if not steps:
        start = xo.network().to(np.float64).parameters()
        return {key: frozen(array) for key, array in start.items()}
    *before, (image, flipped, true, rate) = steps
    model, loss = network(_weights_after(tuple(before))), CrossEntropyLoss()
    logits = model(picture(image, flipped))
    loss(logits, np.array([xo.CLASSES.index(true)]))
    model.backward(loss.backward())
    SGD(model, rate).step()
    weights = {key: frozen(array) for key, array in model.parameters().items()}
    if not all((abs(array) <= _LARGEST).all() for array in weights.values()):
        raise ValueError(
            f"step {len(steps)} of rate {rate:g} is too long: the weights run away; start again "
            "with a smaller rate."
        )
    return weights


def checked_places(flipped) -> Places:
    """Return the places of flipped pixels, each once and in reading order.

    Examples
    --------
    >>> checked_places([(4, 4), [0, 1]])
    ((0, 1), (4, 4))
    >>> checked_places([(9, 0)])
    Traceback (most recent call last):
        ...
    ValueError: flipped holds (9, 0), which is not a pixel of 9×9; give (row, column), 0 to 8.
    """
    try:
        places = [tuple(one) for one in flipped]
    except TypeError:
        raise ValueError(
            f"flipped {shown(flipped)} is not a list of pixels; give [(row, column), ...]."
        ) from None
    for place in places:
        whole = all(isinstance(at, (int, np.integer)) and not isinstance(at, bool) for at in place)
        if len(place) != 2 or not whole or not all(0 <= at < SIDE for at in place):
            raise ValueError(
                f"flipped holds {shown(place)}, which is not a pixel of 9×9; give (row, column), 0 "
                "to 8."
            )
    return tuple(sorted({(int(row), int(col)) for row, col in places}))


def checked_rate(rate) -> float:
    """Return a learning rate.

    Examples
    --------
    >>> checked_rate("0,5")
    0.5
    """
    return parse_between(rate, *RATES, "rate")


def checked_steps(steps, now: Step) -> Steps:
    """Return steps, from as many words as runs of equal steps; a number means steps like `now`.

    Examples
    --------
    >>> checked_steps(2, ("X", (), "X", 0.1)) == checked_steps(["X as X, rate 0.1, 2 times"], None)
    True
    """
    if isinstance(steps, (int, np.integer)) and not isinstance(steps, bool):
        return (now,) * _count(int(steps))
    listed = isinstance(steps, (tuple, list)) or getattr(steps, "ndim", 0) == 1
    if not listed or len(steps) > MOST:
        raise ValueError(f"steps {shown(steps)} are not possible; {_HOW}.")
    found: Steps = ()
    for run in steps:
        read = _RUN.fullmatch(run) if isinstance(run, str) else None
        if read is None:
            raise ValueError(f"steps holds {shown(run)}, which cannot be read; {_HOW}.")
        places = [tuple(map(int, pair)) for pair in _PLACE.findall(read["flipped"] or "")]
        step = read["image"], checked_places(places), read["true"], checked_rate(read["rate"])
        found += (step,) * int(read["count"])
        _count(len(found))
    return found


def in_words(steps: Steps) -> tuple[str, ...]:
    """Return steps in words: one text for each run of equal ones.

    Examples
    --------
    >>> in_words((("X", ((4, 4),), "O", 0.5),) * 3)
    ('X with (4, 4) flipped as O, rate 0.5, 3 times',)
    """
    found = []
    for (image, flipped, true, rate), run in groupby(steps):
        places = "".join(f" {place}" for place in flipped)
        flips = f" with{places} flipped" if flipped else ""
        found.append(f"{image}{flips} as {true}, rate {rate!r}, {len(list(run))} times")
    return tuple(found)


_RUN = re.compile(
    r"(?P<image>[XO])( with(?P<flipped>( \(\d, \d\))+) flipped)? as (?P<true>[XO]), "
    r"rate (?P<rate>[\d.e+-]+), (?P<count>\d{1,4}) times?"
)
_PLACE = re.compile(r"\((\d), (\d)\)")
_HOW = (
    f'give a whole number from 0 to {MOST}, or texts such as "X as X, rate 0.1, 3 times" or '
    '"X with (4, 4) flipped as O, rate 0.1, 1 time"'
)


def _count(count: int) -> int:
    if not 0 <= count <= MOST:
        raise ValueError(
            f"steps {shown(count)} is not possible; use a whole number from 0 to {MOST}."
        )
    return count
