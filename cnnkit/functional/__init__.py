"""Every operation of a CNN as a function of arrays, with its gradient directly below it.

``op(x, ...)`` is the operation, ``op_backward(d, x, ...)`` its gradient: ``d`` is the gradient of
the loss with respect to what ``op`` returned, and the answer is the gradient with respect to what
``op`` was given. Names, argument order and defaults are PyTorch's.
"""

from cnnkit.functional import (
    activations,
    averaging,
    convolution,
    dense,
    loss_functions,
    pooling,
    probabilities,
)
from cnnkit.functional.activations import *
from cnnkit.functional.averaging import *
from cnnkit.functional.convolution import *
from cnnkit.functional.dense import *
from cnnkit.functional.loss_functions import *
from cnnkit.functional.pooling import *
from cnnkit.functional.probabilities import *

__all__ = sorted(
    activations.__all__
    + averaging.__all__
    + convolution.__all__
    + dense.__all__
    + loss_functions.__all__
    + pooling.__all__
    + probabilities.__all__
)
