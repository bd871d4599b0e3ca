"""A film of a board: its still picture at one moment after another, as a GIF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cnnkit.checks import real, shown, whole
from cnnkit.plots.figure import SCREEN_DPI
from cnnkit.widgets.board.film_moments import Moments
from cnnkit.widgets.board.gif_format import Reel
from cnnkit.widgets.board.still_png import drawn, inked
from cnnkit.widgets.board.themes import Theme

FPS, FASTEST, MOST_FPS = 8, 20, 50  # browsers show a GIF of more than 50 pictures a second slowly
LENGTH, LONGEST = 12, 600  # seconds
MOST = 1000  # pictures
WIDE = 1600  # pixels, where nobody says how wide: a slide
WIDTHS = 100, 4000
HOLD = 1.5  # seconds more for the last picture
RIM = 10 / SCREEN_DPI  # inches of paper around what is drawn
CAPTION, LINE = 13, 0.32  # points of the font, inches of the line
SPARE = 0.5  # inches that a picture may be higher than the ends: its settings take more lines


class Plan(NamedTuple):
    """Which moments are shown, and how many hundredths of a second each."""

    numbers: list[int]
    delays: list[int]


def planned(count: int, seconds: float | None = None, fps: float | None = None) -> Plan:
    """Choose moments out of `count`, evenly spread, the first and the last among them.

    Parameters
    ----------
    count : int
    seconds : float, optional
        How long the walk takes; the last picture stays a moment longer. By default as long as all
        moments need, at most 12 s.
    fps : float, optional
        Pictures a second, at most; by default 8, or up to 20 where `seconds` asks for it.

    Examples
    --------
    >>> planned(3)
    Plan(numbers=[0, 1, 2], delays=[12, 13, 163])
    >>> planned(100, seconds=1, fps=4)
    Plan(numbers=[0, 33, 66, 99], delays=[25, 25, 25, 175])
    """
    if fps is not None:
        fps = real(fps, "fps", at_least=0.1, at_most=MOST_FPS)
    if seconds is not None:
        seconds = real(seconds, "seconds", at_least=0.1, at_most=LONGEST)
    length = min(count / (fps or FPS), LENGTH) if seconds is None else seconds
    rate = fps or (FPS if seconds is None else FASTEST)
    pictures = min(count, int(length * rate + 1e-9))
    if pictures < 2:
        raise ValueError(
            f"{length:g} seconds at {rate:g} pictures a second are less than two pictures; use "
            "more seconds or a higher fps"
        )
    if pictures > MOST:
        raise ValueError(
            f"{length:g} seconds at {rate:g} pictures a second are {pictures:,} pictures; use "
            f"fewer seconds or a lower fps, for at most {MOST:,}"
        )
    numbers = np.rint(np.linspace(0, count - 1, pictures)).astype(int)
    delays = np.diff(np.rint(np.linspace(0, 100 * length, pictures + 1)).astype(int))
    delays[-1] += 100 * HOLD
    return Plan(numbers.tolist(), delays.tolist())


def checked_width(width: int | None) -> int | None:
    """Return the width of a film, in pixels, if it is possible."""
    if width is None:
        return None
    width, (low, high) = whole(width, "width"), WIDTHS
    if not low <= width <= high:
        raise ValueError(f"width is {shown(width)} pixels; use {low} to {high}")
    return width


def film(draw: Callable, moments: Moments, plan: Plan, theme: Theme, width: int | None = None,
         comment: str = "") -> bytes:  # fmt: skip
    """Return the film of some moments.

    Parameters
    ----------
    draw : function
        Returns the figure of a :class:`~cnnkit.widgets.board.film_moments.Moment`.
    moments : sequence of functions that return a moment
    plan : Plan
    theme : Theme
    width : int, optional
        In pixels; by default an inch of the figure has 100, as on a screen, at most 1,600.
    comment : str
        Words that are kept in the file.
    """
    dpi = SCREEN_DPI
    ends = [draw(moments[number]()) for number in (plan.numbers[0], plan.numbers[-1])]
    high = max(figure.get_size_inches()[1] for figure in ends) + SPARE
    _, cols = _hull(inked(drawn(figure, dpi), figure) for figure in ends)
    natural = (cols.stop - cols.start) / dpi + 2 * RIM  # inches
    if width is None and natural * dpi > WIDE:
        width = WIDE
    if width is not None:
        dpi = width / natural
    rim, strip, tall = int(np.ceil(RIM * dpi)) + 1, round(LINE * dpi), round(high * dpi)
    reel, boxes, speaks = Reel(theme.colours), [], False
    for number in plan.numbers:
        moment = moments[number]()
        figure = draw(moment)
        page = drawn(figure, dpi)[:tall]
        boxes.append(inked(page, figure))
        height, length = page.shape[:2]
        sheet = np.full((tall + 2 * rim + strip, length + 2 * rim, 3), theme.colours[0], np.uint8)
        sheet[rim : rim + height, rim : rim + length] = page[..., :3]
        if moment.caption:
            speaks = True
            sheet[-strip:] = _caption(moment.caption, theme, sheet.shape[1], strip, dpi)
        reel.add(sheet)
    rows, cols = _hull(boxes)
    kept = np.arange(rows.start, rows.stop + 2 * rim)
    if speaks:  # directly below what is drawn
        kept = np.append(kept[:-rim], np.arange(len(sheet) - strip, len(sheet)))
    wide = cols.stop - cols.start
    left = cols.start + rim - (rim if width is None else (width - wide) // 2)
    across = np.arange(left, left + (wide + 2 * rim if width is None else width))
    return reel.gif(plan.delays, comment, kept, across.clip(0, sheet.shape[1] - 1))


def _hull(boxes: Iterable[tuple[slice, slice]]) -> tuple[slice, slice]:
    """Return the rows and columns that hold all boxes."""
    rows, cols = zip(*boxes, strict=True)
    return tuple(
        slice(int(min(one.start for one in some)), int(max(one.stop for one in some)))
        for some in (rows, cols)
    )


def _caption(text: str, theme: Theme, width: int, height: int, dpi: float) -> np.ndarray:
    """Return the pixels of a line of text."""
    figure = Figure((width / dpi, height / dpi), dpi, facecolor=theme.paper, layout="none")
    FigureCanvasAgg(figure)
    figure.text(
        0.5, 0.5, text, ha="center", va="center", fontsize=CAPTION, color=theme.ink,
        parse_math=False,
    )  # fmt: skip
    return drawn(figure, dpi)[:height, :width, :3]
