"""A folder that is given for MNIST, and what is in it: loaded, or told which line loads it."""

import gzip
import io
import pathlib
import pickle
import re
import shutil
import struct
import sys
import zipfile

import numpy as np
import pytest
from PIL import Image

from cnnkit.data import load_fashion_mnist, load_images, load_mnist, mnist, mnist_folders

RNG = np.random.default_rng(0)
DIGITS, CLOTHES = (
    tuple(np.array([*part, 3], np.uint8) for part in which["begins"])
    for which in (mnist._MNIST, mnist._FASHION)
)
TRAIN, TEST = RNG.integers(1, 256, (2, 11, 28, 28), dtype=np.uint8)
SHARES = TRAIN[:, None] / np.float32(255)
PLAIN = [name.removesuffix(".gz") for name in mnist_folders.FILES]


def idx(array):
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def contents(targets=DIGITS):
    return [idx(array) for array in (TRAIN, targets[0], TEST, targets[1])]


def put(folder, files):
    """Write files of these contents by name; return the folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def zipped(files):
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return store.getvalue()


def keras(targets):
    store = io.BytesIO()
    np.savez(store, x_train=TRAIN, y_train=targets[0], x_test=TEST, y_test=targets[1])
    return store.getvalue()


def table():
    rows = np.column_stack([DIGITS[0], TRAIN.reshape(11, -1)])
    lines = [",".join(["label", *(f"pixel{n}" for n in range(784))])]
    return "\n".join([*lines, *(",".join(map(str, row)) for row in rows)]).encode()


class Bomb:
    """What would be noticed if a pickle were opened."""

    def __reduce__(self):
        return (exec, ("import sys; sys.cnnkit_opened_a_pickle = True",))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Let every download fail at once."""
    for which in (mnist._MNIST, mnist._FASHION):
        monkeypatch.setitem(which, "addresses", ("http://127.0.0.1:9/",))


def run_line(sentence):
    """Run what a sentence says to write, and return the names that it sets."""
    code = re.search(r"write (.*)", sentence)[1].split("; then")[0].split(" (test.pt")[0]
    names = {
        "np": np,
        "pickle": pickle,
        "gzip": gzip,
        "pathlib": pathlib,
        "load_images": load_images,
    }
    for line in re.split(r", and (?:give )?|(?<=\)), (?=x = )", code):
        exec(line.replace("x.numpy", "x = x.numpy").replace(" and y.n", "; y = y.n"), names)
    return names


TABLES = {"train.csv": table(), "sample_submission.csv": b"ImageId,Label\n1,0\n"}
TOLD = {
    "a table": {"train.csv": table(), "test.csv": table()[6:]},
    "two tables": {"mnist_test.csv": table(), "mnist_train.csv": table()},
    "a packed table": {"train.csv.gz": gzip.compress(table())},
    "Kaggle's zip": {"digit-recognizer.zip": zipped(TABLES)},
    "EMNIST": {
        "emnist-digits-train-images-idx3-ubyte.gz": gzip.compress(idx(TRAIN)),
        "emnist-digits-train-labels-idx1-ubyte.gz": gzip.compress(idx(DIGITS[0])),
    },
}


@pytest.mark.parametrize("kind", TOLD)
def test_the_line_that_is_told_loads_the_pictures(kind, tmp_path):
    with pytest.raises(ValueError, match="; write ") as told:
        load_mnist(put(tmp_path, TOLD[kind]))
    found = run_line(str(told.value))
    assert np.array_equal(found["x"], SHARES)
    assert found["y"].tolist() == DIGITS[0].tolist()
    assert len(str(told.value).replace(str(tmp_path), "")) < 500


def test_a_pickle_is_told_and_never_opened(tmp_path):
    for name, content in (
        ("mnist.pkl.gz", gzip.compress(pickle.dumps(Bomb()))),
        ("mnist.pkl", pickle.dumps(Bomb())),
    ):
        folder = put(tmp_path / name[-3:], {name: content})
        for source in (folder, folder / name):
            with pytest.raises(ValueError, match=r"can run any code.*if you trust its source"):
                load_mnist(source)
    assert not hasattr(sys, "cnnkit_opened_a_pickle")


@pytest.mark.parametrize("packed", [True, False])
def test_the_line_for_a_pickle_reads_it(packed, tmp_path):
    flat = TRAIN.reshape(11, -1) / np.float32(255)
    content = pickle.dumps(((flat, DIGITS[0]), (flat, DIGITS[0]), (flat, DIGITS[1])))
    name = "mnist.pkl.gz" if packed else "mnist.pkl"
    put(tmp_path, {name: gzip.compress(content) if packed else content})
    with pytest.raises(ValueError, match="pickle") as told:
        load_mnist(tmp_path)
    found = run_line(str(told.value))
    assert np.array_equal(found["x"], SHARES)
    assert found["y"].tolist() == DIGITS[0].tolist()


@pytest.mark.parametrize("inside", ["MNIST/processed", "processed", ""])
def test_files_of_an_older_torchvision_are_told(inside, tmp_path):
    torch = pytest.importorskip("torch")
    place = tmp_path / inside
    place.mkdir(parents=True, exist_ok=True)
    for name in ("training.pt", "test.pt"):
        torch.save((torch.tensor(TRAIN), torch.tensor(DIGITS[0].astype(int))), place / name)
    for source in (tmp_path, place / "training.pt"):
        with pytest.raises(ValueError, match=r"of PyTorch.*test\.pt likewise") as told:
            load_mnist(source)
        found = run_line(str(told.value).replace("write x, y", "write import torch; x, y"))
        assert np.array_equal(found["x"], SHARES)
        assert found["y"].tolist() == DIGITS[0].tolist()


