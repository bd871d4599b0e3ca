"""The answers file: it survives, it is never half written, and it is never in the way."""

import codecs
import errno
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

import numpy as np
import pytest

from cnnkit.exercises import keep_answers, lesson01, predict
from cnnkit.exercises.engine import saved_answers
from cnnkit.files import atomic_writing, locks

FILE = "cnnkit_answers.json"


def forget_memory(folder):
    """As after a restart of the kernel."""
    keep_answers(True, folder=folder)


def test_an_answer_survives_a_restart(answers_folder):
    predict(lesson01.questions.crossing).answer = "0.11"
    forget_memory(answers_folder)
    assert predict(lesson01.questions.crossing).answer == "0.11"


def test_a_result_survives_and_correct_stays_correct(answers_folder):
    lesson01.match_score.check(lesson01.match_score.reference)
    lesson01.match_score.check(lambda patch, feature: 0)
    forget_memory(answers_folder)
    assert lesson01.progress().solved == 1
    assert lesson01.progress().exercises["Score of one window"] == "correct"


def test_a_stub_is_not_recorded(answers_folder):
    def stub(patch, feature):
        raise NotImplementedError

    lesson01.match_score.check(stub)
    assert not (answers_folder / FILE).exists()


def test_the_file_is_plain_json(answers_folder):
    predict(lesson01.questions.crossing).answer = "0.56"
    assert json.loads((answers_folder / FILE).read_text("utf-8")) == {
        "version": 2,
        "predictions": {"lesson01.crossing": "0.56"},
        "exercises": {},
    }
    assert os.listdir(answers_folder) == [FILE]


def test_clear_forgets(answers_folder):
    p = predict(lesson01.questions.crossing)
    p.answer = "0.11"
    p.clear()
    p.answer = "0.56"
    forget_memory(answers_folder)
    assert predict(lesson01.questions.crossing).answer == "0.56"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"predictions": []}',
        b'{"exercises": {"a": 1}}',
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_file_is_set_aside_with_one_sentence(answers_folder, capsys, content):
    (answers_folder / FILE).write_bytes(content)
    p = predict(lesson01.questions.crossing)
    assert p.answer is None
    p.answer = "0.56"
    assert (answers_folder / "cnnkit_answers.damaged.json").read_bytes() == content
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "cnnkit_answers.damaged.json" in said
    forget_memory(answers_folder)
    assert predict(lesson01.questions.crossing).answer == "0.56"


def test_a_second_damaged_file_does_not_overwrite_the_first(answers_folder):
    for content in ("first", "second"):
        (answers_folder / FILE).write_text(content)
        forget_memory(answers_folder)
        lesson01.progress()
    assert (answers_folder / "cnnkit_answers.damaged.json").read_text() == "first"
    assert (answers_folder / "cnnkit_answers.damaged-2.json").read_text() == "second"


def test_an_answer_that_the_question_no_longer_offers_is_no_answer(answers_folder):
    content = {"predictions": {"lesson01.crossing": "42", "lesson99.other": "kept"}}
    (answers_folder / FILE).write_text(json.dumps(content))
    p = predict(lesson01.questions.crossing)
    assert p.answer is None
    assert lesson01.progress().predicted == 0
    p.answer = "0.56"
    assert (
        json.loads((answers_folder / FILE).read_text())["predictions"]["lesson99.other"] == "kept"
    )


def test_what_another_notebook_writes_meanwhile_is_kept(answers_folder):
    predict(lesson01.questions.crossing).answer = "0.56"
    kept = json.loads((answers_folder / FILE).read_text())
    kept["predictions"]["lesson02.elsewhere"] = "1"
    (answers_folder / FILE).write_text(json.dumps(kept))
    predict(lesson01.questions.map_size).answer = "7×7"
    predictions = json.loads((answers_folder / FILE).read_text("utf-8"))["predictions"]
    assert set(predictions) == {"lesson01.crossing", "lesson01.map_size", "lesson02.elsewhere"}


def test_threads_do_not_lose_each_others_answers(answers_folder):
    def write(i):
        saved_answers.record("predictions", f"test.{i}", str(i))

    threads = [threading.Thread(target=write, args=(i,)) for i in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(json.loads((answers_folder / FILE).read_text())["predictions"]) == 20


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path, capsys):
    keep_answers(True, folder=tmp_path / "missing")
    p = predict(lesson01.questions.crossing)
    p.answer = "0.56"
    predict(lesson01.questions.map_size).answer = "7×7"
    assert p.answer == "0.56"
    assert capsys.readouterr().out.count("answers last until the kernel ends") == 1


