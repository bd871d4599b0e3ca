"""As many digits as a sentence needs so that its printed numbers give its printed result.

The browser's twin is ``js/board/agreeing_digits.js``; ``tests/shared/agreeing_digits.json`` holds
both to the same texts. What a whole board spells in Python settles the decimals of its columns
here, and gives them to the panels: so its cells have the digits that its sentences have.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from cnnkit.plots.number_text import decimals_of, text_of

TINY = 1e-4  # fewer decimals than 8 tell hardly anything of smaller numbers
HUGE = 1e5  # nobody reads nine digits in a sentence
ROUNDS = 3
MOST = 7  # more decimals do not help: an array of 32-bit numbers holds no more

Work = Callable[[list[float]], float]


def read(text: str) -> float:
    """Return the number that a text stands for.

    Examples
    --------
    >>> read("(−0.50)"), round(read("1/9"), 3), read("1.5e−3")
    (-0.5, 0.111, 0.0015)
    """
    above, _, below = text.strip("()").replace("−", "-").replace("∞", "inf").partition("/")
    return float(above) / float(below or 1)


def half(text: str) -> float:
    """Return half a unit of the last digit; whole numbers and fractions are meant as they stand.

    Examples
    --------
    >>> half("0.25"), half("3"), half("1/9")
    (0.005, 0.0, 0.0)
    """
    mantissa, _, power = text.strip("()").partition("e")
    if not power and "." not in mantissa:
        return 0.0
    exponent = int((power or "0").replace("−", "-")) - len(mantissa.partition(".")[2])
    return 0.5 * 10.0**exponent


def written(value: float, decimals: int | None) -> str:
    """Return a number of a column; a huge one and a tiny one have a power of ten.

    Examples
    --------
    >>> written(0.5, 3), written(54881234.5, 3), written(2.26e-7, 7)
    ('0.500', '5.5e7', '2.26e−7')
    """
    if decimals == MOST and 0 < abs(value) < TINY:
        mantissa, _, power = f"{abs(value):.2e}".partition("e-")
        return f"{'−' if value < 0 else ''}{mantissa}e−{int(power)}"
    return text_of(value, None if abs(value) >= HUGE else decimals)


def agrees(texts: Sequence[str], result: str, value: float, work: Work) -> bool:
    """Tell whether printed numbers give the printed result within half a unit of each last digit.

    Parameters
    ----------
    texts : sequence of str
    result : str
    value : float
        What the result is, before it was rounded.
    work : function of a list of numbers
        How the result follows from the numbers.
    """
    shown = read(result)
    try:
        found = work([read(text) for text in texts])
    except (ValueError, ZeroDivisionError, OverflowError):
        return False  # such as the logarithm of a 0.00
    exact = "." in result or abs(value - shown) < 5e-7
    room = sum(map(half, texts)) + (half(result) if exact else 0.5)
    return abs(found - shown) <= room + 1e-9 * max(1.0, abs(shown))


def enough(
    numbers: Sequence[tuple[float, int | None]], result: str, value: float, work: Work
) -> list[str]:
    """Return numbers, written with the decimals of their arrays, that give the result.

    They get more decimals only where the usual ones do not give it.

    Parameters
    ----------
    numbers : sequence of (number, decimals)
    result, value, work
        As in :func:`agrees`.

    Examples
    --------
    >>> enough([(0.125, 2), (8.0, 0)], "1.00", 1.0, lambda n: n[0] * n[1])
    ['0.125', '8']
    """
    usual = [text_of(number, decimals) for number, decimals in numbers]
    texts = usual
    for more in range(1, MOST + 2):
        if agrees(texts, result, value, work):
            return texts
        texts = [text_of(number, raised(number, decimals, more)) for number, decimals in numbers]
    return usual


def raised(number: float, decimals: int | None, more: int) -> int | None:
    """Return more decimals, for a number that they tell more of."""
    whole = math.isfinite(number) and abs(number - round(number)) < 5e-7
    if decimals is None:
        if whole:
            return None
        own = len(text_of(number).partition("e")[0].partition(".")[2])
        return min(own + more, MOST)
    return decimals if decimals < 0 or (decimals == 0 and whole) else min(decimals + more, MOST)


@dataclass(frozen=True)
class Equation:
    """A sentence that can be worked out: numbers of some columns give a number of another one.

    Parameters
    ----------
    numbers : sequence of (str, float)
        Each with its column; "" for one that stands by itself, such as a rate.
    result : (str, float)
    work : function of a list of numbers
    """

    numbers: Sequence[tuple[str, float]]
    result: tuple[str, float]
    work: Work

    def holds(self, decimals: dict[str, int | None]) -> bool:
        """Tell whether the sentence is right with this many decimals of each column."""
        (column, value), known = self.result, [value for _, value in self.numbers]
        if not all(map(math.isfinite, (*known, value))):
            return True  # nobody can check an ∞
        texts = [written(number, decimals.get(name)) for name, number in self.numbers]
        return agrees(texts, written(value, decimals.get(column)), value, self.work)


def settled(
    columns: Mapping[str, np.ndarray],
    equations: Sequence[Equation],
    fewest: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, int]:
    """Return the decimals of columns with which every sentence about them can be worked out.

    Parameters
    ----------
    columns : dict of str to array
    equations : sequence of Equation
    fewest : dict of str to int, optional
        Decimals that a column has at least.

    Examples
    --------
    >>> halves, tens = np.array([0.125]), np.array([1.25])
    >>> settled({"halves": halves, "tens": tens},
    ...     [Equation([("halves", 0.125)], ("tens", 1.25), lambda n: 10 * n[0])])
    {'halves': 3, 'tens': 2}
    """
    found = {name: decimals_of(np.float32(array)) for name, array in columns.items()}
    found |= {name: max(found[name], least) for name, least in fewest.items()}
    rounded = {name for name, array in columns.items() if _is_rounded(array)}
    found |= {name: 1 for name in rounded if not found[name]}  # so that a 7 is a whole number
    results = {one.result[0] for one in equations}
    rounded = dict.fromkeys(sorted(rounded, key=results.__contains__))  # others are free to grow
    for _ in range(ROUNDS):  # more digits of a result can ask for more of what gives it
        wrong = [one for one in equations if not one.holds(found)]
        for one in wrong:
            found |= _raised(one, found, rounded)
        if not wrong:
            break
    return found


def _raised(one: Equation, found: dict[str, int], rounded: Iterable[str]) -> dict[str, int]:
    """Return the decimals with which a sentence holds; those that were found where none help.

    If those of one column are enough, the others stay.
    """
    names = {name for name, _ in one.numbers}
    given = [name for name in rounded if name in names and found[name] >= 0]
    for more in range(MOST + 1):
        for some in (*([name] for name in given), given):
            trial = found | {name: min(found[name] + more, MOST) for name in some}
            if one.holds(trial):
                return trial
    return found


def _is_rounded(array: np.ndarray) -> bool:
    """Tell whether more decimals tell more of an array."""
    sizes = np.asarray(array, float)
    sizes = sizes[np.isfinite(sizes)]
    return bool((np.abs(sizes - np.rint(sizes)) > 5e-7).any())
