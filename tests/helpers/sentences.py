"""Errors that tell in one sentence what was wrong."""

import contextlib

import pytest


@contextlib.contextmanager
def one_sentence(error, words):
    """Expect this kind of error; its message is a single line that holds all of the words."""
    with pytest.raises(error) as caught:
        yield
    message = str(caught.value)
    assert "\n" not in message, message
    assert [word for word in words if word not in message] == [], message
