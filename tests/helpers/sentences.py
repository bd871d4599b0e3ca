"""Errors that tell in one sentence what was wrong."""

import contextlib
import re

import pytest

# Words that tell the reader what would work.
ADVICE = (
    "add|agree|at least one|bring|call|check|choose|clean|come from|convert|count|create|define|"
    "end|fill|give|hand|has its array's shape|has the shape|leave|load|make|must|name|needs?|"
    "one of|open|pass|put|read|replace|save|set|store|swap|try|unpack|use|write"
)


@contextlib.contextmanager
def one_sentence(error, words, *, without=""):
    """Expect this error, or one of these: a line with all of the words and with what would work.

    A path that would be too long for a sentence can be left out of account by `without`.
    """
    with pytest.raises(error) as caught:
        yield
    assert type(caught.value) in (error if isinstance(error, tuple) else (error,))
    message = str(caught.value).replace(without, "")
    assert "\n" not in message, message
    assert 15 < len(message) < 500, message
    assert not message.endswith("."), message
    assert [word for word in words if word not in message] == [], message
    assert re.search(rf"\b({ADVICE})\b", message), message
