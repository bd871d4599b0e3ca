"""Worker processes: they do jobs, and end with the process that started them.

A thread of its own starts them, hands out the jobs and stops them. An interrupt reaches the main
thread only, so none can come between the start of a process and the note that it runs.
"""

import _thread
import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

# Matrix products that start threads of their own would fight for the cores with other processes,
# such as the browser. They gain nothing by them at the sizes of the lessons.
ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
POLL = 0.2  # seconds after which the thread looks whether anybody still waits for it
PATIENCE = 60.0  # seconds in which a process must have started, where there is a time limit
_READY = "ready"
_END = object()


class Lost(NamedTuple):
    """In place of an outcome: why there is none."""

    reason: str


def told(work: Callable[..., None], over: list) -> Iterator[Any]:
    """Yield what ``work(tell, over)`` tells; it runs in a thread, where no interrupt comes.

    Parameters
    ----------
    work : function
        It calls ``tell(something)`` again and again, and returns early once ``over`` is not empty.
    over : list
        Something is appended when the rest is not needed. Whoever loops over this appends to it too
        in a ``finally``: appending is one operation, which an interrupt cannot cut in two.

    Raises
    ------
    Exception
        What ``work`` raises.

    Examples
    --------
    >>> list(told(lambda tell, over: tell("done"), []))
    ['done']
    """
    found, gone, begun = queue.SimpleQueue(), queue.SimpleQueue(), []

    def run():
        last = None
        try:
            if not over:
                work(found.put, over)
        except BaseException as error:
            last = error
        gone.put(True)
        found.put((_END, last))

    try:
        # one operation, too: a Thread's start() has locks that an interrupt can leave held
        begun.append(_thread.start_new_thread(run, ()))
        while True:
            try:  # not for ever: what is not a signal of the system would not end the waiting
                item = found.get(timeout=POLL)
            except queue.Empty:
                continue
            if type(item) is tuple and item[0] is _END:
                if item[1] is not None:
                    raise item[1]
                return
            yield item
    finally:
        over.append(True)
        if begun:
            with contextlib.suppress(queue.Empty):
                gone.get(timeout=5)


def outcomes(
    module: str,
    file: str,
    jobs: dict[Any, tuple],
    processes: int,
    over: list,
    time_limit: float | None = None,
) -> Iterator[tuple[Any, Any]]:
    """Yield (key, outcome) of every job as it is done; a `Lost` if its process has none.

    Parameters
    ----------
    module : str
        What each process runs: a module that calls `serve`.
    file : str
        Its argument.
    jobs : dict of key to tuple
        What to send to a process, whichever is free.
    processes : int
        At most this many at a time.
    over : list
        See `told`.
    time_limit : float, optional
        Seconds after which the process of a job is stopped.

    Raises
    ------
    OSError
        If not one process can be started.
    """
    crew = _Crew(module, file, jobs, time_limit)
    return told(lambda tell, over: crew.work(processes, tell, over), over)


class _Crew:
    """The processes of one search: which runs, at what job, and until when."""

    def __init__(self, module, file, jobs, time_limit):
        self.command = [sys.executable, "-P", "-m", module, file]
        self.waiting, self.time_limit = list(jobs.items())[::-1], time_limit
        self.running, self.ends = {}, {}  # by process: the key of its job, and its latest end
        self.answers = queue.SimpleQueue()

    def work(self, most, tell, over):
        try:
            while (self.waiting or self.running) and not over:
                if self.waiting and len(self.running) < most:
                    try:
                        self.give_next(self.start(), PATIENCE)
                    except OSError:  # no room for another
                        if not self.running:
                            raise
                        most = len(self.running)
                    continue
                for key, outcome in self.news():
                    tell((key, outcome))
        finally:
            for process in list(self.running):
                self.stop(process)

    def news(self):
        """Wait a moment for an answer, or for a time limit to run out."""
        with contextlib.suppress(queue.Empty):
            process, outcome = self.answers.get(timeout=POLL)
            if process not in self.running:  # the last word of one that was stopped
                return
            if outcome == _READY:
                self.limit(process)
                return
            key = self.running[process]
            if outcome is None:
                outcome = Lost(self.stop(process, 1))
            elif self.waiting:
                self.give_next(process)
            else:
                self.stop(process)
            yield key, outcome
        now = time.monotonic()
        for process in [process for process, end in self.ends.items() if end < now]:
            key = self.running[process]
            self.stop(process)
            reason = f"it was stopped after {self.time_limit:g} s, its time_limit"
            yield key, Lost(f"{reason}; give a longer one, or look for what does not end")

    def limit(self, process, more=0.0):
        if self.time_limit is not None:
            self.ends[process] = time.monotonic() + self.time_limit + more

    def give_next(self, process, more=0.0):
        self.running[process], job = self.waiting.pop()
        self.limit(process, more)
        with contextlib.suppress(OSError):  # it has died: its listener says so
            pickle.dump(job, process.stdin)
            process.stdin.flush()

    def start(self):
        process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,  # Ctrl-C means whoever started it
        )
        threading.Thread(target=_listen, args=(process, self.answers), daemon=True).start()
        return process

    def stop(self, process, patience=0.0):
        """Stop a process; return how it ended, if it did so by itself within ``patience``."""
        self.running.pop(process, None)
        self.ends.pop(process, None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        code = process.poll()
        process.kill()
        process.wait()
        with contextlib.suppress(OSError):
            process.stdin.close()
        return _ending(code)


def _ending(code):
    if code is None:
        return "its process closed its answers without a word"
    if code >= 0:
        return f"its process ended without a word, with exit code {code}"
    with contextlib.suppress(ValueError):
        name = signal.Signals(-code).name
        memory = "; was there not enough memory?" if name == "SIGKILL" else ""
        return f"its process ended without a word, by {name}{memory}"
    return f"its process ended without a word, by signal {-code}"


def _listen(process, answers):
    with process.stdout, contextlib.suppress(Exception):  # damaged answers are none either
        while True:
            answers.put((process, pickle.load(process.stdout)))
    answers.put((process, None))


def serve(work: Callable[..., Any]) -> None:
    """Answer each job that comes, ``work(*job)``; leave when the process that sends them is gone.

    What ``work`` prints goes to the error stream: answers have the other one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where there are no sessions
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    jobs = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(jobs,), daemon=True).start()
    answer = _READY
    while True:
        pickle.dump(answer, answers)
        answers.flush()
        answer = work(*jobs.get())


def _receive(jobs):
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        while True:
            jobs.put(pickle.load(sys.stdin.buffer))
    os._exit(0)
