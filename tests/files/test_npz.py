"""Headers of NumPy's files are read before anything else is, and no further than they say."""

import io
import tracemalloc
import zipfile

import numpy as np
import pytest

from cnnkit.data import load_images
from cnnkit.files import npz
from cnnkit.files.npz import npy_header


def test_headers_of_every_way_to_write_an_array_are_read():
    for array in (np.ones((2, 3), "<f8"), np.ones((3, 2), ">f4").T, np.float32(3.0)):
        file = io.BytesIO()
        np.savez(file, a=array)
        np.testing.assert_array_equal(npz.Archive(file).read("a"), array)


def stored(array, version=(1, 0)):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue()


WHOLE = stored(np.zeros((4, 5, 6)))


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_a_header_of_every_version_tells_shape_and_dtype_and_where_numbers_begin(version):
    array = np.arange(6.0).reshape(2, 3)
    content = stored(array, version)
    shape, dtype, start = npy_header(io.BytesIO(content))
    assert (shape, dtype) == (array.shape, array.dtype)
    assert content[start:] == array.tobytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no array of plain numbers"),
        (b"GIF89a and more of it", "no array of plain numbers"),
        (WHOLE[:6], "should have a header, and ends before it"),
        (WHOLE[:7], "should have a header, and ends before it"),
        (WHOLE[:9], "should have a header, and ends before it"),
        (WHOLE[:40], "should have a header of 118 bytes, and ends after 30"),
        (WHOLE[:120], "should have a header of 118 bytes, and ends after 110"),
        (b"\x93NUMPY\x04\x00" + WHOLE[8:], "its format 4.0 is not known"),
        (b"\x93NUMPY\x01\x00\xff\xff" + WHOLE[10:], "announces a header of 65535 bytes"),
        (WHOLE.replace(b"(4, 5, 6)", b"(4, 5,-6)"), "a shape of"),
        (WHOLE.replace(b"(4, 5, 6)", b"(4,-5, 6)"), "a shape of"),
        (WHOLE.replace(b"}", b" "), "header cannot be read"),
    ],
)
def test_a_damaged_header_is_told_as_what_it_is(content, words):
    with pytest.raises(ValueError, match=words):
        npy_header(io.BytesIO(content))


@pytest.mark.parametrize("cut", [7, 9, 40, 120, 200])
def test_a_file_that_ends_too_early_is_called_damaged(tmp_path, cut):
    (tmp_path / "a.npy").write_bytes(WHOLE[:cut])
    with pytest.raises(ValueError, match=r"a\.npy cannot be read .*; it is damaged"):
        load_images(tmp_path / "a.npy")


def test_pictures_of_the_third_version_are_read(tmp_path):
    (tmp_path / "a.npy").write_bytes(stored(np.full((4, 5, 6), 0.5), (3, 0)))
    np.testing.assert_array_equal(
        load_images(tmp_path / "a.npy").images, np.full((4, 1, 5, 6), 0.5)
    )


@pytest.mark.parametrize("length", [0, 1, 2])
@pytest.mark.parametrize("read", [npz.Archive, load_images])
def test_a_header_of_almost_nothing_does_not_unpack_the_rest(tmp_path, length, read):
    """An archive that is asked for fewer than no bytes gives all that it has."""
    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        start = b"\x93NUMPY\x01\x00" + length.to_bytes(2, "little")
        archive.writestr("images.npy", start + bytes(50_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="header"):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
