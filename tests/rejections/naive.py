"""Loops over pixels called wrongly: they reject alike."""

import numpy as np

from cnnkit import naive

from .given import T, V

CASES = {
    "loops: slope": (lambda e: naive.leaky_relu(e.rows, "a"), T, ["negative_slope", "'a'"]),
    "loops: flag": (lambda e: naive.avg_pool2d(e.x, 2, count_include_pad=2), T, ["count_include"]),
    "loops: conv2d flag": (
        lambda e: naive.conv2d_backward(
            np.ones((2, 4, 6, 7)), e.x, e.conv.weight, input_gradient="no"
        ),
        T,
        ["input_gradient 'no'"],
    ),
    "loops: linear flag": (
        lambda e: naive.linear_backward(np.ones((5, 3)), e.rows, e.linear.weight, input_gradient=3),
        T,
        ["input_gradient 3"],
    ),
    "loops: one picture": (
        lambda e: naive.conv2d(e.x[0], e.w),
        V,
        ["x has shape (3, 8, 9); it needs 4 axes"],
    ),
    "loops: channels": (lambda e: naive.conv2d(e.x, e.w[:, :1]), V, ["has 3 channels, but weight"]),
    "loops: conv2d backward shape": (
        lambda e: naive.conv2d_backward(e.x, e.x, e.w),
        V,
        ["the output has shape (2, 4, 6, 7)"],
    ),
    "loops: large pool": (
        lambda e: naive.max_pool2d(e.x, 9),
        V,
        ["kernel_size 9 does not fit height 8"],
    ),
    "loops: max pool backward shape": (
        lambda e: naive.max_pool2d_backward(e.x, e.x, 2),
        V,
        ["the output has shape (2, 3, 4, 4)"],
    ),
    "loops: padded pool": (lambda e: naive.avg_pool2d(e.x, 2, padding=2), V, ["more than half"]),
    "loops: p 0.5": (lambda e: naive.lp_pool2d(e.x, 2, p=0.5), V, ["p is 0.5"]),
    "loops: no root": (lambda e: naive.lp_pool2d(-abs(e.x), 2, p=3), V, ["has no root"]),
    "loops: no power": (lambda e: naive.lp_pool2d(-abs(e.x), 2, p=1.5), V, ["no power"]),
    "loops: integers": (lambda e: naive.relu([1, 2]), T, ["x holds int64"]),
    "loops: one row": (
        lambda e: naive.softmax(e.rows[0]),
        V,
        ["x has shape (6,); it needs 2 axes (N, classes)"],
    ),
    "loops: features": (
        lambda e: naive.linear(e.rows, e.matrix[:, :4]),
        V,
        ["has 6 features, but weight of shape (3, 4) reads 4"],
    ),
}
