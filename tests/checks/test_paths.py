"""A path that leads nowhere is answered with where it leads, and with what was probably meant."""

from pathlib import Path

import pytest

from cnnkit.checks import file_path, full_name, not_found


def test_a_tilde_is_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert file_path("~/pictures") == tmp_path / "pictures"
    assert file_path(Path("~") / "a~b") == tmp_path / "a~b"


@pytest.mark.parametrize(
    "address", ["https://example.org/cat.jpg", "http://a.b", "ftp://a.b/c", "s3://bucket/a.npz"]
)
def test_a_web_address_is_named_as_one(address):
    for given in (address, Path(address)):
        with pytest.raises(ValueError, match="is a web address; download the file"):
            file_path(given)


def test_a_drive_of_windows_is_no_web_address():
    assert str(file_path("C:/lessons/cat.png")) == str(Path("C:/lessons/cat.png"))


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("CAT.PNG", "there is cat.png, and capital letters count"),
        ("cat", "there is cat.png, so write the name with its ending"),
        ("cat.jpg", "there is cat.png, so check the ending"),
        ("'cat.png'", "leave out the quotation marks"),
        ('"cat.png"', "leave out the quotation marks"),
        ("away/cat.png", "there is no folder"),
        ("inside", "that is a folder"),
        ("\new\train", "write the path with forward slashes"),
        ("dog.png", "check its name and folder"),
    ],
)
def test_what_was_probably_meant_is_said(tmp_path, given, meant):
    (tmp_path / "cat.png").touch()
    (tmp_path / "inside").mkdir()
    sentence = not_found(tmp_path / given.replace("\new", "C:\new"), "picture")
    assert meant in sentence
    assert "\n" not in sentence


def test_the_whole_path_is_named_also_of_a_short_one(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert str(tmp_path / "cat.png") in not_found(Path("cat.png"), "picture")


def test_a_very_long_name_is_cut_in_the_middle():
    name = full_name("/" + "a" * 100_000 + ".png")
    assert len(name) < 200
    assert name.endswith("a.png")
