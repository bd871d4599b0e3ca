"""The questions to predict as a content package of QTI 2.1, which learning platforms import.

A zip file: one item for each question, a test that asks them lesson by lesson, and the manifest.
A remark is the feedback to its answer, and the explanation the feedback to every answer.
"""

import io
import zipfile
from collections.abc import Sequence
from html import escape

from cnnkit.classroom.contents import Contents
from cnnkit.classroom.moodle_questions import known_numbers
from cnnkit.exercises.engine.text_and_html import inline
from cnnkit.exercises.predictions.question import Question

__all__ = ["qti_of"]

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = (
    f'xmlns="{QTI}" xmlns:xsi="{XSI}" '
    f'xsi:schemaLocation="{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"'
)


def qti_of(questions: Sequence[Question], course: Contents) -> bytes:
    """Return the package; the same questions give the same bytes."""
    files = {f"items/{_name(one)}.xml": _item(one) for one in questions}
    files["test.xml"] = _test(questions, course)
    files["imsmanifest.xml"] = _manifest(questions)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), HEAD + text)
    return out.getvalue()


def _name(question: Question) -> str:
    return question.key.replace(".", "_")


def _title(question: Question) -> str:
    lesson, _, name = question.key.partition(".")
    return escape(f"{lesson[-2:]} {name.replace('_', ' ')}")


def _item(question: Question) -> str:
    kind = _choice(question) if question.choices else _number(question)
    declared, body, judged, feedback = kind
    explained = f"<p>{inline(question.explanation)}</p>"
    shown = "\n".join(
        f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{name}" showHide="show">'
        f"{f'<p>{inline(remark)}</p>' if remark else ''}{explained}</modalFeedback>"
        for name, remark in feedback.items()
    )
    return f"""<assessmentItem {SCHEMA} identifier="{_name(question)}" title="{_title(question)}" \
adaptive="false" timeDependent="false">
{declared}
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">
<defaultValue><value>0</value></defaultValue></outcomeDeclaration>
<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>
<itemBody>{body}</itemBody>
<responseProcessing>{judged}</responseProcessing>
{shown}
</assessmentItem>
"""


def _declared(kind: str, right: str) -> str:
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="{kind}">'
        f"<correctResponse><value>{right}</value></correctResponse></responseDeclaration>"
    )


def _set(name: str, expression: str) -> str:
    return f'<setOutcomeValue identifier="{name}">{expression}</setOutcomeValue>'


def _value(kind: str, value: object) -> str:
    return f'<baseValue baseType="{kind}">{value}</baseValue>'


RESPONSE = '<variable identifier="RESPONSE"/>'
SCORED = _set("SCORE", _value("float", 1))


def _choice(question: Question):
    """Return the parts of an item with choices; the feedback is named as the answer is."""
    names = {choice: f"choice{k}" for k, choice in enumerate(question.choices)}
    choices = "".join(
        f'<simpleChoice identifier="{name}">{inline(choice)}</simpleChoice>'
        for choice, name in names.items()
    )
    body = (
        '<choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1">'
        f"<prompt>{inline(question.text)}</prompt>{choices}</choiceInteraction>"
    )
    judged = (
        f'<responseCondition><responseIf><match>{RESPONSE}<correct identifier="RESPONSE"/></match>'
        f"{SCORED}</responseIf></responseCondition>{_set('FEEDBACK', RESPONSE)}"
    )
    feedback = {name: question.remarks.get(choice, "") for choice, name in names.items()}
    return _declared("identifier", names[question.answer]), body, judged, feedback


def _number(question: Question):
    """Return the parts of an item with a number: the first known number that is met counts."""
    body = (
        f"<p>{inline(question.text)}</p>"
        '<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="10"/>'
        f" {inline(question.unit)}</p>"
    )
    feedback, branches = {}, []
    for k, (value, tolerance, remark) in enumerate(known_numbers(question)):
        name = f"mistake{k}" if remark else f"right{k}"
        feedback[name] = remark
        tag = "responseElseIf" if k else "responseIf"
        met = (
            f'<equal toleranceMode="absolute" tolerance="{tolerance:.12g} {tolerance:.12g}">'
            f"{RESPONSE}{_value('float', f'{value:.12g}')}</equal>"
        )
        told = _set("FEEDBACK", _value("identifier", name))
        branches.append(f"<{tag}>{met}{'' if remark else SCORED}{told}</{tag}>")
    feedback["other"] = ""
    told = _set("FEEDBACK", _value("identifier", "other"))
    judged = (
        f"<responseCondition>{''.join(branches)}"
        f"<responseElse>{told}</responseElse></responseCondition>"
    )
    return _declared("float", f"{question.value:.12g}"), body, judged, feedback


def _test(questions: Sequence[Question], course: Contents) -> str:
    sections = []
    for lesson in dict.fromkeys(one.key.partition(".")[0] for one in questions):
        references = "".join(
            f'<assessmentItemRef identifier="{_name(one)}" href="items/{_name(one)}.xml"/>'
            for one in questions
            if one.key.startswith(f"{lesson}.")
        )
        title = escape(f"{lesson[-2:]} {course.titles[lesson]}")
        sections.append(
            f'<assessmentSection identifier="{lesson}" title="{title}" visible="true">'
            f"{references}</assessmentSection>"
        )
    return (
        f'<assessmentTest {SCHEMA} identifier="cnnkit_predictions" title="cnnkit: predictions">'
        '<testPart identifier="all" navigationMode="nonlinear" submissionMode="individual">'
        f"{''.join(sections)}</testPart></assessmentTest>\n"
    )


def _manifest(questions: Sequence[Question]) -> str:
    items = "\n".join(
        f'<resource identifier="{_name(one)}" type="imsqti_item_xmlv2p1" '
        f'href="items/{_name(one)}.xml"><file href="items/{_name(one)}.xml"/></resource>'
        for one in questions
    )
    needed = "".join(f'<dependency identifierref="{_name(one)}"/>' for one in questions)
    return (
        f'<manifest xmlns="{PACKAGE}" identifier="cnnkit_questions">'
        "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>"
        '<organizations/><resources><resource identifier="cnnkit_test" '
        f'type="imsqti_test_xmlv2p1" href="test.xml"><file href="test.xml"/>{needed}</resource>\n'
        f"{items}</resources></manifest>\n"
    )
