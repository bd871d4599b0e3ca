"""What is shown beside a verdict: inputs, changed inputs, what was printed."""

from collections.abc import Sequence

import numpy as np

from cnnkit.exercises.engine.attempts import Attempt
from cnnkit.exercises.engine.outcome import Detail


def inputs(parameters: Sequence[str], attempt: Attempt) -> list[Detail]:
    """Return the arguments of an attempt, by the names of the parameters."""
    return [
        Detail(name, _shown(value)) for name, value in zip(parameters, attempt.case, strict=True)
    ]


def size(attempt: Attempt) -> int:
    """Count the numbers that go in."""
    return sum(np.size(_shown(value)) for value in attempt.case)


def _shown(value: object) -> object:
    """Return an input as something to show; a list of arrays becomes one array if it fits."""
    if isinstance(value, (list, tuple)):
        try:
            return np.array(value)
        except ValueError:
            return f"{len(value)} arrays of different shapes"
    if callable(value):  # a function's own text holds an address
        return value.__doc__ or getattr(value, "__name__", type(value).__name__)
    return value if isinstance(value, (np.ndarray, int, float, np.generic)) else str(value)


def changed(parameters: Sequence[str], attempts: Sequence[Attempt]) -> str:
    """Say which input was modified in place, as half a sentence, or an empty string."""
    for attempt in attempts:
        for name, before, after in zip(
            parameters, attempt.case, attempt.run.arguments, strict=True
        ):
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
        return before.shape == after.shape and bool(
            (before == after).all() or np.allclose(before, after, rtol=1e-9, atol=1e-12)
        )
    return type(before) is type(after) and before == after


def notes(attempts: Sequence[Attempt]) -> list[Detail]:
    """Return what was printed and what NumPy warned of, each from the first call that did."""
    notes = []
    printed = next((it.run.printed for it in attempts if it.run.printed.strip()), "")
    if printed:
        lines = printed.rstrip().split("\n")
        text = "\n".join(line[:200] for line in lines[:10])
        notes.append(Detail("Printed in the first call", text + ("\n…" if len(lines) > 10 else "")))
    warned = next((it.run.warned for it in attempts if it.run.warned), [])
    if warned:
        notes.append(Detail("NumPy warned", "\n".join(warned[:3])))
    return notes
