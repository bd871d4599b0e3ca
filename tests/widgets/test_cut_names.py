"""Names without room are cut alike in pictures and on the page, and never made the same."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from cnnkit import Sequential
from cnnkit.layers import Flatten, Linear
from cnnkit.widgets import DrawPad, NetworkExplorer, SoftmaxExplorer
from cnnkit.widgets.board.cut_names import cut_names
from tests.helpers.boards import panel
from tests.helpers.stills import words

CASES = json.loads(
    (Path(__file__).parents[1] / "shared" / "names.json").read_text(encoding="utf-8")
)["cases"]
LONG = tuple(f"a photograph of {one}, taken on the way" for one in ("a cat", "a dog", "the sea"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['names'][0]} in {case['most']}")
def test_python_cuts_names_as_the_page_does(case):
    assert cut_names(case["names"], lambda text: len(text) <= case["most"]) == case["cut"]


def boards():
    """An explorer of each kind that shows the names of a person's own classes, with its bars."""
    linear = Linear(81, 3, rng=np.random.default_rng(0))
    model = Sequential(Flatten(), linear)
    picture = np.zeros((1, 9, 9), np.float32)
    yield SoftmaxExplorer((1, 2, 3), LONG), ["logits"]
    yield NetworkExplorer(model, picture, classes=LONG), ["1", "softmax"]
    pad = DrawPad(model, size=9, classes=LONG)
    yield pad, ["answer"]


def test_names_of_classes_reach_the_page_whole_which_cuts_them_where_it_has_no_room():
    for board, bars in boards():
        for name in bars:
            assert panel(board, name)["labels"] == list(LONG), type(board).__name__
            assert panel(board, name)["cuts_names"], type(board).__name__


def test_no_two_classes_read_the_same_on_a_still_picture():
    for board, _ in boards():
        names = [text for text in words(board.figure()) if "…" in text or text in LONG]
        assert names, type(board).__name__
        assert len(set(names)) == len(LONG), type(board).__name__


def test_names_stand_once_beside_bars_of_the_same_classes():
    found = words(SoftmaxExplorer().figure())
    assert found.count("neither") == 1


def test_titles_of_a_still_picture_do_not_run_into_each_other():
    linear = Linear(81, 3, rng=np.random.default_rng(0))
    pad = DrawPad(Sequential(Flatten(), linear), size=9, classes=LONG)
    pad.drawing = np.eye(64)
    figure = pad.figure()
    boxes = sorted(one.get_window_extent().extents.tolist() for one in figure.axes[0].texts)
    assert len(boxes) >= 3
    for (*_, right, _), (left, *_) in itertools.pairwise(boxes):
        assert right < left
