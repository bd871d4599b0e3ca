"""MNIST and Fashion-MNIST: larger sets, downloaded once, checked by hash.

The lessons do without them. Downloading needs pooch: ``pip install "cnnkit[mnist]"``.
"""

import sys
from pathlib import Path

from cnnkit.checks import file_path, full_name, no_attribute, not_found
from cnnkit.data.array_files import read_array
from cnnkit.data.datasets import Dataset
from cnnkit.data.idx_files import load_idx
from cnnkit.data.layouts import as_images, as_targets
from cnnkit.data.mnist_folders import (
    FILES,
    check_set,
    found_files,
    hash_of,
    holds_arrays,
    is_whole,
    other_file,
    other_files,
)
from cnnkit.data.stored_files import first_bytes

__all__ = ["load_fashion_mnist", "load_mnist"]

_SPLITS = {"train", "training", "test", "testing", "val", "validation"}
_ENDINGS = {".npz", ".npy", ".gz", ".zip", ".csv", ".pkl", ".pt", ".mat", ".parquet", ".arff"}

_MNIST = {
    "folder": "mnist",
    "title": "MNIST",
    "function": "load_mnist",
    "names": ("MNIST", "mnist"),  # of torchvision's folder
    "archives": ("mnist.npz",),  # of Keras
    "begins": ((5, 0, 4, 1, 9, 2, 1, 3, 1, 4), (7, 2, 1, 0, 4, 1, 4, 9, 5, 9)),  # the targets
    "addresses": (
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ),
    "hashes": (
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
}
_FASHION = {
    "folder": "fashion-mnist",
    "title": "Fashion-MNIST",
    "function": "load_fashion_mnist",
    "names": ("FashionMNIST", "fashion-mnist"),
    "archives": ("fashion_mnist.npz", "fashion-mnist.npz", "fashionmnist.npz"),
    "begins": ((9, 0, 0, 3, 0, 2, 7, 2, 5, 5), (9, 2, 1, 1, 6, 1, 4, 6, 5, 7)),
    "addresses": (
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
    "hashes": (
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ),
}


def load_mnist(folder=None):
    """Load MNIST, 70,000 handwritten digits of 28×28 pixels; 11 MB the first time.

    Parameters
    ----------
    folder : str or pathlib.Path, optional
        Where the four files are, or go when they are not there. Without it, the user's cache
        folder. Files copied there from another computer need no download; they may be unpacked,
        as torchvision (``MNIST/raw``) or Kaggle have them. Or Keras' ``mnist.npz``, or its folder.

    Returns
    -------
    Dataset
        Images of shape (60000, 1, 28, 28) and (10000, 1, 28, 28), float32 from 0 (paper) to 1
        (ink), 220 MB in all; targets 0 to 9.

    Raises
    ------
    ImportError
        If a file is missing and pooch is not installed.
    ConnectionError
        If a file is missing and cannot be downloaded, or is not the published one.
    FileNotFoundError, ValueError
        If some of the unpacked files are missing, one is damaged, or they are Fashion-MNIST's; or
        if the folder holds the pictures in files of another kind: the sentence has the line that
        reads those.

    Warns
    -----
    UserWarning
        If there are 60,000 pictures with other targets than MNIST's.

    References
    ----------
    Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", 1998.

    Examples
    --------
    >>> from cnnkit.data import load_mnist
    >>> mnist = load_mnist()  # doctest: +SKIP
    >>> mnist.train_images.shape  # doctest: +SKIP
    (60000, 1, 28, 28)
    """
    return _load(_MNIST, folder, "load_mnist")


def load_fashion_mnist(folder=None):
    """Load Fashion-MNIST, 70,000 pictures of clothes of 28×28 pixels; 30 MB the first time.

    Parameters
    ----------
    folder : str or pathlib.Path, optional
        As in `load_mnist`.

    Returns
    -------
    Dataset
        As in `load_mnist`; targets: 0 T-shirt, 1 trousers, 2 pullover, 3 dress, 4 coat, 5 sandal,
        6 shirt, 7 sneaker, 8 bag, 9 ankle boot.

    Raises
    ------
    ImportError, ConnectionError
        As in `load_mnist`.

    References
    ----------
    H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking
    machine learning algorithms", 2017. MIT licence.

    Examples
    --------
    >>> from cnnkit.data import load_fashion_mnist
    >>> clothes = load_fashion_mnist()  # doctest: +SKIP
    >>> clothes.test_targets[:3]  # doctest: +SKIP
    array([9, 2, 1])
    """
    return _load(_FASHION, folder, "load_fashion_mnist")


def _load(which, folder, function):
    folder = None if folder is None else file_path(folder)
    if folder is not None and folder.is_file():
        return _parts(which, folder, function)
    if folder is not None and str(folder) in _SPLITS and not folder.exists():
        raise ValueError(
            f"folder is {str(folder)!r}, which is a part of the set, and no folder is called so "
            "here; leave it out: both parts come back, as data.train_images and data.test_images"
        )
    if folder is not None and not folder.exists() and folder.suffix.lower() in _ENDINGS:
        raise FileNotFoundError(not_found(folder, "file or folder"))
    found = None
    if folder is not None and not any((folder / name).is_file() for name in FILES):
        found = found_files(which, folder, function)
        if isinstance(found, Path):
            return _parts(which, found, function)
        if found is None and (told := other_files(which, folder, function)):
            raise ValueError(told)
    paths = found or [
        _fetch(which, name, digest, folder, function)
        for name, digest in zip(FILES, which["hashes"], strict=True)
    ]
    arrays = [load_idx(path) for path in paths]
    for path, array, axes in zip(paths, arrays, (3, 1) * 2, strict=True):
        if array.ndim != axes:
            raise ValueError(f"{path} has shape {array.shape}; give MNIST's own four files")
    loaded = _dataset(*((arrays[n], arrays[n + 1], paths[n]) for n in (0, 2)))
    place = paths[0].parent
    if place.name in (paths[0].name, paths[0].name.removesuffix(".gz")):  # in a folder of its name
        place = place.parent
    return _checked(which, loaded, place)


def _checked(which, loaded, source):
    other = _MNIST if which is _FASHION else _FASHION
    check_set(which, other, (loaded.train_targets, loaded.test_targets), source)
    return loaded


def _dataset(*parts):
    found = []
    for images, targets, source in parts:
        images = as_images(images, source, len(images))
        found += [images, as_targets(targets, len(images))]
    return Dataset(*found)


def _parts(which, path, function):
    """Return the training and the test pictures of a .npz file, such as that of Keras."""
    if first_bytes(path, 4) != b"PK\x03\x04" or not holds_arrays(path):
        if told := other_file(path, which, function):
            raise ValueError(told)
        raise NotADirectoryError(
            f"{full_name(path)} is a file; give the folder of the four files, Keras' mnist.npz, or "
            "this file to load_images"
        )
    try:
        parts = [(*read_array(path, part)[:2], path) for part in ("train", "test")]
    except ValueError as error:
        if "no part" not in str(error):
            raise
        raise ValueError(
            f"{full_name(path)} does not hold a training and a test part, as Keras' mnist.npz "
            "does; give it to load_images"
        ) from None
    if any(targets is None for _, targets, _ in parts):
        raise ValueError(f"{path} holds no targets; {function} needs those of both parts")
    return _checked(which, _dataset(*parts), path)


def _in_a_browser(which, name, folder, function):
    """Say what to do where Python has no network, and pip nothing to install it with."""
    at_hand = folder is not None and (folder / name).is_file()
    wrong = f"; the {name} in {full_name(folder)} is not the published one" if at_hand else ""
    return (
        f"{function} cannot download in a browser{wrong}: fetch {', '.join(FILES)} yourself from "
        f"{which['addresses'][0]}, add them with Upload Files above the list of files, and call "
        f'{function}("."). load_digits() needs no download.'
    )


def _fetch(which, name, digest, folder, function):
    """Path of a file that has the published hash; downloaded if it is not there."""
    path = None if folder is None else folder / name
    if path is not None and (hash_of(path) == digest or is_whole(path)):
        return path  # as with unpacked files, it is the person's to know which set it is
    if sys.platform == "emscripten":
        raise ConnectionError(_in_a_browser(which, name, folder, function))
    try:
        import pooch
    except ModuleNotFoundError:
        raise ImportError(
            f"{function} downloads with pooch, which is not installed; get it with: "
            'pip install "cnnkit[mnist]"'
        ) from None
    if folder is None:
        folder = Path(pooch.os_cache("cnnkit")) / which["folder"]
    there = (folder / name).is_file()
    reasons = [f"the file of this name in {folder} is not the published one"] if there else []
    for address in which["addresses"]:
        try:
            return Path(pooch.retrieve(address + name, f"sha256:{digest}", name, folder))
        except Exception as error:  # of the network, of the hash, of the disk: all end here
            reasons.append(f"{address}: {type(error).__name__}")
    raise ConnectionError(
        f"cannot download {name} ({'; '.join(reasons)}). With a network, try again later; "
        f"without one, copy the files {', '.join(FILES)} from a computer that has one and call "
        f"{function}(folder). load_digits() needs no network."
    )


def __getattr__(name: str) -> None:
    raise no_attribute("module 'cnnkit.data.mnist'", name)
