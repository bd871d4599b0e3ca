"""A training that you can pause, change and rewind: step, set a hyperparameter, go back.

`fit` is a loop over epochs; a `TrainingRun` is the same loop taken apart, so that something else
(a cell, a button) decides when the next step is done. With the same settings both compute the
same numbers, bit for bit.
"""

import copy

import numpy as np

from cnnkit.checks import shown, whole
from cnnkit.losses import CrossEntropyLoss
from cnnkit.train import Record
from cnnkit.train._augment_function import augmented
from cnnkit.train._before_training import check_last_batch, rehearse
from cnnkit.train._no_learning_advice import Adviser, scale_advice
from cnnkit.train.epoch_records import Tally
from cnnkit.train.evaluation import check_loss
from cnnkit.train.step import _step
from cnnkit.widgets.training.augmentation import change_of, paper_of
from cnnkit.widgets.training.dropout_setting import built_in, own_droppers, with_dropout
from cnnkit.widgets.training.run_data import RunData
from cnnkit.widgets.training.run_evaluation import Judge
from cnnkit.widgets.training.run_history import first_stage, turned
from cnnkit.widgets.training.run_progress import Progress, noted
from cnnkit.widgets.training.run_rewinding import RunRewinding
from cnnkit.widgets.training.run_settings import (
    SETTINGS,
    RunSettings,
    fitting,
    new_optimizer,
    refuse,
)
from cnnkit.widgets.training.snapshots import Snapshots

__all__ = ["TrainingRun"]


