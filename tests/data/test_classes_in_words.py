"""Classes that are words: letters in a table of pixels, and lists of classes in a text."""

import numpy as np
import pytest
from PIL import Image

from cnnkit.data import load_images

RNG = np.random.default_rng(0)
PIXELS = RNG.integers(0, 256, (6, 4, 4), dtype=np.uint8)
PIXELS[0, 0, 0] = 255
FLAT = PIXELS.reshape(6, -1)
LETTERS = ["C", "A", "B", "A", "C", "C"]
PLACES = [2, 0, 1, 0, 2, 2]
NAMES = [f"pixel{n}" for n in range(16)]


def table(path, *columns, header=None, separator=","):
    rows = [*([header] if header else []), *zip(*columns, strict=True)]
    text = "\n".join(separator.join(map(str, row)) for row in rows)
    path.write_text(text + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("header", ["names", "numbers", None])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_column_of_letters_is_the_class(tmp_path, last, header, separator):
    columns, names = [LETTERS, *FLAT.T], ["label", *(NAMES if header == "names" else range(16))]
    if last:
        columns, names = [*columns[1:], columns[0]], [*names[1:], names[0]]
    path = table(
        tmp_path / "a.csv", *columns, header=names if header else None, separator=separator
    )
    images, targets, classes = load_images(path)
    assert np.array_equal(images[:, 0], PIXELS / np.float32(255))
    assert targets.tolist() == PLACES
    assert classes == ("A", "B", "C")


def test_digits_and_letters_in_one_column_are_classes_too(tmp_path):
    path = table(tmp_path / "a.csv", ["7", "A", "b", "7", "é", "A"], *FLAT.T)
    found = load_images(path)
    assert found.classes == ("7", "A", "b", "é")
    assert found.targets.tolist() == [0, 1, 2, 0, 3, 1]


def test_names_of_files_beside_the_class_are_left_out(tmp_path):
    files = [f"img_{n}.png" for n in range(6)]
    path = table(tmp_path / "a.csv", files, LETTERS, *FLAT.T, header=["filename", "label", *NAMES])
    found = load_images(path)
    assert np.array_equal(found.images[:, 0], PIXELS / np.float32(255))
    assert found.targets.tolist() == PLACES


def test_a_test_table_takes_the_classes_of_its_training_table(tmp_path):
    train = load_images(table(tmp_path / "train.csv", LETTERS, *FLAT.T))
    path = table(tmp_path / "test.csv", ["C", "A"], *FLAT[:2].T)
    assert load_images(path, classes=train.classes).targets.tolist() == [2, 0]
    path = table(tmp_path / "other.csv", ["c", "a"], *FLAT[:2].T)
    with pytest.raises(ValueError, match=r"holds the class 'a', which is none of .*A, B, C"):
        load_images(path, classes=train.classes)


@pytest.mark.parametrize("named", [True, False])
def test_a_row_without_its_class_is_named(tmp_path, named):
    header = ["label", *NAMES] if named else None
    table(tmp_path / "a.csv", ["A", "", "B", "A", "C", "C"], *FLAT.T, header=header)
    with pytest.raises(ValueError, match="has no class in its row 2; fill it in"):
        load_images(tmp_path / "a.csv")


def test_a_column_of_other_words_is_told(tmp_path):
    path = table(tmp_path / "a.csv", LETTERS, *FLAT.T, header=["hand", *NAMES])
    with pytest.raises(ValueError, match=r"rows of numbers .*without gaps and words"):
        load_images(path)


# Lists of classes

NUMBERS = [2, 0, 1, 0, 2, 2]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("2\n0\n1\n0\n2\n2\n", ("0", "1", "2")),
        ("label\n2\n0\n1\n0\n2\n2\n", ("0", "1", "2")),
        ("2.0\n0.0\n1.0\n0.0\n2.0\n2.0", ("0", "1", "2")),
        ("C\nA\nB\nA\nC\nC\n", ("A", "B", "C")),
        ("id,label\n" + "".join(f"{n},{c}\n" for n, c in enumerate(LETTERS, 1)), ("A", "B", "C")),
        ("label;id\n" + "".join(f"{c};{n}\n" for n, c in enumerate(NUMBERS)), ("0", "1", "2")),
        ("".join(f"{n} {c}\n" for n, c in enumerate(LETTERS)), ("A", "B", "C")),
        ("\ufeff" + "".join(f'"{n}","{c}"\n' for n, c in enumerate(LETTERS)), ("A", "B", "C")),
        ("big C\nA one\nB\nA one\nbig C\nbig C\n", ("A one", "B", "big C")),
    ],
    ids=["numbers", "header", "reals", "words", "ids", "ids last", "spaces", "quotes", "several"],
)
def test_the_classes_of_pictures_are_read_from_a_text(tmp_path, text, classes):
    (tmp_path / "y.txt").write_text(text, encoding="utf-8")
    np.save(tmp_path / "x.npy", PIXELS)
    found = load_images(tmp_path / "x.npy", tmp_path / "y.txt")
    assert found.targets.tolist() == PLACES
    assert found.classes == classes


def test_the_classes_may_stand_alone_in_an_archive_as_those_of_kmnist(tmp_path):
    np.savez(tmp_path / "imgs.npz", PIXELS)
    np.savez(tmp_path / "labels.npz", np.array(NUMBERS, np.uint8))
    found = load_images(tmp_path / "imgs.npz", tmp_path / "labels.npz")
    assert found.targets.tolist() == PLACES
    assert np.array_equal(found.images[:, 0], PIXELS / np.float32(255))


def test_words_may_be_given_as_targets_themselves():
    pictures = [Image.fromarray(pixels) for pixels in PIXELS]
    for words in (LETTERS, np.array(LETTERS)):
        found = load_images(pictures, words)
        assert found.targets.tolist() == PLACES
        assert found.classes == ("A", "B", "C")
    assert load_images(pictures[:1], ["B"], classes=found.classes).targets.tolist() == [1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\nc,d\n", "has 2 columns, and it cannot be told which one holds the classes; put"),
        ("1\n\n2,3\n", "has in its row 1 1 fields; give one class per line"),
        ("id,label\n1,\n2,3\n", "has no class in its row 1; fill it in"),
        ("", "empty"),
        ("id,label\na.png,cat\nb.png,dog\n", "holds no pixels; read it with .*delimiter=','"),
        ("id\tlabel\na.png\tcat\nb.png\tdog\n", r"read it with np.loadtxt.*delimiter='\\t'"),
        ("2\n0\n", r"targets have shape \(2,\), but 6 rows need a class number each"),
    ],
)
def test_a_text_that_does_not_tell_the_classes_is_refused(tmp_path, text, said):
    (tmp_path / "y.txt").write_text(text)
    np.save(tmp_path / "x.npy", PIXELS)
    with pytest.raises(ValueError, match=said):
        load_images(tmp_path / "x.npy", tmp_path / "y.txt")
