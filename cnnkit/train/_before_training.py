"""What is given to `train_step` and `fit` is checked before any training."""

import copy

import numpy as np

from cnnkit.checks import has_method, kind_of, library, nonfinite, shown, whole
from cnnkit.checks.fitted_advice import for_arrays
from cnnkit.train._micro_batches import mixes_rows
from cnnkit.train.evaluation import check_examples, check_loss, first_outputs, loss_of
from cnnkit.train.nonfinite import refuse_weights

__all__ = [
    "check_epochs",
    "check_last_batch",
    "check_parts",
    "checked_validation",
    "rehearse",
]


def check_parts(model, loss, optimizer):
    """Reject what is not a model, a loss and an optimiser, and an optimiser of another model."""
    has_method(model, "model", "in_mode", "give a Sequential")
    check_loss(loss)
    if isinstance(optimizer, (str, type)) and "adam" in str(optimizer).lower():
        raise TypeError(f"optimizer is {shown(optimizer)}; make one: use Adam(model, lr=0.001)")
    has_method(optimizer, "optimizer", "step", "use one such as SGD(model, lr=0.1)")
    if found := library(optimizer):
        raise TypeError(
            f"optimizer is {kind_of(optimizer)} of {found}, not of cnnkit; make one for this "
            "model: cnnkit.SGD(model, lr=0.1)"
        )
    if getattr(optimizer, "model", None) is not model:
        raise ValueError(
            "optimizer was made for another model, whose weights it would move; "
            "make one for this model: SGD(model, lr=0.1)"
        )


def check_epochs(optimizer, validation, patience, schedule):
    """Reject patience without validation, and a schedule of another optimiser."""
    if patience is not None and whole(patience, "patience") and validation is None:
        raise ValueError(
            "patience waits for the validation loss, but there is no validation; "
            "give validation=(pictures, targets)"
        )
    if schedule is not None and getattr(schedule, "optimizer", None) is not optimizer:
        raise ValueError(
            f"schedule is {shown(schedule)}, which does not set this optimiser's rate; "
            "make it with the same optimiser: StepLR(optimizer, 5)"
        )


def rehearse(model, x, y, loss):
    """Find what does not fit before any training: a row through the model, all targets."""
    refuse_weights(model)
    if not (np.isfinite(x.min()) and np.isfinite(x.max())):
        raise ValueError(f"{nonfinite({'x': x})}; {_without(x)}")
    rows = 2 if mixes_rows(model) else 1  # a single one may have nothing to be compared with
    output = first_outputs(model, x, rows)[:1]
    loss_of(copy.copy(loss), np.broadcast_to(output, (len(x), *output.shape[1:])), y)


def _without(x):
    """Say how rows with NaN or infinity are left out."""
    axes = tuple(range(1, x.ndim))
    if not np.isfinite(x).all(axis=axes).any():
        return "every row has one, so look at how x is made, and give finite numbers"
    return f"leave such rows out: keep = np.isfinite(x).all(axis={axes}); x, y = x[keep], y[keep]"


def check_last_batch(model, x, batch_size):
    """Reject a last batch of one row where a layer cannot normalise it, before an epoch begins."""
    if not mixes_rows(model) or (len(x) % batch_size or min(batch_size, len(x))) > 1:
        return
    try:  # a copy, because layers such as Dropout draw from their generators
        copy.deepcopy(model.replica()).train()(x[:1], remember=False)
    except (TypeError, ValueError) as error:
        why = str(error).partition(";")[0]
        size = next((n for n in range(batch_size + 1, len(x) + 1) if len(x) % n != 1), 0)
        advice = f"use batch_size={size}" if size > 1 else "give two examples or more"
        raise ValueError(
            f"with batch_size {batch_size} the last batch of {len(x)} examples is a single row, "
            f"but {why}; {advice}"
        ) from None


def checked_validation(model, validation, loss):
    """Return the pair of pictures and targets, once they are known to fit; None stays None."""
    if validation is None:
        return None
    if not isinstance(validation, (tuple, list)) or len(validation) != 2:
        fields = getattr(validation, "_fields", ())
        pair = "(data.test_images, data.test_targets)"
        pair = pair if "test_images" in fields else "(pictures, targets)"
        if isinstance(validation, (float, int)) and not fields:
            raise ValueError(
                f"validation is {shown(validation)}; split first: write x, y, x_val, y_val = "
                "cnnkit.data.split(x, y, test=0.2, rng=np.random.default_rng(0)), and give "
                "validation=(x_val, y_val)"
            )
        raise ValueError(f"validation is {shown(validation)}; give {pair}, or None")
    given = validation
    try:
        validation = check_examples(*validation, model)
        rehearse(model, *validation, loss)
    except (TypeError, ValueError) as error:
        named = {"x": given[0], "y": given[1]}
        raise type(error)(f"validation: {for_arrays(str(error), named)}") from None
    return validation
