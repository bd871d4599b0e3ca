"""Ctrl+C at any line of a training that can be rewound: before or after a piece, never between."""

import copy
import sys
from pathlib import Path

import numpy as np
import pytest

import cnnkit
from cnnkit import data
from cnnkit.layers import Dropout, Flatten, Linear
from cnnkit.model import Sequential
from cnnkit.widgets.training.training_run import TrainingRun

PACKAGE = Path(cnnkit.__file__).parent
TRACED = {
    str(PACKAGE / name)
    for name in (
        "widgets/training/training_run.py", "widgets/training/run_settings.py",
        "widgets/training/run_progress.py", "widgets/training/run_reading.py",
        "widgets/training/run_rewinding.py", "widgets/training/run_evaluation.py",
        "widgets/training/dropout_setting.py", "widgets/training/snapshots.py",
        "train/epoch_records.py", "train/step.py", "model/_updates.py",
        "model/_transaction.py", "optim.py",
    )
}  # fmt: skip
XO = data.load_xo()
FEW = XO.train_images[:90], XO.train_targets[:90], XO.test_images[:70], XO.test_targets[:70]


def make():
    """A run in which the second epoch has begun; two steps and two looks make an epoch."""
    rng = np.random.default_rng(0)
    model = Sequential(Flatten(), Dropout(0.3, rng=rng), Linear(81, 2, rng=rng))
    run = TrainingRun(model, FEW, momentum=0.5)
    run.epoch()
    run.tick()
    return run


OPERATIONS = {
    "a step": lambda run: run.step(),
    "a piece of judging": lambda run: run.tick(),
    "an epoch": lambda run: run.epoch(),
    "going back": lambda run: run.restore(0),
    "a rate": lambda run: run.change(lr=0.5, momentum=0.9),
    "regularised": lambda run: run.change(weight_decay=0.01, dropout=0.5),
    "another optimiser": lambda run: run.change(optimizer="Adam"),
    "fewer pictures": lambda run: run.change(images=70),
}


def state(run):
    """All that can be read of a run, to be compared with ``==``."""
    arrays = {**run.model.parameters(), **run.network.parameters()}
    held = [tuple(array.ravel()) for array in arrays.values()]
    kept = [(epoch, run.weights_at(epoch)["2.weight"].tolist()) for epoch in run.kept]
    optimizer = [type(run._optimizer), run._optimizer.lr, run._optimizer.steps]
    return (
        held, kept, optimizer, run.settings, run.history, run.curve, run.earlier, run.left,
        run.changes, run.batches,
        run.steps, run.position, run.judging, run._optimizer.model is run.network,
    )  # fmt: skip


def future(run):
    """What comes next, to the end of an epoch and of one more."""
    return run.epoch(), run.epoch(), state(run)


def interrupted_at(number, run, operation):
    """Do an operation that ends in Ctrl+C at its n-th line; False if it has no such line."""
    lines = 0

    def watch(frame, event, argument):
        nonlocal lines
        if frame.f_code.co_filename not in TRACED:
            return None
        if event == "line":
            if lines == number:
                raise KeyboardInterrupt
            lines += 1
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        operation(run)
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.parametrize("name", OPERATIONS)
def test_interrupt_at_any_line_leaves_a_run_before_or_after_the_piece(name):
    operation, start = OPERATIONS[name], make()
    if name == "a piece of judging":
        start.tick()
    reference = copy.deepcopy(start)
    ways = [(state(reference), future(copy.deepcopy(reference)))]
    done = False
    while not done:  # an epoch is several pieces, and a step may end with judging
        before = reference.steps, reference.judging, reference.epochs
        if name in ("a step", "an epoch"):
            reference.tick()
        else:
            operation(reference)
        ways.append((state(reference), future(copy.deepcopy(reference))))
        done = name not in ("a step", "an epoch") or reference.epochs > before[2]
    seen, number = set(), 0
    while interrupted_at(number, run := copy.deepcopy(start), operation):
        found = [i for i, (now, _) in enumerate(ways) if now == state(run)]
        assert found, f"line {number}: neither before nor after"
        seen.update(found)
        if number % 5 == 0:
            assert future(run) == ways[found[0]][1], f"line {number}: another future"
        number += 1
    assert number > 20
    assert 0 in seen
