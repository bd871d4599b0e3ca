"""The memory order and the windows of an array."""

import numpy as np
import pytest

from cnnkit.windows import (
    batch_innermost,
    batch_outermost,
    framed,
    rows_of_windows,
    spread,
    unframed,
)


@pytest.fixture
def x():
    return np.random.default_rng(0).standard_normal((2, 3, 6, 5))


def test_batch_innermost_is_contiguous_and_comes_back_without_a_copy(x):
    inner = batch_innermost(x)
    assert inner.shape == (6, 3, 5, 2)
    assert inner.flags.c_contiguous
    assert np.shares_memory(batch_outermost(inner), inner)
    np.testing.assert_array_equal(batch_outermost(inner), x)


def test_what_is_in_order_already_is_not_copied(x):
    ordered = batch_outermost(batch_innermost(x))
    assert np.shares_memory(batch_innermost(ordered), ordered)


@pytest.mark.parametrize("stride", [(1, 1), (2, 1), (2, 3)])
@pytest.mark.parametrize("dilation", [(1, 1), (2, 1), (1, 2)])
@pytest.mark.parametrize(("first", "columns"), [(0, 4), (0, 2), (2, 1)])
def test_every_entry_is_the_pixel_under_the_kernel(stride, dilation, first, columns):
    kernel, out = (3, 2), (4, 4)
    size = [
        (o - 1) * s + (k - 1) * d + 1
        for o, s, k, d in zip(out, stride, kernel, dilation, strict=True)
    ]
    frame = np.random.default_rng(0).standard_normal((size[0], 3, size[1], 2))
    part, blocks = (4, 4 - first), (4 - first) // columns
    options = {"stride": stride, "dilation": dilation, "first": first, "columns": columns}
    rows = rows_of_windows(frame, kernel, part, **options)
    assert rows.shape == (4, blocks, 3 * 3 * 2, columns * 2)
    rows = rows.reshape(4, blocks, 3, 3, 2, columns, 2)
    for h, b, i, c, j, w, n in np.ndindex(rows.shape):
        row = h * stride[0] + i * dilation[0]
        column = (first + b * columns + w) * stride[1] + j * dilation[1]
        assert rows[h, b, i, c, j, w, n] == frame[row, c, column, n]


def test_windows_cannot_be_written_to():
    for kernel in (1, 3):
        frame = np.zeros((5, 2, 5, 2))
        rows = rows_of_windows(frame, (kernel, kernel), (6 - kernel, 6 - kernel))
        assert not rows.flags.writeable
        assert frame.flags.writeable


def test_windows_cost_as_many_copies_as_the_kernel_is_wide():
    frame = np.zeros((28, 8, 28, 16), np.float32)
    rows = rows_of_windows(frame, (5, 5), (24, 24))
    copies_of_a_row = 5 * 8 * 24 * 16 * frame.itemsize
    assert rows.strides[0] == copies_of_a_row  # so each is stored once, not kH times
    assert np.shares_memory(rows[0], rows[4])
    assert not np.shares_memory(rows[0], rows[5])


@pytest.mark.parametrize("size", [(6, 5), (9, 9), (3, 2), (10, 2)])
@pytest.mark.parametrize("before", [(0, 0), (2, 1), (-1, -2), (20, 0), (0, -20), (-20, 20)])
def test_a_frame_pads_and_crops_and_gives_back_what_it_took(x, size, before):
    frame = framed(x, size, before, fill=7)
    assert frame.shape == (size[0], 3, size[1], 2)
    for row, column in np.ndindex(size):
        h, w = row - before[0], column - before[1]
        inside = 0 <= h < 6 and 0 <= w < 5
        np.testing.assert_array_equal(frame[row, :, column].T, x[:, :, h, w] if inside else 7)
    # the opposite is the transpose: <framed(x), d> = <x, unframed(d)>
    d = np.random.default_rng(1).standard_normal(frame.shape)
    back = unframed(d, (6, 5), before)
    assert back.shape == x.shape
    assert (framed(x, size, before) * d).sum() == pytest.approx((x * back).sum(), abs=1e-12)


def test_a_frame_of_the_pictures_own_size_is_no_copy(x):
    assert np.shares_memory(framed(x, (6, 5), (0, 0)), x)
    assert np.shares_memory(framed(x, (3, 2), (-1, -1)), x)
    frame = np.zeros((6, 3, 5, 2))
    assert np.shares_memory(unframed(frame, (6, 5), (0, 0)), frame)
    assert np.shares_memory(unframed(frame, (3, 2), (1, 1)), frame)


def test_numbers_are_spread_with_zeros_between(x):
    wide = spread(x, (3, 2))
    assert wide.shape == (2, 3, 16, 9)
    np.testing.assert_array_equal(wide[:, :, ::3, ::2], x)
    assert np.count_nonzero(wide) == np.count_nonzero(x)
    assert spread(x, (1, 1)) is x
    assert spread(x.astype(np.float32), (1, 2)).dtype == np.float32
