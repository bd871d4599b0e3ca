"""Which files of a class are found and read, and which are named and skipped."""

import io
import json
import os
import zipfile
from pathlib import Path, PurePosixPath

import numpy as np
import pytest

from cnnkit.classroom import answers_files, archives
from cnnkit.classroom.student_answers import read_class
from cnnkit.exercises import keep_answers, lesson01
from cnnkit.exercises.predictions.prediction import Prediction
from tests.helpers import classes


def names(folder):
    return [work.student for work in read_class(folder).students]


def zipped(path, **entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def text(student):
    return json.dumps(classes.FIVE[student])


def moodle(path, students=("ada", "grace")):
    entries = {
        f"{it.title()} Byron_{k}12_assignsubmission_file_/cnnkit_answers.json": text(it)
        for k, it in enumerate(students, 3)
    }
    return zipped(path, **entries)


def test_a_course_of_nbgrader_is_read_by_student(five):
    assert names(five) == ["ada", "emmy", "grace", "maryam", "sofia"]
    assert names(five / "submitted") == names(five)


def test_copies_that_nbgrader_makes_count_once(five):
    classes.put(five / "autograded" / "ada" / "lesson01", classes.FIVE["ada"])
    classes.put(five / "submitted" / "ada" / "backup", classes.FIVE["ada"])
    ada = read_class(five).students[0]
    assert (ada.student, ada.exercises["lesson01.match_score"].tries) == ("ada", 3)


def test_a_shared_drive_is_read_by_its_folders_and_accounts(tmp_path):
    classes.put(tmp_path / "ada" / "notebooks", classes.FIVE["ada"])
    classes.put(tmp_path, classes.FIVE["grace"], "cnnkit_answers_grace.json")
    assert names(tmp_path) == ["ada", "grace"]


def test_a_zip_of_moodle_is_read_by_student(tmp_path):
    assert names(moodle(tmp_path / "all.zip")) == ["Ada Byron", "Grace Byron"]
    assert names(tmp_path) == ["Ada Byron", "Grace Byron"]  # and where it only lies in the folder


def test_zip_files_that_students_handed_in_are_read_in_the_zip_of_moodle(tmp_path):
    inner = io.BytesIO()
    zipped(inner, **{"notebooks/cnnkit_answers.json": text("ada")})
    name = "Ada Byron_412_assignsubmission_file_/work.zip"
    assert names(zipped(tmp_path / "all.zip", **{name: inner.getvalue()})) == ["Ada Byron"]


def packed(**entries):
    """Return the bytes of a zip file."""
    made = io.BytesIO()
    zipped(made, **entries)
    return made.getvalue()


def test_zip_files_in_each_other_are_read_to_a_depth_and_deeper_ones_named(tmp_path):
    answers = {"cnnkit_answers.json": text("ada")}
    two = packed(**{"a/two.zip": packed(**answers)})
    assert names(zipped(tmp_path / "a.zip", **{"Ada_4_assignsubmission_file_/one.zip": two})) == [
        "Ada"
    ]
    three = packed(**{"three.zip": two})
    ((place, why),) = read_class(zipped(tmp_path / "b.zip", **{"one.zip": three})).skipped
    assert place == "one/three/a/two.zip" and why.startswith(
        "is not opened: it lies in 3 zip files"
    )


@pytest.mark.parametrize(
    "name",
    ["cnnkit_answers (1)", "cnnkit_answers(2)", "cnnkit_answers - Kopie", "cnnkit_answers copy 2"],
)
def test_a_second_copy_as_systems_name_it_is_read(tmp_path, name):
    classes.put(tmp_path / "ada", classes.FIVE["ada"], f"{name}.json")
    assert names(tmp_path) == ["ada"]


@pytest.mark.parametrize("name", ["Jörg Müller", "Ana  María", "李小龙", "O'Neil-Smith, Zoë"])
def test_names_of_all_languages_are_read_in_a_zip_and_what_macos_adds_is_not(tmp_path, name):
    folder = f"{name}_7_assignsubmission_file_"
    entries = {
        f"{folder}/cnnkit_answers.json": text("ada"),
        f"__MACOSX/{folder}/._cnnkit_answers.json": b"\0",
    }
    found = read_class(zipped(tmp_path / "all.zip", **entries))
    assert ([it.student for it in found.students], found.skipped) == ([name], [])


def test_a_zip_with_a_password_or_an_unknown_method_is_told_in_our_own_words(tmp_path):
    plain = packed(**{"a/cnnkit_answers.json": text("ada")})
    at = plain.index(b"PK\1\2")
    for place, value, words in [(6, 1, "password"), (8, 99, "ask for an ordinary zip file")]:
        content = bytearray(plain)
        content[place] = content[at + place + 2] = value
        (tmp_path / "all.zip").write_bytes(content)
        ((_, why),) = read_class(tmp_path / "all.zip").skipped
        assert words in why and "ZipInfo" not in why


@pytest.mark.parametrize("name", ["work.rar", "work.7z", "Work.TAR", "work.tar.gz"])
def test_archives_of_other_kinds_are_named(five, tmp_path, name):
    (five / name).write_bytes(b"Rar!")
    for source in (five, zipped(tmp_path / "all.zip", **{f"a/{name}": b"Rar!"})):
        ((place, why),) = read_class(source).skipped
        assert place.endswith(name) and "unpack it" in why


def test_more_files_than_a_class_has_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "ENTRIES", 2)
    entries = {f"s{k}/cnnkit_answers.json": text("ada") for k in range(4)}
    found = read_class(zipped(tmp_path / "all.zip", **entries))
    assert len(found.students) == 2
    assert found.skipped[0][0] == "s2/cnnkit_answers.json" and "left out" in found.skipped[0][1]


