"""Imports of rooms that cnnkit does not have, such as `import cnnkit.nn`: the line to write."""

import sys
from types import ModuleType
from typing import Any

from cnnkit.checks.pytorch_habits import no_attribute

__all__ = ["answer_imports"]

# what PyTorch has below a room, and the line that stands for the import of it
_LINES = {
    "nn.functional": "functions are in cnnkit.functional: write import cnnkit.functional as F",
    "nn.init": "first weights are drawn by functions in cnnkit.initialisers: write from "
    "cnnkit.initialisers import he_normal",
    "nn.modules": "layers and losses are in cnnkit itself: write from cnnkit import Conv2d, Linear",
    "nn.utils": "gradients are arrays in model.gradients(), by name; leave it out",
    "optim.lr_scheduler": "schedules are in cnnkit itself: write from cnnkit import StepLR",
    "train.lr_scheduler": "schedules are in cnnkit itself: write from cnnkit import StepLR",
    "utils.data": "give whole arrays to fit, which makes the batches; leave it out",
}


class _CnnkitFinder:
    """The last one that Python asks for a room; it knows none, and says so in a sentence."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Answer an import of what begins with `cnnkit.` and is not there; look for nothing else.

        Whoever only asks whether there is such a room, as `importlib.util.find_spec` does, is told
        by None.
        """
        room, _, last = name.rpartition(".")
        wanted = _wanted(name)
        if wanted and name.startswith("cnnkit.") and not last.startswith("_"):
            raise ModuleNotFoundError(f"there is no {wanted}; {_advice(room, wanted)}", name=name)


def _wanted(name):
    """Return what an import statement asks for in the end: of `nn`, perhaps `nn.functional`."""
    frame, found = sys._getframe(2), ""
    while frame is not None and "importlib" in frame.f_code.co_filename:
        asked = frame.f_locals.get("name")
        if frame.f_code.co_name == "_find_and_load_unlocked" and isinstance(asked, str):
            found = asked
        frame = frame.f_back
    return found if found.startswith(name) else ""


def _advice(room, wanted):
    below = wanted.removeprefix("cnnkit.")
    for key, line in _LINES.items():
        if f"{below}.".startswith(f"{key}."):
            return line
    import difflib  # here: of use only when something is wrong
    import pkgutil

    name = wanted.removeprefix(f"{room}.").partition(".")[0]
    there = [it.name for it in pkgutil.iter_modules(sys.modules[room].__path__)]
    if close := difflib.get_close_matches(name.lower(), there, 1, 0.75):
        return f"write import {room}.{close[0]} if that is meant"
    return str(no_attribute(f"module {room!r}", name)).partition("; ")[2]


def answer_imports(*files: ModuleType) -> None:
    """Let imports of rooms that are not there be answered by the line to write, once for all.

    Parameters
    ----------
    *files : module
        Those of one file below which PyTorch has rooms: of them Python would ask nobody else.

    Examples
    --------
    >>> answer_imports()
    >>> import cnnkit.nn.functional as F
    Traceback (most recent call last):
        ...
    ModuleNotFoundError: there is no cnnkit.nn.functional; functions are in cnnkit.functional: \
write import cnnkit.functional as F
    """
    for file in files:
        file.__path__ = []
    if not any(type(finder).__qualname__ == _CnnkitFinder.__qualname__ for finder in sys.meta_path):
        sys.meta_path.append(_CnnkitFinder())
