"""The axis of a curve that can be dragged: which sample of it stands for which number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Axis:
    """Evenly spaced numbers from `low` to `high`.

    Examples
    --------
    >>> axis = Axis(-8.0, 8.0, 161)
    >>> axis.nearest(-7.0), axis.number(10)
    (10, -7.0)
    """

    low: float
    high: float
    samples: int

    @property
    def numbers(self) -> np.ndarray:
        """All of them, shape (samples,)."""
        return np.linspace(self.low, self.high, self.samples)

    def number(self, sample: int) -> float:
        """Return the number of a sample, to six decimals."""
        return round(self.low + (self.high - self.low) * sample / (self.samples - 1), 6)

    def nearest(self, number: float) -> int:
        """Return the sample that is nearest to a number."""
        at = (number - self.low) / (self.high - self.low) * (self.samples - 1)
        return int(np.clip(round(at), 0, self.samples - 1))
