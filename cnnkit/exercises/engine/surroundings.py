"""Global state that a student's function may change: redirected while it runs, then restored."""

import builtins
import contextlib
import gc
import io
import math
import os
import random
import sys
import threading
import time
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from cnnkit.exercises.engine import forbidden_actions
from cnnkit.exercises.engine.own_source import names_in

PRINTED = 2_000
"""Characters of printed text that are kept."""

MODULES: tuple[ModuleType, ...] = (
    *(builtins, np, math, sys, os, time, threading, warnings, random, gc),
    *(np.random, np.linalg, *forbidden_actions.MODULES),
)
"""What their names stand for is put back."""

RANDOM = {
    *("random", "seed", "set_state", "setstate", "shuffle", "permutation", "choice", "sample"),
    *("rand", "randn", "randint", "randrange", "uniform", "normal", "gauss", "binomial"),
}
"""Names in functions that may use the common generators of random numbers."""

_id, _len, _vars, _Exception = id, len, vars, Exception  # also where a function has deleted them

_known: dict[ModuleType, dict[str, Any]] = {}
"""What the names of the modules stand for, as it was last looked at."""

_loaded: dict[str, ModuleType] = {}
"""The modules that are loaded, as it was last looked at."""


class Surroundings:
    """What a function may leave changed: prints, warnings, names, folder, random numbers.

    Making one only looks; :meth:`change` changes, :meth:`restore` puts back, and may be called
    again if it was interrupted.

    Parameters
    ----------
    function : callable
        The student's function.
    mine : callable
        Tells whether the current thread runs the student's function, True, or something left
        behind by an earlier one, False; None for all other threads.
    start : callable
        Called as ``start(usual, thread)`` where the student's function starts a thread.
    """

    def __init__(self, function: Callable, mine: Callable[[], bool | None], start: Callable):
        self._mine, self._start = mine, start
        for module in MODULES:  # to compare takes less time than to copy
            if module not in _known or _differ(_vars(module), _known[module]):
                _known[module] = dict(_vars(module))
        self._names = [(_vars(module), _known[module]) for module in MODULES]
        self._changed: dict[str, Any] = {}  # the builtins while the function runs
        self._healing = threading.Lock()
        self.damaged = False  # whether the function has taken builtins away
        if _len(_loaded) != _len(sys.modules):
            _loaded.clear()
            _loaded.update(sys.modules)
        self._globals = getattr(function, "__globals__", {})
        self._globals_before = dict(self._globals)
        self._environment, self._path = dict(os.environ._data), list(sys.path)  # type: ignore[attr-defined]
        self._random = _random_states() if RANDOM & names_in(function) else None
        self._values = _values()
        self._folder = _folder()
        self._thread_start = threading.Thread.start
        self._shell = _shell()
        self._warnings = warnings.catch_warnings(record=True)
        self._caught: list | None = None
        self._prints = Prints(mine, sys.stdout)
        self._complaints = Prints(mine, sys.stderr, self._prints)

    def take_printed(self) -> str:
        """Return what the student's function has printed since, cut after ``PRINTED``."""
        printed, self._prints.kept = self._prints.kept, ""
        return printed

    @property
    def caught(self) -> list:
        """The warnings so far."""
        return self._caught or []

    def change(self) -> None:
        """Keep prints and warnings, refuse ``input`` and ``exit``, notice new threads."""
        self._caught = self._warnings.__enter__()
        warnings.simplefilter("always")
        self._redirect()
        if self._shell is not None:
            self._shell.ask_exit = forbidden_actions.of(
                self._shell.ask_exit, forbidden_actions.leave
            )
        mine, usual, start = self._mine, self._thread_start, self._start

        def start_thread(thread):
            return usual(thread) if mine() is None else start(usual, thread)

        threading.Thread.start = start_thread  # type: ignore[method-assign]
        self._changed = dict(builtins.__dict__)

    def _redirect(self) -> None:
        sys.stdout, sys.stderr = self._prints, self._complaints  # type: ignore[assignment]
        forbidden_actions.begin(self._mine)

    def heal(self) -> None:
        """Put back builtins that have been deleted or overwritten: the check itself needs them."""
        with self._healing:
            names, usual = builtins.__dict__, self._changed
            if usual and _differ(names, usual):
                self.damaged = True
                names.update(usual)
            self._heal_lost_names()

    def _heal_lost_names(self) -> None:
        """Put back modules and the function's own globals, where some have been deleted."""
        if _len(sys.modules) < _len(_loaded) or sys.modules.get("numpy") is not np:
            sys.modules.update(_loaded)
        if _len(self._globals) < _len(self._globals_before):
            self._globals.update(self._globals_before | self._globals)

    def heal_all(self) -> None:
        """Put back what all names stand for, while the function runs: its result needs them."""
        with self._healing:
            if self._changed:
                for names, usual in self._names:
                    names.update(usual)
                self._redirect()

    def restore(self) -> None:
        """Put everything back, what names stand for first: the rest uses them."""
        with self._healing:  # a thread that is left behind heals no more
            self._changed = {}
        for names, usual in self._names:  # all at once, as it takes its time one by one
            if _id(names) in forbidden_actions.CHANGED or _differ(names, usual):
                names.update(usual)
        threading.Thread.start = self._thread_start  # type: ignore[method-assign]
        self._heal_lost_names()
        if self._shell is not None:
            vars(self._shell).pop("ask_exit", None)
        if self._caught is not None:
            self._warnings.__exit__(None, None, None)
        if _differ(os.environ._data, self._environment):  # type: ignore[attr-defined]
            _restore_environment(self._environment)
        if sys.path != self._path:
            sys.path[:] = self._path
        if self._random is not None:
            random.setstate(self._random[0])
            np.random.set_state(self._random[1])  # noqa: NPY002
        if _values() != self._values:
            _put_back(self._values)
        if self._folder and self._folder != _folder():
            with contextlib.suppress(OSError):
                os.chdir(self._folder)


