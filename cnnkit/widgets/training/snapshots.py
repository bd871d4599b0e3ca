"""Checkpoints in memory: the weights of each epoch, as many as a memory limit allows."""

from cnnkit.checks import real

__all__ = ["Snapshots"]


class Snapshots:
    """Checkpoints by epoch; when they grow too large, every second one is dropped.

    The start (epoch 0) and the newest are always kept.

    Parameters
    ----------
    memory : float
        Bytes that may be taken; each snapshot says its own size in ``bytes``.

    Examples
    --------
    >>> class Size:
    ...     bytes = 100
    >>> kept = Snapshots(500)
    >>> for epoch in range(12):
    ...     kept[epoch] = Size()
    >>> kept.epochs
    [0, 4, 8, 11]
    """

    def __init__(self, memory):
        self._memory = real(memory, "memory", at_least=0)
        self._found = {}
        self._every = 1
        self._last = None

    @property
    def epochs(self):
        """The epochs that are kept, in order."""
        return sorted(self._found)

    def __getitem__(self, epoch):
        return self._found[epoch]

    def __setitem__(self, epoch, snapshot):
        if self._last is not None and self._last % self._every:
            self._found.pop(self._last, None)
        self._found[epoch] = snapshot
        self._last = epoch
        while sum(one.bytes for one in self._found.values()) > self._memory:
            thinner = [e for e in self._found if e % (2 * self._every) == 0 or e == epoch]
            if len(thinner) == len(self._found) and len(thinner) <= 2:
                return  # two snapshots are kept whatever they take
            self._every *= 2
            self._found = {e: self._found[e] for e in thinner}

    def forget_after(self, epoch):
        """Drop all later ones."""
        self._found = {e: one for e, one in self._found.items() if e <= epoch}
        self._last = epoch
