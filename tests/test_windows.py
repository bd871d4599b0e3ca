"""The memory order and the windows of an array."""

import numpy as np
import pytest

from cnnkit.windows import (
    add_columns,
    batch_innermost,
    batch_outermost,
    draw,
    rows_of_windows,
    spread_rows,
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
@pytest.mark.parametrize("before", [(0, 0), (2, 1), (-1, -1)])
def test_every_entry_is_the_padded_pixel_under_the_kernel(x, stride, dilation, before):
    kernel, out = (3, 2), (4, 3)
    rows = rows_of_windows(x, kernel, out, stride=stride, before=before, dilation=dilation)
    assert rows.shape == (4, 3 * 3 * 2, 3 * 2)
    rows = rows.reshape(4, 3, 3, 2, 3, 2)
    for h, i, c, j, w, n in np.ndindex(rows.shape):
        row = h * stride[0] + i * dilation[0] - before[0]
        column = w * stride[1] + j * dilation[1] - before[1]
        inside = 0 <= row < 6 and 0 <= column < 5
        assert rows[h, i, c, j, w, n] == (x[n, c, row, column] if inside else 0)


def test_windows_cannot_be_written_to(x):
    assert not rows_of_windows(x, (3, 3), (4, 3)).flags.writeable


def test_windows_cost_as_many_copies_as_the_kernel_is_wide():
    x = np.zeros((16, 8, 28, 28), np.float32)
    rows = rows_of_windows(x, (5, 5), (24, 24))
    copies_of_a_row = 5 * 8 * 24 * 16 * x.itemsize
    assert rows.strides[0] == copies_of_a_row  # so each is stored once, not kH times
    assert np.shares_memory(rows[0], rows[4])
    assert not np.shares_memory(rows[0], rows[5])


def test_windows_wholly_outside_are_zero(x):
    assert not rows_of_windows(x, (2, 2), (3, 3), before=(20, 0)).any()
    assert not rows_of_windows(x, (2, 2), (3, 3), before=(0, 20)).any()
    assert not rows_of_windows(x, (2, 2), (3, 3), before=(-20, 0)).any()
    assert not rows_of_windows(x, (2, 2), (3, 3), before=(0, -20)).any()


def test_rows_are_spread_with_zeros_between(x):
    tall = spread_rows(x, 3)
    assert tall.shape == (2, 3, 16, 5)
    np.testing.assert_array_equal(tall[:, :, ::3], x)
    assert np.count_nonzero(tall) == np.count_nonzero(x)
    assert spread_rows(x, 1) is x


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("dilation", [1, 3])
@pytest.mark.parametrize("before", [0, 2, -1, 9, -9])
def test_columns_give_back_exactly_where_windows_read(x, stride, dilation, before):
    options = {"stride": (1, stride), "before": (0, before), "dilation": (1, dilation)}
    rows = rows_of_windows(x, (1, 2), (6, 4), **options).reshape(6, 3, 2, 4, 2)
    given = np.random.default_rng(1).standard_normal((6, 2, 3, 4, 2))
    back = np.zeros((6, 3, 5, 2))
    add_columns(back, given, stride=stride, before=before, dilation=dilation)
    # the one is the transpose of the other: <windows(x), given> = <x, columns(given)>
    forward = (rows.transpose(0, 2, 1, 3, 4) * given).sum()
    assert forward == pytest.approx((x * batch_outermost(back)).sum(), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4, 5)])
def test_random_draws_depend_on_the_shape_alone_and_not_on_the_memory_order(shape):
    x = np.zeros(shape, np.float32)
    y = draw(np.random.default_rng(1), x)
    z = draw(np.random.default_rng(1), np.asfortranarray(x))
    assert y.shape == shape
    assert y.dtype == np.float32
    np.testing.assert_array_equal(y, z)
