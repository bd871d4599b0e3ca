"""Predictions of lesson 00, start here."""

from cnnkit.exercises.predictions.question import Question

same_votes = Question(
    "lesson00.same_votes",
    "One pixel of the X is flipped: the one in its very centre, from white to black. What will the "
    "network say?",
    choices={
        "X, as sure as before": "That pixel is the middle of the crossing.",
        "X, less sure": "",
        "O": "The arms of the X are still there, and they vote too.",
    },
    answer="X, less sure",
    explanation="One of the crossing's nine pixels no longer fits, so its best match drops from "
    "1.00 to 0.78, and with it the strongest vote. The lines still fit, and vote for X. Moved by "
    "one pixel, it is still an X as well: matching parts and pooling do that.",
)
