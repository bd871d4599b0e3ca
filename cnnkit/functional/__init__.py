"""Every operation of a CNN as a function of arrays, with its gradient directly below it.

``op(x, ...)`` is the operation, ``op_backward(d, x, ...)`` its gradient. ``d`` is the gradient of
the loss with respect to what ``op`` returned, and has its shape. The answer is the gradient with
respect to ``x``, and has the shape of ``x``; where there are weights, it is ``(dx, dweight,
dbias)``. A backward takes the options of its ``op`` and raises what ``op`` does; a ``d`` of another
shape is a ValueError. Names, argument order and defaults are PyTorch's.
"""

from cnnkit import checks
from cnnkit.functional import _freed_memory  # works by being imported
from cnnkit.functional.activations import *
from cnnkit.functional.average_pooling import *
from cnnkit.functional.convolution import *
from cnnkit.functional.dense import *
from cnnkit.functional.loss_functions import *
from cnnkit.functional.max_pooling import *
from cnnkit.functional.normalisation import *
from cnnkit.functional.softmax_functions import *

__all__ = sorted(name for name, value in globals().items() if callable(value))
checks.speak(globals(), __all__)


def __getattr__(name: str) -> None:
    raise checks.no_attribute("module 'cnnkit.functional'", name)
