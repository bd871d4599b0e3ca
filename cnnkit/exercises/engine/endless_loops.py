"""Call a student's function in a thread of its own, and stop it if it does not end.

Where there are no threads (a browser), it runs in the caller's.

Every line that the student wrote is counted (``sys.settrace``); after ``steps`` lines the function
is stopped. Counting lines instead of seconds gives the same answer on every machine, and works in
the main thread and in a widget's callback thread, on Linux, macOS and Windows alike. A time limit
stops what is slow without many lines; the Stop button stops it at once, and so does a limit of
memory, where the system tells how much there is. Threads that the function starts are counted and
stopped with it.

What cannot be stopped is one long call inside compiled code. If that call lets other threads run
(a huge matrix product, ``time.sleep``), the check returns and says so while the call goes on. If it
does not (``sum(itertools.count())``), only a restart of the kernel helps.
"""

import contextvars
import ctypes
import dis
import functools
import math
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from types import CodeType, FrameType

from cnnkit.exercises.engine import faults, memory_use
from cnnkit.exercises.engine.faults import Fault
from cnnkit.exercises.engine.run_record import Run
from cnnkit.exercises.engine.stop_button import StopButton, Stopped
from cnnkit.exercises.engine.surroundings import Surroundings

__all__ = ["Watch", "see_off", "supervise", "watch_of_this_thread"]

PATIENCE, PATIENCE_OF_A_PERSON = 1.0, 0.25
"""Seconds that a function gets to stop before it is left behind; fewer after the Stop button."""

DETOURS = 1000
"""Lines to wait for one around which no ``try`` stands: what ends a function is caught there."""

NOT_BUILTINS = "Your function changes Python's own names (`builtins`): leave them as they are."

_settrace, _setprofile = sys.settrace, sys.setprofile  # the student's thread gets others
_current_thread, _clock = threading.current_thread, time.monotonic  # also where they are replaced

_ONTO_ITSELF = bytes([dis.opmap["JUMP_BACKWARD"], 1])
"""The jump of ``while True: pass`` on one line, of which Python 3.11 traces no line."""


def watch_of_this_thread() -> "Watch | None":
    """Return what watches the function that started this thread, or runs in it."""
    return _current_thread().__dict__.get("cnnkit_watch")


