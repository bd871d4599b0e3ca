"""A step of an optimiser happens whole or not at all: checked first, then written to the end.

`cnnkit.optim` says how far each parameter moves; what must hold around it is here.
"""

import contextlib
import itertools
import weakref
from typing import Any

import numpy as np

from cnnkit.checks import Spoken, floats, has_method, no_attribute, shown
from cnnkit.model._transaction import finish

__all__ = ["Update", "learner"]


def learner(model: Any, name: str) -> Any:
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


class Update(Spoken):
    """What an optimiser has besides its rule, so that no step is half done or done twice.

    A subclass has a model, ``_start(p)``, the state of a parameter before the first step, and
    ``_moved(p, g, state)``, which returns the parameter and its state after a step.
    """

    def __init__(self) -> None:
        self.steps = 0
        self._state = {}
        self._used = []  # the gradients of the last step, by weak references

    def __getattr__(self, name: str) -> Any:
        raise no_attribute(type(self).__name__, name)

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients, as the model's method does; no step needs it."""
        self.model.zero_grad(set_to_none)

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_used": []}  # weak references cannot be copied or written

    def step(self) -> None:
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
            self._step(turn)

    def _step(self, turn):
        parameters, gradients = self.model.parameters(), self.model.gradients()
        self._refuse_used(gradients)
        _refuse_shared(parameters)
        values, states = {}, {}
        with np.errstate(over="ignore", invalid="ignore"):
            for key, p in parameters.items():
                g = floats(gradients[key], f"the gradient of {key}")
                state = self._state.get(key) or self._start(p)
                _check(key, p, g, state)
                g = g.astype(p.dtype, copy=False)
                values[key], states[key] = self._moved(p, g, state)
                if not np.isfinite(values[key]).all():
                    raise FloatingPointError(_explain(key, g, self.lr))
        steps, updates = self.steps + 1, turn.updates + 1 if turn else 0

        def write():
            for key, p in parameters.items():
                p[...] = values[key]
            self._state, self.steps = states, steps
            if turn:
                turn.updates = updates

        finish(write)
        self._used = [weakref.ref(g) for g in gradients.values()]
        self.model.forget()

    def _refuse_used(self, gradients):
        if self._used and all(
            ref() is g for ref, g in zip(self._used, gradients.values(), strict=False)
        ):
            raise RuntimeError(
                "the gradients are those of the last step; call model(x), the loss and "
                "model.backward(loss.backward()) again before the next step"
            )


def _check(key, p, g, state):
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
