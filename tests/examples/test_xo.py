"""cnnkit.xo: the running example, and every number that the lessons quote from it."""

import numpy as np
import pytest

from cnnkit import xo
from cnnkit.functional import max_pool2d, relu, softmax
from cnnkit.matching import match_map
from tests.helpers.sentences import one_sentence

X, RING = xo.picture("X"), xo.picture("O")
FEATURES = xo.features()


def rounded(array):
    """Return two decimals as integers of hundredths, so that -0.004 and 0.004 are one number."""
    return np.rint(np.asarray(array, np.float64) * 100).astype(int).tolist()


def test_pictures_are_nine_by_nine_with_thirteen_and_sixteen_pixels_of_ink():
    for image, ink in ((X, 13), (RING, 16)):
        assert image.shape == (9, 9)
        assert image.dtype == np.float32
        assert set(np.unique(image)) == {-1, 1}
        assert (image == 1).sum() == ink


def test_x_runs_between_its_four_corners():
    expected = -np.ones((9, 9))
    for i in range(1, 8):
        expected[i, i] = expected[i, 8 - i] = 1
    np.testing.assert_array_equal(X, expected)


def test_both_pictures_are_symmetric():
    for image in (X, RING):
        np.testing.assert_array_equal(image, image[::-1])
        np.testing.assert_array_equal(image, image.T)


def test_x_and_the_same_moved_right_agree_in_55_of_81_pixels():
    moved = -np.ones_like(X)
    moved[:, 1:] = X[:, :-1]
    assert (moved == X).sum() == 55


def test_features_are_the_diagonals_and_the_crossing():
    assert list(FEATURES) == ["\\", "crossing", "/"]
    diagonal = 2 * np.eye(3) - 1
    np.testing.assert_array_equal(FEATURES["\\"], diagonal)
    np.testing.assert_array_equal(FEATURES["/"], diagonal[::-1])
    np.testing.assert_array_equal(FEATURES["crossing"], np.maximum(diagonal, diagonal[::-1]))


def test_calls_return_new_arrays():
    xo.picture("X")[:] = 0
    xo.features()["/"][:] = 0
    np.testing.assert_array_equal(xo.picture("X"), X)
    np.testing.assert_array_equal(xo.features()["/"], FEATURES["/"])


def test_falling_diagonal_on_the_x_scores_as_lesson_01_says():
    scores = match_map(X, FEATURES["\\"])
    assert scores.shape == (7, 7)
    assert rounded(scores[0]) == [78, -11, 11, 33, 56, -11, 33]
    assert [tuple(i) for i in np.argwhere(scores == 1)] == [(1, 1), (2, 2), (4, 4), (5, 5)]
    assert rounded(scores[3, 3]) == 56


def test_crossing_scores_one_at_the_centre_of_the_x_only():
    scores = match_map(X, FEATURES["crossing"])
    assert [tuple(i) for i in np.argwhere(scores == 1)] == [(3, 3)]
    assert rounded([scores[2, 3], scores[4, 3], scores[3, 2], scores[3, 4]]) == [-78] * 4


def test_crossing_scores_at_best_56_hundredths_on_the_o():
    assert rounded(match_map(RING, FEATURES["crossing"]).max()) == 56


def test_rectified_and_pooled_map_of_lesson_04():
    scores = match_map(X, FEATURES["\\"])[None, None]
    pooled = max_pool2d(relu(scores), 2, ceil_mode=True)[0, 0]
    assert rounded(pooled) == [
        [100, 33, 56, 33],
        [33, 100, 33, 56],
        [56, 33, 100, 11],
        [33, 56, 11, 78],
    ]
    assert max_pool2d(relu(scores), 2).shape == (1, 1, 3, 3)


def test_network_has_128_parameters():
    assert xo.network().summary((1, 9, 9)).parameters == 128 == 3 * 9 + 3 + 48 * 2 + 2


