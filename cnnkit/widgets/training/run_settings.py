"""The hyperparameters of a training that may change while it runs, and the optimiser of them."""

from __future__ import annotations

from dataclasses import dataclass, fields

from cnnkit.checks import choice, real, shown, whole
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.widgets.board.settings import Settings
from cnnkit.widgets.training.augmentation import AUGMENTS
from cnnkit.widgets.training.dropout_setting import can_drop

__all__ = ["OPTIMIZERS", "SETTINGS", "RunSettings", "fitting", "new_optimizer", "refuse"]

SETTINGS = (
    "optimizer", "lr", "momentum", "weight_decay", "dropout", "augment", "batch_size", "images"
)  # fmt: skip
OPTIMIZERS = ("SGD", "Nesterov", "Adam")


@dataclass(frozen=True)
class RunSettings(Settings):
    """The hyperparameters, which may be changed while a training runs.

    Parameters
    ----------
    optimizer : {"SGD", "Nesterov", "Adam"}
    lr : float
        Learning rate, above 0, at most 1000.
    momentum : float
        Of SGD and Nesterov, at least 0 and below 1; Adam has its own.
    weight_decay : float
        This much of every weight is added to its gradient, 0 to 1, as by the optimisers.
    dropout : float or None
        Which share of numbers is set to 0 at random while training, at least 0 and below 1: see
        `cnnkit.widgets.training.dropout_setting`. None leaves the network's own layers as they
        are built.
    augment : {"off", "shift", "rotate", "both", "bend"}
        How training pictures are changed before each step: see
        `cnnkit.widgets.training.augmentation`.
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
    weight_decay: float = 0.0
    dropout: float | None = None
    augment: str = "off"
    batch_size: int = 64
    images: int | str = "all"
    available: int = 1

    def checked(self):
        """Yield the numbers; raise a sentence for what is impossible."""
        choice(self.optimizer, "optimizer", OPTIMIZERS)
        yield "momentum", real(self.momentum, "momentum", at_least=0, below=1)
        if self.optimizer == "Nesterov" and self.momentum == 0:
            raise ValueError(
                "Nesterov looks ahead along a velocity, which needs momentum above 0; "
                "set momentum to 0.9, or use SGD"
            )
        yield "lr", real(self.lr, "lr", above=0, at_most=1000)
        decay = real(self.weight_decay, "weight_decay", at_least=0, at_most=1)
        yield "weight_decay", decay
        if self.dropout is not None:
            yield "dropout", real(self.dropout, "dropout", at_least=0, below=1)
        choice(self.augment, "augment", tuple(AUGMENTS))
        yield "batch_size", whole(self.batch_size, "batch_size")
        yield "images", self._checked_images()

    def _checked_images(self):
        if isinstance(self.images, str) and self.images == "all":
            return "all"
        if isinstance(self.images, str):
            raise ValueError(f"images is {shown(self.images)}; use 'all' or a number of pictures")
        images = whole(self.images, "images")
        if images > self.available:
            raise ValueError(
                f"images is {shown(images)}, but there are {self.available} training pictures; "
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
        return super().changed(**changes)


def new_optimizer(network: Sequential, settings: RunSettings) -> SGD | Adam:
    """Return the optimiser of these settings for a network, with a fresh state."""
    if settings.optimizer == "Adam":
        return Adam(network, lr=settings.lr, weight_decay=settings.weight_decay)
    return SGD(
        network,
        settings.lr,
        settings.momentum,
        weight_decay=settings.weight_decay,
        nesterov=settings.optimizer == "Nesterov",
    )


def fitting(optimizer: SGD | Adam, network: Sequential, settings: RunSettings) -> SGD | Adam:
    """Return the optimiser with these settings; another kind starts with a fresh state."""
    if isinstance(optimizer, Adam) != (settings.optimizer == "Adam"):
        return new_optimizer(network, settings)
    optimizer.lr, optimizer.weight_decay = settings.lr, settings.weight_decay
    if settings.optimizer != "Adam":
        optimizer.momentum = settings.momentum
        optimizer.nesterov = settings.optimizer == "Nesterov"
    return optimizer


def refuse(settings: RunSettings, network: Sequential, shape: tuple[int, ...]) -> None:
    """Raise a sentence for settings that this network, or examples of this shape, do not allow.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> refuse(RunSettings(augment="shift"), Sequential(Linear(4, 2)), (50, 4))
    Traceback (most recent call last):
        ...
    ValueError: augment is 'shift', which changes pictures (N, C, H, W), but the training \
examples have shape (50, 4); use 'off'
    """
    if settings.augment != "off" and len(shape) != 4:
        raise ValueError(
            f"augment is {settings.augment!r}, which changes pictures (N, C, H, W), but the "
            f"training examples have shape {shape}; use 'off'"
        )
    if settings.dropout and not can_drop(network):
        raise ValueError(
            f"dropout is {settings.dropout:g}, but a {type(network).__name__} is not taken "
            "apart to put it in; give the network Dropout layers of its own, or use 0"
        )