def test_a_folder_in_place_of_the_file_is_no_error(answers_folder, capsys):
    (answers_folder / FILE).mkdir()
    predict(lesson01.questions.crossing).answer = "0.56"
    assert "could not be read" in capsys.readouterr().out


def test_switched_off_by_a_call(tmp_path):
    keep_answers(False, folder=tmp_path)
    predict(lesson01.questions.crossing).answer = "0.56"
    assert predict(lesson01.questions.crossing).answer == "0.56"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["off", "OFF", "0", "no", "false"])
def test_switched_off_by_the_environment(tmp_path, value):
    (tmp_path / FILE).write_text('{"predictions": {"lesson01.crossing": "0.11"}}')
    code = (
        "from cnnkit.exercises import lesson01, predict\n"
        "p = predict(lesson01.questions.crossing)\n"
        "print(p.answer)\np.answer = '0.56'\nprint(p.answer)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "CNNKIT_ANSWERS": value},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert result.stdout.split() == ["None", "0.56"]
    assert (tmp_path / FILE).read_text() == '{"predictions": {"lesson01.crossing": "0.11"}}'


def test_by_default_the_file_lies_in_the_kernels_folder(tmp_path):
    code = (
        "import os\nfrom cnnkit.exercises import lesson01, predict\nos.chdir('..')\n"
        "predict(lesson01.questions.crossing).answer = '0.56'"
    )
    environment = {name: v for name, v in os.environ.items() if name != "CNNKIT_ANSWERS"}
    subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, timeout=60, check=True
    )
    assert (tmp_path / FILE).exists()


def test_progress_reads_well(answers_folder):
    lesson01.match_score.check(lesson01.match_score.reference)
    lesson01.match_map.check(lambda image, feature: np.zeros(1))
    predict(lesson01.questions.crossing).answer = "0.56"
    progress = lesson01.progress()
    lines = repr(progress).splitlines()
    assert lines[0].startswith("lesson01: 1 of 6 exercises solved, 1 of ")
    assert lines[1].split() == ["✓", "Score", "of", "one", "window", "correct"]
    assert "✗ Map of a whole picture" in repr(progress)
    assert "not attempted" in progress._repr_html_()


# A file that cannot be read or written


def kept(folder, name=FILE):
    return json.loads((folder / name).read_text("utf-8"))


@pytest.fixture
def unreadable(answers_folder, monkeypatch):
    """Five answers in a file that cannot be read; root can read all, so the call fails instead."""
    for number in range(5):
        saved_answers.record("predictions", f"early.{number}", "1")
    forget_memory(answers_folder)
    before = (answers_folder / FILE).read_bytes()
    read = pathlib.Path.read_bytes

    def refuse(path):
        if path.name == FILE:
            raise OSError(errno.EIO, "Input/output error")
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(pathlib.Path, "read_bytes", refuse)
        yield before, patch.undo
    monkeypatch.undo()


def test_after_a_failed_read_nothing_is_written_and_the_sentence_is_true(
    answers_folder, unreadable, capsys
):
    before, mend = unreadable
    saved_answers.record("predictions", "late.1", "2")
    assert saved_answers.recall("predictions", "late.1") == "2"
    saved_answers.record("predictions", "late.2", "3")
    saved_answers.record_result("lesson01.match_score", "correct")
    mend()
    assert (answers_folder / FILE).read_bytes() == before
    assert os.listdir(answers_folder) == [FILE]
    said = capsys.readouterr().out
    assert said == (
        "cnnkit_answers.json could not be read (Input/output error): what it holds stays as it "
        "is; new answers last until the kernel ends, and are written with the next one as soon as "
        "that can be done.\n"
    )
    saved_answers.record("predictions", "late.3", "4")
    assert kept(answers_folder)["predictions"] == {
        **{f"early.{number}": "1" for number in range(5)},
        **{"late.1": "2", "late.2": "3", "late.3": "4"},
    }
    assert kept(answers_folder)["exercises"]["lesson01.match_score"]["status"] == "correct"


