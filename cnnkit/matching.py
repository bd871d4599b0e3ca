"""Template matching: how well does a small feature match a picture, here and everywhere?

Lay the feature on a window of the picture, multiply pixel by pixel, add, divide by the number of
pixels. With pixels of +1 and -1 the result is 1 where all agree, -1 where none does (the
photographic negative) and 0 where half of them agree. `match_map` does it at every place;
as a layer of a network this is called convolution.

On 2-D arrays; whole numbers and booleans are converted to float32, which must hold them exactly.
"""  # noqa: D400

import numpy as np

from cnnkit.checks import Array, Size, array, check_room, choice, finite, floats, pair, speak

SCORINGS = ("mean", "count", "sum")


def match_score(patch: Array, feature: Array) -> float:
    """Score one window of a picture: the mean of the pixel-by-pixel products.

    Parameters
    ----------
    patch, feature : array_like, shape (h, w)
        Two pictures of the same shape; the lessons use pixels of +1 (ink) and -1 (paper).

    Returns
    -------
    float
        1 for equal pictures of ±1 pixels, -1 for negatives of each other.

    Raises
    ------
    TypeError, ValueError
        If an array is not 2-D, not real, not finite, or the shapes differ.

    Notes
    -----
    ``mean(patch * feature)``, the filtering rule of lesson 01: line up, multiply, add, divide.

    Examples
    --------
    >>> match_score([[1, -1], [-1, 1]], [[1, -1], [-1, 1]])
    1.0
    >>> match_score([[1, -1], [-1, 1]], [[1, 1], [1, 1]])
    0.0
    """
    patch, feature = _picture(patch, "patch"), _picture(feature, "feature")
    if patch.shape != feature.shape:
        raise ValueError(
            f"patch has shape {patch.shape} and feature {feature.shape}, so their pixels do not "
            "line up; cut a patch of the feature's shape, or use match_map for a whole picture"
        )
    return match_map(patch, feature).item()


def match_map(
    image: Array, feature: Array, *, stride: Size = 1, padding: Size = 0, scoring: str = "mean"
) -> Array:
    """Score a feature at every place of a picture.

    Parameters
    ----------
    image : array_like, shape (H, W)
        The picture; any finite real numbers.
    feature : array_like, shape (kH, kW)
        The feature, at most as large as the padded picture.
    stride : int or (int, int)
        Steps between neighbouring windows, down and across, at least 1.
    padding : int or (int, int)
        Rows and columns of zeros added on each side, at least 0.
    scoring : {"mean", "count", "sum"}
        "mean" divides the sum of the products by the number of the feature's pixels; "sum" does
        not; "count" counts the places where picture and feature are both one (above 0.5), which
        cannot see what should be *absent*.

    Returns
    -------
    numpy.ndarray, shape (H_out, W_out)
        ``H_out = (H + 2 * padding - kH) // stride + 1``, the same for W_out; float32 unless an
        input is float64.

    Raises
    ------
    TypeError, ValueError
        If an array is not 2-D, not real or not finite, if the feature does not fit, or if an
        option is out of range.

    Notes
    -----
    ``map[i, j] = sum(image[i * stride + r, j * stride + c] * feature[r, c]) / (kH * kW)``.
    The products are added in the reading order of the feature's pixels, as two loops by hand
    would, so the result agrees with those loops to the last bit on every machine.

    Examples
    --------
    >>> match_map([[1, -1, -1], [-1, 1, -1]], [[1, -1], [-1, 1]])
    array([[ 1. , -0.5]], dtype=float32)
    """
    image, feature = _picture(image, "image"), _picture(feature, "feature")
    choice(scoring, "scoring", SCORINGS)
    strides, paddings = pair(stride, "stride"), pair(padding, "padding", minimum=0)
    check_room([n + 2 * p for n, p in zip(image.shape, paddings, strict=True)], "a padded image")
    padded = np.pad(image, [(p, p) for p in paddings])
    for kernel, size, side in zip(feature.shape, padded.shape, ("tall", "wide"), strict=True):
        if kernel > size:
            raise ValueError(
                f"feature is {kernel} pixels {side} and does not fit the padded image, which is "
                f"{size} {side}; use padding >= {-(-(kernel - size) // 2) + max(paddings)} or a "
                "smaller feature"
            )
    if scoring == "count":
        padded, feature = ((a > 0.5).astype(a.dtype) for a in (padded, feature))
    height, width = (
        (size - kernel) // step
        for size, kernel, step in zip(padded.shape, feature.shape, strides, strict=True)
    )
    total = np.zeros((height + 1, width + 1), np.result_type(padded, feature))
    for (r, c), value in np.ndenumerate(feature):
        rows = slice(r, r + height * strides[0] + 1, strides[0])
        columns = slice(c, c + width * strides[1] + 1, strides[1])
        total += padded[rows, columns] * value
    return total / feature.size if scoring == "mean" else total


def _picture(value, name):
    """Return a 2-D float array of finite numbers; whole numbers become float32, exactly."""
    value = array(value, name)
    if value.dtype.kind in "iub":
        exact = value.astype(np.float32)
        if not np.array_equal(exact, value):
            raise ValueError(
                f"{name} holds whole numbers too large for float32 to keep exactly; "
                f"convert them first: {name}.astype(np.float64)"
            )
        value = exact
    value = floats(value, name)
    if value.ndim != 2:
        raise ValueError(
            f"{name} has shape {value.shape}, which is {value.ndim}-D; give a 2-D array"
            + (f" such as {name}[0]" if value.ndim > 2 else "")
        )
    if value.size == 0:
        raise ValueError(
            f"{name} has shape {value.shape}, which holds no pixels; give at least one"
        )
    return finite(value, name)


speak(globals(), ("match_map", "match_score"))
