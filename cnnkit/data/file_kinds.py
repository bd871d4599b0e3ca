"""What a file is that is not what was hoped for: recognised by its first bytes."""

import os
import re
from pathlib import PurePosixPath
from typing import NamedTuple

__all__ = ["HEAD", "FileKind", "file_kind", "named_kind", "packed_kind", "text_kind"]

HEAD = 512  # bytes that tell


class FileKind(NamedTuple):
    """What a file is, and what to do about it."""

    what: str
    advice: str


_STORE = "store its arrays with np.savez(path, images=..., targets=...)"
_SPECTRA = (
    "make a picture of it, such as scipy.signal.spectrogram gives, with the logarithm of its "
    "numbers, and give an array of these"
)
_VOLUME = "read it with nibabel: nibabel.load(path).get_fdata(), and give slices of it"
_AS_PICTURE = "export it as PNG"
_UNPACK = "unpack it, and give what is inside"
_KINDS = (  # place, bytes there, what begins so, what to do
    (0, b"\x89HDF", "an HDF5 file", f"read it with h5py, and {_STORE}"),
    (0, b"MATLAB 7.3", "a MATLAB file of version 7.3", f"read it with h5py, and {_STORE}"),
    (
        0,
        b"MATLAB ",
        "a MATLAB file",
        f"read it with found = scipy.io.loadmat(path), and {_STORE}, those of SVHN as "
        "images=found['X'].transpose(3, 2, 0, 1), targets=found['y'] % 10",
    ),
    (0, b"PAR1", "a Parquet file", f"read it with pandas, and {_STORE}"),
    (0, b"ARROW1", "an Arrow file", f"read it with pandas.read_feather, and {_STORE}"),
    (
        128,
        b"DICM",
        "a DICOM file",
        "read it with pydicom, x = pydicom.dcmread(path).pixel_array.astype(np.float32), and scale "
        "its numbers to 0..1",
    ),
    (344, b"n+1\0", "a NIfTI file", _VOLUME),
    (0, b"SIMPLE  =", "a FITS file", f"read it with astropy.io.fits, and {_STORE}"),
    (0, b"ID3", "a sound (MP3)", _SPECTRA),
    (0, b"\xff\xfb", "a sound (MP3)", _SPECTRA),
    (0, b"fLaC", "a sound (FLAC)", _SPECTRA),
    (0, b"OggS", "a sound (Ogg)", _SPECTRA),
    (8, b"WAVE", "a sound (WAV)", _SPECTRA),
    (0, b"%PDF", "a PDF document", "save its picture as PNG"),
    (0, b"8BPS", "a Photoshop file", _AS_PICTURE),
    (0, b"\xd0\xcf\x11\xe0", "a file of Excel or Word", "store its table as CSV"),
    (0, b"\x93NUMPY", "a NumPy array", "give it to load_images"),
    (0, b"Rar!", "an archive", _UNPACK),
    (0, b"7z\xbc\xaf", "an archive", _UNPACK),
    (257, b"ustar", "an archive", _UNPACK),
    (0, b"PK\x03\x04", "a zip archive", _UNPACK),
    (0, b"PK\x05\x06", "an empty zip archive", "download or make it again"),
    (8, b'{"', "a safetensors file", f"read it with safetensors.numpy.load_file, and {_STORE}"),
    (0, b"\x1f\x8b", "a file packed with gzip", _UNPACK),
    (0, b"BZh", "a file packed with bzip2", _UNPACK),
    (0, b"\xfd7zXZ", "a file packed with xz", _UNPACK),
    (8, b"CR\2\0", "a camera's raw file", "export it as JPEG"),
    (0, b"RIFF", "a film or a sound", "save one of its pictures as PNG"),
)
_APPLE = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_ADVICE_APPLE = (
    "save it as JPEG, or set the phone to JPEG (on an iPhone: Camera, Formats, Most Compatible)"
)


def file_kind(head: bytes, size: int | None = None) -> FileKind | None:
    """Tell what a file is from its first bytes; None if they say nothing.

    Parameters
    ----------
    head : bytes
        The first 512, or all if there are fewer.
    size : int, optional
        Of the whole file.

    Examples
    --------
    >>> file_kind(b"<!DOCTYPE html><title>404").what
    'a web page (HTML)'
    >>> file_kind(b"").what
    'empty (0 bytes)'
    """
    if not head:
        return FileKind("empty (0 bytes)", "download or copy it again")
    if not head.strip(b"\0") and len(head) >= 256:
        return FileKind("nothing but zero bytes", "download or copy it again")
    if head.startswith(b"version https://git-lfs"):
        return FileKind(
            "a pointer of Git LFS, which stands for the file", "fetch the file with git lfs pull"
        )
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")):
        return FileKind(
            "a web page (HTML)", "open its address in a browser and download the file itself"
        )
    if text.startswith(b"@relation") or (text.startswith(b"%") and b"@relation" in text):
        return FileKind("a table of Weka or OpenML (ARFF)", "store it as CSV, without its head")
    if b"<svg" in text:
        return FileKind("a drawing of lines (SVG)", _AS_PICTURE)
    if text.startswith(b"<?xml"):
        return FileKind("a text (XML)", "download the file itself")
    if text.startswith((b'{"', b"{\n", b'[{"')):
        return FileKind(
            "a text (JSON)",
            f"if it holds pictures, read it with json.load (or json.loads for each line), and "
            f"{_STORE}; else download the file itself",
        )
    if text.startswith(b"[") and text[1:2] in b"[0123456789\"' ":
        return FileKind("a text (JSON)", f"read it with json.load, and {_STORE}")
    if head[4:8] == b"ftyp":
        if head[8:12] in _APPLE:
            return FileKind("a HEIC photograph, which Pillow cannot read", _ADVICE_APPLE)
        if head[8:12] not in (b"avif", b"avis"):
            return FileKind("a film", "save one of its pictures as PNG")
    for place, mark, what, advice in _KINDS:
        if head[place : place + len(mark)] == mark and not (mark == b"RIFF" and b"WEBP" in head):
            return FileKind(what, advice)
    if head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return FileKind(
            "a pickle of Python objects, which can run any code when it is read",
            _cifar(head) or f"open it only if you trust its source, and {_STORE}",
        )
    return None


