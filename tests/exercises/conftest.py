"""No test here reads or writes an answers file, unless it asks for one in its own folder."""

import pytest

from cnnkit.exercises import keep_answers


@pytest.fixture(autouse=True)
def no_answers_file(monkeypatch):
    monkeypatch.setenv("CNNKIT_ANSWERS", "off")
    keep_answers(False)
    yield
    keep_answers(False)


@pytest.fixture
def answers_folder(tmp_path):
    """A folder with answers switched on."""
    keep_answers(True, folder=tmp_path)
    return tmp_path
