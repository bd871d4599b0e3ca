"""The data of a training: pictures to train on, and others that are held out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnnkit.checks import shown
from cnnkit.data import split
from cnnkit.train.evaluation import check_examples

__all__ = ["RunData"]


class RunData(NamedTuple):
    """Pictures and targets, to train on and held out."""

    x: np.ndarray
    y: np.ndarray
    held_out: tuple[np.ndarray, np.ndarray]
    name: str
    """What the ones held out are called: "test" where a data set calls them so, "validation"."""

    @classmethod
    def of(cls, dataset) -> RunData:
        """Return the parts of a data set, or of a tuple of arrays; raises a sentence for others.

        Examples
        --------
        >>> from cnnkit.data import load_xo
        >>> RunData.of(load_xo()).name, RunData.of(tuple(load_xo())).name
        ('test', 'validation')
        """
        if not isinstance(dataset, (tuple, list)) or len(dataset) not in (2, 3, 4):
            raise TypeError(
                f"dataset is {shown(dataset)}; give a Dataset such as load_digits(), or the "
                "arrays (x, y) or (x, y, validation_x, validation_y)"
            )
        name = "test" if hasattr(dataset, "test_images") else "validation"
        if len(dataset) < 4:  # pictures, their classes, and perhaps the classes' names
            dataset = split(*dataset[:2], test=0.2, rng=np.random.default_rng(0))
            name = "validation"
        x, y = check_examples(*dataset[:2])
        try:
            held_out = check_examples(*dataset[2:])
        except (TypeError, ValueError) as error:
            raise type(error)(f"{name}: {error}") from None
        return cls(x, y, held_out, name)
