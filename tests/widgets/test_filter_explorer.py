"""The filter explorer as Python sees it: settings, edits, scene, and what is stored."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from cnnkit import data, matching, xo
from cnnkit.widgets import FilterExplorer
from cnnkit.widgets.filters.filter_settings import FilterSettings
from cnnkit.widgets.filters.pictures_and_kernels import presets
from tests.helpers import stills
from tests.helpers.boards import array, control, panel, send


def snapshot(explorer):
    names = ("image", "digit", "stride", "padding", "scoring", "position", "cursor")
    return (
        {name: getattr(explorer, name) for name in names},
        explorer.kernel.tobytes(),
        {name: array(explorer, name).tobytes() for name in explorer.scene["arrays"]},
    )


def test_it_opens_on_the_numbers_of_the_lessons():
    explorer = FilterExplorer()
    first = [0.78, -0.11, 0.11, 0.33, 0.56, -0.11, 0.33]
    np.testing.assert_allclose(explorer.map[0], first, atol=0.005)
    np.testing.assert_array_equal(array(explorer, "map")[0], explorer.map)


@pytest.mark.parametrize("image", ["X", "O", "digit", "cat", "coffee"])
@pytest.mark.parametrize("scoring", ["mean", "count", "sum"])
def test_the_scene_holds_what_the_package_computes(image, scoring):
    explorer = FilterExplorer(image, "vertical edge", stride=2, padding=1, scoring=scoring)
    expected = matching.match_map(
        explorer.picture, presets()["vertical edge"], stride=2, padding=1, scoring=scoring
    )
    np.testing.assert_array_equal(array(explorer, "map")[0], expected.astype(np.float32))


def test_counting_shows_ones_and_zeros():
    explorer = FilterExplorer(scoring="count")
    np.testing.assert_array_equal(array(explorer, "image")[0], xo.picture("X") > 0)
    np.testing.assert_array_equal(array(explorer, "kernel")[0], np.eye(3))


def test_one_digit_of_the_training_set_is_shown():
    explorer = FilterExplorer("digit", digit=7)
    np.testing.assert_array_equal(explorer.picture, data.load_digits().train_images[7, 0])


def test_settings_can_be_set_from_a_cell():
    explorer = FilterExplorer()
    explorer.stride, explorer.padding, explorer.scoring = 2, 1, "sum"
    explorer.kernel = [[1, 0], [0, -1]]
    expected = matching.match_map(
        xo.picture("X"), [[1, 0], [0, -1]], stride=2, padding=1, scoring="sum"
    )
    np.testing.assert_array_equal(array(explorer, "map")[0], expected)
    assert repr(explorer) == (
        "FilterExplorer(image='X', kernel=<custom 2×2>, stride=2, padding=1, scoring='sum')"
    )


def test_several_settings_change_together_or_not_at_all():
    explorer = FilterExplorer(np.ones((2, 2)), kernel=[[1.0]])
    explorer.set(kernel="blur", padding=1)  # neither order of one by one would be possible
    assert explorer.map.shape == (2, 2)
    before = snapshot(explorer)
    with pytest.raises(ValueError, match="does not fit"):
        explorer.set(padding=0, stride=2)
    assert snapshot(explorer) == before


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("stride", 0, "stride 0 is not possible here; use a whole number from 1 to 3"),
        ("stride", 1.5, "stride 1.5 is not possible"),
        ("padding", -1, "padding -1 is not possible here; use a whole number from 0 to 2"),
        ("scoring", "max", "scoring 'max' is unknown; use one of 'mean', 'count', 'sum'"),
        ("image", "Z", "image 'Z' is unknown; use one of 'X', 'O'"),
        ("image", "own", "image 'own' is unknown"),
        ("image", np.ones((300, 200)), r"image is 300×200; .* try image\[::2, ::2\]"),
        ("image", np.ones((3, 9, 9)), r"image has shape \(3, 9, 9\); give a 2-D array"),
        ("image", [[1, np.nan]], "image holds nan at row 0, column 1"),
        ("image", [["a"]], "image is not an array of numbers"),
        ("image", np.ones((2, 2)), "a kernel of 3 rows does not fit a picture of 2 rows"),
        ("kernel", "edge", "kernel 'edge' is unknown"),
        ("kernel", None, "kernel is not an array of numbers"),
        ("position", None, "position None is not a position"),
        ("kernel", [[1, 2], [3]], "kernel is not an array of numbers"),
        ("kernel", np.ones((10, 10)), "kernel is 10×10; the explorer shows up to 9×9"),
        ("kernel", np.ones((1, 3, 3)), "give a 2-D array"),
        ("kernel", [[np.inf]], "kernel holds inf"),
        ("kernel", np.zeros((0, 3)), "give a 2-D array"),
        ("digit", 5000, "digit 5000 is not possible"),
        ("position", (7, 0), r"position \(7, 0\) lies outside the map; use rows 0 to 6"),
        ("position", "here", "position 'here' is not a position"),
    ],
)
def test_an_impossible_setting_is_refused_and_changes_nothing(setting, value, sentence):
    explorer = FilterExplorer(position=(2, 3))
    before = snapshot(explorer)
    with pytest.raises(ValueError, match=sentence):
        setattr(explorer, setting, value)
    assert snapshot(explorer) == before


def test_an_unknown_setting_is_named():
    with pytest.raises(ValueError, match="'strides' is not a setting; use one of image"):
        FilterExplorer().set(strides=2)


def test_the_persons_arrays_are_copied():
    mine = np.ones((5, 5))
    explorer = FilterExplorer(mine)
    mine[:] = 7
    assert explorer.picture.max() == 1
    with pytest.raises(ValueError, match="read-only"):
        explorer.kernel[0, 0] = 3


# -- edits from the browser


def test_an_edited_cell_changes_one_weight_and_the_preset():
    explorer = FilterExplorer()
    scene = send(explorer, "kernel[0,2]", "0,5")
    assert explorer.kernel[0, 2] == 0.5
    assert explorer.preset == "custom"
    assert scene["ack"] == {"view": "v", "number": 1}
    np.testing.assert_array_equal(
        array(explorer, "map")[0], matching.match_map(xo.picture("X"), explorer.kernel)
    )
    assert control(explorer, "preset")["value"] == "custom"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("kernel[1,1]", "NaN", "'NaN' in row 1, column 1 of the kernel is not a number"),
        ("kernel[1,1]", "", "is not a number"),
        ("stride", "7", "stride 7 is not possible here"),
        ("padding", "", "there is no number in padding; use a whole number from 0 to 2."),
        ("kernel_size", "0", "kernel size 0 is not possible here"),
        ("preset", "nonsense", "kernel 'nonsense' is unknown"),
        ("colour", "red", "there is nothing called 'colour'"),
    ],
)
def test_a_refused_edit_says_why_and_keeps_the_last_good_state(name, value, sentence):
    explorer = FilterExplorer(position=(1, 1))
    before = snapshot(explorer)
    scene = send(explorer, name, value)
    assert scene["message"][0] == "error"
    assert sentence in scene["message"][1]
    assert scene["ack"]["number"] == 1
    assert snapshot(explorer) == before
    assert send(explorer, "stride", "1", number=2)["message"] == ["", ""]


def test_a_kernel_larger_than_the_padded_picture_is_refused_in_the_widget():
    explorer = FilterExplorer(np.eye(4), kernel="identity")
    scene = send(explorer, "kernel_size", "5")
    assert "a kernel of 5 rows does not fit a picture of 4 rows" in scene["message"][1]
    assert explorer.kernel.shape == (3, 3)


def test_another_size_keeps_the_middle_of_the_kernel():
    explorer = FilterExplorer(kernel="crossing")
    send(explorer, "kernel_size", "5")
    np.testing.assert_array_equal(explorer.kernel, np.pad(xo.features()["crossing"], 1))
    send(explorer, "kernel_size", "3")
    np.testing.assert_array_equal(explorer.kernel, xo.features()["crossing"])
    send(explorer, "kernel_size", "1")
    np.testing.assert_array_equal(explorer.kernel, [[1]])


def test_ones_own_picture_stays_in_the_list():
    explorer = FilterExplorer(np.eye(6))
    send(explorer, "image", "O")
    assert explorer.image == "O"
    send(explorer, "image", "own")
    np.testing.assert_array_equal(explorer.picture, np.eye(6))


def test_a_defect_reaches_the_person_as_a_sentence(monkeypatch):
    explorer = FilterExplorer()
    monkeypatch.setattr(FilterExplorer, "edit", lambda *_: 1 / 0)
    scene = send(explorer, "stride", 2)
    assert scene["message"] == ["error", "ZeroDivisionError in FilterExplorer: division by zero"]


def test_one_edit_is_one_message():
    explorer = FilterExplorer()
    sent = []
    explorer.observe(sent.append, names="scene")
    send(explorer, "stride", "2")
    assert len(sent) == 1


# -- where the window is


def test_position_and_cursor_follow_each_other():
    explorer = FilterExplorer()
    explorer.position = (3, 4)
    assert explorer.cursor == ("map", 0, 3, 4)
    explorer.cursor = ("map", 0, 5, 6)
    assert explorer.position == (5, 6)


def test_a_smaller_map_keeps_the_position_inside():
    explorer = FilterExplorer(position=(6, 6))
    explorer.stride = 3
    assert explorer.position == (2, 2)


# -- how it is shown without a browser


def test_a_scene_is_json_beside_its_binary_arrays():
    scene = FilterExplorer(kernel="blur").scene
    plain = scene | {"arrays": {name: a["shape"] for name, a in scene["arrays"].items()}}
    assert json.loads(json.dumps(plain)) == plain


def test_the_output_holds_text_view_and_picture():
    data_, metadata = FilterExplorer()._repr_mimebundle_()
    assert data_["text/plain"].startswith("FilterExplorer(image='X'")
    assert "application/vnd.jupyter.widget-view+json" in data_
    assert data_["image/png"][:4] == b"\x89PNG"
    assert "highest score is 1.00, in row 1, column 1" in metadata["image/png"]["alt"]


def test_the_figure_marks_the_window_and_shows_the_products():
    figure = FilterExplorer(position=(2, 3), padding=1).figure()
    assert stills.titles(figure) == ["Picture", "Kernel", "Window × kernel", "Map"]
    assert stills.frames(figure, "image") == [[(2, 3, 3, 3)]]
    assert stills.frames(figure, "map") == [[(2, 3, 1, 1)]]
    patch = np.pad(xo.picture("X"), 1)[2:5, 3:6]
    (products,) = stills.images(figure, "products")
    np.testing.assert_array_equal(products.get_array(), patch * xo.features()["\\"])


def test_sums_that_are_averages_are_drawn_like_the_picture():
    explorer = FilterExplorer("cat", "blur", scoring="sum")
    assert panel(explorer, "map")["colours"] == "gray"


def test_settings_are_values():
    settings = FilterSettings("X", 0, "\\", 1, 0, "mean")
    settings.changed(stride=2)
    assert settings.stride == 1


# -- a picture of one's own


def png(pixels, **options):
    file = io.BytesIO()
    Image.fromarray(np.asarray(pixels, np.uint8)).save(
        file, options.pop("format", "PNG"), **options
    )
    return file.getvalue()


def test_an_uploaded_picture_is_shown_in_grey():
    explorer = FilterExplorer()
    pixels = np.random.default_rng(0).integers(0, 256, (10, 12))
    scene = send(explorer, "upload", "mine.png", content=png(pixels))
    np.testing.assert_allclose(explorer.picture, pixels / 255, atol=1e-6)
    assert (explorer.image, scene["message"]) == ("own", ["", ""])


def test_a_large_upload_is_scaled_down_and_says_so():
    explorer = FilterExplorer()
    scene = send(
        explorer, "upload", "large.jpg", content=png(np.full((400, 600, 3), 128), format="JPEG")
    )
    assert explorer.picture.shape == (85, 128)
    assert scene["message"][0] == "notice"
    assert "large.jpg has 400×600 pixels; it is scaled down to 85×128" in scene["message"][1]
    assert send(explorer, "stride", "2", number=2)["message"] == ["", ""]


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("notes.txt", b"no picture at all"),
        ("empty.png", b""),
        ("cut.png", png(np.zeros((50, 50)))[:60]),
        ("moving.gif", png(np.zeros((5, 5)), format="GIF")),
    ],
)
def test_what_is_no_picture_is_refused_by_its_name(filename, content):
    explorer = FilterExplorer()
    before = snapshot(explorer)
    scene = send(explorer, "upload", filename, content=content)
    assert scene["message"][0] == "error"
    assert f"{filename} cannot be read as a picture" in scene["message"][1]
    assert snapshot(explorer) == before


def test_a_picture_smaller_than_the_kernel_is_refused():
    scene = send(FilterExplorer(), "upload", "dot.png", content=png(np.zeros((2, 2))))
    assert "a kernel of 3 rows does not fit a picture of 2 rows" in scene["message"][1]


# -- names, and kernels that are changed by hand


def test_rows_and_columns_of_ones_own_picture_have_names():
    explorer = FilterExplorer(np.eye(4), row_names=["a", "b", "", "d"], column_names=range(4))
    assert panel(explorer, "image")["row_names"] == ["a", "b", "", "d"]
    assert panel(explorer, "image")["column_names"] == ["0", "1", "2", "3"]
    send(explorer, "image", "O")
    assert panel(explorer, "image")["row_names"] == []
    send(explorer, "image", "own")
    assert panel(explorer, "image")["row_names"] == ["a", "b", "", "d"]
    explorer.image = np.eye(5)  # another picture: nobody has named its rows
    assert explorer.row_names == ()


def test_the_negative_of_a_kernel_and_the_way_back():
    explorer = FilterExplorer(kernel="crossing")
    scores = explorer.map.copy()
    send(explorer, "negative")
    np.testing.assert_array_equal(explorer.map, -scores)
    assert not np.signbit(explorer.kernel[explorer.kernel == 0]).any()
    send(explorer, "kernel[0,0]", "7")
    send(explorer, "kernel_size", "5")
    send(explorer, "back")
    assert explorer.preset == "crossing"
    assert "has not been changed" in send(explorer, "back")["message"][1]


def test_back_leads_to_the_kernel_that_was_chosen_last():
    explorer = FilterExplorer(kernel=[[1, 2], [3, 4]])
    assert control(explorer, "back")["label"] == "Back to my kernel"
    send(explorer, "negative")
    send(explorer, "back")
    np.testing.assert_array_equal(explorer.kernel, [[1, 2], [3, 4]])
    send(explorer, "preset", "emboss")
    send(explorer, "negative")
    send(explorer, "back")
    assert explorer.preset == "emboss"
    assert control(explorer, "back")["label"] == "Back to preset"


@pytest.mark.parametrize(
    ("name", "picture", "total"),
    [
        ("left sobel", [[1, 1, 0]] * 3, 4), ("right sobel", [[0, 1, 1]] * 3, 4),
        ("top sobel", [[1] * 3, [1] * 3, [0] * 3], 4),
        ("bottom sobel", [[0] * 3, [1] * 3, [1] * 3], 4),
        ("outline", [[0] * 3, [0, 1, 0], [0] * 3], 8), ("emboss", np.ones((3, 3)), 1),
    ],
)  # fmt: skip
def test_presets_of_the_playground_answer_to_their_side(name, picture, total):
    assert FilterExplorer(picture, name, scoring="sum").map.item() == total


def test_a_kernel_over_a_sentence_has_its_numbers_in_sight():
    explorer = FilterExplorer(np.eye(9), np.ones((9, 3)), scoring="sum")
    assert panel(explorer, "kernel")["extent"] / 9 > 20
    assert ["kernel"] in explorer.scene["columns"]
