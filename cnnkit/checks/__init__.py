"""Where bad input gets its sentence: arrays, sizes, other values, attributes that stay checked.

Each check returns the value as the package wants it, or raises one sentence: what was given, why
that fails, what would work.
"""

from cnnkit.checks import arrays, attributes, sizes, values
from cnnkit.checks.arrays import *
from cnnkit.checks.attributes import *
from cnnkit.checks.sizes import *
from cnnkit.checks.values import *

__all__ = sorted(arrays.__all__ + attributes.__all__ + sizes.__all__ + values.__all__)