class Watch:
    """The calls of a student's function, one after the other, and all that is needed to end them.

    It counts the lines of every thread that the function runs in. ``why`` is set when the function
    has to end, ``over`` when nobody waits for it any more: then each thread ends at its next line.
    """

    def __init__(
        self,
        function: Callable,
        runs: list[Run],
        steps: int,
        seconds: float,
        then: Callable | None,
        button: StopButton,
    ):
        self.function, self.then, self.button = function, then, button
        self.runs, self.at, self.result = runs, 0, runs[0]
        self.steps, self.seconds = steps, seconds
        self.around: Surroundings | None = None
        self.worker: _Worker | None = None  # once it has ended
        self.why, self.over, self.done = "", False, False
        self.left, self.since, self.warned = steps, _clock(), 0
        self.look, self.deadline = 0, math.inf  # at this many lines left, look at the clock
        self.alone = False  # no other thread looks at the clock
        self.tries = self.skip = 0
        self.detours = DETOURS
        self.bell = threading.Lock()  # rung, that is released, at the end
        self.bell.acquire()
        self._begun, self._sending, self._closed = threading.Lock(), threading.Lock(), False
        # With the caller's context, what the thread displays lands in the right cell.
        self.context = contextvars.copy_context()

    def is_mine(self) -> bool | None:
        """Tell whether this thread is the function's: False if an earlier one's, None if none's."""
        watch = watch_of_this_thread()
        return None if watch is None else watch is self

    def begin(self) -> bool:
        """Return True for the first who asks: the function runs once."""
        return self._begun.acquire(blocking=False)

    def is_running(self) -> bool:
        """Tell whether the function was called and has not come to an end."""
        return self._begun.locked() and not self.done

    def call(self) -> None:
        """Call the function in this thread for each case, until it does not return from one."""
        for at, run in enumerate(self.runs):
            self.at, self.result = at, run
            self.left, self.since = self.steps, _clock()
            if self.alone:
                self.look, self.deadline = self.left, self.since + self.seconds
            self.context.copy().run(self._call)
            if self.over or self.why or run.fault is not None:
                return
            self.note(len(self.around.caught) if self.around else 0)
            if self.button.pressed:
                return

    def _call(self) -> None:
        """Call the function for the present case."""
        value, fault = None, None
        usual, result = sys.gettrace(), self.result
        try:
            _settrace(self.on_call)
            try:
                value = self.function(*result.arguments)
            finally:  # before anything else: the next lines may need a builtin
                self.heal()
            value = self._judged(value)
        except Stopped as stopped:
            fault = result.fault
            if fault is None:
                fault = faults.from_trace(self.why, stopped.__traceback__)
        except BaseException as error:  # SystemExit and KeyboardInterrupt are reported, too
            fault = faults.from_exception(error)
            if self.around is not None and self.around.damaged:
                fault = replace(fault, advice=NOT_BUILTINS)
        finally:
            _setprofile(None)
            _settrace(usual)
        if self.over:
            return
        if not self.why:
            result.value, result.fault = value, fault
        elif result.fault is None:
            result.fault = fault or Fault(self.why)

    def _judged(self, value: object) -> object:
        """Do what comes then, again if the function has taken NumPy's functions away from it."""
        if self.then is None:
            return value
        try:
            return self.then(value)
        except Exception:
            if self.around is not None:
                self.around.heal_all()
            return self.then(value)

    def heal(self) -> None:
        """Put builtins back that the function has deleted or overwritten."""
        if self.around is not None:
            self.around.heal()

    def note(self, warnings: int) -> None:
        """Keep what the present case printed and warned of, and how many lines it ran."""
        around, run = self.around, self.result
        if around is not None and warnings >= self.warned:
            run.printed = run.printed or around.take_printed()
            fresh = around.caught[self.warned : warnings]
            run.warned += [it for it in map(_said, fresh) if it not in run.warned]
            self.warned = warnings
        run.lines = self.steps - self.left

    def close(self) -> None:
        """From here on nothing is raised inside this thread from outside."""
        with self._sending:
            self._closed = True
        for _ in (1, 2):  # a place where what is already on its way arrives
            pass

    def end(self) -> None:
        """Tell who waits that the function has ended."""
        self.done = True
        self.bell.release()

    def refuse(self, words: str) -> None:
        """End the function because it calls something that may not stand in it."""
        if not self.over and not self.why:
            self.result.fault = faults.from_frame("nested", sys._getframe(), words)
            self.why = "nested"
        raise Stopped

    def start_thread(self, usual: Callable, thread: threading.Thread) -> None:
        """Start a thread for the function, watched as the function itself."""
        if self.over:
            raise Stopped
        body = thread.run

        def watched():
            try:
                _settrace(self.on_call)
                body()
            except Stopped:
                pass
            finally:
                _setprofile(None)
                _settrace(None)

        thread.cnnkit_watch = self  # type: ignore[attr-defined]
        thread.run = watched  # type: ignore[method-assign]
        usual(thread)

    def on_call(self, frame: FrameType, event: str, argument: object):
        """Trace the student's own functions."""
        if faults.is_library(frame.f_code.co_filename):
            return None
        if _ONTO_ITSELF in frame.f_code.co_code:
            frame.f_trace_opcodes = True
            return self.on_opcode
        return self.on_line(frame, event, argument)

    def on_opcode(self, frame: FrameType, event: str, argument: object):
        """Count a line, and each round of a jump onto itself."""
        if event != "opcode" or _operation(frame) == "JUMP_BACKWARD":
            self.on_line(frame, event, argument)
        return self.on_opcode

    def on_line(self, frame: FrameType, event: str, argument: object):
        """Count a line, and end the function if it has to."""
        self.left -= 1
        if self.left >= self.look and not self.why and not self.over:
            return self.on_line
        if self.left >= 0 and not self.why and not self.over:  # nobody else looks at the clock
            self.look = self.left - 1000 if self.left > 1000 else 0  # no builtin: it may be gone
            if _clock() < self.deadline:
                return self.on_line
            self.why = "slow"
        if self.skip > 0:
            self.skip -= 1
            return self.on_line
        self.heal()
        if self.detours > 0 and _would_be_caught(frame):  # rather a few lines later
            self.detours -= 1
            return self.on_line
        # A function may swallow what is raised here. Each further time it is raised a line later,
        # so that it also comes where no `try` stands.
        self.tries += 1
        self.skip = self.tries % 20
        if not self.over:
            self.why = self.why or "endless"
            if self.result.fault is None or self.result.fault.kind not in (self.why, "nested"):
                self.result.fault = faults.from_frame(self.why, frame)
        _setprofile(self._resume)  # to raise ends the tracing; a later call resumes it
        raise Stopped

    def _resume(self, frame: FrameType, event: str, argument: object) -> None:
        _settrace(self.on_call)
        here: FrameType | None = frame
        while here is not None:
            if not faults.is_library(here.f_code.co_filename):
                here.f_trace = self.on_line
            if here.f_code is Watch.call.__code__:
                break
            here = here.f_back

    def raise_in(self, worker: threading.Thread) -> None:
        """Raise ``Stopped`` in code that is not traced: a library's, or where tracing has ended."""
        with self._sending:  # not in a later thread that got the same number
            if not self._closed and worker.ident:
                _raise_in(worker.ident)


