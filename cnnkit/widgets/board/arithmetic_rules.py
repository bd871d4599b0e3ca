"""Rules of arithmetic: how the line below a board spells the cell under the cursor.

A rule is data, a small dataclass a kind; the browser spells it (``js/board/arithmetic.js``, a
function a kind). Names in a rule are those of panels and of arrays of the scene.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Rule:
    """Base of the rules; a field that is None or False is not sent."""

    kind: ClassVar[str | None] = None

    def to_dict(self) -> dict:
        """Return the rule as JSON, for the browser.

        Examples
        --------
        >>> Mean("map").to_dict()
        {'kind': 'mean', 'source': 'map'}
        """
        said = {"kind": self.kind} if self.kind else {}
        for name, value in vars(self).items():
            if value is not None and value is not False:
                said[name] = value
        return said


# -- sentences, places


@dataclass(frozen=True)
class Text(Rule):
    """A sentence that Python wrote for each cell in reading order, or one for all cells.

    A sentence a cell is sent with every edit: for some hundred cells. Where it only says how a
    number follows from another one, :class:`Apply` is one formula for all.
    """

    kind: ClassVar[str] = "text"
    texts: Sequence[str]


@dataclass(frozen=True)
class Places(Rule):
    """``w1 = 0.50, w2 = −1.00: error 0.25``: where a cell is on two axes, and its value.

    The first axis runs to the right, the second one up; the `range` is that of both, from the
    middle of the first cell to that of the last one. `value` is a word.
    """

    kind: ClassVar[str] = "places"
    names: tuple[str, str]
    range: tuple[float, float]
    value: str


# -- products


@dataclass(frozen=True)
class Products(Rule):
    """``1 · 1 + (−1) · 1 + … = 5, ÷ 9 = 0.56``: the window of the source times the weights.

    Parameters
    ----------
    reader, source : str
        Panels: the one of the sums, and the one that its link reads.
    weights : str
        Array of the weights: (channels, rows, columns), with the outputs before them where there
        are several, or (outputs, inputs) of a dense link.
    bias : str, optional
        Array of the biases, one for each output.
    vector : bool
        Whether the outputs are the cells of a list, instead of maps.
    inputs : int, optional
        How many maps a sum runs over, where there are several.
    order : sequence of int, optional
        Which output each row of the list shows; default reading order.
    sums : str, optional
        Array of the sums before they are divided or rectified.
    divide : float, optional
        What the sum is divided by.
    rectify : bool
        Whether negative results become 0.
    """

    kind: ClassVar[str] = "products"
    reader: str
    source: str
    weights: str
    bias: str | None = None
    vector: bool = False
    inputs: int | None = None
    order: Sequence[int] | None = None
    sums: str | None = None
    divide: float | None = None
    rectify: bool = False


@dataclass(frozen=True)
class Times(Rule):
    """``0.56 × 0.12 = 0.07 for X``: a number times its weight, read from three arrays."""

    kind: ClassVar[str] = "times"
    numbers: str
    weights: str
    votes: str
    who: str


# -- a formula of one number


@dataclass(frozen=True)
class Activate(Rule):
    """``ReLU: max(0, −0.50) = 0; the slope there is 0``: a point on the scene's curve.

    In the `formula`, {z} stands for the number, {(z)} for it in parentheses if it is negative,
    {slope} for the slope there, {result} for the result, which else follows behind " = ";
    `positive` is the sentence for positive numbers, where another.
    """

    kind: ClassVar[str] = "activation"
    source: str
    name: str
    formula: str
    positive: str = ""


@dataclass(frozen=True)
class Apply(Rule):
    """``max(0, −0.50) = 0``: a formula, as in :class:`Activate`, of the source's same cell.

    The result follows behind " = ", unless {result} says where it stands:
    ``Apply("picture", "{z} > 0.50: {result}")`` spells ``0.62 > 0.50: 1``.
    """

    kind: ClassVar[str] = "apply"
    source: str
    formula: str
    positive: str | None = None


# -- the numbers of a window


@dataclass(frozen=True)
class Read(Rule):
    """Base of the rules that spell the cells of `source` that the link reads."""

    source: str


@dataclass(frozen=True)
class Relu(Read):
    """``max(0, −0.50) = 0``."""

    kind: ClassVar[str] = "relu"


@dataclass(frozen=True)
class Max(Read):
    """``max(0.11, 0.56, 0, 0.33) = 0.56``."""

    kind: ClassVar[str] = "max"


@dataclass(frozen=True)
class Mean(Read):
    """``(0.11 + 0.56 + 0 + 0.33) ÷ 4 = 0.25``.

    Array `divide` holds what each cell divides by, where that is not the count of its numbers.
    """

    kind: ClassVar[str] = "mean"
    divide: str | None = None


@dataclass(frozen=True)
class Norm(Read):
    """``√(0.11² + 0.56²) = 0.57``; a window that sticks out counts as if it were `full`."""

    kind: ClassVar[str] = "norm"
    full: int


@dataclass(frozen=True)
class Power(Read):
    """``(0.11^3 + 0.56^3)^(1 ÷ 3) = 0.56``: a norm with another `p` than 2."""

    kind: ClassVar[str] = "power"
    full: int
    p: float


@dataclass(frozen=True)
class Sum(Read):
    """``red 0.5 + green (−0.1) + blue 0 = 0.4``: a name for each number."""

    kind: ClassVar[str] = "sum"
    names: tuple[str, ...]


@dataclass(frozen=True)
class Copy(Read):
    """``number 5 of 48 is map 0, row 1, column 1 = 0.56``: a list of the source's maps."""

    kind: ClassVar[str] = "copy"


@dataclass(frozen=True)
class Softmax(Read):
    """``e^1.2 ÷ (e^1.2 + e^(−0.3)) = 0.82``."""

    kind: ClassVar[str] = "softmax"


# -- what the browser fills in, as the cursor moves: see WindowGrid


@dataclass(frozen=True)
class WindowValues(Rule):
    """The numbers under the window of the reader's cell, in one `map` of the source."""

    reader: str
    source: str
    map: int
    window: bool = True


@dataclass(frozen=True)
class MapProducts(Rule):
    """The window times the weights of one `map` of the reader, for one `input` of the source."""

    reader: str
    source: str
    weights: str
    map: int
    input: int


@dataclass(frozen=True)
class ChannelSums(Rule):
    """The sum of those products for each channel of the source; one of them is `chosen`."""

    reader: str
    source: str
    weights: str
    map: int
    by: str = "channel"
    chosen: int = 0
