"""What a figure is made of: each part holds its arrays, draws and describes itself.

`show_row` puts parts side by side. Words come from the arrays, so that they are true of every
picture, and need not be written beside the code of a lesson.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cnnkit.checks import flag, shown
from cnnkit.plots.charts import bars, lines
from cnnkit.plots.colours import MUTED
from cnnkit.plots.confusion_matrix import confusion
from cnnkit.plots.grids import checked_picture, heatmap, picture
from cnnkit.plots.number_text import decimals_of, number
from cnnkit.plots.style import PLAIN, SMALL_SIZE, numbers_of
from cnnkit.plots.surfaces import landscape, steps

__all__ = ["Bars", "Confusion", "Landscape", "Lines", "Map", "Picture"]

MOST_SPELLED = 30  # numbers that are said one by one
MOST_PLACES = 4
MOST_BARS = 12
MOST_TICKS = 6  # on a narrow chart's axis, so that their numbers keep apart


@dataclass(frozen=True)
class Picture:
    """A grey or colour picture; see `picture`.

    >>> Picture(np.eye(2), "two dots").words()
    'two dots: a picture of 2×2 pixels, 1 0 / 0 1'
    """

    image: Any
    title: str | None = None
    window: Any = None
    numbers: Any = False
    indices: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return checked_picture(self.image).shape[-2:]

    def draw(self, ax) -> None:
        """Draw it on one Axes."""
        picture(
            self.image, ax, title=self.title, window=self.window, numbers=self.numbers,
            indices=self.indices, low=self.low, high=self.high,
        )  # fmt: skip

    def words(self) -> str:
        """Say what it shows."""
        image = checked_picture(self.image)
        kind = "a colour picture" if image.ndim == 3 else "a picture"
        said = f"{kind} of {size_in_words(self.shape)} pixels"
        if image.ndim == 2 and image.size <= MOST_SPELLED:
            said += f", {spelled(image)}"
        return named(self.title, said + windows_in_words(self.window))


@dataclass(frozen=True)
class Map:
    """Signed numbers as a heat map: a map of scores, a kernel, products; see `heatmap`.

    >>> scores = np.zeros((7, 7))
    >>> scores[3, 3], scores[0, 1] = 1.0, -0.5
    >>> Map(scores, "crossing").words()
    'crossing: a map of 7×7, highest 1 at (3, 3), lowest −0.50 at (0, 1)'
    """

    values: Any
    title: str | None = None
    window: Any = None
    limit: float | None = None
    numbers: Any = "auto"
    decimals: int | None = None
    indices: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return numbers_of(self.values, "values", 2, gaps=True).shape

    def draw(self, ax) -> None:
        """Draw it on one Axes."""
        heatmap(
            self.values, ax, title=self.title, window=self.window, limit=self.limit,
            numbers=self.numbers, decimals=self.decimals, indices=self.indices,
        )  # fmt: skip

    def words(self) -> str:
        """Say what it shows."""
        values = numbers_of(self.values, "values", 2, gaps=True)
        windows = windows_in_words(self.window)
        decimals = decimals_of(values) if self.decimals is None else self.decimals
        if values.size <= MOST_SPELLED:
            said = f"{size_in_words(values.shape)} numbers, {spelled(values, decimals)}"
            return named(self.title, said + windows)
        highest, lowest = (extreme_in_words(values, best) for best in (np.nanmax, np.nanmin))
        said = f"a map of {size_in_words(values.shape)}"
        if highest == lowest:
            return named(self.title, f"{said}, {highest.partition(' ')[0]} everywhere{windows}")
        return named(self.title, f"{said}, highest {highest}, lowest {lowest}{windows}")


@dataclass(frozen=True)
class Lines:
    """Named curves; see `lines`.

    >>> Lines({"loss": [2.3, 1.0, 0.5]}, xlabel="epoch").words()
    'over epoch 1 to 3: loss from 2.30 to 0.50'
    """

    series: dict
    x: Any = None
    xlabel: str = ""
    ylabel: str = ""
    title: str | None = None
    markers: bool = True
    log: str = ""  # "x", "y" or "xy": axes on which equal steps are equal ratios
    marks: dict = field(default_factory=dict)  # of name to x: upright lines
    ways: bool = False
    walk: Any = None  # x and y of steps along a curve; see `steps`

    shape = None

    def draw(self, ax) -> None:
        """Draw it on one Axes."""
        if "x" in self.log:
            ax.set_xscale("log")
        if "y" in self.log:
            ax.set_yscale("log")
        lines(
            self.series, ax, x=self.x, xlabel=self.xlabel, ylabel=self.ylabel, title=self.title,
            markers=self.markers, ways=self.ways,
        )  # fmt: skip
        if self.walk is not None:
            steps(*pair(self.walk), ax)
        if "x" not in self.log:
            ax.locator_params(axis="x", nbins=MOST_TICKS)
        upright(ax, self.marks)

    def words(self) -> str:
        """Say what it shows."""
        length = len(next(iter(self.series.values())))
        x = np.arange(1, length + 1) if self.x is None else np.asarray(self.x, float)
        across = f"over {self.xlabel or 'the steps'} {number(x[0])} to {number(x[-1])}"
        said = [curve_in_words(name, np.asarray(y, float), x) for name, y in self.series.items()]
        marks = [f"{name} at {number(at)}" for name, at in self.marks.items()]
        if self.walk is not None:
            marks.append(walk_in_words(*pair(self.walk)))
        what = f"{self.ylabel} {across}" if self.ylabel else across
        return named(self.title, f"{what}: " + "; ".join(said + marks))


@dataclass(frozen=True)
class Bars:
    """Named numbers as bars; see `bars`.

    >>> Bars([0.974, 0.026], ["X", "O"], "shares").words()
    'shares: X 0.97, O 0.03'
    """

    values: Any
    names: Any
    title: str | None = None
    limit: float | None = None
    decimals: int | None = None

    shape = None

    def draw(self, ax) -> None:
        """Draw it on one Axes."""
        bars(
            self.values, self.names, ax,
            title=self.title, limit=self.limit, decimals=self.decimals,
        )  # fmt: skip

    def words(self) -> str:
        """Say what it shows."""
        values = numbers_of(self.values, "values", 1)
        said = [
            f"{name} {number(value, self.decimals, of=values)}"
            for name, value in zip(self.names, values, strict=True)
        ]
        more = f" and {len(said) - MOST_BARS} more" if len(said) > MOST_BARS else ""
        return named(self.title, ", ".join(said[:MOST_BARS]) + more)


@dataclass(frozen=True)
class Confusion:
    """How often each class was taken for each; see `confusion`.

    >>> Confusion(np.array([[5, 1], [0, 4]]), ["X", "O"]).words()
    '9 of 10 right; X taken for O once'
    """

    matrix: Any
    classes: Any
    title: str | None = None

    shape = None

    def draw(self, ax) -> None:
        """Draw it on one Axes."""
        confusion(self.matrix, self.classes, ax, title=self.title)

    def words(self) -> str:
        """Say what it shows."""
        matrix = np.asarray(self.matrix)
        wrong = [(int(n), i, j) for (i, j), n in np.ndenumerate(matrix) if n and i != j]
        said = [f"{np.trace(matrix)} of {matrix.sum()} right"]
        for count, i, j in sorted(wrong, key=lambda one: -one[0])[:MOST_PLACES]:
            times = {1: "once", 2: "twice"}.get(count, f"{count} times")
            said.append(f"{self.classes[i]} taken for {self.classes[j]} {times}")
        return named(self.title, "; ".join(said))


@dataclass(frozen=True)
class Landscape:
    """The error over two weights, with ways over it; see `landscape`."""

    errors: Any
    at: Any
    paths: dict | None = None
    names: tuple[str, str] = ("weight 1", "weight 2")
    title: str | None = None
    star: Any = None
    side: bool = False

    shape = None

    @property
    def projection(self) -> str | None:
        """Of the Axes that it is drawn on."""
        return "3d" if flag(self.side, "side") else None

    def draw(self, ax) -> None:
        """Draw it on one Axes."""
        landscape(
            self.errors, ax, at=self.at, paths=self.paths, names=self.names, title=self.title,
            star=self.star, side=self.side,
        )  # fmt: skip

    def words(self) -> str:
        """Say what it shows."""
        errors = np.asarray(self.errors, float)
        i, j = np.unravel_index(errors.argmin(), errors.shape)
        first, second = (np.asarray(axis, float) for axis in self.at)
        place = f"({number(first[i])}, {number(second[j])})"
        said = [f"the error is lowest at {place}, {number(errors.min())}"]
        if self.side:
            said.append(f"as a hill, up to {number(errors.max())}")
        if self.star is not None:
            first, second = (number(weight) for weight in self.star)
            said.append(f"a star at ({first}, {second})")
        for name, path in (self.paths or {}).items():
            path = np.asarray(path, float)
            begin, end = (f"({number(p[0])}, {number(p[1])})" for p in (path[0], path[-1]))
            said.append(f"{name} goes from {begin} to {end}")
        return named(self.title, "; ".join(said))


def pair(walk):
    """Return the places of a walk and its heights there."""
    if not isinstance(walk, (tuple, list)) or len(walk) != 2:
        raise ValueError(f"walk is {shown(walk)}; give the x and the y of its steps, as a pair")
    return walk


def walk_in_words(x, y) -> str:
    """Return where each step of a walk has led.

    >>> walk_in_words([0.0, 3.6, 0.72], [4.0, 2.56, 1.6])
    'a walk by 2 steps: (0, 4), (3.60, 2.56), (0.72, 1.60)'
    """
    places = [f"({number(a)}, {number(b)})" for a, b in zip(x, y, strict=True)]
    said = places if len(places) <= MOST_BARS else [*places[: MOST_PLACES - 1], "…", places[-1]]
    return f"a walk by {len(places) - 1} steps: {', '.join(said)}"


def upright(ax, marks) -> None:
    """Draw thin upright lines with their names."""
    for name, at in marks.items():
        ax.axvline(at, color=MUTED, linewidth=1, linestyle=":")
        ax.annotate(
            name, (at, 1), xycoords=("data", "axes fraction"), xytext=(4, -2),
            textcoords="offset points", va="top", fontsize=SMALL_SIZE, color=MUTED, **PLAIN,
        )  # fmt: skip


def named(title, said: str) -> str:
    """Put the title before the words; line breaks of a title are spaces."""
    return f"{' '.join(str(title).split())}: {said}" if title else said


def size_in_words(shape) -> str:
    """Return a size as it is read.

    >>> size_in_words((7, 5))
    '7×5'
    """
    return "×".join(str(n) for n in shape)


def spelled(values, decimals=None) -> str:
    """Return the numbers row by row.

    >>> spelled(np.array([[1.0, -1.0], [0.0, 0.5]]))
    '1.00 −1.00 / 0.00 0.50'
    """
    decimals = decimals_of(values) if decimals is None else decimals
    rows = (
        " ".join("–" if np.isnan(v) else number(v, decimals) for v in np.asarray(row, float))
        for row in values
    )
    return " / ".join(rows)


def extreme_in_words(values, best) -> str:
    """Return the largest or smallest number and where it stands."""
    found = best(values)
    places = [f"({i}, {j})" for i, j in np.argwhere(np.isclose(values, found, rtol=0, atol=1e-6))]
    if len(places) > MOST_PLACES:
        return f"{number(found)} at {len(places)} places"
    return f"{number(found)} at {', '.join(places)}"


def windows_in_words(window) -> str:
    """Return where the outlined windows are."""
    if window is None:
        return ""
    boxes = [window] if np.ndim(window[0]) == 0 else list(window)
    if len(boxes) > MOST_PLACES:
        return f"; {len(boxes)} windows outlined"
    return "; outlined " + " and ".join(window_in_words(*box) for box in boxes)


def window_in_words(row, column, height=1, width=None) -> str:
    """Return rows and columns of a window.

    >>> window_in_words(3, 4, 3), window_in_words(0, 2)
    ('rows 3 to 5, columns 4 to 6', 'row 0, column 2')
    """
    width = height if width is None else width
    return f"{_span('row', row, height)}, {_span('column', column, width)}"


def _span(name, first, count) -> str:
    last = first + count - 1
    return f"{name} {first:g}" if count <= 1 else f"{name}s {first:g} to {last:g}"


def curve_in_words(name, y, x) -> str:
    """Return where a curve begins and ends, and its turning point if that is inside."""
    there = np.flatnonzero(np.isfinite(y))
    first, last = y[there[0]], y[there[-1]]
    said = f"{name} from {_said(first)} to {_said(last)}".strip()
    for word, k in (("lowest", there[y[there].argmin()]), ("highest", there[y[there].argmax()])):
        inside = k not in (there[0], there[-1])
        if inside and not np.isclose(y[k], [first, last], rtol=0.01, atol=1e-9).any():
            said += f", {word} {_said(y[k])} at {number(x[k])}"
    return said


def _said(value) -> str:
    """Return a number that is small but not 0 with its power of ten."""
    return f"{value:.0e}".replace("-", "−") if 0 < abs(value) < 0.0005 else number(value)
