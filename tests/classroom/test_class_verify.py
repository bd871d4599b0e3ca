"""`cnnkit class --verify`: notebooks' checks run again, in a process that can reach nothing."""

import json
import re
import sys

import pytest

from cnnkit.classroom.slicing import checks_of
from cnnkit.classroom.verify import rerun, verified
from cnnkit.course import cli
from tests.helpers import classes

IMPORTS = "import numpy as np\nfrom cnnkit.exercises import lesson01"
RIGHT = "def f(patch, feature):\n    return np.mean(patch * feature)"
WRONG = "def f(patch, feature):\n    return np.sum(patch * feature)"
CHECK = "lesson01.match_score.check(f)"
KEY = "lesson01.match_score"


def notebook(*cells):
    made = [{"cell_type": "code", "source": source} for source in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4}).encode()


def results(folder, *cells, **limits):
    return dict(rerun(notebook(*cells), folder, **limits)["results"])


def put(folder, student, *cells, **answers):
    path = folder / "submitted" / student / "lesson01"
    path.mkdir(parents=True, exist_ok=True)
    (path / "01_match_features.ipynb").write_bytes(notebook(*cells))
    if answers:
        classes.put(path, answers)


# -- what of a notebook is run


def code(*cells):
    return [(check.key, check.code) for check in checks_of(notebook(*cells))]


def test_only_what_the_function_needs_is_run():
    ((key, text),) = code(
        IMPORTS,
        "model = train(for_hours)",
        "k = 9\nunused = 3",
        "def helper(x):\n    return x / k",
        "def f(patch, feature):\n    return helper((patch * feature).sum())",
        CHECK,
    )
    assert key == KEY
    assert [line.split()[0] for line in text.splitlines() if line[0] != " "] == [
        "k", "def", "def", "answer",
    ]  # fmt: skip


def test_the_last_definition_before_the_check_counts():
    ((_, first), (_, second)) = code(IMPORTS, WRONG, CHECK, RIGHT, CHECK)
    assert "mean" not in first and second.rindex("mean") > second.rindex("sum")


@pytest.mark.parametrize(
    "call",
    [
        "lesson01.match_score.check(f)",
        "outcome = lesson01.match_score.check(f)",
        "lesson01.match_score.check(function=f, strict=True)",
        "from cnnkit.exercises.lesson01 import match_score as m\nm.check(f)",
        "from cnnkit.exercises import lesson01 as l1\nl1.match_score.check(f)",
        "print(lesson01.match_score.check(lambda patch, feature: f(patch, feature)))",
        "%matplotlib inline\n!ls\nlesson01.match_score.check(f)",
    ],
)
def test_a_check_is_found_however_it_is_written(call):
    ((key, text),) = code(IMPORTS, RIGHT, call)
    assert key == KEY and "np.mean" in text


def test_a_cell_that_is_no_python_is_left_out():
    assert len(code(IMPORTS, "def (", RIGHT, CHECK)) == 1


# -- what comes out


@pytest.mark.parametrize(("function", "status"), [(RIGHT, "correct"), (WRONG, "incorrect")])
def test_a_function_is_judged_again(five, function, status):
    assert results(five, IMPORTS, function, CHECK)[KEY]["status"] == status


@pytest.mark.parametrize(
    "function",
    [
        "f = lesson01.match_score.reference",
        "def f(patch, feature):\n    return lesson01.match_score.reference(patch, feature)",
        "f = getattr(lesson01.match_score, 'refe' + 'rence')",
    ],
)
def test_the_courses_own_solution_is_no_answer(five, function):
    assert results(five, IMPORTS, function, CHECK)[KEY]["status"] == "asks for the solution"


def leaked(folder, expression, before=""):
    """Return the name of the error, or the words `it came through`, of an expression."""
    tried = f"{before}\ntry:\n    name = type(({expression}) or None).__name__ + ' came through'\n"
    tried += "except BaseException as error:\n    name = type(error).__name__"
    thrown = "f = (_ for _ in ()).throw(type(name, (BaseException,), {}))"
    return results(folder, IMPORTS, tried, thrown, CHECK)[KEY]["mistake"].removeprefix("fault.")


def test_the_work_of_others_cannot_be_read(five):
    other = five / "submitted" / "ada" / "lesson01" / "cnnkit_answers.json"
    assert leaked(five, f"open({str(other)!r}).read()") == "PermissionError"


