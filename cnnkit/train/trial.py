"""One training of a search, run by `cnnkit.train.design_search` in a worker process."""

import pickle
import sys
import time
from typing import Any

import numpy as np

from cnnkit.checks import Array
from cnnkit.losses import CrossEntropyLoss
from cnnkit.optim import SGD
from cnnkit.train.evaluation import evaluate
from cnnkit.train.loop import fit
from cnnkit.train.worker_processes import serve


def train(
    packed: bytes,
    seed: int,
    how: dict[str, Any],
    training: tuple[Array, Array],
    validation: tuple[Array, Array],
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

    Returns
    -------
    dict
    """
    start, loss = time.perf_counter(), CrossEntropyLoss()
    try:
        model = _unpacked(packed)
        optimizer = SGD(model, lr=how["lr"], momentum=how["momentum"])
        options = {key: how[key] for key in ("epochs", "batch_size")}
        rng = np.random.default_rng(seed)
        list(fit(model, *training, loss=loss, optimizer=optimizer, rng=rng, **options))
        accuracy = evaluate(model, *validation, loss=loss).accuracy
        mistakes = round((1 - accuracy) * len(validation[1]))
        outcome = {"mistakes": mistakes, "accuracy": accuracy}
    except Exception as error:
        outcome = {"error": sentence(error)}
    return outcome | {"seconds": time.perf_counter() - start}


def _unpacked(packed):
    try:
        return pickle.loads(packed)
    except AttributeError as error:
        raise ValueError(
            f"another process cannot make this network: {error}; a layer of your own must stand "
            "in a .py file that you import"
        ) from None


def sentence(error: BaseException) -> str:
    """Return why a training failed, on one line."""
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, (ValueError, FloatingPointError)):
        return text
    return f"{type(error).__name__}: {text}"


if __name__ == "__main__":
    with np.load(sys.argv[1], allow_pickle=False) as stored:
        x, y, new_x, new_y = stored.values()
    serve(lambda packed, seed, how: train(packed, seed, how, (x, y), (new_x, new_y)))