class _Worker(threading.Thread):
    """The thread in which a student's function runs."""

    def __init__(self, watch: Watch):
        super().__init__(daemon=True, name="student")
        self.cnnkit_watch = watch

    def run(self) -> None:
        watch = self.cnnkit_watch
        if not watch.begin():
            return
        try:
            self._call(watch)
        finally:
            watch.end()

    def _call(self, watch: Watch) -> None:
        called = False
        while True:
            try:
                if not called:
                    called = True
                    watch.context.run(watch.call)
                watch.close()
                return
            except Stopped:  # arrived late, after the function had returned
                continue


def _said(warning: warnings.WarningMessage) -> str:
    return faults.words(warning.message)


def supervise(watch: Watch, button: StopButton) -> None:
    """Have the function called and wait; when it has to end make it, or leave it behind."""
    worker = _Worker(watch)
    try:
        worker.start()
    except RuntimeError:  # there are no threads
        if watch.begin():
            _call_here(watch, button)
            return
    until, before = 0.0, None
    filled = -1  # looked at as soon as the function takes its time
    while not watch.done:
        # Neither `join` nor `is_alive`: below Python 3.13 a KeyboardInterrupt inside `join` marks a
        # running thread as finished. Short waits: on Windows none can be interrupted.
        try:
            watch.bell.acquire(timeout=0.01 if watch.why else 0.05)
        except KeyboardInterrupt:  # from elsewhere than the Stop button
            button.pressed = True
        watch.heal()  # what follows may need a builtin that the function has deleted
        now = _clock()
        filled = memory_use.filled() if filled < 0 and not watch.done else filled
        full = not watch.done and not watch.why and memory_use.is_too_much(filled)
        late = now >= watch.since + watch.seconds
        if watch.done or not (watch.why or button.pressed or full or late):
            continue
        frame = sys._current_frames().get(worker.ident or 0)
        if not watch.why:
            watch.result.fault = None
            watch.why = "interrupted" if button.pressed else "memory" if full else "slow"
        patience = PATIENCE_OF_A_PERSON if button.pressed else PATIENCE
        until = min(until or now + patience, now + patience)
        if watch.result.fault is None:
            watch.result.fault = faults.from_frame(watch.why, frame)
        # The trace function comes first; this is for code that is not traced, a library's. An
        # exception that waits for a call of compiled code to end holds up all threads that are
        # traced (Python 3.11), so it is sent only to Python code that moves on.
        moved = _moved(before, frame)
        if moved:
            watch.raise_in(worker)
        before = frame and (frame, frame.f_lasti)
        if now >= until:
            watch.result.fault = _left_behind(watch, frame, moved)
            watch.over = True
            _calm()
            while frame is not None:  # so that it ends with the call, not with the line
                frame.f_trace_opcodes = True
                frame = frame.f_back
            return
    watch.worker = worker