def test_what_was_cleared_while_the_file_could_not_be_read_is_cleared_in_it(
    answers_folder, unreadable
):
    _, mend = unreadable
    saved_answers.record("predictions", "early.0", None)
    assert saved_answers.recall("predictions", "early.0") is None
    mend()
    assert saved_answers.recall("predictions", "early.0") is None
    saved_answers.record("predictions", "late.1", "2")
    assert "early.0" not in kept(answers_folder)["predictions"]


@pytest.mark.skipif(os.name == "nt", reason="needs modes of POSIX")
def test_a_file_without_permission_to_read_keeps_its_answers(shared):
    """As another account, because root may read all."""
    code = """
import json, os, sys
from cnnkit.exercises.engine import saved_answers
from cnnkit.exercises import keep_answers
if os.geteuid() == 0:
    os.setuid(12345)
keep_answers(True, folder=sys.argv[1])
for number in range(5):
    saved_answers.record("predictions", f"early.{number}", "1")
file = saved_answers.path()
file.chmod(0)
keep_answers(True, folder=sys.argv[1])
saved_answers.record("predictions", "late", "2")
file.chmod(0o600)
print(len(json.loads(file.read_text())["predictions"]))
"""
    result = run(code, shared)
    assert result.stdout.splitlines()[-1] == "5"
    assert "could not be read (Permission denied)" in result.stdout


def test_a_full_disk_keeps_the_old_file_and_writes_all_when_there_is_room(
    answers_folder, monkeypatch, capsys
):
    saved_answers.record("predictions", "early", "1")
    before = (answers_folder / FILE).read_bytes()

    def full(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        saved_answers.record("predictions", "late.1", "2")
        saved_answers.record("predictions", "late.2", "3")
    assert (answers_folder / FILE).read_bytes() == before
    assert os.listdir(answers_folder) == [FILE]
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "cannot be written (No space left on device)" in said
    saved_answers.record("predictions", "late.3", "4")
    assert list(kept(answers_folder)["predictions"]) == ["early", "late.1", "late.2", "late.3"]


def test_what_could_not_be_written_is_tried_once_more_when_the_kernel_ends(tmp_path):
    code = """
import os, sys
from cnnkit.exercises.engine import saved_answers
from cnnkit.exercises import keep_answers
folder = sys.argv[1] + "/later"
keep_answers(True, folder=folder)
saved_answers.record("predictions", "late", "2")
os.mkdir(folder)
"""
    assert run(code, tmp_path).stdout.count("cannot be written") == 1
    assert kept(tmp_path / "later")["predictions"] == {"late": "2"}


def test_a_damaged_file_that_cannot_be_set_aside_is_not_overwritten(answers_folder, monkeypatch):
    (answers_folder / FILE).write_text("damaged")

    def refuse(path, target):
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(pathlib.Path, "rename", refuse)
    saved_answers.record("predictions", "late", "2")
    assert (answers_folder / FILE).read_text() == "damaged"
    assert saved_answers.recall("predictions", "late") == "2"


def test_a_file_that_was_mended_before_it_could_be_set_aside_stays(answers_folder, monkeypatch):
    (answers_folder / FILE).write_text("damaged")
    lock = saved_answers.locked

    def meanwhile(path):
        (answers_folder / FILE).write_text('{"predictions": {"mended": "1"}}')
        return lock(path)

    monkeypatch.setattr(saved_answers, "locked", meanwhile)
    assert saved_answers.recall("predictions", "mended") == "1"
    assert os.listdir(answers_folder) == [FILE]


# Several notebooks at once


def run(code, *arguments):
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


AT_ONCE = """
import os, pathlib, sys, time
from cnnkit.files import locks
if sys.argv[3] == "without locks":
    locks.fcntl = locks.msvcrt = None
from cnnkit.exercises.engine import saved_answers
from cnnkit.exercises import keep_answers
folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
keep_answers(True, folder=folder)
(folder / f"ready.{name}").touch()
while not (folder / "go").exists():
    time.sleep(0.001)
for number in range(25):
    saved_answers.record("predictions", f"{name}.{number}", "1")
"""


@pytest.mark.parametrize("where", ["with locks", "without locks"])
def test_six_processes_that_answer_at_once_keep_all_answers(tmp_path, where):
    processes = [
        subprocess.Popen([sys.executable, "-c", AT_ONCE, tmp_path, str(number), where])
        for number in range(6)
    ]
    while len(list(tmp_path.glob("ready.*"))) < 6:
        assert all(process.poll() in (None, 0) for process in processes)
        time.sleep(0.01)
    (tmp_path / "go").touch()
    assert [process.wait(60) for process in processes] == [0] * 6
    assert len(kept(tmp_path)["predictions"]) == 150
    others = {name for name in os.listdir(tmp_path) if not name.startswith(("ready", "go"))}
    assert others == {FILE}


HOLD = """
import sys, time
from cnnkit.files import locks
if sys.argv[2] == "without locks":
    locks.fcntl = locks.msvcrt = None
with locks.locked(sys.argv[1]):
    print("held", flush=True)
    time.sleep(100)
"""


@pytest.fixture
def holder(answers_folder, request, monkeypatch):
    """Another process that holds the lock."""
    if request.param == "without locks":
        monkeypatch.setattr(locks, "fcntl", None)
        monkeypatch.setattr(locks, "msvcrt", None)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, answers_folder / FILE, request.param], stdout=subprocess.PIPE
    )
    assert process.stdout.readline().strip() == b"held"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("holder", ["with locks", "without locks"], indirect=True)
