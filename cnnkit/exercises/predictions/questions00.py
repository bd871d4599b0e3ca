"""Predictions of lesson 00, start here."""

from cnnkit.exercises.predictions.question import Question

same_votes = Question(
    "lesson00.same_votes",
    "One pixel of the X is flipped: the one in its very centre, from white to black. What will the "
    "network say?",
    choices={
        "X, as sure as before": "The crossing lies there, and its best match drops.",
        "X, less sure": "",
        "O": "The arms of the X are still there, and they vote too.",
    },
    answer="X, less sure",
    explanation="The best match of the crossing drops, so its votes for X weaken. The arms still "
    "vote for X. Moved by one pixel it is still an X: matching parts and pooling do that.",
)
