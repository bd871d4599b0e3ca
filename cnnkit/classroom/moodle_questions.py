"""The questions to predict as Moodle XML, for Moodle's *Question bank → Import*.

A category for each lesson. A choice is a question of type *multichoice*, whose wrong answers have
their remarks as feedback; a number is *numerical*, with an answer for each known misconception.
"""

from collections.abc import Sequence
from html import escape

from cnnkit.classroom.contents import Contents
from cnnkit.exercises.engine.text_and_html import inline
from cnnkit.exercises.predictions.question import Question
from cnnkit.exercises.predictions.typed_answers import as_number, rounding

__all__ = ["known_numbers", "moodle_of"]


def moodle_of(questions: Sequence[Question], course: Contents) -> bytes:
    """Return the questions as one XML file, in UTF-8."""
    parts, lesson = [], ""
    for question in questions:
        if not question.key.startswith(f"{lesson}.") or not lesson:
            lesson = question.key.partition(".")[0]
            # A slash would make a category below another.
            name = f"{lesson[-2:]} {course.titles[lesson]}".replace("/", "//")
            parts.append(
                '<question type="category"><category>'
                f"{_text(f'$course$/top/cnnkit/{name}')}</category></question>"
            )
        parts.append(_question(question))
    body = "\n".join(parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}\n</quiz>\n'.encode()


def known_numbers(question: Question) -> list[tuple[float, float, str]]:
    """Return what is known of a number's answers: value, tolerance, remark; the right one first.

    >>> question = Question("own.sum", "1 + 1?", answer=2, explanation="Count.",
    ...                     mistakes={"11": "Add the numbers."})
    >>> known_numbers(question)
    [(2.0, 0.005, ''), (11.0, 0.5, 'Add the numbers.')]
    """
    known = [(question.value, question.tolerance, "")]
    if question.unit == "%":  # 0.95 says the same as 95 %
        known.append((question.value / 100, question.tolerance / 100, ""))
    for text, remark in question.mistakes.items():
        known.append((as_number(text, question.unit), round(rounding(text), 8), remark))
    return known


def _question(question: Question) -> str:
    kind = "multichoice" if question.choices else "numerical"
    asked = inline(question.text)
    if question.unit:
        asked += f" ({inline(question.unit)})"
    name = question.key.rpartition(".")[2].replace("_", " ").capitalize()
    return "\n".join(
        [
            f'<question type="{kind}">',
            f"<name>{_text(name)}</name>",
            _html("questiontext", asked),
            _html("generalfeedback", inline(question.explanation)),
            "<defaultgrade>1.0</defaultgrade><penalty>0.0</penalty><hidden>0</hidden>",
            f"<idnumber>{escape(question.key)}</idnumber>",
            *(_choices(question) if question.choices else _numbers(question)),
            "</question>",
        ]
    )


def _choices(question: Question):
    yield "<single>true</single><shuffleanswers>false</shuffleanswers>"
    yield "<answernumbering>none</answernumbering>"
    for choice in question.choices:
        fraction = 100 if choice == question.answer else 0
        remark = inline(question.remarks.get(choice, ""))
        yield (
            f'<answer fraction="{fraction}" format="html">{_text(_paragraph(inline(choice)))}'
            f"{_html('feedback', remark)}</answer>"
        )


def _numbers(question: Question):
    for value, tolerance, remark in known_numbers(question):
        fraction = 0 if remark else 100
        yield (
            f'<answer fraction="{fraction}" format="moodle_auto_format">{_text(f"{value:.12g}")}'
            f"{_html('feedback', inline(remark))}<tolerance>{tolerance:.12g}</tolerance></answer>"
        )
    yield "<unitgradingtype>0</unitgradingtype><unitpenalty>0.0</unitpenalty>"
    yield "<showunits>3</showunits><unitsleft>0</unitsleft>"


def _text(content: str) -> str:
    return f"<text>{escape(content)}</text>"


def _paragraph(content: str) -> str:
    return f"<p>{content}</p>" if content else ""


def _html(tag: str, content: str) -> str:
    """Return an element that holds HTML, which Moodle wants as escaped text."""
    return f'<{tag} format="html">{_text(_paragraph(content))}</{tag}>'