def test_a_file_of_matlab_is_told(tmp_path):
    import scipy.io

    pixels = TRAIN.reshape(11, -1).T
    scipy.io.savemat(tmp_path / "mnist-original.mat", {"data": pixels, "label": DIGITS[:1]})
    with pytest.raises(ValueError, match="MATLAB") as told:
        load_mnist(tmp_path)
    found = run_line(str(told.value).replace("write found", "write import scipy.io; found"))
    assert np.array_equal(found["x"], SHARES)
    assert found["y"].tolist() == DIGITS[0].tolist()


def test_a_parquet_file_is_told(tmp_path):
    put(tmp_path, {"mnist/train-00000-of-00001.parquet": b"PAR1" + bytes(600)})
    with pytest.raises(ValueError, match=r"Parquet.*pandas\.read_parquet.*load_image\(row"):
        load_mnist(tmp_path)


def test_a_zip_of_the_four_files_is_unpacked_as_told(tmp_path):
    files = {f"{name}/{name}": content for name, content in zip(PLAIN, contents(), strict=True)}
    put(tmp_path, {"archive.zip": zipped(files)})
    with pytest.raises(ValueError, match=r"unpack it, shutil\.unpack_archive") as told:
        load_mnist(tmp_path)
    line, again = re.search(
        r"(shutil.*?\)), and call (load_mnist\(.*\)) again", str(told.value)
    ).groups()
    exec(line, {"shutil": shutil})
    assert np.array_equal(eval(again).train_images, SHARES)


def test_ten_folders_of_pictures_are_told(tmp_path):
    for digit in range(10):
        (tmp_path / "training" / str(digit)).mkdir(parents=True)
        Image.fromarray(TRAIN[digit]).save(tmp_path / "training" / str(digit) / "a.png")
    with pytest.raises(ValueError, match="ten folders of pictures") as told:
        load_mnist(tmp_path)
    found = run_line(str(told.value))
    assert np.array_equal(found["x"], SHARES[:10])
    assert found["y"].tolist() == [*range(10)]


def test_fashion_of_keras_is_found_in_its_folder(tmp_path):
    put(tmp_path, {"fashion_mnist.npz": keras(CLOTHES)})
    assert np.array_equal(load_fashion_mnist(tmp_path).train_images, SHARES)


def test_what_has_nothing_to_do_with_mnist_stands_in_no_downloads_way(tmp_path):
    others = {"model.npz": keras(DIGITS)[:300], "notes.txt": b"hello", "prices.csv": b"a,b\n1,2\n"}
    others |= {"weights.pkl": pickle.dumps([1]), "photos.zip": zipped({"a.png": b""})}
    with pytest.raises(ConnectionError, match="cannot download"):
        load_mnist(put(tmp_path, others))


def test_a_file_that_is_not_there_makes_no_folder_of_its_name(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no file or folder .*mnist\.npz"):
        load_mnist(tmp_path / "mnist.npz")
    assert list(tmp_path.iterdir()) == []


# Which of the two sets it is


@pytest.mark.parametrize("kind", ["plain", "packed", "Keras"])
def test_the_other_set_is_refused_with_the_line_that_loads_it(kind, tmp_path):
    calls = ((load_mnist, CLOTHES, "Fashion-MNIST"), (load_fashion_mnist, DIGITS, "MNIST"))
    for call, targets, title in calls:
        source = tmp_path / title
        files = dict(zip(PLAIN, contents(targets), strict=True))
        if kind == "packed":
            files = {f"{name}.gz": gzip.compress(content) for name, content in files.items()}
        put(source, {"a.npz": keras(targets)} if kind == "Keras" else files)
        with pytest.raises(ValueError, match=f"holds {title}, whose first targets are") as told:
            call(source / "a.npz" if kind == "Keras" else source)
        line = re.search(r"call (.*)", str(told.value))[1]
        assert np.array_equal(eval(line).train_images, SHARES)


def test_a_persons_own_packed_files_are_taken_and_not_downloaded_over(tmp_path):
    own = dict(
        zip(mnist_folders.FILES, map(gzip.compress, contents((DIGITS[1], DIGITS[0]))), strict=True)
    )
    assert load_mnist(put(tmp_path, own)).train_targets.tolist() == DIGITS[1].tolist()
    (tmp_path / mnist_folders.FILES[0]).unlink()
    with pytest.raises(ConnectionError):
        load_mnist(tmp_path)
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert kept == {name: own[name] for name in mnist_folders.FILES[1:]}


def test_a_whole_set_with_other_targets_is_told():
    targets = np.zeros(60_000, int), np.zeros(10_000, int)
    with pytest.warns(UserWarning, match="first targets are 5, 0, 4, 1, 9, but its own are 0, 0"):
        mnist_folders.check_set(mnist._MNIST, mnist._FASHION, targets, "kmnist")


def test_the_published_set_is_told_nothing():
    targets = [np.zeros(count, int) for count in (60_000, 10_000)]
    for part, begin in zip(targets, mnist._MNIST["begins"], strict=True):
        part[:10] = begin
    assert mnist_folders.check_set(mnist._MNIST, mnist._FASHION, targets, "mnist") is None
