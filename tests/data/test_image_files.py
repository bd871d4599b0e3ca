"""Your own pictures: image files, folders, NumPy's files, IDX files; each also gone wrong."""

import gzip
import re
import struct
from contextlib import nullcontext

import numpy as np
import PIL
import pytest
from PIL import Image

from cnnkit.data import decode_image, load_idx, load_image, load_images, split


def picture(path, height=4, width=6, colour=(255, 0, 0), mode="RGB", **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, (width, height), colour).save(path, **options)
    return path


def idx(array, code):
    header = struct.pack(f">HBB{array.ndim}I", 0, code, array.ndim, *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


# One picture


def test_picture_has_channels_first_and_values_from_0_to_1(tmp_path):
    image = load_image(picture(tmp_path / "red.png"))
    assert image.dtype == np.float32
    assert image.shape == (3, 4, 6)
    assert image[:, 0, 0].tolist() == [1, 0, 0]


def test_grey_picture_has_one_channel(tmp_path):
    path = picture(tmp_path / "red.png")
    assert load_image(str(path), grey=True).shape == (1, 4, 6)
    assert load_image(picture(tmp_path / "g.png", colour=128, mode="L")).shape == (3, 4, 6)


def test_size_is_height_and_width_and_keeps_the_proportions(tmp_path):
    pixels = np.zeros((10, 30, 3), np.uint8)
    pixels[:, 10:20] = 255  # the middle third is white
    Image.fromarray(pixels).save(tmp_path / "stripe.png")
    assert load_image(tmp_path / "stripe.png", size=(5, 8)).shape == (3, 5, 8)
    assert load_image(tmp_path / "stripe.png", size=10).min() == 1  # the dark sides are cut off


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparent_parts_are_white(tmp_path, mode):
    colour = (0,) * len(mode)
    assert load_image(picture(tmp_path / "glass.png", colour=colour, mode=mode)).min() == 1


@pytest.mark.parametrize(("ink", "told"), [(255, True), (0, False)])
def test_white_strokes_on_nothing_are_told_to_be_lost(tmp_path, ink, told):
    pixels = np.zeros((9, 9, 4), np.uint8)
    pixels[2:7, 4] = (ink, ink, ink, 255)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    with pytest.warns(UserWarning, match="nothing is left") if told else nullcontext():
        assert load_image(tmp_path / "a.png").min() == (1 if told else 0)


def test_sixteen_bits_a_pixel_are_scaled_and_not_cut_off(tmp_path):
    Image.fromarray(np.full((2, 2), 32768, np.uint16)).save(tmp_path / "deep.png")
    assert load_image(tmp_path / "deep.png", grey=True) == pytest.approx(0.5, abs=0.01)


def test_turned_picture_of_a_camera_is_turned_back(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    assert load_image(picture(tmp_path / "photo.jpg", exif=exif)).shape == (3, 6, 4)


def test_missing_picture_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no picture .*none\.png"):
        load_image(tmp_path / "none.png")


def test_damaged_picture_is_named(tmp_path):
    path = picture(tmp_path / "cut.png", height=50, width=50)
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(ValueError, match=r"cut\.png cannot be read as a picture"):
        load_image(path)
    path.write_text("no picture")
    with pytest.raises(ValueError, match=r"cut\.png cannot be read as a picture"):
        load_image(path)


def test_picture_of_real_numbers_is_refused(tmp_path):
    Image.fromarray(np.zeros((2, 2), np.float32)).save(tmp_path / "real.tif")
    with pytest.raises(ValueError, match=r"it holds real numbers\); read its numbers: x = np"):
        load_image(tmp_path / "real.tif")


@pytest.mark.parametrize(
    ("size", "error"), [(0, ValueError), ((4, -1), ValueError), (2.5, TypeError), ("8", TypeError)]
)
def test_impossible_size_is_refused(tmp_path, size, error):
    with pytest.raises(error, match="size"):
        load_image(picture(tmp_path / "red.png"), size=size)


@pytest.mark.parametrize(
    ("options", "error", "reason"),
    [
        ({"grey": "no"}, TypeError, "grey 'no' is a str; use True or False"),
        ({"size": 10**9}, MemoryError, "a picture of shape .* is too large; use smaller sizes"),
        ({"size": (4, 6), "largest": 0}, ValueError, "largest 0 is too small"),
        ({"largest": "x"}, TypeError, "largest 'x' is a str"),
        ({"size": [1, 2, 3]}, ValueError, "3 entries"),
        ({"formats": ("JPEG",)}, ValueError, "not a picture of type JPEG"),
        ({"formats": "PNG"}, ValueError, "cannot be read as a picture"),
        ({"formats": ("NOPE",)}, ValueError, "cannot be read as a picture"),
    ],
)
def test_impossible_options_are_refused(tmp_path, options, error, reason):
    with pytest.raises(error, match=reason):
        decode_image(picture(tmp_path / "red.png"), "the upload", **options)


@pytest.mark.parametrize("mode", ["1", "P", "CMYK", "YCbCr", "LAB", "I", "I;16", "PA"])
def test_every_mode_of_pillow_becomes_red_green_and_blue(tmp_path, mode):
    Image.new(mode, (6, 4)).save(tmp_path / "a.tif")
    image = load_image(tmp_path / "a.tif")
    assert image.shape == (3, 4, 6)
    assert 0 <= image.min() <= image.max() <= 1


def test_real_numbers_as_pixels_are_sent_to_npy(tmp_path):
    Image.new("F", (6, 4)).save(tmp_path / "a.tif")
    with pytest.raises(ValueError, match=r"real numbers\); read its numbers: x = np"):
        load_image(tmp_path / "a.tif")


def test_closed_and_absent_files_are_named(tmp_path):
    file = picture(tmp_path / "red.png").open("rb")
    file.close()
    for gone in (file, None, b"no path"):
        with pytest.raises(ValueError, match="the upload cannot be read as a picture"):
            decode_image(gone, "the upload")


# A folder


def test_folders_are_classes_in_alphabetical_order(tmp_path):
    picture(tmp_path / "dogs" / "b.png", colour=(0, 0, 255))
    picture(tmp_path / "dogs" / "a.JPG", colour=(0, 0, 255))
    picture(tmp_path / "cats" / "c.png")
    (tmp_path / "cats" / "notes.txt").write_text("not a picture")
    (tmp_path / ".hidden").mkdir()
    images, targets, classes = load_images(tmp_path)
    assert images.shape == (3, 3, 4, 6)
    assert targets.tolist() == [0, 1, 1]
    assert targets.dtype == np.int64
    assert classes == ("cats", "dogs")
    assert images[0, 0].min() == 1


def test_folder_of_loose_pictures_is_one_class(tmp_path):
    picture(tmp_path / "mine" / "a.png")
    pictures = load_images(tmp_path / "mine", grey=True, size=3)
    assert pictures.images.shape == (1, 1, 3, 3)
    assert pictures.classes == ("mine",)


def test_pictures_of_different_sizes_need_a_size(tmp_path):
    picture(tmp_path / "a.png")
    picture(tmp_path / "b.png", height=5)
    with pytest.raises(ValueError, match=r"b\.png has 5×6 pixels, the first picture 4×6; .*size="):
        load_images(tmp_path)
    assert load_images(tmp_path, size=(4, 6)).images.shape == (2, 3, 4, 6)


def test_mixed_folder_is_refused(tmp_path):
    picture(tmp_path / "a.png")
    picture(tmp_path / "cats" / "b.png")
    with pytest.raises(ValueError, match=r"holds both pictures \(a.png\) and folders \(cats\)"):
        load_images(tmp_path)


def test_folder_without_pictures_is_named(tmp_path):
    with pytest.raises(ValueError, match="there is no picture in "):
        load_images(tmp_path)
    picture(tmp_path / "cats" / "a.png")
    (tmp_path / "dogs").mkdir()
    with pytest.raises(ValueError, match=r"there is no picture in .*dogs; files that end in"):
        load_images(tmp_path)


def test_folder_takes_no_targets(tmp_path):
    picture(tmp_path / "a.png")
    with pytest.raises(ValueError, match="a folder names its classes itself"):
        load_images(tmp_path, [0])


# NumPy's files

ARRAY = np.random.default_rng(0).integers(0, 256, (4, 5, 6), dtype=np.uint8)


def test_npz_holds_images_and_targets(tmp_path):
    np.savez(tmp_path / "mine.npz", images=ARRAY, targets=[0, 2, 1, 0])
    images, targets, classes = load_images(tmp_path / "mine.npz")
    assert images.dtype == np.float32
    assert np.array_equal(images, ARRAY[:, np.newaxis].astype(np.float32) / np.float32(255))
    assert targets.tolist() == [0, 2, 1, 0]
    assert classes == ("0", "1", "2")
    np.savez(tmp_path / "short.npz", x=ARRAY, y=[0, 2, 1, 0])
    assert np.array_equal(load_images(tmp_path / "short.npz").images, images)


@pytest.mark.parametrize(
    ("shape", "result"),
    [
        ((2, 5, 6), (2, 1, 5, 6)),
        ((2, 3, 5, 6), (2, 3, 5, 6)),
        ((2, 5, 6, 3), (2, 3, 5, 6)),
        ((2, 5, 6, 1), (2, 1, 5, 6)),
        ((2, 3, 5, 3), (2, 3, 5, 3)),
        ((2, 7, 5, 6), (2, 7, 5, 6)),
    ],
)
def test_npy_comes_with_its_axes_in_any_usual_order(tmp_path, shape, result):
    numbers = np.arange(np.prod(shape), dtype=np.float64).reshape(shape) / 512
    np.save(tmp_path / "a.npy", numbers)
    images, targets, _ = load_images(tmp_path / "a.npy")
    assert images.shape == result
    assert images.dtype == np.float32
    assert targets.tolist() == [0, 0]
    if shape[-1] in (1, 3) and result[1:] != shape[1:]:
        assert images[0, -1, 0, 1] == (2 * shape[-1] - 1) / 512


def test_real_numbers_stay_as_they_are(tmp_path):
    np.save(tmp_path / "a.npy", np.full((1, 2, 2), -3.5))
    np.save(tmp_path / "b.npy", np.ones((1, 2, 2), bool))
    assert load_images(tmp_path / "a.npy").images.max() == -3.5
    assert load_images(tmp_path / "b.npy").images.max() == 1


def test_npy_takes_targets_from_an_array_or_a_file(tmp_path):
    np.save(tmp_path / "a.npy", ARRAY)
    np.save(tmp_path / "y.npy", np.array([1, 0, 1, 1], np.uint8))
    for targets in ([1, 0, 1, 1], tmp_path / "y.npy", str(tmp_path / "y.npy")):
        loaded = load_images(tmp_path / "a.npy", targets)
        assert loaded.targets.tolist() == [1, 0, 1, 1]
        assert loaded.targets.dtype == np.int64


@pytest.mark.parametrize(
    ("targets", "error", "reason"),
    [
        ([0, 1], ValueError, "targets have shape \\(2,\\), but 4 rows"),
        (np.eye(4), ValueError, "from one-hot rows, use targets.argmax"),
        ([0.0, 1, 1, 0], TypeError, "targets hold float64 values"),
        ([0, 1, -1, 0], ValueError, "targets\\[2\\] is -1, .*; if -1 stands for no class"),
        ([0, 1, 10**12, 0], ValueError, "targets\\[2\\] is 1000000000000, .* 0 to 65535"),
        ([[0], [1, 2]], ValueError, "targets: the rows have different lengths"),
        ([0, None, 1, 0], TypeError, "targets hold object values"),
        (np.ma.array([0, 1, 1, 0]), TypeError, "fill it first"),
        ((i for i in range(4)), ValueError, "targets have shape \\(\\)"),
    ],
)
def test_wrong_targets_are_refused(tmp_path, targets, error, reason):
    np.save(tmp_path / "a.npy", ARRAY)
    with pytest.raises(error, match=reason):
        load_images(tmp_path / "a.npy", targets)


@pytest.mark.parametrize(
    ("array", "error", "reason"),
    [
        (np.zeros((5, 6)), ValueError, "holds an array of shape \\(5, 6\\)"),
        (np.zeros((0, 5, 6)), ValueError, "holds an array of shape \\(0, 5, 6\\)"),
        (np.zeros((2, 5, 6), int), TypeError, "holds int64 values; store uint8 values"),
        (np.zeros((2, 5, 6), complex), TypeError, "holds complex128 values"),
        (np.full((2, 5, 6), np.nan), ValueError, "a.npy holds nan at index \\(0, 0, 0, 0\\)"),
        (np.array([None, 1]), ValueError, "cannot be read as a NumPy file"),
        (np.full((2, 5, 6), 1e300), ValueError, "a.npy holds inf at index \\(0, 0, 0, 0\\)"),
        (np.float32(3), ValueError, "holds an array of shape \\(\\)"),
        (np.array(["a"]), ValueError, "holds an array of shape \\(1,\\)"),
    ],
)
def test_wrong_arrays_are_refused(tmp_path, array, error, reason):
    np.save(tmp_path / "a.npy", array, allow_pickle=True)
    with pytest.raises(error, match=reason):
        load_images(tmp_path / "a.npy")


@pytest.mark.parametrize("name", ["a.npy", "a.npz"])
@pytest.mark.parametrize("content", [b"", b"no array", b"PK\x03\x04 and no more"])
def test_damaged_numpy_file_is_named(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=rf"{name} cannot be read as a NumPy file"):
        load_images(tmp_path / name)


def test_npy_under_the_name_of_npz_is_read_all_the_same(tmp_path):
    np.save(tmp_path / "a.npy", ARRAY)
    (tmp_path / "a.npy").rename(tmp_path / "a.npz")
    assert load_images(tmp_path / "a.npz").images.shape == (len(ARRAY), 1, *ARRAY.shape[1:])


def test_npz_without_the_right_names_tells_the_ones_it_has(tmp_path):
    np.savez(tmp_path / "a.npz", pictures=ARRAY)
    with pytest.raises(ValueError, match=r"a\.npz holds pictures; name the arrays images and"):
        load_images(tmp_path / "a.npz")


def test_npz_takes_no_further_targets_and_gives_none(tmp_path):
    np.savez(tmp_path / "a.npz", images=ARRAY, targets=[0, 1, 0, 1])
    np.save(tmp_path / "a.npy", ARRAY)
    with pytest.raises(ValueError, match="holds the targets too"):
        load_images(tmp_path / "a.npz", [0, 1, 0, 1])
    with pytest.raises(ValueError, match=r"not from a \.npz file"):
        load_images(tmp_path / "a.npy", tmp_path / "a.npz")


@pytest.mark.parametrize("options", [{"size": 3}, {"grey": True}])
def test_arrays_take_no_options_of_folders(tmp_path, options):
    np.save(tmp_path / "a.npy", ARRAY)
    with pytest.raises(ValueError, match="size and grey are for a folder of pictures"):
        load_images(tmp_path / "a.npy", **options)


def test_missing_source_is_named(tmp_path):
    for name in ("a.npy", "a.npz", "a.idx", "folder"):
        with pytest.raises(FileNotFoundError, match=f"there is no file or folder .*{name}"):
            load_images(tmp_path / name)


# IDX files


@pytest.mark.parametrize(
    ("code", "dtype"), [(8, "u1"), (9, "i1"), (11, "i2"), (12, "i4"), (13, "f4"), (14, "f8")]
)
@pytest.mark.parametrize("packed", [False, True])
def test_idx_gives_back_the_numbers_in_this_machines_order(tmp_path, code, dtype, packed):
    array = np.arange(24).reshape(2, 3, 4).astype(dtype)
    content = idx(array, code)
    (tmp_path / "a").write_bytes(gzip.compress(content) if packed else content)
    loaded = load_idx(tmp_path / "a")
    assert loaded.dtype == np.dtype(dtype)
    assert np.array_equal(loaded, array)
    assert loaded.flags.writeable


def test_images_and_targets_come_from_two_idx_files(tmp_path):
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(ARRAY, 8)))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(np.array([3, 0, 1, 2], np.uint8), 8))
    images, targets, _ = load_images(
        tmp_path / "train-images-idx3-ubyte.gz", tmp_path / "train-labels-idx1-ubyte"
    )
    assert images.shape == (4, 1, 5, 6)
    assert images.max() <= 1
    assert targets.tolist() == [3, 0, 1, 2]