def test_a_holder_that_was_killed_keeps_nobody_waiting(answers_folder, holder):
    holder.kill()
    holder.wait()
    begin = time.monotonic()
    saved_answers.record("predictions", "late", "2")
    assert time.monotonic() - begin < 4.5
    assert kept(answers_folder)["predictions"] == {"late": "2"}
    assert os.listdir(answers_folder) == [FILE]


@pytest.mark.parametrize("holder", ["with locks"], indirect=True)
def test_a_wait_has_an_end_and_a_sentence(answers_folder, holder, capsys):
    begin = time.monotonic()
    saved_answers.record("predictions", "late", "2")
    assert 1 < time.monotonic() - begin < 8
    assert not (answers_folder / FILE).exists()
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "cannot be written (another program has held its lock for too long)" in said
    assert "last until the kernel ends" in said
    holder.kill()
    holder.wait()
    saved_answers.record("predictions", "later", "3")
    assert kept(answers_folder)["predictions"] == {"late": "2", "later": "3"}


def test_an_interrupt_while_waiting_leaves_no_lock(answers_folder):
    file = answers_folder / FILE
    with locks.locked(file):
        pass
    with pytest.raises(KeyboardInterrupt), locks.locked(file):
        raise KeyboardInterrupt
    assert os.listdir(answers_folder) == []
    with locks.locked(file, patience=0.1), pytest.raises(TimeoutError):
        locks.locked(file, patience=0.05).__enter__()


def test_a_planted_link_in_place_of_the_lock_is_not_followed(answers_folder):
    precious = answers_folder / "precious"
    precious.write_text("precious")
    (answers_folder / f".{FILE}.lock").symlink_to(precious)
    saved_answers.record("predictions", "late", "2")
    assert precious.read_text() == "precious"
    assert kept(answers_folder)["predictions"] == {"late": "2"}


def test_what_one_notebook_solved_another_does_not_undo(answers_folder):
    saved_answers.record_result("lesson01.match_score", "wrong")
    content = kept(answers_folder)
    content["exercises"]["lesson01.match_score"] = "correct"  # by another notebook
    (answers_folder / FILE).write_text(json.dumps(content))
    saved_answers.record_result("lesson01.match_score", "stopped")
    assert kept(answers_folder)["exercises"] == {"lesson01.match_score": "correct"}
    assert saved_answers.recall("exercises", "lesson01.match_score") == "correct"


# Marks, and files of newer versions


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_byte_order_marks_are_accepted(answers_folder, capsys, encoding):
    text = json.dumps({"predictions": {"lesson01.map_size": "7×7"}}, ensure_ascii=False)
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    (answers_folder / FILE).write_bytes(mark.get(encoding, b"") + text.encode(encoding))
    assert saved_answers.recall("predictions", "lesson01.map_size") == "7×7"
    saved_answers.record("predictions", "lesson01.crossing", "0.11")
    assert kept(answers_folder)["predictions"] == {
        "lesson01.map_size": "7×7",
        "lesson01.crossing": "0.11",
    }
    assert os.listdir(answers_folder) == [FILE]
    assert capsys.readouterr().out == ""


