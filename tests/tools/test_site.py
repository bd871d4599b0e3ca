"""The website: its files come with the right hashes, its pages ask no other site for anything."""

import hashlib
import html.parser
import io
import json
import os
import re
import subprocess
import sys
import zipfile

import nbformat
import pytest

from tools import site
from tools.notebooks import ROOT
from tools.web import lite, pages, pyodide, sphinx_parts

WORKFLOW = ROOT / ".github" / "workflows" / "pages.yml"


class Addresses(html.parser.HTMLParser):
    """What a page loads, and what it links to."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.links, self.ids = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids |= {attrs[key] for key in ("id", "name") if key in attrs}
        if tag == "a":
            self.links.append(attrs.get("href") or "")
        elif "src" in attrs:
            self.loads.append(attrs["src"])
        elif tag == "link" and attrs.get("rel") in {"stylesheet", "preload", "icon"}:
            self.loads.append(attrs.get("href"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The pages, with their links to JupyterLite; the browser's tests look at it itself."""
    folder = tmp_path_factory.mktemp("site")
    pages.build(folder / "site", folder / "sources", lite=True)
    return folder / "site"


def test_no_page_loads_anything_from_elsewhere(built):
    for path in built.glob("*.html"):
        found = Addresses(path.read_text(encoding="utf-8"))
        foreign = [one for one in found.loads if re.match(r"(https?:)?//", one)]
        assert foreign == [], path.name
    styles = "".join(p.read_text(encoding="utf-8") for p in built.glob("_static/**/*.css"))
    assert not re.search(r"@import [^;]*//|url\(['\"]?(https?:)?//", styles)


def test_every_lesson_is_a_page_that_leads_to_where_it_runs(built):
    for path in pages.lessons():
        text = (built / f"{path.stem}.html").read_text(encoding="utf-8")
        links = Addresses(text).links
        assert f"{pages.RUN}{path.name}" in links
        assert f"run/files/{path.name}" in links  # to download
        assert f'<meta name="cnnkit-run" content="{pages.RUN}{path.name}"' in text


def test_links_between_the_pages_lead_somewhere(built):
    found = {p.name: Addresses(p.read_text(encoding="utf-8")) for p in built.glob("*.html")}
    lost = []
    for name, page in found.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:|//|run/", target):
                continue
            target = target or name
            if target in found and anchor and anchor not in found[target].ids:
                lost.append((name, link))
            if not (built / target).exists():
                lost.append((name, link))
    assert lost == []


def test_what_is_folded_in_a_lesson_is_folded_on_its_page(built):
    for path in pages.lessons():
        notebook = nbformat.read(path, as_version=4)
        folds = sum(cell.source.startswith("## Deeper:") for cell in notebook.cells)
        text = (built / f"{path.stem}.html").read_text(encoding="utf-8")
        assert text.count('<details class="deeper">') == folds, path.name


def test_formulas_are_drawn_without_scripts(built):
    text = (built / "06_score_with_softmax.html").read_text(encoding="utf-8")
    assert text.count("<math") > 3
    assert not [one for one in Addresses(text).loads if "mathjax" in one.lower()]


def test_the_code_of_widgets_stands_once_in_a_page(built):
    text = (built / "01_match_features.html").read_text(encoding="utf-8")
    state = json.loads(re.search(r'widget-state\+json">(.*?)</script>', text, re.DOTALL)[1])
    assert len(state["code"]) == len(set(state["code"])) <= 5
    assert all(isinstance(one["state"]["_esm"], int) for one in state["state"].values())


def test_the_front_page_tells_readme_s_commands_and_the_lessons_minutes(built):
    text = (built / "index.html").read_text(encoding="utf-8")
    assert "python3 -m venv" in text
    assert "py -m venv" in text
    assert text.count(">45<") >= 5
    assert "Slide a small pattern over a picture" in text
    assert 'href="teaching.html"' in text
    assert f'href="{pages.RUN}00_start_here.ipynb"' in text


@pytest.mark.parametrize(
    ("title", "anchor"), [("ReLU", "ReLU"), ("In code, once", "In-code,-once"), ("1×1", "1×1")]
)
def test_anchors_are_those_of_jupyterlab(title, anchor):
    assert sphinx_parts.anchor(title) == anchor


# -- Pyodide's files


def places(tmp_path, **options):
    return pyodide.Places(tmp_path / "cache", web=False, **options)


def test_a_file_with_another_hash_is_never_taken(tmp_path):
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "numpy.whl").write_bytes(b"changed by somebody")
    with pytest.raises(pyodide.NotHad, match=r"numpy\.whl of Pyodide .* cannot be had here; give"):
        places(tmp_path, folder=folder).get("numpy.whl", hashlib.sha256(b"genuine").hexdigest())


def test_a_damaged_file_of_the_cache_is_looked_for_elsewhere(tmp_path):
    folder, cache = tmp_path / "release", tmp_path / "cache"
    folder.mkdir()
    cache.mkdir()
    (folder / "numpy.whl").write_bytes(b"genuine")
    (cache / "numpy.whl").write_bytes(b"half of it")
    found = places(tmp_path, folder=folder)
    assert found.get("numpy.whl", hashlib.sha256(b"genuine").hexdigest()) == b"genuine"
    assert (cache / "numpy.whl").read_bytes() == b"genuine"


def test_a_carrier_is_read_and_never_run(tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("somebody/assets/pyodide/numpy.whl", b"genuine")
    (cache / "carrier.whl").write_bytes(packed.getvalue())
    found = places(tmp_path, carrier=True)
    assert found.get("numpy.whl", hashlib.sha256(b"genuine").hexdigest()) == b"genuine"


def test_the_wheel_for_browsers_has_data_and_no_lessons(tmp_path):
    lite.build_wheel(tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert "cnnkit/_files/data/digits.npz" in names
    assert "cnnkit/widgets/board/static/board.js" in names
    assert not [name for name in names if name.endswith(".ipynb")]
    assert wheel.stat().st_size < 1.3e6


# -- the commands


def test_a_site_that_was_not_built_is_told(tmp_path, capsys):
    assert site.main(["serve", "--to", str(tmp_path)]) == (
        f"there is no site in {tmp_path}; build it first: python tools/site.py build"
    )


def test_the_tool_runs_as_a_script():
    done = subprocess.run(
        [sys.executable, "tools/site.py", "--help"],
        cwd=ROOT,
        env=os.environ | {"PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "build" in done.stdout