GOOD = idx(ARRAY, 8)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not an IDX file"),
        (b"\0\0", "not an IDX file"),
        (b"text, and more of it", "not an IDX file"),
        (b"\0\0\x07\x01" + bytes(8), "not an IDX file"),
        (GOOD[:9], "not an IDX file"),
        (b"\0\0\x08\xff" + bytes([0, 0, 0, 1] * 255) + b"x", "not an IDX file"),
        (b"\0\0\x08\x03" + b"\xff" * 12, "announces shape \\(4294967295, 4294967295"),
        (GOOD[:-1], r"announces shape \(4, 5, 6\), which takes 136 bytes, but there are 135"),
        (GOOD + b"!", "but there are 137"),
        (b"\0\0\x08\x03" + b"\xff" * 12, "is damaged: its header announces shape"),
        (gzip.compress(GOOD)[:-9], "is damaged"),
        (gzip.compress(GOOD)[:20] + b"!!!!" + gzip.compress(GOOD)[24:], "is damaged"),
    ],
)
def test_damaged_idx_file_is_named(tmp_path, content, reason):
    (tmp_path / "bad-idx").write_bytes(content)
    with pytest.raises(ValueError, match=f"bad-idx .*{reason}"):
        load_idx(tmp_path / "bad-idx")


# Parting them

