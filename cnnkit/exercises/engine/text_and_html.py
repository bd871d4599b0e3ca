"""Numbers, small arrays and panels, as text and as HTML.

Everything here is deterministic: the same values give the same characters on every machine. Colours
come from JupyterLab's own variables, so the panels follow the light and the dark theme; where there
is no JupyterLab, the text keeps the page's colour.
"""

import html
import re
import textwrap

import numpy as np

MAX_SIDE = 10
"""Rows or columns of an array that are shown; of a larger one, the part around the mark."""

_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\w)([^*\n]*?\w)\*(?![\w*])")
_FAINT = "var(--jp-border-color2, rgba(128, 128, 128, 0.4))"
_TEXT = "var(--jp-content-font-color1, inherit)"
_MONO = "var(--jp-code-font-family, monospace)"
_TONES = {
    "success": "var(--jp-success-color1, #388e3c)",
    "warn": "var(--jp-warn-color1, #f57c00)",
    "error": "var(--jp-error-color1, #d32f2f)",
    "info": "var(--jp-info-color1, #0097a7)",
}


def number(value: object, digits: int = 4) -> str:
    """Write a number with few digits: ``1``, ``−0.1111``, ``nan``; never ``−0``.

    >>> number(np.float32(5 / 9)), number(-7.0), number(-0.0), number(1e-7), number(True)
    ('0.5556', '−7', '0', '1e−07', 'True')
    """
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if not isinstance(value, (int, float, np.integer, np.floating)):
        return str(value)
    x = float(value)
    if np.isfinite(x) and x == int(x) and abs(x) < 1e15:
        return str(int(x)).replace("-", "−")
    return f"{x:.{digits}g}".replace("-", "−")


def shape(value: tuple[int, ...]) -> str:
    """Put a shape into words: ``a single number``, ``3 numbers``, ``3×4``.

    >>> shape(()), shape((3,)), shape((2, 3, 4))
    ('a single number', '3 numbers', '2×3×4')
    """
    if not value:
        return "a single number"
    if len(value) == 1:
        return f"{value[0]} number{'' if value[0] == 1 else 's'}"
    return "×".join(str(side) for side in value)


def indent(text: str) -> str:
    """Two spaces before every line."""
    return textwrap.indent(text, "  ")


def array_text(array: np.ndarray, mark: tuple[int, ...] | None = None, digits: int = 4) -> str:
    """Lay a small array out in aligned columns; the marked element in brackets."""
    rows, caption = _visible(array, mark, digits)
    width = max((len(cell) for row in rows for cell, _ in row), default=1)
    lines = []
    for row in rows:
        cells = [
            f"[{cell.rjust(width)}]" if marked else f" {cell.rjust(width)} " for cell, marked in row
        ]
        lines.append("".join(cells).rstrip())
    if caption:
        lines.append(f"({caption})")
    if len(rows) == 1 and len(rows[0]) == 1:
        lines[0] = rows[0][0][0]
    return "\n".join(lines)


def array_html(array: np.ndarray, mark: tuple[int, ...] | None = None, digits: int = 4) -> str:
    """Make a table of a small array; the marked element framed, bold and underlined."""
    rows, caption = _visible(array, mark, digits)
    body = []
    for row in rows:
        cells = []
        for cell, marked in row:
            look = "text-align: right; padding: 1px 6px"
            if marked:
                look += f"; font-weight: bold; border: 2px solid {_TONES['warn']}"
                cell = f"<u>{html.escape(cell)}</u>"
            else:
                cell = html.escape(cell)
            cells.append(f'<td style="{look}">{cell}</td>')
        body.append(f"<tr>{''.join(cells)}</tr>")
    note = f"<div>({html.escape(caption)})</div>" if caption else ""
    style = f"border-collapse: collapse; margin: 0; font-family: {_MONO}; color: {_TEXT}"
    return f'<table style="{style}"><tbody>{"".join(body)}</tbody></table>{note}'


