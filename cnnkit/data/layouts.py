"""From arrays as they come to float32 (N, C, H, W): the order of the axes, and the range."""

import numpy as np

from cnnkit.checks import class_numbers, finite
from cnnkit.data.file_notes import tell

__all__ = ["Words", "as_images", "as_targets", "named_classes", "wanted_axes"]

_MOST_CLASSES = 2**16
_DIGIT = 784  # a row of this many numbers is a picture of 28×28, as in MNIST and Quick, Draw!
_LARGEST = 255, 4095, 65535  # of pixels stored in 16 bits
_DARK = 64  # uint8 pixels of a whole set that stay below are not from 0 to 255
_NO_SHARE = 16  # real numbers beyond are not from 0 to 1, and not standardised


def wanted_axes(shape, source, count=None):
    """Return a function that brings pictures of a shape to (N, C, H, W), or say why none does.

    Parameters
    ----------
    shape : tuple of int
    source : str or path
        Where they are, for the sentence.
    count : int, optional
        How many pictures there are, where targets tell.

    Examples
    --------
    >>> wanted_axes((5, 8, 8, 3), "a.npy")(np.zeros((5, 8, 8, 3))).shape
    (5, 3, 8, 8)
    """
    refused = f"{source} holds an array of shape {tuple(shape)}"
    if len(shape) == 1 and 0 not in shape:
        raise ValueError(
            f"{refused}, as the classes of {shape[0]} pictures have; give the pictures first, as "
            "(N, H, W), (N, C, H, W) or (N, H, W, 3), and their classes second"
        )
    if not shape or 0 in shape or len(shape) not in (2, 3, 4):
        raise ValueError(
            f"{refused}; give pictures as (N, H, W), (N, C, H, W) or (N, H, W, 3)"
            + (", and at least one" if 0 in shape else "")
        )
    many = count is not None and count == shape[0]
    if len(shape) == 2:
        side = round(shape[1] ** 0.5)
        if side > 1 and side * side == shape[1] and (many or shape[1] == _DIGIT):
            return lambda images: images.reshape(-1, 1, side, side)
        raise ValueError(f"{refused}; give pictures as (N, H, W): {_of_rows(shape, count)}")
    if len(shape) == 3:
        square = shape[0] == shape[1] > 4 and shape[2] > 4 and shape[2] != shape[0]
        if square and count in (None, shape[2]):
            raise ValueError(
                f"{refused}, which looks like (H, W, N); write images.transpose(2, 0, 1)"
                + (f", or images[:, None] for {shape[0]} pictures" if count is None else "")
            )
        if min(shape[:2]) > 4 and shape[2] == 4 and not many:
            raise ValueError(
                f"{refused}, which looks like a picture with a channel of transparency; leave it "
                "out: images[..., :-1]"
            )
        if min(shape[:2]) > 4 and shape[2] in (1, 3) and not many:
            return lambda images: images.transpose(2, 0, 1)[None]
        if shape[0] == 3 and min(shape[1:]) > 4 and count is None:
            tell(
                f"{refused}, which is taken as one colour picture; for three grey ones store "
                "images[:, None]"
            )
            return lambda images: images[None]
        return lambda images: images[:, None]
    if shape[1] not in (1, 3) and shape[3] in (1, 3):
        return lambda images: images.transpose(0, 3, 1, 2)
    if shape[2] == 3 and min(shape[:2]) > 4 and not many and shape[1] != 3:
        raise ValueError(
            f"{refused}, which looks like (H, W, 3, N), the order of SVHN; write "
            "images.transpose(3, 2, 0, 1)"
        )
    if shape[1] > 4 and shape[3] in (2, 4):
        raise ValueError(
            f"{refused}, which looks like pictures with a channel of transparency; leave it out: "
            "images[..., :-1]"
        )
    return lambda images: images


def _of_rows(shape, targets):
    """Return the lines for an array of two axes: pictures in rows or columns, or one picture."""
    count, length = shape
    one, lines = "images[None] for one grey picture", []
    for turned, pixels, many in (("", length, count), (".T", count, length)):
        for channels in (1, 3):
            side = round((pixels / channels) ** 0.5)
            if channels * side * side != pixels or side < 2 or (turned and count == length):
                continue
            if targets not in (None, many):
                continue
            line = f"images{turned}.reshape(-1, {channels}, {side}, {side}) for {many} pictures in "
            line += "columns" if turned else "rows"
            # Rows and columns as data sets have them are hardly one picture.
            known = pixels in (_DIGIT, 3 * 32 * 32)
            lines.insert(0 if known else len(lines), line)
            one = "" if known or targets is not None else one
    return ", or ".join([one, *lines] if one else lines)


