"""Training for many epochs: `fit`, an iterator of one record per epoch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnkit.checks import Array, LossFunction, Model, Trainer, flag, generator, whole
from cnnkit.train._augment_function import augmented, check_augment
from cnnkit.train._before_training import (
    check_epochs,
    check_last_batch,
    check_parts,
    checked_validation,
    rehearse,
)
from cnnkit.train._fit_result import Fit
from cnnkit.train._micro_batches import part_rows
from cnnkit.train._no_learning_advice import Warner
from cnnkit.train.epoch_records import Record, Tally
from cnnkit.train.evaluation import check_examples, evaluate
from cnnkit.train.progress_bar import ticks
from cnnkit.train.step import _step

__all__ = ["fit"]


def fit(
    model: Model,
    x: Array,
    y: Array,
    *,
    loss: LossFunction,
    optimizer: Trainer,
    epochs: int,
    batch_size: int = 64,
    validation: tuple[Array, Array] | None = None,
    rng: np.random.Generator | None = None,
    patience: int | None = None,
    schedule: Any = None,
    augment: Callable[[Array, np.random.Generator], Array] | None = None,
    progress: bool = False,
    micro_batch: int | None = None,
    threads: int = 1,
) -> Fit:
    """Train for some epochs, one in each turn of your loop.

    Parameters
    ----------
    model, x, y, loss, optimizer, micro_batch, threads
        As for `train_step`; ``x`` and ``y`` hold all training examples.
    epochs : int
        At most this many times through all examples.
    batch_size : int
        Rows of one step; the last batch of an epoch may be smaller.
    validation : (array, array), optional
        Pictures and targets on which every epoch is evaluated.
    rng : numpy.random.Generator, optional
        Shuffles the examples before every epoch; by default ``default_rng(0)``, so two runs
        shuffle alike.
    patience : int, optional
        Early stopping: end after this many epochs in a row without a lower validation loss. When
        the loop has ended by itself, the model has the weights of its best epoch. Needs
        ``validation``.
    schedule : StepLR or CosineAnnealingLR, optional
        Stepped after every epoch.
    augment : function of (batch, rng), optional
        Changes every batch of training pictures before its step: new changes in every epoch, drawn
        from ``rng``. Such as `cnnkit.data.augment.shift`, or several by `compose` there. It must
        return a batch of the same shape. Validation pictures stay as they are.
    progress : bool
        Show a bar with tqdm, where that is installed.

    Returns
    -------
    Fit
        An iterator of one `Record` an epoch. Training happens while you iterate, so leaving the
        loop stops it, and code in the loop is what other libraries call a callback.

    Raises
    ------
    TypeError, ValueError
        At once, before any training, if something does not fit.
    RuntimeError
        At once or from the loop, if another thread is training the model.
    FloatingPointError
        From the loop, if the loss or a weight would become NaN or infinite. After this, as after
        an interrupt, the model is as the last complete step left it.

    Warns
    -----
    RuntimeWarning
        Once, where the cause can be named why nothing is learned: inputs far beyond 1 or divided
        twice, weights that are all 0, dead units, a learning rate that is far too large; and if
        classes seem to be counted from 1.

    Examples
    --------
    >>> from cnnkit.examples import xo
    >>> from cnnkit.losses import CrossEntropyLoss
    >>> from cnnkit.optim import SGD
    >>> made, model = xo.make_dataset(100, rng=np.random.default_rng(0)), xo.untrained_network()
    >>> run = fit(model, made.images, made.targets, loss=CrossEntropyLoss(),
    ...           optimizer=SGD(model, lr=0.5), epochs=20)
    >>> for record in run:
    ...     if record.epoch == 1 or record.accuracy == 1:
    ...         print(f"epoch {record.epoch:2}: {record.accuracy:.0%} right")
    ...     if record.accuracy == 1:
    ...         break
    epoch  1: 50% right
    epoch  3: 100% right
    """
    x, y = check_examples(x, y, model)
    epochs, batch_size = whole(epochs, "epochs"), whole(batch_size, "batch_size")
    threads = whole(threads, "threads")
    check_parts(model, loss, optimizer)
    part_rows(model, x[:batch_size], micro_batch)
    model.turn.check_training()
    rehearse(model, x, y, loss)
    check_last_batch(model, x, batch_size)
    validation = checked_validation(model, validation, loss)
    check_epochs(optimizer, validation, patience, schedule)
    rng = np.random.default_rng(0) if rng is None else generator(rng)
    check_augment(augment, x, rng)
    steps = epochs * -(-len(x) // batch_size) if flag(progress, "progress") else 0

    warn = Warner(model, x, y, loss, optimizer, validation)

    def train():
        """Yield a record after each epoch; leave the weights of the best one behind."""
        best, best_state, waited = np.inf, None, 0
        how = loss, optimizer, micro_batch, threads
        with ticks(steps, "step") as tick:
            for epoch in range(1, epochs + 1):
                tally, order = Tally(loss), rng.permutation(len(x))
                for number, start in enumerate(range(0, len(x), batch_size), 1):
                    batch = order[start : start + batch_size]
                    pictures = augmented(augment, x[batch], rng)
                    try:
                        found = _step(model, pictures, y[batch], *how)
                    except FloatingPointError as error:
                        raise FloatingPointError(f"epoch {epoch}, step {number}: {error}") from None
                    tally.add(*found, len(batch))
                    tick()
                judged = evaluate(model, *validation, loss=loss) if validation else (np.nan, np.nan)
                if schedule is not None:
                    schedule.step()
                record = Record(epoch, *tally.result(), *judged)
                warn(record, epoch * number)
                yield record
                waited += 1
                if patience is not None and judged[0] < best:
                    best, best_state, waited = judged[0], model.state_dict(), 0
                if waited == patience:
                    break
            if best_state is not None:
                model.load_state_dict(best_state)

    return Fit(train(), epochs)