NEWER = [
    {"version": 3, "predictions": {"old": "1"}, "exercises": {}},
    {"version": 99, "predictions": {"old": "1", "new": {"answer": "1", "at": 3.5}}},
    {"version": "2.1", "predictions": {"old": "1"}, "hints": ["a", {"b": None}]},
    {"version": 1, "predictions": {"old": "1"}, "settings": {"sound": False, "size": 3}},
    {"version": 1, "predictions": {"old": "1", "new": 7}, "exercises": {"a": "correct"}},
    {"version": 1, "predictions": {"old": "1"}, "note": "ü", "list": [1, [2.5, None]]},
    {"predictions": {"old": "1"}, "extra": None, "half": "\ud800"},
]


@pytest.mark.parametrize("content", NEWER, ids=str)
def test_what_a_newer_version_wrote_stays(answers_folder, capsys, content):
    (answers_folder / FILE).write_text(json.dumps(content))
    assert saved_answers.recall("predictions", "old") == "1"
    assert saved_answers.recall("predictions", "new") is None
    saved_answers.record("predictions", "late", "2")
    saved_answers.record("exercises", "late", "wrong")
    found = kept(answers_folder)
    assert found["predictions"] == content["predictions"] | {"late": "2"}
    assert found["exercises"] == content.get("exercises", {}) | {"late": "wrong"}
    for section in ("predictions", "exercises"):
        found.pop(section)
    rest = {key: value for key, value in content.items() if key not in saved_answers.SECTIONS}
    assert found == rest | {
        "version": saved_answers.VERSION if rest.get("version", 1) == 1 else rest["version"]
    }
    assert os.listdir(answers_folder) == [FILE]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "content",
    [
        {"version": 3, "predictions": ["another", "form"]},
        {"version": 3, "predictions": "another form"},
        {"version": 3, "predictions": {"late": {"answer": "1"}}},
    ],
    ids=str,
)
def test_an_answer_without_a_place_in_a_newer_file_lasts_as_long_as_the_kernel(
    answers_folder, capsys, content
):
    (answers_folder / FILE).write_text(json.dumps(content))
    assert saved_answers.recall("predictions", "late") is None
    saved_answers.record("predictions", "late", "2")
    assert kept(answers_folder) == content
    assert os.listdir(answers_folder) == [FILE]
    assert saved_answers.recall("predictions", "late") == "2"
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "written by a newer cnnkit" in said


# A folder of several accounts


