"""Bad input, all over the package: one sentence that says what was given, why it fails and what
would work; and afterwards everything is as it was before."""

import numpy as np
import pytest

from tests.helpers.sentences import one_sentence
from tests.rejections import CASES, ROOMS
from tests.rejections.given import everything, surroundings

KEPT = []  # surroundings that the case before has left as they were


def _unchanged(folder):
    """Return surroundings with what is in them: those of the case before, if they are as new."""
    if not KEPT:
        e = surroundings(folder)
        return e, *everything(e)
    e, arrays, plain = KEPT.pop()
    e.folder, plain["reprs"]["folder"] = folder, repr(folder)
    return e, arrays, plain


def test_there_are_enough_cases_and_none_hides_another():
    assert len(CASES) >= 650
    assert len(CASES) == sum(len(room.CASES) for room in ROOMS)


@pytest.mark.parametrize("case", CASES)
def test_is_rejected_in_one_sentence_and_changes_nothing(case, tmp_path, monkeypatch):
    call, error, words = CASES[case]
    here, given = tmp_path / "here", tmp_path / "given"
    here.mkdir(), given.mkdir()
    monkeypatch.chdir(here)
    e, arrays, plain = _unchanged(given)
    with one_sentence(error, words, without=str(given)):
        call(e)
    arrays_after, plain_after = everything(e)
    assert plain_after == plain
    assert arrays_after.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(arrays_after[name], array, err_msg=name)
    KEPT.append((e, arrays_after, plain_after))
    assert list(here.iterdir()) == []
