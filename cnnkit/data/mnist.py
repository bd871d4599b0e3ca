"""MNIST and Fashion-MNIST: larger sets, downloaded once, checked by hash.

The lessons do without them. Downloading needs pooch: ``pip install "cnnkit[mnist]"``.
"""

import contextlib
import gzip
import hashlib
import sys
import zipfile
import zlib
from pathlib import Path

from cnnkit.checks import file_path, full_name, no_attribute
from cnnkit.data.array_files import first_bytes, load_idx, read_array
from cnnkit.data.file_kinds import HEAD, file_kind
from cnnkit.data.layouts import as_images, as_targets
from cnnkit.data.sets import Dataset

__all__ = ["load_fashion_mnist", "load_mnist"]

_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
_MNIST = {
    "folder": "mnist",
    "names": ("MNIST", "mnist"),  # of torchvision's folder
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
    "names": ("FashionMNIST", "fashion-mnist"),
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
        as torchvision (``MNIST/raw``) or Kaggle have them. Or the path of Keras' ``mnist.npz``.

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
        If some of the unpacked files are missing, or one is damaged.

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
        return _parts(folder, function)
    if folder is not None and not any((folder / name).is_file() for name in _FILES):
        found = _unpacked(which, folder, function)
        if isinstance(found, Path):
            return _parts(found, function)
    else:
        found = None
    paths = found or [
        _fetch(which, name, digest, folder, function)
        for name, digest in zip(_FILES, which["hashes"], strict=True)
    ]
    arrays = [load_idx(path) for path in paths]
    for path, array, axes in zip(paths, arrays, (3, 1) * 2, strict=True):
        if array.ndim != axes:
            raise ValueError(f"{path} has shape {array.shape}; give MNIST's own four files")
    return _dataset(*((arrays[n], arrays[n + 1], paths[n]) for n in (0, 2)))


def _dataset(*parts):
    found = []
    for images, targets, source in parts:
        images = as_images(images, source, len(images))
        found += [images, as_targets(targets, len(images))]
    return Dataset(*found)


def _parts(path, function):
    """Return the training and the test pictures of a .npz file, such as that of Keras."""
    if first_bytes(path, 4) != b"PK\x03\x04":
        _refuse_pickle(path)
        raise NotADirectoryError(
            f"{full_name(path)} is a file; give the folder of the four files, Keras' mnist.npz, or "
            "this file to load_images"
        )
    try:
        parts = [(*read_array(path, part)[:2], path) for part in ("train", "test")]
    except ValueError as error:
        if "no part" not in str(error):
            raise
        if not any(name.endswith(".npy") for name in zipfile.ZipFile(path).namelist()):
            raise ValueError(
                f"{full_name(path)} is a zip archive; unpack it, and give the folder of its files"
            ) from None
        raise ValueError(
            f"{full_name(path)} does not hold a training and a test part, as Keras' mnist.npz "
            "does; give it to load_images"
        ) from None
    if any(targets is None for _, targets, _ in parts):
        raise ValueError(f"{path} holds no targets; {function} needs those of both parts")
    return _dataset(*parts)


def _refuse_pickle(path):
    """Refuse a pickle, packed or not, such as deeplearning.net's mnist.pkl.gz."""
    with contextlib.suppress(OSError, EOFError, zlib.error), gzip.open(path) as file:
        kind = file_kind(file.read(HEAD))
        if kind is not None and "pickle" in kind.what:
            raise ValueError(f"{full_name(path)} is {kind.what}; {kind.advice}")


def _unpacked(which, folder, function):
    """Return the four files, packed or not, as other programs leave them; None if none is there.

    Or the path of Keras' file.
    """
    places = [folder, folder / "raw", *(folder / name / "raw" for name in which["names"])]
    found = [_found(places, name.removesuffix(".gz")) for name in _FILES]
    keras = next((place / "mnist.npz" for place in places if (place / "mnist.npz").is_file()), None)
    if not any(found):
        return keras if which is _MNIST else None
    missing = [
        name.removesuffix(".gz") for name, path in zip(_FILES, found, strict=True) if not path
    ]
    if missing:
        pairs = (pair for pair in (found[:2], found[2:]) if all(pair))
        alone = next((f"{str(images)!r}, {str(targets)!r}" for images, targets in pairs), "")
        raise FileNotFoundError(
            f"{full_name(folder)} lacks {' and '.join(missing)}; put all four files there and call "
            f"{function} again" + (f", or load_images({alone}) for what is there" if alone else "")
        )
    return found


def _found(places, name):
    """Return the path of an unpacked file: also with a dot in its name, also in its own folder."""
    names = name, name.replace("-idx", ".idx")
    return next(
        (
            path
            for place in places
            for spelt in names
            for path in (place / spelt, place / spelt / spelt, place / f"{spelt}.gz")
            if path.is_file()
        ),
        None,
    )


def _hash(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _in_a_browser(which, name, folder, function):
    """Say what to do where Python has no network, and pip nothing to install it with."""
    at_hand = folder is not None and (folder / name).is_file()
    wrong = f"; the {name} in {full_name(folder)} is not the published one" if at_hand else ""
    return (
        f"{function} cannot download in a browser{wrong}: fetch {', '.join(_FILES)} yourself from "
        f"{which['addresses'][0]}, add them with Upload Files above the list of files, and call "
        f'{function}("."). load_digits() needs no download.'
    )


def _fetch(which, name, digest, folder, function):
    """Path of a file that has the published hash; downloaded if it is not there."""
    if folder is not None and _hash(folder / name) == digest:
        return folder / name
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
        f"without one, copy the files {', '.join(_FILES)} from a computer that has one and call "
        f"{function}(folder). load_digits() needs no network."
    )


def __getattr__(name: str) -> None:
    raise no_attribute("module 'cnnkit.data.mnist'", name)
