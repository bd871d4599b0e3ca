"""The loops themselves, on numbers worked out by hand: everything else is compared with them."""

import math

import numpy as np
import pytest

from cnnkit import naive


def test_conv2d_by_hand():
    x = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]])
    kernel = np.array([[[[1.0, 0.0], [0.0, -1.0]]]])
    np.testing.assert_array_equal(naive.conv2d(x, kernel), np.full((1, 1, 2, 2), -4.0))
    padded = naive.conv2d(x, kernel, np.array([10.0]), padding=1, stride=2)
    # windows at the corners of the padded picture: 0·1 − 1, 0 − 3; 0 − 7, 5 − 9
    np.testing.assert_array_equal(padded, [[[[9.0, 7.0], [3.0, 6.0]]]])


def test_conv2d_sums_over_channels_and_has_a_map_for_each_kernel():
    x = np.stack([np.full((2, 2), 1.0), np.full((2, 2), 10.0)])[None]
    kernels = np.ones((3, 2, 1, 1)) * np.array([1.0, 2.0, 3.0])[:, None, None, None]
    maps = naive.conv2d(x, kernels)
    np.testing.assert_array_equal(maps[0, :, 0, 0], [11.0, 22.0, 33.0])


def test_conv2d_with_dilation_by_hand():
    x = np.arange(9.0).reshape(1, 1, 3, 3)
    corners = naive.conv2d(x, np.array([[[[1.0, 10.0], [100.0, 1000.0]]]]), dilation=2)
    np.testing.assert_array_equal(corners, [[[[0 + 20 + 600 + 8000]]]])


def test_conv2d_backward_by_hand():
    x = np.array([[[[1.0, 2.0, 3.0]]]])
    kernel = np.array([[[[10.0, 20.0]]]])
    d = np.array([[[[1.0, -1.0]]]])
    dx, dweight, dbias = naive.conv2d_backward(d, x, kernel)
    np.testing.assert_array_equal(dx, [[[[10.0, 20.0 - 10.0, -20.0]]]])
    np.testing.assert_array_equal(dweight, [[[[1.0 - 2.0, 2.0 - 3.0]]]])
    np.testing.assert_array_equal(dbias, [0.0])


def test_pools_by_hand():
    x = np.array([[[[1.0, 2.0, 5.0], [3.0, 4.0, 0.0]]]])
    np.testing.assert_array_equal(naive.max_pool2d(x, 2, stride=1), [[[[4.0, 5.0]]]])
    np.testing.assert_array_equal(naive.avg_pool2d(x, 2, stride=1), [[[[2.5, 2.75]]]])
    np.testing.assert_array_equal(naive.max_pool2d(x, 2, ceil_mode=True), [[[[4.0, 5.0]]]])
    np.testing.assert_array_equal(naive.avg_pool2d(x, 2, ceil_mode=True), [[[[2.5, 2.5]]]])
    np.testing.assert_allclose(
        naive.lp_pool2d(x, 2, stride=1), [[[[math.sqrt(30), math.sqrt(45)]]]]
    )
    np.testing.assert_array_equal(naive.lp_pool2d(x, 2, p=1, stride=1), [[[[10.0, 11.0]]]])


def test_the_gradient_of_a_maximum_goes_to_the_first_of_equals():
    x = np.array([[[[0.0, 2.0], [2.0, 2.0]]]])
    dx = naive.max_pool2d_backward(np.full((1, 1, 1, 1), 5.0), x, 2)
    np.testing.assert_array_equal(dx, [[[[0.0, 5.0], [0.0, 0.0]]]])


def test_the_gradient_of_a_mean_is_shared_by_what_was_counted():
    d = np.full((1, 1, 1, 1), 12.0)
    x = np.zeros((1, 1, 1, 2))
    options = {"kernel_size": 2, "padding": 1, "stride": 3}
    np.testing.assert_array_equal(naive.avg_pool2d_backward(d, x, **options), [[[[3.0, 0.0]]]])
    np.testing.assert_array_equal(
        naive.avg_pool2d_backward(d, x, **options, count_include_pad=False), [[[[12.0, 0.0]]]]
    )


def test_probabilities_by_hand():
    x = np.log(np.array([[1.0, 2.0, 5.0]]))
    np.testing.assert_allclose(naive.softmax(x), [[0.125, 0.25, 0.625]])
    np.testing.assert_allclose(naive.log_softmax(x), np.log([[0.125, 0.25, 0.625]]))
    dx = naive.softmax_backward(np.array([[1.0, 0.0, 0.0]]), x)
    np.testing.assert_allclose(dx, [[0.125 * 0.875, -0.125 * 0.25, -0.125 * 0.625]])


def test_activations_by_hand():
    x = np.array([-2.0, 0.0, 3.0])
    np.testing.assert_array_equal(naive.relu(x), [0.0, 0.0, 3.0])
    np.testing.assert_array_equal(naive.leaky_relu(x, 0.5), [-1.0, 0.0, 3.0])
    np.testing.assert_array_equal(naive.relu_backward(x, x), [0.0, 0.0, 3.0])
    np.testing.assert_array_equal(naive.leaky_relu_backward(x, x, 0.5), [-1.0, 0.0, 3.0])
    np.testing.assert_allclose(naive.sigmoid(np.log(np.array([3.0]))), [0.75])
    np.testing.assert_allclose(naive.tanh(np.log(np.array([2.0]))), [0.6])


def test_linear_by_hand():
    x, weight = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, 6.0]])
    np.testing.assert_array_equal(naive.linear(x, weight), [[11.0, 17.0]])
    np.testing.assert_array_equal(naive.linear(x, weight, np.array([1.0, -1.0])), [[12.0, 16.0]])
    dx, dweight, dbias = naive.linear_backward(np.array([[1.0, 10.0]]), x, weight)
    np.testing.assert_array_equal(dx, [[53.0, 64.0]])
    np.testing.assert_array_equal(dweight, [[1.0, 2.0], [10.0, 20.0]])
    np.testing.assert_array_equal(dbias, [1.0, 10.0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_loops_keep_the_type(dtype):
    x = np.ones((1, 1, 3, 3), dtype)
    w = np.ones((1, 1, 2, 2), dtype)
    for y in (
        naive.conv2d(x, w),
        *naive.conv2d_backward(np.ones((1, 1, 2, 2), dtype), x, w),
        naive.max_pool2d(x, 2),
        naive.avg_pool2d(x, 2),
        naive.lp_pool2d(x, 2),
        naive.relu(x),
        naive.softmax(x[0, 0]),
        naive.linear(x[0, 0], x[0, 0]),
    ):
        assert y.dtype == dtype


def test_the_sigmoid_of_no_number_is_none_by_loops_too():
    assert np.isnan(naive.sigmoid(np.array([np.nan]))).all()
    np.testing.assert_array_equal(naive.sigmoid(np.array([-np.inf, np.inf, -800.0])), [0, 1, 0])
