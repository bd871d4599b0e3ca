"""Worker processes: they do jobs, and end with the process that started them."""

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

# Matrix products that start threads of their own would fight for the cores with other processes,
# such as the browser. They gain nothing by them at the sizes of the lessons.
ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


def outcomes(
    module: str, file: str, jobs: dict[Any, tuple], processes: int
) -> Iterator[tuple[Any, Any]]:
    """Yield (key, outcome) of every job as it is done; the outcome is None if its process died.

    Parameters
    ----------
    module : str
        What each process runs: a module that calls `serve`.
    file : str
        Its argument.
    jobs : dict of key to tuple
        What to send to a process, whichever is free.
    processes : int
        At most so many at a time.
    """
    waiting, running, answers = list(jobs.items())[::-1], {}, queue.SimpleQueue()

    def give_next(process):
        running[process], job = waiting.pop()
        with contextlib.suppress(OSError):  # it has died: its listener says so
            pickle.dump(job, process.stdin)
            process.stdin.flush()

    try:
        while waiting or running:
            if waiting and len(running) < processes:
                give_next(_start(module, file, answers))
                continue
            process, outcome = answers.get()
            if process not in running:  # the last word of one that was stopped
                continue
            key = running[process]
            if waiting and outcome is not None:
                give_next(process)
            else:
                del running[process]
                _stop(process)
            yield key, outcome
    finally:  # also after an interrupt, when nobody wants the rest
        for process in running:
            _stop(process)


def _start(module, file, answers):
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module, file],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,  # Ctrl-C means whoever started it
    )
    threading.Thread(target=_listen, args=(process, answers), daemon=True).start()
    return process


def _listen(process, answers):
    with process.stdout, contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            answers.put((process, pickle.load(process.stdout)))
    answers.put((process, None))


def _stop(process):
    process.kill()
    process.wait()
    with contextlib.suppress(OSError):
        process.stdin.close()


def serve(work: Callable[..., Any]) -> None:
    """Answer each job that comes, ``work(*job)``; leave when the process that sends them is gone.

    What ``work`` prints goes to the error stream: answers have the other one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where there are no sessions
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    jobs = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(jobs,), daemon=True).start()
    while True:
        pickle.dump(work(*jobs.get()), answers)
        answers.flush()


def _receive(jobs):
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        while True:
            jobs.put(pickle.load(sys.stdin.buffer))
    os._exit(0)
