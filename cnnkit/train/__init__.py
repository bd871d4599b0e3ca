"""Training: one step, many epochs, how good the result is, which design is best.

Read `step` and `loop`; the rest serves them. `design_search` is imported when it is
first used.
"""

from typing import Any

from cnnkit.checks import no_attribute, speak
from cnnkit.train import schedules
from cnnkit.train._fit_result import Fit
from cnnkit.train.epoch_records import Record
from cnnkit.train.evaluation import Evaluation, confusion_matrix, evaluate, predict
from cnnkit.train.loop import fit
from cnnkit.train.schedules import *
from cnnkit.train.step import train_step

__all__ = sorted(
    [
        *schedules.__all__,
        "Evaluation",
        "Fit",
        "Record",
        "confusion_matrix",
        "evaluate",
        "fit",
        "predict",
        "search",
        "train_step",
    ]
)
speak(globals(), ("confusion_matrix", "evaluate", "fit", "predict", "train_step"))


def __getattr__(name: str) -> Any:
    if name == "search":
        from cnnkit.train.design_search import search

        return search
    raise no_attribute("module 'cnnkit.train'", name)
