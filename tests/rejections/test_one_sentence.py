"""The one way in which tests look at a sentence finds what is wrong with it."""

import pytest

from tests.helpers.sentences import one_sentence

GOOD = "stride 0 is too small; use 1 or more"


def test_a_good_sentence_passes():
    with one_sentence(ValueError, ["stride 0", "use 1"]):
        raise ValueError(GOOD)


def test_one_of_several_errors_passes():
    with one_sentence((TypeError, ValueError), []):
        raise ValueError(GOOD)


def test_a_path_may_be_left_out_of_account():
    with one_sentence(ValueError, [], without="/long" * 100):
        raise ValueError(f"{'/long' * 100}/a.npz is damaged; save it again")


@pytest.mark.parametrize(
    ("error", "message", "words"),
    [
        (ValueError, GOOD, ["padding"]),
        (ValueError, GOOD + "\n", []),
        (ValueError, GOOD + ".", []),
        (ValueError, "use 1", []),
        (ValueError, GOOD * 20, []),
        (ValueError, "stride 0 is too small for a convolution", []),
        (UnicodeError, GOOD, []),  # a kind of ValueError, and not the one that is expected
    ],
    ids=["words", "two lines", "full stop", "too short", "too long", "no advice", "kind"],
)
def test_what_is_wrong_with_a_sentence_is_found(error, message, words):
    with pytest.raises(AssertionError), one_sentence(ValueError, words):
        raise error(message)
