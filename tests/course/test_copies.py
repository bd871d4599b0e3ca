"""Copies of the lessons: a file that the student changed is never overwritten."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from cnnkit.course import copies

ROOT = Path(__file__).resolve().parents[2]


# What a student's work leaves in a repository.
OWN = (
    "cnnkit_answers.json",
    "cnnkit_answers_ann.json",
    "cnnkit_answers_ann-0123abcd.damaged-2.json",
    ".cnnkit_answers.json.lock",
    ".cnnkit_answers.json.locked",
    ".cnnkit_answers_ann.json.01234567-0123456789abcdef.unfinished",
    ".01_first.ipynb.01234567-0123456789abcdef.unfinished",
)


@pytest.fixture
def shipped(tmp_path):
    folder = tmp_path / "shipped"
    (folder / "pictures").mkdir(parents=True)
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "01-checkpoint.ipynb").write_text("not a lesson")
    (folder / "pictures" / "x.png").write_bytes(b"\x89PNG\r\n")
    for name in OWN:
        (folder / name).write_text("{}")
    for name in ("00_start_here.ipynb", "01_first.ipynb"):
        nbformat.write(_notebook(name), folder / name)
    return folder


def _notebook(text):
    cell = nbformat.v4.new_markdown_cell(text, id="title")
    return nbformat.v4.new_notebook(cells=[cell])


def test_copies_the_lessons_and_neither_checkpoints_nor_answers_into_a_new_folder(
    shipped, tmp_path
):
    folder = tmp_path / "a" / "b"
    assert copies.copy(shipped, folder) == []
    copied = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.relative_to(folder).as_posix() for path in copied} == {
        "00_start_here.ipynb",
        "01_first.ipynb",
        "pictures/x.png",
        copies.RECORD,
    }
    assert (folder / "pictures" / "x.png").read_bytes() == b"\x89PNG\r\n"


def test_replaces_an_unchanged_file_by_a_newer_one(shipped, tmp_path):
    copies.copy(shipped, tmp_path / "mine")
    nbformat.write(_notebook("newer"), shipped / "01_first.ipynb")
    assert copies.copy(shipped, tmp_path / "mine") == []
    newer = (shipped / "01_first.ipynb").read_bytes()
    assert (tmp_path / "mine" / "01_first.ipynb").read_bytes() == newer


def test_keeps_a_changed_file_and_says_so_also_after_two_upgrades(shipped, tmp_path):
    mine = tmp_path / "mine"
    copies.copy(shipped, mine)
    (mine / "01_first.ipynb").write_text("my own work")
    for version in ("second", "third"):
        nbformat.write(_notebook(version), shipped / "01_first.ipynb")
        assert copies.copy(shipped, mine) == ["01_first.ipynb"]
        assert (mine / "01_first.ipynb").read_text() == "my own work"


def test_keeps_a_file_of_the_same_name_that_was_there_before(shipped, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "01_first.ipynb").write_text("somebody else's")
    assert copies.copy(shipped, mine) == ["01_first.ipynb"]
    assert (mine / "01_first.ipynb").read_text() == "somebody else's"


def test_keeps_changed_files_when_the_record_is_lost_or_damaged(shipped, tmp_path):
    mine = tmp_path / "mine"
    copies.copy(shipped, mine)
    (mine / "01_first.ipynb").write_text("my own work")
    for record in ("{", "[]", json.dumps({"01_first.ipynb": 3})):
        (mine / copies.RECORD).write_text(record)
        assert copies.copy(shipped, mine) == ["01_first.ipynb"]
    (mine / copies.RECORD).unlink()
    assert copies.copy(shipped, mine) == ["01_first.ipynb"]
    assert (mine / "01_first.ipynb").read_text() == "my own work"


def test_brings_back_a_file_that_was_renamed_away(shipped, tmp_path):
    mine = tmp_path / "mine"
    copies.copy(shipped, mine)
    (mine / "01_first.ipynb").rename(mine / "01_mine.ipynb")
    assert copies.copy(shipped, mine) == []
    assert (mine / "01_first.ipynb").exists()
    assert (mine / "01_mine.ipynb").exists()


def test_a_lesson_that_was_only_run_is_left_until_a_newer_one_comes(shipped, tmp_path):
    mine = tmp_path / "mine"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    nbformat.write(notebook, shipped / "01_first.ipynb")
    copies.copy(shipped, mine)
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text="2")]
    nbformat.write(notebook, mine / "01_first.ipynb")
    run = (mine / "01_first.ipynb").read_bytes()
    assert copies.copy(shipped, mine) == []
    assert (mine / "01_first.ipynb").read_bytes() == run
    nbformat.write(_notebook("newer"), shipped / "01_first.ipynb")
    assert copies.copy(shipped, mine) == []
    newer = (shipped / "01_first.ipynb").read_bytes()
    assert (mine / "01_first.ipynb").read_bytes() == newer
    assert not (mine / "01_first.new.ipynb").exists()


def test_beside_a_changed_lesson_the_newer_one_is_put(shipped, tmp_path):
    mine = tmp_path / "mine"
    copies.copy(shipped, mine)
    (mine / "01_first.ipynb").write_text("my own work")
    assert copies.copy(shipped, mine) == ["01_first.ipynb"]
    assert not (mine / "01_first.new.ipynb").exists()  # there is no newer one
    for version in ("second", "third"):
        nbformat.write(_notebook(version), shipped / "01_first.ipynb")
        assert copies.copy(shipped, mine) == ["01_first.ipynb"]
        newer = (shipped / "01_first.ipynb").read_bytes()
        assert (mine / "01_first.new.ipynb").read_bytes() == newer
    assert (mine / "01_first.ipynb").read_text() == "my own work"


def test_signs_the_shipped_notebooks_and_no_other(shipped, tmp_path):
    mine = tmp_path / "mine"
    copies.copy(shipped, mine)
    nbformat.write(_notebook("from a stranger"), mine / "01_first.ipynb")
    copies.trust(shipped, mine)
    notary = NotebookNotary()
    with contextlib.closing(notary.store):
        signed = [
            notary.check_signature(nbformat.read(mine / name, as_version=4))
            for name in ("00_start_here.ipynb", "01_first.ipynb")
        ]
    assert signed == [True, False]


def test_lessons_open_where_nothing_can_be_signed(shipped, monkeypatch):
    def broken(notary):
        raise OSError("read-only home folder")

    monkeypatch.setattr(NotebookNotary, "__init__", broken)
    copies.trust(shipped, shipped)


def test_git_passes_over_what_a_students_work_leaves():
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("needs a repository and git")
    names = [f"notebooks/{name}" for name in OWN]
    found = subprocess.run(
        ["git", "check-ignore", *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.stdout.splitlines() == names


def test_several_commands_at_once_copy_the_lessons_without_an_error(shipped, tmp_path):
    code = (
        "import pathlib, sys; from cnnkit.course import copies; "
        "copies.copy(*map(pathlib.Path, sys.argv[1:]))"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, shipped, tmp_path / "mine"]) for _ in range(4)
    ]
    assert [process.wait(60) for process in processes] == [0] * 4
    copied = {path.name for path in (tmp_path / "mine").rglob("*") if path.is_file()}
    assert copied == {"00_start_here.ipynb", "01_first.ipynb", "x.png", copies.RECORD}


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes of POSIX")
def test_what_is_planted_in_the_folder_is_not_followed(shipped, tmp_path):
    mine, precious = tmp_path / "mine", tmp_path / "precious.txt"
    mine.mkdir()
    precious.write_text("precious")
    (mine / "00_start_here.ipynb.partial").symlink_to(precious)
    copies.copy(shipped, mine)
    assert precious.read_text() == "precious"
    (mine / "01_first.ipynb").unlink()
    os.mkfifo(mine / "01_first.ipynb")
    with pytest.raises(OSError, match="not an ordinary file"):
        copies.copy(shipped, mine)