@pytest.fixture
def shared():
    """A folder that every account can reach; pytest's own are private."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        yield pathlib.Path(folder)


ROOT_ONLY = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to be two accounts"
)
ANSWER_AS = """
import json, os, sys
from cnnkit.exercises.engine import saved_answers
from cnnkit.exercises import keep_answers
os.umask(int(sys.argv[4], 8))
os.setuid(int(sys.argv[2]))
keep_answers(True, folder=sys.argv[1])
print(json.dumps([saved_answers.recall("predictions", "mine"), saved_answers.path().name]))
saved_answers.record("predictions", "mine", sys.argv[3])
"""


@ROOT_ONLY
@pytest.mark.parametrize("mode", [0o777, 0o1777])
@pytest.mark.parametrize("umask", ["022", "000", "077"])
def test_every_account_of_a_shared_folder_has_a_file_of_its_own(shared, mode, umask):
    shared.chmod(mode)
    said = [
        run(ANSWER_AS, shared, account, answer, umask).stdout
        for account, answer in [(12345, "a"), (12346, "b"), (12345, "c"), (12346, "d")]
    ]
    assert [json.loads(line) for line in said] == [
        [None, FILE],
        [None, "cnnkit_answers_12346.json"],
        ["a", FILE],
        ["b", "cnnkit_answers_12346.json"],
    ]
    assert kept(shared)["predictions"] == {"mine": "c"}
    assert kept(shared, "cnnkit_answers_12346.json")["predictions"] == {"mine": "d"}
    assert len(os.listdir(shared)) == 2


@ROOT_ONLY
def test_an_account_goes_on_with_its_own_file_when_the_common_one_is_gone(answers_folder):
    (answers_folder / FILE).write_text('{"predictions": {"mine": "theirs"}}')
    os.chown(answers_folder / FILE, 12345, 12345)
    assert saved_answers.recall("predictions", "mine") is None
    saved_answers.record("predictions", "mine", "1")
    (answers_folder / FILE).unlink()
    forget_memory(answers_folder)
    assert saved_answers.recall("predictions", "mine") == "1"
    assert saved_answers.path().name == "cnnkit_answers_root.json"


@ROOT_ONLY
def test_a_file_that_another_account_has_put_under_ones_name_is_neither_read_nor_written(
    answers_folder, capsys
):
    for name in (FILE, "cnnkit_answers_root.json"):
        (answers_folder / name).write_text('{"predictions": {"mine": "theirs"}}')
        os.chown(answers_folder / name, 12345, 12345)
    assert saved_answers.recall("predictions", "mine") is None
    saved_answers.record("predictions", "mine", "1")
    for name in (FILE, "cnnkit_answers_root.json"):
        assert kept(answers_folder, name) == {"predictions": {"mine": "theirs"}}
    assert "could not be read (it belongs to another account)" in capsys.readouterr().out


@ROOT_ONLY
def test_a_file_that_another_account_makes_at_the_same_moment_stays_its_own(
    answers_folder, monkeypatch
):
    lock = saved_answers.locked

    def meanwhile(path):
        if not (answers_folder / FILE).exists():
            (answers_folder / FILE).write_text('{"predictions": {"mine": "theirs"}}')
            os.chown(answers_folder / FILE, 12345, 12345)
        return lock(path)

    monkeypatch.setattr(saved_answers, "locked", meanwhile)
    saved_answers.record("predictions", "mine", "1")
    assert kept(answers_folder) == {"predictions": {"mine": "theirs"}}
    assert kept(answers_folder, "cnnkit_answers_root.json")["predictions"] == {"mine": "1"}


@ROOT_ONLY
def test_on_a_drive_that_gives_all_files_to_one_account_its_file_is_ones_own(
    answers_folder, monkeypatch
):
    (answers_folder / FILE).write_text('{"predictions": {"mine": "1"}}')
    os.chown(answers_folder / FILE, 12345, 12345)
    monkeypatch.setattr(saved_answers, "_owner_of_new_files", lambda folder: 12345)
    assert saved_answers.recall("predictions", "mine") == "1"


def test_without_accounts_there_is_one_file(answers_folder, monkeypatch):
    monkeypatch.delattr(os, "geteuid", raising=False)
    saved_answers.record("predictions", "mine", "1")
    assert os.listdir(answers_folder) == [FILE]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs accounts")
def test_odd_names_of_accounts_give_safe_and_different_names(monkeypatch):
    import pwd

    names = ["ann", "Ann", "ANN", "../ann", "..ann", "a b", "a/b", "a\\b", "é", "x" * 99, "x" * 98]
    names += ["con.json", "", "\udcff", "domain\\ann", "ann@school", "a\nb"]
    found = []
    for name in names:
        entry = type("Entry", (), {"pw_name": name})
        monkeypatch.setattr(pwd, "getpwuid", lambda number, entry=entry: entry)
        found.append(saved_answers._account())
    assert found[0] == "ann"
    assert len({name.lower() for name in found}) == len(names)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-") for name in found)
    assert max(map(len, found)) < 60


@pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
def test_the_files_mode_stays_and_a_link_stays_a_link(answers_folder, tmp_path_factory):
    real = tmp_path_factory.mktemp("elsewhere") / "answers.json"
    real.write_text('{"predictions": {"early": "1"}}')
    real.chmod(0o600)
    (answers_folder / FILE).symlink_to(real)
    saved_answers.record("predictions", "late", "2")
    assert (answers_folder / FILE).is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert json.loads(real.read_text())["predictions"] == {"early": "1", "late": "2"}


@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_kill_9_at_any_moment_keeps_a_whole_file_and_the_next_answer_cleans_up(tmp_path):
    code = """
import sys
from cnnkit.exercises.engine import saved_answers
from cnnkit.exercises import keep_answers
keep_answers(True, folder=sys.argv[1])
print("ready", flush=True)
for number in range(10**6):
    saved_answers.record("predictions", "one", str(number))
