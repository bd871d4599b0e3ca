"""Changed pictures: same shape and type, drawn anew for each, and what their names say."""

from functools import partial

import numpy as np
import pytest

from cnnkit.data import augment, draw_strokes

CHANGES = {
    "shift": partial(augment.shift, share=0.2),
    "rotate": partial(augment.rotate, degrees=30),
    "scale": partial(augment.scale, share=0.3),
    "shear": partial(augment.shear, amount=0.3),
    "flip": augment.flip,
    "crop": partial(augment.crop, margin=(1, 2)),
    "noise": augment.noise,
    "pen": augment.pen,
    "bend": augment.bend,
    "compose": augment.compose(augment.shift, augment.pen),
}
EACH = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
SEVEN = draw_strokes([[(0.2, 0.3), (0.2, 0.7), (0.8, 0.4)]], size=16, width=2)
MANY = np.tile(SEVEN, (8, 2, 1, 1))


def rng(seed=0):
    return np.random.default_rng(seed)


@EACH
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(3, 1, 8, 8), (2, 3, 5, 9), (1, 2, 1, 1)])
def test_shape_and_type_stay_and_the_pictures_given_too(change, dtype, shape):
    images = rng().random(shape).astype(dtype)
    before = images.copy()
    images.flags.writeable = False
    found = change(images, rng())
    assert (found.shape, found.dtype) == (shape, dtype)
    assert np.array_equal(images, before)
    assert found.flags.c_contiguous
    assert not np.shares_memory(found, images)


@EACH
def test_every_picture_is_changed_in_its_own_way_and_its_channels_alike(change):
    found = change(MANY, rng(1))
    assert len({picture.tobytes() for picture in found[:, 0]}) >= 2
    if change is not augment.noise:
        assert np.array_equal(found[:, 0], found[:, 1])


@EACH
def test_the_same_seed_gives_the_same_pictures(change):
    assert np.array_equal(change(MANY, rng(3)), change(MANY, rng(3)))
    assert not np.array_equal(change(MANY, rng(3)), change(MANY, rng(4)))


@pytest.mark.parametrize(
    "change",
    [
        partial(augment.shift, share=0),
        partial(augment.rotate, degrees=0),
        partial(augment.scale, share=0),
        partial(augment.shear, amount=0),
        partial(augment.flip, probability=0),
        partial(augment.crop, margin=0),
        partial(augment.noise, sd=0),
        partial(augment.pen, amount=0),
        partial(augment.bend, amount=0),
        augment.compose(),
    ],
)
def test_no_change_gives_the_same_picture(change):
    np.testing.assert_allclose(change(MANY, rng()), MANY, rtol=0, atol=1e-6)


def centre(image):
    rows, cols = np.indices(image.shape)
    return np.array([(image * rows).sum(), (image * cols).sum()]) / image.sum()


def test_shift_moves_the_middle_of_the_ink_within_its_share():
    dot = np.zeros((200, 1, 21, 21))
    dot[:, 0, 10, 10] = 1
    moves = np.array([centre(picture[0]) - 10 for picture in augment.shift(dot, rng(), share=0.2)])
    assert np.abs(moves).max() <= 4.2
    assert moves.min(axis=0) == pytest.approx([-4.2, -4.2], abs=0.3)
    assert moves.max(axis=0) == pytest.approx([4.2, 4.2], abs=0.3)


def test_rotate_keeps_the_distance_from_the_middle():
    dot = np.zeros((50, 1, 21, 21))
    dot[:, 0, 10, 17] = 1
    found = augment.rotate(dot, rng(), degrees=90)
    away = np.array([centre(picture[0]) - 10 for picture in found])
    assert np.hypot(*away.T) == pytest.approx(7, abs=0.15)
    angles = np.degrees(np.arctan2(*away.T))
    assert angles.min() < -75
    assert angles.max() > 75


