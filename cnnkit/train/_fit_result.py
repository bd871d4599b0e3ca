"""What `fit` returns: an iterator over epochs that warns when nothing is trained.

Mini-batches are shuffled and cut in `loop`.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator

from cnnkit.train.epoch_records import Record

__all__ = ["Fit"]


class Fit:
    """An iterator of records, one per epoch; see `fit`."""

    def __init__(self, records: Generator[Record], epochs: int) -> None:
        self._records, self.epochs, self.done = records, epochs, 0
        self._asked, self._over = False, None

    def __iter__(self) -> Fit:
        if self._over:
            warnings.warn(
                f"this fit has ended {self._over}, so nothing more is trained; "
                "call fit(...) again to go on",
                RuntimeWarning,
                stacklevel=2,
            )
        return self

    def __next__(self) -> Record:
        """Train for one epoch and return its record."""
        self._asked = True
        try:
            record = next(self._records)
        except BaseException as error:
            how = "after its last epoch" if isinstance(error, StopIteration) else "by an error"
            self._over = self._over or how
            raise
        self.done = record.epoch
        return record

    def close(self) -> None:
        """End the training here."""
        self._asked, self._over = True, "by close()"
        self._records.close()

    def __del__(self) -> None:
        if not getattr(self, "_asked", True):
            warnings.warn(
                "fit(...) was never iterated, so nothing was trained; write "
                "`for record in fit(...): ...` or `records = list(fit(...))`",
                RuntimeWarning,
                stacklevel=2,
            )

    def __repr__(self) -> str:
        return f"<fit: {self.done} of {self.epochs} epochs done; iterate over it to train>"
