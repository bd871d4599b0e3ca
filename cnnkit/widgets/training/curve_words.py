"""Read the learning curves, in one sentence: underfitting, overfitting, diverging."""

import numpy as np

from cnnkit.checks import shown

__all__ = ["read_curves"]

RISE = 0.1  # share of its best value by which the validation loss is called risen
SHARE = 0.02  # of the first loss: less than that is not worth a word
WAIT = 2  # epochs since the best one


def read_curves(records, held_out="validation"):
    """Say what the losses of the epochs so far tell.

    Parameters
    ----------
    records : sequence of Record
        From the start (epoch 0) on; see `cnnkit.train.Record`.
    held_out : str
        What the pictures are called that are not trained on: "validation" or "test".

    Returns
    -------
    str
        A sentence with its numbers and what to try; empty while there is too little to say.

    Raises
    ------
    TypeError
        If anything but records is given.

    Examples
    --------
    >>> from cnnkit.train import Record
    >>> losses = [(2.3, 2.3), (1.0, 1.2), (0.5, 1.1), (0.2, 1.2), (0.1, 1.4)]
    >>> records = [Record(e, a, 0.5, b, 0.5) for e, (a, b) in enumerate(losses)]
    >>> print(read_curves(records))
    Overfitting: the training loss still falls, but the validation loss has risen from 1.10 (epoch 2) to 1.40.
    """  # noqa: E501
    if not isinstance(records, (list, tuple)) or not all(
        hasattr(one, "validation_loss") for one in records
    ):
        raise TypeError(f"records is {shown(records)}; give a list of records, as fit yields them")
    if len(records) < 2:
        return ""
    first, last = records[0], records[-1]
    loss = np.array([record.loss for record in records])
    validation = np.array([record.validation_loss for record in records])
    best, lowest = int(np.argmin(validation)), int(np.argmin(loss))
    worth = SHARE * first.loss
    if last.loss > 1.5 * first.loss:
        return (
            f"Diverging: the loss is {last.loss:.2f}, above the {first.loss:.2f} of the start. "
            "Each step overshoots; try a smaller learning rate."
        )
    if last.loss > 3 * loss[lowest] and last.loss - loss[lowest] > 5 * worth:
        return (
            f"Getting worse: the training loss was {loss[lowest]:.2f} (epoch "
            f"{records[lowest].epoch}) and is {last.loss:.2f}. The steps are too long; go back and "
            "continue from there with a smaller learning rate."
        )
    risen = validation[-1] - validation[best]
    late = len(records) - 1 - best >= WAIT
    if late and risen > max(worth, RISE * validation[best]) and last.loss < records[best].loss:
        return (
            f"Overfitting: the training loss still falls, but the {held_out} loss has risen from "
            f"{validation[best]:.2f} (epoch {records[best].epoch}) to {validation[-1]:.2f}."
        )
    if last.loss > 0.95 * first.loss and len(records) > WAIT:
        return (
            f"Nothing learned: the loss is {last.loss:.2f}, and was {first.loss:.2f} at the "
            "start. The learning rate is too small, or so large that the network was lost; reset "
            "and try another."
        )
    before = records[-2]
    falls = before.loss - last.loss, before.validation_loss - last.validation_loss
    if falls[0] > worth and falls[1] > worth / 2:
        return "Still learning: both losses fall, so this network is underfitted; train on."
    return ""
