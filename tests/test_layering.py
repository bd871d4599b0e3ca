"""Which room of the house may use which: the imports of every module, read from its source."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "cnnkit"

# What each module may import of cnnkit itself. Checks of single values are open to all.
CHECKS = {"checks", "limits", "memory", "options", "shapes"}
MATH = {"functional", "initialisers", "naive", "windows"}
ALLOWED = {
    "shapes": set(),
    "checks": set(),
    "limits": {"shapes"},
    "options": {"shapes"},
    "files": set(),
    "naive": CHECKS,
    "windows": CHECKS,
    "initialisers": CHECKS,
    "functional": CHECKS | {"windows"},
    "layers": CHECKS | MATH,
    # These know a model only by its methods, and pictures only as arrays.
    "losses": CHECKS | MATH,
    "optim": CHECKS,
    "turns": set(),
    "schedules": CHECKS,
    "memory": set(),
    "workers": {"checks", "evaluation", "memory", "turns"},
    "diagnosis": set(),
    "evaluation": CHECKS,
    "progress": set(),
    "train": CHECKS | {"diagnosis", "evaluation", "progress", "workers"},
    "processes": set(),
    "trial": CHECKS | {"evaluation", "losses", "optim", "processes", "train"},
    "search": CHECKS | {"evaluation", "processes", "progress", "tables", "trial"},
    "nudges": CHECKS,
    "gradcheck": CHECKS | {"nudges", "tables"},
    "matching": CHECKS | {"windows", "functional"},
    "plots": CHECKS,
    "tables": set(),
    "summary": CHECKS | {"tables"},
    "locks": set(),
    "writing": {"locks"},
    "weights": CHECKS | {"writing"},
    "model": CHECKS | {"layers", "summary", "turns", "weights"},
    "data": CHECKS | {"files"},
    # The running example is a picture, a data file and a network.
    "xo": CHECKS | {"data", "files", "layers", "model"},
    "digits": CHECKS | {"files", "layers", "model"},
    "notebook_cells": set(),
    "course": set(),
    "lessons": {"files", "writing"},
    "cli": {"files", "lessons", "processes"},
}
# Only notebooks, tests and these rooms themselves, downward, use them.
TOP = {"widgets", "plots", "exercises"}


def room(path):
    """`layers` for cnnkit/layers.py, `widgets` for anything in cnnkit/widgets/."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def uses(path):
    """The rooms of cnnkit that a module imports, anywhere in its source."""
    package = ["cnnkit", *path.relative_to(PACKAGE).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "cnnkit" else [base]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("cnnkit.")}
    return found - {room(path)}


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_module_imports_only_rooms_below_it(path):
    if room(path) in {"widgets", "exercises"}:
        above = {"exercises": {"widgets", "cli"}, "widgets": {"exercises", "cli"}}[room(path)]
        assert not uses(path) & above
        return
    assert room(path) in ALLOWED, "say above what this room may import"
    assert uses(path) <= ALLOWED[room(path)]


def test_rooms_form_no_circle():
    used = {}
    for path in MODULES:
        used.setdefault(room(path), set()).update(uses(path))
    done = set()
    while left := set(used) - done:
        ready = {name for name in left if used[name] <= done}
        assert ready, f"these import each other: {sorted(left)}"
        done |= ready


def test_shapes_does_without_numpy():
    source = (PACKAGE / "shapes.py").read_text(encoding="utf-8")
    assert "numpy" not in source


def test_import_cnnkit_loads_nothing_but_numpy():
    code = (
        "import sys, numpy; before = set(sys.modules); import cnnkit; "
        "new = {name.split('.')[0] for name in set(sys.modules) - before}; "
        "print(*new - set(sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["cnnkit"]
