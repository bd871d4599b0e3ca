"""What the curves of a training say, in one sentence: still learning, overfitted, diverging."""

import numpy as np

__all__ = ["read_curves"]

RISE = 1.1  # how much higher than at its best the validation loss is called risen
WAIT = 2  # epochs since the best one


def read_curves(records):
    """Say what the losses of the epochs so far tell.

    Parameters
    ----------
    records : sequence of Record
        From the start (epoch 0) on; see `cnnkit.train.Record`.

    Returns
    -------
    str
        A sentence with its numbers and what to try; empty while there is too little to say.

    Examples
    --------
    >>> from cnnkit.train import Record
    >>> losses = [(2.3, 2.3), (1.0, 1.2), (0.5, 1.1), (0.2, 1.2), (0.1, 1.4)]
    >>> records = [Record(e, a, 0.5, b, 0.5) for e, (a, b) in enumerate(losses)]
    >>> print(read_curves(records))
    Overfitting: the training loss still falls, but the validation loss has risen from 1.10 (epoch 2) to 1.40.
    """  # noqa: E501
    if len(records) < 2:
        return ""
    first, last = records[0], records[-1]
    validation = np.array([record.validation_loss for record in records])
    if last.loss > 1.5 * first.loss:
        return (
            f"Diverging: the loss is {last.loss:.2f}, above the {first.loss:.2f} of the start. "
            "Each step overshoots; try a smaller learning rate."
        )
    best = int(np.argmin(validation))
    risen = validation[-1] > RISE * validation[best] and len(records) - 1 - best >= WAIT
    if risen and last.loss < records[best].loss:
        return (
            "Overfitting: the training loss still falls, but the validation loss has risen from "
            f"{validation[best]:.2f} (epoch {records[best].epoch}) to {validation[-1]:.2f}."
        )
    if last.loss > 0.95 * first.loss and len(records) > WAIT:
        return (
            f"Nothing learned: the loss is {last.loss:.2f}, and was {first.loss:.2f} at the "
            "start. The learning rate is too small, or so large that the network was lost; reset "
            "and try another."
        )
    before = records[-2]
    if last.loss < 0.9 * before.loss and last.validation_loss < 0.97 * before.validation_loss:
        return "Still learning: both losses fall, so this network is underfitted; train on."
    return ""
