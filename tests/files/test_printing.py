"""What a command prints goes into any pipe; whose reader leaves early, it ends quietly."""

import os
import subprocess
import sys

import pytest

from cnnkit.course import cli
from cnnkit.files import printing
from tests.helpers import classes


class Broken:
    """A stream whose reader is gone, or whose disk is full; at once, or only when it is flushed."""

    encoding = "utf-8"

    def __init__(self, error, *, late):
        self.error, self.late = error, late

    def write(self, text):
        if not self.late:
            raise self.error
        return len(text)

    def flush(self):
        raise self.error

    def fileno(self):
        return os.open(os.devnull, os.O_WRONLY)


COMMANDS = {
    "class": ["class", "course"],
    "class --names": ["class", "course", "--names"],
    "class --verify": ["class", "course", "--verify"],
    "questions": ["questions", "--format", "moodle", "1", "--to", "questions.xml"],
    "help": ["--help"],
    "help of a command": ["class", "--help"],
    "version": ["--version"],
    "nothing": [],
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    classes.write_five(tmp_path / "course")
    (tmp_path / "course" / "ada.ipynb").write_text('{"cells": []}')
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_leaves_early_ends_every_command_quietly(
    here, command, late, monkeypatch, capsys
):
    stream = Broken(BrokenPipeError(32, "Broken pipe"), late=late)
    monkeypatch.setattr(sys, "stdout", stream)
    assert cli.main(COMMANDS[command]) == printing.LEFT
    monkeypatch.undo()
    assert capsys.readouterr().err == ""


def test_a_full_disk_behind_the_output_is_told(here, monkeypatch):
    stream = Broken(OSError(28, "No space left on device"), late=False)
    monkeypatch.setattr(sys, "stdout", stream)
    assert cli.main(["class", "course"]) == "cannot print (No space left on device)"


def test_a_broken_pipe_that_is_not_the_output_is_no_quiet_end():
    def command():
        raise BrokenPipeError(32, "Broken pipe")

    with pytest.raises(BrokenPipeError):
        printing.heard(command)


def test_nothing_is_printed_where_there_is_no_output(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)  # closed by the shell, or a program without a window
    assert printing.heard(lambda: printing.say("nobody reads it")) == 0


@pytest.mark.skipif(os.name == "nt", reason="a pipe is closed in another way on Windows")
def test_a_program_whose_pipe_is_closed_says_nothing(here):
    command = [sys.executable, "-m", "cnnkit.course.cli", "class", "course"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, timeout=60)
    os.close(write)
    assert (done.returncode, done.stderr) == (printing.LEFT, b"")
