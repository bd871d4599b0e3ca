"""Learning-rate schedules: one step after each epoch."""

import math

from cnnkit.limits import real, shown
from cnnkit.shapes import whole

__all__ = ["CosineAnnealingLR", "StepLR"]


class Schedule:
    """What both schedules share: they set the optimiser's rate from its first one.

    Attributes
    ----------
    optimizer : SGD or Adam
    base_lr : float
        The optimiser's rate when the schedule was made.
    epoch : int
        How many steps were done.
    """

    def __init__(self, optimizer):
        if not isinstance(getattr(optimizer, "lr", None), float):
            raise TypeError(
                f"optimizer is {shown(optimizer)}, which has no learning rate; give an SGD or Adam"
            )
        self.optimizer, self.base_lr, self.epoch = optimizer, optimizer.lr, 0

    def step(self):
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

    def __init__(self, optimizer, step_size, *, gamma=0.1):
        super().__init__(optimizer)
        self.step_size = whole(step_size, "step_size")
        self.gamma = real(gamma, "gamma", above=0)

    def rate(self, epoch):
        """Return the learning rate of an epoch, counted from 0."""
        return self.base_lr * self.gamma ** (whole(epoch, "epoch", 0) // self.step_size)


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

    def __init__(self, optimizer, T_max, *, eta_min=0.0):
        super().__init__(optimizer)
        self.T_max = whole(T_max, "T_max")
        self.eta_min = real(eta_min, "eta_min", at_least=0, at_most=self.base_lr)

    def rate(self, epoch):
        """Return the learning rate of an epoch, counted from 0."""
        wave = (1 + math.cos(math.pi * whole(epoch, "epoch", 0) / self.T_max)) / 2
        return self.eta_min + (self.base_lr - self.eta_min) * wave
