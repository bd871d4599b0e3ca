"""Draw lines on an image, as a hand with a brush would."""

import numpy as np

from cnnkit.checks import array, check_room, real, shown, whole

__all__ = ["draw_strokes"]


def draw_strokes(strokes, *, size=64, width=5.0):
    """Draw lines on a square of paper, as a soft round brush does.

    Parameters
    ----------
    strokes : sequence of sequences of (row, column)
        Each stroke is a line through its points, which are shares of the paper from 0 to 1.
    size : int
        Side of the paper in pixels.
    width : float
        Of the brush, in pixels.

    Returns
    -------
    numpy.ndarray
        Shape (size, size), float32 from 0 (paper) to 1 (ink).

    Raises
    ------
    ValueError
        If a stroke is not a list of points.

    Examples
    --------
    >>> seven = draw_strokes([[(0.2, 0.3), (0.2, 0.7), (0.8, 0.4)]], size=8, width=1)
    >>> (seven > 0.4).astype(int)
    array([[0, 0, 0, 0, 0, 0, 0, 0],
           [0, 0, 1, 1, 1, 1, 0, 0],
           [0, 0, 0, 0, 1, 1, 0, 0],
           [0, 0, 0, 0, 1, 0, 0, 0],
           [0, 0, 0, 1, 1, 0, 0, 0],
           [0, 0, 0, 1, 0, 0, 0, 0],
           [0, 0, 0, 1, 0, 0, 0, 0],
           [0, 0, 0, 0, 0, 0, 0, 0]])
    """
    size, width = whole(size, "size"), real(width, "width", above=0)
    check_room((size, size), "a drawing")
    if not isinstance(strokes, (list, tuple, np.ndarray)):
        raise TypeError(f"strokes is {shown(strokes)}; give a list of lists of (row, column)")
    rows, cols = np.mgrid[:size, :size]
    away = np.full((size, size), np.inf)
    for stroke in strokes:
        points = array(stroke, "a stroke")
        numbers = points.dtype.kind in "fiu" and np.isfinite(points).all()
        if points.ndim != 2 or points.shape[1] != 2 or not numbers:
            flat = points.shape == (2,) and numbers
            advice = ", and all strokes in a list: [stroke]" if flat else ""
            lost = points.dtype.kind == "f" and not np.isfinite(points).all()
            what = "with a number that is not finite " if lost else ""
            raise ValueError(
                f"a stroke of shape {points.shape} {what}cannot be drawn; give a list of (row, "
                f"column){advice}"
            )
        points = points * size - 0.5
        for start, end in zip(points, points[1:] if len(points) > 1 else points, strict=False):
            (dr, dc), length = end - start, ((end - start) ** 2).sum() or 1.0
            along = ((rows - start[0]) * dr + (cols - start[1]) * dc) / length
            along = np.clip(along, 0, 1)
            reach = np.hypot(rows - start[0] - along * dr, cols - start[1] - along * dc)
            away = np.minimum(away, reach)
    page = np.clip(width / 2 - away + 0.5, 0, 1).astype(np.float32)
    if len(strokes) and not page.any():
        raise ValueError(
            "no stroke lies on the paper; points are shares of it from 0 to 1, so give those in "
            "pixels divided by its side"
        )
    return page