"""
    rng = np.random.default_rng(0)
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(rng.uniform(0.005, 0.1))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if (tmp_path / FILE).exists():
            assert kept(tmp_path)["version"] == saved_answers.VERSION
    keep_answers(True, folder=tmp_path)
    saved_answers.record("predictions", "late", "2")
    assert os.listdir(tmp_path) == [FILE]


def test_answers_are_written_by_the_one_way_of_writing(answers_folder, monkeypatch):
    written = []
    monkeypatch.setattr(atomic_writing, "replace", lambda path, content: written.append(path.name))
    saved_answers.record("predictions", "late", "2")
    assert written == [FILE]


# What is kept of exercises


def wrong_sum(patch, feature):
    return (patch * feature).sum()


def test_which_mistake_how_many_tries_and_when_it_was_solved_is_kept(answers_folder):
    for answer in (wrong_sum, wrong_sum, np.add, lesson01.match_score.reference, wrong_sum):
        lesson01.match_score.check(answer)
    found = kept(answers_folder)["exercises"]["lesson01.match_score"]
    assert (found["status"], found["tries"]) == ("correct", 4)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["solved"])
    one = found["mistakes"]["score_not_divided"]
    assert one["times"] == 2
    assert one["says"].startswith("This is the sum of the products.")
    assert len(found["mistakes"]) == 2


def test_tries_go_on_after_a_restart_and_beside_another_notebook(answers_folder):
    lesson01.match_score.check(wrong_sum)
    forget_memory(answers_folder)
    lesson01.match_score.check(wrong_sum)
    content = kept(answers_folder)
    entry = content["exercises"]["lesson01.match_score"]
    entry["tries"] += 5  # by another notebook
    entry["mistakes"]["other"] = {"times": 5, "says": "Another."}
    (answers_folder / FILE).write_text(json.dumps(content))
    lesson01.match_score.check(wrong_sum)
    found = kept(answers_folder)["exercises"]["lesson01.match_score"]
    assert found["tries"] == 8
    assert [it["times"] for it in found["mistakes"].values()] == [3, 5]


def test_a_shown_answer_is_kept_as_looked_at(answers_folder):
    predict(lesson01.questions.crossing).show()
    assert kept(answers_folder)["predictions"] == {"lesson01.crossing": "(shown)"}


@pytest.mark.parametrize("status", ["correct", "incorrect"])
def test_a_file_of_version_1_is_read_and_kept(answers_folder, status):
    old = {
        "version": 1,
        "predictions": {"lesson01.crossing": "0.11"},
        "exercises": {"lesson01.match_score": status, "lesson01.match_map": "correct"},
    }
    (answers_folder / FILE).write_text(json.dumps(old))
    assert lesson01.progress().solved == 1 + (status == "correct")
    lesson01.match_score.check(wrong_sum)
    found = kept(answers_folder)
    assert found["predictions"] == old["predictions"]
    assert found["exercises"]["lesson01.match_map"] == "correct"
    entry = found["exercises"]["lesson01.match_score"]
    assert entry == status if status == "correct" else entry["tries"] == 1
    assert found["version"] == (1 if status == "correct" else 2)


@pytest.mark.parametrize(
    "entry",
    [
        {"status": "incorrect", "tries": "many", "mistakes": "none"},
        {"status": "incorrect", "mistakes": {"score_not_divided": 7}},
        {"status": "incorrect", "tries": -3, "mistakes": {"score_not_divided": {"times": None}}},
    ],
    ids=str,
)
def test_an_entry_that_somebody_has_edited_does_no_harm(answers_folder, entry):
    content = {"version": 2, "exercises": {"lesson01.match_score": entry}}
    (answers_folder / FILE).write_text(json.dumps(content))
    lesson01.match_score.check(wrong_sum)
    found = kept(answers_folder)["exercises"]["lesson01.match_score"]
    assert found["tries"] == 1
    assert found["mistakes"]["score_not_divided"]["times"] == 1


def test_results_that_could_not_be_written_are_written_later_all_of_them(
    answers_folder, monkeypatch
):
    def fails(path, content):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(atomic_writing, "replace", fails)
        lesson01.match_score.check(wrong_sum)
        lesson01.match_score.check(wrong_sum)
    lesson01.match_score.check(wrong_sum)
    assert kept(answers_folder)["exercises"]["lesson01.match_score"]["tries"] == 3


def test_nothing_is_kept_of_a_check_that_was_interrupted_or_of_a_stub(answers_folder):
    def interrupted(patch, feature):
        raise KeyboardInterrupt

    lesson01.match_score.check(interrupted)
    assert not (answers_folder / FILE).exists()
