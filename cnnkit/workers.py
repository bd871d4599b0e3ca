"""The gradient of a batch from its parts, one after the other or several at a time."""

import contextlib
import copy
import functools

import numpy as np

from cnnkit.checks import like
from cnnkit.evaluation import is_mean, loss_of, mark
from cnnkit.memory import keep_freed_memory
from cnnkit.turns import Turn

keep_freed_memory()  # at import: a traced step would otherwise show it as its own memory


def gradients_of_parts(model, x, y, loss, micro_batch, threads=1):
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
            results = list(_pool(threads).map(apart, parts))
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
        correct = mark(loss, outputs, y)
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


@functools.cache
def _pool(threads):
    from concurrent.futures import ThreadPoolExecutor  # here: few need it, and it takes 10 ms

    return ThreadPoolExecutor(threads, thread_name_prefix="cnnkit")


def _refuse_random(model):
    for name, layer in model.named_layers().items():
        if getattr(layer, "rng", None) is not None:
            raise ValueError(
                f"layer {name}, {layer}, draws random numbers one after the other, which several "
                "threads would mix up; use threads=1"
            )
