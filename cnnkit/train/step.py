"""One step of gradient descent on one batch: `train_step`."""

import copy
from threading import get_ident

import numpy as np

from cnnkit.checks import has_method, whole
from cnnkit.train.batch_gradient import batch_gradient
from cnnkit.train.evaluation import (
    check_examples,
    check_loss,
)
from cnnkit.train.nonfinite import explain

__all__ = ["train_step"]


def train_step(model, x, y, *, loss, optimizer, micro_batch=32, threads=1):
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
    micro_batch : int
        The batch goes through the model in parts of this size, whose arrays stay in the
        processor's cache.
    threads : int
        How many parts are computed at the same time. Worth it only while matrix products start no
        threads of their own: threadpoolctl, if installed, sees to that; else set
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

    Notes
    -----
    With n parts of N rows in all, part k having N_k: ``gradient = sum over k of
    (N_k / N) * gradient_k`` in the order of the parts, so it is that of the mean over the whole
    batch, and ``model.gradients()`` holds it afterwards. Parts of a loss whose ``reduction`` is
    "sum" are added without weights. The number of threads does not change a single bit of the
    result; the size of the parts changes the last digits.

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
    x, y = check_examples(x, y)
    micro_batch, threads = whole(micro_batch, "micro_batch"), whole(threads, "threads")
    _check_parts(model, loss, optimizer)
    return _step(model, x, y, loss, optimizer, micro_batch, threads)[0]


def _step(model, x, y, loss, optimizer, micro_batch=32, threads=1):
    """Return the loss and how many rows were right (None without classes)."""
    loss = copy.copy(loss)  # what the caller's loss remembers stays
    model.turn.check_training()
    with (
        model.turn.lock,  # other threads meet the model before the step, or after it
        model.all_or_nothing(),
        np.errstate(over="ignore", invalid="ignore"),  # checked and explained below
    ):
        modes = model.modes()
        try:
            model.turn.trainer = get_ident()
            model.train()
            value, right, gradients = batch_gradient(model, x, y, loss, micro_batch, threads)
            if not np.isfinite(value):
                raise FloatingPointError(explain(model, x, value, optimizer.lr))
            model.set_gradients(gradients)
            optimizer.step()
        finally:
            model.turn.trainer = None
            try:
                model.set_modes(modes)
            except BaseException:  # an interrupt half-way: finish first, then let it through
                model.set_modes(modes)
                raise
    return value, right


def _check_parts(model, loss, optimizer):
    """Reject what is no model, loss and optimiser, or an optimiser of another model."""
    has_method(model, "model", "in_mode", "give a Sequential")
    check_loss(loss)
    has_method(optimizer, "optimizer", "step", "use one such as SGD(model, lr=0.1)")
    if getattr(optimizer, "model", None) is not model:
        raise ValueError(
            "optimizer was made for another model, whose weights it would move; "
            "make one for this model: SGD(model, lr=0.1)"
        )
