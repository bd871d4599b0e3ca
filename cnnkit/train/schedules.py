"""Learning-rate schedules: one step after each epoch."""

import math
from typing import Any

from cnnkit.checks import Checked, Spoken, Trainer, no_attribute, real, shown, whole

__all__ = ["CosineAnnealingLR", "StepLR"]


def _with_rate(optimizer, name):
    if not isinstance(getattr(optimizer, "lr", None), float):
        raise TypeError(
            f"{name} is {shown(optimizer)}, which has no learning rate; give an SGD or Adam"
        )
    return optimizer


class Schedule(Spoken):
    """What both schedules share: they set the optimiser's rate from its first one.

    Attributes
    ----------
    optimizer : SGD or Adam
    base_lr : float
        The optimiser's rate when the schedule was made.
    epoch : int
        How many steps were done.
    """

    optimizer, base_lr = Checked(_with_rate), Checked(real, at_least=0)
    epoch = Checked(whole, minimum=0)

    def __init__(self, optimizer: Trainer) -> None:
        self.optimizer = optimizer
        self.base_lr, self.epoch = optimizer.lr, 0

    def __getattr__(self, name: str) -> Any:
        raise no_attribute(type(self).__name__, name)

    def rate(self, epoch: int) -> float:
        """Return the learning rate of an epoch, counted from 0."""
        epoch = whole(epoch, "epoch", 0)
        try:
            return self._rate(epoch)
        except OverflowError:
            raise ValueError(
                f"the rate of epoch {shown(epoch)} is too large for a float; use a smaller epoch, "
                "or a gamma of at most 1"
            ) from None

    def step(self) -> None:
        """Go to the next epoch and set the optimiser's learning rate for it."""
        self.optimizer.lr = self.rate(self.epoch + 1)
        self.epoch += 1


class StepLR(Schedule):
    """Multiply the rate by ``gamma`` after every ``step_size`` epochs.

    Parameters
    ----------
    optimizer : SGD or Adam
    step_size : int
    gamma : float
        Above 0.

    Notes
    -----
    `torch.optim.lr_scheduler.StepLR`: ``lr = base_lr * gamma ** (epoch // step_size)``.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.model import Sequential
    >>> from cnnkit.optim import SGD
    >>> schedule = StepLR(SGD(Sequential(Linear(2, 1)), lr=0.8), step_size=2, gamma=0.5)
    >>> [schedule.rate(epoch) for epoch in range(5)]
    [0.8, 0.8, 0.4, 0.4, 0.2]
    """

    step_size, gamma = Checked(whole), Checked(real, above=0)

    def __init__(self, optimizer: Trainer, step_size: int, gamma: float = 0.1) -> None:
        super().__init__(optimizer)
        self.step_size, self.gamma = step_size, gamma

    def _rate(self, epoch):
        return self.base_lr * self.gamma ** (epoch // self.step_size)


def _falling(eta_min, base_lr):
    real(eta_min, "eta_min", at_most=base_lr)


class CosineAnnealingLR(Schedule):
    """Let the rate fall along half a cosine wave, slowly at both ends.

    Parameters
    ----------
    optimizer : SGD or Adam
    T_max : int
        Epochs from the first rate down to ``eta_min``; after that the wave goes up again.
    eta_min : float
        At least 0 and at most the optimiser's rate.

    Notes
    -----
    `torch.optim.lr_scheduler.CosineAnnealingLR`; Loshchilov and Hutter, "SGDR", ICLR 2017,
    equation 5: ``lr = eta_min + (base_lr - eta_min) * (1 + cos(pi * epoch / T_max)) / 2``.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.model import Sequential
    >>> from cnnkit.optim import SGD
    >>> schedule = CosineAnnealingLR(SGD(Sequential(Linear(2, 1)), lr=0.8), T_max=4)
    >>> [round(schedule.rate(epoch), 3) for epoch in range(5)]
    [0.8, 0.683, 0.4, 0.117, 0.0]
    """

    T_max, eta_min = Checked(whole), Checked(real, together=_falling, at_least=0)
    base_lr = Checked(real, together=_falling, at_least=0)

    def __init__(self, optimizer: Trainer, T_max: int, eta_min: float = 0.0) -> None:
        super().__init__(optimizer)
        self.T_max, self.eta_min = T_max, eta_min

    def _rate(self, epoch):
        wave = (1 + math.cos(math.pi * epoch / self.T_max)) / 2
        return self.eta_min + (self.base_lr - self.eta_min) * wave


def __getattr__(name: str) -> None:
    raise no_attribute("module 'cnnkit.train.schedules'", name)
