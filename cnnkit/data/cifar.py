"""Read the binary version of CIFAR-10 and CIFAR-100: bytes in rows, of a class and a picture."""

import numpy as np

__all__ = ["read_cifar"]

_SIDE = 32
_NAMES = {1: "batches.meta.txt", 2: "fine_label_names.txt"}  # by how many classes a row has
_COUNTS = {1: (10,), 2: (20, 100)}  # of CIFAR-10; of CIFAR-100, coarse and fine


def read_cifar(path):
    """Return images (N, 3, 32, 32), targets, and the classes' names or None; None for other files.

    Parameters
    ----------
    path : pathlib.Path
        Such as ``data_batch_1.bin``. Names of classes come from the file beside it that has them.

    References
    ----------
    A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009; the layout is that
    of its web page, section "Binary version".

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "test_batch.bin")
    ...     count = path.write_bytes(bytes([7]) + bytes(3072))
    ...     images, targets, names = read_cifar(path)
    >>> images.shape, targets.tolist(), names
    ((1, 3, 32, 32), [7], None)
    """
    if path.suffix.lower() != ".bin":
        return None
    size = path.stat().st_size
    for classes, counts in _COUNTS.items():
        width = classes + 3 * _SIDE * _SIDE
        if size == 0 or size % width:
            continue
        rows = np.fromfile(path, np.uint8).reshape(-1, width)
        if all(rows[:, n].max() < count for n, count in enumerate(counts)):
            targets = rows[:, classes - 1].astype(np.int64)
            images = rows[:, classes:].reshape(-1, 3, _SIDE, _SIDE)
            return images, targets, _names(path.with_name(_NAMES[classes]), counts[-1])
    return None


def _names(path, count):
    """Return the names of the classes, one per line, if their number is right; else None."""
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    names = tuple(line.strip() for line in lines if line.strip())
    return names if len(set(names)) == count else None
