"""Read tables of pixels (CSV): a picture a row, as Kaggle's digits come, plain or packed."""

import io
import re

import numpy as np

__all__ = ["looks_like_csv", "read_csv"]

_LABELS = ("label", "labels", "class", "target", "targets", "y", "digit")
_NO_PIXELS = ("id", "imageid", "image_id", "index", "")


def looks_like_csv(head):
    """Tell whether a file's first bytes are numbers or names between commas.

    Examples
    --------
    >>> looks_like_csv(b"label,pixel0,pixel1"), looks_like_csv(b"no array")
    (True, False)
    """
    try:
        line = head.decode("utf-8-sig", "strict" if len(head) < 64 else "ignore").splitlines()[0]
    except (IndexError, UnicodeDecodeError):
        return False
    return line.replace("\t", ",").isprintable() and _separator(line) is not None


def read_csv(file, source):
    r"""Return images (N, 1, side, side) and targets, or None, of an open binary CSV file.

    Parameters
    ----------
    file : binary file
    source : str or path
        For the sentence that says what is wrong.

    Raises
    ------
    ValueError
        If a row is not numbers, or is not a square picture and perhaps its class.

    Examples
    --------
    >>> images, targets = read_csv(io.BytesIO(b"label,p0,p1,p2,p3\n7,0,255,0,0"), "train.csv")
    >>> images.tolist(), targets.tolist()
    ([[[[0, 255], [0, 0]]]], [7])
    """
    text = io.TextIOWrapper(file, "utf-8-sig", errors="replace")
    first, rest = text.readline(), text.readlines()
    text.detach()  # the file stays open: it belongs to the caller
    separator = _separator(first) or ","
    names = [name.strip().strip("'\"").lower() for name in first.strip().split(separator)]
    header = any(re.search("[a-z]", re.sub(r"\d[ed][+-]?\d|nan", "", name)) for name in names)
    rest = rest if header else [first, *rest]
    if not any(line.strip() for line in rest):
        raise ValueError(f"{source} has no rows of numbers; give one row a picture")
    values = _numbers(rest, separator, source)
    if header and values.shape[1] != len(names):
        raise ValueError(
            f"{source} has {len(names)} names in its first line and {values.shape[1]} numbers in "
            "a row; store it again as plain CSV"
        )
    values, targets = _parted(values, names if header else None)
    side = round(values.shape[1] ** 0.5)
    if side * side != values.shape[1] or side < 2:
        colours = round((values.shape[1] / 3) ** 0.5)
        advice = "give one picture a row: a square number of pixels, and its class as label"
        if 3 * colours * colours == values.shape[1] and colours > 1:
            advice = (
                f"these may be colours, so bring them to (N, 3, {colours}, {colours}) and store "
                "them with np.savez(path, images=..., targets=...)"
            )
        raise ValueError(f"{source} has {values.shape[1]} pixels in a row; {advice}")
    return values.reshape(len(values), 1, side, side), targets


def _separator(line):
    return next((mark for mark in ",;\t" if line.count(mark) > 1), None)


def _numbers(lines, separator, source):
    """Return the rows as uint8 where they fit, as float32 otherwise."""
    for dtype in (np.uint8, np.float32):
        try:
            return np.loadtxt(lines, dtype, delimiter=separator, ndmin=2)
        except (ValueError, OverflowError) as error:
            reason = error
    raise ValueError(
        f"{source} cannot be read as rows of numbers ({str(reason).rstrip('.')}); give one "
        "picture a row, without gaps and words"
    ) from None


def _parted(values, names):
    """Part a table into its pixels and its column of classes, if it has one."""
    if names is None:
        if round(values.shape[1] ** 0.5) ** 2 == values.shape[1]:
            return values, None
        # MNIST's rows begin with the class, UCI's end with it; a corner's pixel never changes.
        last = np.ptp(values[:, 0]) == 0 and np.ptp(values[:, -1]) > 0
        place, others = (values.shape[1] - 1 if last else 0), []
        if round((values.shape[1] - 1) ** 0.5) ** 2 != values.shape[1] - 1:
            return values, None
    else:
        place = next((names.index(name) for name in _LABELS if name in names), None)
        others = [number for number, name in enumerate(names) if name in _NO_PIXELS]
    targets = None if place is None else values[:, place].astype(np.int64)
    taken = others if place is None else [*others, place]
    return np.delete(values, taken, axis=1), targets
