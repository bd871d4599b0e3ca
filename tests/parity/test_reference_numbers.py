"""Published answers of TensorFlow's, ONNX's, Keras's and PyTorch's own tests; none is needed here.

Most of them are about arrays that count 1, 2, 3, ..., so that the answer says it all.
"""

import math

import numpy as np
import pytest

from cnnkit import functional as F
from cnnkit import naive
from cnnkit.layers import Linear
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.train import CosineAnnealingLR, StepLR

BOTH = pytest.mark.parametrize("ops", [F, naive], ids=["fast", "loops"])


def counted(*shape):
    """Return 1, 2, 3, ... in a shape (N, H, W, C), TensorFlow's order, as (N, C, H, W)."""
    return np.arange(1, 1 + math.prod(shape), dtype=float).reshape(shape).transpose(0, 3, 1, 2)


def kernels(height, width, inputs, outputs):
    """Return 1, 2, 3, ... in TensorFlow's order of kernels, as (O, C, kH, kW)."""
    shape = height, width, inputs, outputs
    return np.arange(1, 1 + math.prod(shape), dtype=float).reshape(shape).transpose(3, 2, 0, 1)


def channels_last(x):
    return x.transpose(0, 2, 3, 1).ravel()


def test_kernels_are_turned_as_they_should_be():
    weight = kernels(2, 3, 4, 5)
    assert weight.shape == (5, 4, 2, 3)
    assert weight[1, 2, 1, 2] == 1 + ((1 * 3 + 2) * 4 + 2) * 5 + 1


@BOTH
@pytest.mark.parametrize(
    ("window", "stride", "expected"),
    [
        # TensorFlow, conv_ops_test.py: 1x1Filter, 1x2Filter, 2x2Filter, 2x2FilterStride2
        (
            (1, 1),
            1,
            [30, 36, 42, 66, 81, 96, 102, 126, 150, 138, 171, 204, 174, 216, 258, 210, 261, 312],
        ),
        ((1, 2), 1, [231, 252, 273, 384, 423, 462, 690, 765, 840, 843, 936, 1029]),
        ((2, 2), 1, [2271, 2367, 2463, 2901, 3033, 3165]),
        ((2, 2), 2, [2271, 2367, 2463]),
    ],
)
def test_convolutions_of_tensorflow(ops, window, stride, expected):
    y = ops.conv2d(counted(1, 2, 3, 3), kernels(*window, 3, 3), stride=stride)
    np.testing.assert_allclose(channels_last(y), expected, rtol=1e-12)


@BOTH
@pytest.mark.parametrize(
    ("shape", "window", "output", "options", "dx", "dweight"),
    [
        # TensorFlow, conv_ops_test.py, ...BackpropInput and ...BackpropFilter; XLA's for the rest
        ((1, 2, 3, 1), (2, 2, 1, 1), (1, 1, 2, 1), {}, [1, 4, 4, 3, 10, 8], [5, 8, 14, 17]),
        (
            (1, 2, 3, 3),
            (2, 2, 3, 3),
            (1, 1, 2, 3),
            {},
            [14, 32, 50, 100, 163, 226, 167, 212, 257, 122, 140, 158, 478, 541, 604, 437, 482, 527],
            [
                *(17, 22, 27, 22, 29, 36, 27, 36, 45, 32, 43, 54, 37, 50, 63, 42, 57, 72),
                *(62, 85, 108, 67, 92, 117, 72, 99, 126, 77, 106, 135, 82, 113, 144, 87, 120, 153),
            ],
        ),
        (
            (1, 3, 6, 1),
            (2, 2, 1, 1),
            (1, 2, 3, 1),
            {"stride": (1, 2)},
            [1, 2, 2, 4, 3, 6, 7, 12, 11, 18, 15, 24, 12, 16, 15, 20, 18, 24],
            [161, 182, 287, 308],
        ),
        ((1, 3, 5, 1), (1, 3, 1, 1), (1, 2, 2, 1), {"stride": 2}, None, [92, 102, 112]),
        (
            (1, 3, 6, 1),
            (2, 2, 1, 1),
            (1, 1, 5, 1),
            {"dilation": (2, 1)},
            None,
            [55, 70, 235, 250],
        ),
        ((1, 2, 3, 1), (2, 2, 1, 1), (1, 1, 1, 1), {"dilation": (1, 2)}, None, [1, 3, 4, 6]),
        ((1, 2, 3, 1), (2, 2, 1, 1), (1, 2, 3, 1), {"padding": "same"}, None, [91, 58, 32, 17]),
    ],
)
def test_gradients_of_tensorflows_convolutions(ops, shape, window, output, options, dx, dweight):
    found = ops.conv2d_backward(counted(*output), counted(*shape), kernels(*window), **options)
    if dx is not None:
        np.testing.assert_allclose(channels_last(found[0]), dx, rtol=1e-12)
    np.testing.assert_allclose(found[1].transpose(2, 3, 1, 0).ravel(), dweight, rtol=1e-12)


