"""Targets that are no class numbers: the advice, followed to the letter, works."""

import re

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
        (np.array(["cat", None, "dog", "owl"]), "give one whole number per row"),
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
