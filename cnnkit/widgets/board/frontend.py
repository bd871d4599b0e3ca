"""The JavaScript of the widgets: small modules joined into the one that anywidget loads.

JupyterLab loads a widget's module from a Blob URL, where relative imports cannot work. So the
modules are put one after the other, in the order in which they import each other, without their
imports and exports. Each is a module of its own for people, editors and `node --test`.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static"
MODULES = (
    "geometry",
    "numbers",
    "colours",
    "dom",
    "cell_partners",
    "ruler",
    "panel",
    "grid",
    "layout",
    "film",
    "curve",
    "lines",
    "bars",
    "controls",
    "click_edits",
    "cell_editor",
    "edit_queue",
    "pen",
    "arithmetic",
    "screen_reader",
    "board",
)

_IMPORT = re.compile(r'^import [^;]*? from "\./[\w.]+";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def javascript() -> str:
    """Return the widgets' JavaScript as one module."""
    sources = (STATIC.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in MODULES)
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", source)) for source in sources)


def stylesheet() -> str:
    """Return the widgets' CSS."""
    return STATIC.joinpath("board.css").read_text(encoding="utf-8")
