"""One step of gradient descent: forward, loss, backward, and the optimiser's step."""

import copy

import numpy as np

from cnnkit.checks import Array, LossFunction, Model, Trainer, like, whole
from cnnkit.model._transaction import training_step
from cnnkit.train._before_training import check_parts
from cnnkit.train._input_scale import warn_of_scale
from cnnkit.train._micro_batches import part_rows, refuse_threads
from cnnkit.train._threads import in_threads, refuse_random
from cnnkit.train.evaluation import check_examples, correct_rows, is_mean, loss_of
from cnnkit.train.nonfinite import explain

__all__ = ["batch_gradient", "train_step"]


def train_step(
    model: Model,
    x: Array,
    y: Array,
    *,
    loss: LossFunction,
    optimizer: Trainer,
    micro_batch: int | None = None,
    threads: int = 1,
) -> float:
    """Do one step of gradient descent on one batch.

    Parameters
    ----------
    model : Sequential
        In training mode during the step, whatever its mode before and after.
    x : array (N, ...)
        The batch, as the model takes it.
    y : array (N, ...)
        Its targets, as the loss takes them.
    loss : a loss such as CrossEntropyLoss()
    optimizer : SGD or Adam
        Made for this model.
    micro_batch : int, optional
        The batch goes through the model in parts of this size, whose arrays stay in the
        processor's cache. By default it follows from the size of the pictures: tiny ones in
        large parts, those of 28×28 in parts of 32, those above 104×104 one by one; a batch
        whose rows depend on each other is never cut.
    threads : int
        How many micro-batches are computed at the same time. Worth it only while matrix products
        start no threads of their own: threadpoolctl, if installed, sees to that; else set
        OPENBLAS_NUM_THREADS=1 before Python starts.

    Returns
    -------
    float
        The loss of the batch before the step.

    Raises
    ------
    TypeError, ValueError
        If the arrays do not fit the model, the loss or each other, or the optimiser belongs to
        another model.
    RuntimeError
        If another thread is training the model.
    FloatingPointError
        If the loss or a weight would become NaN or infinite; says where that began.
        No weight and no gradient has changed after any of these.

    Warns
    -----
    RuntimeWarning
        Once for a model, if inputs are far beyond 1, which few models can learn from.

    Notes
    -----
    With N rows in all, of which micro-batch k has N_k: ``gradient = sum over k of
    (N_k / N) * gradient_k`` in their order, so it is that of the mean over the whole batch, and
    ``model.gradients()`` holds it afterwards. For a loss whose ``reduction`` is "sum" they are
    added without weights. The number of threads does not change a single bit of the result; the
    size of the micro-batches changes the last digits.

    Examples
    --------
    >>> from cnnkit.layers import Flatten, Linear
    >>> from cnnkit.losses import CrossEntropyLoss
    >>> from cnnkit.model import Sequential
    >>> from cnnkit.optim import SGD
    >>> x, y = np.ones((4, 1, 2, 2), np.float32), np.array([0, 0, 1, 0])
    >>> model = Sequential(Flatten(), Linear(4, 2, rng=np.random.default_rng(0)))
    >>> optimizer = SGD(model, lr=0.1)
    >>> losses = [train_step(model, x, y, loss=CrossEntropyLoss(), optimizer=optimizer)
    ...           for _ in range(100)]
    >>> round(losses[-1], 2)  # the best that equal pictures allow
    0.56
    """
    x, y = check_examples(x, y, model)
    threads = whole(threads, "threads")
    check_parts(model, loss, optimizer)
    part_rows(model, x, micro_batch)
    value = _step(model, x, y, loss, optimizer, micro_batch, threads)[0]
    warn_of_scale(x, model)
    return value


@training_step
def _step(model, x, y, loss, optimizer, micro_batch=None, threads=1, foresee=None):
    """Return the loss and how many rows were right (None without classes).

    ``foresee`` is called with both just before the weights move: an interrupt may come just after.
    """
    loss = copy.copy(loss)  # what the caller's loss remembers stays
    value, right, gradients = batch_gradient(model, x, y, loss, micro_batch, threads)
    if not np.isfinite(value):
        raise FloatingPointError(explain(model, x, value, optimizer.lr))
    model.set_gradients(gradients)
    if foresee is not None:
        foresee(value, right)
    optimizer.step()
    return value, right


def batch_gradient(
    model: Model,
    x: Array,
    y: Array,
    loss: LossFunction,
    micro_batch: int | None = None,
    threads: int = 1,
) -> tuple[float, float | None, dict[str, Array]]:
    """Return the loss of a batch, how many rows are right (or None), and the gradients by name.

    They are summed over micro-batches in their order, whichever thread has computed them.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.losses import MSELoss
    >>> from cnnkit.model import Sequential
    >>> x = y = np.ones((3, 1))
    >>> model = Sequential(Linear(1, 1, bias=False)).to("float64")
    >>> model[0].weight[:] = 2.0
    >>> batch_gradient(model, x, y, MSELoss(), micro_batch=2)
    (1.0, None, {'0.weight': array([[2.]])})
    """
    if threads > 1:
        refuse_random(model)
        refuse_threads(model)
    rows = part_rows(model, x, micro_batch)
    parts = [slice(start, start + rows) for start in range(0, len(x), rows)]

    def part_gradient(model, loss, part):
        return _forward_and_backward(model, x[part], y[part], len(x), loss)

    if threads == 1 or len(parts) == 1:
        results = (part_gradient(model, loss, part) for part in parts)
    else:
        results = in_threads(min(threads, len(parts)), part_gradient, model, loss, parts)
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


def _forward_and_backward(model, x, y, rows, loss):
    """Return what one micro-batch adds to the loss, to the right rows and to the gradients."""
    with np.errstate(over="ignore", invalid="ignore"):  # here: a thread does not inherit it
        outputs = model(x)
        value = loss_of(loss, outputs, y)
        share = len(x) / rows if is_mean(loss) else 1.0
        correct = correct_rows(loss, outputs, y)
        right = None if correct is None else np.count_nonzero(correct) * len(x) / correct.size
        d = like(loss.backward(), outputs.shape, f"the gradient by {loss!r}.backward()")
        model.backward(d * share, input_gradient=False)
    model.forget()  # else all these arrays live on while the next part makes its own
    return value * share, right, model.gradients()
