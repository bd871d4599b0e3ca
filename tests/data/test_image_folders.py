"""A folder of pictures as people have it: all formats, odd files, and more than memory holds."""

import contextlib
import io
import pathlib
import tracemalloc

import numpy as np
import pytest
from PIL import Image, features

from cnnkit.checks import memory_limits
from cnnkit.data import image_files, image_folders, load_image, load_images, load_mnist

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
PAGE = b"<!DOCTYPE html>\n<html><head><title>404</title>"


def picture(path, shape=(4, 6), **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", shape[::-1], "red").save(path, **options)
    return path


def written(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# Which files count


def test_every_format_that_pillow_writes_and_reads_here_is_loaded(tmp_path):
    Image.init()
    count = 0
    for suffix, kind in sorted(Image.registered_extensions().items()):
        if kind not in Image.SAVE or kind not in Image.OPEN or kind in ("EPS", "PALM"):
            continue
        path = tmp_path / "a" / f"picture{count}{suffix}"
        try:
            picture(path, (16, 16))
        except Exception:  # a format without colours, or one that is not built in
            path.unlink(missing_ok=True)
            continue
        count += 1
    assert count > 25
    assert {".jfif", ".jpe", ".webp", ".jp2"} <= {
        path.suffix for path in (tmp_path / "a").iterdir()
    }
    assert len(load_images(tmp_path, size=16).images) == count


def test_a_picture_is_known_by_its_content_whatever_its_name(tmp_path):
    picture(tmp_path / "a" / "1.png").rename(tmp_path / "a" / "photo")
    picture(tmp_path / "a" / "2.png").rename(tmp_path / "a" / "IMG.heic.jpg.download")
    assert load_images(tmp_path).images.shape == (2, 3, 4, 6)


def test_what_is_left_out_is_named_once_with_count_and_reason(tmp_path):
    for name in ("a", "b"):
        picture(tmp_path / name / "1.jpg")
    for number in range(3):
        written(tmp_path / "b" / f"{number}.HEIC", HEIC)
    written(tmp_path / "a" / "page.jpg", PAGE)
    written(tmp_path / "a" / "lfs.png", LFS)
    written(tmp_path / "a" / "none.png", b"")
    written(tmp_path / "a" / "raw.cr2", b"II*\0" + bytes(range(200)))
    with pytest.warns(UserWarning, match=r"7 files are left out of .*; see a.") as told:
        targets = load_images(tmp_path).targets
    assert len(told) == 1
    assert told[0].filename == __file__
    sentence = str(told[0].message)
    for part in (
        "3 .heic (a HEIC photograph, which Pillow cannot read",
        "1 .jpg (a web page (HTML)",
        "1 .png (a pointer of Git LFS",
        "1 .png (empty (0 bytes)",
        "1 .cr2 (a camera's raw file: export it as JPEG)",
    ):
        assert part in sentence
    assert targets.tolist() == [0, 1]


def test_what_systems_leave_behind_and_texts_are_passed_over_in_silence(tmp_path):
    for name in ("a", "b"):
        picture(tmp_path / name / "1.png")
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "._1.png", "notes.txt", "labels.csv"):
        written(tmp_path / "a" / name, b"left behind")
        written(tmp_path / name, b"left behind")
    written(tmp_path / "LICENSE", b"All rights reserved\nto nobody\n")
    for name in ("__MACOSX", ".ipynb_checkpoints", ".git", "@eaDir", "$RECYCLE.BIN"):
        picture(tmp_path / name / "1.png")
        picture(tmp_path / "b" / name / "1.png")
    assert load_images(tmp_path).classes == ("a", "b")
    assert load_images(tmp_path).targets.tolist() == [0, 1]


def test_a_class_of_unreadable_files_only_is_refused_with_the_reason(tmp_path):
    picture(tmp_path / "a" / "1.jpg")
    written(tmp_path / "b" / "1.heic", HEIC)
    with pytest.raises(ValueError, match=r"no picture in .*b; .*1\.heic does not: a HEIC photo"):
        load_images(tmp_path)


# Classes and their order


def test_classes_and_files_come_in_natural_order(tmp_path):
    names = ["1", "2", "10", "Äpfel", "Birnen", "class 2", "class 10", "zoo"]
    for name in reversed(names):
        picture(tmp_path / name / "1.png")
    assert load_images(tmp_path).classes == tuple(names)
    loose = tmp_path / "zoo"
    for number, level in ((2, 20), (10, 100), (1, 10)):
        Image.new("L", (6, 4), level).save(loose / f"{number}.png")
    levels = load_images(loose, grey=True).images[:, 0, 0, 0]
    assert np.array_equal(np.rint(levels * 255), [10, 20, 100])


def test_a_test_folder_takes_the_classes_of_its_training_folder(tmp_path):
    for name in ("cat", "dog", "owl"):
        picture(tmp_path / "train" / name / "1.png")
    for name in ("owl", "dog"):
        picture(tmp_path / "test" / name / "1.png")
    train = load_images(tmp_path / "train")
    for classes in (train.classes, list(train.classes), train):
        test = load_images(tmp_path / "test", classes=classes)
        assert test.classes == ("cat", "dog", "owl")
        assert test.targets.tolist() == [1, 2]
    picture(tmp_path / "test" / "bird" / "1.png")
    with pytest.raises(ValueError, match=r"holds 'bird', which is none of the classes \('cat, dog"):
        load_images(tmp_path / "test", classes=train.classes)


def test_a_name_with_an_accent_is_one_class_however_the_system_spells_it(tmp_path):
    picture(tmp_path / "train" / "A\u0308pfel" / "1.png")
    picture(tmp_path / "test" / "\u00c4pfel" / "1.png")
    train = load_images(tmp_path / "train")
    assert load_images(tmp_path / "test", classes=train.classes).targets.tolist() == [0]


@pytest.mark.parametrize("classes", ["cat", 3, [], ["a", "a"], [1, 2]])
def test_what_names_no_classes_is_refused(tmp_path, classes):
    picture(tmp_path / "a" / "1.png")
    with pytest.raises(TypeError, match=r"classes is .*; give different names"):
        load_images(tmp_path, classes=classes)


def followed(told):
    """Do what a sentence says after its last colon, and return the pictures."""
    found = None
    for line in str(told.value).split(": ")[-1].split(", then "):
        found = eval(line.removeprefix("train = "), {"load_images": load_images, "train": found})
    return found


@pytest.mark.parametrize(
    ("parts", "part"),
    [
        (("train", "test"), "test"),
        (("seg_train/seg_train", "seg_test/seg_test"), "seg_test"),
        (("training_set", "val"), "val"),
        (("train",), "train"),
    ],
)
@pytest.mark.parametrize("asked", [None, "train"])
def test_training_and_test_folders_are_answered_with_both_lines(tmp_path, parts, part, asked):
    for above in parts:
        for name in ("a", "b") if above == parts[0] else ("b",):
            picture(tmp_path / above / name / "1.png")
    with pytest.raises(ValueError, match="no class; give the folder above its classes: ") as told:
        load_images(tmp_path, part=asked)
    found = followed(told)
    assert found.classes == ("a", "b")
    assert found.targets.tolist() == ([0, 1] if len(parts) == 1 else [1])
    assert part in str(told.value).split("load_images(")[-1]


def test_training_and_test_folders_of_loose_pictures_are_no_classes(tmp_path):
    for part in ("train", "test"):
        picture(tmp_path / part / "1.png")
    with pytest.raises(ValueError, match="holds train and test, which is a part"):
        load_images(tmp_path)


@pytest.mark.parametrize("classes", [("n01", "n02"), ("n01",)])
def test_a_lone_folder_inside_a_class_belongs_to_it(tmp_path, classes):
    for name in classes:
        picture(tmp_path / name / "images" / "1.png")
        written(tmp_path / name / f"{name}_boxes.txt", b"0 0 1 1")
    assert load_images(tmp_path).classes == classes


@pytest.mark.parametrize("above", ["a", "a/a", "train/train", "a/train/c"])
@pytest.mark.parametrize("classes", [("cat", "dog"), ("cat",), ("n01/images", "n02/images")])
def test_folders_that_only_wrap_others_are_answered_with_the_deepest(tmp_path, above, classes):
    for name in classes:
        picture(tmp_path / above / name / "1.png")
    with pytest.raises(ValueError, match="above its classes: load_images") as told:
        load_images(tmp_path)
    assert followed(told).classes == tuple(name.split("/")[0] for name in classes)


def test_loose_pictures_named_after_their_classes_are_told_with_a_line_that_works(tmp_path):
    for name in ("cat.0", "cat.1", "dog.0", "dog.1"):
        picture(tmp_path / f"{name}.jpg")
    with pytest.warns(UserWarning, match="begin with 'cat, dog', and all are of one") as told:
        assert load_images(tmp_path).targets.tolist() == [0, 0, 0, 0]
    lines = str(told[0].message).split("or write ")[1].split(" and load_images")
    names = {"pathlib": pathlib, "np": np, "load_images": load_images}
    exec(lines[0], names)
    assert eval("load_images" + lines[1], names).targets.tolist() == [0, 0, 1, 1]


def test_names_that_a_camera_gives_are_no_classes(tmp_path):
    for name in ("IMG_1", "IMG_2", "DSC_7", "a.b"):
        picture(tmp_path / f"{name}.jpg")
    assert len(load_images(tmp_path).images) == 4


def test_a_link_to_nowhere_is_left_out_and_named(tmp_path):
    picture(tmp_path / "a" / "1.png")
    (tmp_path / "a" / "2.png").symlink_to(tmp_path / "away.png")
    with pytest.warns(UserWarning, match=r"1 \.png \(a link to nowhere\); see a.2\.png"):
        assert len(load_images(tmp_path).images) == 1
    with pytest.raises(FileNotFoundError, match=r"it is a link to .*away\.png, which is not there"):
        load_image(tmp_path / "a" / "2.png")


def test_a_class_without_files_has_a_way_out_that_works(tmp_path):
    picture(tmp_path / "a" / "1.png")
    (tmp_path / "b").mkdir()
    with pytest.raises(ValueError, match=r"no picture in .*b; .*; remove it, or keep it") as told:
        load_images(tmp_path)
    names = eval(str(told.value).split("classes=")[1])
    assert load_images(tmp_path, classes=names).classes == ("a", "b")


def test_mnists_own_files_in_a_folder_are_answered_with_load_mnist(tmp_path):
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        written(tmp_path / f"{name}-ubyte", b"\0\0\x08\x03" + bytes(300))
    with pytest.raises(ValueError, match=r"read by load_mnist\(folder\)"):
        load_images(tmp_path)


@pytest.mark.parametrize(
    ("name", "load"),
    [
        ("train-{}-ubyte", load_images),
        ("train-{}-ubyte", load_mnist),
        ("emnist-letters-train-{}-ubyte", load_images),
    ],
)
def test_one_pair_of_idx_files_is_answered_with_its_names(tmp_path, name, load):
    written(
        tmp_path / name.format("images-idx3"),
        b"\0\0\x08\x03" + bytes([0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2]) + bytes([255] * 8),
    )
    written(tmp_path / name.format("labels-idx1"), b"\0\0\x08\x01\0\0\0\2\0\1")
    with pytest.raises((ValueError, FileNotFoundError), match=r"load_images\('") as told:
        load(tmp_path)
    line = "load_images" + str(told.value).split("load_images")[1].split(" for ")[0]
    assert eval(line).targets.tolist() == [0, 1]


# Pictures in memory


def test_open_pictures_and_their_contents_are_loaded(tmp_path):
    path = picture(tmp_path / "a.png")
    content = path.read_bytes()
    expected = load_image(path)
    with path.open("rb") as file, Image.open(path) as opened:
        late = io.BytesIO(content)
        late.seek(0, 2)
        sources = [opened, content, bytearray(content), memoryview(content), late, file]
        for source in sources:
            assert np.array_equal(load_image(source), expected)
            assert load_images(source).images.shape == (1, 3, 4, 6)
        images, targets, classes = load_images([path, *sources], [0, 1, 1, 0, 0, 1, 0])
    assert len(images) == 7
    assert np.array_equal(images[-1], expected)
    assert (targets.tolist(), classes) == ([0, 1, 1, 0, 0, 1, 0], ("0", "1"))
    assert len(load_images({"a.png": content, "b.png": content}).images) == 2  # Colab's upload
    assert len(load_images(({"name": "a.png", "content": memoryview(content)},)).images) == 1
    assert load_images(path, size=2).images.shape == (1, 3, 2, 2)


def test_what_is_no_picture_in_a_list_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"picture 1 cannot be read .*it is a web page"):
        load_images([Image.new("L", (4, 4)), PAGE], size=4)
    with pytest.raises(FileNotFoundError, match=r"no picture .*none\.png"):
        load_images([tmp_path / "none.png"])
    with pytest.raises(ValueError, match="empty list"):
        load_images([])
    with pytest.raises(TypeError, match="is an array of shape"):
        load_image(np.zeros((4, 4)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", r"empty \(0 bytes\)\); download or copy it again"),
        (bytes(600), "nothing but zero bytes"),
        (PAGE, r"a web page \(HTML\)\); open its address in a browser"),
        (LFS, "pointer of Git LFS.*git lfs pull"),
        (HEIC, "a HEIC photograph, which Pillow cannot read.*save it as JPEG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "a drawing of lines"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\0\0\0\x20ftypisom" + bytes(50), "a film"),
        (b"\x93NUMPY\x01\0", "give it to load_images"),
    ],
)
def test_what_is_no_picture_is_named_as_what_it_is(tmp_path, content, said):
    with pytest.raises(ValueError, match=f"cannot be read as a picture .*{said}"):
        load_image(written(tmp_path / "a.jpg", content))


