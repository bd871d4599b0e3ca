"""Global state that a student's function may change: redirected while it runs, then restored."""

import builtins
import contextlib
import io
import math
import operator
import os
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

PRINTED = 2_000
"""Characters of printed text that are kept."""


_all, _len, _map = all, len, map  # also where a function has deleted them

_seen: dict[str, Any] = {}
"""What builtins and NumPy's names stand for, and in which check that was looked at."""


class Surroundings:
    """Printed text, warnings, ``input``, ``exit``, what names stand for, folder, recursion.

    Making one only looks; :meth:`change` changes, :meth:`restore` puts back, and may be called
    again if it was interrupted.

    Parameters
    ----------
    mine : callable
        Tells whether the current thread runs the student's function, True, or something left
        behind by an earlier one, False; None for all other threads.
    start : callable
        Called as ``start(usual, thread)`` where the student's function starts a thread.
    check : object
        Something that is another one in each check.
    """

    def __init__(self, mine: Callable[[], bool | None], start: Callable, check: object):
        self._mine, self._start = mine, start
        if _seen.get("check") is not check:  # looked at once a check: what follows is put back
            _seen["check"] = check
            _seen["names"] = [(vars(it), dict(vars(it))) for it in (builtins, np, math)]
        (_, self._builtins), *self._names = _seen["names"]
        self._stdout = sys.stdout
        self._recursion = sys.getrecursionlimit()
        self._switch = sys.getswitchinterval()
        self._folder = _folder()
        self._hooks = threading.gettrace(), threading.getprofile()
        self._thread_start = threading.Thread.start
        self._leave = os._exit
        self._tracing = sys.settrace, sys.setprofile
        self._shell = _shell()
        self._warnings = warnings.catch_warnings(record=True)
        self._caught: list | None = None
        self._prints = Prints(mine, sys.stdout)

    @property
    def printed(self) -> str:
        """What the student's function printed, cut after ``PRINTED`` characters."""
        return self._prints.kept

    @property
    def caught(self) -> list:
        """The warnings so far."""
        return self._caught or []

    def change(self) -> None:
        """Keep prints and warnings, refuse ``input`` and ``exit``, notice new threads."""
        self._caught = self._warnings.__enter__()
        warnings.simplefilter("always")
        sys.stdout = self._prints  # type: ignore[assignment]
        builtins.input = self._unless_mine(builtins.input, _refuse_input)
        for name in ("exit", "quit"):  # IPython has its own, which end in the shell's ask_exit
            if hasattr(builtins, name):
                setattr(builtins, name, self._unless_mine(getattr(builtins, name), _leave))
        os._exit = self._unless_mine(os._exit, _leave)
        sys.settrace = self._unless_mine(sys.settrace, _nothing)  # it would end the counting
        sys.setprofile = self._unless_mine(sys.setprofile, _nothing)
        if self._shell is not None:
            self._shell.ask_exit = self._unless_mine(self._shell.ask_exit, _leave)
        mine, usual, start = self._mine, self._thread_start, self._start

        def start_thread(thread):
            return usual(thread) if mine() is None else start(usual, thread)

        threading.Thread.start = start_thread  # type: ignore[method-assign]

    def restore(self) -> None:
        """Put everything back, what names stand for first: the rest uses them."""
        now = builtins.__dict__
        for name in ("input", "exit", "quit"):
            if name in self._builtins:
                now[name] = self._builtins[name]
        # All at once, as it takes its time one by one.
        for names, usual in [(now, self._builtins), *self._names]:
            if _len(names) < _len(usual) or not _all(
                _map(operator.is_, names.values(), usual.values())
            ):
                names.update(usual)
        threading.Thread.start = self._thread_start  # type: ignore[method-assign]
        os._exit = self._leave
        sys.settrace, sys.setprofile = self._tracing
        if self._shell is not None:
            vars(self._shell).pop("ask_exit", None)
        sys.stdout = self._stdout
        if self._caught is not None:
            self._warnings.__exit__(None, None, None)
        if sys.getrecursionlimit() != self._recursion:
            with contextlib.suppress(RecursionError):
                sys.setrecursionlimit(self._recursion)
        if sys.getswitchinterval() != self._switch:
            sys.setswitchinterval(self._switch)
        if self._folder and self._folder != _folder():
            with contextlib.suppress(OSError):
                os.chdir(self._folder)
        if (threading.gettrace(), threading.getprofile()) != self._hooks:
            threading.settrace(self._hooks[0])  # type: ignore[arg-type]
            threading.setprofile(self._hooks[1])

    def _unless_mine(self, usual: Callable, instead: Callable) -> Callable:
        """Make a function that acts as ``usual`` in all threads but the student's."""
        mine = self._mine

        def choose(*arguments, **named):
            return (usual if mine() is None else instead)(*arguments, **named)

        return choose


class Prints(io.TextIOBase):
    """Keep what the student's function prints; all other threads print where they always did."""

    def __init__(self, mine: Callable[[], bool | None], usual):
        self.mine, self.usual, self.kept = mine, usual, ""

    def write(self, text: str) -> int:
        """Keep the text, or hand it on; drop what a function left behind by a check prints."""
        mine = self.mine()
        if mine is None:
            return self.usual.write(text)
        text = str.__str__(text)  # a subclass may do anything when it is added
        if mine and len(self.kept) < PRINTED:
            self.kept += text
            if len(self.kept) > PRINTED:
                self.kept = self.kept[:PRINTED] + "…"
        return len(text)

    def flush(self) -> None:
        """Flush where the text goes."""
        if self.mine() is None:
            self.usual.flush()


def _refuse_input(*prompt):
    raise RuntimeError("input() waits for a person; the values come as parameters here")


def _leave(*code, **named):
    raise SystemExit


def _nothing(function):
    """Do nothing."""


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