# What a name tells, where the first bytes tell nothing.
_NAMED = {
    **dict.fromkeys((".cr2", ".nef", ".arw", ".dng", ".orf", ".rw2", ".raf"),
                    FileKind("a camera's raw file", "export it as JPEG")),
    ".tfrecord": FileKind("a TFRecord file", f"read it with TensorFlow, and {_STORE}"),
    ".mdb": FileKind("a database (LMDB)", f"read it with lmdb, and {_STORE}"),
    ".rec": FileKind("a RecordIO file", f"read it with MXNet, and {_STORE}"),
    **dict.fromkeys((".dcm", ".ima"), FileKind("a DICOM file", "read it with pydicom")),
    **dict.fromkeys((".nii", ".nii.gz"), FileKind("a NIfTI file", _VOLUME)),
    **dict.fromkeys((".mha", ".mhd", ".nrrd"),
                    FileKind("a volume", f"read it with SimpleITK, and {_STORE}")),
    **dict.fromkeys((".wav", ".mp3", ".m4a", ".ogg", ".flac"), FileKind("a sound", _SPECTRA)),
}  # fmt: skip


def named_kind(name: str) -> FileKind | None:
    """Tell what a file is from the ending of its name; None if that says nothing.

    Examples
    --------
    >>> named_kind("brain.NII.gz").what
    'a NIfTI file'
    """
    ends = (kind for ending, kind in _NAMED.items() if name.lower().endswith(ending))
    return next(ends, None)


def text_kind(head: bytes, path: object) -> str:
    r"""Say how a text of numbers is read that is not a table; "" of others.

    Examples
    --------
    >>> text_kind(b"5 153:0.01 154:0.07\n", "a.scale").partition(";")[0]
    'a.scale is a text of LIBSVM'
    >>> text_kind(b"hello", "a.txt")
    ''
    """
    try:
        line, _, rest = head.decode().partition("\n")
        line = line.strip()
    except UnicodeDecodeError:
        line = rest = ""
    if re.match(r"[^\n\[]*,\s*\"?\[\s*\d", rest):
        return (
            f"{path} has a list of pixels in one field; write table = pandas.read_csv"
            f"({str(path)!r}), and np.savez('pictures.npz', images=np.array([json.loads(row) for "
            "row in table['image']], np.uint8), targets=table['label'])"
        )
    if re.match(r"\d+,\d+\r?\n", rest):
        return (
            f"{path} is a table of two columns of numbers and holds no pixels; if they are the "
            f"classes of pictures, give it second: load_images(pictures, {str(path)!r})"
        )
    if re.fullmatch(r"\S+( \d+:\S+)+.*", line):
        return (
            f"{path} is a text of LIBSVM; write x, y = sklearn.datasets.load_svmlight_file"
            f"({str(path)!r}), and give x.toarray()"
        )
    if line.lower().startswith("sep="):
        return f"{path} has {line!r} in its first line, as Excel wants it; leave that line out"
    for mark in "|":
        if line.count(mark) > 3:
            return f"{path} has {mark} between its numbers; replace it by a comma"
    return ""


def packed_kind(inside: list[str], path: object = "a.zip") -> str:
    """Say what a zip archive is that holds no table and no arrays, and what to do.

    Examples
    --------
    >>> packed_kind(["xl/workbook.xml"])
    'is a file of Excel; store its table as CSV'
    >>> print(packed_kind(["pets/cat/1.png", "pets/dog/1.png"]))
    is a zip archive; unpack it, shutil.unpack_archive('a.zip', 'pictures'), and write \
load_images('pictures/pets')
    """
    if any(name.startswith("xl/") for name in inside):
        return "is a file of Excel; store its table as CSV"
    if any(name.startswith("word/") for name in inside):
        return "is a file of Word; store its table as CSV"
    if any(name.endswith("data.pkl") for name in inside):
        return f"is a file of PyTorch; read it with torch.load, and {_STORE}"
    pictures = [PurePosixPath(name) for name in inside if _is_picture(name)]
    if pictures:
        above = sorted({str(path.parent.parent) for path in pictures})
        place = next((name for name in above if "train" in name.lower()), None)
        place = PurePosixPath("pictures", place or os.path.commonpath(above))
        return (
            f"is a zip archive; unpack it, shutil.unpack_archive({str(path)!r}, 'pictures'), and "
            f"write load_images({str(place)!r})"
        )
    return "is a zip archive; unpack it and give the folder inside"


def _is_picture(name):
    path = PurePosixPath(name)
    hidden = path.name.startswith(".") or path.parts[0] == "__MACOSX"
    return path.suffix.lower() in (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".gif") and not hidden


def _cifar(head):
    """Return how the pictures of CIFAR's Python version are read, if a pickle begins as it does."""
    hundred = b"filenames" in head and b"_s_000" in head
    if b"batch_label" not in head and not hundred:
        return ""
    return (
        "get CIFAR's binary version, whose .bin files load_images reads; or, if you trust the "
        "source, write d = pickle.load(open(path, 'rb'), encoding='bytes'), and "
        "np.savez('cifar.npz', images=d[b'data'].reshape(-1, 3, 32, 32), "
        f"targets=d[b'{'fine_' * hundred}labels'])"
    )
