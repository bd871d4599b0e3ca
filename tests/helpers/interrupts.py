"""Ctrl+C at the worst moment."""

import numpy as np


class InterruptedOnce(np.ndarray):
    """An array into which the first write after `armed = True` ends in Ctrl+C."""

    armed = False

    def __setitem__(self, key, value):
        if InterruptedOnce.armed:
            InterruptedOnce.armed = False
            raise KeyboardInterrupt
        super().__setitem__(key, value)
