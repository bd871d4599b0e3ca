"""CIFAR as it is published: the binary version is read, the pickles are answered with lines."""

import pickle

import numpy as np
import pytest

from cnnkit.data import load_images

RNG = np.random.default_rng(0)
PIXELS = RNG.integers(0, 256, (5, 3072), dtype=np.uint8)
LABELS = np.array([3, 9, 0, 3, 1], np.uint8)
WORDS = [f"word {n}" for n in range(100)]


def test_a_batch_of_the_binary_version_is_read_with_the_names_beside_it(tmp_path):
    path = tmp_path / "data_batch_1.bin"
    path.write_bytes(np.column_stack([LABELS, PIXELS]).tobytes())
    images, targets, classes = load_images(path)
    assert np.array_equal(images, PIXELS.reshape(5, 3, 32, 32) / np.float32(255))
    assert targets.tolist() == LABELS.tolist()
    assert classes[3] == "3"
    (tmp_path / "batches.meta.txt").write_text("\n".join(WORDS[:10]) + "\n\n")
    assert load_images(path).classes == tuple(WORDS[:10])


def test_the_hundred_classes_are_the_fine_ones(tmp_path):
    coarse, fine = LABELS, LABELS * 11
    (tmp_path / "train.bin").write_bytes(np.column_stack([coarse, fine, PIXELS]).tobytes())
    (tmp_path / "fine_label_names.txt").write_text("\n".join(WORDS))
    found = load_images(tmp_path / "train.bin")
    assert found.targets.tolist() == fine.tolist()
    assert found.classes[99] == "word 99"
    assert found.images.shape == (5, 3, 32, 32)


def test_other_bytes_of_that_length_are_no_batch(tmp_path):
    (tmp_path / "a.bin").write_bytes(np.column_stack([LABELS + 10, PIXELS]).tobytes())
    with pytest.raises(ValueError, match="is not an IDX file"):
        load_images(tmp_path / "a.bin")


def test_a_folder_of_batches_names_one_of_them(tmp_path):
    content = np.column_stack([LABELS, PIXELS]).tobytes()
    for name in ("data_batch_1.bin", "test_batch.bin"):
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=r"there is no picture .*; give a file in it") as told:
        load_images(tmp_path)
    assert len(eval(str(told.value).split("in it: ")[1]).images) == 5


@pytest.mark.parametrize("fine", ["", "fine_"])
def test_a_pickle_is_not_run_but_answered_with_the_lines_that_read_it(tmp_path, monkeypatch, fine):
    monkeypatch.chdir(tmp_path)
    labels = {b"batch_label": b"batch 1", b"labels": LABELS.tolist(), b"data": PIXELS}
    if fine:
        files = [b"bos_taurus_s_000507.png"] * 5
        labels = {b"filenames": files, b"fine_labels": LABELS.tolist(), b"data": PIXELS}
    with open("batch", "wb") as file:
        pickle.dump(labels, file, protocol=2)
    monkeypatch.setattr(pickle, "load", None)
    with pytest.raises(ValueError, match="a pickle of Python objects, which can run any") as told:
        load_images("batch")
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    first, second = str(told.value).split("write ")[1].split(", and ")
    with open("batch", "rb") as file:
        d = eval(first.removeprefix("d = ").replace("open(path, 'rb')", "file"))
    eval(second, {"np": np, "d": d})
    assert load_images("cifar.npz").targets.tolist() == LABELS.tolist()
