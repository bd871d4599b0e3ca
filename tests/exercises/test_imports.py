"""The modules of the exercises import each other downward only, also where only types are read."""

import ast
import functools
from pathlib import Path

import pytest

import cnnkit.exercises
from tests.helpers.imports import import_nodes

ROOM = Path(cnnkit.exercises.__file__).parent
MODULES = {
    ".".join(("cnnkit.exercises", *path.relative_to(ROOM).with_suffix("").parts)): path
    for path in ROOM.rglob("*.py")
    if path.stem != "__init__"
}
FACES = list(ROOM.rglob("__init__.py"))


@functools.cache
def imports(path):
    """The modules of the exercises that a file imports, anywhere in its source."""
    return tuple(_imports(path))


def _imports(path):
    for node in import_nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif node.level == 0:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield from (name for name in (node.module, whole) if name in MODULES)
        else:
            raise AssertionError(f"{path.name}: name the module in full")


def in_layers(used):
    """Order the names so that each uses earlier ones only; raise if some form a circle."""
    done = {}  # in this order
    while left := [name for name in used if name not in done]:
        ready = [name for name in left if set(used[name]) - {name} <= done.keys()]
        assert ready, f"these import each other: {sorted(left)}"
        done |= dict.fromkeys(ready)
    return list(done)


def test_modules_form_no_circle():
    order = in_layers({name: list(imports(path)) for name, path in MODULES.items()})
    place = {name.rpartition(".")[2]: k for k, name in enumerate(order)}
    assert place["problem"] < place["diagnose"] < place["exercise"] < place["lesson"]


def test_rooms_form_no_circle():
    def room(name):
        return ".".join(name.split(".")[2:-1]) or "lessons"

    used = {}
    for name, path in MODULES.items():
        used.setdefault(room(name), set()).update(map(room, imports(path)))
    assert in_layers(used) == ["engine", "predictions", "lessons"]


def test_a_circle_would_be_noticed():
    with pytest.raises(AssertionError, match="import each other"):
        in_layers({"a": ["b"], "b": ["a"], "c": []})


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.parent.name)
def test_a_face_only_hands_names_on(path):
    body = ast.parse(path.read_text(encoding="utf-8")).body
    # `__getattr__` hands a name on, too: when it is asked for
    assert all(
        isinstance(node, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign)
        or getattr(node, "name", "") == "__getattr__"
        for node in body
    )


def test_no_module_hides_behind_a_name_of_its_rooms_face():
    for path in FACES:
        modules = {each.stem for each in path.parent.iterdir()} - {"__init__"}
        handed = {
            alias.asname or alias.name
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert not modules & handed
    assert callable(cnnkit.exercises.exercise)
