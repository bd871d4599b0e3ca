"""How the course writes a number: with the digits that its array needs, and a true minus sign.

The browser's twin is ``js/board/number_text.js``; ``tests/shared/number_text.json`` holds both to
the same texts.
"""

import math
import re

import numpy as np

from cnnkit.checks import real, whole

__all__ = ["decimals_of", "number"]

_STEPS = (100, 10, 0.1, 0.01, 0.001, 1e-4, 1e-5)
_DECIMALS = (0, 1, 2, 3, 4, 5, 6, 7)
_FEW = 4
_MOST = 20
_PARTS, _NEAR = 100, 1e-6  # 1/100 is the smallest fraction; how near to it a number is
_LARGE, _HUGE = 1e5, 1e9  # from here on powers of ten: alone, and with given decimals


def decimals_of(values):
    """How many decimals every number of an array gets, from the largest magnitude in it.

    None if all are whole; else enough to leave at least two digits of the largest, at most 7. Few
    numbers are read one by one: up to 3 decimals, so that none that is not 0 reads 0. Minus n where
    all are 1/n, −1/n or 0, which that many decimals would not tell: `1/9` adds up, 0.11 does not.

    >>> decimals_of([1, -1]), decimals_of([1, -0.0449]), decimals_of([0.0449]), decimals_of([12.5])
    (0, 2, 3, 1)
    >>> decimals_of([1, 0.002]), decimals_of(np.full((3, 3), 1 / 9))
    (3, -9)
    """
    sizes = np.abs(np.asarray(values, float))
    sizes = sizes[np.isfinite(sizes)]
    if not (np.abs(sizes - np.rint(sizes)) > 5e-7).any():
        return 0
    largest = sizes.max()
    found = next(
        (n for n, step in zip(_DECIMALS, _STEPS, strict=False) if largest >= step), _DECIMALS[-1]
    )
    if parts := _parts_of(sizes, found):
        return -parts
    if found == 2 and sizes.size <= _FEW and ((sizes > 0) & (sizes < 0.005)).any():
        return 3
    return found


def _parts_of(sizes, decimals):
    """Return the n of numbers that are all 1/n or 0 and that these decimals change; else 0."""
    sizes = sizes[sizes > 0]
    if sizes.size < _FEW or np.ptp(sizes) > _NEAR:
        return 0
    parts = round(1 / sizes.flat[0])
    if not 0 < parts <= _PARTS or abs(sizes.flat[0] - 1 / parts) > _NEAR:
        return 0
    return parts if abs(round(1 / parts, decimals) - 1 / parts) > _NEAR else 0


def number(value, decimals=None, *, of=None):
    """A number as the course writes it: a true minus sign, no −0, few digits.

    Parameters
    ----------
    value : float
    decimals : int, optional
        By default none for a whole number, 3 below 0.1, 1 from 100 on, else 2. −9 writes ninths.
    of : array, optional
        The numbers among which it stands: it gets their decimals, see `decimals_of`.

    Examples
    --------
    >>> number(-1.0), number(0.5555), number(-0.001), number(1, decimals=2)
    ('−1', '0.56', '−0.001', '1.00')
    >>> number(-0.0449, of=[1.5, 0.3])
    '−0.04'
    """
    value = float(value) if isinstance(value, np.floating | float) else real(value, "value")
    if decimals is not None:
        decimals = whole(decimals, "decimals", -_PARTS)
        if decimals > _MOST or decimals in (-1, -2):
            raise ValueError(f"decimals is {decimals}, which is not possible; use 0 to {_MOST}")
    elif of is not None:
        decimals = decimals_of(of)
    return text_of(value, decimals)


def text_of(value, decimals=None):
    """Return what `number` does, for a float and whole decimals that need no check.

    >>> text_of(-0.0449, 2), text_of(-0.0), text_of(-1 / 9, -9)
    ('−0.04', '0', '−1/9')
    """
    if math.isnan(value):
        return "not a number"
    if decimals is not None and decimals < 0:
        return _fraction(value, -decimals)
    size, sign = abs(value), "−" if value < 0 else ""
    if math.isinf(value):
        return f"{sign}∞"
    if size >= (_LARGE if decimals is None else _HUGE):
        text = f"{size:.1e}".replace("e+0", "e").replace("e+", "e")
    elif decimals is not None:
        text = f"{size:.{decimals}f}"
    elif abs(size - round(size)) < 5e-7:
        text = f"{size:.0f}"
    else:
        text = f"{size:.{3 if size < 0.1 else 1 if size >= 100 else 2}f}"
    return sign + text if text.strip("0.") else text


def without_zero(text):
    """A written number without the zero before its point, for a cell that the whole does not fit.

    >>> without_zero("−0.11"), without_zero("0.50"), without_zero("10.5"), without_zero("0")
    ('−.11', '.50', '10.5', '0')
    """
    return re.sub(r"^(−?)0(?=\.)", r"\1", text)


def with_minus_signs(text):
    """A text in which the numbers that a format wrote have true minus signs; other hyphens stay.

    >>> with_minus_signs("cross-entropy from -0.19 to 1.5e-05, 8-12 steps")
    'cross-entropy from −0.19 to 1.5e−05, 8-12 steps'
    """
    return re.sub(r"(?<![\w)\]-])-(?=[\d.∞])|(?<=\de)-(?=\d)", "−", text)


def _fraction(value, parts):
    count = round(abs(value) * parts) if math.isfinite(value) else -1
    if abs(abs(value) - count / parts) > _NEAR:
        return text_of(value)
    return f"{'−' if value < 0 else ''}{count}/{parts}" if count else "0"