@pytest.mark.parametrize(
    "expression",
    [
        "open('/etc/hostname').read()",
        "__import__('os').listdir('/')",
        "__import__('os').system('true')",
        "__import__('subprocess').run(['true'])",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
    ],
)
def test_neither_other_files_nor_programs_nor_the_network_can_be_reached(five, expression):
    assert leaked(five, expression) == "PermissionError"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Python alone keeps it")
def test_the_system_keeps_files_closed_where_python_is_got_around(five):
    other = five / "submitted" / "ada" / "lesson01" / "cnnkit_answers.json"
    past = f"__import__('ctypes').CDLL(None).open({str(other).encode()!r}, 0)"
    enforced = rerun(notebook(IMPORTS, RIGHT, CHECK), five)["enforced"]
    came = leaked(five, f"[] if {past} < 0 else 1.0")
    assert came == ("NoneType came through" if enforced["files"] else "float came through")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Python alone keeps it")
def test_the_system_allows_no_processes_where_python_is_got_around_but_threads(five):
    forked = "libc.fork() or __import__('os')._exit(0)"  # were it one, it would end at once
    libc = "libc = __import__('ctypes').CDLL(None)"
    enforced = rerun(notebook(IMPORTS, RIGHT, CHECK), five)["enforced"]
    came = leaked(five, f"None if ({forked}) < 0 else 1.0", libc)
    assert came == ("NoneType came through" if enforced["processes"] else "float came through")
    thread = "__import__('threading').Thread(target=int)"
    assert leaked(five, f"[it := {thread}, it.start(), it.join()][1]") == "NoneType came through"


def test_it_starts_in_an_empty_folder_and_may_write_there(five):
    assert leaked(five, "__import__('os').listdir()") == "NoneType came through"
    assert leaked(five, "open('own.txt', 'w').write('1')") == "int came through"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not limit memory")
def test_memory_has_a_limit(five):
    assert leaked(five, "bytearray(4_000_000_000)") == "MemoryError"


def test_a_notebook_without_an_end_is_stopped(five):
    told = rerun(notebook(IMPORTS, "f = sum(iter(int, 1))", CHECK), five, seconds=1)
    assert re.search("longer than 3 seconds|ended early", told["problem"])


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"cells": [3]}'])
def test_what_is_no_notebook_is_named(five, content):
    assert rerun(content, five)["problem"] == "is not a notebook"


def test_a_process_that_ends_itself_has_solved_nothing(five):
    told = rerun(notebook(IMPORTS, "import os\nf = os._exit(0)", CHECK), five)
    assert told["problem"].startswith("ended early")


# -- the command


def test_an_edited_answers_file_is_found_out(tmp_path, capsys):
    solved = {"exercises": {KEY: "correct"}}
    put(tmp_path, "ada", IMPORTS, RIGHT, CHECK, **solved)
    put(tmp_path, "grace", IMPORTS, WRONG, CHECK, **solved)
    assert cli.main(["class", str(tmp_path), "--verify", "--names"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("This runs the students' code")
    assert re.search(r"grace +lesson01.match_score +correct +incorrect", told)
    assert "ada " not in told and "2 students, 1 exercise solved" in told


def test_names_are_hidden_unless_asked_for(tmp_path, capsys):
    put(tmp_path, "grace", IMPORTS, WRONG, CHECK, exercises={KEY: "correct"})
    cli.main(["class", str(tmp_path), "--verify"])
    told = capsys.readouterr().out
    assert "grace" not in told and "student 1" in told


def test_results_are_by_student(tmp_path):
    put(tmp_path, "ada", IMPORTS, RIGHT, CHECK)
    put(tmp_path, "grace", IMPORTS, WRONG, CHECK, RIGHT, CHECK)
    assert {one.student: one.statuses for one in verified(tmp_path)} == {
        "ada": {KEY: "correct"},
        "grace": {KEY: "correct"},
    }


def test_nothing_is_run_without_being_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.Popen", None)
    put(tmp_path, "ada", IMPORTS, RIGHT, CHECK, exercises={KEY: "correct"})
    assert cli.main(["class", str(tmp_path)]) == 0


def test_a_folder_without_notebooks_is_told(five):
    assert cli.main(["class", str(five), "--verify"]).startswith("no notebook was found below")