# Memory


def test_folder_is_loaded_one_by_one_into_one_array(tmp_path):
    for number in range(12):
        picture(tmp_path / f"{number}.png", (600, 800))
    tracemalloc.start()
    images = load_images(tmp_path).images
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.1 * images.nbytes


def test_sizes_are_looked_at_before_anything_is_loaded(tmp_path, monkeypatch):
    for number in range(40):
        picture(tmp_path / f"{number}.png", (300, 400))
    monkeypatch.setattr(image_folders, "decode_image", None)
    for module in (image_folders, image_files):
        monkeypatch.setattr(module, "free_memory", lambda: 80_000_000)
    with pytest.raises(MemoryError) as told:
        load_images(tmp_path)
    sentence = str(told.value)
    assert sentence.startswith("40 pictures of 300×400 pixels need 57.6 MB, and 80.0 MB are free")
    monkeypatch.undo()
    size = eval(sentence.split("size=")[1])
    assert load_images(tmp_path, size=size).images.nbytes <= 10_000_000


def test_memory_that_is_not_there_is_told_also_when_the_system_promised_it(tmp_path, monkeypatch):
    def full(*arguments):
        raise MemoryError

    picture(tmp_path / "a.png")
    monkeypatch.setattr(np, "empty", full)
    with pytest.raises(MemoryError, match="load them smaller: size="):
        load_images(tmp_path)
    with pytest.raises(MemoryError, match=r"a\.png is too large for the memory .*give size="):
        load_image(tmp_path / "a.png")