def _moved(before: tuple | None, frame: FrameType | None) -> bool:
    """Tell whether a thread runs Python code, and is not inside one long call."""
    if frame is None:
        return False
    return before not in (None, (frame, frame.f_lasti)) or "JUMP" in _operation(frame)


def _left_behind(watch: Watch, frame: FrameType | None, moved: bool) -> Fault | None:
    """Describe a function that did not end although it had to."""
    if watch.why in ("slow", "memory"):
        return faults.from_frame("stuck", frame)
    if watch.why == "interrupted" and not moved:
        return faults.from_frame("held", frame)
    return watch.result.fault


def see_off(worker: _Worker, button: StopButton) -> None:
    """Let a thread that has ended its work disappear from the list of threads."""
    try:
        worker.join(0.5)
    except KeyboardInterrupt:
        button.pressed = True


def _call_here(watch: Watch, button: StopButton) -> None:
    """Call the function in this thread; the counted lines and the Stop button can end it."""
    this = threading.current_thread()
    watch.alone = True

    def stop():
        if not watch.over:
            watch.why = watch.why or "interrupted"
            raise Stopped

    try:
        this.cnnkit_watch = watch  # type: ignore[attr-defined]
        button.on_press = stop
        watch.call()
    except Stopped:
        pass
    finally:
        watch.over = True
        button.on_press = None
        watch.done = True
        vars(this).pop("cnnkit_watch", None)


def _raise_in(thread: int) -> None:
    """Raise ``Stopped`` in a thread, when it next runs Python code."""
    if hasattr(ctypes, "pythonapi"):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread), ctypes.py_object(Stopped)
        )


def _calm() -> None:
    """Let the other threads run on although an exception waits in one: it arrives all the same.

    In Python 3.11 all threads look again and again whether it is meant for them, and traced ones
    get nowhere, until any thread has received one: this thread does.
    """
    try:
        _raise_in(threading.get_ident())
        for _ in (1, 2):
            pass
    except Stopped:
        pass


def _would_be_caught(frame: FrameType) -> bool:
    """Tell whether a ``try`` of the student's stands around what a frame does now."""
    here: FrameType | None = frame
    while here is not None and here.f_code is not Watch.call.__code__:
        if not faults.is_library(here.f_code.co_filename):
            at = here.f_lasti
            if any(start <= at < end for start, end in _tries(here.f_code)):
                return True
        here = here.f_back
    return False


@functools.cache
def _tries(code: CodeType) -> tuple[tuple[int, int], ...]:
    """Return which instructions stand in a ``try`` or ``with``; a handler's own do not count."""
    begins = {i.offset for i in dis.get_instructions(code) if i.opname == "PUSH_EXC_INFO"}
    entries = dis.Bytecode(code).exception_entries
    return tuple((one.start, one.end) for one in entries if one.target in begins)


def _operation(frame: FrameType) -> str:
    """Return the name of the instruction at which a frame is."""
    return dis.opname[frame.f_code.co_code[frame.f_lasti]] if frame.f_lasti >= 0 else ""
