"""Interest points: find them in two images with ORB, and match them by their descriptors."""

import sys
from typing import NamedTuple

import numpy as np

from cnnkit.checks import finite, floats, real, whole
from cnnkit.files import stored_arrays

__all__ = ["Matches", "Views", "find_matches", "load_views"]


class Matches(NamedTuple):
    """Interest points of two views, and which belongs to which.

    Attributes
    ----------
    first_points, second_points : numpy.ndarray
        Shape (N, 2): row and column of every point that was found in each view.
    first, second : numpy.ndarray
        Shape (M, 2): points that were matched, row for row.
    """

    first_points: np.ndarray
    second_points: np.ndarray
    first: np.ndarray
    second: np.ndarray


class Views(NamedTuple):
    """Two views of one photograph: the second is turned, smaller, and of less contrast.

    Attributes
    ----------
    first, second : numpy.ndarray
        Shape (H, W), float32 from 0 to 1.
    stored : Matches
        What `find_matches` found in them when the file was made.
    map : numpy.ndarray
        Shape (2, 3): where a place (row, column) of the first view lies in the second,
        ``map @ (row, column, 1)``.
    """

    first: np.ndarray
    second: np.ndarray
    stored: Matches
    map: np.ndarray

    def true_places(self, points):
        """Return where points (M, 2) of the first view really lie in the second."""
        return np.column_stack([points, np.ones(len(points))]) @ self.map.T


def load_views():
    """Load the cat in two views, with the matches of `find_matches`.

    Returns
    -------
    Views

    Raises
    ------
    FileNotFoundError, ValueError
        If `data/views.npz` is missing or damaged.

    Examples
    --------
    >>> views = load_views()
    >>> views.first.shape, views.second.shape, views.stored.first.shape == views.stored.second.shape
    ((170, 256), (198, 241), True)
    """
    stored = stored_arrays("views.npz")
    first, second = (stored[name].astype(np.float32) / 255 for name in ("first", "second"))
    names = ("first_points", "second_points", "first_matched", "second_matched")
    return Views(first, second, Matches(*(stored[name] for name in names)), stored["map"])


def find_matches(first, second, *, points=100, max_ratio=0.8):
    """Find ORB interest points in two grey pictures, and match them by their descriptors.

    Parameters
    ----------
    first, second : numpy.ndarray
        Shape (H, W), numbers from 0 to 1.
    points : int
        At most this many points per picture, the most corner-like.
    max_ratio : float
        Ratio test: the best match counts if its distance is below this share of the second best.

    Returns
    -------
    Matches

    Raises
    ------
    ImportError
        If scikit-image is not installed.
    TypeError, ValueError
        If a picture is not an (H, W) float array or shows no corners, or an option is out of range.

    References
    ----------
    E. Rublee, V. Rabaud, K. Konolige and G. Bradski, "ORB: an efficient alternative to SIFT or
    SURF", ICCV 2011.
    """
    points, max_ratio = whole(points, "points"), real(max_ratio, "max_ratio", above=0, at_most=1)
    pictures = {
        name: finite(floats(picture, name, ("H", "W")), name).astype(np.float64)
        for name, picture in (("first", first), ("second", second))
    }
    try:
        from skimage.feature import ORB, match_descriptors
    except ImportError:
        missing = "installed; get it with: pip install scikit-image"
        if sys.platform == "emscripten":
            missing = "part of this site; install the course on your computer to use it"
        raise ImportError(
            f"find_matches needs scikit-image, which is not {missing}. "
            "load_views().stored holds its matches of the cat"
        ) from None
    found = []
    for name, picture in pictures.items():
        orb = ORB(n_keypoints=points)
        try:
            orb.detect_and_extract(picture)
        except RuntimeError:  # its own is about descriptors
            raise ValueError(
                f"{name} shows no corners to find; give a picture with more contrast"
            ) from None
        found.append(orb)
    pairs = match_descriptors(
        *(orb.descriptors for orb in found), cross_check=True, max_ratio=max_ratio
    )
    everywhere = [orb.keypoints for orb in found]
    return Matches(*everywhere, *(all_[pairs[:, k]] for k, all_ in enumerate(everywhere)))