def test_different_sizes_are_told_before_anything_is_loaded(tmp_path, monkeypatch):
    picture(tmp_path / "a.png")
    picture(tmp_path / "b.png", (5, 6))
    monkeypatch.setattr(image_folders, "decode_image", None)
    with pytest.raises(ValueError, match=r"b\.png has 5×6 pixels, the first picture 4×6"):
        load_images(tmp_path)


def test_a_turned_photograph_has_its_size_after_turning(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    picture(tmp_path / "a.jpg", (4, 6), exif=exif)
    picture(tmp_path / "b.jpg", (6, 4))
    assert load_images(tmp_path).images.shape == (2, 3, 6, 4)


def test_a_picture_that_was_made_to_fill_the_memory_is_refused_from_its_header(
    tmp_path, monkeypatch
):
    Image.new("1", (9400, 9400)).save(tmp_path / "bomb.png")
    monkeypatch.setattr(image_files, "_eight_bits", None)  # nothing is decoded
    content = (tmp_path / "bomb.png").read_bytes()
    for source in (tmp_path / "bomb.png", content):
        for load in (load_image, load_images):
            with pytest.raises(ValueError, match=r"announce 88 million pixels.*save it smaller"):
                load(source, size=8)


def test_a_picture_beyond_the_free_memory_is_refused_from_its_header(tmp_path, monkeypatch):
    picture(tmp_path / "a.png", (100, 100))
    monkeypatch.setattr(image_files, "free_memory", lambda: 50_000)
    with pytest.raises(MemoryError, match=r"100×100 pixels needs 120\.0 KB, and 50\.0 KB are free"):
        load_image(tmp_path / "a.png")
    assert load_image(tmp_path / "a.png", size=8).shape == (3, 8, 8)


def test_free_memory_obeys_the_limit_of_the_process():
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (2**40, before[1]))
        assert memory_limits._of_the_process() < 2**40
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert 0 < memory_limits.free_memory() < 2**50


