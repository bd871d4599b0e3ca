"""Each lesson says how long it takes, and folds what a reader can leave out."""

import re
import urllib.parse

import nbformat
import pytest

from tools import lesson_sections, lesson_time
from tools.notebooks import FOLD, FOLDER, ROOT

PATHS = sorted(FOLDER.glob("[0-9]*.ipynb"))
NOTEBOOKS = {
    path.name: nbformat.read(path, as_version=4) for path in sorted(FOLDER.glob("*.ipynb"))
}
SECTIONS = {path.name: lesson_sections.sections(NOTEBOOKS[path.name]) for path in PATHS}
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)

each_lesson = pytest.mark.parametrize("name", SECTIONS)


def text_cells(name):
    return [cell for cell in NOTEBOOKS[name].cells if cell.cell_type == "markdown"]


def headings(name):
    """Level and text of every heading, and whether it stands inside a fold."""
    folded = False
    for cell in text_cells(name):
        for marks, text in HEADING.findall(lesson_sections.prose(cell.source)):
            if len(marks) <= 2:
                folded = text.startswith("Deeper:")
            yield len(marks), text, folded and len(marks) > 2


@each_lesson
def test_the_core_takes_at_most_fifty_minutes(name):
    assert lesson_sections.core(SECTIONS[name]) <= 50


@each_lesson
def test_the_opening_says_how_long_the_lesson_takes(name):
    (cell,) = [cell for cell in text_cells(name) if lesson_time.CLAIM.search(cell.source)]
    core, whole = lesson_time.CLAIM.search(cell.source).groups()
    found = SECTIONS[name]
    assert int(core) == pytest.approx(lesson_sections.core(found), rel=0.15)
    folds = any(section.folded for section in found)
    assert (whole is not None) == folds
    assert int(whole or core) == pytest.approx(lesson_sections.whole(found), rel=0.15)


@each_lesson
def test_a_heading_that_goes_deeper_says_its_minutes(name):
    for section in SECTIONS[name]:
        if section.folded:
            said = re.fullmatch(r"Deeper: .+ \((\d+) minutes?\)", section.title)
            assert said, section.title
            most = max(3, section.minutes / 4)
            assert int(said[1]) == pytest.approx(section.minutes, abs=most), section.title


@each_lesson
def test_what_goes_deeper_is_folded_and_nothing_else(name):
    deeper = [cell.source for cell in text_cells(name) if "## Deeper: " in cell.source]
    assert [cell.source for cell in NOTEBOOKS[name].cells if FOLD in cell.metadata] == deeper
    assert all(cell.metadata.get(FOLD, True) is True for cell in NOTEBOOKS[name].cells)


@each_lesson
def test_the_cell_of_a_fold_holds_its_heading_and_hardly_more(name):
    for cell in text_cells(name):
        if FOLD in cell.metadata:
            assert cell.source.startswith("## Deeper: ")
            assert len(HEADING.findall(cell.source)) == 1
            assert lesson_sections.words(cell.source) <= 60, cell.source


@each_lesson
def test_a_lesson_ends_outside_its_folds(name):
    assert not SECTIONS[name][-1].folded


@each_lesson
def test_no_link_leads_into_a_fold_or_to_a_heading_that_is_not_there(name):
    reached = {"#" + text.replace(" ", "-") for _, text, inside in headings(name) if not inside}
    links = set()
    for other, notebook in NOTEBOOKS.items():
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        links |= targets(text, name) | (targets(text, "") if other == name else set())
    assert links - reached == set()


def targets(text, file):
    """The headings of the file that the text links to."""
    found = re.findall(rf"\]\({re.escape(file)}(#[^)]+)\)", text)
    return {urllib.parse.unquote(target) for target in found}


def claims():
    return {name[:2]: lesson_time.claimed(NOTEBOOKS[name]) for name in SECTIONS}


def test_readme_says_how_long_lessons_take():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (said,) = lesson_time.IN_README.findall(readme)
    assert " ".join(said.split()) == lesson_time.said_in_readme(claims().values())


def test_the_map_of_the_course_says_how_long_each_core_takes():
    (course,) = [c for c in text_cells("00_start_here.ipynb") if "## The map of" in c.source]
    rows = lesson_time.IN_THE_MAP.findall(course.source)
    assert {number: int(minutes) for _, number, minutes, _ in rows} == {
        number: core for number, (core, _) in claims().items()
    }


COUNTS = dict(zip(("two", "three", "four", "five", "six", "seven"), range(2, 8), strict=True))


@each_lesson
def test_a_fold_of_exercises_counts_those_that_it_holds(name):
    texts = "\n".join(lesson_sections.prose(cell.source) for cell in text_cells(name))
    for fold in re.findall(r"^## Deeper: more exercises.*?(?=^## |\Z)", texts, re.M | re.S):
        said = re.search(rf"\b({'|'.join(COUNTS)}) more\b", fold, re.IGNORECASE)
        assert said, fold[:200]
        assert COUNTS[said[1].lower()] == len(re.findall("^### Exercise", fold, re.M))
