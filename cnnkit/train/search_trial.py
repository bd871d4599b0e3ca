"""One training of a search, run by `cnnkit.train.design_search` in a worker process or elsewhere.

A worker of an executor imports this module, so cnnkit must be installed there.
"""

import contextlib
import pickle
import sys
import threading
import time
import warnings
from typing import Any

import numpy as np

from cnnkit.checks import Array
from cnnkit.losses import CrossEntropyLoss
from cnnkit.optim import SGD
from cnnkit.train._threads import blas_on_one_thread
from cnnkit.train.evaluation import evaluate
from cnnkit.train.loop import fit
from cnnkit.train.worker_processes import serve


def train(
    packed: bytes,
    seed: int,
    how: dict[str, Any],
    training: tuple[Array, Array],
    validation: tuple[Array, Array],
    *,
    caught: type[BaseException] = BaseException,
) -> dict[str, Any]:
    """Train one network; return what to write into its `Trial`.

    Parameters
    ----------
    packed : bytes
        The untrained network, pickled.
    seed : int
    how : dict
        ``epochs``, ``batch_size``, ``lr`` and ``momentum``.
    training, validation : (array, array)
    caught : class
        What is reported as this training's failure: an exit, too, in a process of its own.

    Returns
    -------
    dict
    """
    start, loss = time.perf_counter(), CrossEntropyLoss()
    # that a design learns badly is what the search finds out: `fit` need not warn of it
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=f"{__name__}$")
    try:
        model = _unpacked(packed)
        optimizer = SGD(model, lr=how["lr"], momentum=how["momentum"])
        options = {key: how[key] for key in ("epochs", "batch_size")}
        rng = np.random.default_rng(seed)
        list(fit(model, *training, loss=loss, optimizer=optimizer, rng=rng, **options))
        accuracy = evaluate(model, *validation, loss=loss).accuracy
        mistakes = round((1 - accuracy) * len(validation[1]))
        outcome = {"mistakes": mistakes, "accuracy": accuracy}
    except caught as error:
        outcome = {"error": sentence(error)}
    return outcome | {"seconds": time.perf_counter() - start}


def train_anywhere(
    packed: bytes,
    seed: int,
    how: dict[str, Any],
    training: tuple[Array, Array],
    validation: tuple[Array, Array],
) -> dict[str, Any]:
    """Do as `train` in a worker of an executor; a process of its own computes on one thread.

    Threads leave that to whoever has started them: only one can say it for all.
    """
    alone = threading.current_thread() is threading.main_thread()
    with blas_on_one_thread() if alone else contextlib.nullcontext():
        return train(packed, seed, how, training, validation)


def _unpacked(packed):
    try:
        return pickle.loads(packed)
    except (AttributeError, ImportError) as error:
        raise ValueError(
            f"another process cannot make this network: {_text(error)}; a layer of your own must "
            "stand in a .py file that can be imported there, or install cloudpickle here and there"
        ) from None


def sentence(error: BaseException) -> str:
    """Return why a training failed, on one line.

    Examples
    --------
    >>> sentence(ValueError("the loss became nan")), sentence(KeyError(3)), sentence(SystemExit())
    ('the loss became nan', 'KeyError: 3', 'SystemExit')
    """
    text, kind = _text(error), type(error).__name__
    if isinstance(error, (ValueError, FloatingPointError)) and text:
        return text
    return f"{kind}: {text}" if text else kind


def _text(error):
    try:
        return " ".join(str(error).split())
    except BaseException:  # somebody else's, and we are about to tell of something worse
        return ""


if __name__ == "__main__":
    with np.load(sys.argv[1], allow_pickle=False) as stored:
        x, y, new_x, new_y = stored.values()
    serve(lambda packed, seed, how: train(packed, seed, how, (x, y), (new_x, new_y)))
