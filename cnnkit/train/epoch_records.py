"""The metrics of an epoch, and how they are summed over its batches."""

from typing import NamedTuple

import numpy as np

from cnnkit.checks import LossFunction
from cnnkit.train.evaluation import is_mean

__all__ = ["Record", "Tally"]


class Record(NamedTuple):
    """The metrics of one epoch; accuracies are NaN if the targets are not classes."""

    epoch: int
    """Counted from 1."""
    loss: float
    """Mean over the epoch's batches, each with the weights at that moment."""
    accuracy: float
    """Share of the training pictures recognised, as they came by."""
    validation_loss: float
    """After the epoch; NaN without validation."""
    validation_accuracy: float
    """After the epoch; NaN without validation."""


class Tally:
    """The loss of an epoch and the share of right answers, from its batches."""

    def __init__(self, loss: LossFunction) -> None:
        self._mean, self._loss, self._right, self._rows = is_mean(loss), 0.0, 0, 0

    def add(self, value: float, right: float | None, rows: int) -> None:
        """Count a batch: its loss, how many rows were right (or None), how many there are."""
        self._loss += value * (rows if self._mean else 1)
        self._right = np.nan if right is None else self._right + right
        self._rows += rows

    def result(self) -> tuple[float, float]:
        """Return the loss and the accuracy so far."""
        return self._loss / (self._rows if self._mean else 1), float(self._right / self._rows)
