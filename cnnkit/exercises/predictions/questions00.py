"""Predictions of lesson 00, start here."""

from cnnkit.exercises.predictions.asked_before import asked_before
from cnnkit.exercises.predictions.question import Question

centre_flipped = Question(
    "lesson00.centre_flipped",
    "One pixel of the X is flipped: the one in its very centre, from white to black. How sure is "
    "the network now that it is an X?",
    choices={
        "as sure as before: 0.97": "That pixel is the middle of the crossing, the strongest voter.",
        "a little less: above 0.9": "",
        "in doubt: below 0.7": "The crossing has lost one pixel of nine, and 47 others vote, too.",
        "not at all: it says O": "The arms of the X are still there, and they vote for X.",
    },
    answer="a little less: above 0.9",
    explanation="0.94. One of the crossing's nine pixels no longer fits, so its best match drops "
    "from 1.00 to 0.78, and with it the strongest vote. The outer ends of the lines still fit, and "
    "vote for X. Moved by one pixel, it is still an X as well: matching parts and pooling do that.",
)

__getattr__ = asked_before(__name__, "same_votes")
