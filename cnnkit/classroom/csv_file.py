"""Every student's results as a CSV file, one line for an exercise or a prediction."""

import csv
import io

from cnnkit.classroom.contents import Contents
from cnnkit.classroom.grading import judged, sentence_of
from cnnkit.classroom.pseudonyms import labels
from cnnkit.classroom.student_answers import Class
from cnnkit.exercises.predictions.verdict import SHOWN

__all__ = ["csv_of"]

HEAD = (
    *("student", "lesson", "kind", "name", "title", "status", "tries", "solved", "mistakes"),
    *("answer", "right", "sentences"),
)


def csv_of(found: Class, course: Contents, *, names: bool = False, key: str = "") -> bytes:
    """Return the table as UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEAD)
    label = labels((work.student for work in found.students), names=names, key=key)
    for work in sorted(found.students, key=lambda work: _order(label[work.student])):
        for row in _rows(work, course, found.sentences):
            table.writerow(map(cell, [label[work.student], *row]))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def cell(text: object) -> str:
    """Return what stands in a cell; what a spreadsheet would run as a formula gets a quote.

    >>> cell("=1+1"), cell("-0.78"), cell(3)
    ("'=1+1", '-0.78', '3')
    """
    said = str(text)
    if not said.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return said
    try:
        float(said)
    except ValueError:
        return f"'{said}"
    return said


def _order(label: str):
    number = label.removeprefix("student ")
    return (0, int(number), "") if number.isdecimal() and number != label else (1, 0, label)


def _rows(work, course, sentences):
    for name, exercise in course.exercises.items():
        if tried := work.exercises.get(name):
            made = "; ".join(f"{it} ×{n}" for it, n in tried.mistakes.items())
            said = " | ".join(sentence_of(exercise, it, sentences) for it in tried.mistakes)
            what = exercise.lesson[-2:], "exercise", exercise.name, exercise.title
            yield *what, tried.status, tried.tries or "", tried.solved, made, "", "", said
    for name, question in course.questions.items():
        if (given := work.predictions.get(name)) is None:
            continue
        lesson, _, short = name.partition(".")
        what = lesson[-2:], "prediction", short, question.text
        if given == SHOWN:
            yield *what, "shown", "", "", "", "", question.right, ""
            continue
        verdict = judged(question, given)
        if verdict is None:
            yield *what, "no answer to this edition", "", "", "", given, question.right, ""
            continue
        right, remark = verdict
        status = "correct" if right else "incorrect"
        yield *what, status, "", "", "", given, question.right, remark
