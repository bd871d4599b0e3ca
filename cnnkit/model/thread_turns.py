"""Whose turn it is to use a model, where several threads do."""

from _thread import RLock, get_ident  # those of threading, which takes a millisecond to import

__all__ = ["Turn"]


class Turn:
    """One thread at a time uses a model; a second training at once is refused.

    A model and its replicas share it, as they share the weights. A copy of a model, deep or from a
    pickle, has one of its own.

    Attributes
    ----------
    lock : RLock
        Held during a training step, a pass, a prediction, and whatever else reads or writes the
        weights as a whole: so nobody meets half an update, or the modes and the memory of somebody
        else's step. Used with ``with`` itself, because then no interrupt can leave it held.
    trainer : int or None
        The thread that is in the middle of a training step, with the lock.
    updates : int
        How many steps optimisers have done: a step that is stopped was before or after its own.

    Examples
    --------
    >>> turn = Turn()
    >>> with turn.lock:
    ...     turn.trainer = get_ident()
    ...     turn.check_training()  # a step inside a step of the same thread
    """

    def __init__(self) -> None:
        self.lock, self.trainer, self.updates = RLock(), None, 0

    def check_training(self) -> None:
        """Refuse to train while another thread does."""
        if self.trainer in (None, get_ident()):
            return
        if self.lock.acquire(blocking=False):  # it has ended, and an interrupt kept it from saying
            self.lock.release()
            return
        raise RuntimeError(
            "another thread is training this model; let one thread train it, or train a copy: "
            "copy.deepcopy(model)"
        )

    def __reduce__(self) -> tuple:
        return Turn, ()
