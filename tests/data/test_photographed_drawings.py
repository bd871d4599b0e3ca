"""A photograph of a drawing is read as well as a scan; one that cannot be cleaned says so."""

import numpy as np
import pytest
from PIL import Image

from cnnkit import load_digits, load_photo
from cnnkit.data import draw_strokes, from_photo, load_image, to_digits
from cnnkit.data.components import components
from cnnkit.examples import digits
from tests.helpers import drawings, photos

DIGITS = load_digits()
CHOSEN = np.arange(0, 364, 28)  # 13 test pictures

KINDS = {
    "scan": {},
    "grey paper": {"paper": "grey"},
    "yellow paper, soft shadow": {"paper": "yellow", "lit": "shadow"},
    "squares, hard shadow": {"squares": 40, "lit": "hard shadow"},
    "lines, lamp": {"lines": 50, "lit": "lamp"},
    "pencil on squares, vignette": {"pen": "pencil", "squares": 30, "lit": "vignette"},
    "red pen on squares": {"pen": "red", "squares": 30, "lit": "shadow"},
    "blue pen, table": {"pen": "blue", "table": True, "lit": "lamp"},
    "noise": {"noise": 0.05, "lit": "shadow"},
}


def read(photo):
    return digits.network()(to_digits(from_photo(photo))[None]).argmax()


def right(options):
    """The share of test digits, enlarged, laid on paper and photographed, that is read."""
    rng = np.random.default_rng(7)
    taken = [
        photos.photograph(photos.page(DIGITS.test_images[n, 0], rng), rng, **options)
        for n in CHOSEN
    ]
    return np.mean([read(photo) for photo in taken] == DIGITS.test_targets[CHOSEN])


@pytest.mark.parametrize("kind", KINDS)
def test_photographs_are_read_as_well_as_scans(kind):
    assert right(KINDS[kind]) >= 0.84


@pytest.mark.parametrize("kind", ["squares, hard shadow", "red pen on squares", "blue pen, table"])
def test_thin_and_small_drawings_are_read_too(kind):
    rng, found = np.random.default_rng(8), []
    for digit, ways in drawings.WAYS.items():
        drawn = draw_strokes(drawings.by_another_hand(ways[0], rng), size=128, width=4)
        page = photos.page(drawn, rng, share=(0.3, 0.8))
        found.append(read(photos.photograph(page, rng, **KINDS[kind])) == digit)
    assert np.mean(found) >= 0.8


def test_without_the_flattening_a_shadow_is_taken_for_ink():
    rng, found = np.random.default_rng(7), []
    for n in CHOSEN[:10]:
        page = photos.page(DIGITS.test_images[n, 0], rng)
        photo = photos.photograph(page, rng, lit="hard shadow").mean(axis=-1) / 255
        found.append(digits.network()(to_digits(1 - photo)[None]).argmax())
    assert np.mean(found == DIGITS.test_targets[CHOSEN[:10]]) < 0.5


@pytest.fixture(scope="module")
def photo():
    rng = np.random.default_rng(3)
    page = photos.page(DIGITS.test_images[2, 0], rng)
    return photos.photograph(page, rng, lit="shadow", squares=30)


