"""Where bad input gets its sentence: arrays, targets, sizes, values, attributes, protocols, names.

Each check returns the value as the package wants it, or raises one sentence: what was given, why
that fails, what would work. `protocols` says what a model and a loss must be able to do;
`lazy_imports` imports public names of `cnnkit` when they are first used, and answers for names that
do not exist.
"""

from cnnkit.checks import (
    arrays,
    attributes,
    calls,
    imports,
    memory_limits,
    normalised,
    paths,
    protocols,
    pytorch_habits,
    sizes,
    targets,
    values,
)
from cnnkit.checks.arrays import *
from cnnkit.checks.attributes import *
from cnnkit.checks.calls import *
from cnnkit.checks.imports import *
from cnnkit.checks.memory_limits import *
from cnnkit.checks.normalised import *
from cnnkit.checks.paths import *
from cnnkit.checks.protocols import *
from cnnkit.checks.pytorch_habits import *
from cnnkit.checks.sizes import *
from cnnkit.checks.targets import *
from cnnkit.checks.values import *

_FILES = (
    arrays,
    attributes,
    calls,
    pytorch_habits,
    imports,
    memory_limits,
    normalised,
    paths,
    protocols,
    sizes,
)
_FILES += (targets, values)
__all__ = sorted(name for file in _FILES for name in file.__all__)
