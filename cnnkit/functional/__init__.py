"""Every operation of a CNN as a function of arrays, with its gradient directly below it.

``op(x, ...)`` is the operation, ``op_backward(d, x, ...)`` its gradient: ``d`` is the gradient of
the loss with respect to what ``op`` returned, and the answer is the gradient with respect to what
``op`` was given. Names, argument order and defaults are PyTorch's.
"""

from cnnkit.functional.activations import (
    relu,
    relu_backward,
    softmax,
    softmax_backward,
)
from cnnkit.functional.convolution import conv2d, conv2d_backward
from cnnkit.functional.dense import flatten, flatten_backward, linear, linear_backward
from cnnkit.functional.pooling import max_pool2d, max_pool2d_backward

__all__ = [
    "conv2d",
    "conv2d_backward",
    "flatten",
    "flatten_backward",
    "linear",
    "linear_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "relu",
    "relu_backward",
    "softmax",
    "softmax_backward",
]
