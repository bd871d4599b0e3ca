"""The rooms of cnnkit/widgets: each uses the board and no other room."""

import ast
from pathlib import Path

import pytest

from tests.helpers.imports import import_nodes

WIDGETS = Path(__file__).resolve().parents[2] / "cnnkit" / "widgets"
MODULES = sorted(path for path in WIDGETS.rglob("*.py") if path != WIDGETS / "__init__.py")


def room(path):
    """`network` for network/overview.py."""
    return path.relative_to(WIDGETS).parts[0]


def rooms_used(path):
    """The rooms of cnnkit.widgets that a module imports, anywhere in its source."""
    names = []
    for node in import_nodes(path):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        else:
            assert node.level == 0, "imports are written whole here"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return {name.split(".")[2] for name in names if name.startswith("cnnkit.widgets.")}


@pytest.mark.parametrize("name", sorted({room(path) for path in MODULES}))
def test_a_room_uses_the_board_and_no_other_room(name):
    used = {path.name: rooms_used(path) for path in MODULES if room(path) == name}
    others = {file: rooms - {name, "board"} for file, rooms in used.items()}
    if name == "board":
        others = {file: rooms - {name} for file, rooms in used.items()}
    assert {file: rooms for file, rooms in others.items() if rooms} == {}


def test_every_module_lies_in_a_room():
    assert [path.name for path in WIDGETS.glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("path", sorted(WIDGETS.glob("*/__init__.py")), ids=lambda p: p.parent.name)
def test_a_room_is_entered_without_loading_its_explorers(path):
    only = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(only)
    assert len(only.body) == 1
