"""A figure in one call: parts side by side, cells of one size, words from the arrays."""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cnnkit.checks import array, has_method, real, shown, whole
from cnnkit.plots.colours import GRID, MUTED, PAPER
from cnnkit.plots.figure import SCREEN_DPI, show
from cnnkit.plots.figure_parts import Map, Picture, size_in_words
from cnnkit.plots.number_text import decimals_of, number
from cnnkit.plots.style import SMALL_SIZE, TEXT, labels, limit_of, numbers_of

__all__ = ["maps_of", "show_products", "show_row"]

WIDEST = 11.0  # inches of a row on a page
GRID_SIZE, CHART_SIZE = 3.0, 3.0  # inches of the largest grid's longer side, of a chart's height
CHART_WIDTHS = (1.4, 1.2, 1.0)  # heights: narrower where several can then stand side by side
FOR_NUMBERS, FEW_CELLS = 0.42, 10  # inches of a cell that holds its number, where cells are few
GAP, TITLE, LINE = 0.35, 0.34, 0.26  # inches between parts, above a part, more for a title's line
CHART_MARGIN = (0.75, 0.35, 0.65, 0.0)  # left, right, bottom and top of a chart: names and ticks
LETTER = 0.105  # inches of a letter of a title, about
MANY, MOST_NAMED = 4, 40  # pictures, and their titles, that are said one by one
ALIKE = 4.5  # times: sizes that are not further apart are compared, and get cells of one size


def show_row(*parts, columns=None, say="", size=None):
    """Show parts side by side, and say them in words.

    Grids whose sizes can be compared get cells of one size, so that a smaller map looks smaller.

    Parameters
    ----------
    *parts : Picture, Map, Lines, Bars, Confusion or Landscape
        Left to right; a list of parts counts as its parts.
    columns : int, optional
        Parts per row; by default what fits the width of the page, in rows of equal length.
    say : str, optional
        What the arrays cannot know, said first: "A photograph of a cat."
    size : float, optional
        Inches of the longer side of the largest grid, or of a chart's height; by default 3.

    Raises
    ------
    TypeError, ValueError
        If there is no part, or one is something else.

    Examples
    --------
    In a notebook::

        plots.show_row(plots.Picture(x, "the X"), plots.Map(scores, "its map", indices=True))
    """
    figure, words = row(parts, columns, say, size)
    show(figure, words)


def show_products(patch, feature, *, say=""):
    """Show a patch, a feature and their products; below them the sum and the mean."""
    patch, feature = numbers_of(patch, "patch", 2), numbers_of(feature, "feature", 2)
    if patch.shape != feature.shape:
        raise ValueError(
            f"patch {patch.shape} and feature {feature.shape} must have the same shape"
        )
    product = patch * feature
    total, mean = number(product.sum()), number(product.mean(), decimals=2)
    figure, words = row(
        (
            Picture(patch, "patch", numbers=True),
            Map(feature, "× feature", limit=1, numbers=True),
            Map(product, "= products", limit=1, numbers=True),
        ),
        3,
        say,
        2.4,
    )
    figure.axes[2].set_xlabel(f"sum {total},  ÷ {product.size} = {mean}", **TEXT, labelpad=8)
    show(figure, f"{words} Their sum is {total}, divided by {product.size} that is {mean}.")


def maps_of(stack, titles=None, *, limit=None, **options):
    """Return a list of Maps of a stack (C, H, W) with common colours and decimals."""
    stack = array(stack, "stack")
    if stack.ndim != 3 or not len(stack):
        raise ValueError(f"stack has shape {stack.shape}; it needs (channels, height, width)")
    names = [f"map {k}" for k in range(len(stack))]
    if titles is not None:
        names = labels(titles, "titles", len(stack), "maps", blank=True)
    stack = np.array([numbers_of(one, "stack", 2, gaps=True) for one in stack])
    limit = limit_of(limit, float(np.nanmax(np.abs(stack))))
    options = {"decimals": decimals_of(stack)} | options
    return [Map(one, name, limit=limit, **options) for one, name in zip(stack, names, strict=True)]


def row(parts, columns, say, size):
    """Return the figure of parts and its words."""
    parts = flat(parts)
    if not isinstance(say, str):
        raise TypeError(f"say is {shown(say)}; give a text")
    if size is not None:
        size = real(size, "size", above=0)
    if columns is not None:
        columns = whole(columns, "columns")
    try:
        for chart in CHART_WIDTHS:
            boxes, said = _boxes(parts, size, chart), in_words(parts)
            if columns or _width(boxes) <= WIDEST:
                break
        else:
            boxes = _boxes(parts, size, CHART_WIDTHS[0])
    except Exception:
        for part in parts:  # drawing says what is wrong with which argument
            part.draw(Figure().add_subplot(projection=getattr(part, "projection", None)))
        raise
    columns = columns or _columns(boxes)
    figure = _figure(parts, boxes, columns)
    said = [f"{text[:1].upper()}{text[1:].rstrip('.')}." for text in (say, *said) if text]
    return figure, " ".join(said)


def _boxes(parts, size, chart):
    """Return the box of each part; grids of few cells are large enough for their numbers."""
    height = CHART_SIZE if size is None else size
    if size is None:
        side = max(max(part.shape or (0,)) for part in parts)
        size = max(GRID_SIZE, FOR_NUMBERS * side) if side <= FEW_CELLS else GRID_SIZE
    chart = chart * height, height
    return [_box(part, cell, chart) for part, cell in zip(parts, _cells(parts, size), strict=True)]


