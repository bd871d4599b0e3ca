"""Micro-batches in several threads: replicas of a model, each with a memory of its own."""

import contextlib
import copy
import functools
import os

from cnnkit.model.thread_turns import Turn

__all__ = ["blas_on_one_thread", "in_threads", "refuse_random"]


def in_threads(threads, gradient, model, loss, parts):
    """Return ``[gradient(model, loss, part) for part in parts]``, several computed at a time.

    Each is computed by a replica of the model: its layers share the weights, and what they remember
    is their own.
    """

    def apart(part):
        twin = model.replica()
        twin.turn = Turn()  # the model's is held by the step that waits for this
        return gradient(twin, copy.copy(loss), part)

    with blas_on_one_thread():
        return _each(threads, apart, parts)


def blas_on_one_thread():
    """Return a block in which matrix products do not start threads of their own, if possible."""
    controller = _blas()
    return controller.limit(limits=1) if controller else contextlib.nullcontext()


@functools.cache
def _blas():
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    return ThreadpoolController()


def _each(threads, function, parts):
    """Return ``[function(part) for part in parts]``, of which several are computed at a time.

    The executors of `concurrent.futures` have locks that Ctrl+C can leave held for ever. These
    queues are made in C and have none.
    """
    from queue import SimpleQueue  # here: few need it

    tasks, done, over, found = _tasks(threads), SimpleQueue(), [], []
    try:
        for number, part in enumerate(parts):
            if number >= threads:  # others may have started more threads than are wanted here
                found.append(done.get())
            tasks.put((function, part, number, done, over))
        found += [done.get() for _ in range(len(parts) - len(found))]
        found.sort(key=lambda outcome: outcome[0])
    except BaseException:
        over.append(True)  # an interrupt: what has not begun is not wanted any more
        raise
    for _, _, error in found:
        if error is not None:
            raise error
    return [result for _, result, _ in found]


_pools = {}  # by process, for a forked one has none: the queue of tasks, and who works at it


def _tasks(threads):
    """Return the queue of tasks that at least ``threads`` threads of this process work on."""
    from queue import SimpleQueue
    from threading import Thread  # here: few need it, and it takes a millisecond

    tasks, workers = _pools.setdefault(os.getpid(), (SimpleQueue(), []))
    while len(workers) < threads:
        worker = Thread(target=_work, args=(tasks,), name=f"cnnkit_{len(workers)}", daemon=True)
        worker.start()
        workers.append(worker)
    return tasks


def _work(tasks):
    while True:
        function, part, number, done, over = tasks.get()
        if not over:
            try:
                done.put((number, function(part), None))
            except BaseException as error:
                done.put((number, None, error))
        del function, part, done, over  # else they live on until the next task


def refuse_random(model):
    """Reject layers whose draws depend on the order in which the micro-batches are computed."""
    for name, layer in model.named_layers().items():
        if getattr(layer, "rng", None) is not None:
            raise ValueError(
                f"layer {name}, {layer}, draws random numbers one after the other, which several "
                "threads would mix up; use threads=1"
            )
