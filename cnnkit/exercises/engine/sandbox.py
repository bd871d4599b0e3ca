"""Run a student's function safely: with copies of its arguments, and one function at a time.

`endless_loops` calls it and stops it, `forbidden_actions` refuses what reaches beyond a check, and
`surroundings` puts back what it changed.
"""

import copy
import time
from collections.abc import Callable, Sequence

import numpy as np

from cnnkit.exercises.engine import stop_button
from cnnkit.exercises.engine.endless_loops import Watch, see_off, supervise, watch_of_this_thread
from cnnkit.exercises.engine.run_record import Run
from cnnkit.exercises.engine.stop_button import Interrupted, StopButton
from cnnkit.exercises.engine.surroundings import PRINTED, Surroundings

__all__ = ["PRINTED", "SECONDS", "STEPS", "Run", "is_inside", "refuse_inside", "run", "run_all"]

STEPS = 1_000_000
"""Lines of student code that one call may run: hundreds of times what an exercise needs."""

SECONDS = 5.0
"""Seconds that one call may take."""

_turn: dict[str, Watch] = {}
"""Whose turn it is, under ``"run"``: one student's function at a time."""


def run(
    function: Callable,
    arguments: tuple,
    *,
    steps: int = STEPS,
    seconds: float = SECONDS,
    then: Callable | None = None,
) -> Run:
    """Call ``function`` with copies of ``arguments`` and report what happened.

    Parameters
    ----------
    function : callable
        The student's function.
    arguments : tuple
        Its positional arguments. They are copied first, so the caller's stay as they are.
    steps : int
        How many lines of the student's code may run.
    seconds : float
        How long the call may take.
    then : callable, optional
        Called with what the function returned, still inside the sandbox; gives the value.

    Returns
    -------
    Run
    """
    return run_all(function, [arguments], steps=steps, seconds=seconds, then=then)[0]


def run_all(
    function: Callable,
    cases: Sequence[tuple],
    *,
    steps: int = STEPS,
    seconds: float = SECONDS,
    then: Callable | None = None,
) -> list[Run]:
    """Call ``function`` with each of several tuples of arguments, as :func:`run` does with one.

    Returns
    -------
    list of Run
        One a case, up to the first in which the function did not return; fewer if Stop was
        pressed between two of them.
    """
    runs = [Run(arguments=_own(case)) for case in cases]
    with StopButton() as button:
        watch = Watch(function, runs, steps, seconds, then, button)
        around = None
        try:
            _take_turn(watch)
            around = Surroundings(function, watch.is_mine, watch.start_thread)
            watch.around = around
            around.change()
            supervise(watch, button)
        finally:
            while True:
                try:
                    _clean_up(watch, around)
                    break
                except (KeyboardInterrupt, Interrupted):
                    button.pressed = True
    return runs[: watch.at + 1]


def _own(case: tuple) -> tuple:
    """Copy a case's arguments. Arrays and numbers, nearly all that comes, take no time."""
    kinds = set(map(type, case))
    if kinds <= _COPIED.keys():
        return tuple([_COPIED[type(value)](value) for value in case])
    return copy.deepcopy(case)


_COPIED: dict[type, Callable] = {
    np.ndarray: lambda value: copy.deepcopy(value) if value.dtype.hasobject else value.copy("K"),
    **dict.fromkeys((int, float, bool, str), lambda value: value),
}


def is_inside() -> bool:
    """Return True in a thread in which a student's function runs."""
    return watch_of_this_thread() is not None


def refuse_inside(name: str, function: object = None) -> None:
    """End the student's function if this is called from inside one.

    Parameters
    ----------
    name : str
        What was called, ``"check"``.
    function : object
        What it would call: perhaps the function that runs.
    """
    watch = watch_of_this_thread()
    if watch is not None:
        again = " and calls it again" if function is watch.function else ""
        watch.refuse(f"`{name}` is inside your function{again}")


def _take_turn(watch: Watch) -> None:
    """Wait until no other thread's check runs a function."""
    while _turn.setdefault("run", watch) is not watch:
        stop_button.checkpoint()
        time.sleep(0.005)
    stop_button.checkpoint()


def _clean_up(watch: Watch, around: Surroundings | None) -> None:
    watch.over = True
    if watch.is_running() and watch.result.fault is None:  # the check itself was interrupted
        watch.bell.acquire(timeout=0.1)
    if around is not None:
        around.restore()
        watch.note(len(around.caught))
    if watch.worker is not None:
        see_off(watch.worker, watch.button)
    if _turn.get("run") is watch:
        del _turn["run"]
