"""What a model, a loss and an optimiser must have: the type hints of those who are given one."""

from typing import Any, Protocol

import numpy as np

__all__ = ["LossFunction", "Model", "Trainer"]


class Model(Protocol):
    """A network as optimisers, training and gradient checks use it, such as a Sequential.

    Examples
    --------
    >>> from cnnkit.layers import Flatten
    >>> from cnnkit.model import Sequential
    >>> model: Model = Sequential(Flatten())
    """

    turn: Any

    def __call__(self, x: np.ndarray, *, remember: bool = True) -> np.ndarray:
        """Return the outputs."""

    def backward(self, d: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Go back through the last forward pass."""

    def parameters(self) -> dict[str, np.ndarray]:
        """Return the weights by name, to be changed in place."""

    def gradients(self) -> dict[str, np.ndarray]:
        """Return the gradient of each."""

    def forget(self) -> None:
        """Drop what the forward pass left in memory."""


class LossFunction(Protocol):
    """A loss as training uses it, such as CrossEntropyLoss().

    Examples
    --------
    >>> from cnnkit.losses import MSELoss
    >>> loss: LossFunction = MSELoss()
    """

    def __call__(self, outputs: np.ndarray, targets: np.ndarray) -> float:
        """Return the loss of a batch."""

    def backward(self) -> np.ndarray:
        """Return its gradient with respect to the outputs."""


class Trainer(Protocol):
    """An optimiser as training uses it, such as SGD(model).

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.model import Sequential
    >>> from cnnkit.optim import SGD
    >>> optimizer: Trainer = SGD(Sequential(Linear(2, 1)))
    """

    model: Any
    lr: float

    def step(self) -> None:
        """Move every parameter by its gradient."""
