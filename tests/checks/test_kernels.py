"""Kernels of too few axes: the advice, followed to the letter, works."""

import re

import numpy as np
import pytest

from cnnkit import functional as F

X = np.ones((2, 1, 8, 8))


@pytest.mark.parametrize(
    "weight",
    [np.ones((3, 3)), np.ones((5, 3, 3)), np.ones((3, 3), int), [[1, 0], [0, -1]], [[1.0, 0.0]]],
)
def test_a_kernel_of_too_few_axes_gets_the_line_that_adds_them(weight):
    with pytest.raises((TypeError, ValueError), match=r"write .*weight") as error:
        F.conv2d(X, weight)
    line = re.search(r"write ([^ ]*weight.*?) for (?:one|\d+) kernel", str(error.value))[1]
    if isinstance(error.value, TypeError):  # whole numbers are converted first
        weight = np.array(weight, np.float32)
    assert F.conv2d(X, eval(line, {"weight": weight, "np": np})).shape[0] == 2


def test_a_picture_in_lists_gets_a_line_that_lists_can_follow():
    x = [[0.5] * 8] * 8
    with pytest.raises(ValueError, match="write ") as error:
        F.conv2d(x, np.ones((1, 1, 3, 3)))
    line = re.search(r"write (.*?) for", str(error.value))[1]
    assert F.conv2d(eval(line, {"x": x, "np": np}), np.ones((1, 1, 3, 3))).shape == (1, 1, 6, 6)