def test_a_panorama_that_would_become_a_line_is_told(tmp_path):
    path = picture(tmp_path / "a.png", (20, 4000))
    told = r"20×4000 pixels are too long and thin.*; cut out a part of it$"
    with pytest.raises(ValueError, match=told):
        image_files.decode_image(path, "the upload", largest=256)
    pixels, original = image_files.decode_image(path, "the upload", largest=4000)
    assert pixels.shape[1:] == original == (20, 4000)


def test_sixteen_bits_that_hold_twelve_or_eight_are_scaled_by_what_they_hold(tmp_path):
    path = tmp_path / "deep.png"
    for largest in (255, 4095, 65535):
        Image.fromarray(np.array([[0, largest]], np.uint16)).save(path)
        for load in (load_image, lambda path, grey: load_images([path], grey=grey).images[0]):
            told = pytest.warns(UserWarning, match=f"16 bits a pixel, but none above {largest}")
            with told if largest < 65535 else contextlib.nullcontext():
                assert load(path, grey=True).tolist() == [[[0, 1]]]


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")
def test_avif_is_a_picture_and_no_film(tmp_path):
    assert load_image(picture(tmp_path / "a.avif", (16, 16))).shape == (3, 16, 16)


def test_a_mask_of_0_and_1_is_told_once(tmp_path):
    for number in range(3):
        Image.fromarray(np.array([[0, 1]], np.uint8)).save(tmp_path / f"{number}.png")
    for load in (lambda: load_image(tmp_path / "0.png"), lambda: load_images(tmp_path).images):
        with pytest.warns(UserWarning, match="pixels from 0 to 1 only.*images / images") as told:
            images = load()
        assert len(told) == 1
        assert told[0].filename == __file__
        assert (images / images.max()).max() == 1


