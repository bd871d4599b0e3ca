"""`cnnkit copy` and `cnnkit reset`: nothing that a student made is lost."""

import json

import pytest

from cnnkit import files
from cnnkit.course import cli, lab, resetting

NAME = "03_rectify.ipynb"


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A course of three small lessons, in place of the real ones."""
    folder = tmp_path / "course" / "notebooks"
    folder.mkdir(parents=True)
    for name in (cli.START, NAME, "04_pool.ipynb"):
        (folder / name).write_text(
            json.dumps({"cells": [], "metadata": {"of": name}, "nbformat": 4, "nbformat_minor": 5})
        )
    monkeypatch.setattr(files, "root", lambda: tmp_path / "course")
    return folder


@pytest.fixture
def mine(shipped, tmp_path):
    """A student's folder, with an edited lesson and answers."""
    folder = tmp_path / "mine"
    assert cli.main(["copy", str(folder)]) == 0
    (folder / NAME).write_text("my work")
    answers = {
        "version": 2,
        "predictions": {"lesson03.centre": "0.56", "lesson04.same": "1"},
        "exercises": {"lesson03.relu": {"status": "correct"}, "lesson01.match_score": "correct"},
    }
    (folder / "cnnkit_answers.json").write_text(json.dumps(answers))
    return folder


def test_copy_copies_trusts_and_starts_nothing(shipped, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lab, "_start", lambda *arguments: 1 / 0)
    folder = tmp_path / "new" / "folder"
    assert cli.main(["copy", str(folder)]) == 0
    assert (folder / NAME).read_bytes() == (shipped / NAME).read_bytes()
    assert capsys.readouterr().out == f"The lessons are in {folder}.\n"


def test_a_second_copy_keeps_what_was_changed(mine, capsys):
    assert cli.main(["copy", str(mine)]) == 0
    assert (mine / NAME).read_text() == "my work"
    assert f"Kept as you changed them: {NAME}" in capsys.readouterr().out


def test_copy_to_a_place_that_cannot_be_says_so(shipped, tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot write the lessons to" in cli.main(["copy", str(tmp_path / "file")])


def test_reset_begins_a_lesson_anew_and_keeps_the_old_one_and_its_answers(mine, shipped, capsys):
    before = (mine / "cnnkit_answers.json").read_bytes()
    assert cli.main(["reset", "3", "--folder", str(mine)]) == 0
    assert (mine / NAME).read_bytes() == (shipped / NAME).read_bytes()
    assert (mine / "03_rectify.old.ipynb").read_text() == "my work"
    assert (mine / "cnnkit_answers.old.json").read_bytes() == before
    found = json.loads((mine / "cnnkit_answers.json").read_text())
    assert found["predictions"] == {"lesson04.same": "1"}
    assert found["exercises"] == {"lesson01.match_score": "correct"}
    assert capsys.readouterr().out.endswith(
        "03_rectify.ipynb starts over; kept aside: 03_rectify.old.ipynb, cnnkit_answers.old.json.\n"
    )


def test_a_second_reset_overwrites_nothing(mine, shipped):
    for work in ("first", "second"):
        (mine / NAME).write_text(work)
        resetting.reset(shipped, mine, NAME)
    assert (mine / "03_rectify.old.ipynb").read_text() == "first"
    assert (mine / "03_rectify.old-2.ipynb").read_text() == "second"
    assert not (mine / "cnnkit_answers.old-2.json").exists()


def test_a_lesson_that_began_anew_is_brought_up_to_date_later(mine, shipped):
    resetting.reset(shipped, mine, NAME)
    (shipped / NAME).write_text("{}")
    assert cli.main(["copy", str(mine)]) == 0
    assert (mine / NAME).read_text() == "{}"


def test_a_damaged_file_of_answers_is_left_alone(mine, shipped):
    (mine / "cnnkit_answers.json").write_text("{")
    assert resetting.reset(shipped, mine, NAME) == ["03_rectify.old.ipynb"]
    assert (mine / "cnnkit_answers.json").read_text() == "{"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["reset", "33"], "there is no lesson '33'; give one of 00, 03, 04, or all"),
        (["reset", "3", "--folder", "nowhere"], "name that of your copies with --folder DIR"),
        (["reset", "mine.ipynb"], "there is no file"),
    ],
)
def test_what_cannot_be_reset_is_told_in_a_sentence(
    mine, arguments, sentence, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    folder = [] if "--folder" in arguments else ["--folder", str(mine)]
    assert sentence in cli.main([*arguments, *folder])
    assert (mine / NAME).read_text() == "my work"


def test_the_courses_own_lessons_are_not_reset(shipped):
    assert "holds the course's own lessons" in cli.main(["reset", "3", "--folder", str(shipped)])
