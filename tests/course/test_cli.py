"""`cnnkit lab`: JupyterLab with its own protection, on the lessons; else a clear sentence."""

import contextlib
import errno
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from cnnkit import files
from cnnkit.course import cli
from cnnkit.files import atomic_writing

ROOT = Path(__file__).resolve().parents[2]


def test_opens_the_first_lesson_of_the_copies(started):
    assert cli.main(["lab"]) is None
    (arguments,) = started
    assert arguments[0] == f"--ServerApp.root_dir={Path('cnnkit-lessons').resolve()}"
    assert arguments[1] == "--LabApp.default_url=/lab/tree/00_start_here.ipynb"


def test_matrix_products_of_the_lessons_leave_the_browser_its_core(started):
    os.environ.pop("OPENBLAS_NUM_THREADS", None)
    os.environ["MKL_NUM_THREADS"] = "2"
    cli.main(["lab", "--originals"])
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    assert os.environ["MKL_NUM_THREADS"] == "2"  # somebody's own choice


def test_passes_further_arguments_on_behind_its_own(started):
    cli.main(["lab", "--originals", "--no-browser", "--port", "9999", "--ServerApp.ip=0.0.0.0"])
    assert started[0][-4:] == ["--no-browser", "--port", "9999", "--ServerApp.ip=0.0.0.0"]


@pytest.mark.parametrize(("user", "allows"), [(0, True), (1000, False)])
def test_allows_root_for_root_alone(started, monkeypatch, user, allows):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    cli.main(["lab", "--originals"])
    assert ("--allow-root" in started[0]) is allows


def test_runs_where_there_is_no_user_id(started, monkeypatch):
    monkeypatch.delattr(os, "geteuid", raising=False)  # Windows
    cli.main(["lab", "--originals"])
    assert "--allow-root" not in started[0]


def test_never_switches_the_token_off(started):
    cli.main(["lab", "--originals"])
    assert not any("token" in argument or "password" in argument for argument in started[0][1:])


def test_copies_the_lessons_to_a_folder_of_choice(started, tmp_path, capsys):
    folder = tmp_path / "for class 7b"
    cli.main(["lab", "--folder", str(folder)])
    assert started[0][0] == f"--ServerApp.root_dir={folder}"
    assert (folder / "00_start_here.ipynb").read_bytes() == (
        ROOT / "notebooks" / "00_start_here.ipynb"
    ).read_bytes()
    assert capsys.readouterr().out == ""


def test_says_in_one_sentence_which_changed_lessons_were_kept(started, tmp_path, capsys):
    mine = tmp_path / "mine"
    cli.main(["lab", "--folder", str(mine)])
    (mine / "00_start_here.ipynb").write_text('{"cells": [], "my": "own"}')
    cli.main(["lab", "--folder", str(mine)])
    assert capsys.readouterr().out == (
        "Kept as you changed them: 00_start_here.ipynb; "
        "rename or delete one to get the course's own.\n"
    )
    assert (mine / "00_start_here.ipynb").read_text() == '{"cells": [], "my": "own"}'
    assert len(started) == 2


def test_says_how_to_get_jupyterlab(monkeypatch):
    monkeypatch.setattr(cli.importlib.util, "find_spec", lambda name: None)
    said = cli.main(["lab"])
    assert said.startswith("JupyterLab is not installed; get it with: pip install")
    assert "[lab]" in said
    monkeypatch.setattr(files, "installed", lambda: True)
    assert cli.main(["lab"]).endswith('pip install "cnnkit[lab]"')


def test_says_that_a_folder_cannot_be_written(started, tmp_path):
    (tmp_path / "file").write_text("in the way")
    said = cli.main(["lab", "--folder", str(tmp_path / "file")])
    assert said.startswith(f"cannot write the lessons to {tmp_path / 'file'}")
    assert said.endswith("choose another folder with --folder DIR")
    assert started == []


def test_a_home_folder_is_found_where_no_shell_has_put_it_in(started, tmp_path):
    cli.main(["lab", "--folder=~/lessons"])
    assert started[0][0] == f"--ServerApp.root_dir={tmp_path / 'home' / 'lessons'}"
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("a\0b", "not the name"),
        ("~nobody here", "whole path"),
    ],
)
def test_a_folder_that_is_none_is_refused(started, capsys, folder, words):
    with pytest.raises(SystemExit) as caught:
        cli.main(["lab", "--folder", folder])
    assert caught.value.code == 2
    assert words in capsys.readouterr().err.splitlines()[-1]
    assert list(Path.cwd().iterdir()) == started == []


def test_a_full_disk_is_told_and_keeps_no_half_lesson(started, monkeypatch):
    def full(file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic_writing, "_sync", full)
    said = cli.main(["lab", "--folder", "full"])
    assert said.startswith("cannot write the lessons to full (No space left on device); choose")
    assert list(Path("full").iterdir()) == started == []


def test_says_that_the_lessons_are_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    assert cli.main(["lab"]).startswith("the lessons are missing: there is no ")


def test_without_a_command_prints_its_help(capsys):
    assert cli.main([]) == 0
    assert "open the lessons in JupyterLab" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--no-browser"], ["notebook"], ["--folder", "x"]])
def test_rejects_what_it_does_not_know(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert "cnnkit: error:" in capsys.readouterr().err


def wait_for(port):
    """Wait until something listens: the address is printed a moment before."""
    for _ in range(300):
        with contextlib.suppress(OSError):
            socket.create_connection(("localhost", port), timeout=5).close()
            return
        time.sleep(0.1)


@pytest.fixture
def server(tmp_path):
    """A JupyterLab of its own with a terminal as its standard input, as a person starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "cnnkit.course.cli",
        "lab",
        "--folder",
        str(tmp_path),
        "--no-browser",
    ]
    if sys.platform == "win32":
        keyboard = terminal = subprocess.DEVNULL
    else:
        keyboard, terminal = os.openpty()
    process = subprocess.Popen(
        [*command, f"--port={port}", "--ServerApp.port_retries=0"],
        stdin=terminal,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.port, process.keyboard = port, keyboard
    guard = threading.Timer(60, process.kill)  # else a silent server would hold the tests up
    guard.start()
    yield process
    guard.cancel()
    process.kill()
    process.stderr.close()
    process.wait()
    if sys.platform != "win32":
        os.close(keyboard)
        os.close(terminal)


def test_starts_a_server_that_asks_for_the_token_and_stops_on_interrupt(server):
    address = token = None
    for line in server.stderr:
        if match := re.search(r"(http://localhost:\d+)(/lab/tree/\S+)\?token=(\w+)", line):
            address, path, token = match.groups()
            break
    assert token, "JupyterLab printed no address with a token"
    assert path == "/lab/tree/00_start_here.ipynb"
    wait_for(server.port)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}/api/contents", timeout=10)
    refused.value.close()
    assert refused.value.code == 403
    with urllib.request.urlopen(f"{address}/api/contents?token={token}", timeout=10) as answer:
        assert "00_start_here.ipynb" in answer.read().decode()
    if sys.platform != "win32":
        server.send_signal(signal.SIGINT)
        os.write(server.keyboard, b"y\n")  # it asks whether to stop, as in Jupyter
        assert "Shutdown confirmed" in server.stderr.read()
