"""Train in a background thread that is started and stopped: cells and widgets stay responsive.

A thread and not a task of the kernel's event loop: a task would wait while a cell runs, and would
block the kernel while it computes. Nothing may depend on it: it is a daemon, holds its owner by
weak references only, and ends within one step when it is told to, when its owner is gone, or at an
interrupt of the kernel. At most one trains at a time in the whole process.

Where there are no threads (a browser) it is such a task after all.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import signal
import threading
import time
import weakref

PERIOD = 0.07  # seconds between two views, at least
LONGEST = 0.085  # and at most, as long as a view takes less
SLICE = 0.05  # seconds of sleep between two looks at the stop sign

_all = weakref.WeakSet()
_tasks = set()  # an event loop itself holds its tasks by weak references only


class Gate:
    """A lock that lets people through before the trainer, which asks for it again and again.

    A plain lock is not fair: the thread that has just released it gets it again.
    """

    def __init__(self):
        self._next, self._inside = threading.Lock(), threading.RLock()
        self._owner = None

    @contextlib.contextmanager
    def __call__(self):
        """Be inside alone; a thread that is inside may enter again."""
        if self._owner == threading.get_ident():
            yield
            return
        with self._next:
            self._inside.acquire()
        self._owner = threading.get_ident()
        try:
            yield
        finally:
            self._owner = None
            self._inside.release()


class Trainer:
    """Do small pieces of work in a thread, one after the other, until it is stopped.

    Parameters
    ----------
    work : bound method
        Does a piece and returns how many seconds to wait before the next, or None at the end.
    show : bound method
        Called some twelve times a second, from the same thread.
    ended : bound method
        Called with the error that ended it, or None, if it was not told to stop.
    """

    def __init__(self, work, show, ended):
        self.gate = Gate()
        self._work, self._show, self._ended = map(weakref.WeakMethod, (work, show, ended))
        self._sign = None  # what the present thread looks at
        _all.add(self)

    @property
    def playing(self) -> bool:
        """Whether it is at work."""
        sign = self._sign
        return sign is not None and not sign.stop

    def start(self) -> None:
        """Begin to work; every other trainer of this process is stopped first."""
        if self.playing:
            return
        stop_others()
        self._sign = _Sign()
        listen_to_interrupts()
        pauses = _pauses(self._sign, self.gate, self._work, self._show, self._ended)
        parts = (self._sign, pauses)
        thread = threading.Thread(target=_loop, args=parts, name="cnnkit-trainer", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # there are no threads
            self._start_task(pauses)

    def _start_task(self, pauses):
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.stop()
            raise RuntimeError(
                "no thread can be started, and no event loop runs here; press Play in a notebook"
            ) from None
        task = loop.create_task(_task(self._sign, pauses))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)

    def stop(self) -> None:
        """Have it stop; no piece of work is begun from now on."""
        if self._sign is not None:
            self._sign.stop = True

    def wait(self) -> None:
        """Return when the piece of work at hand is done, after `stop`."""
        with self.gate():
            pass


class _Sign:
    """A mark that says stop. A plain attribute: a signal handler may set it at any moment."""

    stop = False


def _loop(sign, pauses):
    """Work in this thread."""
    for pause in pauses:
        wake = time.monotonic() + pause
        while not sign.stop and (rest := wake - time.monotonic()) > 0:
            time.sleep(min(rest, SLICE))


async def _task(sign, pauses):
    """Work in turns with everything else that the event loop does."""
    for pause in pauses:
        wake = time.monotonic() + pause
        await asyncio.sleep(0)
        while not sign.stop and (rest := wake - time.monotonic()) > 0:
            await asyncio.sleep(min(rest, SLICE))


def _pauses(sign, gate, work, show, ended):
    """Do one piece of work after the other; yield the seconds to wait after each."""
    error, due = None, 0.0
    while True:
        pause = None
        with gate():
            piece = work()
            if sign.stop or piece is None:  # told to, or its owner is gone
                return
            try:
                pause = piece()
            except Exception as caught:
                error = caught
            del piece
        if error is not None or pause is None:
            break
        now = time.monotonic()
        if now >= due:
            if (view := show()) is not None:
                view()
            del view
            due = now + min(max(PERIOD, 8 * (time.monotonic() - now)), LONGEST)
        yield pause
    if sign.stop:
        return
    sign.stop = True
    if (finish := ended()) is not None:
        finish(error)


@atexit.register
def stop_all() -> None:
    """Tell every trainer of this process to stop; safe in a signal handler."""
    for trainer in list(_all):
        trainer.stop()


def stop_others() -> None:
    """Stop every trainer, and return when none is at work."""
    stop_all()
    for trainer in list(_all):
        trainer.wait()


_listening = False


def listen_to_interrupts() -> None:
    """Have an interrupt of the kernel stop the trainer, whether a cell runs or not."""
    global _listening
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    if _listening or kernel is None:
        return
    _listening = True
    shell.events.register("post_run_cell", _after_cell)
    with contextlib.suppress(AttributeError, RuntimeError):
        kernel.io_loop.add_callback(_listen_while_idle)


def _after_cell(result) -> None:
    if isinstance(result.error_in_exec, KeyboardInterrupt):
        stop_all()


def _listen_while_idle() -> None:
    """Take the place of the ignored signal; while a cell runs the kernel sets another handler."""
    with contextlib.suppress(ValueError):
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, lambda *_: stop_all())
