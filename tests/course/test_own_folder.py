"""`cnnkit lab` works on copies in a folder of one's own, also in a clone; originals on request."""

import os
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from cnnkit import files
from cnnkit.course import cli, clone, copies, folder_of_copies

ROOT = Path(__file__).resolve().parents[2]
NAME = "01_match.ipynb"


def lesson(text, output=""):
    cell = nbformat.v4.new_code_cell(text, id="only")
    if output:
        cell.outputs = [nbformat.v4.new_output("stream", text=output)]
    return nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))


def git(folder, *arguments):
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def cloned(tmp_path, monkeypatch):
    """A clone with two small lessons, both committed; its folder of lessons."""
    shipped = tmp_path / "clone" / "notebooks"
    shipped.mkdir(parents=True)
    (shipped / "00_start_here.ipynb").write_text(lesson("0"))
    (shipped / NAME).write_text(lesson("1"))
    git(shipped, "init", "--quiet", "..")
    git(shipped, "add", ".")
    git(shipped, "commit", "--quiet", "-m", "lessons")
    monkeypatch.setattr(files, "root", lambda: shipped.parent)
    monkeypatch.setattr(files, "installed", lambda: False)
    return shipped


@pytest.fixture
def mine(cloned, started):
    """Where the copies are made by default."""
    return Path.cwd() / "cnnkit-lessons"


@pytest.mark.parametrize("installed", [True, False])
def test_copies_are_made_in_a_folder_here(mine, started, monkeypatch, capsys, installed):
    monkeypatch.setattr(files, "installed", lambda: installed)
    assert cli.main(["lab"]) is None
    assert started[0][0] == f"--ServerApp.root_dir={mine}"
    assert (mine / NAME).read_text() == lesson("1")
    assert capsys.readouterr().out == f"Your copies of the lessons are in {mine}.\n"


def test_what_is_saved_in_the_copies_leaves_the_clone_as_it_was(mine, cloned):
    cli.main(["lab"])
    (mine / NAME).write_text(lesson("1", "run and saved"))
    cli.main(["lab"])
    said = subprocess.run(["git", "status", "--porcelain"], cwd=cloned, capture_output=True)
    assert said.stdout == b""


def test_originals_are_opened_on_request_and_nothing_is_copied(mine, cloned, started):
    assert cli.main(["lab", "--originals", "--no-browser"]) is None
    assert started[0][0] == f"--ServerApp.root_dir={cloned}"
    assert started[0][-1] == "--no-browser"
    assert not mine.exists()


def test_an_installed_package_has_no_originals(mine, started, monkeypatch):
    monkeypatch.setattr(files, "installed", lambda: True)
    assert cli.main(["lab", "--originals"]).startswith("there are no originals to work on")
    assert started == [] and not mine.exists()


def test_originals_that_cannot_be_written_are_refused(mine, cloned, started, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != cloned)
    assert "leave out --originals to work on copies" in cli.main(["lab", "--originals"])
    assert started == []


def test_originals_and_a_folder_for_copies_exclude_each_other(mine, capsys):
    with pytest.raises(SystemExit):
        cli.main(["lab", "--originals", "--folder", "x"])
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["lab", "--folder"], ["copy"]])
@pytest.mark.parametrize("inside", [".", "mine"])
def test_copies_do_not_go_among_the_originals(mine, cloned, started, command, inside):
    before = sorted(cloned.rglob("*"))
    said = cli.main([*command, str(cloned / inside)])
    assert "originals of the lessons" in said and "--originals" in said
    assert sorted(cloned.rglob("*")) == before and started == []


def test_who_stands_among_the_originals_gets_copies_at_home(mine, cloned, started, monkeypatch):
    monkeypatch.chdir(cloned)
    cli.main(["lab"])
    assert started[0][0] == f"--ServerApp.root_dir={Path.home() / 'cnnkit-lessons'}"
    assert not (cloned / "cnnkit-lessons").exists()


def test_where_nothing_can_be_written_copies_are_made_at_home(mine, started, monkeypatch):
    def read_only(dir):
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(folder_of_copies.tempfile, "TemporaryFile", read_only)
    cli.main(["lab"])
    assert started[0][0] == f"--ServerApp.root_dir={Path.home() / 'cnnkit-lessons'}"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows does not tell whose a file is")
def test_two_accounts_in_one_clone_have_a_folder_each(mine, started, monkeypatch):
    cli.main(["lab"])
    stat = Path.lstat

    def of_another(path):
        found = list(stat(path))
        found[4] += path == Path("cnnkit-lessons")
        return os.stat_result(found)

    monkeypatch.setattr(Path, "lstat", of_another)
    (mine / NAME).write_text("work of the first")
    cli.main(["lab"])
    assert started[1][0] == f"--ServerApp.root_dir={Path.home() / 'cnnkit-lessons'}"
    assert (mine / NAME).read_text() == "work of the first"


