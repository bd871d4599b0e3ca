"""`cnnkit questions`: the predictions as Moodle XML and as a QTI 2.1 package.

No package of a registry carries the schemas of these formats, so their rules are written down here:
of Moodle's import (question/format/xml/format.php, which documents the format), and of the
QTI 2.1 information model (assessment test, section and item). The answers are judged here once
more, by what stands in the files alone; by programs of others `python tools/try_questions.py` does.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile

import pytest

from cnnkit.classroom.moodle_questions import moodle_of
from cnnkit.classroom.qti_questions import qti_of
from cnnkit.course import cli
from cnnkit.exercises.predictions.typed_answers import as_number

Q = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
P = "{http://www.imsglobal.org/xsd/imscp_v1p1}"


@pytest.fixture(scope="module")
def moodle(course):
    return ET.fromstring(moodle_of(list(course.questions.values()), course))


@pytest.fixture(scope="module")
def package(course):
    content = qti_of(list(course.questions.values()), course)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}


def words(text):
    """Letters, digits and minus signs only: what stays of a text in any notation."""
    return re.sub(r"[^\w-]", "", re.sub(r"<[^>]+>|&\w+;", "", text).replace("−", "-"))


# -- Moodle


def asked(moodle):
    return [it for it in moodle if it.get("type") != "category"]


def test_moodle_has_every_question_once_below_its_lesson(moodle, course):
    lesson, seen = "", []
    for question in moodle:
        if question.get("type") == "category":
            lesson = re.fullmatch(
                r"\$course\$/top/cnnkit/(\d\d) [^/]+", question.findtext("category/text")
            )[1]
        else:
            seen.append(question.findtext("idnumber"))
            assert seen[-1].startswith(f"lesson{lesson}.")
    assert seen == list(course.questions)


def test_moodle_finds_what_its_import_asks_for(moodle):
    for question in asked(moodle):
        assert question.get("type") in ("multichoice", "numerical")
        assert question.findtext("name/text").strip()
        for tag in ("questiontext", "generalfeedback"):
            (element,) = question.findall(tag)
            assert element.get("format") == "html"
            ET.fromstring(f"<div>{element.findtext('text').replace('&nbsp;', ' ')}</div>")
        fractions = [float(it.get("fraction")) for it in question.findall("answer")]
        assert set(fractions) <= {0, 100} and 100 in fractions
        for answer in question.findall("answer"):
            assert answer.find("text") is not None and answer.find("feedback/text") is not None
            assert (answer.find("tolerance") is not None) == (question.get("type") == "numerical")
        if question.get("type") == "multichoice":
            assert question.findtext("single") == "true" and fractions.count(100) == 1
            assert question.findtext("answernumbering") in ("abc", "ABCD", "123", "none")


def test_moodle_has_all_remarks_and_explanations(moodle, course):
    for element, question in zip(asked(moodle), course.questions.values(), strict=True):
        told = [words(it.findtext("feedback/text") or "") for it in element.findall("answer")]
        for remark in [*question.remarks.values(), *question.mistakes.values()]:
            assert words(remark) in told
        assert words(element.findtext("generalfeedback/text")) == words(question.explanation)


def judged_by_moodle(element, answer):
    """Return the fraction and the feedback that Moodle gives: of the first answer that is met."""
    for it in element.findall("answer"):
        if element.get("type") == "numerical":
            number, tolerance = float(it.findtext("text")), float(it.findtext("tolerance"))
            met = abs(answer - number) <= tolerance * (1 + 1e-9)
        else:
            met = words(it.findtext("text")) == words(answer)
        if met:
            return float(it.get("fraction")), words(it.findtext("feedback/text") or "")
    return 0.0, ""


def test_moodle_judges_as_the_course_does(moodle, course):
    for element, question in zip(asked(moodle), course.questions.values(), strict=True):
        for answer in [*question.choices, *question.mistakes, question.answer]:
            given = answer if question.choices else as_number(answer, question.unit)
            expected = 100 * question.is_right(answer), words(question.remark(answer))
            assert judged_by_moodle(element, given) == expected, (question.key, answer)


# -- QTI


ORDER = [
    f"{Q}{name}"
    for name in (
        "responseDeclaration",
        "outcomeDeclaration",
        "itemBody",
        "responseProcessing",
        "modalFeedback",
    )
]
BLOCKS = {f"{Q}{name}" for name in ("p", "choiceInteraction")}
INLINE = {f"{Q}{name}" for name in ("code", "em", "strong", "textEntryInteraction")}
IDENTIFIER = re.compile(r"[A-Za-z_][\w.-]*")


def items(package):
    return {name: root for name, root in package.items() if name.startswith("items/")}


def test_the_manifest_lists_every_file_once(package, course):
    manifest = package["imsmanifest.xml"]
    assert manifest.tag == f"{P}manifest"
    assert [it.tag for it in manifest] == [f"{P}metadata", f"{P}organizations", f"{P}resources"]
    resources = manifest.findall(f"{P}resources/{P}resource")
    names = [it.get("identifier") for it in resources]
    assert len(set(names)) == len(names) == len(course.questions) + 1
    assert {it.get("href") for it in resources} == set(package) - {"imsmanifest.xml"}
    for it in resources:
        assert it.find(f"{P}file").get("href") == it.get("href")
        kind = "test" if it.get("href") == "test.xml" else "item"
        assert it.get("type") == f"imsqti_{kind}_xmlv2p1"
        assert {dep.get("identifierref") for dep in it.iter(f"{P}dependency")} <= set(names)


def test_the_test_asks_every_item_in_the_section_of_its_lesson(package, course):
    test = package["test.xml"]
    assert test.tag == f"{Q}assessmentTest" and test.get("identifier") and test.get("title")
    (part,) = test
    assert part.get("navigationMode") in ("linear", "nonlinear")
    assert part.get("submissionMode") in ("individual", "simultaneous")
    references = list(test.iter(f"{Q}assessmentItemRef"))
    assert [it.get("href") for it in references] == [
        f"items/{key.replace('.', '_')}.xml" for key in course.questions
    ]
    for section in part:
        assert section.get("visible") == "true" and section.get("title")
        assert all(it.get("identifier").startswith(section.get("identifier")) for it in section)


def test_items_keep_the_rules_of_qti(package):
    for name, item in items(package).items():
        assert item.tag == f"{Q}assessmentItem"
        assert f"items/{item.get('identifier')}.xml" == name
        assert item.get("title") and item.get("adaptive") == item.get("timeDependent") == "false"
        tags = [child.tag for child in item]
        assert tags == sorted(tags, key=ORDER.index) and set(tags) == set(ORDER)
        assert all(it.tag in BLOCKS for it in item.find(f"{Q}itemBody"))
        for block in item.iter():
            if block.tag in (f"{Q}p", f"{Q}prompt", f"{Q}simpleChoice"):
                assert all(it.tag in INLINE for it in block)
        declared = {it.get("identifier") for it in item if it.tag.endswith("Declaration")}
        assert declared == {"RESPONSE", "SCORE", "FEEDBACK"}
        for it in item.iter():
            for attribute in ("identifier", "responseIdentifier", "outcomeIdentifier"):
                assert it.get(attribute) is None or IDENTIFIER.fullmatch(it.get(attribute))
        for it in item.iter(f"{Q}equal"):
            assert it.get("toleranceMode") == "absolute" and len(it.get("tolerance").split()) == 2
            assert len(it) == 2
        for it in item.iter(f"{Q}modalFeedback"):
            assert it.get("showHide") == "show" and it.get("outcomeIdentifier") == "FEEDBACK"


def judged_by_qti(item, answer):
    """Run an item's response processing; return the score and the feedback that is shown."""
    outcomes = {"SCORE": 0.0, "FEEDBACK": ""}
    right = item.findtext(f"{Q}responseDeclaration/{Q}correctResponse/{Q}value")

    def value(it):
        if it.tag == f"{Q}variable":
            return answer
        if it.tag == f"{Q}correct":
            return right
        return float(it.text) if it.get("baseType") == "float" else it.text

    def met(it):
        one, other = map(value, it)
        if it.tag == f"{Q}match":
            return one == other
        below, above = map(float, it.get("tolerance").split())
        return other - below * (1 + 1e-9) <= one <= other + above * (1 + 1e-9)

    def run(rules):
        for rule in rules:
            if rule.tag == f"{Q}setOutcomeValue":
                outcomes[rule.get("identifier")] = value(rule[0])
                continue
            for branch in rule:
                if branch.tag == f"{Q}responseElse":
                    run(branch)
                elif met(branch[0]):
                    run(branch[1:])
                    break

    run(item.find(f"{Q}responseProcessing"))
    shown = [it for it in item.iter(f"{Q}modalFeedback")
             if it.get("identifier") == outcomes["FEEDBACK"]]  # fmt: skip
    return outcomes["SCORE"], words("".join(shown[0].itertext()))