def test_scale_changes_the_area_and_shear_does_not():
    square = np.zeros((50, 1, 32, 32))
    square[:, 0, 12:20, 12:20] = 1
    areas = augment.scale(square, rng(), share=0.2).sum(axis=(1, 2, 3))
    assert areas.min() == pytest.approx(64 * 0.8**2, rel=0.1)
    assert areas.max() == pytest.approx(64 * 1.2**2, rel=0.1)
    leaning = augment.shear(square, rng(), amount=0.3)
    assert leaning.sum(axis=(1, 2, 3)) == pytest.approx(64, rel=1e-6)
    top, bottom = leaning[:, 0, 12], leaning[:, 0, 19]
    moved = (bottom - top) @ np.arange(32) / 8
    assert np.abs(moved).max() == pytest.approx(0.3 * 7, rel=0.1)


def test_flip_mirrors_about_half_of_them():
    found = augment.flip(np.tile(SEVEN, (200, 1, 1, 1)), rng())
    mirrored = [np.array_equal(picture[0], SEVEN[:, ::-1]) for picture in found]
    same = [np.array_equal(picture[0], SEVEN) for picture in found]
    assert sum(mirrored) + sum(same) == 200
    assert 70 < sum(mirrored) < 130


def test_crop_moves_by_whole_pixels_in_every_direction():
    dot = np.zeros((300, 1, 7, 9))
    dot[:, 0, 3, 4] = 1
    found = augment.crop(dot, rng(), margin=(1, 2))
    places = {tuple(np.argwhere(picture[0])[0].tolist()) for picture in found}
    assert places == {(row, col) for row in (2, 3, 4) for col in (2, 3, 4, 5, 6)}


def test_noise_has_its_standard_deviation():
    found = augment.noise(np.zeros((10, 1, 40, 40)), rng(), sd=0.2)
    assert found.std() == pytest.approx(0.2, rel=0.05)


def test_pen_makes_some_thicker_and_some_thinner():
    ink = augment.pen(np.tile(SEVEN, (50, 1, 1, 1)), rng()).sum(axis=(1, 2, 3)) / SEVEN.sum()
    assert ink.min() < 0.7
    assert ink.max() > 1.4


def test_bend_moves_pixels_by_its_amount_and_neighbours_alike():
    ramp = np.tile(np.arange(40.0), (20, 1, 40, 1))
    moves = (augment.bend(ramp, rng(), amount=0.03) - ramp)[..., 8:-8, 8:-8]
    assert moves.std() == pytest.approx(0.03 * 40, rel=0.3)
    assert np.abs(np.diff(moves, axis=-2)).max() < 1


@pytest.mark.parametrize("name", ["shift", "rotate", "scale", "shear", "crop", "bend"])
def test_what_comes_in_from_outside_is_the_fill(name):
    found = CHANGES[name](np.full((20, 1, 9, 9), -1.0), rng(), fill=-1)
    assert found == pytest.approx(-1)
    assert CHANGES[name](np.full((20, 1, 9, 9), -1.0), rng()).max() > -1


@EACH
@pytest.mark.parametrize(
    ("images", "generator", "said"),
    [
        (SEVEN, rng(), "needs 4 axes"),
        (MANY.astype(int), rng(), "int64 values"),
        (MANY, 0, r"use numpy.random.default_rng\(0\)"),
    ],
)
def test_what_is_no_batch_or_no_generator_is_refused(change, images, generator, said):
    with pytest.raises((TypeError, ValueError), match=said):
        change(images, generator)


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("shift", {"share": 2}),
        ("rotate", {"degrees": "10"}),
        ("scale", {"share": 1}),
        ("shear", {"amount": -1}),
        ("flip", {"probability": 1.5}),
        ("crop", {"margin": -1}),
        ("noise", {"sd": -1}),
        ("pen", {"amount": 2}),
        ("bend", {"smooth": 0}),
        ("shift", {"fill": None}),
    ],
)
def test_impossible_amounts_are_refused(name, option):
    with pytest.raises((TypeError, ValueError), match=next(iter(option))):
        getattr(augment, name)(MANY, rng(), **option)


def test_only_functions_are_composed():
    with pytest.raises(TypeError, match=r"a change is 0\.1, which is not a function"):
        augment.compose(augment.shift, 0.1)


@EACH
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_channels_that_come_last_are_refused_with_the_line_that_works(change, channels):
    images = np.zeros((2, 20, 24, channels), np.float32)
    with pytest.raises(ValueError, match=r"images\.transpose\(0, 3, 1, 2\)"):
        change(images, rng())
    assert change(images.transpose(0, 3, 1, 2), rng()).shape == (2, channels, 20, 24)