def _visible(array: np.ndarray, mark: tuple[int, ...] | None, digits: int):
    """Return the rows of ``(text, marked)`` cells to show, and what is left out."""
    if array.size == 0:
        return [[(f"an empty array of shape {array.shape}", False)]], ""
    caption = []
    if array.ndim > 2:
        lead = mark[: array.ndim - 2] if mark else (0,) * (array.ndim - 2)
        caption.append(f"[{', '.join(map(str, lead))}] of {shape(array.shape)}")
        array, mark = array[lead], (mark[array.ndim - 2 :] if mark else None)
    grid = array.reshape(1, -1) if array.ndim < 2 else array
    at = (0,) * (2 - len(mark)) + tuple(mark) if mark is not None else None
    spans = []
    for axis, side in enumerate(grid.shape):
        start = 0
        if side > MAX_SIDE:
            centre = at[axis] if at else 0
            start = min(max(0, centre - MAX_SIDE // 2), side - MAX_SIDE)
            last = min(side, start + MAX_SIDE) - 1
            caption.append(f"{('rows', 'columns')[axis]} {start} to {last} of {side}")
        spans.append(range(start, min(side, start + MAX_SIDE)))
    rows = [[(number(grid[i, j], digits), (i, j) == at) for j in spans[1]] for i in spans[0]]
    return rows, ", ".join(caption)


def inline(text: str) -> str:
    """Escaped text in which `back-quoted` parts are code; numbers outside of it get minus signs.

    A *word* between asterisks is emphasised; an asterisk between spaces multiplies.

    >>> inline("-1 is `x[-1]`, a 3-line answer")
    '−1 is <code>x[-1]</code>, a 3-line answer'
    >>> inline("the *upper left* pixel, at i * stride, j * stride")
    'the <em>upper left</em> pixel, at i * stride, j * stride'
    """
    parts = re.split(r"`([^`]+)`", html.escape(text, quote=False))
    parts[::2] = [re.sub(r"(?<![\w)\]-])-(?=[\d.∞])", "−", part) for part in parts[::2]]
    parts[::2] = [_EMPHASIS.sub(r"<em>\1</em>", part) for part in parts[::2]]
    parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
    return "".join(parts)


def paragraphs(text: str) -> str:
    """Every line of the text as a paragraph."""
    lines = [line for line in text.split("\n") if line.strip()]
    return "".join(f'<p style="margin: 0.3em 0">{inline(line)}</p>' for line in lines)


def preformatted(text: str) -> str:
    """Text whose spaces and line ends matter: code, what was printed."""
    style = f"margin: 0; white-space: pre-wrap; font-family: {_MONO}; color: {_TEXT}"
    return f'<pre style="{style}">{html.escape(text, quote=False)}</pre>'


def labelled(label: str, content: str) -> str:
    """Content under a label."""
    return f'<div><div style="font-weight: bold">{inline(label)}</div>{content}</div>'


def row(parts: list[str]) -> str:
    """Parts side by side, wrapped where the page is narrow."""
    inner = "".join(parts)
    return f'<div style="display: flex; flex-wrap: wrap; gap: 0.5em 2em">{inner}</div>'


def panel(sign: str, word: str, title: str, body: str, *, tone: str = "info") -> str:
    """Frame a block: a sign and a word first, then the body."""
    style = (
        f"border: 1px solid {_FAINT}; border-left: 5px solid {_TONES[tone]}; "
        f"padding: 0.4em 0.9em; margin: 0.3em 0; color: {_TEXT}"
    )
    name = f" · {inline(title)}" if title else ""
    head = f'<span aria-hidden="true">{html.escape(sign)}</span> {html.escape(word)}{name}'
    return (
        f'<div class="cnnkit-outcome" role="status" style="{style}">'
        f'<div style="font-weight: bold">{head}</div>{body}</div>'
    )
