"""Preprocess drawings as the training images were: size, position, stroke width, slant.

A network knows nothing but its training images. A drawing for it has to be preprocessed as they
were: the same size, the same position, the same width of the strokes. The X and O of the lessons
themselves are drawn in :mod:`cnnkit.examples.xo`.
"""

import os

import numpy as np

from cnnkit.checks import array, check_room, shown, whole
from cnnkit.data.file_notes import tell
from cnnkit.data.resizing import resize

__all__ = ["to_digits", "to_mnist", "to_xo"]

INK = 0.5  # from here on a grey pixel counts as ink
_HEIGHT, _WIDTH, _FRAME = 32, 20, 32  # of a UCI digit before its blocks are counted
_SQUEEZE = 2.5  # a wide drawing is made narrower by at most this
_SHARE = 0.3  # of that frame's pixels are ink, in the UCI digits' mean
_BOX, _FINE = 7, 9  # cells of an X or O along a side, and parts that each is looked at in
_LETTER, _CELL = 0.29, 0.42  # shares of ink: of that box, and from which on a cell of it is ink
_FAR = 10_000
_ROUNDING = 1e-4  # beyond 0 and 1, which is not the drawing's fault


def to_digits(drawing):
    """Prepare a drawing as the digits of :func:`cnnkit.data.load_digits` were prepared.

    Cut out what is drawn; scale it to 32 rows, and squeeze it if it has more than 20 columns then;
    make its strokes as wide as theirs, so that 0.3 of 32×32 pixels is ink; shear it until its first
    and its last row begin in the same column; centre it; count the ink of each 4×4 block.

    Parameters
    ----------
    drawing : array of shape (H, W) or (1, H, W)
        From 0 (paper) to 1 (ink), of any size, with the digit anywhere. Pixels from 0 to 255 are
        refused: divide by 255. Dark strokes on a light page, in which 1 is paper, are told: give
        ``1 - drawing``. For a photograph see :func:`cnnkit.data.from_photo`.

    Returns
    -------
    numpy.ndarray
        Shape (1, 8, 8), float32 from 0 to 1; all zeros if nothing is drawn.

    Raises
    ------
    TypeError, ValueError
        If the drawing is not a picture of numbers from 0 to 1; the message says what to write.

    Notes
    -----
    The bitmaps of the digits were made by NIST's programs for forms filled in by hand. What these
    did shows in the digits themselves: all are 8 blocks high, nine of ten at most 6 wide; 0.25 to
    0.36 of a picture is ink (nine of ten), whatever the digit; and in four of five the first and
    the last row begin in the same block.

    References
    ----------
    M. D. Garris et al., "NIST Form-Based Handprint Recognition System", NISTIR 5469, 1994.

    Examples
    --------
    >>> one = np.zeros((40, 40))
    >>> one[5:25, 30:33] = 1
    >>> (to_digits(one)[0, ::7] * 16).astype(int)
    array([[ 0,  0,  0, 16, 16,  4,  0,  0],
           [ 0,  0,  0, 16, 16,  4,  0,  0]])
    """
    page = _page(drawing)
    _tell_dark_ink(page, "to_digits")
    found = _cut(page)
    if found is None:
        return np.zeros((1, 8, 8), np.float32)
    height, width = found.shape
    cols = min(max(round(width * _HEIGHT / height), 1), _WIDTH)
    rows = min(max(round(height * _SQUEEZE * _WIDTH / width), 1), _HEIGHT)
    top, left = (_HEIGHT - rows) // 2, _FRAME - cols // 2
    frame = np.zeros((_FRAME, 2 * _FRAME), bool)  # with room to shear in
    frame[top : top + rows, left : left + cols] = resize(found, rows, cols) >= INK * 0.8
    frame = _sheared(_with_ink(frame, _SHARE * _FRAME**2))
    inked = np.flatnonzero(frame.any(axis=0))
    left = min(max((inked[0] + inked[-1] + 1) // 2 - _FRAME // 2, 0), _FRAME)
    square = frame[:, left : left + _FRAME]
    blocks = square.reshape(8, 4, 8, 4).sum(axis=(1, 3))
    return (blocks / 16).astype(np.float32)[None]


def to_mnist(drawing, size=28):
    """Prepare a drawing as the digits of MNIST were prepared.

    Cut out what is drawn; scale it, as it is, into a box of 20×20 pixels; lay that on 28×28 pixels
    so that the ink's centre of mass is in the middle.

    Parameters
    ----------
    drawing : array of shape (H, W) or (1, H, W)
        From 0 (paper) to 1 (ink), of any size, with the digit anywhere. Pixels from 0 to 255 are
        refused: divide by 255. Dark strokes on a light page, in which 1 is paper, are told: give
        ``1 - drawing``. For a photograph see :func:`cnnkit.data.from_photo`.
    size : int
        Side of the picture; the box has 20/28 of it.

    Returns
    -------
    numpy.ndarray
        Shape (1, size, size), float32 from 0 to 1; all zeros if nothing is drawn.

    Raises
    ------
    TypeError, ValueError
        If the drawing is not a picture of numbers from 0 to 1, or `size` is under 5.

    References
    ----------
    Y. LeCun, C. Cortes and C. J. C. Burges, "The MNIST database of handwritten digits", 1998.

    Examples
    --------
    >>> one = np.zeros((40, 40))
    >>> one[5:25, 30:34] = 1
    >>> picture = to_mnist(one)
    >>> rows, columns = np.nonzero(picture[0] > 0.5)
    >>> picture.shape, rows.min().item(), rows.max().item(), columns.min().item()
    ((1, 28, 28), 4, 23, 12)
    """
    size = whole(size, "size", 5)
    check_room((1, size, size), "a picture")
    page = _page(drawing)
    _tell_dark_ink(page, "to_mnist")
    found = _cut(page)
    picture = np.zeros((1, size, size), np.float32)
    if found is None:
        return picture
    scale = max(round(size * 20 / 28), 1) / max(found.shape)
    height, width = (max(round(n * scale), 1) for n in found.shape)
    small = np.clip(resize(found, height, width), 0, 1)
    mass = small.sum()
    top, left = (_centred(small.sum(axis=other), mass, size) for other in (1, 0))
    picture[0, top : top + height, left : left + width] = small
    return picture


def to_xo(drawing):
    """Prepare a drawing as the X and O of :mod:`cnnkit.examples.xo` are drawn.

    Cut out what is drawn; stretch it over 7×7 cells, a narrow one to at most two and a half times
    its width; make its strokes as wide as theirs, so that about 0.29 of the box is ink; lay that in
    the middle of 9×9 cells. A cell that is inked enough is 1, others are −1.

    Parameters
    ----------
    drawing : array of shape (H, W) or (1, H, W)
        From 0 (paper) to 1 (ink), of any size, with the letter anywhere: as for `to_digits`.

    Returns
    -------
    numpy.ndarray
        Shape (1, 9, 9), float32, 1 and −1; all −1 if nothing is drawn.

    Raises
    ------
    TypeError, ValueError
        If the drawing is not a picture of numbers from 0 to 1; the message says what to write.

    Examples
    --------
    >>> cross = np.eye(50) + np.eye(50)[::-1]
    >>> (to_xo(cross)[0, 1:3] > 0).astype(int)
    array([[0, 1, 0, 0, 0, 0, 0, 1, 0],
           [0, 0, 1, 0, 0, 0, 1, 0, 0]])
    """
    page = _page(drawing)
    _tell_dark_ink(page, "to_xo")
    picture = np.full((1, _BOX + 2, _BOX + 2), -1, np.float32)
    found = _cut(page)
    if found is None:
        return picture
    side = _BOX * _FINE
    sides = [min(max(round(_SQUEEZE * n * side / max(found.shape)), 1), side) for n in found.shape]
    frame = np.zeros((side, side), bool)
    top, left = ((side - n) // 2 for n in sides)
    frame[top : top + sides[0], left : left + sides[1]] = resize(found, *sides) >= INK * 0.5
    frame = _with_ink(frame, _LETTER * side**2)
    cells = frame.reshape(_BOX, _FINE, _BOX, _FINE).mean(axis=(1, 3))
    picture[0, 1:-1, 1:-1] = np.where(cells >= _CELL, 1, -1)
    return picture


def _centred(ink, mass, size):
    """Where a line of ink must begin so that its centre of mass is in the middle, none outside."""
    start = (size - 1) / 2 - (ink @ np.arange(len(ink))) / mass
    return int(np.clip(round(start), 0, size - len(ink)))


def _page(drawing):
    """Return a drawing as an (H, W) array of floats; refuse all but ink from 0 to 1."""
    if isinstance(drawing, (str, os.PathLike)):
        raise TypeError(
            f"a drawing is the path {shown(os.fspath(drawing))}; give data.from_photo(path), or "
            "the numbers of a picture"
        )
    page = array(drawing, "a drawing")
    if page.dtype.kind not in "fiub":
        raise TypeError(f"a drawing holds {page.dtype} values; give numbers from 0 to 1")
    page = page[0] if page.ndim == 3 and len(page) == 1 else page
    if page.ndim != 2 or not page.size:
        raise ValueError(
            f"a drawing has shape {np.shape(drawing)}; give a picture of shape (H, W) or (1, H, W)"
            + axes_advice(page)
        )
    low, high = page.min(), page.max()
    if page.dtype.kind in "iu" and not (page.dtype.itemsize > 1 and low >= 0 and high <= 1):
        raise TypeError(
            f"a drawing holds {page.dtype} values from {low} to {high}; give ink from 0 to 1: "
            "drawing / 255 if they are pixels from 0 to 255, 1 - drawing / 255 if its ink is dark"
        )
    if not np.isfinite(page).all():
        raise ValueError("a drawing holds a number that is not finite; give numbers from 0 to 1")
    if low < -_ROUNDING or high > 1 + _ROUNDING:
        raise ValueError(
            f"a drawing holds numbers from {low:g} to {high:g}; give ink from 0 to 1: "
            + range_advice(low, high)
        )
    return np.clip(page.astype(float), 0, 1)


def axes_advice(page):
    """Return what to write instead, where several pictures or colours were given.

    Examples
    --------
    >>> axes_advice(np.zeros((28, 28, 3)))
    ': drawing[..., :3].mean(axis=-1)'
    >>> axes_advice(np.full((5, 28, 28), 255))
    ', one at a time: drawing[0] / 255'
    """
    shape = page.shape
    if not page.size or len(shape) not in (3, 4) or page.dtype.kind not in "fiub":
        return ""
    line = "drawing[0]"
    if len(shape) == 3 and shape[0] in (3, 4):
        line = "drawing[:3].mean(axis=0)"
    elif len(shape) == 3 and shape[2] in (1, 3, 4):
        line = "drawing[..., :3].mean(axis=-1)"
    white = next((n for n in (1, 255, 4095, 65535) if page.max() <= n), 1)
    alone = ", one at a time: " if line == "drawing[0]" else ": "
    return alone + line + (f" / {white}" if white > 1 else "")


def range_advice(low, high):
    """Return the line that brings a drawing of other numbers to 0 (paper) to 1 (ink).

    Examples
    --------
    >>> range_advice(0, 255)
    'drawing / 255, and 1 - drawing / 255 if its ink is dark'
    """
    if low >= 0 and high > 2:
        largest = next((n for n in (16, 255, 4095, 65535) if high <= n), high)
        return f"drawing / {largest:g}, and 1 - drawing / {largest:g} if its ink is dark"
    if low >= -1.001 and high <= 1.001:
        return "(drawing + 1) / 2 if -1 is paper, drawing.clip(0, 1) if 0 is"
    if low > -1 and high < 2:  # what smooth scaling leaves beyond both ends
        return "drawing.clip(0, 1)"
    return "(drawing - drawing.min()) / (drawing.max() - drawing.min())"


def _tell_dark_ink(page, name):
    """Warn of a page whose ink fills the border and most of the rest, with strokes of paper in it.

    Strokes cut out closely reach the border too, but then the paper does so even more.
    """
    paper = page < INK
    border = np.concatenate([paper[0], paper[-1], paper[:, 0], paper[:, -1]]).mean()
    if border < paper.mean() < 0.5:
        tell(
            f"{1 - paper.mean():.0%} of a drawing is ink, and more of its border; 1 is ink and 0 "
            f"paper, so for dark strokes on light paper write {name}(1 - drawing)"
        )


def _cut(page):
    """The part of the page that holds ink, or None."""
    inked = page >= INK
    if not inked.any():
        return None
    rows, cols = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
    return page[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]


def _with_ink(bitmap, wanted):
    """Strokes thinner or thicker, evenly on all sides, until about `wanted` pixels are ink."""
    away = _distance(bitmap)
    away = np.where(bitmap, -_distance(~bitmap), away)
    levels, counts = np.unique(away, return_counts=True)
    level = levels[np.abs(np.cumsum(counts) - wanted).argmin()]
    return away <= max(level, away.min())


def _distance(bitmap):
    """Distance of every pixel from the nearest one that is True; far for none."""
    rows, cols = (np.arange(n) for n in bitmap.shape)
    along = np.where(bitmap[:, None, :], (cols[:, None] - cols) ** 2, _FAR).min(axis=2)
    squared = ((rows[:, None] - rows) ** 2)[:, :, None] + along[None]
    return np.sqrt(squared.min(axis=1))


def _sheared(bitmap):
    """Rows moved sideways, each by its share, until the first and the last begin together."""
    inked = np.flatnonzero(bitmap.any(axis=1))
    first, last = inked[0], inked[-1]
    lean = int(bitmap[last].argmax()) - int(bitmap[first].argmax())
    if first == last or not lean:
        return bitmap
    shares = (np.arange(len(bitmap)) - (first + last) / 2) / (last - first)
    moves = np.rint(shares * lean).astype(int)
    return np.stack([np.roll(row, -move) for row, move in zip(bitmap, moves, strict=True)])