IMAGES = np.arange(40, dtype=np.float32).reshape(40, 1, 1, 1)
TARGETS = np.repeat([0, 1, 2], [20, 15, 5])


def test_split_takes_its_share_of_every_class_and_loses_none():
    parts = split(IMAGES, TARGETS, test=0.2, rng=np.random.default_rng(0))
    assert np.bincount(parts.test_targets).tolist() == [4, 3, 1]
    everything = np.concatenate([parts.train_images, parts.test_images]).ravel()
    assert sorted(everything.tolist()) == list(range(40))
    for images, targets in (parts[:2], parts[2:]):
        assert np.array_equal(targets, TARGETS[images.ravel().astype(int)])
        assert targets.dtype == np.int64
        assert images.dtype == np.float32


def test_split_is_repeatable_and_mixes_the_classes():
    first, second, other = (
        split(IMAGES, TARGETS, rng=np.random.default_rng(seed)) for seed in (0, 0, 1)
    )
    assert np.array_equal(first.train_images, second.train_images)
    assert not np.array_equal(first.train_images, other.train_images)
    assert sorted(first.train_targets.tolist()) != first.train_targets.tolist()


def test_split_puts_every_class_on_both_sides():
    for test in (0.001, 0.999):
        parts = split(IMAGES, TARGETS, test=test, rng=np.random.default_rng(0))
        assert set(parts.test_targets) == set(parts.train_targets) == {0, 1, 2}


