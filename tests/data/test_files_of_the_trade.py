"""Files as others store their pictures: Kaggle, Keras, MedMNIST, torchvision, and NumPy's own."""

import bz2
import gzip
import io
import lzma
import pathlib
import re
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from PIL import Image

from cnnkit.data import load_images, load_mnist, mnist, stored_files

RNG = np.random.default_rng(0)
DIGITS = RNG.integers(0, 256, (6, 28, 28), dtype=np.uint8)
DIGITS[:, 0, 0] = DIGITS[:, -1, -1] = 0
LABELS = np.array([5, 0, 4, 1, 9, 2])
SHARES = DIGITS[:, None] / np.float32(255)


def csv(path, columns, header=None, separator=","):
    lines = [] if header is None else [separator.join(header)]
    lines += [separator.join(str(number) for number in row) for row in columns]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


PIXELS = [f"pixel{number}" for number in range(784)]
FLAT = DIGITS.reshape(6, -1)
TRAIN = np.column_stack([LABELS, FLAT])


# Tables


@pytest.mark.parametrize(
    ("columns", "header", "separator"),
    [
        (TRAIN, ["label", *PIXELS], ","),
        (TRAIN, ["Label", *PIXELS], ";"),
        (TRAIN, ['"label"', *(f'"{name}"' for name in PIXELS)], "\t"),
        (TRAIN, None, ","),
        (np.column_stack([FLAT, LABELS]), [*PIXELS, "class"], ","),
        (np.column_stack([FLAT, LABELS]), None, ","),
        (np.column_stack([np.arange(6), TRAIN]), ["id", "label", *PIXELS], ","),
    ],
    ids=["kaggle", "semicolons", "tabs", "no header", "label last", "UCI's order", "id"],
)
def test_csv_of_pixels_with_their_class(tmp_path, columns, header, separator):
    images, targets, classes = load_images(csv(tmp_path / "train.csv", columns, header, separator))
    assert np.array_equal(images, SHARES)
    assert images.dtype == np.float32
    assert targets.tolist() == LABELS.tolist()
    assert len(classes) == 10


@pytest.mark.parametrize("header", [PIXELS, None])
def test_csv_without_classes_is_kaggles_test_file(tmp_path, header):
    images, targets, _ = load_images(csv(tmp_path / "test.csv", FLAT, header))
    assert np.array_equal(images, SHARES)
    assert not targets.any()


def test_packed_csv_is_read_as_it_is(tmp_path):
    plain = csv(tmp_path / "train.csv", TRAIN, ["label", *PIXELS])
    (tmp_path / "train.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(tmp_path / "train.csv.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "train.csv")
    csv(tmp_path / "test.csv", FLAT[:2], PIXELS)
    with zipfile.ZipFile(tmp_path / "digit-recognizer.zip", "w") as archive:
        for name in ("train.csv", "test.csv"):
            archive.write(tmp_path / name, name)
        archive.writestr("sample_submission.csv", "ImageId,Label\n1,0\n")
    for name in ("train.csv.gz", "train.csv.zip", "digit-recognizer.zip"):
        assert load_images(tmp_path / name).targets.tolist() == LABELS.tolist()
    assert len(load_images(tmp_path / "digit-recognizer.zip", part="test").images) == 2


