"""The glossary keeps its promises: links lead somewhere, names exist, terms are in order."""

import functools
import importlib
import re
import urllib.parse

import nbformat

import cnnkit
from tools import notebooks

PATH = notebooks.FOLDER / "glossary.ipynb"
CELLS = nbformat.read(PATH, as_version=4).cells
MARKDOWN = [cell.source for cell in CELLS if cell.cell_type == "markdown"]
TEXT = "\n\n".join(MARKDOWN)
INDEX = next(cell for cell in MARKDOWN if cell.startswith("## Index"))
ENTRIES = TEXT[TEXT.index("## A\n") : TEXT.index("## Terms by lesson")]
TERMS = re.findall(r"^### (.+)$", ENTRIES, re.MULTILINE)
SYNONYMS = re.findall(r"^\*\*(.+?)\*\* → \[.+?\]\(#(.+?)\)$", ENTRIES, re.MULTILINE)


def link_targets(pattern):
    return {urllib.parse.unquote(target) for target in re.findall(rf"\]\(({pattern})\)", TEXT)}


def test_every_link_inside_leads_to_a_heading():
    headings = {"#" + name.replace(" ", "-") for name in re.findall(r"^#+ (.+)$", TEXT, re.M)}
    links = link_targets(r"#[^)]+")
    assert len(links) > 100
    assert links - headings == set()


def test_it_links_the_lessons_that_exist_and_no_others():
    lessons = {path.name for path in PATH.parent.glob("[0-9]*.ipynb")}
    assert link_targets(r"[^)#]+\.ipynb") == lessons


def test_terms_and_synonyms_stand_in_alphabetical_order_and_once():
    def order(name):
        return name.lower().replace("-", " ")

    names = [
        term or synonym
        for term, synonym in re.findall(r"^### (.+)$|^\*\*(.+?)\*\* → ", ENTRIES, re.MULTILINE)
    ]
    assert len(set(names)) == len(names) == len(TERMS) + len(SYNONYMS)
    letters = [name for name in names if name[0].isalpha()]
    assert letters == sorted(letters, key=order)


def test_the_index_names_every_term_and_synonym():
    listed = set(re.findall(r"\[(.+?)\]\(#", INDEX))
    assert listed == set(TERMS) | {name for name, _ in SYNONYMS}


def test_the_index_has_a_line_for_each_word_in_the_order_of_the_entries():
    names = re.findall(r"^### (.+)$|^\*\*(.+?)\*\* → ", ENTRIES, re.MULTILINE)
    lines = re.findall(r"^\*?\[(.+?)\]\(#", INDEX, re.MULTILINE)
    assert lines == [term or synonym for term, synonym in names]


def test_the_first_lines_lead_to_each_letter():
    letters = re.findall(r"^## (.+)$", ENTRIES, re.MULTILINE)
    assert re.findall(r"\[\*\*(.+?)\*\*\]\(#\1\)", TEXT) == letters


def last_lines(entry):
    """The lines of an entry that name lessons."""
    return [
        line for line in entry.splitlines() if re.search(r"(^|· )(beyond )?lessons? [\[\d]", line)
    ]


def test_every_entry_names_its_lesson_in_one_line():
    entries = re.split(r"^### ", ENTRIES, flags=re.MULTILINE)[1:]
    assert [entry.splitlines()[0] for entry in entries if len(last_lines(entry)) != 1] == []
    assert len(entries) == len(TERMS)


def test_an_entry_names_only_what_cnnkit_has():
    for name in {n for line in last_lines(ENTRIES) for n in re.findall(r"`([\w.]+)`", line)}:
        module, _, rest = name.partition(".")
        start = cnnkit
        if rest and not hasattr(cnnkit, module):
            start, name = importlib.import_module(f"cnnkit.{module}"), rest
        functools.reduce(getattr, name.split("."), start)


def test_it_says_how_many_terms_it_explains():
    (said,) = re.findall(r"(\d+) entries, and (\d+) synonyms", TEXT)
    assert [int(count) for count in said] == [len(TERMS), len(SYNONYMS)]


def test_every_term_stands_with_its_lesson_or_beyond_the_lessons():
    by_lesson = TEXT[TEXT.index("## Terms by lesson") :]
    assert set(re.findall(r"\[([^][]+)\]\(#", by_lesson)) == set(TERMS)


def test_its_code_is_out_of_sight():
    code = [cell for cell in CELLS if cell.cell_type == "code"]
    assert all(cell.metadata.get("jupyter", {}).get("source_hidden") for cell in code)
    assert all(cell.source.startswith("# ") for cell in code)  # what is left to read of it
