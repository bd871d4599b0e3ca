"""What is counted of a class is what its students did."""

import time

from cnnkit.classroom.discuss import topics
from cnnkit.classroom.student_answers import read_class
from cnnkit.classroom.tally import tally
from tests.helpers import classes


def exercise(counted, key):
    lesson, _, name = key.partition(".")
    return next(one for one in counted.lessons[lesson][0] if one.exercise.name == name)


def bars(counted, key):
    lesson = key.partition(".")[0]
    one = next(one for one in counted.lessons[lesson][1] if one.question.key == key)
    return {bar.answer: bar.students for bar in one.bars}, one


def test_an_exercise_tells_how_many_solved_it_in_how_many_tries(counted):
    one = exercise(counted, "lesson01.match_score")
    assert (one.solved, one.tried, one.tries) == (3, 5, 2)  # 3 tries, 1, and a file of version 1


def test_misconceptions_come_most_frequent_first_and_in_their_own_sentences(counted):
    first, second = exercise(counted, "lesson01.match_score").misconceptions
    assert (first.name, first.students, first.still) == ("score_not_divided", 3, 2)
    assert first.sentence.startswith("This is the sum of the products. Divide it")
    assert (second.students, second.sentence) == (1, "All numbers have the other sign.")


def test_every_choice_has_a_bar_and_the_right_one_is_marked(counted):
    answers, one = bars(counted, "lesson02.blur")
    assert answers == {
        "it becomes a ramp of greys": 1,
        "it stays as it is": 0,
        "it moves": 3,
        "it becomes black": 0,
    }
    assert [bar.answer for bar in one.bars if bar.right] == ["it becomes a ramp of greys"]


def test_having_the_answer_shown_is_no_prediction(counted):
    one = bars(counted, "lesson02.blur")[1]
    assert (one.predicted, one.shown) == (4, 1)


def test_numbers_that_mean_the_same_are_one_bar_with_its_remark(counted):
    answers, one = bars(counted, "lesson02.first_sum")
    assert answers == {"4": 1, "5": 2}
    assert one.bars[1].remark.startswith("The kernel has five ones")


def test_lessons_of_which_nobody_has_done_anything_are_left_out(counted):
    assert list(counted.lessons) == ["lesson01", "lesson02"]


def test_what_this_edition_does_not_ask_is_counted_apart(tmp_path, course):
    classes.put(tmp_path, {"exercises": {"lesson99.old": "correct"}, "predictions": {"own.x": "1"}})
    assert tally(read_class(tmp_path), course).unknown == 2


def test_an_answer_that_is_none_any_more_is_left_out(tmp_path, course):
    classes.put(tmp_path, {"predictions": {"lesson02.blur": "an old choice"}})
    assert bars(tally(read_class(tmp_path), course), "lesson02.blur")[1].predicted == 0


def test_what_most_believe_is_discussed_first(counted):
    told = [(topic.title, topic.weight) for topic in topics(counted)]
    assert [title[:20] for title, _ in told] == [
        "Score of one window",  # 3 made it, 2 of them are not past it
        "A kernel whose nine ",  # 3 predicted it
        "Lay the kernel on th",  # 2
    ]
    assert [weight for _, weight in told] == [5, 3, 2]


def test_what_one_student_believes_is_discussed_if_there_is_nothing_else(tmp_path, course):
    classes.put(tmp_path, {"predictions": {"lesson02.blur": "it moves"}})
    (topic,) = topics(tally(read_class(tmp_path), course))
    assert topic.said == "1 of 1 predicted: it moves. Right: it becomes a ramp of greys."


def test_three_hundred_students_are_counted_in_seconds(tmp_path, course):
    solved = classes.write_many(tmp_path, course)
    begin = time.process_time()
    counted = tally(read_class(tmp_path), course)
    assert time.process_time() - begin < 5
    assert counted.students == 300
    told = {one.exercise.key: one.solved for them, _ in counted.lessons.values() for one in them}
    assert told == solved
