"""Checkpoints in memory: the weights of each epoch, as many as a memory limit allows."""

import copy

from cnnkit.checks import real

__all__ = ["Snapshots"]


class Snapshots:
    """Checkpoints by epoch; when they grow too large, every second one is dropped.

    The start (epoch 0) and the newest are always kept.

    They are never changed: `having` and `until` return others.

    Parameters
    ----------
    memory : float
        Bytes that may be taken, above 0; each snapshot says its own size in ``bytes``.

    Examples
    --------
    >>> class Size:
    ...     bytes = 100
    >>> kept = Snapshots(500)
    >>> for epoch in range(12):
    ...     kept = kept.having(epoch, Size())
    >>> kept.epochs
    [0, 4, 8, 11]
    """

    def __init__(self, memory):
        self._memory = real(memory, "memory", above=0)
        self._found = {}
        self._every = 1
        self._last = None

    @property
    def epochs(self):
        """The epochs that are kept, in order."""
        return sorted(self._found)

    def __getitem__(self, epoch):
        return self._found[epoch]

    def _other(self, found, last):
        other = copy.copy(self)
        other._found, other._last = found, last
        return other

    def having(self, epoch, snapshot):
        """Return those after one more epoch."""
        other = self._other(dict(self._found), epoch)
        if self._last is not None and self._last % self._every:
            other._found.pop(self._last, None)
        other._found[epoch] = snapshot
        while sum(one.bytes for one in other._found.values()) > self._memory:
            thinner = [e for e in other._found if e % (2 * other._every) == 0 or e == epoch]
            if len(thinner) == len(other._found) and len(thinner) <= 2:
                break  # two snapshots are kept whatever they take
            other._every *= 2
            other._found = {e: other._found[e] for e in thinner}
        return other

    def until(self, epoch):
        """Return those without the later ones."""
        return self._other({e: one for e, one in self._found.items() if e <= epoch}, epoch)
