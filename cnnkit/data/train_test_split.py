"""The train/test split: which pictures are kept aside to test on, class by class."""

import numpy as np

from cnnkit.checks import array, generator, real
from cnnkit.checks.layout_advice import picture_advice
from cnnkit.checks.targets import no_classes
from cnnkit.data.datasets import Dataset

__all__ = ["split"]


def split(images, targets, *, test=0.2, rng):
    """Split images into a training set and a test set, stratified by class.

    Parameters
    ----------
    images : numpy.ndarray
        Shape (N, C, H, W).
    targets : numpy.ndarray
        Shape (N,), whole numbers: the class of each picture.
    test : float
        The fraction of each class that goes to the test set, above 0 and below 1.
    rng : numpy.random.Generator
        Chooses which ones: ``numpy.random.default_rng(seed)``.

    Returns
    -------
    Dataset
        Copies, in a random order.

    Raises
    ------
    TypeError, ValueError
        If the numbers of targets and images differ, a class has a single picture, `test` is out
        of range or `rng` is not a Generator.

    Examples
    --------
    >>> images = np.zeros((10, 1, 4, 4), np.float32)
    >>> parts = split(images, np.arange(10) % 2, test=0.2, rng=np.random.default_rng(0))
    >>> parts.train_images.shape, parts.test_targets.tolist()
    ((8, 1, 4, 4), [1, 0])
    """
    if isinstance(test, (int, np.integer)) and 1 < test < len(targets):
        raise ValueError(
            f"test is {test}, but a share is needed; for {test} of {len(targets)} pictures write "
            f"test={test} / {len(targets)}"
        )
    test = real(test, "test", above=0, below=1)
    generator(rng)
    given = "targets" if isinstance(targets, np.ndarray) else "np.array(targets)"
    images, targets = array(images, "images"), array(targets, "targets")
    if targets.ndim == 1 and targets.size and targets.dtype.kind not in "iu":
        raise ValueError(f"targets hold {no_classes(targets, 'targets', given)}")
    if targets.ndim == 2 and len(targets) == len(images):
        line = f"{given}[:, 0]" if targets.shape[1] == 1 else f"{given}.argmax(axis=1)"
        raise ValueError(
            f"targets have shape {targets.shape}; give one whole number per picture, its class: "
            f"{line}"
        )
    if targets.ndim != 1 or targets.dtype.kind not in "iu":
        raise ValueError(
            f"targets have shape {targets.shape} and hold {targets.dtype} values; give one whole "
            "number per picture, its class"
        )
    if images.ndim != 4 or images.dtype.kind not in "fiub" or len(images) != len(targets):
        raise ValueError(
            f"images have shape {images.shape} and hold {images.dtype} values, and there are "
            f"{len(targets)} targets; give images of shape (N, C, H, W), numbers, and N targets"
            + (f": {picture_advice(images.shape, None, 'images')}" if images.ndim != 4 else "")
        )
    if targets.size and (targets.min() < 0 or targets.max() > 2**62):
        raise ValueError(
            f"targets go from {targets.min()} to {targets.max()}; count classes from 0"
        )
    if not images.size:
        raise ValueError("images is empty; give at least two of each class")
    for_test = np.zeros(len(targets), dtype=bool)
    for label, count in zip(*np.unique(targets, return_counts=True), strict=True):
        if count < 2:
            raise ValueError(
                f"class {label} has a single picture, which cannot be both trained and tested on; "
                "add another or leave it out"
            )
        part = min(max(round(test * count), 1), count - 1)
        for_test[rng.choice(np.flatnonzero(targets == label), part, replace=False)] = True
    order = rng.permutation(len(targets))
    train, tested = order[~for_test[order]], order[for_test[order]]
    targets = targets.astype(np.int64)
    return Dataset(images[train], targets[train], images[tested], targets[tested])
