"""Picture files that a person uploads: recognised ink, cut out and centred, and their limits."""

import struct
import zlib

import numpy as np
import pytest

from cnnkit import data, xo
from cnnkit.data import draw_strokes
from cnnkit.data.dark_or_light_ink import ink_of, inked, is_drawing
from cnnkit.examples import digits
from cnnkit.examples.digits import STROKES
from cnnkit.layers import Conv2d, Flatten, Linear
from cnnkit.model import Sequential
from cnnkit.widgets import ChannelExplorer, DrawPad, FilterExplorer, NetworkExplorer
from cnnkit.widgets.board import uploads
from tests.helpers.boards import control, send
from tests.helpers.hand_letters import as_png, drawing, photograph

KINDS = {"drawing": (drawing, 2), "photograph": (photograph, 1)}  # and how many of each letter
INKS = {"dark on light": lambda pixels: pixels, "light on dark": lambda pixels: 1 - pixels}


def uploaded(pixels, model=None, image=None):
    """Return the explorer of a network to which these pixels were uploaded as a PNG."""
    explorer = NetworkExplorer(model, image)
    send(explorer, "upload", "mine.png", content=as_png(pixels))
    return explorer


@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("kind", KINDS)
def test_letters_are_read_right_in_dark_and_in_light_ink(kind, ink):
    make, count = KINDS[kind]
    for number in range(count):
        for name in xo.CLASSES:
            rng = np.random.default_rng([number, ord(name)])
            explorer = uploaded(INKS[ink](make(name, rng)))
            assert xo.CLASSES[explorer.probabilities.argmax()] == name, number
            assert set(np.unique(explorer.picture)) == {-1, 1}


@pytest.mark.parametrize("ink", INKS)
def test_digits_are_made_like_those_that_the_network_knows(ink):
    for digit in (2, 5, 7):
        page = np.zeros((150, 120))
        page[20:84, 40:104] = draw_strokes(STROKES[digit], size=64)
        pixels = INKS[ink](0.95 - 0.9 * page)
        explorer = uploaded(pixels, digits.network(), data.load_digits())
        assert explorer.probabilities.argmax() == digit
        assert explorer.picture[0, :, 0].max() < 0.5  # ink is light, and in the middle


def test_what_was_done_is_said_and_can_be_switched():
    explorer = uploaded(drawing("X", np.random.default_rng(0)))
    kind, said = explorer.scene["message"]
    assert kind == "notice"
    assert "mine.png is read as dark ink and inverted: ink is light for this network" in said
    assert "cut out and centred as the 9×9 letters were" in said
    shown = control(explorer, "ink")
    assert (shown["value"], shown["hidden"]) == ("dark", False)
    assert ["dark", "dark: inverted"] in shown["options"]
    read = explorer.picture
    send(explorer, "ink", "light")
    assert not np.array_equal(explorer.picture, read)
    assert "inverted" not in explorer.scene["message"][1]
    assert "Nothing on it is ink of that kind." in explorer.scene["message"][1]
    send(explorer, "ink", "dark")
    np.testing.assert_array_equal(explorer.picture, read)


def test_the_switch_is_there_for_drawings_only():
    explorer = NetworkExplorer()
    assert control(explorer, "ink")["hidden"]
    kind, sentence = send(explorer, "ink", "dark")["message"]
    assert kind == "error"
    assert "no drawing was uploaded; choose a file" in sentence
    colour = Sequential(Conv2d(3, 2, 3), Flatten(), Linear(72, 2))
    explorer = uploaded(np.full((40, 60, 3), 0.5), colour, np.zeros((3, 8, 8), np.float32))
    assert control(explorer, "ink")["hidden"]
    assert "40×60 pixels are cropped and scaled to 8×8" in explorer.scene["message"][1]


def test_an_empty_page_is_told_so():
    explorer = uploaded(np.full((40, 60), 0.9))
    assert "no drawing is found" in explorer.scene["message"][1]


def test_a_picture_of_the_networks_size_keeps_its_pixels():
    ink = (xo.picture("O") + 1) / 2
    for pixels in (ink, 1 - ink):
        np.testing.assert_array_equal(uploaded(pixels).picture[0], xo.picture("O"))


def test_a_network_that_was_trained_on_dark_ink_gets_dark_ink():
    images = np.ones((4, 1, 8, 8), np.float32)
    images[:, :, 2:6, 3:5] = 0
    page = np.zeros((60, 60))
    page[10:50, 25:35] = 1
    for pixels in (page, 1 - page):
        model = Sequential(Flatten(), Linear(64, 2))
        picture = uploaded(pixels, model, images).picture[0]
        assert picture[4, 3] < 0.3
        assert picture[4, 0] > 0.7


def test_a_photograph_is_no_drawing_and_stays_as_it_is():
    model = Sequential(Flatten(), Linear(400, 2))
    cat = data.load_photo("cat").mean(axis=0)
    explorer = uploaded(cat, model, np.zeros((1, 20, 20), np.float32))
    assert control(explorer, "ink")["hidden"]
    assert abs(explorer.picture.mean() - cat.mean()) < 0.1


# -- what is ink


def test_ink_is_what_differs_from_the_border():
    page = np.full((30, 40), 0.8)
    assert ink_of(page) is None
    page[10:20, 19:21] = 0.2
    assert (ink_of(page), ink_of(1 - page)) == ("dark", "light")
    assert inked(page, "light").max() == 0
    assert is_drawing(page)


# -- limits


def announced(width, height):
    """Return a PNG that says it has so many pixels, and holds none."""

    def chunk(kind, content):
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_pixels_are_counted_before_one_is_decoded():
    with pytest.raises(
        ValueError, match="has 8000×9000 pixels, 72 million; the most is 50"
    ) as told:
        uploads.decode_upload("huge.png", announced(9000, 8000))
    assert str(told.value).endswith("so save it smaller.")
    explorer = NetworkExplorer()
    before = explorer.picture
    kind, sentence = send(explorer, "upload", "huge.png", content=announced(9000, 8000))["message"]
    assert kind == "error"
    assert "72 million" in sentence
    np.testing.assert_array_equal(explorer.picture, before)


def test_bytes_are_counted_too():
    with pytest.raises(ValueError, match="has 21 MB; the most is 20 MB"):
        uploads.decode_upload("huge.png", bytes(21_000_000))


@pytest.mark.parametrize("content", [b"", b"no picture", announced(9, 9), announced(0, 9)])
def test_what_is_no_picture_changes_nothing(content):
    explorer = NetworkExplorer()
    kind, sentence = send(explorer, "upload", "x.png", content=content)["message"]
    assert kind == "error"
    assert sentence.startswith("x.png cannot be read as a picture")
    assert explorer.image == "X"


@pytest.mark.parametrize("kind", [NetworkExplorer, FilterExplorer, ChannelExplorer, DrawPad])
def test_no_explorer_decodes_a_picture_of_too_many_pixels(kind):
    explorer = kind()
    before = explorer.scene["arrays"]
    scene = send(explorer, "upload", "huge.png", content=announced(9000, 8000))
    assert scene["message"][0] == "error"
    assert "huge.png has 8000×9000 pixels" in scene["message"][1]
    assert scene["arrays"] == before
