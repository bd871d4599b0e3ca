"""A reader's copy of an earlier edition of a lesson still runs, whatever is asked today."""

import pytest

from cnnkit.exercises import lesson06, lesson10, predict, questions00
from cnnkit.exercises.predictions import questions06


def test_a_question_that_is_asked_no_longer_holds_nothing_back(capsys):
    with predict(lesson06.questions.cancel):
        found = 0.71
        print("0.71")
    assert found == 0.71
    said = capsys.readouterr().out
    assert said.startswith("Your copy of this lesson is an earlier edition")
    assert said.endswith("0.71\n")


def test_it_is_no_question_of_the_lesson():
    assert "cancel" not in lesson06.lesson.progress().predictions
    assert "earlier edition" in repr(predict(lesson10.questions.flattered))
    assert "earlier edition" in repr(predict(questions00.same_votes))


def test_an_error_in_its_block_is_not_swallowed():
    with pytest.raises(ZeroDivisionError), predict(questions06.equal):
        raise ZeroDivisionError


def test_other_names_are_still_refused():
    with pytest.raises(AttributeError, match="questions06' has no attribute 'nonsense'"):
        getattr(questions06, "non" + "sense")
