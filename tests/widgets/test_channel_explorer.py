"""What is special to the explorer of colour channels: the picture in colour, and uploads."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnkit.widgets import ChannelExplorer
from tests.helpers.boards import array, panel, send


def picture_file(rows, cols):
    """Return a PNG in red and blue."""
    pixels = np.zeros((rows, cols, 3), np.uint8)
    pixels[: rows // 2, :, 0] = pixels[rows // 2 :, :, 2] = 255
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def test_the_picture_is_shown_in_colour_beside_its_channels():
    explorer = ChannelExplorer()
    assert panel(explorer, "colour")["colours"] == "rgb"
    np.testing.assert_array_equal(array(explorer, "colour"), explorer.picture)


def test_an_upload_keeps_its_colours_and_its_place_in_the_list():
    explorer = ChannelExplorer()
    scene = send(explorer, "upload", "mine.png", content=picture_file(20, 30))
    assert scene["message"] == ["", ""]
    assert explorer.picture.shape == (3, 20, 30)
    np.testing.assert_array_equal(explorer.picture[:, 0, 0], [1, 0, 0])
    send(explorer, "image", "cat")
    send(explorer, "image", "own")
    assert explorer.picture.shape == (3, 20, 30)


def test_a_large_upload_is_scaled_down_and_says_so_once():
    explorer = ChannelExplorer()
    scene = send(explorer, "upload", "large.png", content=picture_file(96, 144))
    assert explorer.picture.shape == (3, 32, 48)
    assert "large.png has 96×144 pixels; it is scaled down to 32×48" in scene["message"][1]
    assert send(explorer, "negative")["message"] == ["", ""]


def test_what_is_no_picture_is_refused_and_changes_nothing():
    explorer = ChannelExplorer()
    before = explorer._settings
    scene = send(explorer, "upload", "notes.txt", content=b"no picture")
    assert scene["message"][0] == "error"
    assert explorer._settings is before


@pytest.mark.parametrize("image", ["coffee", "cat"])
def test_shares_with_their_decimals_add_up_to_the_map(image):
    explorer = ChannelExplorer(image, "red minus green, 1×1")
    places = panel(explorer, "shares")["decimals"]
    assert places == panel(explorer, "map")["decimals"] == 3
    off = np.abs(array(explorer, "shares").round(places).sum(0) - array(explorer, "map")[0])
    assert off.max() <= 4 * 0.5e-3  # half a unit of each printed digit
