"""A training that you can pause, change and rewind: step, set a hyperparameter, go back.

`fit` is a loop over epochs; a `TrainingRun` is the same loop taken apart, so that something else
(a cell, a button) decides when the next step is done. With the same settings both compute the
same numbers, bit for bit.
"""

import copy
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from cnnkit.checks import choice, real, shown, whole
from cnnkit.data import split
from cnnkit.losses import CrossEntropyLoss
from cnnkit.optim import SGD, Adam
from cnnkit.train import Record, evaluate
from cnnkit.train.evaluation import check_examples, check_loss, evaluate_outputs
from cnnkit.train.records import Tally
from cnnkit.train.step import _step
from cnnkit.widgets.training.snapshots import Snapshots

__all__ = ["OPTIMIZERS", "Change", "RunSettings", "TrainingRun"]

SETTINGS = ("optimizer", "lr", "momentum", "batch_size", "images")
OPTIMIZERS = ("SGD", "Nesterov", "Adam")
ROWS = 64  # judged at a time, as `evaluate` does
FIRST_LOOK = 2000  # training pictures that the start is judged by


@dataclass(frozen=True)
class RunSettings:
    """The hyperparameters, which may be changed while a training runs.

    Parameters
    ----------
    optimizer : {"SGD", "Nesterov", "Adam"}
    lr : float
        Learning rate, above 0, at most 1000.
    momentum : float
        Of SGD and Nesterov, at least 0 and below 1; Adam has its own.
    batch_size : int
        Size of a mini-batch: pictures per step.
    images : "all" or int
        How many of the training pictures to use: the first ones.
    available : int
        How many there are.

    Raises
    ------
    TypeError, ValueError
        If one of them is impossible, alone or together with the others.

    Examples
    --------
    >>> RunSettings(momentum=1.5)
    Traceback (most recent call last):
        ...
    ValueError: momentum is 1.5, which is out of range; use a number at least 0 and below 1
    """

    optimizer: str = "SGD"
    lr: float = 0.05
    momentum: float = 0.9
    batch_size: int = 64
    images: int | str = "all"
    available: int = 1

    def __post_init__(self):
        choice(self.optimizer, "optimizer", OPTIMIZERS)
        momentum = real(self.momentum, "momentum", at_least=0, below=1)
        if self.optimizer == "Nesterov" and momentum == 0:
            raise ValueError(
                "Nesterov looks ahead along a velocity, which needs momentum above 0; "
                "set momentum to 0.9, or use SGD"
            )
        checked = {
            "lr": real(self.lr, "lr", above=0, at_most=1000),
            "momentum": momentum,
            "batch_size": whole(self.batch_size, "batch_size"),
            "images": self._checked_images(),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    def _checked_images(self):
        if isinstance(self.images, str) and self.images == "all":
            return "all"
        if isinstance(self.images, str):
            raise ValueError(f"images is {shown(self.images)}; use 'all' or a number of pictures")
        images = whole(self.images, "images")
        if images > self.available:
            raise ValueError(
                f"images is {images}, but there are {self.available} training pictures; "
                f"use 'all' or 1 to {self.available}"
            )
        return images

    @property
    def count(self):
        """How many training pictures are used."""
        return self.available if self.images == "all" else self.images

    def changed(self, **changes):
        """Return checked settings with some changes.

        Raises
        ------
        TypeError, ValueError
            If a name is unknown, or a value is impossible. Nothing is changed then.
        """
        known = [field.name for field in fields(self) if field.name != "available"]
        for name in changes:
            choice(name, "setting", known)
        return replace(self, **changes)


class Change(NamedTuple):
    """A setting that was changed while the training ran."""

    position: float
    """When: in epochs, with the fraction of the epoch that had begun."""
    name: str
    before: object
    after: object


@dataclass(frozen=True)
class _Moment:
    """All that the next step depends on, after a whole epoch."""

    weights: dict
    optimizer: object
    draws: list

    @property
    def bytes(self):
        return sum(array.nbytes for array in self.weights.values()) * 3  # optimisers keep up to two


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

    Attributes
    ----------
    network : Sequential
        The run's own layers around the model's arrays: to look at between two steps.

    Raises
    ------
    TypeError, ValueError
        At once, if something does not fit.

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
        self._settings = RunSettings(optimizer, lr, momentum, batch_size, images, len(self._x))
        if not callable(getattr(model, "replica", None)) or isinstance(model, type):
            raise TypeError(f"model is {shown(model)}, which cannot be trained; give a Sequential")
        self.model = model
        self._share()
        self._snapshots = Snapshots(memory)
        self.earlier, self.batches, self.changes = [], [], []
        self._open_epoch()
        self._judge_start()
        self._snapshots[0] = self._moment()

    # -- what can be read

    @property
    def settings(self):
        """The present `RunSettings`; each is an attribute of the run too."""
        return self._settings

    @property
    def x(self):
        """The training pictures in use."""
        return self._x[: self._settings.count]

    @property
    def y(self):
        """Their targets."""
        return self._y[: self._settings.count]

    @property
    def epochs(self):
        """How many epochs are complete."""
        return self.history[-1].epoch

    @property
    def position(self):
        """How far the training is, in epochs, with the fraction of the running one."""
        return self.epochs + min(self._start / self._settings.count, 1.0)

    @property
    def steps(self):
        """How many steps were done since the start."""
        return len(self.batches)

    @property
    def judging(self):
        """Whether the steps of an epoch are done, but not all validation pictures judged."""
        return self._judged is not None

    @property
    def kept(self):
        """The epochs that can be gone back to."""
        return self._snapshots.epochs

    def look(self):
        """Return the run's own layers, around the arrays that the model has at this moment."""
        self._keep_sharing()
        return self.network

    def weights_at(self, epoch):
        """Return the weights after an epoch, by name; 0 for the start. Not to be changed."""
        return self._snapshots[self.known(epoch)].weights

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
        if self._judged is None:
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
        self._return_to(self.known(epoch), self._settings)

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
        self.adopt(self._settings.changed(**changes))

    def adopt(self, settings):
        """Take checked settings, made with ``run.settings.changed(...)``; True if one is new."""
        if not isinstance(settings, RunSettings):
            raise TypeError(
                f"settings is {shown(settings)}; make them from those of the run, "
                "run.settings.changed(lr=0.1)"
            )
        before, self._settings = self._settings, settings
        new = [name for name in SETTINGS if getattr(before, name) != getattr(settings, name)]
        if settings.count != before.count:
            self._settings = before
            self._return_to(0, settings)
            self._judge_start()
            return True
        self._optimizer = self._fitting(self._optimizer)
        for name in new:
            unused = name == "momentum" and settings.optimizer == "Adam"
            if self.steps and name != "images" and not unused:
                old = getattr(before, name)
                self.changes.append(Change(self.position, name, old, getattr(settings, name)))
        return bool(new)

    # -- inside

    def _share(self):
        """Make layers of our own around the model's arrays, and an optimiser for them."""
        self.network = self.model.replica()
        self._optimizer = self._new_optimizer()

    def _keep_sharing(self):
        """The model's arrays may have been replaced: ``model.to(...)``, ``layer.weight = ...``."""
        ours, theirs = self.network.parameters(), self.model.parameters()
        if any(ours.get(name) is not array for name, array in theirs.items()):
            self._share()

    def _new_optimizer(self):
        now = self._settings
        if now.optimizer == "Adam":
            return Adam(self.network, lr=now.lr)
        return SGD(self.network, now.lr, now.momentum, nesterov=now.optimizer == "Nesterov")

    def _fitting(self, optimizer):
        """The optimiser with the present settings; another kind starts with a fresh state."""
        now = self._settings
        if isinstance(optimizer, Adam) != (now.optimizer == "Adam"):
            return self._new_optimizer()
        optimizer.lr = now.lr
        if now.optimizer != "Adam":
            optimizer.momentum, optimizer.nesterov = now.momentum, now.optimizer == "Nesterov"
        return optimizer

    def _judge_start(self):
        """Epoch 0: what the first weights are worth."""
        look = self.x[:FIRST_LOOK], self.y[:FIRST_LOOK]
        found = [evaluate(self.network, *pair, loss=self._loss) for pair in (look, self.validation)]
        self.history = [Record(0, *found[0], *found[1])]

    def _open_epoch(self):
        self._order, self._start, self._tally, self._judged = None, 0, Tally(self._loss), None

    def _train(self):
        self._keep_sharing()
        if self._order is None:
            self._order = self._rng.permutation(self._settings.count)
        batch = self._order[self._start : self._start + self._settings.batch_size]
        try:
            value, right = _step(
                self.network, self._x[batch], self._y[batch], self._loss, self._optimizer
            )
        except FloatingPointError as error:
            number = sum(position > self.epochs for position, _ in self.batches) + 1
            raise FloatingPointError(f"epoch {self.epochs + 1}, step {number}: {error}") from None
        self._tally.add(value, right, len(batch))
        self._start += len(batch)
        self.batches.append((self.position, value))
        if self._start >= self._settings.count:
            self._judged = []

    def _judge(self):
        """Run some validation pictures; with the last of them the epoch is complete."""
        x, y = self.validation
        done = ROWS * len(self._judged)
        with self.network.in_mode(False), np.errstate(over="ignore", invalid="ignore"):
            self._judged.append(self.network(x[done : done + ROWS], remember=False))
            if done + ROWS < len(x):
                return
            found = evaluate_outputs(self._loss, np.concatenate(self._judged), y)
        record = Record(self.epochs + 1, *self._tally.result(), *found)
        self.history.append(record)
        self._open_epoch()
        self._snapshots[record.epoch] = self._moment()

    def _finish_judging(self):
        while self._judged is not None:
            self._judge()

    # -- snapshots

    def _moment(self):
        draws = [rng.bit_generator.state for rng in self._draws()]
        return _Moment(self.network.state_dict(), copy.copy(self._optimizer), draws)

    def _draws(self):
        """The random generators: of the order of the pictures, and of layers such as Dropout."""
        found = (getattr(layer, "rng", None) for layer in self.network.named_layers().values())
        return [self._rng, *(rng for rng in found if rng is not None)]

    def known(self, epoch):
        """Return ``epoch`` if one can go back to it; raises as `restore`."""
        epoch = whole(epoch, "epoch", minimum=0)
        if epoch > self.epochs:
            raise ValueError(f"epoch {epoch} has not been yet; use 0 (the start) to {self.epochs}")
        if epoch not in self._snapshots.epochs:
            near = min(self._snapshots.epochs, key=lambda one: abs(one - epoch))
            raise ValueError(
                f"the weights after epoch {epoch} were dropped to save memory; use {near}"
            )
        return epoch

    def _return_to(self, epoch, settings):
        moment = self._snapshots[epoch]
        self._keep_sharing()
        self.network.load_state_dict(moment.weights)
        if self.epochs > epoch:
            self.earlier = list(self.history)
        self._settings = settings
        for rng, state in zip(self._draws(), moment.draws, strict=True):
            rng.bit_generator.state = state
        self._optimizer = copy.copy(moment.optimizer)
        self._optimizer.model = self.network
        self._optimizer = self._fitting(self._optimizer)
        self.history = [record for record in self.history if record.epoch <= epoch]
        self.batches = [batch for batch in self.batches if batch[0] <= epoch]
        self.changes = [change for change in self.changes if change.position < epoch]
        self._snapshots.forget_after(epoch)
        self._open_epoch()


def _setting(name):
    def get(run):
        return getattr(run._settings, name)

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
