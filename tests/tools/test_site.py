"""The website: its files come with the right hashes, its pages ask no other site for anything."""

import gzip
import hashlib
import html.parser
import io
import json
import os
import re
import socket
import subprocess
import sys
import tarfile
import zipfile

import nbformat
import pytest

from cnnkit import files
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
    pages.build(folder / "site", folder / "work" / "sources", lite=True)
    return folder / "site"


def test_nothing_is_left_beside_the_site(built):
    assert {path.name for path in built.parent.iterdir()} == {"site", "work"}


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


def test_the_wheel_for_browsers_has_less_than_a_megabyte_and_no_lessons(tmp_path):
    lite.build_wheel(tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert "cnnkit/widgets/board/static/board.js" in names
    assert not [name for name in names if name.endswith((".ipynb", ".npz"))]
    assert wheel.stat().st_size < 1e6
    assert len(pyodide.in_one_piece(wheel.read_bytes())) < 0.7e6  # what a site has of it


def test_the_data_for_browsers_lie_where_an_installed_cnnkit_looks_for_them(tmp_path, monkeypatch):
    with tarfile.open(fileobj=io.BytesIO(pyodide.the_data())) as packed:
        packed.extractall(tmp_path, filter="data")
    monkeypatch.setattr(files.shipped, "_PACKAGE", tmp_path / "cnnkit")
    assert files.installed()
    for name in files.checksums():
        assert files.data_path(name).parent == tmp_path / "cnnkit" / "_files" / "data"


def test_a_lesson_in_the_browser_has_every_figure_once():
    picture = {"image/png": "iVBORw0", "text/html": '<img src="data:image/png;base64,iVBORw0">'}
    view = {lite.VIEW: {"model_id": "1"}, **picture}
    other = {"image/png": "iVBORw0", "text/plain": "a picture"}
    outputs = [nbformat.v4.new_output("display_data", dict(one)) for one in (picture, view, other)]
    cell = nbformat.v4.new_code_cell("show()", outputs=outputs)
    lean = lite.lean(nbformat.v4.new_notebook(cells=[cell]))
    assert ["image/png" in output.data for output in lean.cells[0].outputs] == [False, True, True]
    assert lean.cells[0].metadata.trusted  # else explorers are pictures until their cells are run


def a_wheel(**files):
    """A wheel with these files; __ stands for a slash, and _dot_ for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return packed.getvalue()


def texts_of(wheel):
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_a_wheel_in_one_piece_has_every_file_and_is_the_same_each_time():
    wheel = a_wheel(b__c_dot_py="two", a_dot_py="one")
    piece = pyodide.in_one_piece(wheel)
    with tarfile.open(fileobj=io.BytesIO(piece)) as packed:
        read = {each.name: packed.extractfile(each).read().decode() for each in packed}
    assert read == {"a.py": "one", "b/c.py": "two"}
    assert piece == pyodide.in_one_piece(wheel)


def test_matplotlib_takes_the_list_of_fonts_that_comes_with_it():
    wheel = a_wheel(
        matplotlib__font_manager_dot_py="class FontManager:\n    __version__ = 330\n",
        matplotlib__fontlist_dot_json='{"_version": 390, "ttflist": ["DejaVu"]}',
    )
    fonts = json.loads(texts_of(pyodide.with_its_fonts(wheel))["matplotlib/fontlist.json"])
    assert fonts == {"_version": 330, "ttflist": ["DejaVu"]}


def test_the_kernel_completes_without_jedi():
    wheel = a_wheel(pyodide_kernel__interpreter_dot_py="self.Completer.use_jedi = True\n")
    (text,) = texts_of(pyodide.without_jedi(wheel)).values()
    assert text == "self.Completer.use_jedi = False\n"


@pytest.fixture(scope="module")
def small_release(tmp_path_factory):
    """What `write` makes of a Pyodide of a few bytes: its folder."""
    folder = tmp_path_factory.mktemp("pyodide")
    fonts = {
        "matplotlib__font_manager_dot_py": "__version__ = 1\n",
        "matplotlib__fontlist_dot_json": "{}",
    }
    release, wheels = folder / "release", folder / "wheels"
    release.mkdir()
    wheels.mkdir()
    lock = {"packages": {}}
    for name in {*pyodide.WANTED, *pyodide.LATER}:
        content = a_wheel(**(fonts if name == "matplotlib" else {"x_dot_py": name}))
        (release / f"{name}.whl").write_bytes(content)
        depends = {"matplotlib": ["fonttools", "numpy"], "ssl": ["openssl"]}.get(name, [])
        lock["packages"][name] = {
            "name": name,
            "file_name": f"{name}.whl",
            "sha256": hashlib.sha256(content).hexdigest(),
            "depends": depends,
        }
    for name in pyodide.ADDED:
        path = wheels / f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
        path.write_bytes(a_wheel(x_dot_py=name))
    core = dict.fromkeys(pyodide.CORE, b"core " * 1000)
    with pytest.MonkeyPatch.context() as patch:
        lock = json.dumps(lock).encode()
        patch.setattr(pyodide, "core", lambda cache: core | {"pyodide-lock.json": lock})
        found = pyodide.Places(folder / "cache", release, web=False)
        pyodide.write(folder / "site", wheels, found)
    return folder / "site"


def told_by(folder):
    first = (folder / pyodide.ENTRY).read_text(encoding="utf-8").partition("\n")[0]
    return json.loads(first.removeprefix("globalThis.cnnkitPython = ").removesuffix(";"))


def test_every_file_of_the_site_s_list_is_there_with_its_hash(small_release):
    lock = json.loads((small_release / "pyodide-lock.json").read_text(encoding="utf-8"))
    for entry in lock["packages"].values():
        content = (small_release / entry["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["name"]
    assert set(pyodide.ADDED) < set(lock["packages"])


def test_what_no_lesson_imports_is_there_and_not_loaded_at_the_start(small_release):
    lock = json.loads((small_release / "pyodide-lock.json").read_text(encoding="utf-8"))
    told = told_by(small_release)
    assert not pyodide.LATER & set(told["packages"])
    assert not {f"{name}.whl" for name in pyodide.LATER} & set(told["sizes"])
    assert lock["packages"]["matplotlib"]["depends"] == ["numpy"]
    assert lock["packages"]["ssl"]["depends"] == ["openssl"]


def test_the_largest_file_also_lies_there_squeezed_and_counts_as_that(small_release):
    told = told_by(small_release)
    ((name, small),) = told["squeezed"].items()
    squeezed = (small_release / small).read_bytes()
    assert gzip.decompress(squeezed) == (small_release / name).read_bytes()
    assert told["sizes"][name] == len(squeezed) < len((small_release / name).read_bytes())


# -- the commands


def test_a_site_that_was_not_built_is_told(tmp_path, capsys):
    assert site.main(["serve", "--to", str(tmp_path)]) == (
        f"there is no site in {tmp_path}; build it first: python tools/site.py build"
    )


@pytest.mark.parametrize("port", ["taken", 99999])
def test_a_port_that_cannot_be_had_is_told(tmp_path, port):
    (tmp_path / "index.html").write_text("")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1] if port == "taken" else port
        said = site.main(["serve", "--to", str(tmp_path), "--port", str(port)])
    assert said.startswith(f"port {port} cannot be had (")
    assert said.endswith("take one that is free: python tools/site.py serve --port 0")


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