def test_both_versions_of_the_file_are_read(five):
    works = {work.student: work for work in read_class(five).students}
    assert works["maryam"].exercises["lesson01.match_score"].status == "correct"
    assert works["emmy"].exercises["lesson01.match_score"].mistakes == {
        "score_not_divided": 1,
        "rule.wrong_sign": 1,
    }


def test_a_file_of_an_editor_on_windows_is_read(tmp_path):
    (tmp_path / "cnnkit_answers.json").write_text(text("ada"), encoding="utf-16")
    assert len(names(tmp_path)) == 1


def test_several_files_of_one_student_are_put_together(tmp_path):
    classes.put(tmp_path / "ada" / "a", {"exercises": {"lesson01.match_score": "incorrect"}})
    classes.put(tmp_path / "ada" / "b", {"exercises": {"lesson01.match_score": "correct"}})
    classes.put(tmp_path / "ada" / "c", {"predictions": {"lesson02.blur": "it moves"}})
    (ada,) = read_class(tmp_path).students
    assert ada.exercises["lesson01.match_score"].status == "correct"
    assert ada.predictions == {"lesson02.blur": "it moves"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"exercises": 3}',
        b"\xff\xfe\x00",
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)
def test_a_damaged_file_is_named_and_the_others_are_read(five, content):
    damaged = five / "submitted" / "zoe" / "cnnkit_answers.json"
    damaged.parent.mkdir()
    damaged.write_bytes(content)
    found = read_class(five)
    assert len(found.students) == 5
    assert [place for place, _ in found.skipped] == ["submitted/zoe/cnnkit_answers.json"]


@pytest.mark.parametrize("odd", [None, 3, [], {"a": []}, "x", True, -1, 1e99, {"": {"": 1}}])
def test_no_value_in_a_file_stops_the_reading(tmp_path, odd):
    key = "lesson01.match_score"
    for k, content in enumerate(
        [
            {"exercises": odd, "predictions": {}},
            {"exercises": {key: odd}, "predictions": odd},
            {"exercises": {key: {"status": odd}}},
            {"exercises": {key: {"status": "correct", "tries": odd, "solved": odd}}},
            {"exercises": {key: {"status": "correct", "mistakes": odd}}},
            {
                "exercises": {
                    key: {"status": "error", "mistakes": {"a": {"times": odd, "says": odd}}}
                }
            },
            {"predictions": {key: odd}},
        ]
    ):
        classes.put(tmp_path / str(k), content)
    found = read_class(tmp_path)
    assert len(found.students) + len(found.skipped) == 7


def test_a_file_of_a_newer_version_is_read_as_far_as_it_is_known_and_told(tmp_path):
    classes.put(tmp_path / "ada", {**classes.FIVE["ada"], "version": 3})
    classes.put(tmp_path / "zoe", {"version": 3, "answers": {"lesson01.match_score": "done"}})
    found = read_class(tmp_path)
    assert [work.student for work in found.students] == ["ada"]
    for files in (found.notes, found.skipped):
        assert "newer cnnkit; bring this one up to date" in files[0][1]