def as_images(images, source, count=None):
    """Return an array of pictures as float32 (N, C, H, W), from 0 to 1 if they were pixels.

    Examples
    --------
    >>> as_images(np.full((1, 2, 2), 255, np.uint8), "a.npy").tolist()
    [[[[1.0, 1.0], [1.0, 1.0]]]]
    """
    images = wanted_axes(images.shape, source, count)(images)
    if images.dtype.kind in "iu":
        return _shares(images, _white(images, source))
    if images.dtype.kind not in "fb":
        raise TypeError(
            f"{source} holds {images.dtype} values; store uint8 values from 0 to 255, or real "
            "numbers: images.astype(np.float32) / largest"
        )
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is found
        found = np.array(
            images, np.float32, order="C", copy=None if images.flags.writeable else True
        )
    for start in range(0, len(found), 1024):  # in parts: the test itself takes memory
        if not np.isfinite(found[start : start + 1024]).all():
            finite(found, str(source))
    low, high = found.min(), found.max()
    if max(high, -low) > _NO_SHARE:
        how = f"0 to 1: divide images by {255 if high <= 255 else high:g}"
        if low < -_NO_SHARE:  # of decibels, or of a scanner
            how = "numbers around 0: (images - images.mean()) / images.std()"
        tell(
            f"{source} holds real numbers from {low:g} to {high:g}, which stay as they are; "
            f"networks learn from {how}"
        )
    return found


def _white(images, source):
    """Return the whole number that stands for 1."""
    low, high, kind = int(images.min()), int(images.max()), images.dtype
    if kind == np.uint8:
        if high >= _DARK or high == 0:
            return 255
        tell(
            f"{source} holds pixels from 0 to {high} only, and not to 255; they are divided by "
            f"{high}" + ("" if high > 1 else ", and so stay 0 and 1")
        )
        return high
    if kind == np.uint16:
        white = next(n for n in _LARGEST if high <= n)
        if white != _LARGEST[-1] and high:
            tell(f"{source} holds 16 bits a pixel, but none above {high}; divided by {white}")
        return white
    largest = 1 if high <= 1 else next((n for n in (16, *_LARGEST) if high <= n), high)
    if low < 0:
        raise TypeError(
            f"{source} holds {kind} values; store uint8 values from 0 to 255, or real numbers: "
            f"these go from {low} to {high}, so store (images - images.mean()) / images.std()"
        )
    raise TypeError(
        f"{source} holds {kind} values; store uint8 values from 0 to 255, or real numbers: these "
        f"go from {low} to {high}, so store images.astype(np.float32)"
        + (f" / {largest}" if largest > 1 else "")
    )


def _shares(images, white):
    """Divide whole numbers by the one that stands for 1, with no array in between."""
    found = np.empty(images.shape, np.float32)
    np.divide(images, np.float32(white), out=found, dtype=np.float32, casting="unsafe")
    return found


def as_targets(targets, count):
    """Return the classes of ``count`` pictures as int64; all 0 if there are none.

    Examples
    --------
    >>> as_targets(None, 2)
    array([0, 0])
    """
    if targets is None:
        return np.zeros(count, np.int64)
    try:
        return class_numbers(targets, "targets", count, _MOST_CLASSES)
    except ValueError as error:
        if "] is -" not in str(error):
            raise
        most = f"the classes go from 0 to {_MOST_CLASSES - 1}"
        raise ValueError(str(error).replace(most, "classes are counted from 0")) from None


def named_classes(stored, names=None):
    """Return the targets of a file as class numbers if they are others, and the classes' names.

    A column becomes a row, one-hot rows and whole real numbers become integers, words the number
    of each.

    Examples
    --------
    >>> named_classes(np.array(["dog", "cat", "dog"]))
    (array([1, 0, 1]), ('cat', 'dog'))
    """
    if stored.ndim == 2 and stored.shape[1] == 1:  # as MedMNIST and CIFAR have them
        stored = stored[:, 0]
    if stored.ndim == 2 and stored.shape[1] > 1 and stored.dtype.kind in "iufb":
        one_hot = ((stored == 0) | (stored == 1)).all() and (stored.sum(axis=1) == 1).all()
        stored = stored.argmax(axis=1) if one_hot else stored
    if stored.ndim == 1 and stored.dtype.kind == "f" and np.all(stored == np.rint(stored)):
        stored = stored.astype(np.int64)
    if stored.ndim == 1 and stored.dtype.kind in "US":
        words, stored = np.unique(stored.astype(str), return_inverse=True)
        if all(word.isdecimal() for word in words):
            stored = words.astype(np.int64)[stored]
        else:
            names = Words(words.tolist())
    return stored, names


class Words(tuple):
    """Names of classes that stood in the place of their numbers."""

    __slots__ = ()
