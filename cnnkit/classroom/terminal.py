"""What a class has answered, as a table for the terminal."""

import textwrap
import unicodedata

from cnnkit.classroom.contents import Contents
from cnnkit.classroom.discuss import topics
from cnnkit.classroom.student_answers import Class, Work
from cnnkit.classroom.tally import Tally
from cnnkit.exercises.predictions.verdict import SHOWN
from cnnkit.files.tables import columns

__all__ = ["done", "plain", "report", "tries_of", "who"]

WIDTH = 100


def plain(text: str) -> str:
    r"""Return a text on one line, without characters that could steer a terminal.

    >>> plain("ada\x1b[2J\nlovelace")
    'ada·[2J·lovelace'
    """
    safe = "".join("·" if unicodedata.category(it) in ("Cc", "Cf", "Cs") else it for it in text)
    return safe.encode("utf-8", "replace").decode()


def tries_of(tries: float | None) -> str:
    """Write a median of tries: a half only where there is one."""
    return "" if tries is None else f"{tries:g}"


def report(found: Tally, course: Contents) -> str:
    """Return the class's results as text: by exercise, by question, and what to discuss."""
    people = "student" if found.students == 1 else "students"
    blocks = [f"{found.students} {people}"]
    for lesson, (exercises, questions) in found.lessons.items():
        blocks.append(f"Lesson {lesson[-2:]} · {course.titles[lesson]}")
        rows = [("exercise", "solved", "of", "tries", "most frequent misconception")]
        for one in exercises:
            if one.tried:
                counts = str(one.solved), str(one.tried), tries_of(one.tries)
                first = next(iter(one.misconceptions), None)
                told = first and _counted(first.students, first.sentence)
                rows.append((one.exercise.title, *counts, told or ""))
        if rows[1:]:
            blocks.append(columns(rows, (False, True, True, True, False)))
        rows = [("prediction", "right", "of", "shown", "most frequent wrong answer")]
        for one in questions:
            if one.predicted or one.shown:
                wrong = [bar for bar in one.bars if bar.students and not bar.right]
                most = max(wrong, key=lambda bar: bar.students, default=None)
                told = most and _counted(most.students, most.answer)
                name = one.question.key.rpartition(".")[2].replace("_", " ")
                counts = str(one.right), str(one.predicted), str(one.shown)
                rows.append((name, *counts, told or ""))
        if rows[1:]:
            blocks.append(columns(rows, (False, True, True, True, False)))
    return "\n\n".join([*blocks, *_to_discuss(found)])


def _counted(times: int, text: str) -> str:
    return f"{times}× {textwrap.shorten(plain(text), 56, placeholder='…')}"


def _to_discuss(found: Tally) -> list[str]:
    lines = []
    for place, topic in enumerate(topics(found), 1):
        head = f"{place}. {topic.lesson} · {plain(topic.title)}"
        lines += textwrap.wrap(head, WIDTH, subsequent_indent="   ")
        for text in (topic.said, topic.why):
            lines += textwrap.wrap(
                plain(text), WIDTH, initial_indent="   ", subsequent_indent="   "
            )
    return ["To discuss next\n\n" + "\n".join(lines)] if lines else []


def who(everybody: Class, course: Contents) -> str:
    """Return a table of the students by name."""
    rows = [("student", "solved", "of tried", "predictions")]
    for work in everybody.students:
        solved, tried, predicted = done(work, course)
        rows.append((plain(work.student), str(solved), str(tried), str(predicted)))
    return columns(rows, (False, True, True, True))


def done(work: Work, course: Contents) -> tuple[int, int, int]:
    """Return how many exercises a student solved and tried, and how many answers were predicted."""
    known = [one for key, one in work.exercises.items() if key in course.exercises]
    predicted = sum(
        key in course.questions and answer != SHOWN for key, answer in work.predictions.items()
    )
    return sum(one.status == "correct" for one in known), len(known), predicted
