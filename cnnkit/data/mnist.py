"""MNIST and Fashion-MNIST: larger sets, downloaded once, checked by hash.

The lessons do without them. Downloading needs pooch: ``pip install "cnnkit[mnist]"``.
"""

import hashlib
from pathlib import Path

import numpy as np

from cnnkit.checks import file_path
from cnnkit.data.array_files import as_images, load_idx
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
        folder. Files copied there from another computer need no download.

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
    if folder is not None and folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file; give the folder of the four files")
    arrays = [
        load_idx(_fetch(which, name, digest, folder, function))
        for name, digest in zip(_FILES, which["hashes"], strict=True)
    ]
    train, test = (as_images(arrays[place], _FILES[place]) for place in (0, 2))
    train_targets, test_targets = (arrays[place].astype(np.int64) for place in (1, 3))
    return Dataset(train, train_targets, test, test_targets)


def _hash(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _fetch(which, name, digest, folder, function):
    """Path of a file that has the published hash; downloaded if it is not there."""
    if folder is not None and _hash(folder / name) == digest:
        return folder / name
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
