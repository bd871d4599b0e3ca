"""Where a NaN or an infinity in a result comes from, by what NumPy has warned of."""

import re
from collections.abc import Sequence

CAUSES: tuple[tuple[str, str], ...] = (
    (r"Mean of empty|degrees of freedom", "the mean of nothing is taken. Is nothing picked?"),
    (r"divide by zero encountered in log", "a logarithm of 0 is taken."),
    (r"invalid value encountered in log", "a logarithm of a negative number is taken."),
    (r"invalid value encountered in sqrt", "a root of a negative number is taken."),
    (r"invalid value encountered in (?:float_)?(?:scalar )?power",
     "a negative number is raised to a fraction."),
    (r"overflow encountered in (?:exp|cosh|sinh)",
     "`exp` gets too large for any float: subtract the largest of its numbers first."),
    (r"divide by zero encountered", "something is divided by 0."),
    (r"invalid value encountered in (?:scalar |true_)?divide",
     "0 is divided by 0, or infinity by infinity."),
    (r"invalid value encountered in (?:scalar )?(?:multiply|matmul|dot)",
     "0 is multiplied by infinity."),
    (r"invalid value encountered in (?:scalar )?(?:subtract|add|reduce)",
     "infinity is taken off infinity."),
    (r"overflow encountered", "a number gets too large for any float."),
)  # fmt: skip
"""Parts of warnings, the first that fits counts, and what they mean."""


def cause(warned: Sequence[str]) -> str:
    """Return what a warning says of where a NaN or an infinity comes from, or nothing.

    >>> cause(["invalid value encountered in scalar divide"])
    '0 is divided by 0, or infinity by infinity.'
    """
    for warning in warned:
        for words, sentence in CAUSES:
            if re.search(words, warning):
                return sentence
    return ""
