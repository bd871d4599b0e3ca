"""Values as source: what is written gives the same value again."""

import numpy as np
import pytest

from cnnkit.widgets.board.source_text import written


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", ">f4", "i4", "u1", "?"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (3, 2), (1, 2, 3)])
def test_an_array_is_written_so_that_it_is_the_same_again(dtype, shape):
    rng = np.random.default_rng(0)
    array = np.abs(10 * rng.normal(size=shape)) if dtype == "u1" else 10 * rng.normal(size=shape)
    array = np.asarray(array).astype(dtype)
    for one in (array, array.T):
        again = np.array(eval(written(one)), dtype)
        assert again.shape == one.shape
        np.testing.assert_array_equal(again, one)


def test_zeros_keep_their_sign_and_numbers_their_kind():
    assert written(np.array([0.0, -0.0, 1, 1])) == "[0, -0.0, 1, 1]"
    assert written(np.float32([0.1])) == written(np.float64([0.1])) == "[0.1]"
    assert written(np.array([np.nan, np.inf])) == '[float("nan"), float("inf")]'


def test_arrays_of_the_same_bytes_are_told_apart():
    one = np.ones(2, "<f4")
    views = one, one.view("<i4"), one.view(">f4")
    assert len({written(view) for view in views}) == 3
    ones = np.ones(4, "u1")
    assert written(ones) == "[1, 1, 1, 1]"
    assert written(ones.view("?")) == "[True, True, True, True]"
    assert written(ones.reshape(2, 2)) == "[[1, 1], [1, 1]]"


def test_an_array_that_was_changed_in_place_is_written_anew():
    array = np.zeros(2)
    before = written(array)
    array[0] = 1
    assert (before, written(array)) == ("[0, 0]", "[1, 0]")


def test_an_array_of_objects_is_written_as_a_list():
    assert written(np.array([1, "x", None], dtype=object)) == '[1, "x", None]'
