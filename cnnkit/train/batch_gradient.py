"""The gradient of a batch from its parts, one after the other or several at a time."""

import contextlib
import copy
import functools
import os
from threading import Thread

import numpy as np

from cnnkit.checks import like
from cnnkit.model.turns import Turn
from cnnkit.train.evaluation import correct_rows, is_mean, loss_of


@functools.cache
def keep_freed_memory():
    """Make arrays of up to 32 MB come from memory that was used before; done once a process.

    A training step makes and frees the same large arrays every time. On Linux, glibc hands a large
    freed block back to the system and gets it again page by page, which costs up to a third of a
    step. It stops doing so for blocks up to the size of the largest one freed so far (the "dynamic
    mmap threshold" of mallopt(3), at most 32 MB), so freeing one that was never touched is enough.
    Elsewhere this does nothing.

    Examples
    --------
    >>> keep_freed_memory()
    """
    np.empty(2**25 - 2**16, np.uint8)


keep_freed_memory()  # at import: a traced step would otherwise show it as its own memory


def batch_gradient(model, x, y, loss, micro_batch, threads=1):
    """Return the loss of a batch, how many rows are right (or None), and the gradients by name.

    Parts are weighed and added in their order, whichever thread has computed them.
    """
    parts = [slice(start, start + micro_batch) for start in range(0, len(x), micro_batch)]
    if threads == 1 or len(parts) == 1:
        results = (_part(model, x[part], y[part], len(x), loss) for part in parts)
    else:
        _refuse_random(model)

        def apart(part):
            # layers of its own that share the weights; what they remember is their own
            twin = model.replica()
            twin.turn = Turn()  # the model's is held by the step that waits for this
            return _part(twin, x[part], y[part], len(x), copy.copy(loss))

        with _blas_on_one_thread():
            results = _in_threads(threads, apart, parts)
    value, right, gradients = 0.0, 0, None
    for part_value, part_right, part_gradients in results:
        value += part_value
        right = None if part_right is None else right + part_right
        if gradients is None:
            gradients = part_gradients
        else:
            for key, gradient in part_gradients.items():
                gradients[key] += gradient
    return value, right, gradients


def _part(model, x, y, rows, loss):
    # here and not around all parts: a thread does not inherit it
    with np.errstate(over="ignore", invalid="ignore"):
        outputs = model(x)
        value = loss_of(loss, outputs, y)
        share = len(x) / rows if is_mean(loss) else 1.0
        correct = correct_rows(loss, outputs, y)
        right = None if correct is None else np.mean(correct) * len(x)
        d = like(loss.backward(), outputs.shape, f"the gradient by {loss!r}.backward()")
        model.backward(d * share, input_gradient=False)
    model.forget()  # else all these arrays live on while the next part makes its own
    return value * share, right, model.gradients()


def _blas_on_one_thread():
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


def _in_threads(threads, function, parts):
    """Return ``[function(part) for part in parts]``, of which several are computed at a time.

    The executors of `concurrent.futures` have locks that Ctrl+C can leave held for ever. These
    queues are made in C and have none.
    """
    from queue import SimpleQueue  # here: few need it

    tasks, done, over = _tasks(threads, os.getpid()), SimpleQueue(), []
    try:
        for number, part in enumerate(parts):
            tasks.put((function, part, number, done, over))
        found = sorted((done.get() for _ in parts), key=lambda outcome: outcome[0])
    except BaseException:
        over.append(True)  # an interrupt: what has not begun is not wanted any more
        raise
    for _, _, error in found:
        if error is not None:
            raise error
    return [result for _, result, _ in found]


@functools.cache
def _tasks(threads, process):
    """Return the queue of tasks of so many threads; in a forked process they are new ones."""
    from queue import SimpleQueue

    tasks = SimpleQueue()
    for number in range(threads):
        Thread(target=_work, args=(tasks,), name=f"cnnkit_{number}", daemon=True).start()
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


def _refuse_random(model):
    for name, layer in model.named_layers().items():
        if getattr(layer, "rng", None) is not None:
            raise ValueError(
                f"layer {name}, {layer}, draws random numbers one after the other, which several "
                "threads would mix up; use threads=1"
            )
