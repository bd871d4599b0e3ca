"""What is shown beside a verdict: inputs, changed inputs, what was printed."""

import inspect
from typing import TYPE_CHECKING

import numpy as np

from cnnkit.exercises.engine.outcome import Detail
from cnnkit.exercises.engine.sandbox import Run

if TYPE_CHECKING:
    from cnnkit.exercises.engine.exercise import Exercise


def inputs(exercise: "Exercise", case: tuple) -> list[Detail]:
    """Return the arguments of a case, by name."""
    return [
        Detail(name, _shown(value))
        for name, value in zip(inspect.signature(exercise.reference).parameters, case, strict=True)
    ]


def size(case: tuple) -> int:
    """Count the numbers of a case."""
    return sum(np.size(_shown(value)) for value in case)


def _shown(value: object) -> object:
    """Return an input as something to show; a list of arrays becomes one array if it fits."""
    if isinstance(value, (list, tuple)):
        try:
            return np.array(value)
        except ValueError:
            return f"{len(value)} arrays of different shapes"
    if callable(value):  # a function's own text holds an address
        return value.__doc__ or value.__name__
    return value if isinstance(value, (np.ndarray, int, float, np.generic)) else str(value)


def changed(exercise: "Exercise", runs: list[Run]) -> str:
    """Say which input was modified in place, as half a sentence, or nothing."""
    names = list(inspect.signature(exercise.reference).parameters)
    for case, result in zip(exercise.cases, runs, strict=True):
        for name, before, after in zip(names, case, result.arguments, strict=True):
            if not _same(before, after):
                return (
                    f"your function changes its input `{name}`, and whoever uses it next gets the "
                    f"changed numbers. Work on a copy: `{name} = {name}.copy()`."
                )
    return ""


def _same(before: object, after: object) -> bool:
    if isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)):
        return len(before) == len(after) and all(map(_same, before, after))
    if isinstance(before, np.ndarray) and isinstance(after, np.ndarray):
        # Who adds something and takes it away again leaves a rounding error, and that is fine.
        return before.shape == after.shape and np.allclose(before, after, rtol=1e-9, atol=1e-12)
    return type(before) is type(after) and before == after


def notes(runs: list[Run]) -> list[Detail]:
    """Return what was printed and what NumPy warned of, each from the first call that did."""
    notes = []
    printed = next((result.printed for result in runs if result.printed.strip()), "")
    if printed:
        lines = printed.rstrip().split("\n")
        text = "\n".join(line[:200] for line in lines[:10])
        notes.append(Detail("Printed in the first call", text + ("\n…" if len(lines) > 10 else "")))
    warned = next((result.warned for result in runs if result.warned), [])
    if warned:
        notes.append(Detail("NumPy warned", "\n".join(warned[:3])))
    return notes
