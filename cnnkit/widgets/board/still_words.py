"""Words below a still picture: what is set, which the board has in its toolbar."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from cnnkit.widgets.board.setting_words import APART
from cnnkit.widgets.board.still_sheet import INCH, SPACED
from cnnkit.widgets.board.themes import Theme

SIZE = 11  # points of the words
ABOVE, BELOW = 12, 8  # points between them and what is drawn, and below them
SHARE = 0.9  # of the width, for a line of them


def with_words(figure: Figure, words: str, theme: Theme) -> Figure:
    """Return the figure, made higher, with words below it; they are broken between two settings."""
    if not words:
        return figure
    wide, high = (INCH * side for side in figure.get_size_inches())
    lines = _lines(figure, words.split(APART), SHARE * wide)
    more = ABOVE + 1.1 * SIZE * SPACED * len(lines) + BELOW
    figure.set_size_inches(wide / INCH, (high + more) / INCH)
    share = high / (high + more)
    for ax in figure.axes:
        left, bottom, width, height = ax.get_position().bounds
        ax.set_position((left, 1 - share * (1 - bottom), width, share * height))
    figure.text(
        0.5, (more - ABOVE) / (high + more), "\n".join(lines), ha="center", va="top",
        fontsize=SIZE, linespacing=SPACED, color=theme.muted, parse_math=False,
    )  # fmt: skip
    return figure


def _lines(figure: Figure, parts: list[str], room: float) -> list[str]:
    """Return the parts joined to lines of at most ``room`` points."""
    renderer, font = figure.canvas.get_renderer(), FontProperties(size=SIZE)

    def points(text: str) -> float:
        return renderer.get_text_width_height_descent(text, font, False)[0] * INCH / figure.dpi

    lines = parts[:1]
    for part in parts[1:]:
        longer = f"{lines[-1]}{APART}{part}"
        if points(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
