"""cnnkit.matching: the score of a feature, here and everywhere."""

import numpy as np
import pytest

from cnnkit.matching import match_map, match_score
from tests.helpers.sentences import one_sentence


def by_hand(image, feature, stride=1):
    """Score with the two loops of lesson 01, and two more for the window."""
    rows = (image.shape[0] - feature.shape[0]) // stride + 1
    columns = (image.shape[1] - feature.shape[1]) // stride + 1
    result = np.zeros((rows, columns), image.dtype)
    for i in range(rows):
        for j in range(columns):
            total = image.dtype.type(0)
            for r in range(feature.shape[0]):
                for c in range(feature.shape[1]):
                    total += image[i * stride + r, j * stride + c] * feature[r, c]
            result[i, j] = total / image.dtype.type(feature.size)
    return result


def test_equal_pictures_score_one_and_negatives_minus_one():
    patch = np.where(np.eye(4) > 0, 1.0, -1.0)
    assert match_score(patch, patch) == 1
    assert match_score(patch, -patch) == -1


def test_score_is_the_mean_of_the_products():
    assert match_score([[2.0, 3.0, -1.0]], [[4.0, -1.0, 2.0]]) == (8 - 3 - 2) / 3


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("shape", [(3, 3), (2, 4), (1, 1), (7, 8)])
def test_map_equals_the_loops_by_hand_to_the_last_bit(dtype, stride, shape):
    rng = np.random.default_rng(1)
    image = rng.normal(size=(7, 8)).astype(dtype)
    feature = rng.normal(size=shape).astype(dtype)
    result = match_map(image, feature, stride=stride)
    assert result.dtype == dtype
    np.testing.assert_array_equal(result, by_hand(image, feature, stride))


def test_stride_and_padding_take_pairs_down_and_across():
    image = np.arange(20, dtype=np.float32).reshape(4, 5)
    feature = np.ones((3, 2), np.float32)
    result = match_map(image, feature, stride=(2, 3), padding=(1, 0), scoring="sum")
    padded = np.pad(image, ((1, 1), (0, 0)))
    np.testing.assert_array_equal(result, by_hand(padded, feature)[::2, ::3] * 6)


def test_sum_leaves_out_the_division():
    image, feature = np.full((3, 3), 2.0), np.full((2, 2), 3.0)
    np.testing.assert_array_equal(match_map(image, feature, scoring="sum"), np.full((2, 2), 24.0))


def test_count_counts_common_ones_and_so_an_all_white_patch_also_scores_four():
    detector = np.array([[1, 0, 0, 1], [0, 1, 1, 0]])
    assert match_map(detector, detector, scoring="count").item() == 4
    assert match_map(np.ones((2, 4)), detector, scoring="count").item() == 4
    assert match_map(-detector, detector, scoring="count").item() == 0


def test_count_takes_ones_above_a_half():
    assert match_map([[0.5, 0.51, 7.0]], [[1.0, 1.0, 1.0]], scoring="count").item() == 2
    assert match_map([[1.0, 1.0]], [[0.5, 0.6]], scoring="count").item() == 1


def test_padding_counts_as_neither_agreement_nor_contradiction():
    result = match_map(np.ones((1, 1)), np.ones((3, 3)), padding=1)
    np.testing.assert_array_equal(result, [[1 / 9]])


def test_whole_numbers_and_booleans_become_float32():
    image = [[1, -1], [-1, 1]]
    assert match_map(image, image).dtype == np.float32
    assert match_map(np.eye(2, dtype=bool), np.eye(2, dtype=np.uint8), scoring="count").item() == 2


def test_views_orders_and_byte_orders_give_the_same_and_stay_unchanged():
    rng = np.random.default_rng(2)
    image, feature = rng.normal(size=(6, 7)), rng.normal(size=(3, 2))
    expected = match_map(image, feature)
    read_only = image.copy()
    read_only.flags.writeable = False
    for same in (
        np.asfortranarray(image),
        np.repeat(image, 2, axis=1)[:, ::2],
        image.astype(">f8"),
        read_only,
    ):
        before = same.copy()
        np.testing.assert_array_equal(match_map(same, feature), expected)
        np.testing.assert_array_equal(same, before)


@pytest.mark.parametrize(
    ("arguments", "options", "error", "words"),
    [
        (([1.0, 2.0], [[1.0]]), {}, ValueError, ["image", "(2,)", "2-D"]),
        ((np.ones((1, 3, 3)), np.ones((2, 2))), {}, ValueError, ["(1, 3, 3)", "image[0]"]),
        ((np.ones((0, 3)), np.ones((2, 2))), {}, ValueError, ["image", "(0, 3)"]),
        (([[1.0, 2.0], [3.0]], [[1.0]]), {}, ValueError, ["image", "lengths"]),
        (([["a"]], [[1.0]]), {}, TypeError, ["image"]),
        (([[1j]], [[1.0]]), {}, TypeError, ["image", "complex"]),
        (([[2**24 + 1]], [[1.0]]), {}, ValueError, ["image", "float64"]),
        ((np.ma.ones((3, 3)), np.ones((2, 2))), {}, TypeError, ["image", "masked"]),
        ((np.ones((3, 3)), [[1.0, np.nan]]), {}, ValueError, ["feature", "nan", "(0, 1)"]),
        (([[np.inf]], [[1.0]]), {}, ValueError, ["image", "inf", "(0, 0)"]),
        ((np.ones((3, 3)), np.ones((4, 2))), {}, ValueError, ["feature", "4", "padding >= 1"]),
        ((np.ones((3, 3)), np.ones((2, 8))), {"padding": 1}, ValueError, ["8", "padding >= 3"]),
        ((np.ones((3, 3)), np.ones((2, 2))), {"stride": 0}, ValueError, ["stride", "0"]),
        ((np.ones((3, 3)), np.ones((2, 2))), {"stride": 1.5}, TypeError, ["stride", "1.5"]),
        ((np.ones((3, 3)), np.ones((2, 2))), {"stride": (1, 2, 3)}, ValueError, ["3 entries"]),
        ((np.ones((3, 3)), np.ones((2, 2))), {"padding": -1}, ValueError, ["padding", "-1"]),
        ((np.ones((3, 3)), np.ones((2, 2))), {"scoring": "max"}, ValueError, ["'max'", "'count'"]),
        ((np.ones((3, 3)), np.ones((2, 2))), {"scoring": None}, ValueError, ["None", "'mean'"]),
    ],
)
def test_bad_input_is_rejected_in_one_sentence(arguments, options, error, words):
    with one_sentence(error, words):
        match_map(*arguments, **options)


def test_score_of_different_shapes_is_rejected():
    with pytest.raises(ValueError, match=r"\(2, 2\).*\(2, 3\).*match_map"):
        match_score(np.ones((2, 2)), np.ones((2, 3)))
