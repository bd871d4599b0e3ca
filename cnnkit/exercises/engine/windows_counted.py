"""How the windows of a result were miscounted: with padding, without `+ 1`, by another step.

The right number along a side is ``(n - k) // s + 1``. Which inputs are n, k and s is found out from
the right results: so a rule speaks only where this formula fits all of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from cnnkit.exercises.engine import text_and_html
from cnnkit.exercises.engine.finding import Finding

Sides = Mapping[str, tuple[int, ...]]

MISCOUNTS: tuple[tuple[str, Callable[[int, int, int], float], str], ...] = (
    ("no_plus_one", lambda n, k, s: (n - k) // s, "a `+ 1` is missing in the number of places"),
    (
        "partial",
        lambda n, k, s: -((k - n) // s) + 1,
        "windows that reach beyond the edge are counted: leave them out",
    ),
    (
        "begins_inside",
        lambda n, k, s: -(-n // s),
        "there is a window wherever one can begin, also where it reaches beyond the edge: leave "
        "these out",
    ),
    ("full", lambda n, k, s: n + k - 1, "windows are counted that only touch the edge"),
    (
        "boxes",
        lambda n, k, s: n // k,
        "your windows lie side by side, each a whole window further: how far is one step here?",
    ),
    ("step_one", lambda n, k, s: n - k + 1, "your window moves by one; how far is one step here?"),
    (
        "step_by_size",
        lambda n, k, s: (n - k) // k + 1,
        "your window moves by its own size; how far is one step here?",
    ),
    ("steps", lambda n, k, s: n // s, "you counted the steps; a window also needs its own size"),
    ("one_more", lambda n, k, s: (n - k) // s + 2, "you counted one place too many"),
    ("threes", lambda n, k, s: (n - 3) // s + 1, "you counted for a window of 3"),
    ("twos", lambda n, k, s: (n - 2) // s + 1, "you counted for a window of 2"),
    ("fives", lambda n, k, s: (n - 5) // s + 1, "you counted for a window of 5"),
    ("too_few", lambda n, k, s: (n - k - 1) // s + 1, "you counted one place too few"),
)
"""Name, number of windows along a side, reason."""


def miscount(
    got: Sequence[np.ndarray], expected: Sequence[np.ndarray], inputs: Sequence[Sides]
) -> Finding | None:
    """Find the wrong way of counting windows that gives the shape of every result.

    Examples
    --------
    >>> sides = [{"a": (9, 9), "(k)": (3,)}, {"a": (4, 6), "(k)": (2,)}]
    >>> got, expected = [np.ones((6, 6)), np.ones((2, 4))], [np.ones((7, 7)), np.ones((3, 5))]
    >>> miscount(got, expected, sides).name
    'shape.no_plus_one'
    """
    if not inputs or any(g.ndim != e.ndim for g, e in zip(got, expected, strict=True)):
        return None
    ndim = {e.ndim for e in expected}
    if len(ndim) > 1 or ndim == {0}:
        return None
    axes = (-1,) if ndim == {1} else (-2, -1)
    lead = [g.shape[: g.ndim - len(axes)] for g in got]
    if lead != [e.shape[: e.ndim - len(axes)] for e in expected]:
        return None
    fits: dict[str, str] = {}
    for triples in _geometries(expected, inputs, axes):
        for name, count, why in MISCOUNTS:
            counted = [[count(*t) for t in case] for case in triples]
            if counted == [[g.shape[axis] for axis in axes] for g in got]:
                fits.setdefault(name, why)
        if fits:
            break
    if not fits or len(fits) > 2:
        return None
    g, e = next((g, e) for g, e in zip(got, expected, strict=True) if g.shape != e.shape)
    name, why = next(iter(fits)), "; or ".join(fits.values())
    return Finding(
        f"shape.{name}",
        f"Your result is {text_and_html.shape(g.shape)} where it should be "
        f"{text_and_html.shape(e.shape)}: {why}.",
    )


def _geometries(
    expected: Sequence[np.ndarray], inputs: Sequence[Sides], axes: tuple[int, ...]
) -> Iterator[list[list[tuple[int, int, int]]]]:
    """Yield (n, k, s) along each axis of each case, for all choices that explain every size."""
    names = [name for name in inputs[0] if all(name in case for case in inputs)]
    steps = ["", *[name for name in names if name.startswith("(")]]
    for n, k, s in product(names, names, steps):
        if n == k:
            continue
        try:
            found = [
                [
                    (_side(case, n, axis), _side(case, k, axis), _side(case, s, axis))
                    for axis in axes
                ]
                for case in inputs
            ]
        except IndexError:
            continue
        if all(
            step > 0 and size > 0 and (side - size) // step + 1 == e.shape[axis]
            for case, e in zip(found, expected, strict=True)
            for (side, size, step), axis in zip(case, axes, strict=True)
        ):
            yield found


def _side(case: Sides, name: str, axis: int) -> int:
    if not name:
        return 1
    shape = case[name]
    return shape[0] if name.startswith("(") else shape[axis]