def _differ(names: dict, usual: dict) -> bool:
    """Tell whether any of the names stands for something else, or is missing."""
    try:
        return names != usual
    except _Exception:  # something that cannot be compared has taken a place
        return True


def _random_states() -> tuple:
    return random.getstate(), np.random.get_state()  # noqa: NPY002


def _values() -> tuple:
    """Return what is set by functions, each with its own way to be put back."""
    return (
        sys.getrecursionlimit(),
        sys.getswitchinterval(),
        gc.isenabled(),
        gc.get_threshold(),
        np.get_printoptions(),
        threading.gettrace(),
        threading.getprofile(),
    )


def _put_back(values: tuple) -> None:
    recursion, switch, collects, threshold, printing, trace, profile = values
    with contextlib.suppress(RecursionError):
        sys.setrecursionlimit(recursion)
    sys.setswitchinterval(switch)
    (gc.enable if collects else gc.disable)()
    gc.set_threshold(*threshold)
    np.set_printoptions(**printing)
    threading.settrace(trace)
    threading.setprofile(profile)


def _restore_environment(before: dict) -> None:
    now = os.environ
    for name in set(now._data) - set(before):  # type: ignore[attr-defined]
        del now[now.decodekey(name)]  # type: ignore[attr-defined]
    for name, value in before.items():
        if now._data.get(name) != value:  # type: ignore[attr-defined]
            now[now.decodekey(name)] = now.decodevalue(value)  # type: ignore[attr-defined]


class Prints(io.TextIOBase):
    """Keep what the student's function prints; all other threads print where they always did.

    Parameters
    ----------
    mine : callable
        Tells whether the current thread runs the student's function, as for `Surroundings`.
    usual : file
        Where the others print.
    together : Prints, optional
        The one that keeps what is printed here.
    """

    def __init__(self, mine: Callable[[], bool | None], usual, together: "Prints | None" = None):
        self.mine, self.usual, self.kept = mine, usual, ""
        self.together = together or self

    def write(self, text: str) -> int:
        """Keep the text, or hand it on; drop what a function left behind by a check prints."""
        mine = self.mine()
        if mine is None:
            return self.usual.write(text)
        text = str.__str__(text)  # a subclass may do anything when it is added
        where = self.together
        if mine and len(where.kept) < PRINTED:
            where.kept += text
            if len(where.kept) > PRINTED:
                where.kept = where.kept[:PRINTED] + "…"
        return len(text)

    def flush(self) -> None:
        """Flush where the text goes."""
        if self.mine() is None:
            self.usual.flush()


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # it was deleted
        return ""


def _shell():
    """Return IPython's shell, if there is one whose ``ask_exit`` is its class's own."""
    module = sys.modules.get("IPython")
    shell = module.get_ipython() if hasattr(module, "get_ipython") else None
    usable = hasattr(shell, "ask_exit") and "ask_exit" not in vars(shell)
    return shell if usable else None
