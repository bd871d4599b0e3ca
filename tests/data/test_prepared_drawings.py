"""Drawings are prepared as the training pictures were."""

import warnings

import numpy as np
import pytest

from cnnkit import load_digits
from cnnkit.data import draw_strokes, prepared_drawings, to_digits, to_mnist
from cnnkit.examples import digits
from tests.helpers import drawings

SEVEN = [[(0.1, 0.2), (0.1, 0.8), (0.9, 0.4)]]
PREPARE = pytest.mark.parametrize("prepare", [to_digits, to_mnist])


def placed(strokes, size, row, col):
    """Strokes made smaller and put elsewhere on the paper."""
    return [[(row + size * r, col + size * c) for r, c in stroke] for stroke in strokes]


def alike(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


@PREPARE
def test_an_empty_page_gives_an_empty_picture(prepare):
    assert not prepare(np.zeros((64, 64))).any()
    assert not prepare(np.full((64, 64), 0.4)).any()  # too pale for ink


@PREPARE
@pytest.mark.parametrize("channel", [(), (None,)])
def test_dark_ink_on_a_light_page_is_told(prepare, channel):
    page = draw_strokes(SEVEN, size=64, width=6)
    page = page.reshape(page.shape[-2:])[channel]
    with pytest.warns(UserWarning, match=rf"write {prepare.__name__}\(1 - drawing\)"):
        prepare(1 - page)


@PREPARE
def test_strokes_cut_out_closely_are_no_light_page(prepare):
    page = draw_strokes([[(0.1, 0.6), (0.9, 0.5)]], size=64, width=9).reshape(64, 64)
    rows, cols = np.nonzero(page >= prepared_drawings.INK)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cut = prepare(page[rows.min() : rows.max() + 1, cols.min() : cols.max() + 1])
        stroke = prepare(np.ones((20, 4)))
    assert cut.max() > 0.5 < stroke.max()


@PREPARE
def test_the_place_on_the_page_does_not_matter(prepare):
    page = np.zeros((64, 64), np.float32)
    seven = draw_strokes(SEVEN, size=30, width=4)
    pictures = []
    for row, col in ((0, 0), (34, 34), (7, 20)):
        page[:] = 0
        page[row : row + 30, col : col + 30] = seven
        pictures.append(prepare(page))
    assert np.array_equal(pictures[0], pictures[1])
    assert np.array_equal(pictures[0], pictures[2])


@PREPARE
def test_the_size_on_the_page_hardly_matters(prepare):
    large = prepare(draw_strokes(SEVEN, size=96, width=9))
    small = prepare(draw_strokes(placed(SEVEN, 0.5, 0.3, 0.3), size=96, width=4.5))
    assert alike(large, small) > 0.8


def test_the_width_of_the_pen_hardly_matters_to_digits():
    thin, thick = (to_digits(draw_strokes(SEVEN, width=width)) for width in (2.5, 7))
    assert alike(thin, thick) > 0.85
    assert abs(thin.mean() - thick.mean()) < 0.05


def test_a_fat_pen_is_made_thinner():
    fat = draw_strokes([[(0.2, 0.3), (0.2, 0.75), (0.8, 0.45)]], width=22)
    assert 0.2 < to_digits(fat).mean() < 0.37


def test_a_digit_of_8_by_8_is_as_high_as_the_real_ones_and_has_as_much_ink():
    real = load_digits().train_images
    picture = to_digits(draw_strokes(SEVEN))[0]
    assert picture.shape == (8, 8)
    assert picture.dtype == np.float32
    assert picture[0].any()
    assert picture[-1].any()
    assert np.array_equal(np.unique(picture * 16 % 1), [0])
    low, high = np.percentile(real.mean(axis=(1, 2, 3)), [5, 95])
    assert low < picture.mean() < high


def test_a_leaning_digit_is_set_upright():
    for end in (0.2, 0.5, 0.8):
        picture = to_digits(draw_strokes([[(0.1, 0.5), (0.9, end)]]))[0]
        first, *_, last = (picture > 0).argmax(axis=1)
        assert abs(first - last) <= 1


def test_a_narrow_digit_stays_narrow_and_a_wide_one_is_squeezed():
    one, zero = ([[(0.1, 0.5), (0.9, 0.5)]], [[(0.5, 0.02), (0.3, 0.5), (0.5, 0.98), (0.7, 0.5)]])
    widths = [(to_digits(draw_strokes(s))[0] > 0.25).any(axis=0).sum() for s in (one, zero)]
    assert widths[0] <= 4
    assert 5 <= widths[1] <= 7


def test_a_dash_is_not_stretched_to_a_wall():
    dash = to_digits(draw_strokes([[(0.5, 0.1), (0.5, 0.9)]], width=4))[0]
    assert not dash[0].any()
    assert not dash[-1].any()


def test_mnist_has_a_box_of_20_and_the_mass_in_the_middle():
    picture = to_mnist(draw_strokes(SEVEN, size=80, width=6))[0]
    rows, cols = np.nonzero(picture > 0.05)
    assert max(np.ptp(rows), np.ptp(cols)) + 1 == 20
    mass = picture.sum()
    for axis in (0, 1):
        centre = (picture.sum(axis=1 - axis) * np.arange(28)).sum() / mass
        assert abs(centre - 13.5) <= 0.51


def test_mnist_keeps_the_shape_of_the_drawing():
    flat = to_mnist(draw_strokes([[(0.5, 0.1), (0.5, 0.9)]], size=80, width=6))[0]
    assert (flat > 0.5).any(axis=1).sum() <= 3
    assert to_mnist(draw_strokes(SEVEN), 14).shape == (1, 14, 14)


@PREPARE
def test_a_single_dot_is_a_picture(prepare):
    dot = np.zeros((64, 64))
    dot[3, 60] = 1
    assert np.isfinite(prepare(dot)).all()
    assert prepare(dot).any()


@PREPARE
def test_a_full_page_is_a_picture(prepare):
    assert np.isfinite(prepare(np.ones((16, 40)))).all()


@PREPARE
def test_the_drawing_is_left_as_it_was(prepare):
    page = draw_strokes(SEVEN)
    before = page.copy()
    page.flags.writeable = False
    prepare(page)
    assert np.array_equal(page, before)


ELL = np.ones((9, 9))  # an L on paper that is not quite white, as pixels from 0 to 255
ELL[1:8, 2] = ELL[7, 2:7] = 201


@PREPARE
@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.uint16, np.float32, float])
def test_pixels_from_0_to_255_are_refused_and_not_clipped(prepare, dtype):
    given = ELL.astype(dtype)
    with pytest.raises(
        (TypeError, ValueError), match="from 1 to 201; give ink from 0 to 1"
    ) as told:
        prepare(given)
    assert "drawing / 255" in str(told.value)
    rows = prepare(given / 255)[0].sum(axis=1)
    foot, upper = rows[len(rows) // 2 :].max(), rows[len(rows) // 2 - 1]
    assert foot > 1.8 * upper > 0  # an L, and no thick bar


@PREPARE
def test_a_mask_of_whole_numbers_0_and_1_is_a_drawing(prepare):
    mask = ELL > 100
    assert np.array_equal(prepare(mask.astype(int)), prepare(mask))


@PREPARE
@pytest.mark.parametrize(
    ("low", "high"), [(0, 1.3), (-0.2, 1.1), (-1, 1), (0, 16), (-40, 300), (-2.5, 3.5), (0, 70000)]
)
def test_advice_for_other_ranges_works_when_it_is_followed(prepare, low, high):
    drawing = np.full((9, 9), float(low))
    drawing[2:7, 4] = high
    with pytest.raises(ValueError, match=f"from {low:g} to {high:g}") as told:
        prepare(drawing)
    advice = str(told.value).split("from 0 to 1: ")[1].split(" if ")[0].split(", and")[0]
    assert prepare(eval(advice, {"drawing": drawing})).any()


@PREPARE
@pytest.mark.parametrize("shape", [(2, 8, 8), (3, 8, 8), (4, 8, 8), (8, 8, 3), (8, 8, 1)])
def test_advice_for_other_shapes_works_when_it_is_followed(prepare, shape):
    with pytest.raises(ValueError, match="give a picture of shape") as told:
        prepare(np.ones(shape))
    advice = str(told.value).split(": ")[1]
    assert prepare(eval(advice, {"drawing": np.ones(shape)})).any()


@PREPARE
@pytest.mark.parametrize(
    ("drawing", "error", "said"),
    [
        (np.zeros((2, 8, 8)), ValueError, r"shape \(2, 8, 8\); give a picture of shape"),
        (np.zeros(8), ValueError, r"shape \(8,\)"),
        (np.zeros((0, 8)), ValueError, r"shape \(0, 8\)"),
        (np.full((8, 8), np.nan), ValueError, "not finite"),
        (np.array([["a"]]), TypeError, "values; give numbers from 0 to 1"),
        (None, TypeError, "object values"),
    ],
)
def test_what_is_no_drawing_is_refused(prepare, drawing, error, said):
    with pytest.raises(error, match=said):
        prepare(drawing)


@pytest.mark.parametrize("size", [0, 4, 28.0, True, "28"])
def test_an_impossible_side_is_refused(size):
    with pytest.raises((TypeError, ValueError), match="size"):
        to_mnist(np.zeros((9, 9)), size)


@pytest.mark.parametrize("stroke", [[1, 2, 3], [(0, np.nan)], [(0, 1, 2)]])
def test_what_is_no_stroke_is_refused(stroke):
    with pytest.raises(ValueError, match="cannot be drawn"):
        draw_strokes([stroke])


def test_ink_covers_a_dot_and_nothing_else():
    assert draw_strokes([], size=9).sum() == 0
    dot = draw_strokes([[(0.5, 0.5)]], size=9, width=3)
    assert dot[4, 4] == 1
    assert dot[4, 7] == 0


def test_resizing_keeps_the_mean_and_a_straight_ramp():
    image = np.add.outer(np.arange(12.0), np.arange(18.0))
    assert prepared_drawings.resize(image, 6, 9).mean() == pytest.approx(image.mean())
    assert prepared_drawings.resize(image, 12, 18) == pytest.approx(image)


@pytest.fixture(scope="module")
def hands():
    """Five drawings of each way of each digit, by five hands."""
    rng = np.random.default_rng(5)
    pages, targets = [], []
    for digit, ways in drawings.WAYS.items():
        for way in ways * 5:
            strokes = drawings.by_another_hand(way, rng)
            pages.append(draw_strokes(strokes, width=rng.uniform(3, 7)))
            targets.append(digit)
    return pages, np.array(targets)


def test_the_stored_network_reads_ordinary_handwriting(hands):
    pages, targets = hands
    answers = digits.network()(np.stack([to_digits(page) for page in pages])).argmax(axis=1)
    right = answers == targets
    assert right.mean() >= 0.95
    assert min(right[targets == digit].mean() for digit in range(10)) >= 0.8


def test_without_the_preparation_it_does_not(hands):
    pages, targets = hands
    small = np.stack([prepared_drawings.resize(page, 8, 8)[None] for page in pages]).astype(
        np.float32
    )
    assert (digits.network()(small).argmax(axis=1) == targets).mean() < 0.5


def test_the_stored_network_reads_the_test_pictures():
    data = load_digits()
    right = digits.network()(data.test_images).argmax(axis=1) == data.test_targets
    assert right.mean() >= 0.99
