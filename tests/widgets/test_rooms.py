"""The rooms of cnnkit/widgets: each uses the board and no other room."""

import ast
from pathlib import Path

import pytest

WIDGETS = Path(__file__).resolve().parents[2] / "cnnkit" / "widgets"
MODULES = sorted(path for path in WIDGETS.rglob("*.py") if path != WIDGETS / "__init__.py")


def room(path):
    """`network` for network/overview.py."""
    return path.relative_to(WIDGETS).parts[0]


def rooms_used(path):
    """The rooms of cnnkit.widgets that a module imports, anywhere in its source."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written whole here"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return {name.split(".")[2] for name in names if name.startswith("cnnkit.widgets.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(WIDGETS).as_posix())
def test_a_room_uses_the_board_and_no_other_room(path):
    allowed = {room(path)} if room(path) == "board" else {room(path), "board"}
    assert rooms_used(path) <= allowed


def test_every_module_lies_in_a_room():
    assert [path.name for path in WIDGETS.glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("path", sorted(WIDGETS.glob("*/__init__.py")), ids=lambda p: p.parent.name)
def test_a_room_is_entered_without_loading_its_explorers(path):
    only = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(only)
    assert len(only.body) == 1
