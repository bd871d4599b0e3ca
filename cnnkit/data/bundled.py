"""Bundled data sets: digits, X and O, photographs, and one table, read from `data/`.

`data/README.md` tells the source, the licence and the making of every file.
"""

import numpy as np

from cnnkit.checks import choice
from cnnkit.data import pillow
from cnnkit.data.datasets import Dataset, Forms, Table
from cnnkit.files import data_path, stored_arrays

__all__ = ["PHOTOS", "load_digit_forms", "load_digits", "load_photo", "load_wine", "load_xo"]

PHOTOS = ("cat", "coffee")


def load_digits():
    """Load 1,797 handwritten digits of 8×8 pixels, with a fixed train/test split.

    Every fifth picture of each digit is a test picture, so both parts hold all ten digits in
    about equal numbers.

    Returns
    -------
    Dataset
        Images of shape (1433, 1, 8, 8) and (364, 1, 8, 8), float32 from 0 (paper) to 1 (ink);
        targets 0 to 9.

    Raises
    ------
    FileNotFoundError, ValueError
        If `data/digits.npz` is missing or damaged.

    References
    ----------
    E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
    Repository, 1998. CC BY 4.0.

    Examples
    --------
    >>> digits = load_digits()
    >>> digits.train_images.shape, digits.test_images.shape
    ((1433, 1, 8, 8), (364, 1, 8, 8))
    >>> digits.train_targets[:5]
    array([0, 1, 2, 3, 4])
    """
    return _dataset("digits.npz", largest=16)


def load_digit_forms():
    """Load the same digits in the order of their writing: on fourteen filled-in forms.

    A network that is tested on forms that it has not seen is tested on other hands. Those of
    `load_digits` are on both sides of its split.

    Returns
    -------
    Forms
        Images of shape (1797, 1, 8, 8), targets 0 to 9, forms 0 to 13 in rising order, and the
        names of the classes.

    Raises
    ------
    FileNotFoundError, ValueError
        If `data/digits.npz` is missing or damaged.

    Notes
    -----
    The source names 13 writers and no forms. They show in the order of the digits: it is fourteen
    times the same text of 130 digits, of which up to eight were left out each time. So it is not
    known whether one hand filled in two forms.

    References
    ----------
    As for `load_digits`.

    Examples
    --------
    >>> images, targets, forms, classes = load_digit_forms()
    >>> images.shape, np.bincount(forms).tolist()
    ((1797, 1, 8, 8), [130, 126, 130, 130, 130, 130, 130, 123, 128, 130, 128, 130, 122, 130])
    >>> others = forms >= 10  # to test on four forms, whose hands no training picture has
    >>> images[~others].shape, images[others].shape
    ((1287, 1, 8, 8), (510, 1, 8, 8))
    """
    stored, digits = stored_arrays("digits.npz"), load_digits()
    order = np.argsort(stored["places"])
    images = np.concatenate([digits.train_images, digits.test_images])[order]
    targets = np.concatenate([digits.train_targets, digits.test_targets])[order]
    sizes = np.diff(stored["form_starts"].astype(np.intp), append=len(images))
    forms = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    return Forms(images, targets, forms, tuple("0123456789"))


def load_xo():
    """Load 500 pictures of X and O: exact, shifted, thickened, rotated, noisy.

    `cnnkit.xo.make_dataset` draws more of them. There are few ways to shift or thicken a letter,
    so most of the pictures to test on also occur among those to train on; noisy ones do not.

    Returns
    -------
    Dataset
        Images of shape (400, 1, 9, 9) and (100, 1, 9, 9), float32: −1 (paper) and +1 (ink);
        targets 0 for X and 1 for O.

    Raises
    ------
    FileNotFoundError, ValueError
        If `data/xo.npz` is missing or damaged.

    Examples
    --------
    >>> xo = load_xo()
    >>> xo.train_images.shape, xo.test_images.shape
    ((400, 1, 9, 9), (100, 1, 9, 9))
    """
    return _dataset("xo.npz", largest=1)


def load_wine():
    """Load a table of measurements: 13 numbers of each of 178 wines, from three growers.

    The order of the columns has no meaning, and each has its own unit and range, so standardise
    them for a network: subtract the column's mean, divide by its standard deviation.

    Returns
    -------
    Table
        Values of shape (178, 13), float32; targets 0, 1 or 2, the grower, in this order; and the
        names of the columns.

    Raises
    ------
    FileNotFoundError, ValueError
        If `data/wine.npz` is missing or damaged.

    References
    ----------
    S. Aeberhard and M. Forina, "Wine", UCI Machine Learning Repository, 1991. CC BY 4.0.

    Examples
    --------
    >>> wine = load_wine()
    >>> wine.values.shape, np.bincount(wine.targets).tolist()
    ((178, 13), [59, 71, 48])
    >>> wine.columns[:3]
    ('alcohol', 'malic acid', 'ash')
    """
    stored = stored_arrays("wine.npz")
    values, targets = stored["values"].astype(np.float32), stored["targets"].astype(np.int64)
    return Table(values, targets, tuple(stored["columns"].tolist()))


def load_photo(name):
    """Load one of the photographs that are bundled with cnnkit.

    Parameters
    ----------
    name : {"cat", "coffee"}
        What is on the photograph.

    Returns
    -------
    numpy.ndarray
        Shape (3, H, W), float32 from 0 to 1: red, green and blue. The longer side has 256 pixels.

    Raises
    ------
    ValueError
        If the name is unknown, or the file is damaged.
    FileNotFoundError
        If its file is missing.

    Examples
    --------
    >>> load_photo("cat").shape
    (3, 170, 256)
    """
    with pillow.Image.open(data_path(f"{choice(name, 'photo', PHOTOS)}.png")) as image:
        pixels = np.asarray(image.convert("RGB"), dtype=np.float32) / 255
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def _dataset(name, largest):
    """Return stored small integers as a Dataset of float32 images whose ink is 1."""
    stored, found = stored_arrays(name), []
    for part in ("train", "test"):
        found.append(stored[f"{part}_images"].astype(np.float32) / np.float32(largest))
        found.append(stored[f"{part}_targets"].astype(np.int64))
    return Dataset(*found)
