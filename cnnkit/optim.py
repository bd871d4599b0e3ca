"""Optimisers: how the weights follow their gradients. They alone change parameters.

What makes a step happen whole or not at all is in `cnnkit.model._updates`.
"""

import numpy as np

from cnnkit.checks import Checked, Model, flag, no_attribute, real, shown, whole
from cnnkit.model._updates import Update, learner

__all__ = ["SGD", "Adam"]


class Optimizer(Update):
    """What all optimisers share: a learning rate, and steps that are done whole or not at all.

    A subclass defines ``_start(p)``, what it remembers of a parameter before the first step, and
    ``_move(p, g, state)``, which returns the parameter and what is remembered after a step.

    Attributes
    ----------
    model : Sequential
        Whatever has ``parameters()``, ``gradients()`` and ``forget()``.
    lr : float
        The learning rate, at least 0; may be set between steps, as any other hyperparameter.
    weight_decay : float
        This much of every parameter is added to its gradient.
    steps : int
        How many steps were done.
    """

    model = Checked(learner)
    lr, weight_decay = Checked(real, at_least=0), Checked(real, at_least=0)
    steps = Checked(whole, minimum=0)

    def __init__(self, model: Model, lr: float, weight_decay: float) -> None:
        self.model = model
        self.lr = real(lr, "lr", above=0)
        self.weight_decay = weight_decay
        super().__init__()

    def _moved(self, p, g, state):
        return self._move(p, g + self.weight_decay * p if self.weight_decay else g, state)


def _ahead(momentum, nesterov):
    if nesterov and momentum == 0:
        raise ValueError("nesterov=True looks ahead along a velocity; use momentum above 0")


class SGD(Optimizer):
    """Stochastic gradient descent, with momentum, Nesterov's variant and weight decay.

    Parameters
    ----------
    model : Sequential
    lr : float
        Learning rate, above 0.
    momentum : float
        0 for none, below 1: how much of the last velocity stays.
    weight_decay : float
        At least 0: this much of every parameter is added to its gradient.
    nesterov : bool
        Look ahead along the velocity; needs momentum.

    Raises
    ------
    TypeError, ValueError
        If ``model`` has nothing to learn or an option is out of range.

    Notes
    -----
    As `torch.optim.SGD`: ``g += weight_decay * w; v = momentum * v + g; w -= lr * v``, and with
    Nesterov ``w -= lr * (g + momentum * v)``. Sutskever, Martens, Dahl and Hinton, "On the
    importance of initialization and momentum in deep learning", ICML 2013.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.model import Sequential
    >>> model = Sequential(Linear(1, 1, bias=False))
    >>> model[0].weight[:] = 3.0
    >>> y = model(np.ones((1, 1), np.float32))
    >>> dx = model.backward(np.ones((1, 1), np.float32))
    >>> SGD(model, lr=0.5).step()
    >>> model[0].weight
    array([[2.5]], dtype=float32)
    """

    momentum = Checked(real, together=_ahead, at_least=0, below=1)
    nesterov = Checked(flag, together=_ahead)

    def __init__(
        self,
        model: Model,
        lr: float = 1e-3,
        momentum: float = 0.0,
        *,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        super().__init__(model, lr, weight_decay)
        self.momentum, self.nesterov = momentum, nesterov

    def _start(self, p):
        return (np.zeros_like(p),) if self.momentum else ()

    def _move(self, p, g, state):
        if not self.momentum:
            return p - self.lr * g, ()
        velocity = self.momentum * state[0] + g
        ahead = g + self.momentum * velocity if self.nesterov else velocity
        return p - self.lr * ahead, (velocity,)

    def __repr__(self) -> str:
        return (
            f"SGD(lr={self.lr:g}, momentum={self.momentum:g}, "
            f"weight_decay={self.weight_decay:g}, nesterov={self.nesterov})"
        )


def _betas(value, name):
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise ValueError(f"{name} is {shown(value)}; give two numbers such as (0.9, 0.999)")
    return tuple(real(beta, name, at_least=0, below=1) for beta in value)


class Adam(Optimizer):
    """Steps of about equal size for every parameter, from running means of gradient and square.

    Parameters
    ----------
    model : Sequential
    lr : float
        Learning rate, above 0: about how far a parameter moves in one step.
    betas : (float, float)
        How much of the two running means stays, each at least 0 and below 1.
    eps : float
        Added to the root of the mean square, above 0.
    weight_decay : float
        At least 0: this much of every parameter is added to its gradient.

    Raises
    ------
    TypeError, ValueError
        If ``model`` has nothing to learn or an option is out of range.

    Notes
    -----
    As `torch.optim.Adam`. Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015,
    algorithm 1: ``m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g²;
    w -= lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)``.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.model import Sequential
    >>> model = Sequential(Linear(1, 1, bias=False))
    >>> model[0].weight[:] = 3.0
    >>> y = model(np.ones((1, 1), np.float32))
    >>> dx = model.backward(np.full((1, 1), 7.0, np.float32))
    >>> Adam(model, lr=0.5).step()
    >>> model[0].weight
    array([[2.5]], dtype=float32)
    """

    betas, eps = Checked(_betas), Checked(real, above=0)

    def __init__(
        self,
        model: Model,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(model, lr, weight_decay)
        self.betas, self.eps = betas, eps

    def _start(self, p):
        return np.zeros_like(p), np.zeros_like(p)

    def _move(self, p, g, state):
        (b1, b2), t = self.betas, self.steps + 1
        mean = b1 * state[0] + (1 - b1) * g
        square = b2 * state[1] + (1 - b2) * g * g
        # both means start at 0; dividing by these makes up for it
        size = np.sqrt(square) / (1 - b2**t) ** 0.5 + self.eps
        return p - (self.lr / (1 - b1**t)) * mean / size, (mean, square)

    def __repr__(self) -> str:
        return (
            f"Adam(lr={self.lr:g}, betas={self.betas}, eps={self.eps:g}, "
            f"weight_decay={self.weight_decay:g})"
        )


def __getattr__(name: str) -> None:
    raise no_attribute("module 'cnnkit.optim'", name)
