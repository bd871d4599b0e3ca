"""What a student's function may not do during a check, such as changing files.

Nor may it wait for input, leave Python, start processes or send signals.

``begin`` replaces the functions that do such things. The replacements refuse, with a sentence, in
the student's threads, and act as usual in all others. `surroundings` puts the originals back, as
it does with every name of these modules.
"""

import _thread
import builtins
import functools
import io
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from types import ModuleType

BEYOND = "a check lets a function only calculate, and this reaches beyond it"

PROCESSES = ("fork", "forkpty", "system", "popen", "posix_spawn", "posix_spawnp", "startfile",
             "execv", "execve", "spawnv", "spawnve", "kill", "killpg", "abort")  # fmt: skip
FILES = ("remove", "unlink", "rmdir", "removedirs", "rename", "renames", "replace", "truncate",
         "mkdir", "symlink", "link", "chmod")  # fmt: skip
SIGNALS = "alarm", "setitimer", "pthread_kill"


def begin(mine: Callable[[], bool | None]) -> None:
    """Put what refuses in its place, until the names of the modules are put back.

    Parameters
    ----------
    mine : callable
        Tells whether the current thread is the student's; None for all others.
    """
    _asked[:] = [mine]
    for names, name, instead in _REFUSED:
        usual = names.get(name)
        if usual is not None:
            known, choose = _made.get((id(names), name), (None, None))
            if known is not usual:
                choose = of(usual, instead)
                _made[id(names), name] = usual, choose
            names[name] = choose


def of(usual: Callable, instead: Callable) -> Callable:
    """Make a function that acts as ``usual`` in all threads but the student's."""

    def choose(*arguments, **named):
        return (usual if _asked[0]() is None else instead)(*arguments, **named)

    return choose


_asked: list[Callable[[], bool | None]] = []
"""Its one entry tells whether this thread is the student's, in the check that is running."""

_made: dict[tuple[int, str], tuple[Callable, Callable]] = {}
"""What has been made of which function; made again where that is another one."""


def leave(*code, **named):
    """Do what ``sys.exit`` does."""
    raise SystemExit


def _input(*prompt):
    raise RuntimeError("input() waits for a person; the values come as parameters here")


def _nothing(*function):
    """Do nothing."""


def _file(*arguments, **named):
    raise PermissionError(f"{BEYOND}: no file is changed or removed")


def _process(*arguments, **named):
    raise PermissionError(f"{BEYOND}: no process is started or ended")


def _signal(*arguments, **named):
    raise PermissionError(f"{BEYOND}: no alarm is set, no signal is sent")


def _raise_signal(usual: Callable, number):
    """Raise the Stop button's signal; others may end Python."""
    return usual(number) if number == signal.SIGINT else _signal()


def _open(usual: Callable, file, mode="r", *arguments, **named):
    if set(str(mode)) & set("wax+") and not isinstance(file, int):
        _file()
    return usual(file, mode, *arguments, **named)


def _thread_of(function, arguments=(), named=None):
    """Start a thread as ``_thread`` does, but one that can be stopped."""
    made = threading.Thread(target=function, args=arguments, kwargs=named or {}, daemon=True)
    made.start()
    return made.ident


_REFUSALS: tuple[tuple[ModuleType, str, Callable], ...] = (
    (builtins, "input", _input),
    (builtins, "exit", leave),  # IPython has its own, which end in the shell's ask_exit
    (builtins, "quit", leave),
    (builtins, "open", functools.partial(_open, builtins.open)),
    (os, "_exit", leave),
    (sys, "settrace", _nothing),  # it would end the counting
    (sys, "setprofile", _nothing),
    (sys, "unraisablehook", _nothing),
    *[(os, name, _process) for name in PROCESSES],
    (subprocess, "_fork_exec", _process),
    *[(os, name, _file) for name in FILES],
    *[(signal, name, _signal) for name in SIGNALS],
    (
        signal,
        "raise_signal",
        functools.partial(_raise_signal, getattr(signal, "raise_signal", _nothing)),
    ),
    (io, "open", functools.partial(_open, io.open)),
    (shutil, "rmtree", _file),
    (_thread, "start_new_thread", _thread_of),
)
"""Module, name, and what the student's function gets in its place."""

_REFUSED = [(vars(module), name, instead) for module, name, instead in _REFUSALS]

CHANGED = {id(names) for names, _, _ in _REFUSED}
"""Modules' names that differ from the usual ones while a function runs, by ``id``."""

MODULES = io, shutil, signal, subprocess, _thread
"""Modules with such names, beside those that the surroundings look after anyway."""
