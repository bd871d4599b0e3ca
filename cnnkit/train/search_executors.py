"""Trainings of a search on workers of your own: any executor of `concurrent.futures`."""

import concurrent.futures
import contextlib
import queue
from collections.abc import Iterator
from typing import Any

from cnnkit.train._threads import blas_on_one_thread
from cnnkit.train.search_trial import sentence, train_anywhere
from cnnkit.train.worker_processes import POLL, Lost, told

__all__ = ["executor_outcomes"]

ON_THE_WAY = 2**30  # bytes of pictures that wait with the executor, at most about this many


def executor_outcomes(
    executor: concurrent.futures.Executor, jobs: dict[Any, tuple], pictures: tuple, over: list
) -> Iterator[tuple[Any, Any]]:
    """Yield (key, outcome) of every job as it is done; a `Lost` if it has none.

    Jobs that still wait are cancelled at the end; the executor is never shut down.

    Parameters
    ----------
    executor : concurrent.futures.Executor
    jobs : dict of key to tuple
        The first arguments of `cnnkit.train.search_trial.train`.
    pictures : ((array, array), (array, array))
        Its last ones.
    over : list
        See `cnnkit.train.worker_processes.told`.

    Raises
    ------
    ValueError
        If the executor does not take the first job.
    """

    def work(tell, over):
        waiting, pending, done = list(jobs.items())[::-1], {}, queue.SimpleQueue()
        size = sum(array.nbytes for pair in pictures for array in pair)
        most = max(ON_THE_WAY // size, 16)
        try:
            with blas_on_one_thread():  # where the workers are threads of this process
                while (waiting or pending) and not over:
                    if waiting and len(pending) < most:
                        key, job = waiting.pop()
                        try:
                            future = executor.submit(train_anywhere, *job, *pictures)
                        except Exception as error:
                            if len(waiting) + 1 == len(jobs):
                                raise _refused(error) from None
                            tell((key, Lost(sentence(error))))
                        else:
                            pending[future] = key
                            future.add_done_callback(done.put)
                        continue
                    with contextlib.suppress(queue.Empty):
                        future = done.get(timeout=POLL)
                        tell((pending.pop(future), _outcome(future)))
        finally:
            for future in pending:
                future.cancel()

    return told(work, over)


def _refused(error):
    return ValueError(f"executor takes no work ({sentence(error)}); make a new one")


def _outcome(future):
    if future.cancelled():
        return Lost("it was cancelled before it began")
    error = future.exception()
    return future.result() if error is None else Lost(sentence(error))