@BOTH
@pytest.mark.parametrize(
    ("height", "options", "expected"),
    [
        # ONNX, node tests: basic_conv_with/without_padding, conv_with_strides_padding/no_padding
        (
            5,
            {"padding": 1},
            [
                [12, 21, 27, 33, 24],
                [33, 54, 63, 72, 51],
                [63, 99, 108, 117, 81],
                [93, 144, 153, 162, 111],
                [72, 111, 117, 123, 84],
            ],
        ),
        (5, {}, [[54, 63, 72], [99, 108, 117], [144, 153, 162]]),
        (
            7,
            {"padding": 1, "stride": 2},
            [[12, 27, 24], [63, 108, 81], [123, 198, 141], [112, 177, 124]],
        ),
        (7, {"stride": 2}, [[54, 72], [144, 162], [234, 252]]),
    ],
)
def test_convolutions_of_onnx(ops, height, options, expected):
    x = np.arange(5.0 * height).reshape(1, 1, height, 5)
    y = ops.conv2d(x, np.ones((1, 1, 3, 3)), **options)
    np.testing.assert_array_equal(y[0, 0], expected)


@BOTH
@pytest.mark.parametrize(
    ("pool", "size", "kernel", "options", "expected"),
    [
        # ONNX: averagepool_2d_ceil, ..._precomputed_pads, ..._count_include_pad, ..._strides
        ("avg_pool2d", 4, 3, {"stride": 2, "ceil_mode": True}, [[6, 7.5], [12, 13.5]]),
        (
            "avg_pool2d",
            5,
            5,
            {"stride": 1, "padding": 2, "count_include_pad": False},
            np.arange(7, 9.1, 0.5) + np.arange(0, 10.1, 2.5)[:, None],
        ),
        (
            "avg_pool2d",
            5,
            5,
            {"stride": 1, "padding": 2},
            [
                [2.52, 3.6, 4.8, 4.08, 3.24],
                [4.56, 6.4, 8.4, 7.04, 5.52],
                [7.2, 10, 13, 10.8, 8.4],
                [6.96, 9.6, 12.4, 10.24, 7.92],
                [6.12, 8.4, 10.8, 8.88, 6.84],
            ],
        ),
        ("avg_pool2d", 5, 2, {"stride": 2}, [[4, 6], [14, 16]]),
        # ONNX: maxpool_2d_precomputed_pads, ..._strides, maxpool_2d_ceil, ..._reduce_by_one
        (
            "max_pool2d",
            5,
            5,
            {"stride": 1, "padding": 2},
            [[13, 14, 15, 15, 15], [18, 19, 20, 20, 20], *[[23, 24, 25, 25, 25]] * 3],
        ),
        ("max_pool2d", 5, 2, {"stride": 2}, [[7, 9], [17, 19]]),
        ("max_pool2d", 4, 3, {"stride": 2, "ceil_mode": True}, [[11, 12], [15, 16]]),
        ("max_pool2d", 2, 1, {"stride": 2, "ceil_mode": True}, [[1]]),
    ],
)
def test_pools_of_onnx(ops, pool, size, kernel, options, expected):
    y = getattr(ops, pool)(counted(1, size, size, 1), kernel, **options)
    np.testing.assert_allclose(y[0, 0], expected, rtol=1e-12)


@BOTH
@pytest.mark.parametrize(
    ("pool", "shape", "ceil_mode", "expected"),
    [
        # TensorFlow, pooling_ops_test.py: ValidPadding; SamePadding where it pads at the end only
        ("avg_pool2d", (1, 3, 3, 3), False, [7, 8, 9]),
        ("avg_pool2d", (1, 2, 4, 3), False, [8.5, 9.5, 10.5, 14.5, 15.5, 16.5]),
        ("max_pool2d", (1, 3, 3, 3), False, [13, 14, 15]),
        ("max_pool2d", (1, 2, 3, 3), True, [13, 14, 15, 16, 17, 18]),
    ],
)
def test_pools_of_tensorflow(ops, pool, shape, ceil_mode, expected):
    y = getattr(ops, pool)(counted(*shape), 2, ceil_mode=ceil_mode)
    np.testing.assert_allclose(channels_last(y), expected, rtol=1e-12)


