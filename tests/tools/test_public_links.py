"""Links to where the course is public, from addresses that stand in one place."""

import importlib.util
import shutil
import sys
import types
from urllib.parse import parse_qs, unquote, urlsplit

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from tools import public
from tools.notebooks import FOLDER, ROOT
from tools.web import pages

ADDRESSES = """
[project]
name = "cnnkit"
[project.urls]
Repository = "https://github.com/someone/course.git"
Homepage = "https://someone.github.io/course/"
"""
LESSON = "03_rectify.ipynb"


@pytest.fixture
def somewhere(tmp_path):
    """The course, public at made-up addresses."""
    path = tmp_path / "pyproject.toml"
    path.write_text(ADDRESSES)
    return public.read(path)


@pytest.fixture
def copy(tmp_path):
    """A folder with README and one lesson."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "README.md", tmp_path)
    shutil.copy(FOLDER / LESSON, tmp_path / "notebooks")
    return tmp_path


def run(cell, monkeypatch, *, installed, colab=False):
    """Run a cell's code; return what pip was asked for, and what Colab was."""
    asked = []
    shell = types.SimpleNamespace(run_line_magic=lambda *magic: asked.append(" ".join(magic)))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name if installed else None)
    if colab:
        output = types.SimpleNamespace(enable_custom_widget_manager=lambda: asked.append("Colab"))
        for name in ("google", "google.colab"):
            monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
        sys.modules["google.colab"].output = output
    exec(TransformerManager().transform_cell(cell.source), {"get_ipython": lambda: shell})
    return asked


def test_what_is_stored_agrees_with_pyproject():
    here = public.read()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert public.with_badges(readme, here) == readme
    assert public.BADGES.search(readme)
    for path in FOLDER.glob("[0-9]*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        sources = [cell.source for cell in notebook.cells]
        assert [cell.source for cell in public.with_install(notebook, here).cells] == sources


def test_a_course_that_is_nowhere_has_no_link(tmp_path, monkeypatch):
    path = tmp_path / "pyproject.toml"
    path.write_text('[project]\nname = "cnnkit"\n')
    monkeypatch.setattr(public, "read", lambda read=public.read: read(path))
    assert public.main(["links"]).startswith("the course is not public yet: write its address")
    assert public.badges(public.read()) == ""
    assert pages._elsewhere(LESSON) == ""


def test_each_link_opens_the_lesson_at_its_place(somewhere):
    assert somewhere.browser(LESSON) == (
        "https://someone.github.io/course/run/lab/index.html?path=03_rectify.ipynb"
    )
    assert somewhere.colab(LESSON) == (
        "https://colab.research.google.com/github/someone/course/blob/main/"
        "notebooks/03_rectify.ipynb"
    )
    binder = urlsplit(somewhere.binder(LESSON))
    assert binder.path == "/v2/gh/someone/course/main"
    assert parse_qs(binder.query) == {"urlpath": ["lab/tree/notebooks/03_rectify.ipynb"]}
    code = urlsplit(somewhere.vscode())
    assert (code.scheme, code.netloc, code.path) == ("vscode", "vscode.git", "/clone")
    assert parse_qs(code.query) == {"url": ["https://github.com/someone/course"]}


def test_a_hub_pulls_the_lessons_and_opens_one(somewhere):
    link = urlsplit(somewhere.hub(LESSON, "https://hub.school.edu/"))
    assert (link.netloc, link.path) == ("hub.school.edu", "/hub/user-redirect/git-pull")
    assert parse_qs(link.query) == {
        "repo": ["https://github.com/someone/course"],
        "branch": ["main"],
        "urlpath": ["lab/tree/course/notebooks/03_rectify.ipynb"],
    }


def test_another_host_has_binder_but_no_colab(tmp_path):
    path = tmp_path / "pyproject.toml"
    path.write_text(ADDRESSES.replace("github.com", "git.school.edu").replace("Homepage", "Docs"))
    there = public.read(path)
    assert list(there.places(LESSON)) == ["Binder", "VS Code"]
    where = urlsplit(there.binder(LESSON)).path
    assert unquote(where) == "/v2/git/https://git.school.edu/someone/course/main"
    assert "%2F" in where


@pytest.mark.parametrize("wrong", ["", "someone/course", "git@github.com:someone/course"])
def test_an_address_that_no_browser_opens_is_refused_in_a_sentence(tmp_path, wrong):
    path = tmp_path / "pyproject.toml"
    path.write_text(ADDRESSES.replace("https://github.com/someone/course.git", wrong))
    with pytest.raises(ValueError, match=r'not an address such as "https://github\.com/OWNER'):
        public.read(path)


def test_writing_adds_badges_and_a_cell_and_takes_both_out_again(copy, somewhere):
    before = {path: path.read_bytes() for path in copy.rglob("*.*") if path.is_file()}
    lesson = copy / "notebooks" / LESSON
    assert public.write(somewhere, copy) == [copy / "README.md", lesson]
    assert public.write(somewhere, copy) == []  # once is enough
    assert "colab-badge.svg" in (copy / "README.md").read_text(encoding="utf-8")
    notebook = nbformat.read(lesson, as_version=4)
    nbformat.validate(notebook)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert 'pip install --quiet "git+https://github.com/someone/course"' in first.source
    assert first.metadata["jupyter"]["source_hidden"]
    assert public.write(None, copy) == [copy / "README.md", lesson]
    assert {path: path.read_bytes() for path in before} == before


def test_the_cell_installs_only_where_cnnkit_is_missing(somewhere, monkeypatch):
    empty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    cell = public.with_install(empty, somewhere).cells[0]
    assert run(cell, monkeypatch, installed=True) == []
    install = 'pip install --quiet "git+https://github.com/someone/course"'
    assert run(cell, monkeypatch, installed=False) == [install]
    assert run(cell, monkeypatch, installed=True, colab=True) == ["Colab"]


def test_pages_show_the_links_but_not_the_cell(somewhere, monkeypatch, copy):
    public.write(somewhere, copy)
    monkeypatch.setattr(public, "read", lambda: somewhere)
    page = pages._page(copy / "notebooks" / LESSON, lite=True)
    assert "https://colab.research.google.com/github/someone/course" in page.cells[0].source
    assert not any("find_spec" in cell.source for cell in page.cells)
