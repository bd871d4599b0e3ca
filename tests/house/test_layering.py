"""Which room of the house may use which: the imports of every module, read from its source."""

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.imports import import_nodes

PACKAGE = Path(__file__).resolve().parents[2] / "cnnkit"

# What each room may import of cnnkit itself, in the order in which one reads.
CHECKS = {"checks"}
MATH = {"functional", "initialisers", "naive", "windows"}
ALLOWED = {
    "checks": set(),
    "shapes": CHECKS,
    "naive": CHECKS | {"shapes"},
    "windows": CHECKS | {"shapes"},
    "functional": CHECKS | {"shapes", "windows"},
    "initialisers": CHECKS,
    "layers": CHECKS | MATH | {"shapes"},
    # These know pictures only as arrays.
    "losses": CHECKS | MATH,
    "optim": CHECKS | {"model"},
    "train": CHECKS | {"files", "losses", "model", "optim"},
    "gradcheck": CHECKS | {"files"},
    "model": CHECKS | {"files", "layers", "shapes"},
    # Other libraries' layers are compared with ours, one by one.
    "interop": CHECKS | {"files", "functional", "layers", "model", "shapes"},
    "matching": CHECKS | {"functional", "windows"},
    "plots": CHECKS,
    "files": set(),
    "notebook_cells": set(),
    "data": CHECKS | {"files"},
    # The running example is a picture, a data file and a network.
    "examples": CHECKS | {"data", "files", "layers", "model"},
    "course": {"classroom", "files", "train"},
    # What a class has answered is counted by the exercises' own words.
    "classroom": {"exercises", "files"},
}
# Only notebooks, tests and these rooms themselves, downward, use them.
TOP = {"widgets", "plots", "exercises"}


def room(path):
    """`layers` for cnnkit/layers.py, `widgets` for anything in cnnkit/widgets/."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@functools.cache
def imported(path):
    """What a module imports of cnnkit, anywhere in its source: files, also under TYPE_CHECKING."""
    package = ["cnnkit", *path.relative_to(PACKAGE).parts[:-1]]
    found = set()
    for node in import_nodes(path):
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            names = [f"{base}.{name}" for name in names]
            names = [name if source(name) else base for name in names]
        found |= {source(name) for name in names if name.split(".")[0] == "cnnkit"}
    return frozenset(found - {path, None})


@functools.cache
def source(name):
    """The file of a module or of a package's face; None if there is none of that name."""
    place = PACKAGE.parent.joinpath(*name.split("."))
    files = place / "__init__.py", place.with_suffix(".py")
    return next((file for file in files if file.is_file()), None)


def uses(path):
    """The rooms of cnnkit that a module imports."""
    return {room(file) for file in imported(path)} - {room(path)}


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("name", sorted({room(path) for path in MODULES}))
def test_modules_of_a_room_import_only_rooms_below_it(name):
    used = {path.name: uses(path) for path in MODULES if room(path) == name}
    if name in {"widgets", "exercises"}:
        wrong = {file: rooms & {"widgets", "exercises", "course"} for file, rooms in used.items()}
    else:
        assert name in ALLOWED, "say above what this room may import"
        wrong = {file: rooms - ALLOWED[name] for file, rooms in used.items()}
    assert {file: rooms for file, rooms in wrong.items() if rooms} == {}


def test_no_two_files_of_one_name_mean_different_things():
    names = [path.name for path in MODULES if path.name != "__init__.py"]
    assert {name for name in names if names.count(name) > 1} == set()


def test_a_file_of_the_browser_is_called_as_one_of_python_only_where_it_is_its_twin():
    """What one shows, tells or reads in both languages has one name in both."""
    twins = {"agreeing_digits", "board", "cell_partners", "colours", "comparison", "controls"}
    twins |= {"geometry", "number_text", "saved_views", "scene", "scene_changes", "typed_numbers"}
    twins |= {"page_requests", "verdict", "view_code"}
    scripts = PACKAGE.parent.glob("js/*/*.js")
    browsers = {path.stem for path in scripts if path.parent.name != "node_modules"}
    assert browsers & {path.stem for path in MODULES} == twins


def test_rooms_form_no_circle():
    used = {}
    for path in MODULES:
        used.setdefault(room(path), set()).update(uses(path))
    assert not circles(used)


def test_the_plan_of_the_house_fits_into_one_head():
    """Rooms, and arrows between them: whoever draws one more, or removes one, says so here."""
    rooms = {room(path) for path in MODULES}
    arrows = {(room(path), used) for path in MODULES for used in uses(path)}
    assert len(rooms) == 23
    assert len(arrows) == 66


def test_files_form_no_circle():
    assert not circles({path: imported(path) for path in [*MODULES, PACKAGE / "__init__.py"]})


def test_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == ["b", "c"]
    assert circles({"a": {"b"}, "b": set()}) == []


def circles(used):
    """The names that import each other, each by way of others."""
    left = set(used)
    while alone := {n for n in left if not used[n] & left or all(n not in used[m] for m in left)}:
        left -= alone
    return sorted(left)


def test_import_cnnkit_loads_nothing_but_numpy():
    code = (
        "import sys, numpy; before = set(sys.modules); import cnnkit; "
        "new = {name.split('.')[0] for name in set(sys.modules) - before}; "
        "print(*new - set(sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["cnnkit"]
