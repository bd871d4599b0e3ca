"""Folders as people keep them: masks, tables of classes, and arrays beside pictures."""

import csv
import pathlib
import re

import numpy as np
import pytest
from PIL import Image

from cnnkit.data import load_images


def draw(folder, *names):
    """Draw a picture of its own grey for each name; return the folder."""
    for level, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (5, 4), 100 + 10 * level).save(path)
    return folder


@pytest.mark.parametrize(
    ("names", "pictures"),
    [
        (("images/1.png", "masks/1.png"), "images"),
        (("imgs/1.png", "Labels/1.png", "masks/1.png"), "imgs"),
        (("JPEGImages/1.png", "Annotations/1.png", "SegmentationClass/1.png"), "JPEGImages"),
        (("val2017/1.png", "annotations/1.png", "train2017/1.png"), "train2017"),
    ],
)
def test_pictures_and_marks_on_them_are_no_classes(names, pictures, tmp_path):
    folder = draw(tmp_path, *names)
    with pytest.raises(ValueError, match="pictures and marks on them and no classes") as told:
        load_images(folder)
    line = re.search(r"load_images\(.*\)$", str(told.value))[0]
    assert line == f"load_images({str(tmp_path / pictures)!r})"
    assert eval(line).images.shape == (1, 3, 4, 5)


def test_classes_that_are_called_like_pictures_stay_classes(tmp_path):
    folder = draw(tmp_path, "photos/1.png", "paintings/1.png", "masks/1.png")
    assert load_images(folder).classes == ("masks", "paintings", "photos")


@pytest.mark.parametrize("place", ["", "images", "train"])
@pytest.mark.parametrize("ending", ["", ".png"])
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("kind", [",csv", ";csv", "\ttsv", " txt"])
def test_a_table_of_classes_beside_pictures_is_told_with_lines_that_read_it(
    place, ending, order, kind, tmp_path
):
    folder = tmp_path / "set"
    draw(folder / place, "b.png", "a.png", "c.png")
    kinds = {"c": "dog", "a": "cat", "b": "dog"}
    rows = [(name + ending, word) for name, word in kinds.items()]
    rows = rows if kind == " txt" and ending else [("id", "label"), *rows]
    table = (folder if place else tmp_path) / f"labels.{kind[1:]}"
    table.write_text("\n".join(kind[0].join(row[::order]) for row in rows))
    with pytest.warns(UserWarning, match=r"labels\.\w+ seems to hold the classes") as told:
        found = load_images(folder / place)
    assert found.targets.tolist() == [0, 0, 0]
    rows, line = re.search(
        r"write rows = (.*), and (load_images.*)$", str(told[0].message)
    ).groups()
    names = {"csv": csv, "pathlib": pathlib, "load_images": load_images, "open": _open}
    names["rows"] = eval(rows, names)
    found = eval(line, names)
    assert found.classes == ("cat", "dog")
    assert found.targets.tolist() == [1, 0, 1]
    assert (255 * found.images[:, 0, 0, 0]).round().tolist() == [120, 110, 100]


def _open(path):
    """Open a file that is closed when it is dropped; a test must leave none open."""
    return pathlib.Path(path).read_text().splitlines()


def test_other_tables_beside_pictures_are_passed_over(tmp_path):
    draw(tmp_path / "pets", "1.png", "2.png")
    (tmp_path / "pets" / "prices.csv").write_text("name,price\nmilk,3\n")
    (tmp_path / "pets" / "empty.csv").write_text("")
    assert load_images(tmp_path / "pets").targets.tolist() == [0, 0]


def test_a_folder_of_arrays_for_each_class_is_told_the_lines_that_load_it(tmp_path):
    for name, level in (("dog/a.npy", 2), ("dog/b.npy", 3), ("cat/a.npy", 1)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        np.save(tmp_path / name, np.full((4, 5), level))
    with pytest.raises(ValueError, match=r"there is no picture in .*its \.npy files") as told:
        load_images(tmp_path)
    names = {"np": np, "pathlib": pathlib}
    exec(re.search(r"read by: (.*), where all", str(told.value))[1], names)
    assert names["x"][:, 0, 0].tolist() == [1, 2, 3]
    assert names["y"].tolist() == [0, 1, 1]


@pytest.mark.parametrize("pair", [("X_train.npy", "y_train.npy"), ("images.npy", "labels.npy")])
def test_arrays_and_their_classes_in_one_folder_are_told_together(pair, tmp_path):
    np.save(tmp_path / pair[0], np.zeros((3, 4, 4), np.uint8))
    np.save(tmp_path / pair[1], np.array([1, 0, 1]))
    with pytest.raises(ValueError, match="there is no picture in") as told:
        load_images(tmp_path)
    assert eval(re.search(r"load_images\(.*\)", str(told.value))[0]).targets.tolist() == [1, 0, 1]


def test_a_text_with_a_class_in_each_line_is_told(tmp_path):
    draw(tmp_path / "val", "a.png", "b.png", "c.png")
    (tmp_path / "val" / "val_labels.txt").write_text("1\n0\n2\n")
    with pytest.warns(UserWarning, match="seems to hold the classes") as told:
        load_images(tmp_path / "val")
    line = re.search(r"write (load_images.*)$", str(told[0].message))[1]
    assert eval(line, {"pathlib": pathlib, "load_images": load_images}).targets.tolist() == [
        1,
        0,
        2,
    ]


def test_folders_of_lots_are_no_classes(tmp_path):
    draw(tmp_path, "ham_part_1/a.png", "ham_part_2/b.png")
    with pytest.warns(UserWarning, match="seem to be lots of one set and no classes") as told:
        assert len(load_images(tmp_path).classes) == 2
    line = re.search(r"write (load_images.*)$", str(told[0].message))[1]
    assert len(eval(line, {"pathlib": pathlib, "load_images": load_images}).images) == 2


@pytest.mark.parametrize("classes", [{"a": 0, "b": 1}, {"b", "a"}])
def test_classes_in_a_dict_or_a_set_are_told_as_a_list(classes, tmp_path):
    folder = draw(tmp_path, "a/1.png", "b/1.png")
    with pytest.raises(TypeError, match="give a list in its order:") as told:
        load_images(folder, classes=classes)
    line = re.search(r"order: (.*)", str(told.value))[1]
    assert load_images(folder, classes=eval(line)).classes == ("a", "b")