@BOTH
@pytest.mark.parametrize(
    ("x", "expected"),
    [
        # TensorFlow, pooling_ops_test.py, MaxPoolGradDirect1_1 and 1_2: the first of equals wins
        ([1] * 16, [11, 12, 13, 0, 15, 16, 17, 0, 19, 20, 21, 0, 0, 0, 0, 0]),
        ([1, 0, 1, 0, 0, 1, 0, 1] * 2, [11, 0, 25, 0, 0, 31, 0, 17, 19, 0, 41, 0, 0, 0, 0, 0]),
    ],
)
def test_winners_of_tensorflow(ops, x, expected):
    d = np.array([11, 12, 13, 15, 16, 17, 19, 20, 21], float).reshape(1, 1, 3, 3)
    dx = ops.max_pool2d_backward(d, np.array(x, float).reshape(1, 1, 4, 4), 2, stride=1)
    np.testing.assert_array_equal(dx.ravel(), expected)


def test_the_mean_of_a_picture_of_onnx():
    assert F.global_avg_pool2d(counted(1, 3, 3, 1)).item() == 5


@BOTH
def test_activations_and_probabilities_of_onnx(ops):
    x = np.array([[-1.0, 0.0, 1.0]])
    expected = {
        "sigmoid": [0.26894143, 0.5, 0.7310586],
        "tanh": [-0.76159416, 0, 0.76159416],
        "softmax": [0.09003058, 0.24472848, 0.66524094],
        "log_softmax": [-2.4076061, -1.407606, -0.407606],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(getattr(ops, name)(x), [values], rtol=1e-6)
    np.testing.assert_array_equal(ops.leaky_relu(x, 0.1), [[-0.1, 0, 1]])
    large = np.array([[0.0, 1, 2, 3], [10000, 10001, 10002, 10003]])
    p = [0.032058604, 0.08714432, 0.23688284, 0.6439143]
    np.testing.assert_allclose(ops.softmax(large), [p, p], rtol=1e-6)


def test_losses_of_keras():
    """keras/losses/losses_test.py: unweighted, the mean over all."""
    targets, outputs = [[1, 9, 2], [-5, -2, 6]], np.array([[4.0, 8, 12], [8, 1, 3]])
    assert F.mse(outputs, targets) == 49.5
    assert F.absolute_error(outputs, targets) == 5.5
    logits = np.array([[-100.0, 100, -100], [100, 100, -100]])
    found = F.binary_cross_entropy_with_logits(logits, [[1, 0, 1], [0, 1, 1]])
    assert found == pytest.approx(500 / 6)
    logits = np.array([[8.0, 1, 1], [0, 9, 1], [2, 3, 5]])
    assert F.cross_entropy(logits, [0, 1, 2]) == pytest.approx(0.0573, abs=1e-4)


@pytest.mark.parametrize(
    ("optimizer", "expected", "tolerance"),
    [
        # Keras, sgd_test.py and adam_test.py, test_correctness_with_golden
        (
            lambda model: SGD(model, lr=0.01),
            [np.full(10, 0.9999), *(0.9999 - 0.001 * k * np.arange(1, 11) for k in range(1, 5))],
            1e-9,
        ),
        (Adam, np.tile([[0.999], [0.9982], [0.9974], [0.9965], [0.9955]], 10), 5e-4),
    ],
    ids=["SGD", "Adam"],
)
def test_optimisers_of_keras(optimizer, expected, tolerance):
    model = Sequential(Linear(10, 1, bias=False, initialiser=lambda shape, rng: np.ones(shape)))
    optimizer, found = optimizer(model), []
    for gradient in (np.full((1, 10), 0.01), *[np.arange(0.1, 1.05, 0.1)[None]] * 4):
        model(np.ones((1, 10)))
        model.set_gradients({"0.weight": gradient.copy()})
        optimizer.step()
        found.append(model[0].weight[0].copy())
    np.testing.assert_allclose(found, expected, atol=tolerance)


def test_schedules_of_pytorch():
    """test_lrscheduler.py, test_step_lr and test_cos_anneal_lr: ten epochs from 0.05."""
    optimizer = SGD(Sequential(Linear(1, 1)), lr=0.05)
    step = StepLR(optimizer, 3, gamma=0.1)
    expected = [0.05] * 3 + [0.005] * 3 + [0.0005] * 3 + [0.00005]
    np.testing.assert_allclose([step.rate(epoch) for epoch in range(10)], expected)
    low, cosine = 1e-10, CosineAnnealingLR(optimizer, 10, eta_min=1e-10)
    expected = [low + (0.05 - low) * (1 + math.cos(math.pi * x / 10)) / 2 for x in range(10)]
    np.testing.assert_allclose([cosine.rate(epoch) for epoch in range(10)], expected)