def test_an_account_without_a_home_is_told_what_would_work(mine, started, monkeypatch):
    def no_home():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(folder_of_copies.Path, "home", no_home)
    mine.write_text("in the way")
    said = cli.main(["lab"])
    assert said.startswith("cannot write the lessons to cnnkit-lessons (")
    assert said.endswith("choose another folder with --folder DIR") and started == []


# -- who has worked in the clone itself before


def test_what_was_changed_in_the_clone_goes_along_and_is_kept(mine, cloned, capsys):
    (cloned / NAME).write_text(lesson("my own work"))
    cli.main(["lab"])
    assert (mine / NAME).read_text() == lesson("my own work")
    assert f"What you did in {cloned} is in them: {NAME}." in capsys.readouterr().out
    git(cloned, "checkout", "--", ".")  # the clone is as it came
    cli.main(["lab"])
    assert (mine / NAME).read_text() == lesson("my own work")
    (cloned / NAME).write_text(lesson("a newer edition"))
    git(cloned, "commit", "--quiet", "-am", "newer")
    cli.main(["lab"])
    assert (mine / NAME).read_text() == lesson("my own work")
    assert (mine / "01_match.new.ipynb").read_text() == lesson("a newer edition")


def test_a_lesson_that_was_only_run_in_the_clone_is_brought_up_to_date(mine, cloned):
    (cloned / NAME).write_text(lesson("1", "run and saved"))
    cli.main(["lab"])
    assert (mine / NAME).read_text() == lesson("1", "run and saved")
    (cloned / NAME).write_text(lesson("a newer edition"))
    git(cloned, "commit", "--quiet", "-am", "newer")
    cli.main(["lab"])
    assert (mine / NAME).read_text() == lesson("a newer edition")


def test_a_folder_that_is_named_gets_the_lessons_as_they_are_in_the_clone(mine, cloned):
    (cloned / NAME).write_text(lesson("for my class"))  # a teacher's own version
    (cloned / "cnnkit_answers.json").write_text("{}")
    for text in ("for my class", "and better"):
        (cloned / NAME).write_text(lesson(text))
        cli.main(["copy", "class"])
        assert Path("class", NAME).read_text() == lesson(text)
    assert not Path("class", "cnnkit_answers.json").exists()


def test_answers_given_in_the_clone_go_along_once(mine, cloned, capsys):
    (cloned / "cnnkit_answers.json").write_text('{"version": 2, "predictions": {"a": "1"}}')
    (cloned / "cnnkit_answers.old.json").write_text("{}")
    cli.main(["lab"])
    assert "cnnkit_answers.json" in capsys.readouterr().out
    answers = mine / "cnnkit_answers.json"
    assert answers.read_text() == (cloned / "cnnkit_answers.json").read_text()
    answers.unlink()  # somebody begins anew
    cli.main(["lab"])
    assert not answers.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows does not tell whose a file is")
def test_answers_of_another_account_stay_where_they_are(mine, cloned, monkeypatch):
    (cloned / "cnnkit_answers.json").write_text("{}")
    me = os.geteuid()
    monkeypatch.setattr(clone.os, "geteuid", lambda: me + 1)
    assert clone.bring_answers(cloned, cloned.parent) == ""


def test_reset_puts_back_what_the_course_has_and_not_what_was_changed(mine, cloned):
    (cloned / NAME).write_text(lesson("my own work"))
    cli.main(["lab"])
    assert cli.main(["reset", "01"]) == 0
    assert (mine / NAME).read_text() == lesson("1")
    assert (mine / "01_match.old.ipynb").read_text() == lesson("my own work")


@pytest.mark.parametrize("way", ["no git", "no clone", "a git that fails"])
def test_without_git_the_lessons_are_taken_as_they_are(mine, cloned, monkeypatch, way):
    (cloned / NAME).write_text(lesson("changed"))
    if way == "no git":
        monkeypatch.setattr(shutil, "which", lambda name: None)
    elif way == "no clone":
        shutil.rmtree(cloned.parent / ".git")
    else:
        (cloned.parent / ".git" / "HEAD").write_text("nonsense")
    assert clone.changed(cloned) == {}
    cli.main(["lab"])
    assert (mine / NAME).read_text() == lesson("changed")
    assert (mine / copies.RECORD).is_file()


def test_git_passes_over_copies_in_the_clone():
    command = ["git", "check-ignore", "--quiet", f"{folder_of_copies.NAME}/00_start_here.ipynb"]
    assert subprocess.run(command, cwd=ROOT).returncode == 0
