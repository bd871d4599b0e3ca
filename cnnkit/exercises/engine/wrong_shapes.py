"""Why a result has another shape than the right one, where the numbers prove it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations

import numpy as np

from cnnkit.exercises.engine import text_and_html
from cnnkit.exercises.engine.compare import equal
from cnnkit.exercises.engine.finding import Finding
from cnnkit.exercises.engine.windows_counted import miscount

Results = Sequence[np.ndarray]
"""One array for each case."""

REDUCTIONS: tuple[tuple[str, Callable, str, str], ...] = (
    # name, f(array, axis), what is still to be done, what was done too much
    ("sum", np.sum, "they are still to be added up: `.sum({axis})`", "added up"),
    ("mean", np.mean, "their mean is asked for: `.mean({axis})`", "averaged"),
    ("max", np.max, "the largest of them is asked for: `.max({axis})`", ""),
    ("min", np.min, "the smallest of them is asked for: `.min({axis})`", ""),
    ("argmax", np.argmax, "asked for is where the largest is: `.argmax({axis})`", ""),
    ("argmin", np.argmin, "asked for is where the smallest is: `.argmin({axis})`", ""),
    ("product", np.prod, "they are still to be multiplied: `.prod({axis})`", "multiplied"),
)


def reason(
    got: Results, expected: Results, sides: Sequence[Mapping[str, tuple[int, ...]]] = ()
) -> Finding | None:
    """Say why results have another shape.

    Parameters
    ----------
    got, expected : sequence of ndarray
        One array for each case.
    sides : sequence of dict, optional
        For each case, the shapes of what came in by name; whole numbers have the shape ``(n,)``
        with the name in round brackets.

    Examples
    --------
    >>> reason([np.ones(2), np.ones(3)], [np.array(2.0), np.array(3.0)]).name
    'shape.sum'
    """
    if all(g.shape == e.shape for g, e in zip(got, expected, strict=True)):
        return None
    found = next(_reduced(got, expected), None)
    if found is not None:
        return found
    counted, cut = miscount(got, expected, sides), next(_cut(got, expected), None)
    if cut is not None:
        return (counted if cut.name.startswith("shape.last") else None) or cut
    rules = _picked, _fixed, _square
    return next((it for rule in rules for it in rule(got, expected)), None) or counted


def arranged(got: Results, expected: Results) -> Finding | None:
    """Say that the right numbers are otherwise arranged, or are filled in only in the beginning."""
    return next(_arranged(got, expected), None)


def _arranged(got: Results, expected: Results) -> Iterator[Finding]:
    if all(e.ndim == 2 for e in expected) and _all_equal(got, [e.T for e in expected]):
        yield Finding(
            "rule.transposed",
            "Rows and columns are exchanged: your result is the transpose of the right one.",
        )
    for order in _orders(expected):
        if _all_equal(got, [e.transpose(order) for e in expected]):
            yield Finding(
                "rule.axes_exchanged",
                f"The right numbers, but the axes are in another order: {_two(got, expected)}.",
            )
    if all(map(_first_only, got, expected)):
        yield Finding(
            "rule.first_only",
            "Only the beginning is filled. Is `return` inside a loop? Move it left.",
        )
    if _all_equal([g.ravel() for g in got], [e.ravel() for e in expected]):
        yield Finding(
            "rule.reshaped", f"The right numbers in the wrong shape: {_two(got, expected)}."
        )


def _orders(expected: Results) -> list[tuple[int, ...]]:
    """Return all orders of three or four axes but the usual one."""
    ndim = {e.ndim for e in expected}
    if ndim not in ({3}, {4}):
        return []
    return list(permutations(range(*ndim)))[1:]


def _two(got: Results, expected: Results) -> str:
    g, e = next((g, e) for g, e in zip(got, expected, strict=True) if g.shape != e.shape)
    return f"{text_and_html.shape(g.shape)} instead of {text_and_html.shape(e.shape)}"


def _first_only(got: np.ndarray, expected: np.ndarray) -> bool:
    """Tell whether only the first element, or the first row, is right and the rest 0 or missing."""
    if got.ndim != expected.ndim or 0 in (got.ndim, got.size) or got.size > expected.size:
        return False
    row = expected[0].size
    g, e = got.ravel(), expected.ravel()
    return any(equal([g[:n]], [e[:n]]) and not g[n:].any() for n in (1, row) if n <= g.size)


def _reduced(got: Results, expected: Results) -> Iterator[Finding]:
    """Something is still to be added up, or has been although it should not."""
    few = all(g.size < 3 for g in got)  # of two numbers one is the larger, whatever was meant
    for name, function, to_do, done in REDUCTIONS:
        if few and not done:
            continue
        for axis in _axes(got, expected):
            if _all_equal(_each(function, got, axis), expected):
                which = "" if axis is None else f"axis={axis}"
                values = "Your values are parts of the right result"
                if all(g.ndim == e.ndim + 1 == 1 for g, e in zip(got, expected, strict=True)):
                    values = "Your function returns several numbers"
                yield Finding(f"shape.{name}", f"{values}: {to_do.format(axis=which)}.")
        for axis in _axes(expected, got) if done else ():
            if _all_equal(_each(function, expected, axis), got):
                where = "" if axis is None else f" over `axis={axis}`"
                yield Finding(
                    f"shape.not_{name}",
                    f"You {done}{where} what should stay apart: {_two(got, expected)}.",
                )
    if all(e.ndim == 0 < g.size and g.ndim for g, e in zip(got, expected, strict=True)):
        for place, word in ((0, "first"), (-1, "last")):
            if _all_equal([g.ravel()[place] for g in got], expected):
                yield Finding(
                    f"shape.{word}_of_many", f"Return one number: the {word} of yours is right."
                )


def _axes(more: Results, fewer: Results) -> list[int | tuple[int, ...] | None]:
    """Axes without which each of some arrays has as many as another: all, one, or neighbours."""
    pairs = list(zip(more, fewer, strict=True))
    missing = {m.ndim - f.ndim for m, f in pairs}
    if len(missing) > 1 or min(missing) < 1 or min(m.size for m in more) == 0:
        return []
    if all(f.ndim == 0 for f in fewer):
        return [None]
    (count,), ndim = missing, min(m.ndim for m in more)
    if count == 1:
        return list(range(ndim))
    return [tuple(range(first, first + count)) for first in range(ndim - count + 1)]


def _each(function: Callable, arrays: Results, axis) -> list[np.ndarray]:
    try:
        return [np.asarray(function(array, axis=axis)) for array in arrays]
    except TypeError:  # where the largest is: along one axis only
        return [np.full(1, np.nan)] * len(arrays)


def _cut(got: Results, expected: Results) -> Iterator[Finding]:
    """The right numbers, with something missing at the edge, or something more."""
    both = list(zip(got, expected, strict=True))
    if not all(equal([g], [e]) for g, e in both if g.shape == e.shape):
        return
    pairs = [(g, e) for g, e in both if g.shape != e.shape]
    if any(g.ndim != e.ndim or not g.ndim or not e.size for g, e in pairs):
        return
    for name, small, large in (("missing", 0, 1), ("superfluous", 1, 0)):
        if any(any(np.greater(p[small].shape, p[large].shape)) for p in pairs):
            continue
        for place in ("last", "first", "outermost"):
            if all(_is_part(p[small], p[large], place) for p in pairs):
                yield _edge(name, place, [(p[small].shape, p[large].shape) for p in pairs], pairs)
                return


def _is_part(small: np.ndarray, large: np.ndarray, place: str) -> bool:
    """Tell whether an array is another one without its last, first or outermost elements."""
    more = np.subtract(large.shape, small.shape)
    if place == "outermost" and any(more % 2):
        return False
    begin = {"last": 0 * more, "first": more, "outermost": more // 2}[place]
    inner = tuple(slice(b, b + n) for b, n in zip(begin, small.shape, strict=True))
    return equal([small], [large[inner]])


def _edge(name: str, place: str, shapes: list, pairs: list) -> Finding:
    more = {tuple(int(n) for n in np.subtract(large, small)) for small, large in shapes}
    ones = len(more) == 1 and set(next(iter(more))) <= {0, 1}
    axes = [k for k in range(len(shapes[0][0])) if any(m[k] for m in more)]
    words = _axis_words(len(shapes[0][0]))
    if place == "outermost":
        what = (
            "the outermost rows and columns"
            if len(axes) > 1
            else f"the outermost {words[axes[0]]}s"
        )
        verb, ones = "are", False
    else:
        what = " and ".join(f"the {place} {words[k]}{'' if ones else 's'}" for k in axes)
        verb = "is" if ones and len(axes) == 1 else "are"
    if name == "missing":
        cause = {
            "last": "does a loop or a slice end too early, or is a `+ 1` missing in the number?",
            "first": "does a loop begin at 1? It begins at 0.",
            "outermost": "is padding asked for here?",
        }[place]
        sentence = f"Your numbers are right, but {what} {verb} missing: {cause}"
    else:
        zero = all(not _beyond(g, e).any() for g, e in pairs) if place == "last" else False
        filled = ", all 0" if zero else ""
        cause = {
            "last": "where does the loop have to end, and how large is the result?",
            "first": "where does the result have to begin?",
            "outermost": "did you pad what came in?",
        }[place]
        sentence = f"Your numbers are right, but {what} {verb} too many{filled}: {cause}"
    return Finding(f"shape.{place}_{name}", sentence)


def _beyond(large: np.ndarray, small: np.ndarray) -> np.ndarray:
    rest = large.copy()
    rest[tuple(slice(0, n) for n in small.shape)] = 0
    return rest


def _axis_words(ndim: int) -> list[str]:
    if ndim == 1:
        return ["number"]
    return ["map", "row", "column"] if ndim == 3 else [*["block"] * (ndim - 2), "row", "column"]


def _picked(got: Results, expected: Results) -> Iterator[Finding]:
    """One column of the right result, or one number of it too few."""
    pairs = list(zip(got, expected, strict=True))
    for axis, word in ((-1, "column"), (0, "row" if expected[0].ndim == 2 else "part")):
        if not all(e.ndim == g.ndim + 1 >= 2 for g, e in pairs):
            break
        for index, why in (
            (0, "is `return` inside the loop?"),
            (-1, "does every round overwrite the one before?"),
        ):
            many = {e.shape[axis] for _, e in pairs} != {2}
            if many and all(equal([g], [np.take(e, index, axis)]) for g, e in pairs):
                end = "last" if index else "first"
                yield Finding(
                    f"shape.{end}_part",
                    f"Your function returns only the {end} {word} of the right result: {why}",
                )
        for index in range(min(e.shape[axis] for _, e in pairs)):
            if all(equal([g], [np.take(e, index, axis)]) for g, e in pairs):
                few = len({e.shape[axis] for _, e in pairs}) == 1 and pairs[0][1].shape[axis] == 2
                part = (
                    ("the first", "the second")[index] + " of each pair"
                    if few and axis
                    else (f"{word} {index} of the right result")
                )
                yield Finding("shape.one_part", f"Your function returns only {part}.")
    length = {e.shape for e in expected}
    if len(length) == 1 and expected[0].ndim == 1 and all(g.ndim == 1 for g in got):
        for index in range(len(expected[0])):
            names = "first", "second", "third", "fourth"
            word = names[index] if index < len(names) else f"{index + 1}th"
            if _all_equal(got, [np.delete(e, index) for e in expected]):
                yield Finding("shape.one_missing", f"The {word} of the numbers is missing.")


def _fixed(got: Results, expected: Results) -> Iterator[Finding]:
    """The same shape in all cases, where the right one is now this, now that."""
    shapes = {g.shape for g in got}
    if len(shapes) == 1 and len({e.shape for e in expected}) > 1:
        (shape,) = shapes
        if not shape:
            return
        what = text_and_html.shape(shape)
        yield Finding(
            "shape.fixed",
            f"Your result is {what} in every case: is a size written as a number? Take it from "
            f"what comes in; here it should be {_first_right(got, expected)}.",
        )


def _first_right(got: Results, expected: Results) -> str:
    return text_and_html.shape(
        next(e.shape for g, e in zip(got, expected, strict=True) if g.shape != e.shape)
    )


def _square(got: Results, expected: Results) -> Iterator[Finding]:
    """As wide as it is high in every case, although what came in is not."""
    if any(g.ndim != e.ndim or g.ndim < 2 for g, e in zip(got, expected, strict=True)):
        return
    if any(g.shape[-1] != g.shape[-2] for g in got) or len({g.shape[-1] for g in got}) == 1:
        return
    for axis, word, of in ((-2, "high", "rows"), (-1, "wide", "columns")):
        if all(g.shape[axis] == e.shape[axis] for g, e in zip(got, expected, strict=True)):
            other = "wide" if word == "high" else "high"
            length = "`len(a)` and `a.shape[0]` are" if of == "rows" else "`a.shape[1]` is"
            yield Finding(
                "shape.square",
                f"Your result is always as {other} as it is {word}: {length} the number of {of}; "
                f"the {'columns' if of == 'rows' else 'rows'} have a number of their own.",
            )


def _all_equal(got: Sequence, expected: Sequence) -> bool:
    return all(equal([np.asarray(a)], [np.asarray(b)]) for a, b in zip(got, expected, strict=True))
