"""What `fit` asks of a function that changes the pictures of a batch."""

import copy
import inspect

import numpy as np

from cnnkit.checks import array, kind_of
from cnnkit.train._input_scale import FAR, largest

__all__ = ["augmented", "check_augment"]


_CALLS = dict.fromkeys(
    ("torch", "torchvision"), "np.asarray(change(torch.from_numpy(picture)))"
) | {
    "albumentations": "change(image=picture.transpose(1, 2, 0))['image'].transpose(2, 0, 1)",
    "keras": "np.asarray(change(picture.transpose(1, 2, 0))).transpose(2, 0, 1)",
}


def check_augment(augment, x, rng):
    """Try a change on two examples and a copy of the generator, before any training."""
    if augment is not None:
        if not callable(augment):
            raise TypeError(
                f"augment is {kind_of(augment)}, which is not a function; give a function of "
                "(batch, rng), such as data.augment.shift or data.augment.compose(...)"
            )
        found = _tried(augment, x[:2].copy(), copy.deepcopy(rng))
        if np.isfinite(x[:2]).all() and not np.isfinite(found).all():
            raise ValueError(
                "augment made numbers of a batch that are not finite; make it return finite numbers"
            )
        before, after = largest(x[:2]), largest(found)
        if after > max(FAR, 16 * before) or 0 < 64 * after < before:
            raise ValueError(
                f"augment made values up to {after:.3g} of values up to {before:.3g}; it must keep "
                "the scale, which validation pictures have, too: scale x itself before"
            )


def _tried(augment, x, rng):
    """Call a change of somebody else's, which may not say that it takes one picture only."""
    owner = type(augment).__module__.partition(".")[0]
    try:
        _check_call(augment)
        return augmented(augment, x, rng)
    except Exception:
        if owner not in _CALLS:
            raise
        raise TypeError(
            f"augment is {kind_of(augment)} of {owner}, which does not take (batch, rng); give a "
            f"function that calls it, here change: lambda batch, rng: np.stack([{_CALLS[owner]} "
            "for picture in batch])"
        ) from None


def _check_call(augment):
    """Reject a function that cannot be called with a batch and a generator."""
    try:
        inspect.signature(augment).bind(None, None)
    except TypeError:
        takes = inspect.signature(augment)
        raise TypeError(
            f"augment takes {takes}, but is called with (batch, rng); give such a function: "
            "lambda batch, rng: ..."
        ) from None
    except ValueError:  # some of C do not tell what they take
        pass


def augmented(augment, batch, rng):
    """Return the changed batch: new numbers in the shape and the type of the old ones."""
    if augment is None:
        return batch
    found = augment(batch, rng)
    if found is None:
        raise TypeError("augment returned None; end it with: return batch")
    found = array(found, "what augment returned")
    if found.shape != batch.shape or found.dtype.kind not in "fiub":
        raise ValueError(
            f"augment made an array of shape {found.shape} and {found.dtype} values of a batch of "
            f"shape {batch.shape}; it must return a batch of the same shape, of real numbers"
        )
    return found.astype(batch.dtype, copy=False)
