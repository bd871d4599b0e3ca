"""How lines are drawn, in the browser and in still pictures: the same pixels on and off."""

import json
from pathlib import Path

import numpy as np

from cnnkit import data
from cnnkit.layers import Flatten, Linear
from cnnkit.model import Sequential
from cnnkit.widgets import TrainingLab
from cnnkit.widgets.board import still_curve
from cnnkit.widgets.training import lab_still

SHARED = Path(__file__).parents[1] / "shared" / "strokes.json"
STROKES = json.loads(SHARED.read_text(encoding="utf-8"))


def as_lists(strokes):
    return [list(stroke) for stroke in strokes]


def test_strokes_of_still_pictures_are_those_of_the_browser():
    assert as_lists(lab_still.STROKES) == STROKES["lines"]
    assert as_lists(still_curve.STROKES) == STROKES["curves"]


def test_two_runs_have_four_strokes_in_the_still_picture():
    model = Sequential(Flatten(), Linear(81, 2, rng=np.random.default_rng(0)))
    lab = TrainingLab(model, data.load_xo())
    lab.run(2)
    lab.keep()
    lab.reset()
    lab.run(1)
    axes = lab.figure().axes
    names = ["training", "test", "kept run: training", "kept run: test"]
    legend = next(ax.get_legend() for ax in axes if ax.get_legend())
    assert [text.get_text().rstrip("0123456789. ") for text in legend.get_texts()] == names
    dashes = [line._unscaled_dash_pattern[1] for line in legend.get_lines()]
    assert [list(dash or ()) for dash in dashes] == STROKES["lines"]
    texts = [text.get_text() for ax in axes for text in ax.texts]
    assert any(text.startswith("this run: settings the same, epochs 1, loss") for text in texts)
    lab.close()