def test_a_path_a_picture_and_arrays_of_any_layout_give_the_same(photo, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    Image.fromarray(np.rot90(photo)).save(tmp_path / "a.png", exif=exif)
    expected = from_photo(photo)
    assert expected.dtype == np.float32
    assert expected.shape[0] == expected.shape[1]
    assert (expected.min(), expected.max()) == (0, 1)
    for given in (
        tmp_path / "a.png",
        str(tmp_path / "a.png"),
        Image.fromarray(photo),
        load_image(tmp_path / "a.png"),
        photo / 255,
        photo.transpose(2, 0, 1),
    ):
        np.testing.assert_allclose(from_photo(given), expected, rtol=0, atol=1e-4)
    for grey in (load_image(tmp_path / "a.png", grey=True), photo.mean(axis=-1) / 255):
        assert np.corrcoef(to_digits(from_photo(grey)).flat, to_digits(expected).flat)[0, 1] > 0.9


def test_the_photograph_is_left_as_it_was(photo):
    before = photo.copy()
    photo.flags.writeable = False
    from_photo(photo)
    assert np.array_equal(photo, before)


def test_chalk_on_a_blackboard_is_light_ink(photo):
    board = 255 - photo
    same = np.corrcoef(from_photo(board, ink="light").flat, from_photo(photo).flat)
    assert same[0, 1] > 0.999
    with pytest.raises(ValueError, match="ink is 'white', which is unknown"):
        from_photo(board, ink="white")


def test_a_small_drawing_on_a_large_photograph_is_looked_at_again():
    rng = np.random.default_rng(4)
    seven = draw_strokes([[(0.1, 0.2), (0.1, 0.8), (0.9, 0.4)]], size=128, width=12)
    page = photos.page(seven, rng, (1200, 1600), share=(0.1, 0.101))
    taken = photos.photograph(page, rng, lit="shadow")
    assert len(from_photo(taken)) > 120  # 1200 rows were reduced to 360
    assert read(taken) == 7


def marked(what):
    """A photograph of a 3 with something else on the paper, and the 3 that is read without it."""
    rng = np.random.default_rng(5)
    three = drawings.WAYS[3][0]
    page = photos.page(draw_strokes(three, size=128, width=10), rng, share=(0.5, 0.501))
    alone = from_photo(photos.photograph(page, np.random.default_rng(1)))
    rows, cols = np.indices(page.shape)
    inked = np.argwhere(page > 0.5)
    (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0)
    high = bottom - top
    height, width = page.shape
    if what == "holes":
        for middle in (height * 0.3, height * 0.7):
            page[(rows - middle) ** 2 + (cols - width * 0.08) ** 2 < (high * 0.09) ** 2] = 1
    elif what == "frame":
        away = np.maximum.reduce([top - rows, rows - bottom, left - cols, cols - right])
        page[(away > high * 0.2) & (away < high * 0.25)] = 1
    elif what == "ring":
        away = np.hypot(rows - (top + bottom) / 2, cols - (left + right) / 2)
        page[(away > high * 0.75) & (away < high * 0.8)] = 1
    else:
        column = slice(right + high // 4, right + high // 4 + high // 15)
        page[top : top + int(0.4 * high), column] = 1
    return photos.photograph(page, np.random.default_rng(1)), alone


@pytest.mark.parametrize("what", ["holes", "frame", "ring"])
def test_holes_in_the_paper_and_a_frame_are_no_part_of_the_drawing(what):
    photo, alone = marked(what)
    same = np.corrcoef(to_digits(from_photo(photo)).flat, to_digits(alone).flat)
    assert same[0, 1] > 0.97


@pytest.mark.parametrize(("way", "length"), [(-1, 0.45), (-1, 0.7), (1, 0.6)])
def test_the_stroke_in_a_slashed_zero_is_not_taken_for_a_digit_in_a_frame(way, length):
    turn = np.linspace(0, 2 * np.pi, 40)
    ring = [(0.5 - 0.42 * np.cos(t), 0.5 + 0.3 * np.sin(t)) for t in turn]
    down, right = 0.28 * length, way * 0.2 * length
    slash = [(0.5 - down, 0.5 - right), (0.5 + down, 0.5 + right)]
    page = photos.page(draw_strokes([ring, slash], size=128, width=9), np.random.default_rng(2))
    assert read(photos.photograph(page, np.random.default_rng(1), lit="shadow")) == 0


def test_a_second_mark_beside_the_drawing_is_refused():
    with pytest.raises(ValueError, match="2 separate things are drawn"):
        from_photo(marked("second")[0])


@pytest.mark.parametrize("board", [lambda a: 255 - a, lambda a: (40 + 0.8 * (255 - a)) / 255])
def test_light_strokes_ask_for_light_ink(board):
    rng = np.random.default_rng(3)
    taken = board(photos.photograph(photos.page(DIGITS.test_images[2, 0], rng), rng))
    with pytest.raises(ValueError, match='lighter than what is around them; set ink="light"'):
        from_photo(taken)
    assert from_photo(taken, ink="light").max() > 0.9


def test_dark_strokes_refuse_light_ink(photo):
    with pytest.raises(ValueError, match='leave ink="light" out'):
        from_photo(photo, ink="light")


def blank(**options):
    rng = np.random.default_rng(0)
    return photos.photograph(np.zeros((300, 400)), rng, **options)


def several(rows, cols):
    rng = np.random.default_rng(0)
    ink = [
        [photos.page(DIGITS.test_images[n + m, 0], rng, (200, 200)) for n in range(cols)]
        for m in range(rows)
    ]
    return photos.photograph(np.block(ink), rng, lit="shadow")


@pytest.mark.parametrize(
    ("photo", "said"),
    [
        (lambda: blank(), "nothing is drawn"),
        (lambda: blank(squares=30, lit="shadow"), "nothing is drawn"),
        (lambda: blank(lines=40, table=True), "nothing is drawn"),
        (lambda: np.zeros((50, 50)), "nothing is drawn"),
        (lambda: several(1, 2), "2 separate things are drawn.*one by one"),
        (lambda: several(2, 1), "2 separate things are drawn"),
        (lambda: several(2, 3), "6 separate things are drawn"),
        (lambda: load_photo("cat"), "neither paper nor a line of ink; give one of a drawing"),
        (lambda: load_photo("coffee"), "neither paper nor a line of ink"),
    ],
)
def test_what_cannot_be_cleaned_says_so(photo, said):
    with pytest.raises(ValueError, match=said):
        from_photo(photo())


@pytest.mark.parametrize(
    ("photo", "error", "said"),
    [
        (np.full((50, 50), 200), TypeError, "int64 values"),
        (
            np.full((50, 50), 200.0),
            ValueError,
            "from 200 to 200; give pixels .*photo / 200",
        ),
        (np.full((50, 50), np.nan), TypeError, "that are not pixels"),
        (np.ones((5, 3, 50, 50)), ValueError, r"give one photograph .*from_photo\(photo\[0\]\)"),
        (np.ones(50), ValueError, r"has shape \(50,\)"),
        (np.ones((8, 8)), ValueError, "too few pixels"),
        ("none.jpg", FileNotFoundError, "no picture"),
        (3, TypeError, "path is 3"),
    ],
)
def test_what_is_no_photograph_is_refused(photo, error, said):
    with pytest.raises(error, match=said):
        from_photo(photo)


def test_components_are_those_of_a_flood():
    rng = np.random.default_rng(0)
    for density in (0.2, 0.4, 0.6):
        mask = rng.random((20, 25)) < density
        labels, count = components(mask)
        flooded = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
        while True:
            wide = np.pad(flooded, 1)
            around = [wide[r : r + 20, c : c + 25] for r in range(3) for c in range(3)]
            spread = np.where(mask, np.max(around, axis=0), 0)
            if np.array_equal(spread, flooded):
                break
            flooded = spread
        assert count == len(np.unique(flooded[mask]))
        pairs = {*zip(labels[mask].tolist(), flooded[mask].tolist(), strict=True)}
        assert len(pairs) == count
    assert components(np.zeros((3, 3), bool))[1] == 0