def test_entries_that_mean_nothing_are_counted_and_told(tmp_path):
    odd = {"lesson01.match_score": {"status": "hacked"}, "lesson01.x": 3, "lesson01.y": "correct"}
    classes.put(tmp_path / "ada", {"exercises": odd, "predictions": {"lesson02.blur": None}})
    found = read_class(tmp_path)
    assert found.students[0].exercises.keys() == {"lesson01.y"}
    ((place, why),) = found.notes
    assert place.startswith("ada/") and "3 entries of no known form" in why


def test_a_file_that_was_set_aside_as_damaged_is_named(five):
    (five / "submitted" / "ada" / "cnnkit_answers.damaged.json").write_text("{")
    ((place, why),) = read_class(five).skipped
    assert place.endswith("damaged.json") and "set aside" in why


def test_copies_of_editors_are_left_out(five):
    hidden = five / "submitted" / "ada" / ".ipynb_checkpoints"
    classes.put(hidden, classes.FIVE["grace"], "cnnkit_answers.json")
    assert len(names(five)) == 5


@pytest.mark.skipif(os.name == "nt", reason="making links needs rights on Windows")
def test_a_link_is_not_followed(five, tmp_path):
    secret = classes.put(tmp_path / "teacher", classes.FIVE["ada"])
    link = five / "submitted" / "zoe" / "cnnkit_answers.json"
    link.parent.mkdir()
    link.symlink_to(secret)
    assert "link" in read_class(five).skipped[0][1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names on Windows")
def test_a_pipe_is_not_waited_for(five):
    os.mkfifo(five / "submitted" / "cnnkit_answers.json")
    assert "device" in read_class(five).skipped[0][1]


def test_a_file_that_is_far_too_large_is_named(five):
    path = five / "submitted" / "ada" / "lesson01" / "cnnkit_answers.json"
    with path.open("r+b") as file:
        file.truncate(answers_files.LARGEST + 1)
    found = read_class(five)
    assert len(found.students) == 4 and "too large" in found.skipped[0][1]


def test_a_bomb_in_a_zip_file_is_named_before_it_is_unpacked(tmp_path):
    path = tmp_path / "all.zip"
    bomb = io.BytesIO()
    zipped(bomb, **{"cnnkit_answers.json": b" " * 5_000_000})
    zipped(
        path,
        **{
            "a/cnnkit_answers.json": b" " * 5_000_000,
            "b/work.zip": bomb.getvalue(),
            "c/cnnkit_answers.json": text("ada"),
        },
    )
    found = read_class(path)
    assert [work.student for work in found.students] == ["c"]
    assert [place for place, _ in found.skipped] == [
        "a/cnnkit_answers.json",
        "b/work/cnnkit_answers.json",
    ]


def test_all_that_is_unpacked_of_one_zip_has_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(answers_files, "UNPACKED", 2_000)
    entries = {f"s{k}/cnnkit_answers.json": b" " * 900 + text("ada").encode() for k in range(4)}
    found = read_class(zipped(tmp_path / "all.zip", **entries))
    assert len(found.students) == 1 and len(found.skipped) == 3


def test_names_in_a_zip_lead_nowhere(tmp_path):
    path = zipped(tmp_path / "all.zip", **{"../../x/cnnkit_answers.json": text("ada")})
    (one,) = answers_files.answers_below(path)
    assert one.place == PurePosixPath("x/cnnkit_answers.json")


def test_a_damaged_zip_in_a_folder_is_named(five):
    (five / "work.zip").write_bytes(b"PK\x03\x04 no zip")
    ((place, why),) = read_class(five).skipped
    assert place == "work.zip" and "zip" in why


def test_what_the_checks_themselves_keep_is_read(tmp_path):
    exercise = lesson01.match_score
    try:
        keep_answers(folder=tmp_path)
        exercise.check(lambda patch, feature: np.sum(patch * feature))
        exercise.check(lambda patch, feature: np.sum(patch * feature))
        exercise.check(lambda patch, feature: np.mean(patch * feature))
        Prediction(lesson01.questions.crossing).answer = "1"
        Prediction(lesson01.questions.map_size).show()
    finally:
        keep_answers(False, folder=Path.cwd())
    (work,) = read_class(tmp_path).students
    tried = work.exercises["lesson01.match_score"]
    assert (tried.status, tried.tries) == ("correct", 3) and tried.solved.endswith("Z")
    assert tried.mistakes == {"score_not_divided": 2}
    assert work.predictions == {"lesson01.crossing": "1", "lesson01.map_size": "(shown)"}
