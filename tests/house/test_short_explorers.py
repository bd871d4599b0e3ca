"""Explorers stay short, a panel has few fields, and each kind of rule is spelled in the browser."""

import ast
import dataclasses
import re
import statistics
from pathlib import Path

import pytest

from cnnkit import widgets
from cnnkit.widgets.board import arithmetic_rules, panels
from cnnkit.widgets.training import lab_panels
from tests.helpers import recipes

ROOT = Path(__file__).resolve().parents[2]
WIDGETS = ROOT / "cnnkit" / "widgets"
EXPLORERS = {
    name: WIDGETS / f"{home.replace('.', '/')}.py"
    for name, home in widgets._HOMES.items()
    if name != "Board"
}
PANELS = [
    kind
    for module in (panels, lab_panels)
    for kind in vars(module).values()
    if isinstance(kind, type)
    and issubclass(kind, panels.Panel)
    and kind.__module__ == module.__name__
]
RULES = [
    kind
    for kind in vars(arithmetic_rules).values()
    if isinstance(kind, type)
    and issubclass(kind, arithmetic_rules.Rule)
    and kind is not arithmetic_rules.Rule
]


def lines(path):
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def test_half_of_the_explorers_have_at_most_170_lines():
    assert statistics.median(map(lines, EXPLORERS.values())) <= 170


@pytest.mark.parametrize("name", EXPLORERS)
def test_no_explorer_has_more_than_300_lines(name):
    assert lines(EXPLORERS[name]) <= 300


def test_the_explorer_that_contributing_writes_is_one_file_of_at_most_170_lines():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    written = recipes.blocks(recipes.section(text, "Add an explorer"))
    new = [block for block in written if block.how is None and "__init__" not in block.path]
    assert [len(block.code.splitlines()) <= 170 for block in new] == [True]


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.__name__)
def test_a_panel_adds_at_most_eight_fields_to_those_that_all_panels_have(kind):
    base = kind.__mro__[1]
    known = {field.name for field in dataclasses.fields(base)} if base is not object else set()
    assert len({field.name for field in dataclasses.fields(kind)} - known) <= 8
    assert len(dataclasses.fields(kind)) <= 18


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.__name__)
def test_every_field_of_a_panel_is_told(kind):
    told = set()
    for one in kind.__mro__:
        for names in re.findall(r"^    (\w[\w, ]*) : ", one.__doc__ or "", re.MULTILINE):
            told |= set(names.split(", "))
    assert {field.name for field in dataclasses.fields(kind)} - told == set()


def test_a_panel_draws_the_array_of_its_name():
    """No explorer says another one, so none has to say any."""
    names = {kind.__name__ for kind in PANELS}
    for path in WIDGETS.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in names:
                assert "array" not in {keyword.arg for keyword in call.keywords}, path.name


def test_every_kind_of_rule_is_spelled_in_the_browser_and_no_other():
    source = (ROOT / "js" / "board" / "arithmetic.js").read_text(encoding="utf-8")
    tables = re.findall(r"^const [A-Z_]+ = \{\n(.*?)^\};", source, re.MULTILINE | re.DOTALL)
    spelled = re.findall(r"^  (\w+)(?=[(:])", "".join(tables), re.MULTILINE)
    kinds = [kind.kind for kind in RULES if kind.kind]
    assert sorted(spelled) == sorted(kinds)
    assert len(kinds) >= 14


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.__name__)
def test_a_rule_says_which_line_it_spells(kind):
    said = kind.__doc__.splitlines()[0]
    assert (
        "``" in said or kind in (arithmetic_rules.Text, arithmetic_rules.Read) or kind.kind is None
    ), said
