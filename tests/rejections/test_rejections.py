"""Bad input, all over the package: one sentence that says what was given, why it fails and what
would work; and afterwards everything is as it was before."""

import pytest

from tests.rejections import CASES, ROOMS
from tests.rejections.given import ADVICE, assert_rejected, everything, surroundings

MORE = "end|pass|unpack|one of|agree|clean|read|swap"  # advice of single sentences


def test_there_are_enough_cases_and_none_hides_another():
    assert len(CASES) >= 350
    assert len(CASES) == sum(len(room.CASES) for room in ROOMS)


@pytest.mark.parametrize("case", CASES)
def test_is_rejected_in_one_sentence_and_changes_nothing(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    e = surroundings(tmp_path)
    assert_rejected(CASES[case], e, everything, f"{ADVICE}|{MORE}")
    assert list(tmp_path.iterdir()) == []
