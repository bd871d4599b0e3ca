"""Files that lie: archives, arrays and pictures that are not what they seem."""

import zipfile

import numpy as np
from PIL import Image


def zipped(e, **members):
    """Write a file of arrays whose members are the bytes that are given."""
    with zipfile.ZipFile(e.folder / "bad.npz", "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return e.folder / "bad.npz"


def header(text):
    """Return a .npy file that is its header alone."""
    return b"\x93NUMPY\x01\x00v\x00" + text.ljust(117).encode() + b"\n"


def flagged(e, *changes):
    """Change bytes of a model's file at places counted from each header of a member."""
    e.model.save(e.folder / "bad.npz")
    content = bytearray((e.folder / "bad.npz").read_bytes())
    for mark, offset, value in changes:
        start = content.find(mark)
        while start >= 0:
            content[start + offset] = value
            start = content.find(mark, start + 1)
    (e.folder / "bad.npz").write_bytes(content)
    return e.folder / "bad.npz"


def pictures(e, *names):
    """Draw small pictures into the folder and return it."""
    for name in names:
        path = e.folder / "pictures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 4)).save(path)
    return e.folder / "pictures"


def stored(e, name, array):
    """Write an array into the folder and return its path."""
    np.save(e.folder / name, array)
    return e.folder / name


def linked(e):
    """Return a picture that is a link to nowhere."""
    (e.folder / "2.png").symlink_to(e.folder / "nowhere.png")
    return e.folder / "2.png"


def deep(e, value):
    """Store a picture of whole numbers of 32 bits."""
    Image.fromarray(np.full((2, 2), value, np.int32)).save(e.folder / "deep.tif")
    return e.folder / "deep.tif"


def bomb(e):
    """Store a picture that is small on the disk and has 400 million pixels."""
    Image.new("1", (20000, 20000)).save(e.folder / "bomb.png")
    return e.folder / "bomb.png"
