"""cnnkit: touch every number of a convolutional network.

A small, vectorised NumPy package with PyTorch's names, shapes and defaults; only the first weights
are drawn otherwise (`initialisers`). Read it in this order:

1. ``shapes/``: how large the output of a convolution or pooling layer is, and what it sees;
2. ``naive``: every operation as plain loops, which say what the fast ones compute;
3. ``windows``: all windows of a picture as one matrix an output row: why cnnkit is fast;
4. ``functional/``: each operation, and directly below it its gradient;
5. ``layers/``: the operations as objects that remember what their gradient needs;
6. ``losses``: how far the outputs are from the targets;
7. ``model/sequential``: layers in a row, forward and back;
8. ``optim``: how the weights follow their gradients;
9. ``train/step`` and ``train/loop``: forward, loss, backward, step; and that for many epochs.

Files whose name begins with an underscore, and ``checks/``, keep promises to the user: bad input
gets one clear sentence, and what fails half-way leaves nothing half done. They can wait.

``plots``, ``widgets`` and ``exercises``, which load matplotlib and ipywidgets, and what most
programs do without are imported when first used.
"""

from cnnkit import checks, functional, initialisers, layers, losses, optim, shapes
from cnnkit.checks.lazy_imports import all_names as __dir__
from cnnkit.checks.lazy_imports import import_when_used as __getattr__
from cnnkit.checks.lazy_imports import lazy_names as _lazy_names
from cnnkit.layers import *
from cnnkit.losses import *
from cnnkit.model import Residual, Sequential
from cnnkit.optim import *

checks.speak(vars(shapes), shapes.__all__)
checks.answer_imports(optim)  # torch.optim.lr_scheduler

__version__ = "0.1.0"
__all__ = [*layers.__all__, *losses.__all__, *optim.__all__, *_lazy_names()]
__all__ += ["Residual", "Sequential", "functional", "initialisers", "shapes"]