def test_network_has_the_layers_of_the_lesson():
    kinds = [type(layer).__name__ for layer in xo.network()]
    assert kinds == ["Conv2d", "ReLU", "MaxPool2d", "Flatten", "Linear"]
    shapes = [a.shape for a in xo.network().activations(X[None, None]).values()]
    assert shapes == [(1, 1, 9, 9), (1, 3, 7, 7), (1, 3, 7, 7), (1, 3, 4, 4), (1, 48), (1, 2)]


def test_first_layer_of_the_network_gives_the_match_scores():
    maps = xo.network().activations(X[None, None])["0"][0]
    for found, feature in zip(maps, FEATURES.values(), strict=True):
        np.testing.assert_allclose(found, match_map(X, feature), atol=1e-6)


def test_kernels_are_the_features_divided_by_nine_without_bias():
    state = xo.network().state_dict()
    expected = np.stack(list(FEATURES.values()))[:, None] / np.float32(9)
    np.testing.assert_array_equal(state["0.weight"], expected)
    assert not state["0.bias"].any()


def test_votes_are_numbers_of_two_decimals():
    state = xo.network().state_dict()
    for key in ("4.weight", "4.bias"):
        assert state[key].dtype == np.float32
        np.testing.assert_array_equal(state[key], state[key].round(2))


def test_network_is_sure_of_both_pictures():
    p = softmax(xo.network()(np.stack([X, RING])[:, None]))
    assert rounded(p) == [[97, 3], [3, 97]]


def test_network_recognises_pictures_that_it_has_not_seen():
    made = xo.make_dataset(1000, rng=np.random.default_rng(5))
    right = xo.network()(made.images).argmax(axis=1) == made.targets
    assert right.mean() > 0.99


def test_dataset_has_every_class_and_variant_equally_often():
    made = xo.make_dataset(100, rng=np.random.default_rng(0))
    assert made.images.shape == (100, 1, 9, 9)
    assert made.images.dtype == np.float32
    assert made.targets.dtype == np.int64
    assert set(np.unique(made.images)) == {-1, 1}
    for target in (0, 1):
        for variant in xo.VARIANTS:
            assert ((made.targets == target) & (made.variants == variant)).sum() == 10


def test_dataset_is_the_same_for_the_same_seed_and_another_for_another():
    first, same, other = (xo.make_dataset(50, rng=np.random.default_rng(s)) for s in (3, 3, 4))
    for a, b in zip(first, same, strict=True):
        np.testing.assert_array_equal(a, b)
    assert (first.images != other.images).any()


@pytest.mark.parametrize("target", [0, 1])
def test_variants_are_what_their_names_say(target):
    original = (X, RING)[target]
    made = xo.make_dataset(500, rng=np.random.default_rng(6))

    def of(variant):
        images = made.images[(made.variants == variant) & (made.targets == target), 0]
        assert len(images) == 50
        return images

    assert (of("exact") == original).all()
    for image in of("shifted"):
        moves = [
            (r, c)
            for r in (-1, 0, 1)
            for c in (-1, 0, 1)
            if (np.roll(original, (r, c), (0, 1)) == image).all()
        ]
        assert len(moves) == 1
        assert moves != [(0, 0)]
    for image in of("thickened"):
        assert ((image == 1) >= (original == 1)).all()
        assert (image == 1).sum() > (original == 1).sum()
    for image in of("rotated"):
        assert (image == 1).sum() >= 10
    for image in of("noisy"):
        assert 2 <= (image != original).sum() <= 6


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: xo.picture("x"), ValueError, ["'x'", "'X' or 'O'"]),
        (lambda: xo.picture(0), ValueError, ["0", "'X' or 'O'"]),
        (lambda: xo.make_dataset(0, rng=np.random.default_rng(0)), ValueError, ["count", "0"]),
        (lambda: xo.make_dataset(2.5, rng=np.random.default_rng(0)), TypeError, ["2.5"]),
        (lambda: xo.make_dataset(10, rng=7), TypeError, ["rng", "default_rng(7)"]),
        (lambda: xo.make_dataset(10, rng=None), TypeError, ["rng", "None", "default_rng"]),
    ],
)
def test_bad_input_is_rejected_in_one_sentence(call, error, words):
    with one_sentence(error, words):
        call()
