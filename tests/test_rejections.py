"""Bad input, all over the package: one sentence that says what was given, why it fails and what
would work; and afterwards everything is as it was before."""

import re

import numpy as np
import pytest

from tests.rejections import CASES, ROOMS
from tests.rejections.given import everything, surroundings

# Words that tell the reader what would work.
ADVICE = re.compile(
    r"\b(use|give|try|convert|write|call|make|create|fill|needs?|must|choose|add|end|load|pass|"
    r"replace|unpack|count|one of|has the shape|agree|leave|clean|at least one|check|read|swap)\b"
)


def test_there_are_enough_cases_and_none_hides_another():
    assert len(CASES) >= 350
    assert len(CASES) == sum(len(room.CASES) for room in ROOMS)


@pytest.mark.parametrize("case", CASES)
def test_is_rejected_in_one_sentence_and_changes_nothing(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call, error, words = CASES[case]
    e = surroundings()
    arrays, plain = everything(e)
    with pytest.raises(error) as caught:
        call(e)
    assert type(caught.value) is error
    message = str(caught.value)
    assert "\n" not in message
    assert 15 < len(message) < 400
    assert all(word in message for word in words), message
    if case != "Conv2d: positional stride":  # Python's own sentence
        assert ADVICE.search(message), message
    arrays_after, plain_after = everything(e)
    assert plain_after == plain
    assert arrays_after.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(arrays_after[name], array, err_msg=name)
    assert list(tmp_path.iterdir()) == []
