"""What the browser loads for an explorer: bundles of ``js/board/``, made by ``npm run build``.

`board` attaches them to the widget, by :mod:`cnnkit.notebook_cells.shared_javascript`.
"""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"


def javascript() -> str:
    """Return the widgets' JavaScript as one module."""
    return STATIC.joinpath("board.js").read_text(encoding="utf-8")


def stylesheet() -> str:
    """Return the widgets' CSS."""
    return STATIC.joinpath("board.css").read_text(encoding="utf-8")
