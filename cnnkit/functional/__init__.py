"""Every operation of a CNN as a function of arrays, with its gradient directly below it.

``op(x, ...)`` is the operation, ``op_backward(d, x, ...)`` its gradient: ``d`` is the gradient of
the loss with respect to what ``op`` returned, and the answer is the gradient with respect to what
``op`` was given. Names, argument order and defaults are PyTorch's.
"""

from cnnkit.functional.activations import (
    leaky_relu,
    leaky_relu_backward,
    relu,
    relu_backward,
    rrelu,
    rrelu_backward,
    sigmoid,
    sigmoid_backward,
    tanh,
    tanh_backward,
)
from cnnkit.functional.averaging import (
    avg_pool2d,
    avg_pool2d_backward,
    global_avg_pool2d,
    global_avg_pool2d_backward,
    lp_pool2d,
    lp_pool2d_backward,
)
from cnnkit.functional.convolution import conv2d, conv2d_backward
from cnnkit.functional.dense import flatten, flatten_backward, linear, linear_backward
from cnnkit.functional.losses import (
    absolute_error,
    absolute_error_backward,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
    cross_entropy,
    cross_entropy_backward,
    mse,
    mse_backward,
    sum_squared_error,
    sum_squared_error_backward,
)
from cnnkit.functional.pooling import max_pool2d, max_pool2d_backward
from cnnkit.functional.probabilities import (
    log_softmax,
    log_softmax_backward,
    softmax,
    softmax_backward,
)

__all__ = [
    "absolute_error",
    "absolute_error_backward",
    "avg_pool2d",
    "avg_pool2d_backward",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_backward",
    "conv2d",
    "conv2d_backward",
    "cross_entropy",
    "cross_entropy_backward",
    "flatten",
    "flatten_backward",
    "global_avg_pool2d",
    "global_avg_pool2d_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "linear",
    "linear_backward",
    "log_softmax",
    "log_softmax_backward",
    "lp_pool2d",
    "lp_pool2d_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "mse",
    "mse_backward",
    "relu",
    "relu_backward",
    "rrelu",
    "rrelu_backward",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "softmax_backward",
    "sum_squared_error",
    "sum_squared_error_backward",
    "tanh",
    "tanh_backward",
]
