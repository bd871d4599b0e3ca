"""Run a student's function so that nothing it does can hurt: loops end, errors are caught.

The function runs in a thread of its own. There every line that the student wrote is counted
(``sys.settrace``); after ``STEPS`` lines the function is stopped. Counting lines instead of seconds
gives the same answer on every machine, works in the main thread and in a widget's callback thread,
and needs no signals, so it works on Linux, macOS and Windows alike. A time limit stops what is slow
without many lines.

What cannot be stopped is one long call inside compiled code. If that call lets other threads run
(a huge matrix product, ``time.sleep``), the check returns and says so while the call goes on. If it
does not (``sum(itertools.count())``), only a restart of the kernel helps.
"""

import builtins
import contextlib
import contextvars
import copy
import ctypes
import dis
import io
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from cnnkit.exercises import faults
from cnnkit.exercises.faults import Fault

STEPS = 1_000_000
"""Lines of student code that one call may run: hundreds of times what an exercise needs."""

SECONDS = 5.0
"""Seconds that one call may take."""

PRINTED = 2_000
"""Characters of printed text that are kept."""

_one_at_a_time = threading.Lock()


class Stopped(BaseException):
    """Raised inside a student's function to end it; no ``except Exception`` catches it."""


@dataclass
class Run:
    """What one call of a student's function did.

    Attributes
    ----------
    value : object
        What it returned; None if it did not return.
    fault : Fault or None
        How it ended, if not by returning.
    printed : str
        What it printed, cut after ``PRINTED`` characters.
    warned : list of str
        The warnings that it caused, each once.
    arguments : tuple
        The arguments as the function left them.
    """

    value: Any = None
    fault: Fault | None = None
    printed: str = ""
    warned: list[str] = field(default_factory=list)
    arguments: tuple = ()


def run(
    function: Callable, arguments: tuple, *, steps: int = STEPS, seconds: float = SECONDS
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

    Returns
    -------
    Run
    """
    result = Run(arguments=copy.deepcopy(arguments))
    with _one_at_a_time, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        worker = _Worker(function, result, steps)
        with _captured_prints(worker, result), _no_input(worker):
            _wait(worker, result, seconds)
        result.warned = list(dict.fromkeys(str(warning.message) for warning in caught))
    return result


class _Worker(threading.Thread):
    """The thread in which a student's function runs, its lines counted."""

    def __init__(self, function: Callable, result: Run, steps: int):
        super().__init__(daemon=True, name="student")
        self.function, self.result, self.left = function, result, steps
        self.why = ""  # set when the function has to end
        self.abandoned = False
        # With the caller's context, what the thread displays lands in the right cell.
        self.context = contextvars.copy_context()

    def run(self) -> None:
        with contextlib.suppress(Stopped):  # may arrive late, after the function has returned
            self.context.run(self._call)

    def _call(self) -> None:
        value, fault = None, None
        try:
            sys.settrace(self._on_call)
            value = self.function(*self.result.arguments)
        except Stopped:
            pass
        except BaseException as error:  # SystemExit and KeyboardInterrupt are reported, too
            fault = faults.from_exception(error)
        finally:
            sys.settrace(None)
        if not self.why and not self.abandoned:
            self.result.value, self.result.fault = value, fault

    def _on_call(self, frame: FrameType, event: str, argument: object):
        if faults.is_library(frame.f_code.co_filename):
            return None
        return self._on_line(frame, event, argument)

    def _on_line(self, frame: FrameType, event: str, argument: object):
        self.left -= 1
        if self.left < 0 or self.why:
            self.why = self.why or "endless"
            self.result.fault = faults.from_frame(self.why, frame)
            raise Stopped
        return self._on_line

    def stop_again(self) -> None:
        """Raise ``Stopped`` once more, for a function whose bare ``except:`` has swallowed it."""
        if self.ident is not None and hasattr(ctypes, "pythonapi"):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(self.ident), ctypes.py_object(Stopped)
            )


def _wait(worker: _Worker, result: Run, seconds: float) -> None:
    """Wait for the worker; when its time is over make it stop, and at last leave it behind."""
    worker.start()
    patience, before = 1.0, None
    deadline = time.monotonic() + seconds
    while worker.is_alive():
        # Short waits: on Windows a long one cannot be interrupted from the keyboard.
        try:
            worker.join(0.05)
        except KeyboardInterrupt:
            worker.why = "interrupted"
        if not worker.is_alive() or (not worker.why and time.monotonic() < deadline):
            continue
        if not worker.why:
            worker.why = "slow"
        frame = sys._current_frames().get(worker.ident or 0)
        if result.fault is None or result.fault.kind != worker.why:
            result.fault = faults.from_frame(worker.why, frame)
        # An exception that waits for a call of compiled code to end slows all threads down, so it
        # is sent only to Python code that moves on. After such a call the trace function stops it.
        now = frame and (frame, frame.f_lasti)
        if frame and (before not in (None, now) or "JUMP" in _operation(frame)):
            worker.stop_again()
        before = now
        patience -= 0.05
        if patience <= 0:
            worker.abandoned = True
            result.fault = faults.from_frame("stuck", frame)
            return


def _operation(frame: FrameType) -> str:
    """Return the name of the instruction at which a frame is."""
    return dis.opname[frame.f_code.co_code[frame.f_lasti]] if frame.f_lasti >= 0 else ""


@contextlib.contextmanager
def _captured_prints(worker: threading.Thread, result: Run):
    """Keep what ``worker`` prints; all other threads print where they always did."""
    usual = sys.stdout
    prints = _Prints(worker, usual)
    sys.stdout = prints  # type: ignore[assignment]
    try:
        yield
    finally:
        result.printed = prints.kept
        sys.stdout = usual


@contextlib.contextmanager
def _no_input(worker: threading.Thread):
    """Make ``input`` refuse inside ``worker``, where it would wait for nobody."""
    usual = builtins.input

    def refuse(*prompt):
        if threading.current_thread() is worker:
            raise RuntimeError("input() waits for a person; the values come as parameters here")
        return usual(*prompt)

    builtins.input = refuse
    try:
        yield
    finally:
        builtins.input = usual


class _Prints(io.TextIOBase):
    def __init__(self, worker: threading.Thread, usual):
        self.worker, self.usual, self.kept = worker, usual, ""

    def write(self, text: str) -> int:
        if threading.current_thread() is not self.worker:
            return self.usual.write(text)
        if len(self.kept) < PRINTED:
            self.kept += text
            if len(self.kept) > PRINTED:
                self.kept = self.kept[:PRINTED] + "…"
        return len(text)

    def flush(self) -> None:
        if threading.current_thread() is not self.worker:
            self.usual.flush()
