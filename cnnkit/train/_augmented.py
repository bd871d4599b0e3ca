"""What `fit` asks of a function that changes the pictures of a batch."""

import copy

from cnnkit.checks import array, kind_of

__all__ = ["augmented", "check_augment"]


def check_augment(augment, x, rng):
    """Try a change on two examples and a copy of the generator, before any training."""
    if augment is not None:
        if not callable(augment):
            raise TypeError(
                f"augment is {kind_of(augment)}, which is no function; give a function of (batch, "
                "rng), such as data.augment.shift or data.augment.compose(...)"
            )
        augmented(augment, x[:2].copy(), copy.deepcopy(rng))


def augmented(augment, batch, rng):
    """Return the changed batch: new numbers in the shape and the type of the old ones."""
    if augment is None:
        return batch
    found = array(augment(batch, rng), "what augment returned")
    if found.shape != batch.shape or found.dtype.kind not in "fiub":
        raise ValueError(
            f"augment made an array of shape {found.shape} and {found.dtype} values of a batch of "
            f"shape {batch.shape}; it must return a batch of the same shape, of real numbers"
        )
    return found.astype(batch.dtype, copy=False)