def in_words(parts):
    """Return the words of each part; many pictures of one size are said together."""
    plain = [part for part in parts if isinstance(part, Picture) and part.window is None]
    if len(plain) <= MANY or len({part.shape for part in plain}) > 1:
        return [part.words() for part in parts]
    titles = [" ".join(str(part.title).split()) for part in plain if part.title]
    names = f": {', '.join(titles[:MOST_NAMED])}" if titles else ""
    more = f" and {len(titles) - MOST_NAMED} more" if len(titles) > MOST_NAMED else ""
    together = f"{len(plain)} pictures of {size_in_words(plain[0].shape)} pixels{names}{more}"
    return [together, *(part.words() for part in parts if all(part is not one for one in plain))]


def flat(parts):
    """Return the parts in one list; lists of parts count as theirs."""
    found = []
    for part in parts:
        if isinstance(part, (list, tuple)):
            found += flat(part)
        else:
            use = 'give parts such as plots.Map(scores, "a map")'
            found.append(has_method(part, "a part of the row", "words", use))
    if not found:
        raise ValueError("there is no part to show; give parts such as plots.Map(scores)")
    return found


def _cells(parts, size):
    """Return the inches of a cell of each part: one for all that can be compared; None for charts.

    A kernel beside a photograph cannot, and is drawn larger.
    """
    sides = [max(part.shape) if part.shape is not None else 0 for part in parts]
    largest = max(sides)
    cells = []
    for side in sides:
        if not side:
            cells.append(None)
        elif side * ALIKE >= largest:
            cells.append(size / largest)
        else:  # the group of its own kind
            group = max(one for one in sides if one and one * ALIKE < largest)
            cells.append(min(size / 2 / group, 0.5))
    return cells


def _box(part, cell, chart):
    """Return (left, right, below, above, width, height) of a part in inches."""
    title = getattr(part, "title", None) or ""
    lines = str(title).split("\n") if title else []
    above = TITLE + LINE * (len(lines) - 1) if lines else 0.1
    if cell is None:
        left, right, below, more = CHART_MARGIN
        names = getattr(part, "names", None) or getattr(part, "classes", None)
        if type(part).__name__ in ("Bars", "Confusion"):
            left = 0.25 + LETTER * max(len(str(name)) for name in names)
            right = 0.1
            below = 0.1 if type(part).__name__ == "Bars" else 0.75
        if type(part).__name__ == "Lines":
            right = 0.2 + LETTER * max((len(str(name)) for name in part.series), default=0)
        width, height = _chart(part, chart)
        return left, right, below, above + more, width, height
    height, width = (max(side * cell, 0.3) for side in part.shape)
    if getattr(part, "indices", False):
        above += 0.28
    wide = max((len(line) for line in lines), default=0) * LETTER
    left = 0.28 if getattr(part, "indices", False) else 0.02
    right = max(0.02, wide - width - left)
    return left, right, 0.1, above, width, height


def _chart(part, chart):
    kind = type(part).__name__
    if kind == "Bars":
        return 2.4, 0.36 * len(part.names) + 0.2
    if kind == "Confusion":
        name = 0.15 + LETTER * max(len(str(one)) for one in part.classes)
        side = min(4.8, max(2.0, max(0.42, name) * len(part.classes)))
        return side, side
    return (3.6, 3.6) if kind == "Landscape" else chart


def _columns(boxes):
    """Return how many parts go into a row: as few rows as the page allows, of equal length."""
    for rows in range(1, len(boxes) + 1):
        columns = -(-len(boxes) // rows)
        groups = [boxes[k : k + columns] for k in range(0, len(boxes), columns)]
        if all(_width(group) <= WIDEST for group in groups):
            return columns
    return 1


def _width(boxes):
    return sum(left + right + width for left, right, _, _, width, _ in boxes) + GAP * (
        len(boxes) - 1
    )


def _figure(parts, boxes, columns):
    """Draw the parts, placed by hand: a layout engine would give all of them equal room."""
    groups = [range(k, min(k + columns, len(parts))) for k in range(0, len(parts), columns)]
    heights = [
        max(boxes[k][3] for k in group) + max(boxes[k][2] + boxes[k][5] for k in group)
        for group in groups
    ]
    wide = max(_width([boxes[k] for k in group]) for group in groups)
    tall = sum(heights) + 0.15 * (len(groups) - 1)
    figure = Figure((wide, tall), SCREEN_DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    top = tall
    # In columns: where all rows hold the same kind of part, these stand below each other.
    slots = [max(boxes[k][0] for k in range(c, len(parts), columns)) for c in range(columns)]
    widths = [
        max(boxes[k][4] + boxes[k][1] for k in range(c, len(parts), columns))
        for c in range(min(columns, len(parts)))
    ]
    for group, height in zip(groups, heights, strict=True):
        above = max(boxes[k][3] for k in group)
        x = 0.0
        for column, k in enumerate(group):
            _, _, _, _, width, tall_part = boxes[k]
            x += slots[column]
            at = (x / wide, (top - above - tall_part) / tall, width / wide, tall_part / tall)
            ax = figure.add_axes(at, projection=getattr(parts[k], "projection", None))
            ax.tick_params(labelsize=SMALL_SIZE, colors=MUTED, length=0)
            ax.spines[:].set_color(GRID)
            parts[k].draw(ax)
            x += widths[column] + GAP
        top -= height + 0.15
    return figure
