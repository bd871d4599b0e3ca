"""The rooms of cnnkit/widgets: each explorer's knows the board, and no other room."""

import ast
from pathlib import Path

import pytest

WIDGETS = Path(__file__).resolve().parents[2] / "cnnkit" / "widgets"
MODULES = sorted(path for path in WIDGETS.rglob("*.py") if path != WIDGETS / "__init__.py")


def room(path):
    """`network` for network/detail.py, `vote_explorer` for vote_explorer.py."""
    return path.relative_to(WIDGETS).parts[0].removesuffix(".py")


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