# Pixels that are not from 0 to 255


def levels(path, top, kind=np.uint8):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.linspace(0, top, 24).round().astype(kind).reshape(4, 6)).save(path)
    return path


@pytest.mark.parametrize("top", [1, 9, 16])
def test_a_picture_whose_pixels_are_few_levels_is_told(tmp_path, top):
    with pytest.warns(UserWarning, match=f"pixels from 0 to {top} only"):
        load_image(levels(tmp_path / "a.png", top))


@pytest.mark.parametrize("top", [1, 16, 32, 63])
def test_a_folder_whose_pixels_are_few_levels_is_told_once(tmp_path, top):
    for name in ("a/1.png", "b/2.png", "b/3.png"):
        levels(tmp_path / name, top)
    with pytest.warns(UserWarning, match=f"every one of 3 pictures holds .* 0 to {top}") as told:
        load_images(tmp_path)
    assert len(told) == 1


def test_pictures_of_16_bits_in_one_folder_share_one_scale(tmp_path):
    tops = 200, 4000, 60000
    for number, top in enumerate(tops):
        levels(tmp_path / "a" / f"{number}.png", top, np.uint16)
    levels(tmp_path / "a" / "3.png", 255)  # of 8 bits
    with pytest.warns(UserWarning, match="all of these are divided by 65535") as told:
        images = load_images(tmp_path, grey=True).images
    assert len(told) == 1
    expected = [*(top / 65535 for top in tops), 1]
    np.testing.assert_allclose(images.max(axis=(1, 2, 3)), expected, rtol=0, atol=0.003)
