"""Read array files (.npy, .npz, and IDX, the format of MNIST) as images and targets."""

import gzip
import zlib

import numpy as np

from cnnkit.checks import class_numbers, file_path, finite

__all__ = ["load_idx"]

_MOST_AXES, _MOST_CLASSES = 32, 2**16
# The third byte of an IDX file says what its numbers are; they come with the high byte first.
_IDX_TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}


def load_idx(path):
    """Read an IDX file, the format of MNIST.

    Parameters
    ----------
    path : str or pathlib.Path
        The file, compressed with gzip or not.

    Returns
    -------
    numpy.ndarray
        With the numbers as stored: uint8 of shape (N, H, W) for MNIST's images.

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    ValueError
        If it is not an IDX file, or is truncated or too long.

    References
    ----------
    Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", section "File
    formats".

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "three-bytes"
    ...     count = path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 2]))
    ...     load_idx(path)
    array([7, 0, 2], dtype=uint8)
    """
    path = existing(path)
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError(f"{path} is damaged ({error}); get it again") from None
    start = 4 + 4 * content[3] if len(content) > 3 else 4
    known = content[:2] == b"\0\0" and content[2:3] and content[2] in _IDX_TYPES
    if len(content) < start or not known or content[3] > _MOST_AXES:
        raise ValueError(
            f"{path} is not an IDX file: it does not start with that header; give one, a .npy or "
            ".npz file, or a folder of pictures"
        )
    dtype = np.dtype(_IDX_TYPES[content[2]])
    shape = [int(n) for n in np.frombuffer(content, ">u4", content[3], 4)]
    expected = start + dtype.itemsize * int(np.prod(shape, dtype=object))
    if len(content) != expected:
        raise ValueError(
            f"{path} is damaged: its header announces shape {tuple(shape)}, which takes "
            f"{expected} bytes, but there are {len(content)}; get it again"
        )
    values = np.frombuffer(content, dtype, offset=start).reshape(shape)
    return values.astype(dtype.newbyteorder("="))


def existing(path):
    """Return the path of a file that must be there."""
    path = file_path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file or folder {path}; check its name")
    return path


def read_array(path):
    """Return the array of a .npy or IDX file, or the images and targets of a .npz file."""
    path = existing(path)
    if path.suffix.lower() not in (".npy", ".npz"):
        return load_idx(path)
    stored = _load_numpy(path)
    if isinstance(stored, np.ndarray):
        return stored
    for names in (("images", "targets"), ("x", "y")):
        if all(name in stored for name in names):
            return tuple(stored[name] for name in names)
    raise ValueError(
        f"{path} holds {', '.join(stored) or 'nothing'}; name the arrays images and targets: "
        "np.savez(path, images=..., targets=...)"
    )


def _load_numpy(path):
    try:
        with path.open("rb") as file:
            stored = np.load(file, allow_pickle=False)
            if isinstance(stored, np.ndarray):
                return stored
            return {name: array for name, array in stored.items() if isinstance(array, np.ndarray)}
    except Exception as error:  # of zipfile, of zlib, of the parser of headers: all mean damage
        reason = str(error).split(". If")[0]  # NumPy goes on to advise what is not safe
        raise ValueError(
            f"{path} cannot be read as a NumPy file ({reason}); store numbers with np.save or "
            "np.savez"
        ) from None


def as_images(images, source):
    """Return an array of pictures as float32 (N, C, H, W)."""
    if images.ndim == 3:
        images = images[:, np.newaxis]
    if images.ndim == 4 and images.shape[1] not in (1, 3) and images.shape[3] in (1, 3):
        images = images.transpose(0, 3, 1, 2)
    if images.ndim == 4 and images.shape[1] > 4 and images.shape[3] in (2, 4):
        raise ValueError(
            f"{source} holds an array of shape {images.shape}, which looks like pictures with a "
            "channel of transparency; leave it out: images[..., :-1]"
        )
    if images.ndim != 4 or 0 in images.shape:
        raise ValueError(
            f"{source} holds an array of shape {images.shape}; give pictures as (N, H, W), "
            "(N, C, H, W) or (N, H, W, 3)"
        )
    if images.dtype == np.uint8:
        return np.ascontiguousarray(images, np.float32) / np.float32(255)
    if images.dtype.kind not in "fb":
        raise TypeError(
            f"{source} holds {images.dtype} values; store uint8 values from 0 to 255, or real "
            "numbers: images.astype(np.float32) / largest"
        )
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is found
        return finite(np.ascontiguousarray(images, np.float32), str(source))


def as_targets(targets, count):
    """Return the classes of ``count`` pictures as int64; all 0 if there are none."""
    if targets is None:
        return np.zeros(count, np.int64)
    return class_numbers(targets, "targets", count, _MOST_CLASSES)
