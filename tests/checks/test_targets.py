"""Targets that are no class numbers: the advice, followed to the letter, works."""

import re
import warnings

import numpy as np
import pytest

import cnnkit
from cnnkit.functional import cross_entropy

ROWS = np.zeros((4, 3))
WORDS = ["cat", "dog", "cat", "owl"]


@pytest.mark.parametrize(
    "targets",
    [
        WORDS,
        np.array(WORDS),
        np.array(WORDS, "S3"),
        np.array(WORDS, object),
        np.array(["0", "1", "0", "2"]),
        ["0", "1", "0", "2"],
        [0.0, 1.0, 0.0, 2.0],
        np.array([0.0, 1.0, 0.0, 2.0]),
        np.array([0, 1, 0, 2], object),
        np.array([True, False, True, False]),
        [[0], [1], [0], [2]],
        np.array([[0], [1], [0], [2]]),
        np.eye(3)[[0, 1, 0, 2]].tolist(),
    ],
)
def test_the_line_makes_class_numbers_of_them(targets):
    with pytest.raises((TypeError, ValueError), match=r"; .*use ") as error:
        cross_entropy(ROWS, targets)
    line = re.search(r"use (.*)$", str(error.value))[1]
    cross_entropy(ROWS, eval(line, {"targets": targets, "np": np}))


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ([0.5, 1, 0, 2], "0.5 stands at 0; give whole numbers, or learn .*MSELoss"),
        ([0, 1, np.nan, 2], "nan stands at 2; keep only the rows where np.isfinite"),
        (
            np.array(["cat", None, "dog", "owl"]),
            r"None stands at 1; leave such rows out: keep = np\.array",
        ),
    ],
)
def test_what_no_line_makes_classes_of_is_shown(targets, words):
    with pytest.raises(TypeError, match=words):
        cross_entropy(ROWS, targets)
    with pytest.raises(ValueError, match=words):
        cnnkit.split(np.zeros((4, 1, 8, 8)), targets, rng=np.random.default_rng(0))


def test_a_split_by_words_names_the_line():
    images, targets, rng = np.zeros((4, 1, 8, 8)), ["a", "b"] * 2, np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"words.*use np\.unique") as error:
        cnnkit.split(images, targets, rng=rng)
    line = re.search(r"use (.*)$", str(error.value))[1]
    cnnkit.split(images, eval(line, {"targets": targets, "np": np}), rng=rng)


@pytest.mark.parametrize(
    ("targets", "line"),
    [
        ([1, 2, 3, 3], "np.array(targets) - 1"),
        (np.array([1, 2, 3, 3]), "targets - 1"),
        (np.array([3, 3, 3, 3], np.uint8), "targets - 1"),  # a batch may hold one class only
    ],
)
def test_classes_counted_from_1_are_known_and_the_line_mends_them(targets, line):
    with pytest.raises(ValueError, match="but the classes go from 0 to 2; .*count classes from 0: "
                       + re.escape(f"give {line}") + "$"):  # fmt: skip
        cross_entropy(ROWS, targets)
    cross_entropy(ROWS, eval(line, {"targets": targets, "np": np}))


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ([0, 1, 3, 2], "0 to 3 are 4 classes: give one score for each"),
        ([1, 2, 5, 1], "give one among them"),
        ([-1, 1, 2, 1], "if -1 stands for no class, leave those rows out"),
        ([-2, 1, 2, 1], "give one among them"),
    ],
)
def test_other_classes_without_a_score_are_not_taken_for_those(targets, words):
    with pytest.raises(ValueError, match=words):
        cross_entropy(ROWS, targets)


def fitted(targets, scores, loss=None):
    """Fit a model for an epoch, and return what was warned of."""
    model = cnnkit.Sequential(cnnkit.Linear(2, scores, rng=np.random.default_rng(0)))
    x = np.random.default_rng(0).random((len(targets), 2))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        list(
            cnnkit.fit(
                model,
                x,
                np.array(targets),
                loss=loss or cnnkit.CrossEntropyLoss(),
                optimizer=cnnkit.SGD(model, lr=0.01),
                epochs=1,
            )
        )
    return [str(it.message) for it in caught], [it.filename for it in caught]


def test_fit_says_that_class_0_never_occurs_while_all_others_do():
    (told,), (where,) = fitted([*range(1, 10)] * 2, 10)
    assert told.startswith("y holds the classes 1 to 9 and never 0, though there are 10 scores")
    assert "y - 1" in told and where == __file__


@pytest.mark.parametrize(
    ("targets", "scores"),
    [
        ([*range(10)], 10),  # all of them
        ([1, 2, 4, 5] * 3, 6),  # 3 is missing, too: just a part of the data
        ([1, 2, 3] * 3, 10),  # most are missing
        ([1] * 6, 2),  # one of two
    ],
)
def test_fit_says_nothing_of_classes_that_are_missing_otherwise(targets, scores):
    assert fitted(targets, scores) == ([], [])


def test_fit_says_in_one_sentence_that_ten_classes_were_counted_from_1():
    with pytest.raises(
        ValueError, match="these go from 1 to 10, so count classes from 0: give y - 1"
    ):
        fitted([*range(1, 11)], 10)
