"""Static matplotlib figure of a TrainingLab."""

from __future__ import annotations

import numpy as np

from cnnkit import plots
from cnnkit.plots.colours import DASHES, SERIES
from cnnkit.widgets.board.montage import montage
from cnnkit.widgets.board.numbers import writer
from cnnkit.widgets.board.still_png import plain


def draw_lab(scene):
    """Return a figure of the scene of a TrainingLab: curves, then now above, the past below."""
    panels = {panel.name: panel for panel in scene.panels}
    stacks = [pair for pair in (("kernels", "kernels then"), ("maps", "maps then"))
              if pair[0] in panels]  # fmt: skip
    figure, axes = plots.panels(2, 2 + len(stacks), size=(3.1, 3.1), widths=[1.5]
                                + [1] * len(stacks) + [1.2])  # fmt: skip
    for ax, name in zip(axes[:, 0], ("loss", "accuracy"), strict=True):
        _draw_lines(panels[name], scene.arrays, ax)
    for column, pair in enumerate(stacks, start=1):
        for ax, name in zip(axes[:, column], pair, strict=True):
            _draw_stack(panels[name], scene.arrays[panels[name].array], ax)
    for ax, (place, title) in zip(
        axes[:, -1], ((1, "Answers now"), (2, f"Answers, epoch {panels['pictures'].pin}")),
        strict=True,
    ):  # fmt: skip
        _draw_stack(panels["pictures"], scene.arrays["pictures"], ax, title)
        _name_tiles(panels["pictures"], scene.arrays["pictures"], place, ax)
    return plain(figure)


def _draw_lines(panel, arrays, ax):
    lines = arrays[panel.array][:, 0]
    at = np.arange(lines.shape[1])
    if panel.thin:
        ax.plot(*arrays[panel.thin], color=plots.GRID, linewidth=1)
    for line in arrays[panel.before]:
        ax.plot(line, color=plots.MUTED, linestyle=":", linewidth=1.2)
    for position, text in panel.marks:
        ax.axvline(position, color=plots.MUTED, linewidth=0.8)
        ax.text(position, panel.limits[1], f" {text}", fontsize=9, color=plots.MUTED, va="top")
    for k, (line, name) in enumerate(zip(lines, panel.names, strict=True)):
        unit = f"{line[-1]:.0f} %" if panel.unit else writer(lines)(line[-1])
        style = {"color": SERIES[k], "linestyle": DASHES[k], "label": f"{name} {unit}"}
        ax.plot(at, line, marker="os"[k] if len(at) < 25 else None, markersize=4, **style)
    ax.axvline(panel.pin, color=plots.CURSOR, linestyle="--", linewidth=1.2)
    ax.set_xlim(*panel.x)
    ax.set_ylim(panel.limits[0], panel.limits[1] * 1.02)
    ax.set_xlabel("epoch", fontsize=11, color=plots.INK)
    ax.set_title(panel.title, fontsize=13, color=plots.INK)
    ax.grid(True, color=plots.GRID, linewidth=0.8)
    ax.legend(fontsize=9, frameon=False)


def _draw_stack(panel, stack, ax, title=None):
    whole, _ = montage(stack)
    colours = "gray" if panel.colours == "gray" else plots.SIGNED
    ax.imshow(whole, cmap=colours, vmin=panel.limits[0], vmax=panel.limits[1])
    ax.set_title(title or panel.title, fontsize=13, color=plots.INK)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def _name_tiles(panel, stack, place, ax):
    _, corners = montage(stack)
    for captions, (top, left) in zip(panel.captions, corners, strict=True):
        right = "✓" in captions[place]
        ax.text(left, top, captions[place].rsplit(" ", 1)[0], fontsize=10, va="top",
                color="black" if right else "white",
                bbox={"facecolor": "white" if right else plots.WRONG, "edgecolor": "none",
                      "pad": 1.5})  # fmt: skip
