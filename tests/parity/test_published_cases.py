"""Corner cases of PyTorch's and SciPy's own tests and issues; no test here needs either.

Every case names where it is from. The numbers are written anew; only what they show is the same.
"""

import math

import numpy as np
import pytest

from cnnkit import functional as F
from cnnkit import naive

POOLS = (F.max_pool2d, F.avg_pool2d, naive.max_pool2d, naive.avg_pool2d)


@pytest.mark.parametrize("pool", POOLS, ids=["max", "avg", "max by loops", "avg by loops"])
@pytest.mark.parametrize(
    ("size", "kernel_size", "stride", "padding", "ceil_mode", "expected"),
    [
        # PyTorch, test_pooling.py, test_pooling_shape
        ((5, 6), 1, 2, 0, True, (3, 3)),
        ((3, 4), 2, 2, 1, False, (2, 3)),
        ((3, 4), 2, 2, 1, True, (2, 3)),
        # a last window that would lie wholly outside: PyTorch issues 45357, 57178, XLA 2583
        ((6, 7), 1, 2, 0, True, (3, 4)),
        ((32, 32), 1, 2, 0, True, (16, 16)),
        ((8, 10), 3, 4, 0, True, (2, 3)),
        # ... or that would start in the padding: burn 5791, WebNN 935
        ((5, 5), 2, 2, 1, True, (3, 3)),
        ((5, 5), 3, 3, 1, True, (2, 2)),
        # further strides than the kernel is wide, and one that leads out of the picture at once
        ((7, 5), 2, 3, 0, True, (3, 2)),
        ((4, 4), 2, 9, 1, True, (1, 1)),
    ],
)
def test_pools_have_the_published_sizes(
    pool, size, kernel_size, stride, padding, ceil_mode, expected
):
    x = np.random.default_rng(0).normal(size=(1, 1, *size))
    y = pool(x, kernel_size, stride=stride, padding=padding, ceil_mode=ceil_mode)
    assert y.shape == (1, 1, *expected)
    assert np.isfinite(y).all()


def test_averages_of_windows_that_hang_over_are_numbers():
    """PyTorch, test_avg_pool2d_ceil_mode (issue 36977)."""
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    y = F.avg_pool2d(x, (1, 2), stride=2, padding=(0, 1), ceil_mode=True)
    np.testing.assert_array_equal(y[0, 0], [[0, 1.5, 1.5], [4, 9.5, 5.5]])
    y = F.avg_pool2d(x, (1, 2), stride=2, padding=(0, 1), ceil_mode=True, count_include_pad=False)
    np.testing.assert_array_equal(y[0, 0], [[0, 1.5, 3], [8, 9.5, 11]])


def test_what_hangs_over_never_counts_and_padding_does_if_asked():
    """PyTorch, avg_pool2d: the divisor stops at the padding, not at the window's end."""
    x = np.ones((1, 1, 3, 3))
    y = F.avg_pool2d(x, 3, stride=2, padding=1, ceil_mode=True)
    np.testing.assert_allclose(y[0, 0], np.full((2, 2), 4 / 9))
    y = F.avg_pool2d(np.ones((1, 1, 4, 4)), 3, stride=2, padding=1, ceil_mode=True)
    np.testing.assert_allclose(
        y[0, 0], [[4 / 9, 6 / 9, 2 / 6], [6 / 9, 1, 3 / 6], [2 / 6, 3 / 6, 1 / 4]]
    )


def test_negative_infinity_is_a_number_like_others_in_a_maximum():
    """PyTorch, test_max_pool_nan_inf: -inf stays, NaN wins, also against the padding."""
    x = np.full((1, 1, 2, 2), -np.inf)
    assert (F.max_pool2d(x, 2, padding=1) == -np.inf).all()
    np.testing.assert_array_equal(F.max_pool2d_backward(np.ones((1, 1, 1, 1)), x, 2).sum(), 1)
    x[0, 0, 1, 0] = np.nan
    for pool in (F.max_pool2d, naive.max_pool2d):
        assert np.isnan(pool(x, 2)).all()


def test_kernels_with_gaps_in_memory_give_the_published_sum():
    """PyTorch, test_conv2d_discontiguous_weight (issue 55781)."""
    weight = np.arange(0, 1, 2.0**-10, dtype=np.float32).reshape(32, 16, 1, 2)[..., ::2]
    y = F.conv2d(np.ones((64, 16, 16, 16), np.float32), weight)
    assert y.sum(dtype=np.float64) == 4186112


