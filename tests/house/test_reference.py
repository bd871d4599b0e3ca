"""The API reference: one command builds it from the docstrings; it leaves no public name out."""

import html
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cnnkit
from cnnkit import widgets

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "sphinx-build -W -b html docs docs/_build"
PAGES = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs/reference").glob("*.rst"))
FACES = re.findall(r"automodule:: (\S+)", PAGES)

INTERNAL = {
    f"cnnkit.{name}" for name in ("checks", "classroom", "course", "files", "notebook_cells")
}


def public(face):
    """The functions and classes that a module hands out."""
    module = importlib.import_module(face)
    names = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and getattr(value, "__module__", "").startswith("cnnkit.")
        and (hasattr(module, "__path__") or value.__module__ == face)
    ]
    values = {name: getattr(module, name) for name in names}
    return [name for name, v in values.items() if inspect.isclass(v) or inspect.isroutine(v)]


@pytest.fixture(scope="module")
def inventory(tmp_path_factory):
    """The names that the built pages describe, as {"cnnkit.layers.ReLU": "reference/..."}."""
    pytest.importorskip("sphinx")
    from sphinx.util.inventory import InventoryFile

    folder = tmp_path_factory.mktemp("reference")
    arguments = COMMAND.replace("docs/_build", str(folder)).split()[1:]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONWARNINGS": ""},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = InventoryFile.loads((folder / "objects.inv").read_bytes(), uri="")
    links = {
        name: item.uri
        for kind, items in found.data.items()
        if kind.startswith("py:")
        for name, item in items.items()
    }
    for page in ("index", "explorers"):
        (path,) = folder.rglob(f"{page}.html")
        links[page] = path.read_text(encoding="utf-8")
    return links


def test_every_room_is_described_or_internal():
    rooms = {f"cnnkit.{module.name}" for module in pkgutil.iter_modules(cnnkit.__path__)}
    described = {".".join(face.split(".")[:2]) for face in FACES}
    assert rooms - described == INTERNAL


@pytest.mark.parametrize("face", FACES)
def test_it_describes_every_public_name(face, inventory):
    names = public(face)
    assert names
    assert [name for name in names if f"{face}.{name}" not in inventory] == []


def test_its_first_page_links_every_name_of_cnnkit(inventory):
    link = r'<a class="reference internal" href="[^"]+"[^>]*><code[^>]*><span class="pre">(\w+)<'
    assert set(cnnkit.__all__) - set(re.findall(link, inventory["index"])) == set()


def test_it_shows_what_an_explorer_takes(inventory):
    text = html.unescape(re.sub(r"<[^>]+>", "", inventory["explorers"]))
    assert "*args" not in text
    for name in widgets.__all__:
        takes = list(inspect.signature(getattr(widgets, name).__init__).parameters)[1:]
        (shown,) = re.findall(rf"class cnnkit\.widgets\.{name}\((.*)\)", text)
        assert [one for one in takes if one not in shown] == []


def test_a_propertys_first_line_is_shown_whole(inventory):
    text = html.unescape(re.sub(r"<[^>]+>", "", inventory["explorers"]))
    first = inspect.getdoc(widgets.SoftmaxExplorer.gradient).splitlines()[0]
    assert ":" in first
    assert first in text


def test_contributing_and_its_settings_name_the_same_command():
    for place in ("CONTRIBUTING.md", "docs/conf.py"):
        assert f".venv/bin/{COMMAND}" in (ROOT / place).read_text(encoding="utf-8")