@pytest.mark.parametrize(
    ("images", "targets", "options", "error", "reason"),
    [
        (IMAGES[:, 0], TARGETS, {}, ValueError, "give images of shape"),
        (IMAGES[1:], TARGETS, {}, ValueError, "there are 40 targets"),
        (IMAGES, np.eye(40), {}, ValueError, "one whole number per picture"),
        (IMAGES, TARGETS.astype(float), {}, ValueError, r"use targets.astype\(np.int64\)"),
        (IMAGES, [0] * 39 + [1], {}, ValueError, "class 1 has a single picture"),
        (IMAGES, TARGETS, {"test": 0}, ValueError, "test"),
        (IMAGES, TARGETS, {"test": 1.0}, ValueError, "test"),
        (IMAGES, TARGETS, {"test": "a"}, TypeError, "test"),
        (IMAGES, TARGETS, {"rng": 0}, TypeError, "use numpy.random.default_rng"),
    ],
)
def test_split_refuses_what_cannot_be_parted(images, targets, options, error, reason):
    with pytest.raises(error, match=reason):
        split(images, targets, **({"rng": np.random.default_rng(0)} | options))


def test_hidden_files_are_no_pictures(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        Image.new("RGB", (4, 4)).save(tmp_path / name / "1.png")
    (tmp_path / "a" / "._1.png").write_bytes(b"left behind by another system")
    (tmp_path / "b" / ".ipynb_checkpoints").mkdir()
    assert load_images(tmp_path).targets.tolist() == [0, 1]


def test_capital_suffixes_are_known_too(tmp_path):
    np.savez(tmp_path / "set.npz", images=np.zeros((2, 4, 4), np.uint8), targets=[0, 1])
    (tmp_path / "set.npz").rename(tmp_path / "SET.NPZ")
    assert load_images(tmp_path / "SET.NPZ").targets.tolist() == [0, 1]


def test_arrays_below_0_are_told_how_they_are_scaled(tmp_path):
    np.save(tmp_path / "a.npy", np.linspace(-80, 0, 32, dtype=np.float32).reshape(2, 4, 4))
    with pytest.warns(UserWarning, match="holds real numbers from -80 to 0") as told:
        images = load_images(tmp_path / "a.npy").images
    found = eval(re.search(r"around 0: (.*)", str(told[0].message))[1], {"images": images})
    assert abs(found.mean()) < 1e-5 and abs(found.std() - 1) < 1e-5


def test_the_numbers_of_a_scanner_are_read_as_told(tmp_path):
    Image.fromarray(np.array([[-1000, 0], [500, 3000]], np.int32)).save(tmp_path / "ct.tif")
    with pytest.raises(ValueError, match="it holds numbers below 0") as told:
        load_image(tmp_path / "ct.tif")
    line, scaled = re.search(r"numbers: x = (.*), and scale them: (.*)", str(told.value)).groups()
    names = {"np": np, "PIL": PIL}
    names["x"] = eval(line, names)
    assert eval(scaled, names).tolist() == [[0, 0.25], [0.375, 1]]
