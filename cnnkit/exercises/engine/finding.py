"""What a rule has found out about an answer: a name that stays, and a sentence to read."""

from typing import NamedTuple


class Finding(NamedTuple):
    """A mistake that has a name.

    Attributes
    ----------
    name : str
        Stays the same for the same mistake, so that it can be counted: ``"rule.wrong_sign"``.
    sentence : str
        What a student reads.
    """

    name: str
    sentence: str
