"""The LandscapeExplorer in words: what each step brought, and which ways were lost."""

from __future__ import annotations

from cnnkit import plots
from cnnkit.widgets.board.number_words import counted, minus
from cnnkit.widgets.descent.landscape_settings import LandscapeSettings

BEST = {"X/O network": "the weights that the network has learned"}  # what the star stands for
LOWEST = {"X/O network": "the lowest on the map"}


def map_note(now: LandscapeSettings) -> str:
    """Explain the map and what lies on it."""
    best = BEST.get(now.problem, "the lowest place")
    return f"right: weight 1, up: weight 2; strong colour: a high error; star: {best}"


def ends_note(now: LandscapeSettings) -> str:
    """Say where the ways begin and end, and how low an error can be."""
    lost = {name: len(path) - 1 for name, path in now.paths.items() if len(path) <= now.steps}
    parts = [
        f"{name} {plots.number(error)}" + (f" (lost after {lost[name]})" if name in lost else "")
        for name, error in now.ends.items()
    ]
    start = plots.number(now.error(now.start))
    return (
        f"start {start}; after {counted(now.steps, 'step')} {', '.join(parts)}; "
        f"{LOWEST.get(now.problem, 'the lowest there is')} {plots.number(now.floor)}"
    )


def step_texts(now: LandscapeSettings) -> tuple[str, ...]:
    """Return a sentence for every step: where each way is, and its error there."""
    return tuple(
        f"Step {step}: " + "; ".join(_at(now, name, step) for name in now.paths)
        for step in range(now.steps + 1)
    )


def _at(now: LandscapeSettings, name: str, step: int) -> str:
    path = now.paths[name]
    if step >= len(path):
        return f"{name} was lost after {counted(len(path) - 1, 'step')}"
    w1, w2 = (plots.number(w, 2) for w in path[step])
    return f"{name} at w1 {w1}, w2 {w2}: error {plots.number(now.errors[name][step])}"


def outcome(now: LandscapeSettings) -> tuple[str, str]:
    """Return a notice that ways were lost, or none."""
    taken = {name: len(now.paths[name]) - 1 for name in now.lost}
    lost = [
        name + (f" (lost after {counted(count, 'step')})" if count < now.steps else "")
        for name, count in taken.items()
    ]
    if not lost:
        return "", ""
    return "notice", (
        f"Diverged: {' and '.join(lost)}. Each step jumps over the valley and lands higher; "
        "use a smaller rate."
    )


def describe(now: LandscapeSettings) -> str:
    """Return the board in one line, for a screen reader."""
    parts = ", ".join(f"{name} {plots.number(error)}" for name, error in now.ends.items())
    return minus(
        f"Landscape explorer. The error of the problem {now.problem} over two weights, the first "
        f"to the right, the second up. After {counted(now.steps, 'step')} at rate {now.rate:g} "
        f"and momentum {now.momentum:g}, or where a way was lost, it is, by way of descent: "
        f"{parts}."
    )
