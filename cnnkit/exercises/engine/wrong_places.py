"""Where a result is wrong: in which cases, at which places. For results of which no cause is known.

Each sentence holds for all cases that were tried.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from cnnkit.exercises.engine import input_facts
from cnnkit.exercises.engine.attempts import Attempt
from cnnkit.exercises.engine.compare import close, real

KINDS: tuple[tuple[str, Callable[[np.ndarray], bool]], ...] = (
    ("negative numbers in {0}", lambda x: bool((x < 0).any())),
    ("zeros in {0}", lambda x: bool((x == 0).any())),
    ("fractions in {0}", lambda x: bool((x != np.rint(x)).any())),
    ("equal numbers in {0}", lambda x: np.unique(x).size < x.size),
    ("more than one of {0}", lambda x: len(x) > 1),
)
"""What the wrong cases may have, and the right ones not."""

SIGNS: tuple[tuple[str, Callable], ...] = (
    ("below 0", lambda x: x < 0),
    ("0", lambda x: x == 0),
    ("above 0", lambda x: x > 0),
    ("0 or below", lambda x: x <= 0),
    ("0 or above", lambda x: x >= 0),
)


def where(names: Sequence[str], attempts: Sequence[Attempt], part: int) -> str:
    """Say in half a dozen words where the wrong numbers are, or nothing.

    Parameters
    ----------
    names : sequence of str
        The parameters.
    attempts : sequence of Attempt
    part : int
        Which of the returned things is meant.
    """
    pairs = [(it, real(it.got[part]), real(it.expected[part])) for it in attempts]  # type: ignore[index]
    wrong = [
        (it, None if g.shape != e.shape else ~close(g, e))
        for it, g, e in pairs
        if g.shape != e.shape or not close(g, e).all()
    ]
    right = [it for it in attempts if all(it is not other for other, _ in wrong)]
    patterns = list(_in_cases(names, right, [it for it, _ in wrong]))
    found = patterns[0] if len(patterns) == 1 else ""  # of several one is chance
    if not found and all(mask is not None for _, mask in wrong):
        found = next(_at_places(names, wrong), "") or next(_amounts(pairs), "")
    return found


def _in_cases(names, right: Sequence[Attempt], wrong: Sequence[Attempt]) -> Iterator[str]:
    if min(len(right), len(wrong)) < 2:
        return
    for k, name in enumerate(names):
        well, badly = [it.case[k] for it in right], [it.case[k] for it in wrong]
        if all(map(input_facts.is_number, [*well, *badly])):
            if max(well) < min(badly):
                yield f"Right are the cases with `{name}` up to {max(well):g}, wrong the others."
            elif min(well) > max(badly):
                yield f"Right are the cases with `{name}` from {min(well):g} on, wrong the others."
        elif all(isinstance(x, np.ndarray) and x.ndim for x in [*well, *badly]):
            yield from _of_arrays(f"`{name}`", well, badly)


def _of_arrays(name: str, well: Sequence, badly: Sequence) -> Iterator[str]:
    for words, has in KINDS:
        if all(map(has, badly)) and not any(map(has, well)):
            yield f"Wrong are the cases with {words.format(name)}, and only these."
    if all(x.ndim >= 2 for x in [*well, *badly]):
        square = [x.shape[-1] == x.shape[-2] for x in well]
        if all(square) and not any(x.shape[-1] == x.shape[-2] for x in badly):
            yield f"Right is a square {name}; where the sides differ, the result is wrong."


def _at_places(names, wrong: Sequence[tuple[Attempt, np.ndarray]]) -> Iterator[str]:
    masks = [mask for _, mask in wrong]
    if any(mask.ndim == 0 for mask in masks):
        return
    for k, name in enumerate(names):
        values = [it.case[k] for it, _ in wrong]
        if all(isinstance(x, np.ndarray) and x.shape == m.shape for x, m in zip(values, masks)):  # noqa: B905
            for words, sign in SIGNS:
                there = [sign(x) for x in values]
                fits = all((t == m).all() for t, m in zip(there, masks, strict=True))
                if fits and not all(t.all() for t in there):
                    yield f"Wrong is every value where `{name}` is {words}, and only these."
    for axis, word in ((-2, "row"), (-1, "column")) if masks[0].ndim > 1 else ((-1, "value"),):
        if any(mask.ndim < -axis or mask.shape[axis] < 3 for mask in masks):
            continue
        sides = [np.moveaxis(mask, axis, 0) for mask in masks]
        for index, end in ((0, "first"), (-1, "last")):
            rest = [np.delete(side, index, 0) for side in sides]
            if not any(r.any() for r in rest):
                yield f"Only the {end} {word} is wrong."
            if all(r.all() for r in rest) and not any(side[index].any() for side in sides):
                yield f"Only the {end} {word} is right."


def _amounts(pairs: Sequence[tuple[Attempt, np.ndarray, np.ndarray]]) -> Iterator[str]:
    """Say what all wrong numbers have in common."""
    got = np.concatenate([g[~close(g, e)].ravel() for _, g, e in pairs if g.shape == e.shape])
    right = np.concatenate([e[~close(g, e)].ravel() for _, g, e in pairs if g.shape == e.shape])
    if got.size < 4 or not np.isfinite(got).all():
        return
    if close(got, -right).all():
        yield "What is wrong has the wrong sign, and is right but for that."
    elif not got.any():
        yield "What is wrong is 0 where it should not be."
    elif not right.any():
        yield "What is wrong should be 0."