def test_qti_judges_as_the_course_does(package, course):
    for question in course.questions.values():
        item = package[f"items/{question.key.replace('.', '_')}.xml"]
        choices = {
            words("".join(it.itertext())): it.get("identifier")
            for it in item.iter(f"{Q}simpleChoice")
        }
        for answer in [*question.choices, *question.mistakes, question.answer]:
            given = choices[words(answer)] if question.choices else as_number(answer, question.unit)
            told = words(question.remark(answer) + question.explanation)
            expected = float(question.is_right(answer)), told
            assert judged_by_qti(item, given) == expected, (question.key, answer)


def test_another_number_is_no_mistake_that_is_known(package, course):
    question = course.questions["lesson02.first_sum"]
    item = package["items/lesson02_first_sum.xml"]
    assert judged_by_qti(item, 123.0) == (0.0, words(question.explanation))


# -- the command


def test_lessons_are_chosen_by_number(tmp_path):
    target = tmp_path / "q.xml"
    assert cli.main(["questions", "--format", "moodle", "2", "09", "--to", str(target)]) == 0
    keys = [it.findtext("idnumber") for it in asked(ET.parse(target).getroot())]
    assert {key.partition(".")[0] for key in keys} == {"lesson02", "lesson09"}


def test_a_lesson_that_is_not_there_is_told_with_those_that_are(tmp_path):
    said = cli.main(["questions", "--format", "qti", "77", "--to", str(tmp_path / "q.zip")])
    assert said.startswith("there is no lesson '77'; give one of 00, 01")
    assert not (tmp_path / "q.zip").exists()


def test_the_same_questions_give_the_same_package(course):
    questions = list(course.questions.values())
    assert qti_of(questions, course) == qti_of(questions, course)
