"""What one `Lesson(...)` gives a lesson's file: its questions, its numbers, its progress."""

import importlib
import re

import nbformat
import numpy as np
import pytest

from cnnkit.classroom.contents import contents
from cnnkit.exercises import Lesson, keep_answers, lesson01, predict
from cnnkit.exercises.engine import saved_answers
from cnnkit.exercises.lesson import ORDERS, exercises_of
from tests.exercises.test_banks import MODULES, NAMES
from tools import notebooks


@pytest.mark.parametrize("name", NAMES)
def test_every_lesson_begins_with_its_own_questions_and_tells_its_progress(name):
    module = MODULES[name]
    number = name.removeprefix("lesson")
    questions = importlib.import_module(f"cnnkit.exercises.predictions.questions{number}")
    assert module.questions is module.lesson.questions is questions
    assert module.lesson.name == module.progress().lesson == name


@pytest.mark.parametrize("name", NAMES)
def test_progress_and_a_class_list_the_exercises_as_the_lesson_sets_them(name):
    (path,) = notebooks.FOLDER.glob(f"{name.removeprefix('lesson')}_*.ipynb")
    code = [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    checked = re.findall(rf"^{name}\.(\w+)\.check\(", "\n".join(code), re.MULTILINE)
    titles = [getattr(MODULES[name], exercise).title for exercise in checked]
    given = list(MODULES[name].progress().exercises)
    assert given == titles, f"each is checked in a cell of {path.name}, in this order"
    assert [e.title for e in contents().exercises.values() if e.lesson == name] == titles


def test_exercises_that_an_order_does_not_name_follow_those_that_it_names(monkeypatch):
    order = ["momentum_step", "no_such_exercise"]
    monkeypatch.setitem(ORDERS, "lesson07", order)
    names = [exercise.name for exercise in exercises_of("lesson07")]
    assert names == ["momentum_step", "slope_by_nudge", "descend", "batch_gradient", "largest_rate"]


def test_a_lessons_numbers_are_the_same_for_everybody():
    lesson = Lesson("cnnkit.exercises.lesson77", None)
    expected = np.random.default_rng(77).integers(-3, 4, (2, 5)).astype(float)
    np.testing.assert_array_equal(lesson.numbers(2, 5), expected)
    wide = Lesson("lesson77", None, limit=9).numbers(1000)
    assert (wide.min(), wide.max()) == (-9, 9)


@pytest.mark.parametrize("name", ["__main__", "lesson", "lessonX", "questions01", "01"])
def test_a_file_that_is_not_a_numbered_lesson_is_refused(name):
    sentence = (
        f"{name!r} is not the name of a lesson's module; "
        "write Lesson(__name__, questions) in a file such as lesson01.py"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        Lesson(name, None)


def test_progress_counts_what_is_solved_and_predicted():
    keep_answers(False)
    assert "0 of 6 exercises solved, 0 of 8 predictions made" in repr(lesson01.progress())
    lesson01.match_score.check(lesson01.match_score.reference)
    lesson01.match_map.check(lambda image, feature: 0)
    predict(lesson01.questions.crossing).answer = "0.56"
    progress = lesson01.progress()
    assert (progress.solved, progress.predicted) == (1, 1)
    assert progress.exercises["Score of one window"] == "correct"
    assert progress.exercises["Map of a whole picture"] == "incorrect"


def test_an_answer_that_the_question_no_longer_knows_counts_as_none():
    saved_answers.record("predictions", lesson01.questions.crossing.key, "blue")
    assert lesson01.progress().predicted == 0


def test_a_status_that_nobody_gives_counts_as_not_attempted():
    saved_answers.record("exercises", lesson01.match_score.key, "brilliant")
    assert lesson01.progress().exercises["Score of one window"] == "not attempted"
