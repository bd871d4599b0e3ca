"""The colours of a still picture by their roles, on light paper and on dark: those of the board."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from matplotlib.colors import LinearSegmentedColormap, to_rgb

from cnnkit import plots


@dataclass(frozen=True)
class Theme:
    """Colours as "#rrggbb"; ``board.css`` has the same ones under the names of their roles.

    Parameters
    ----------
    paper, ink, muted, grid : str
        Background, text, secondary text, lines between cells and of a chart.
    cursor : str
        Frames and marks.
    negative, zero, positive : str
        Ends and middle of the signed colours.
    hidden : str
        Cells without a number.
    series : tuple of str
        Lines of a chart.

    Examples
    --------
    >>> LIGHT.paper, DARK.paper
    ('#ffffff', '#111111')
    """

    paper: str
    ink: str
    muted: str
    grid: str
    cursor: str
    negative: str
    zero: str
    positive: str
    hidden: str
    series: tuple[str, ...]

    @cached_property
    def colours(self) -> tuple[tuple[int, int, int], ...]:
        """All of them as red, green and blue, 0 to 255."""
        found = [getattr(self, name) for name in self.__dataclass_fields__ if name != "series"]
        texts = dict.fromkeys([*found, *self.series])
        return tuple(tuple(round(255 * part) for part in to_rgb(text)) for text in texts)

    @cached_property
    def signed(self) -> LinearSegmentedColormap:
        """The colours of signed numbers; zero has exactly that of its role."""
        stops = [self.negative, self.zero, self.positive]
        return LinearSegmentedColormap.from_list("cnnkit signed", stops, N=257)


LIGHT = Theme(
    paper=plots.PAPER,
    ink=plots.INK,
    muted=plots.MUTED,
    grid=plots.GRID,
    cursor=plots.CURSOR,
    negative=plots.NEGATIVE,
    zero=plots.ZERO,
    positive=plots.POSITIVE,
    hidden="#e4e4e4",
    series=plots.SERIES,
)
DARK = Theme(
    paper="#111111",
    ink="#f2f2f2",
    muted="#b3b3b3",
    grid="#4d4d4d",
    cursor="#ff7ae3",
    negative="#5aa9ec",
    zero="#26282b",
    positive="#f5a13a",
    hidden="#3a3c40",
    series=("#5aa9ec", "#f5a13a", "#7fc97f", "#c9a0dc", "#b3b3b3"),
)
