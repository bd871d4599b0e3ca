"""A training that you can pause, change and rewind: step, set a hyperparameter, go back.

`fit` is a loop over epochs; a `TrainingRun` is the same loop taken apart, so that something else
(a cell, a button) decides when the next step is done. With the same settings both compute the
same numbers, bit for bit.
"""

import copy
from dataclasses import replace

import numpy as np

from cnnkit.checks import shown, whole
from cnnkit.data import split
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model._transaction import finish
from cnnkit.train import Record, evaluate
from cnnkit.train._advice import Adviser, scale_advice
from cnnkit.train._arguments import check_last_batch
from cnnkit.train.evaluation import check_examples, check_loss, evaluate_outputs
from cnnkit.train.records import Tally
from cnnkit.train.step import _step
from cnnkit.widgets.training.run_progress import Change, Moment, Progress
from cnnkit.widgets.training.run_settings import SETTINGS, RunSettings, fitting, new_optimizer
from cnnkit.widgets.training.snapshots import Snapshots

__all__ = ["TrainingRun"]

ROWS = 64  # judged at a time, as `evaluate` does
FIRST_LOOK = 2000  # training pictures that the start is judged by


class TrainingRun:
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
    optimizer, lr, momentum, batch_size, images
        See `RunSettings`; changeable at any time by assignment or with `change`.
    seed : int
        Of the random order of the pictures.
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
                 batch_size=64, images="all", seed=0, memory=2e8):  # fmt: skip
        self._x, self._y, *self.validation = _parts(dataset)
        self._loss = CrossEntropyLoss() if loss is None else loss
        check_loss(self._loss)
        self._rng = np.random.default_rng(whole(seed, "seed", minimum=0))
        settings = RunSettings(optimizer, lr, momentum, batch_size, images, len(self._x))
        if not callable(getattr(model, "replica", None)) or isinstance(model, type):
            raise TypeError(f"model is {shown(model)}, which cannot be trained; give a Sequential")
        snapshots = Snapshots(memory)
        self.model, network = model, model.replica()
        self._batches = []  # one entry a step; those of steps that were gone back from may follow
        optimizer = new_optimizer(network, settings)
        history = (self._judged_start(network, settings),)
        self._now = Progress(settings, network, optimizer, history, (), (), snapshots)
        self._now = replace(self._now, snapshots=snapshots.having(0, self._moment()))
        self._scale = scale_advice(self._x, self.validation)
        self._adviser = Adviser(network, self.x, self.y, self._loss, optimizer)

    # -- what can be read

    @property
    def settings(self):
        """The present `RunSettings`; each is an attribute of the run too."""
        return self._now.settings

    @property
    def network(self):
        """The run's own layers around the model's arrays: to look at between two steps."""
        return self._now.network

    @property
    def history(self):
        """A `Record` for the start (epoch 0) and each complete epoch."""
        return list(self._now.history)

    @property
    def earlier(self):
        """The history that was left behind by the last `restore`."""
        return list(self._now.earlier)

    @property
    def advice(self):
        """Why nothing is learned, where the cause can be named; else empty. `fit` warns of it."""
        return self._scale or self._now.advice

    @property
    def changes(self):
        """Each `Change` of a setting while it ran."""
        return list(self._now.changes)

    @property
    def batches(self):
        """The position after each step, in epochs, and the loss of its batch."""
        return self._batches[: self._now.steps]

    @property
    def x(self):
        """The training pictures in use."""
        return self._x[: self.settings.count]

    @property
    def y(self):
        """Their targets."""
        return self._y[: self.settings.count]

    @property
    def epochs(self):
        """How many epochs are complete."""
        return self._now.history[-1].epoch

    @property
    def position(self):
        """How far the training is, in epochs, with the fraction of the running one."""
        return self._now.position

    @property
    def steps(self):
        """How many steps were done since the start."""
        return self._now.steps

    @property
    def judging(self):
        """Whether the steps of an epoch are done, but not all validation pictures judged."""
        return self._now.judged is not None

    @property
    def kept(self):
        """The epochs that can be gone back to."""
        return self._now.snapshots.epochs

    def look(self):
        """Return the run's own layers, around the arrays that the model has at this moment."""
        self._keep_sharing()
        return self.network

    def weights_at(self, epoch):
        """Return the weights after an epoch, by name; 0 for the start. Not to be changed."""
        return self._now.snapshots[self.known(epoch)].weights

    def model_at(self, epoch):
        """Return a model of its own with the weights after an epoch; 0 for the start.

        Raises
        ------
        TypeError, ValueError
            If that epoch has not been, or its snapshot was dropped to save memory.
        """
        twin = copy.deepcopy(self.network.replica())
        twin.load_state_dict(self.weights_at(epoch))
        return twin

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
            self._judge()

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

    # -- going back

    def restore(self, epoch):
        """Go back to the end of an epoch (0: the start); what came after it is forgotten.

        Weights, the optimiser's state and the order of the pictures to come are as they were
        then; the hyperparameters stay as they are now. With the old ones, the same training is
        repeated bit for bit. The history that is left behind stays in ``earlier``.

        Raises
        ------
        TypeError, ValueError
            If that epoch has not been, or its snapshot was dropped to save memory.
        """
        self._return_to(self.known(epoch), self.settings)

    def reset(self):
        """Go back to the start: the first weights, the same seed, the settings as they are."""
        self.restore(0)

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
        new = [name for name in SETTINGS if getattr(before, name) != getattr(settings, name)]
        if settings.count != before.count:
            first = self.model_at(0)
            self._return_to(0, settings, self._judged_start(first, settings))
            self._adviser = Adviser(first, self.x, self.y, self._loss, self._optimizer)
            return True
        unused = ("images", "momentum") if settings.optimizer == "Adam" else ("images",)
        changes = tuple(
            Change(self.position, name, getattr(before, name), getattr(settings, name))
            for name in new
            if self.steps and name not in unused
        )
        optimizer = fitting(copy.copy(now.optimizer), now.network, settings)
        self._now = replace(
            now, settings=settings, optimizer=optimizer, changes=now.changes + changes
        )
        return bool(new)

    # -- inside: each piece ends in one assignment to `_now`

    @property
    def _optimizer(self):
        return self._now.optimizer

    def _keep_sharing(self):
        """The model's arrays may have been replaced: ``model.to(...)``, ``layer.weight = ...``."""
        ours, theirs = (
            model.parameters() | model.buffers() for model in (self.network, self.model)
        )
        if any(ours.get(name) is not array for name, array in theirs.items()):
            network = self.model.replica()
            optimizer = new_optimizer(network, self.settings)
            self._now = replace(self._now, network=network, optimizer=optimizer)

    def _judged_start(self, network, settings):
        """Epoch 0: what the first weights are worth."""
        few = min(settings.count, FIRST_LOOK)
        looks = (self._x[:few], self._y[:few]), self.validation
        found = [evaluate(network, *pair, loss=self._loss) for pair in looks]
        return Record(0, *found[0], *found[1])

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
            after = replace(
                now, steps=now.steps + 1, order=order, start=start, tally=tally, judged=judged
            )
            self._batches[now.steps :] = [(after.position, value)]

        try:
            if now.order is None:
                check_last_batch(now.network, self.x, now.settings.batch_size)
            order = self._rng.permutation(now.settings.count) if now.order is None else now.order
            batch = order[now.start : now.start + now.settings.batch_size]
            x, y = self._x[batch], self._y[batch]
            _step(now.network, x, y, self._loss, now.optimizer, None, 1, foresee)
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

    def _judge(self):
        """Run some validation pictures; with the last of them the epoch is complete."""
        now, (x, y) = self._now, self.validation
        done = ROWS * len(now.judged)
        with self.network.in_mode(False), np.errstate(over="ignore", invalid="ignore"):
            judged = (*now.judged, self.network(x[done : done + ROWS], remember=False))
            if done + ROWS < len(x):
                self._now = replace(now, judged=judged)
                return
            found = evaluate_outputs(self._loss, np.concatenate(judged), y)
        record = Record(self.epochs + 1, *now.tally.result(), *found)
        self._adviser.model, self._adviser.optimizer = now.network, now.optimizer
        before = now.history[-1] if self.epochs else None
        self._now = replace(
            now,
            history=(*now.history, record),
            snapshots=now.snapshots.having(record.epoch, self._moment()),
            advice=self._adviser.after(record, before, now.steps),
            order=None,
            start=0,
            tally=None,
            judged=None,
        )

    def _finish_judging(self):
        while self.judging:
            self._judge()

    # -- snapshots

    def _moment(self):
        return Moment(self.network.state_dict(), copy.copy(self._optimizer), self._drawn())

    def _draws(self):
        """The random generators: of the order of the pictures, and of layers such as Dropout."""
        found = (getattr(layer, "rng", None) for layer in self.network.named_layers().values())
        return [self._rng, *(rng for rng in found if rng is not None)]

    def _drawn(self):
        return [rng.bit_generator.state for rng in self._draws()]

    def _draw_again(self, states):
        """Have the generators draw what they drew after ``states``."""
        for rng, state in zip(self._draws(), states, strict=True):
            rng.bit_generator.state = state

    def known(self, epoch):
        """Return ``epoch`` if one can go back to it; raises as `restore`."""
        epoch, kept = whole(epoch, "epoch", minimum=0), self.kept
        if epoch > self.epochs:
            raise ValueError(f"epoch {epoch} has not been yet; use 0 (the start) to {self.epochs}")
        if epoch not in kept:
            near = min(kept, key=lambda one: abs(one - epoch))
            raise ValueError(
                f"the weights after epoch {epoch} were dropped to save memory; use {near}"
            )
        return epoch

    def _return_to(self, epoch, settings, start=None):
        """Go back; ``start`` is another record of epoch 0."""
        self._keep_sharing()
        now, moment = self._now, self._now.snapshots[epoch]
        optimizer = copy.copy(moment.optimizer)
        optimizer.model = now.network
        history = tuple(record for record in now.history if record.epoch <= epoch)
        after = Progress(
            settings,
            now.network,
            fitting(optimizer, now.network, settings),
            history if start is None else (start,),
            now.history if self.epochs > epoch else now.earlier,
            tuple(change for change in now.changes if change.position < epoch),
            now.snapshots.until(epoch),
            sum(position <= epoch for position, _ in self.batches),
        )

        def write():
            now.network.load_state_dict(moment.weights)
            self._draw_again(moment.draws)
            self._now = after

        finish(write)


def _setting(name):
    def get(run):
        return getattr(run.settings, name)

    def put(run, value):
        run.change(**{name: value})

    return property(get, put, doc=f"See `RunSettings`: ``{name}``.")


for _name in SETTINGS:
    setattr(TrainingRun, _name, _setting(_name))


def _parts(dataset):
    """Return (x, y, validation x, validation y) of what was given as the data."""
    if not isinstance(dataset, (tuple, list)) or len(dataset) not in (2, 3, 4):
        raise TypeError(
            f"dataset is {shown(dataset)}; give a Dataset such as load_digits(), or the arrays "
            "(x, y) or (x, y, validation_x, validation_y)"
        )
    if len(dataset) < 4:  # pictures, their classes, and perhaps the classes' names
        dataset = split(*dataset[:2], test=0.2, rng=np.random.default_rng(0))
    x, y = check_examples(*dataset[:2])
    try:
        validation = check_examples(*dataset[2:])
    except (TypeError, ValueError) as error:
        raise type(error)(f"validation: {error}") from None
    return x, y, *validation