def test_csv_of_shares_and_of_16_greys_is_scaled_by_what_it_holds(tmp_path):
    shares = np.round(FLAT / 255, 3)
    images = load_images(csv(tmp_path / "a.csv", shares, PIXELS)).images
    np.testing.assert_allclose(images.reshape(6, -1), shares, rtol=1e-6)
    with pytest.warns(UserWarning, match="pixels from 0 to 16 only"):
        images = load_images(csv(tmp_path / "b.csv", FLAT // 16 + 1)).images
    assert images.max() == 1


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("named", [True, False])
def test_quoted_fields_and_the_codings_of_spreadsheets_are_read(tmp_path, coding, named):
    names = [["label", *PIXELS]] if named else []
    lines = [",".join(f'"{field}"' for field in row) for row in (*names, *TRAIN.tolist())]
    mark = "\ufeff" if coding == "utf-16-le" else ""
    (tmp_path / "a.csv").write_bytes((mark + "\n".join(lines)).encode(coding))
    images, targets, _ = load_images(tmp_path / "a.csv")
    assert np.array_equal(images, SHARES)
    assert targets.tolist() == LABELS.tolist()


@pytest.mark.parametrize("space", [" ", "   "])
def test_numbers_between_spaces_are_a_table(tmp_path, space):
    images, targets, _ = load_images(csv(tmp_path / "a.txt", TRAIN, separator=space))
    assert np.array_equal(images, SHARES)
    assert targets.tolist() == LABELS.tolist()


@pytest.mark.parametrize(("pack", "what"), [(bz2, "bzip2"), (lzma, "xz")])
def test_tables_packed_in_other_ways_are_told_to_be_unpacked(tmp_path, pack, what):
    (tmp_path / "a.csv.packed").write_bytes(pack.compress(b"label,a,b,c,d\n1,2,3,4,5\n"))
    with pytest.raises(ValueError, match=f"is a file packed with {what}; unpack it"):
        load_images(tmp_path / "a.csv.packed")


@pytest.mark.parametrize("first", ["filename,label", "id,label"])
def test_a_table_of_names_and_classes_is_answered_with_how_to_read_it(tmp_path, first):
    path = tmp_path / "train.csv"
    path.write_text(f"{first}\na.png,cat\nb.png,dog\n")
    for given in ((path,), ([Image.new("L", (4, 4))], path)):
        with pytest.raises(ValueError, match="is a table of two columns and holds no") as told:
            load_images(*given)
        line = str(told.value).split("read it with ")[1].split(", and give")[0]
        assert eval(line).tolist() == [["a.png", "cat"], ["b.png", "dog"]]


def test_a_row_that_is_too_short_is_named(tmp_path):
    (tmp_path / "a.csv").write_text("label,a,b,c,d\n1,2,3,4,5\n1,2,3,4\n")
    with pytest.raises(
        ValueError, match="row 2 has 4 fields, the first 5; give each the same number"
    ):
        load_images(tmp_path / "a.csv")


def varied(rows=40, side=28):
    return np.random.default_rng(1).integers(0, 256, (rows, side * side), dtype=np.uint8)


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize(
    "classes",
    [np.arange(40) % 10, np.arange(40) % 2, np.full(40, 3), np.zeros(40, int), np.arange(40) // 13],
    ids=["ten", "two", "all 3", "all 0", "sorted"],
)
def test_the_class_is_found_without_names_where_the_corner_pixels_vary(tmp_path, classes, last):
    parts = [varied(), classes] if last else [classes, varied()]
    images, targets, _ = load_images(csv(tmp_path / "a.csv", np.column_stack(parts)))
    assert targets.tolist() == classes.tolist()
    assert np.array_equal(images.reshape(40, -1), varied() / np.float32(255))


def test_many_rows_in_which_a_pixel_takes_every_value_still_tell_the_class(tmp_path):
    classes, pixels = np.arange(2000) % 10, varied(2000, 4)
    for parts in ([pixels, classes], [classes, pixels]):
        found = load_images(csv(tmp_path / "a.csv", np.column_stack(parts)))
        assert found.targets.tolist() == classes.tolist()


@pytest.mark.filterwarnings("ignore:.*pixels from 0 to 1 only")
@pytest.mark.parametrize("pixels", [np.arange(40 * 16).reshape(40, 16) // 3 % 2, 0])
def test_a_class_that_cannot_be_told_asks_for_names_that_work(tmp_path, pixels):
    pixels = np.broadcast_to(pixels, (40, 16))
    table = np.column_stack([np.zeros(40, int) if pixels.max() == 0 else pixels[:, 5], pixels])
    with pytest.raises(ValueError, match="first column may be the class as well") as told:
        load_images(csv(tmp_path / "a.csv", table))
    line = eval(str(told.value).split("there: ")[1].split(", with label")[0])
    found = load_images(csv(tmp_path / "a.csv", table, line.split(",")))
    assert found.targets.tolist() == table[:, 0].tolist()


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        (TRAIN, range(785)),
        (TRAIN, ["0", *(f"0.{n}" for n in range(1, 785))]),
        (np.column_stack([np.arange(6), TRAIN]), ["", *range(785)]),
        (TRAIN, range(1, 786)),
    ],
    ids=["counted", "repeated", "index", "from 1"],
)
def test_numbers_as_pandas_writes_them_for_names_are_no_picture(tmp_path, columns, names):
    images, targets, _ = load_images(csv(tmp_path / "a.csv", columns, [str(n) for n in names]))
    assert np.array_equal(images, SHARES)
    assert targets.tolist() == LABELS.tolist()


def test_a_picture_that_pandas_took_for_names_is_told(tmp_path):
    names = ["5", "0", *(f"0.{n}" for n in range(1, 700)), "9", *(f"9.{n}" for n in range(1, 84))]
    with pytest.warns(UserWarning, match=r"pandas took for names; .*header=None"):
        assert len(load_images(csv(tmp_path / "a.csv", TRAIN, names)).images) == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("label,a,b,c,d\n", "has no rows of numbers"),
        ("label,a,b,c,d\n1,2,3,x,5\n", "cannot be read as rows of numbers .*'x'"),
        ("label,a,b,c,d\n1,2,3,4\n", "5 names in its first line and 4 numbers"),
        ("1,2,3,4,5\n1,2,3\n", "cannot be read as rows of numbers"),
        ("a,b,c\n1,2,3\n", "3 pixels in a row; give one picture per row"),
        ("label," + ",".join("p" * 12) + "\n" + ",".join("1" * 13), r"to \(N, 3, 2, 2\)"),
    ],
)
def test_a_table_that_holds_no_pictures_is_told(tmp_path, text, said):
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(ValueError, match=rf"a\.csv .*{said}"):
        load_images(tmp_path / "a.csv")


@pytest.mark.parametrize("text", ["\n\n{}", "# made by hand\n{}", "{}\n\n"])
def test_empty_lines_and_remarks_around_a_table_are_left_out(tmp_path, text):
    table = csv(tmp_path / "a.csv", TRAIN, ["label", *PIXELS]).read_text()
    (tmp_path / "a.csv").write_text(text.format(table))
    assert load_images(tmp_path / "a.csv").targets.tolist() == LABELS.tolist()


def test_a_comma_in_numbers_is_read_where_semicolons_part_the_fields(tmp_path):
    (tmp_path / "a.csv").write_text("label;a;b;c;d\n1;0,5;0,25;0;1\n")
    images, targets, _ = load_images(tmp_path / "a.csv")
    assert images.ravel().tolist() == [0.5, 0.25, 0, 1]
    assert targets.tolist() == [1]


@pytest.mark.parametrize("others", ["", ",Usage"])
def test_pixels_in_one_field_are_answered_with_the_lines_that_part_them(tmp_path, others):
    pixels = " ".join(map(str, FLAT[0]))
    last = ",Training" if others else ""
    (tmp_path / "a.csv").write_text(f"emotion,pixels{others}\n3,{pixels}{last}\n")
    with pytest.raises(ValueError, match=r"a\.csv has all pixels of a picture in one") as told:
        load_images(tmp_path / "a.csv")
    line = re.search(r"and np\.savez\('pictures.npz', (.*)\), with", str(told.value))[1]
    table = {"pixels": [pixels], "emotion": np.array([3])}
    np.savez(tmp_path / "a.npz", **eval(f"dict({line})", {"np": np, "table": table}))
    images, targets, _ = load_images(tmp_path / "a.npz")
    assert np.array_equal(images[0, 0], SHARES[0, 0])
    assert targets.tolist() == [3]


@pytest.mark.filterwarnings("ignore:.*real numbers from 0 to 255")
def test_classes_that_are_no_whole_numbers_are_told(tmp_path):
    columns = np.column_stack([LABELS + 0.5, FLAT])
    path = csv(tmp_path / "a.csv", columns, ["label", *PIXELS])
    with pytest.raises(TypeError, match=r"5\.5 stands at 0; give whole numbers"):
        load_images(path)


# Uploads


def uploads(folder):
    """Return the contents of array files by the ends of their names."""
    np.save(folder / "a.npy", DIGITS)
    keras(folder / "a.npz")
    table = csv(folder / "a.csv", TRAIN, ["label", *PIXELS]).read_bytes()
    paths = {ending: (folder / f"a{ending}").read_bytes() for ending in (".npy", ".npz")}
    return paths | {".csv": table, ".gz": gzip.compress(table), "-idx-ubyte": idx(DIGITS)}


@pytest.mark.parametrize("ending", [".npy", ".npz", ".csv", ".gz", "-idx-ubyte"])
@pytest.mark.parametrize("given", [bytes, io.BytesIO, lambda content: {"train": content}])
def test_an_upload_of_arrays_is_answered_with_the_lines_that_store_and_load_it(
    tmp_path, monkeypatch, ending, given
):
    monkeypatch.chdir(tmp_path)
    content = uploads(tmp_path)[ending]
    with pytest.raises(ValueError, match="is an array file and no picture; store") as told:
        load_images(given(content))
    store, load = str(told.value).split("name: ")[1].split(", then ")
    eval(store, {"pathlib": pathlib, "content": content})
    assert len(eval(load).images) in (4, 6)


def test_open_array_files_are_answered_with_their_name(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(uploads(tmp_path)[".csv"])
    with path.open("rb") as binary, path.open() as text:
        for given in (binary, text, [path]):
            with pytest.raises((ValueError, TypeError), match=r"give its name.*: load_im") as told:
                load_images(given)
            assert len(eval(str(told.value).split(": ")[-1]).images) == 6


# Archives

PARTS = {"train": (DIGITS[:4], LABELS[:4]), "test": (DIGITS[4:], LABELS[4:])}


def keras(path):
    np.savez(path, x_train=DIGITS[:4], y_train=LABELS[:4], x_test=DIGITS[4:], y_test=LABELS[4:])
    return path


def test_one_hot_rows_in_a_file_are_classes(tmp_path):
    np.savez(tmp_path / "a.npz", images=DIGITS, targets=np.eye(10, dtype=np.float32)[LABELS])
    np.save(tmp_path / "x.npy", DIGITS)
    np.save(tmp_path / "y.npy", np.eye(10, dtype=bool)[LABELS])
    for source in ((tmp_path / "a.npz",), (tmp_path / "x.npy", tmp_path / "y.npy")):
        assert load_images(*source).targets.tolist() == LABELS.tolist()


def test_an_array_of_names_of_files_is_a_list_of_them(tmp_path):
    for name in "ab":
        Image.new("L", (9, 9), 200).save(tmp_path / f"{name}.png")
    paths = np.array([str(tmp_path / "a.png"), str(tmp_path / "b.png")])
    assert load_images(paths).images.shape == (2, 3, 9, 9)


def test_mnist_of_keras_gives_its_parts(tmp_path):
    path = keras(tmp_path / "mnist.npz")
    assert np.array_equal(load_images(path).images, SHARES[:4])
    for part, (images, targets) in PARTS.items():
        loaded = load_images(path, part=part)
        assert np.array_equal(loaded.images, images[:, None] / np.float32(255))
        assert loaded.targets.tolist() == targets.tolist()
    for source in (path, tmp_path):
        whole = load_mnist(source)
        assert np.array_equal(whole.train_images, SHARES[:4])
        assert whole.test_targets.tolist() == [9, 2]
    with pytest.raises(ValueError, match="has no part 'val'; use one of train, test"):
        load_images(path, part="val")
    with pytest.raises(ValueError, match="part is 'all', which is unknown; use 'train', 'test' or"):
        load_images(path, part="all")


def test_an_archive_without_parts_is_not_asked_to_leave_one_out(tmp_path):
    np.savez(tmp_path / "a.npz", images=DIGITS, targets=LABELS)
    with pytest.raises(ValueError, match=r"does not hold a training and a test part.*to load_im"):
        load_mnist(tmp_path / "a.npz")


def test_medmnist_gives_its_parts_and_its_column_becomes_a_row(tmp_path):
    colours = RNG.integers(0, 256, (3, 28, 28, 3), dtype=np.uint8)
    colours[0, 0, 0] = 255
    arrays = {}
    for part in ("train", "val", "test"):
        arrays |= {f"{part}_images": colours, f"{part}_labels": np.array([[1], [0], [2]], np.uint8)}
    np.savez(tmp_path / "pathmnist.npz", **arrays)
    for part in (None, "train", "val", "test"):
        images, targets, _ = load_images(tmp_path / "pathmnist.npz", part=part)
        assert images.shape == (3, 3, 28, 28)
        assert targets.tolist() == [1, 0, 2]


@pytest.mark.parametrize(
    ("first", "second"),
    [("X", "y"), ("x", "Y"), ("Images", "LABELS"), ("data", "target"), ("arr_0", "arr_1")],
)
def test_archives_of_other_names_and_capitals_are_known(tmp_path, first, second):
    np.savez(tmp_path / "a.npz", **{first: DIGITS, second: LABELS})
    images, targets, _ = load_images(tmp_path / "a.npz")
    assert np.array_equal(images, SHARES)
    assert targets.tolist() == LABELS.tolist()


def test_rows_of_pixels_become_squares(tmp_path):
    np.save(tmp_path / "cat.npy", FLAT)  # as Quick, Draw! stores them
    assert np.array_equal(load_images(tmp_path / "cat.npy").images, SHARES)
    small = DIGITS[:, :8, :8].copy()
    small[0, 0, 1] = 255
    np.savez(tmp_path / "a.npz", X=small.reshape(6, 64), y=LABELS.astype(float))
    images, targets, _ = load_images(tmp_path / "a.npz")
    assert np.array_equal(images[:, 0], small / np.float32(255))
    assert targets.dtype == np.int64


def test_words_as_targets_become_classes(tmp_path):
    np.savez(tmp_path / "a.npz", x=DIGITS, y=["owl", "cat", "owl", "dog", "cat", "cat"])
    assert load_images(tmp_path / "a.npz")[1:][0].tolist() == [2, 0, 2, 1, 0, 0]
    assert load_images(tmp_path / "a.npz").classes == ("cat", "dog", "owl")
    np.savez(tmp_path / "b.npz", x=DIGITS, y=LABELS.astype(str))
    assert load_images(tmp_path / "b.npz").targets.tolist() == LABELS.tolist()
    np.savez(tmp_path / "c.npz", images=DIGITS, targets=[0, 1] * 3, classes=["cat", "dog"])
    assert load_images(tmp_path / "c.npz").classes == ("cat", "dog")
    assert load_images(tmp_path / "c.npz", classes=["a", "b", "c"]).classes == ("a", "b", "c")
    with pytest.raises(ValueError, match="classes has 1 names, but the targets go to 1"):
        load_images(tmp_path / "c.npz", classes=["a"])


# MNIST's four files, unpacked


def idx(array):
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


CONTENTS = dict(
    zip(
        (name.removesuffix(".gz") for name in mnist.FILES),
        (idx(array) for pair in PARTS.values() for array in pair),
        strict=True,
    )
)


@pytest.mark.parametrize("inside", ["", "raw", "MNIST/raw"])
@pytest.mark.parametrize("dotted", [False, True])
@pytest.mark.parametrize("own_folder", [False, True])
def test_unpacked_files_are_found_where_others_put_them(tmp_path, inside, dotted, own_folder):
    for name, content in CONTENTS.items():
        name = name.replace("-idx", ".idx") if dotted else name
        path = tmp_path / inside / (f"{name}/{name}" if own_folder else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    loaded = load_mnist(tmp_path)
    assert np.array_equal(loaded.train_images, SHARES[:4])
    assert loaded.test_targets.tolist() == [9, 2]


def test_unpacked_files_that_are_not_complete_or_not_alike_are_told(tmp_path):
    for name in list(CONTENTS)[:2]:
        (tmp_path / name).write_bytes(CONTENTS[name])
    with pytest.raises(FileNotFoundError, match="lacks t10k-images-idx3-ubyte and t10k-labels"):
        load_mnist(tmp_path)
    for name in CONTENTS:
        (tmp_path / name).write_bytes(idx(LABELS))
    with pytest.raises(ValueError, match=r"has shape \(6,\); give MNIST's own"):
        load_mnist(tmp_path)


# The order of the axes


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize(
    ("shape", "back"),
    [
        ((5, 3, 32, 32), lambda images: images.reshape(5, -1)),
        ((5, 3, 8, 8), lambda images: images.reshape(5, -1)),
        ((7, 1, 28, 28), lambda images: images.reshape(7, -1).T),
        ((7, 3, 32, 32), lambda images: images.reshape(7, -1).T),
        ((7, 1, 28, 28), lambda images: images[:, 0].transpose(1, 2, 0)),
    ],
    ids=["CIFAR", "small", "columns", "CIFAR in columns", "pictures last"],
)
def test_rows_of_colours_and_pictures_last_are_answered_with_the_line(
    tmp_path, shape, back, counted
):
    images = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    stored = back(images)
    targets = {"targets": np.arange(shape[0])} if counted else {}
    np.savez(tmp_path / "a.npz", images=stored, **targets)
    with pytest.raises(ValueError, match=r"holds an array of shape") as told:
        load_images(tmp_path / "a.npz")
    lines = re.findall(r"images[.\[].*?(?= for |, or|$)", str(told.value))
    found = [eval(line, {"images": stored}) for line in lines]
    found = found[-1 if shape[-1] == 8 else 0]  # 8×8 is no data set's own size
    assert len(found) == shape[0]
    np.savez(tmp_path / "a.npz", images=found.reshape(shape), **targets)
    assert np.array_equal(load_images(tmp_path / "a.npz").images, images / np.float32(255))


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_one_colour_picture_is_one_picture(tmp_path, dtype):
    photo = RNG.integers(0, 2, (40, 60, 3)).astype(dtype) * (255 if dtype == np.uint8 else 1)
    np.save(tmp_path / "cat.npy", photo)
    images = load_images(tmp_path / "cat.npy").images
    assert images.shape == (1, 3, 40, 60)
    assert np.array_equal(images[0], photo.transpose(2, 0, 1) > 0)
    np.save(tmp_path / "cat.npy", photo.transpose(2, 0, 1))
    with pytest.warns(UserWarning, match=r"taken as one colour picture; for three grey ones store"):
        assert load_images(tmp_path / "cat.npy").images.shape == (1, 3, 40, 60)
    assert load_images(tmp_path / "cat.npy", [0, 1, 2]).images.shape == (3, 1, 40, 60)


@pytest.mark.parametrize("shape", [(32, 32, 3, 7), (40, 60), (64, 64), (5, 6, 4), (2, 9, 9, 4)])
def test_advice_for_other_orders_works_when_it_is_followed(tmp_path, shape):
    images = RNG.integers(0, 256, shape, dtype=np.uint8)
    images.flat[0] = 255
    np.save(tmp_path / "a.npy", images)
    with pytest.raises(ValueError, match=r"a\.npy holds an array of shape") as told:
        load_images(tmp_path / "a.npy")
    for part in str(told.value).split("images")[1:]:
        end = part.split(" for ")[0].split(", or")[0]
        if end[:1] in ".[" and shape != (40, 60):
            np.save(tmp_path / "b.npy", eval("images" + end))
            load_images(tmp_path / "b.npy")


# The range


def test_numbers_are_scaled_by_what_they_hold_and_that_is_told(tmp_path):
    for dtype, high, white in (
        (np.uint8, 1, 1),
        (np.uint8, 16, 16),
        (np.uint16, 255, 255),
        (np.uint16, 4095, 4095),
        (np.uint16, 4000, 4095),
    ):
        np.save(tmp_path / "a.npy", np.full((2, 4, 4), high, dtype))
        with pytest.warns(UserWarning, match=r"a\.npy holds .*divided by") as told:
            images = load_images(tmp_path / "a.npy").images
        assert images == pytest.approx(high / white)
        assert len(told) == 1
        assert told[0].filename == __file__
    np.save(tmp_path / "a.npy", np.full((2, 4, 4), 65535, np.uint16))
    assert load_images(tmp_path / "a.npy").images.max() == 1


def test_real_numbers_far_beyond_1_stay_and_are_told(tmp_path):
    np.save(tmp_path / "a.npy", np.full((2, 4, 4), 255.0))
    with pytest.warns(UserWarning, match="from 255 to 255, which stay .*divide images by 255"):
        assert load_images(tmp_path / "a.npy").images.max() == 255


@pytest.mark.parametrize(("high", "advice"), [(255, "/ 255"), (1, ""), (4000, "/ 4095")])
def test_other_whole_numbers_are_refused_with_the_line_that_works(tmp_path, high, advice):
    images = np.full((2, 4, 4), high)
    np.save(tmp_path / "a.npy", images)
    with pytest.raises(
        TypeError, match=f"from {high} to {high}, so store images.*{advice}"
    ) as told:
        load_images(tmp_path / "a.npy")
    np.save(tmp_path / "b.npy", eval(str(told.value).split("so store ")[1]))
    assert 0.9 < load_images(tmp_path / "b.npy").images.max() <= 1


# What lies


def liar(path, member, shape, content=b""):
    """Write an archive whose header announces more than there is."""
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, b"\x93NUMPY\x01\x00v\x00" + header.encode() + content)
    return path


def test_an_archive_that_was_made_to_fill_the_memory_is_refused_from_its_header(tmp_path):
    bombs = [liar(tmp_path / "a.npz", "images.npy", (100_000, 28, 28), bytes(78_400_000))]
    bombs.append(liar(tmp_path / "b.npz", "images.npy", (10**6, 28, 28)))
    np.savez_compressed(tmp_path / "c.npz", images=np.zeros(10**7, np.uint8))
    bombs.append(tmp_path / "c.npz")
    for path in bombs:
        tracemalloc.start()
        with pytest.raises(ValueError, match=path.name):
            load_images(path)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
        tracemalloc.stop()


def test_a_packed_idx_file_that_goes_on_and_on_is_not_unpacked(tmp_path):
    content = idx(DIGITS) + bytes(50_000_000)
    (tmp_path / "bomb-idx.gz").write_bytes(gzip.compress(content))
    tracemalloc.start()
    with pytest.raises(ValueError, match="takes 4720 bytes, but there are more than that"):
        load_images(tmp_path / "bomb-idx.gz")
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_arrays_beyond_the_free_memory_are_refused_from_their_headers(tmp_path, monkeypatch):
    np.save(tmp_path / "a.npy", DIGITS)
    np.savez(tmp_path / "a.npz", images=DIGITS, targets=LABELS)
    (tmp_path / "a-idx").write_bytes(idx(DIGITS))
    monkeypatch.setattr(stored_files, "free_memory", lambda: 1000)
    for name in ("a.npy", "a.npz", "a-idx"):
        with pytest.raises(MemoryError, match=r"needs .*, and 1\.0 KB are free"):
            load_images(tmp_path / name)


def test_a_large_array_is_never_in_memory_twice(tmp_path):
    np.save(tmp_path / "a.npy", np.ones((100, 3, 300, 400), np.float32))
    tracemalloc.start()
    images = load_images(tmp_path / "a.npy").images
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.3 * images.nbytes
    assert images.flags.writeable


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<!doctype html>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file.*read it with h5py"),
        (b"MATLAB 5.0 MAT-file", r"scipy\.io\.loadmat"),
        (b"\x80\x04\x95" + bytes(99), "a pickle of Python objects"),
        (b"PAR1", "a Parquet file"),
        (b"@RELATION mnist_784\n", "ARFF.*store it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of Excel or Word.*as CSV"),
        (b"[[1, 2], [3, 4]]", "a text .JSON.*read it with json.load"),
        (b"MATLAB 7.3 MAT-file", "7.3.*read it with h5py"),
        (b"ARROW1\0\0", r"an Arrow file.*pandas\.read_feather"),
        (bytes(128) + b"DICM" + bytes(200), r"a DICOM file.*pydicom\.dcmread"),
        (b"RIFF$\0\0\0WAVEfmt ", r"a sound \(WAV\).*scipy\.signal\.spectrogram"),
        (b"fLaC\0\0\0\x22", "a sound .FLAC"),
        (b"ID3\3" + bytes(9), "a sound .MP3"),
    ],
)
@pytest.mark.parametrize("name", ["a.npz", "a.npy", "a", "a.mat"])
def test_other_files_are_named_as_what_they_are(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=said):
        load_images(tmp_path / name)


def test_a_zip_archive_of_pictures_is_told_to_be_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("pets/cats/1.jpg", b"picture")
        archive.writestr("pets/dogs/1.jpg", b"picture")
        archive.writestr("__MACOSX/pets/dogs/._1.jpg", b"")
    with pytest.raises(
        ValueError, match=r"is a zip archive; unpack it.*load_images\('pictures/pets'"
    ):
        load_images(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.tfrecord", "a TFRecord file; read it with TensorFlow"),
        ("data.mdb", "LMDB"),
        ("a.nii.gz", r"a NIfTI file, packed with gzip; read it with nibabel"),
        ("a.nrrd", "SimpleITK"),
        ("a.wav", "a sound; make a picture of it"),
        ("a.CR2", "raw file; export it as JPEG"),
    ],
)
def test_files_that_begin_in_many_ways_are_told_by_their_names(tmp_path, name, said):
    content = b"\1\2\3\4" * 200
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    with pytest.raises(ValueError, match=said):
        load_images(tmp_path / name)
