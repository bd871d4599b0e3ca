"""Output sizes, padding and receptive fields."""

import numpy as np
import pytest

from cnnkit import functional, shapes
from cnnkit.checks import pair


def test_an_integer_stands_for_both_axes():
    assert pair(3, "kernel_size") == (3, 3)
    assert pair((2, 5), "kernel_size") == (2, 5)
    assert pair([2, 5], "kernel_size") == (2, 5)


def test_numpy_integers_count_as_integers():
    assert pair(np.int64(3), "kernel_size") == (3, 3)
    assert type(pair(np.int8(3), "kernel_size")[0]) is int


@pytest.mark.parametrize("value", [2.0, "3", None, True, np.float32(2), (1, 2.5), (True, 1)])
def test_what_is_no_integer_is_rejected_by_name(value):
    with pytest.raises(TypeError, match=r"^kernel_size .* use an integer or a pair"):
        pair(value, "kernel_size")


@pytest.mark.parametrize("value", [(1, 2, 3), (), [4]])
def test_a_pair_has_two_entries(value):
    with pytest.raises(ValueError, match=r"use an integer or \(h, w\)"):
        pair(value, "stride")


@pytest.mark.parametrize(("value", "minimum"), [(0, 1), (-1, 0), ((2, 0), 1)])
def test_a_number_below_the_minimum_is_rejected(value, minimum):
    with pytest.raises(ValueError, match=f"use {minimum} or more"):
        pair(value, "stride", minimum=minimum)


@pytest.mark.parametrize(
    ("size", "kernel", "options", "expected"),
    [
        (9, 3, {}, 7),
        (28, 5, {"padding": 2}, 28),
        (28, 5, {"padding": "same"}, 28),
        (28, 4, {"padding": "same"}, 28),
        (28, 5, {"padding": "valid"}, 24),
        (7, 3, {"stride": 2}, 3),
        (8, 3, {"stride": 2}, 3),
        (7, 3, {"dilation": 3}, 1),
        (227, 11, {"stride": 4}, 55),
        ((28, 20), 5, {"stride": 2, "padding": 2}, (14, 10)),
        (9, (3, 1), {}, (7, 9)),
        (9, 3, {"stride": (1, 2)}, (7, 4)),
        (9, 3, {"padding": (0, 1)}, (7, 9)),
        (9, 3, {"dilation": (1, 2)}, (7, 5)),
    ],
)
def test_a_convolution_has_the_published_output_size(size, kernel, options, expected):
    assert shapes.conv_output_size(size, kernel, **options) == expected


def test_same_padding_puts_the_odd_zero_at_the_end():
    assert shapes.conv_padding((2, 5), padding="same") == ((0, 1), (2, 2))
    assert shapes.conv_padding(2, padding="same", dilation=3) == ((1, 2), (1, 2))


def test_padding_may_differ_by_axis():
    assert shapes.conv_padding(3, padding=(0, 2)) == ((0, 0), (2, 2))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"padding": "full"}, "padding 'full' is unknown; use 'same', 'valid' or integers"),
        ({"padding": "same", "stride": 2}, "padding 'same' needs stride 1, not 2"),
        ({"padding": -1}, "padding -1 is too small; use 0 or more"),
        ({"stride": 0}, "stride 0 is too small; use 1 or more"),
        ({"dilation": 0}, "dilation 0 is too small"),
        ({"dilation": 5}, "kernel_size 3 at dilation 5 spans 11 and does not fit height 9"),
    ],
)
def test_impossible_convolutions_are_explained(options, message):
    with pytest.raises(ValueError, match=message):
        shapes.conv_output_size(9, 3, **options)


def test_a_kernel_that_does_not_fit_names_the_axis_and_the_padding_that_would_do():
    with pytest.raises(ValueError, match="kernel_size 5 does not fit height 4; use padding >= 1"):
        shapes.conv_output_size((4, 9), 5)
    with pytest.raises(ValueError, match="kernel_size 9 does not fit width 4 with padding 2 in"):
        shapes.conv_output_size((9, 4), 9, padding=1)
    assert shapes.conv_output_size((4, 9), 5, padding=1) == (2, 7)
    assert shapes.conv_output_size((9, 4), 9, padding=3)[1] == 2


@pytest.mark.parametrize(
    ("size", "kernel", "options", "expected"),
    [
        (7, 2, {}, 3),
        (7, 2, {"ceil_mode": True}, 4),
        (8, 3, {"stride": 2}, 3),
        (8, 3, {"stride": 2, "ceil_mode": True}, 4),
        (6, 3, {"padding": 1}, 2),
        ((9, 7), (3, 2), {"stride": 2}, (4, 3)),
        # the last window would start in the padding beyond the picture, so it is dropped
        (4, 2, {"stride": 3, "padding": 1, "ceil_mode": True}, 2),
        (3, 1, {"stride": 3, "ceil_mode": True}, 1),
        (1, 2, {"padding": 1, "stride": 2}, 1),
    ],
)
def test_a_pool_has_pytorchs_output_size(size, kernel, options, expected):
    assert shapes.pool_output_size(size, kernel, **options) == expected


def test_a_pools_padding_is_at_most_half_its_kernel():
    with pytest.raises(ValueError, match=r"more than half of kernel_size 3.*use at most 1"):
        shapes.pool_output_size(9, 3, padding=2)


def test_a_pool_that_does_not_fit_is_explained():
    with pytest.raises(ValueError, match="kernel_size 3 does not fit width 2 with padding 0"):
        shapes.pool_output_size((4, 2), 3)


def test_the_receptive_field_of_a_stack_is_what_changes_its_output():
    stack = [(3, 1, 1), (2, 2), (3, 1, 0, 2), (2, 2)]
    (height, width), jump, start = shapes.receptive_field(stack)
    assert (height, width) == (14, 14)
    assert jump == (4, 4)
    assert start == (-1, -1)

    def network(x):
        x = functional.conv2d(x, np.ones((1, 1, 3, 3)), padding=1)
        x = functional.avg_pool2d(x, 2)
        x = functional.conv2d(x, np.ones((1, 1, 3, 3)), dilation=2)
        return functional.avg_pool2d(x, 2)[0, 0]

    # move a single bright pixel over the picture: which rows does output row 1 see?
    def seen(row):
        x = np.zeros((1, 1, 28, 28))
        x[0, 0, row, 10] = 1
        return network(x)[1].any()

    rows = [row for row in range(28) if seen(row)]
    assert (rows[0], rows[-1]) == (start[0] + jump[0], start[0] + jump[0] + height - 1)


def test_the_receptive_field_of_nothing_is_one_pixel():
    assert shapes.receptive_field([]) == ((1, 1), (1, 1), (0, 0))


def test_a_receptive_field_may_be_oblong():
    assert shapes.receptive_field([((3, 1), (2, 1)), ((1, 5),)]) == ((3, 5), (2, 1), (0, 0))
