"""Optimisers: how the weights follow their gradients. They alone change parameters."""

import contextlib
import itertools
import weakref

import numpy as np

from cnnkit.checks import Checked, flag, floats, has_method, real, shown, whole

__all__ = ["SGD", "Adam"]


def _learner(model, name):
    """Return ``model`` if it has parameters and gradients by name."""
    for method in ("parameters", "gradients", "forget"):
        has_method(model, name, method, "give the Sequential itself: SGD(model, lr=0.1)")
    if not model.parameters():
        raise ValueError(f"{name} has no parameters to learn; add a Conv2d or Linear layer")
    for key, array in model.parameters().items():
        floats(array, key)
        if not isinstance(array, np.ndarray):
            raise TypeError(
                f"{key} is {shown(array)}, which cannot be changed in place; use a NumPy array"
            )
    return model


class Optimizer:
    """What all optimisers share: a learning rate, and steps that are done whole or not at all.

    Attributes
    ----------
    model : Sequential
        Whatever has ``parameters()``, ``gradients()`` and ``forget()``.
    lr : float
        The learning rate, at least 0; may be set between steps, as any other option.
    weight_decay : float
        This much of every parameter is added to its gradient.
    steps : int
        How many steps were done.
    """

    model = Checked(_learner)
    lr, weight_decay = Checked(real, at_least=0), Checked(real, at_least=0)
    steps = Checked(whole, minimum=0)

    def __init__(self, model, lr, weight_decay):
        self.model = model
        self.lr = real(lr, "lr", above=0)
        self.weight_decay = weight_decay
        self.steps = 0
        self._state = {}
        self._used = []

    def __getstate__(self):
        return self.__dict__ | {"_used": []}  # weak references cannot be copied or written

    def step(self):
        """Move every parameter by its gradient.

        The forward pass that gave the gradients is forgotten: it belongs to the old weights.
        An interrupt during the step leaves the model as before it or as after it.

        Raises
        ------
        RuntimeError
            If there is no gradient, or no new one since the last step, or another thread has
            called the model since.
        ValueError
            If a gradient does not have its parameter's shape, an array was replaced by one of
            another shape or precision, or two parameters are one array.
        FloatingPointError
            If a parameter would become NaN or infinite. Nothing is changed in any of these cases.
        """
        turn = getattr(self.model, "turn", None)
        with turn.lock if turn else contextlib.nullcontext():
            if turn:
                self.model.check_pass()
            self._step()

    def _step(self):
        parameters, gradients = self.model.parameters(), self.model.gradients()
        if self._used and all(
            ref() is g for ref, g in zip(self._used, gradients.values(), strict=False)
        ):
            raise RuntimeError(
                "the gradients are those of the last step; call model(x), the loss and "
                "model.backward(loss.backward()) again before the next step"
            )
        _refuse_shared(parameters)
        values, states = {}, {}
        for key, p in parameters.items():
            g = floats(gradients[key], f"the gradient of {key}")
            state = self._state.get(key) or self._start(p)
            self._check(key, p, g, state)
            with np.errstate(over="ignore", invalid="ignore"):
                g = g.astype(p.dtype, copy=False)
                decayed = g + self.weight_decay * p if self.weight_decay else g
                values[key], states[key] = self._move(p, decayed, state)
            if not np.isfinite(values[key]).all():
                raise FloatingPointError(_explain(key, g, self.lr))
        try:
            self._commit(parameters, values, states, self.steps + 1)
        except BaseException:  # an interrupt half-way: finish what was begun, then let it through
            self._commit(parameters, values, states, self.steps + 1)
            raise
        self._used = [weakref.ref(g) for g in gradients.values()]
        self.model.forget()

    def _commit(self, parameters, values, states, steps):
        """Write the new values; doing it twice is the same as doing it once."""
        for key, p in parameters.items():
            p[...] = values[key]
        self._state, self.steps = states, steps

    def _check(self, key, p, g, state):
        if g.shape != p.shape:
            raise ValueError(
                f"the gradient of {key} has shape {g.shape}, but {key} has {p.shape}; gradients "
                "come from model.backward of the same model"
            )
        if not p.flags.writeable:
            raise ValueError(f"{key} is read-only; replace it by a copy: array.copy()")
        if any(s.shape != p.shape or s.dtype != p.dtype for s in state):
            raise ValueError(
                f"{key} is now {p.dtype} of shape {p.shape}, not as in the steps before; "
                "make a new optimiser after replacing weights"
            )


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

    momentum, nesterov = Checked(real, at_least=0, below=1), Checked(flag)

    def __init__(self, model, lr=1e-3, momentum=0.0, *, weight_decay=0.0, nesterov=False):
        super().__init__(model, lr, weight_decay)
        self.momentum, self.nesterov = momentum, nesterov
        if self.nesterov and self.momentum == 0:
            raise ValueError("nesterov=True looks ahead along a velocity; use momentum above 0")

    def _start(self, p):
        return (np.zeros_like(p),) if self.momentum else ()

    def _move(self, p, g, state):
        if not self.momentum:
            return p - self.lr * g, ()
        velocity = self.momentum * state[0] + g
        ahead = g + self.momentum * velocity if self.nesterov else velocity
        return p - self.lr * ahead, (velocity,)

    def __repr__(self):
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

    def __init__(self, model, lr=1e-3, betas=(0.9, 0.999), *, eps=1e-8, weight_decay=0.0):
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

    def __repr__(self):
        return (
            f"Adam(lr={self.lr:g}, betas={self.betas}, eps={self.eps:g}, "
            f"weight_decay={self.weight_decay:g})"
        )


def _refuse_shared(parameters):
    for (one, a), (other, b) in itertools.combinations(parameters.items(), 2):
        if np.may_share_memory(a, b) and np.shares_memory(a, b):
            raise ValueError(
                f"{one} and {other} share memory, and each of their two gradients would undo the "
                "other's step; replace one by a copy: array.copy()"
            )


def _explain(key, g, lr):
    bad = g[~np.isfinite(g)]
    what = (
        f"its gradient holds {bad[0]}" if bad.size else f"its largest gradient is {abs(g).max():g}"
    )
    return (
        f"this step would make {key} infinite or NaN ({what}), so no parameter was changed; try a "
        f"smaller learning rate than {lr:g}, or pictures scaled to 0..1"
    )
