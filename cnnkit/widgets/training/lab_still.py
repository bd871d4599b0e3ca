"""Static matplotlib figure of a TrainingLab."""

from __future__ import annotations

from itertools import accumulate

import numpy as np

from cnnkit import plots
from cnnkit.widgets.board.montage import montage
from cnnkit.widgets.board.number_words import writer
from cnnkit.widgets.board.still_names import dashes
from cnnkit.widgets.board.still_sheet import INCH, Box, Sheet
from cnnkit.widgets.board.themes import LIGHT, Theme

SIDE = 3.1 * INCH  # of a panel, with its title
ABOVE, BELOW, BESIDE, TICKS = 30, 36, 9, 30  # points: a title, an axis of epochs, a rim, numbers
LINE = 16  # points of a line of words below the panels
STROKES = ((), (7, 4), (2, 3), (8, 3, 2, 3))  # as in js/board/epoch_lines.js
SHARES = {"curves": 1.5, "stack": 1.0, "pictures": 1.2}  # of the width


def draw_lab(scene, theme: Theme = LIGHT):
    """Return a figure of the scene of a TrainingLab: curves, then now above, the past below."""
    panels = {panel.name: panel for panel in scene.panels}
    stacks = [pair for pair in (("kernels", "kernels then"), ("maps", "maps then"))
              if pair[0] in panels]  # fmt: skip
    sheet = Sheet(SIDE * (2 + len(stacks)), 2 * SIDE + LINE * len(scene.table), theme)
    curves, *places, last = _columns(sheet, len(stacks))
    for box, name in zip(curves, ("loss", "accuracy"), strict=True):
        _draw_lines(panels[name], scene.arrays, sheet, box)
    for column, pair in zip(places, stacks, strict=True):
        for box, name in zip(column, pair, strict=True):
            panel = panels[name]
            _draw_stack(sheet, panel, scene.arrays[panel.array], box, panel.title)
    for box, (place, title) in zip(
        last, ((1, "Answers now"), (2, f"Answers, epoch {panels['pictures'].pin}")), strict=True
    ):
        stack = scene.arrays["pictures"]
        box, shape = _draw_stack(sheet, panels["pictures"], stack, box, title)
        _name_tiles(sheet, panels["pictures"], stack, place, box, shape)
    _write_table(sheet, scene.table)
    return sheet.finished()


def _write_table(sheet: Sheet, table) -> None:
    """Write two runs side by side, in the lines below the panels."""
    for row, (name, *values) in enumerate(table[1:]):
        pairs = (f"{head} {value}" for head, value in zip(table[0][1:], values, strict=True))
        sheet.page.text(
            TICKS, 2 * SIDE + row * LINE, f"{name}: {', '.join(pairs)}", fontsize=10, va="top",
            color=sheet.theme.ink, parse_math=False,
        )  # fmt: skip


def _columns(sheet: Sheet, stacks: int) -> list[list[Box]]:
    """Return the upper and the lower box of each column."""
    shares = [SHARES["curves"], *[SHARES["stack"]] * stacks, SHARES["pictures"]]
    room = sheet.width - TICKS - 2 * BESIDE * len(shares)
    widths = [room * share / sum(shares) for share in shares]
    ends = accumulate((width + 2 * BESIDE for width in widths[:-1]), initial=TICKS + BESIDE)
    height = SIDE - ABOVE - BELOW
    return [
        [Box(left, row * SIDE + ABOVE, width, height) for row in (0, 1)]
        for left, width in zip(ends, widths, strict=True)
    ]


def _draw_lines(panel, arrays, sheet: Sheet, box: Box) -> None:
    ax, theme = sheet.axes(box), sheet.theme
    lines = arrays[panel.array][:, 0]
    at = np.arange(lines.shape[1])
    if panel.thin:
        ax.plot(*arrays[panel.thin], color=theme.grid, linewidth=1)
    for position, _ in panel.marks:
        ax.axvline(position, color=theme.muted, linewidth=0.8)
    _write_marks(panel, ax, theme)
    for k, (line, name) in enumerate(zip(lines, panel.names, strict=True)):
        unit = f"{line[-1]:.0f} %" if panel.unit else writer(lines)(line[-1])
        style = {"color": theme.series[k], "linestyle": dashes(STROKES[k]), "markersize": 4}
        mark = "os"[k] if len(at) < 25 else None
        ax.plot(at, line, marker=mark, label=f"{name} {unit}", **style)
    for k, (line, name) in enumerate(zip(arrays[panel.before], panel.names, strict=True)):
        if panel.beside and len(line):
            style = {"linestyle": dashes(STROKES[len(lines) + k]), "color": theme.muted}
            ax.plot(line, label=f"{panel.beside}: {name}", linewidth=1.3, **style)
    ax.axvline(panel.pin, color=theme.cursor, linestyle="--", linewidth=1.2)
    ax.set_xlim(*panel.x)
    ax.set_ylim(panel.limits[0], panel.limits[1] * 1.02)
    ax.set_xlabel("epoch", fontsize=11, color=theme.ink)
    ax.tick_params(labelsize=11, colors=theme.muted, length=0)
    ax.grid(True, color=theme.grid, linewidth=0.8)
    ax.legend(fontsize=9, frameon=False, labelcolor=theme.ink)
    sheet.title(box, panel.title, 13, 6)


def _write_marks(panel, ax, theme: Theme) -> None:
    """Write what changed settings became, the newest on top, each on a line of its own."""
    span = panel.x[1] - panel.x[0]
    for row, (position, text) in enumerate(reversed(panel.marks)):
        late = position > panel.x[0] + span / 2
        ax.annotate(
            text, (position, panel.limits[1]), (-3 if late else 3, -11 * row - 2),
            textcoords="offset points", fontsize=9, color=theme.muted, va="top",
            ha="right" if late else "left", parse_math=False,
        )  # fmt: skip


def _draw_stack(sheet: Sheet, panel, stack, place: Box, title: str):
    """Draw a block of maps; return its box and how many rows and columns it has."""
    whole, _ = montage(stack)
    box = place.around(*whole.shape)
    colours = "gray" if panel.colours == "gray" else "signed"
    sheet.image(panel.name, box, whole, colours, panel.limits)
    sheet.title(box, title, 13, 6)
    return box, whole.shape


def _name_tiles(sheet: Sheet, panel, stack, place: int, box: Box, shape) -> None:
    """Write each answer into the corner of its picture, on a ground of its own if it is wrong."""
    _, corners = montage(stack)
    for captions, (top, left) in zip(panel.told.captions, corners, strict=True):
        right, corner = "✓" in captions[place], box.part(shape, top, left)
        sheet.page.text(
            corner.left, corner.top, captions[place].rsplit(" ", 1)[0], fontsize=10, va="top",
            color="black" if right else "white", parse_math=False,
            bbox={"facecolor": "white" if right else plots.WRONG, "edgecolor": "none", "pad": 1.5},
        )  # fmt: skip
