"""CONTRIBUTING keeps its word: what it names is there, and its recipes work as they are written."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cnnkit import widgets
from cnnkit.widgets.filters.pictures_and_kernels import WEIGHTED
from tests.helpers import recipes

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"(?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|py|toml|ya?ml|ipynb|json)")
# Made by what the sentence tells.
MADE = {
    "docs/_build/index.html",
    "cnnkit_answers.json",
    "cnnkit_answers.damaged.json",
    "__init__.py",
    "board/",
    "engine/",
    "predictions/",
}
RECIPES = [
    "Add an operation with its gradient and its layer",
    "Add an exercise",
    "Add an explorer",
    "Add a kernel",
]


def places(text):
    """The files and folders that a text names, outside of its blocks of code."""
    spans = re.findall(r"`([^`]+)`", BLOCK.sub("", text))
    words = {word for span in spans for word in span.split() if PLACE.fullmatch(word)}
    return sorted(word for word in words if not word.startswith(".venv/"))


@pytest.mark.parametrize("place", sorted({*places(TEXT), *places(README)} - MADE))
def test_a_place_that_is_named_exists(place):
    assert (ROOT / place).exists()


@pytest.mark.parametrize("name", ["tools/screenshot.py", "cnnkit/functional/"])
def test_places_are_found_in_the_text(name):
    assert name in places(TEXT)


@pytest.mark.parametrize("line", recipes.commands(TEXT))
def test_the_files_that_a_command_takes_exist(line):
    new = {block.path for block in recipes.blocks(TEXT) if block.how is None}
    words = [word for word in line.split()[1:] if "/" in word and not word.startswith(".venv/")]
    missing = [word for word in words if not (ROOT / word).exists() and word not in new]
    assert [word for word in missing if word != "docs/_build"] == []


def test_every_room_of_the_package_is_on_the_map():
    folder = ROOT / "cnnkit"
    rooms = {f"cnnkit/{path.name}/" for path in folder.iterdir() if (path / "__init__.py").exists()}
    read = {f"cnnkit/{name}.py" for name in ("naive", "windows", "losses", "optim")}
    assert (rooms | read) - set(places(TEXT)) == set()


def test_every_block_of_python_belongs_to_a_recipe():
    told = [block for title in RECIPES for block in recipes.blocks(recipes.section(TEXT, title))]
    assert told == recipes.blocks(TEXT)
    assert len(told) > 10


def test_the_explorers_that_offer_a_new_kernel_are_those_that_are_named():
    offering = set()
    for name in set(widgets.__all__) - {"Board"}:
        kind = getattr(widgets, name)
        if "kernel" in kind.names:
            explorer = kind()
            offers = {value for one in explorer.scene["controls"] for value, _ in one["options"]}
            offering |= {name} if offers >= set(WEIGHTED) else set()
            explorer.close()
    text = recipes.section(TEXT, "Add a kernel").partition(" then offer it")[0]
    assert offering == set(re.findall(r"`(\w+Explorer)`", text))


def run(folder, *command):
    """Run a program of the environment in a copy of the house."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_works_as_it_is_written(title, tmp_path):
    text = recipes.section(TEXT, title)
    recipes.copy_house(tmp_path)
    for block in recipes.blocks(text):
        recipes.follow(block, tmp_path)
    mine = sorted({block.path for block in recipes.blocks(text)})
    run(tmp_path, "ruff", "check", "--fix", *mine)
    run(tmp_path, "ruff", "format", *mine)
    lines = [line for line in recipes.commands(text) if line.startswith(".venv/bin/pytest")]
    assert lines
    for line in lines:
        said = run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", *shlex.split(line)[1:])
        assert re.search(r"\d+ passed", said)


def test_a_sentence_in_lesson_03_changes_that_notebook_alone(tmp_path):
    import nbformat

    recipes.copy_house(tmp_path)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for path in (ROOT / "notebooks").glob("0[34]*.ipynb"):
        (folder / path.name).write_bytes(path.read_bytes())
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    notebook = nbformat.read(folder / "03_rectify.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "markdown")
    cell.source += "\n\nA sentence more."
    notebook.metadata["somebodys_editor"] = "left this"
    nbformat.write(notebook, folder / "03_rectify.ipynb")
    build, check = recipes.commands(recipes.section(TEXT, "Change a lesson"))
    assert build == ".venv/bin/python tools/notebooks.py build 03"
    assert check == ".venv/bin/python tools/notebooks.py check"
    run(tmp_path, "tools.notebooks", *build.split()[2:])
    changed = {path.name for path in folder.iterdir() if path.read_bytes() != before[path.name]}
    assert changed == {"03_rectify.ipynb"}
    stored = (folder / "03_rectify.ipynb").read_text(encoding="utf-8")
    assert "A sentence more." in stored
    assert "somebodys_editor" not in stored
