"""Two views of one photograph, and the interest points that match them."""

import sys

import numpy as np
import pytest

from cnnkit import data


def distances(views, found):
    return np.hypot(*(views.true_places(found.first) - found.second).T)


def test_the_second_view_is_the_first_one_turned():
    views = data.load_views()
    places = np.array([[60.0, 80.0], [90.0, 120.0], [110.0, 180.0], [40.0, 150.0]])
    here = np.rint(places).astype(int)
    there = np.rint(views.true_places(places)).astype(int)
    for (row, col), (row_2, col_2) in zip(here, there, strict=True):
        around = views.first[row - 4 : row + 5, col - 4 : col + 5].mean()
        around_2 = views.second[row_2 - 3 : row_2 + 4, col_2 - 3 : col_2 + 4].mean()
        assert around_2 == pytest.approx(0.8 * around + 25 / 255, abs=0.03)


def test_stored_matches_are_points_and_lie_where_they_should():
    views = data.load_views()
    found = views.stored
    for points, chosen in (
        (found.first_points, found.first),
        (found.second_points, found.second),
    ):
        assert points.shape == (100, 2)
        assert set(map(tuple, chosen)) <= set(map(tuple, points))
    assert len(found.first) > 30
    assert distances(views, found).max() < 4


def test_they_are_found_again():
    views = data.load_views()
    found = data.find_matches(views.first, views.second)
    near = distances(views, found) < 4
    assert near.sum() > 25
    assert near.mean() > 0.8


def test_without_scikit_image_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "skimage.feature", None)
    with pytest.raises(ImportError, match="pip install scikit-image"):
        data.find_matches(np.zeros((9, 9)), np.zeros((9, 9)))


def test_in_a_browser_the_sentence_names_nothing_that_cannot_be_installed_there(monkeypatch):
    monkeypatch.setitem(sys.modules, "skimage.feature", None)
    monkeypatch.setattr(sys, "platform", "emscripten")
    with pytest.raises(ImportError, match=r"your computer.* load_views\(\)\.stored") as told:
        data.find_matches(np.zeros((9, 9)), np.zeros((9, 9)))
    assert "pip" not in str(told.value)