@pytest.mark.parametrize(
    ("kernel_size", "dilation", "padding", "rows", "columns"),
    [
        ((4, 5), 1, (2, 2), 1, 0),
        ((3, 4), 1, (1, 2), 0, 1),
        ((3, 4), 2, (2, 3), 0, 0),
        ((4, 4), 3, (5, 5), 1, 1),
        ((1, 6), 1, (0, 3), 0, 1),
    ],
)
def test_same_puts_the_odd_zero_at_the_end(kernel_size, dilation, padding, rows, columns):
    """PyTorch, test_conv2d_same_padding: as more padding, of which the beginning is cut off."""
    rng = np.random.default_rng(1)
    x, weight = rng.normal(size=(1, 1, 10, 11)), rng.normal(size=(1, 1, *kernel_size))
    same = F.conv2d(x, weight, padding="same", dilation=dilation)
    more = F.conv2d(x, weight, padding=padding, dilation=dilation)
    assert same.shape == x.shape
    np.testing.assert_allclose(same, more[:, :, rows:, columns:], atol=1e-12)


@pytest.mark.parametrize(
    ("picture", "kernel", "padding", "expected"),
    [
        # SciPy, test_signaltools.py, TestConvolve2d: 'full' and 'valid'
        (
            [[1, 2, 3], [3, 4, 5]],
            [[2, 3, 4], [4, 5, 6]],
            (1, 2),
            [[2, 7, 16, 17, 12], [10, 30, 62, 58, 38], [12, 31, 58, 49, 30]],
        ),
        (
            [[2, 3, 4, 5, 6, 7, 8], [4, 5, 6, 7, 8, 9, 10]],
            [[1, 2, 3], [3, 4, 5]],
            0,
            [[62, 80, 98, 116, 134]],
        ),
    ],
)
def test_flipped_kernels_make_the_convolution_of_signal_processing(
    picture, kernel, padding, expected
):
    x, weight = np.array([[picture]], float), np.array([[kernel]], float)[:, :, ::-1, ::-1]
    np.testing.assert_array_equal(F.conv2d(x, weight, padding=padding)[0, 0], expected)


@pytest.mark.parametrize("stride", [5, 6, 10**9, 10**30])
def test_a_stride_beyond_the_picture_leaves_one_window(stride):
    x = np.arange(25.0).reshape(1, 1, 5, 5)
    weight = np.ones((1, 1, 2, 2))
    np.testing.assert_array_equal(F.conv2d(x, weight, stride=stride)[0, 0], [[12]])
    dx, dweight, _ = F.conv2d_backward(np.ones((1, 1, 1, 1)), x, weight, stride=stride)
    assert dx.sum() == 4
    np.testing.assert_array_equal(dweight[0, 0], [[0, 1], [5, 6]])
    np.testing.assert_array_equal(F.max_pool2d(x, 2, stride=stride)[0, 0], [[6]])


def test_the_logarithm_of_softmax_does_not_feel_a_shift_of_1e16():
    """PyTorch, test_nn.py, test_log_softmax_cpu."""
    for scores in (np.ones((1, 2)), np.ones((1, 2)) + 1e16):
        np.testing.assert_allclose(F.log_softmax(scores), -math.log(2), atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_largest_numbers_overflow_nowhere_in_a_softmax(dtype):
    """The distance of the two is infinite; its exponential is 0 all the same."""
    largest = np.finfo(dtype).max
    scores = np.array([[largest, -largest]])
    np.testing.assert_array_equal(F.softmax(scores), [[1, 0]])
    np.testing.assert_array_equal(F.log_softmax(scores), [[0, -np.inf]])
    assert F.cross_entropy(scores, [0]) == 0
    np.testing.assert_array_equal(F.cross_entropy_backward(1.0, scores, [0]), [[0, 0]])


def test_a_score_of_minus_infinity_has_no_probability():
    """PyTorch: a masked class, as attention uses it."""
    np.testing.assert_array_equal(F.softmax(np.array([-np.inf, 0.0, 0.0])), [0, 0.5, 0.5])
    assert F.cross_entropy(np.array([[-np.inf, 0.0]]), [1]) == 0


def test_only_infinite_scores_have_no_softmax_and_no_warning():
    for scores in ([np.inf, 0.0], [-np.inf, -np.inf]):
        assert np.isnan(F.softmax(np.array(scores))).any()


def test_binary_cross_entropy_is_finite_where_the_sigmoid_is_0():
    """PyTorch, test_bce_with_logits_stability and ..._has_correct_grad_at_zero."""
    logits, targets = np.array([0.0, -120.0]), np.array([0.0, 1.0])
    loss = F.binary_cross_entropy_with_logits(logits, targets)
    assert loss == pytest.approx((math.log(2) + 120) / 2)
    gradient = F.binary_cross_entropy_with_logits_backward(1.0, np.zeros((3, 1)), np.zeros((3, 1)))
    np.testing.assert_allclose(gradient, 0.5 / 3)
    assert F.binary_cross_entropy_with_logits(np.array([1e4]), np.array([0])) == 1e4


def test_loops_are_as_stable_as_the_fast_ones():
    scores = np.array([[1e4, 0.0, -1e4]])
    for name in ("softmax", "log_softmax", "sigmoid", "tanh"):
        np.testing.assert_allclose(getattr(naive, name)(scores), getattr(F, name)(scores))