class TrainingRun(RunRewinding):
    """Train a model step by step, with a history that can be rewound.

    Parameters
    ----------
    model : Sequential
        Trained in place, as `fit` does: its arrays are the trained weights after every step.
        The run computes with layers of its own that share these arrays, so calling the model
        between two steps, or at the same time, disturbs nothing.
    dataset : Dataset, or a tuple of arrays
        ``(x, y, validation_x, validation_y)``; or ``(x, y)``, of which every fifth picture of
        each class, by lot, is kept for validation.
    loss : a loss such as CrossEntropyLoss(), optional
    optimizer, lr, momentum, weight_decay, dropout, augment, batch_size, images
        See `RunSettings`; changeable at any time by assignment or with `change`. Dropout is by
        default what the network's own layers have, or 0.
    seed : int
        Of the random order of the pictures, of their changes, and of dropout that is put in.
    memory : float
        Bytes that the checkpoints may take. When they would take more, every second is dropped.

    Raises
    ------
    TypeError, ValueError
        At once, if something does not fit.

    Notes
    -----
    An interrupt (Ctrl+C) at any moment leaves the run, its model and its history as they were
    before or after a whole step, and what comes next is what would have come without it.

    Examples
    --------
    >>> from cnnkit.examples import xo
    >>> from cnnkit.data import load_xo
    >>> run = TrainingRun(xo.untrained_network(), load_xo(), lr=0.1)
    >>> for _ in range(3):
    ...     record = run.epoch()
    >>> run.epochs, f"{record.validation_accuracy:.0%}"
    (3, '100%')
    >>> run.restore(1)
    >>> run.lr = 0.01  # from here at another rate
    >>> run.step()
    >>> run.epochs, run.changes[0].name
    (1, 'lr')
    """

    def __init__(self, model, dataset, *, loss=None, optimizer="SGD", lr=0.05, momentum=0.9,
                 weight_decay=0.0, dropout=None, augment="off", batch_size=64, images="all",
                 seed=0, memory=2e8):  # fmt: skip
        self._data = data = RunData.of(dataset)
        self._loss = CrossEntropyLoss() if loss is None else loss
        check_loss(self._loss)
        self._seed = whole(seed, "seed", minimum=0)
        self._rng = np.random.default_rng(self._seed)
        self._lots = np.random.default_rng((self._seed, 1))  # what dropout draws that is put in
        if not callable(getattr(model, "replica", None)) or isinstance(model, type):
            raise TypeError(f"model is {shown(model)}, which cannot be trained; give a Sequential")
        snapshots = Snapshots(memory)
        self.model, network = model, model.replica()
        self._dropped = [layer.p for layer in own_droppers(network)]
        dropout = built_in(network) if dropout is None else dropout
        settings = RunSettings(
            optimizer, lr, momentum, weight_decay, dropout, augment, batch_size, images, len(data.x)
        )
        refuse(settings, network, data.x.shape)
        rehearse(network, data.x, data.y, self._loss)
        self._paper = paper_of(data.x) if data.x.ndim == 4 else 0.0
        self._judge = Judge(self._loss, (data.x, data.y), data.held_out)
        self._batches = []  # one entry a step; those of steps that were gone back from may follow
        optimizer = new_optimizer(network, settings)
        start = (self._judge.at_once(network, settings.count, 0),)
        self._now = Progress(settings, network, optimizer, start, start, (), None, (), snapshots)
        first = snapshots.having(0, self._moment())
        self._now = self._now.changed(snapshots=first, way=first_stage(settings))
        self._scale = scale_advice(data.x, data.held_out)
        self._adviser = Adviser(network, self.x, self.y, self._loss, optimizer)

    # -- going on

    def tick(self):
        """Do the next small piece: one step, or the judging of some validation pictures.

        Raises
        ------
        FloatingPointError
            If the loss or a weight would become NaN or infinite; the sentence says where that
            began and what to try. The run stays as the last complete step left it.
        """
        if self._now.judged is None:
            self._train()
        else:
            self._judge_some()

    def step(self):
        """Do one step; after the last of an epoch also judge it. Raises as `tick`."""
        self._finish_judging()
        self._train()
        self._finish_judging()

    def epoch(self):
        """Go on to the end of the epoch and return its `Record`. Raises as `tick`."""
        before = self.epochs
        while self.epochs == before:
            self.tick()
        return self.history[-1]

    # -- changing settings

    def change(self, **changes):
        """Change settings, all or none; they hold from the next step on.

        Another number of ``images`` starts the training over from the first weights.

        Raises
        ------
        TypeError, ValueError
            If a setting is unknown or impossible. Nothing is changed then.
        """
        self.adopt(self.settings.changed(**changes))

    def adopt(self, settings):
        """Take checked settings, made with ``run.settings.changed(...)``; True if one is new."""
        if not isinstance(settings, RunSettings):
            raise TypeError(
                f"settings is {shown(settings)}; make them from those of the run, "
                "run.settings.changed(lr=0.1)"
            )
        now, before = self._now, self.settings
        refuse(settings, now.network, self._data.x.shape)
        new = [name for name in SETTINGS if getattr(before, name) != getattr(settings, name)]
        if settings.count != before.count:
            first = self.model_at(0)
            self._return_to(0, settings, self._judge.at_once(first, settings.count, 0))
            self._adviser = Adviser(first, self.x, self.y, self._loss, self._optimizer)
            return True
        unused = ("images", "momentum") if settings.optimizer == "Adam" else ("images",)
        pairs = {
            name: (getattr(before, name), getattr(settings, name))
            for name in new
            if self.steps and name not in unused
        }
        changes = noted(now.changes, self.position, pairs)
        optimizer = fitting(copy.copy(now.optimizer), now.network, settings)
        way = turned(now.way, now.at, settings) if new else now.way
        self._now = now.changed(settings=settings, optimizer=optimizer, changes=changes, way=way)
        return bool(new)

    # -- inside: each piece ends in one assignment to `_now`

    @property
    def _optimizer(self):
        return self._now.optimizer

    def _train(self):
        """Do a step: the weights move, and `_now` with them, or neither does."""
        self._keep_sharing()
        now, after = self._now, None
        steps, draws = now.optimizer.steps, self._drawn()

        def foresee(value, right):
            nonlocal after
            start, tally = now.start + len(batch), copy.copy(now.tally or Tally(self._loss))
            tally.add(value, right, len(batch))
            judged = () if start >= now.settings.count else None
            after = now.changed(
                steps=now.steps + 1, order=order, start=start, tally=tally, judged=judged
            )
            self._batches[now.steps :] = [(after.position, value)]

        try:
            if now.order is None:
                check_last_batch(now.network, self.x, now.settings.batch_size)
            order = self._rng.permutation(now.settings.count) if now.order is None else now.order
            batch = order[now.start : now.start + now.settings.batch_size]
            change = change_of(now.settings.augment, self._paper)
            x = augmented(change, self._data.x[batch], self._rng)
            learner = with_dropout(now.network, now.settings.dropout, self._dropped, self._lots)
            y = self._data.y[batch]
            _step(learner, x, y, self._loss, now.optimizer, None, 1, foresee)
            self._now = after
        except BaseException as error:
            if now.optimizer.steps > steps:  # the weights have moved
                self._now = after
            else:
                self._draw_again(draws)
            if isinstance(error, FloatingPointError):
                number = sum(position > self.epochs for position, _ in self.batches) + 1
                where = f"epoch {self.epochs + 1}, step {number}"
                raise FloatingPointError(f"{where}: {error}") from None
            raise

    def _judge_some(self):
        """Run some of the pictures to judge; with the last of them the epoch is complete."""
        now, count = self._now, self.settings.count
        piece = self._judge.piece(now.network, count, len(now.judged))
        judged = (*now.judged, piece)
        if len(judged) < self._judge.pieces(count):
            self._now = now.changed(judged=judged)
            return
        found = self._judge.result(judged, count, self.epochs + 1)
        record = Record(found.epoch, *now.tally.result(), *found[3:])  # as `fit` has it
        self._adviser.model, self._adviser.optimizer = now.network, now.optimizer
        before = now.history[-1] if self.epochs else None
        self._now = now.changed(
            history=(*now.history, record),
            curve=(*now.curve, found),
            snapshots=now.snapshots.having(record.epoch, self._moment()),
            advice=self._adviser.after(record, before, now.steps),
            order=None,
            start=0,
            tally=None,
            judged=None,
            began=now.steps,
        )

    def _finish_judging(self):
        while self.judging:
            self._judge_some()
