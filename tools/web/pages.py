"""The course as web pages: Sphinx with myst-nb on the stored lessons, glossary and docstrings."""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from cnnkit.course import export
from tools import lesson_time, public
from tools.notebooks import FOLDER, ROOT, WIDGET_STATE

RUN = public.RUN
HOOK = "00_start_here"
IN_README = re.compile(r"^\| \[[^]]+\]\(notebooks/([^)]+)\) \| ([^|]+?) \|", re.MULTILINE)

CONF = '''
"""Written by tools/web/pages.py."""
import sys
sys.path.insert(0, {root!r})
exec(open({docs!r}, encoding="utf-8").read())
from tools.web import sphinx_parts

extensions += ["myst_nb"]
exclude_patterns = []
html_theme = "sphinx_book_theme"
html_title = "cnnkit"
html_static_path = ["_static"]
html_css_files = ["cnnkit.css"]
html_js_files = [("page.js", {{"type": "module"}})]
html_favicon = "_static/favicon.svg"
html_context = {{"default_mode": "auto"}}
html_sidebars = {{"**": [
    "navbar-logo", "search-button-field", "sbt-sidebar-nav", "page-toc", "theme-switcher",
]}}
html_theme_options = {{
    "navbar_start": [],
    "navbar_center": [],
    "navbar_end": [],
    "navbar_persistent": [],
    "secondary_sidebar_items": [],  # explorers want the width
    "path_to_docs": "",
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_toc_level": 2,
    "home_page_in_toc": True,
    "navigation_with_keys": False,
}}
html_math_renderer = "mathml"
source_suffix = {{".rst": "restructuredtext", ".md": "myst-nb", ".ipynb": "myst-nb"}}
nb_execution_mode = "off"
nb_ipywidgets_js = {{}}
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
myst_enable_extensions = ["dollarmath", "html_image"]
myst_heading_anchors = 4
myst_heading_slug_func = "tools.web.sphinx_parts.anchor"
suppress_warnings = ["myst.header", "myst-nb.unknown_mime_type", "mystnb.unknown_mime_type"]
run = {run!r}

_setup = setup
def setup(app):
    """Set up the API reference, and what the lessons need."""
    _setup(app)
    sphinx_parts.setup(app)
    app.connect("source-read", lambda app, name, source: name == "api" and list_names(
        app, "index", source))
'''

CSS = """
.cnnkit-run { font-size: .9rem; margin: .3rem 0 1rem; }
.cnnkit-start a { display: inline-block; padding: .5rem 1.2rem; border-radius: 6px;
  margin: .2rem .6rem .2rem 0; border: 1px solid currentColor; text-decoration: none;
  font-weight: 600; }
.cnnkit-hosted { margin: .6rem 0; overflow-x: auto; }
.bd-main .bd-content .bd-article-container { max-width: 74rem; }
.bd-article p, .bd-article ul, .bd-article ol { max-width: 46rem; }
.bd-header { display: none; }
details.deeper { border-left: 3px solid #8885; padding-left: 1rem; margin: 1rem 0; }
details.deeper > summary { cursor: pointer; }
.formula { display: block; overflow-x: auto; margin: 1rem 0; font-size: 1.15em; }
p:has(> math) { overflow-x: auto; padding-block: .15rem; }
/* The theme puts a light ground behind outputs and dims pictures; ours know the dark themselves. */
html[data-theme="dark"] .bd-main .bd-content div.cell_output .text_html:not(:has(table.dataframe)),
html[data-theme="dark"] .bd-main .bd-content div.cell_output img {
  background: none; color: inherit; filter: none; padding: 0; border-radius: 0; }
@media (width < 700px) {
  .bd-article table { display: block; overflow-x: auto; }
  .bd-article, .bd-article :is(.sig *, code, code .pre) { overflow-wrap: anywhere; }
  .bd-article :is(.sig *, :not(pre) > code, code .pre) { white-space: normal; }
  .bd-article dl.field-list { display: block; }
}
@media print { .cnnkit-run, .cnnkit-start { display: none; } }
"""


def build(target: Path, work: Path, *, lite: bool) -> None:
    """Build the pages into a folder.

    Parameters
    ----------
    target : pathlib.Path
        The site; what else stands in it stays.
    work : pathlib.Path
        An empty folder for the sources.
    lite : bool
        Whether the lessons can be run in the browser, at RUN.

    Raises
    ------
    RuntimeError
        If Sphinx complains of anything.
    """
    write_sources(work, lite=lite)
    made = work.parent / "html"  # not in the target: myst-nb puts a folder of notebooks beside it
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", str(work.parent / "doctrees"), str(work), str(made)],
        env=os.environ | {"PYTHONWARNINGS": ""},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"Sphinx does not build the pages: {done.stderr[-4000:]}")
    shutil.copytree(made, target, dirs_exist_ok=True)
    if not lite:  # it has them itself
        (target / notebooks(lite)).mkdir(exist_ok=True)
        for path in FOLDER.glob("*.ipynb"):
            shutil.copy(path, target / notebooks(lite))
    (target / ".nojekyll").write_text("")  # GitHub Pages would leave out folders with a _
    shutil.rmtree(target / "_sources", ignore_errors=True)


def write_sources(folder: Path, *, lite: bool) -> None:
    """Write what Sphinx reads: the lessons as pages, the front page, the API reference."""
    static = folder / "_static"
    static.mkdir(parents=True)
    shutil.copy(export.STATIC / "page.js", static)
    shutil.copy(Path(__file__).with_name("favicon.svg"), static)
    (static / "cnnkit.css").write_text(CSS)
    shutil.copytree(ROOT / "docs" / "reference", folder / "reference")
    shutil.copytree(ROOT / "docs" / "explorers", folder / "explorers")
    for path in sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(_page(path, lite=lite), folder / path.name)
    shutil.copy(ROOT / "docs" / "index.rst", folder / "api.rst")
    guide = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    guide = guide.replace("[README](../README.md)", "README")  # the site has none
    (folder / "teaching.md").write_text(guide, encoding="utf-8")
    nbformat.write(_front(lite=lite), folder / "index.ipynb")
    conf = {"root": str(ROOT), "docs": str(ROOT / "docs" / "conf.py"), "run": RUN if lite else ""}
    (folder / "conf.py").write_text(CONF.format(**conf), encoding="utf-8")


def notebooks(lite: bool) -> str:
    """Return the folder of the site that has the notebooks to download."""
    return "run/files" if lite else "notebooks"


def lessons() -> list[Path]:
    """Return the lessons in order; the glossary is none."""
    return sorted(FOLDER.glob("[0-9]*.ipynb"))


def _page(path, *, lite):
    notebook = public.without_install(nbformat.read(path, as_version=4))
    notebook.metadata.pop("kernelspec", None)
    for cell in notebook.cells:
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.metadata.setdefault("tags", []).append("hide-input")
        for output in cell.get("outputs", []):
            _prefer(output)
    _share_code(notebook)
    first = notebook.cells[0]
    title, _, rest = first.source.partition("\n")
    download = f'<a href="{notebooks(lite)}/{path.name}" download>Download the notebook</a>'
    run = f'<a href="{RUN}{path.name}">Open in the browser</a> · ' if lite else ""
    links = f"{run}{download}{_elsewhere(path.name)}"
    first.source = f'{title}\n\n<p class="cnnkit-run">{links}</p>\n{rest}'
    return notebook


def _elsewhere(lesson):
    """Links to the services that open a lesson, once the course is public: see tools/public.py."""
    addresses = public.read()
    places = addresses.places(lesson) if addresses else {}
    places.pop("Open in the browser", None)  # that is this site
    links = (f' · <a href="{html.escape(to)}">{name}</a>' for name, to in places.items())
    return "".join(links)


def _share_code(notebook):
    """Have the code that many widgets share stand once; the page's script knows where."""
    if "widgets" in notebook.metadata:
        notebook.metadata["widgets"] = {WIDGET_STATE: export.widgets_of(notebook)}


def _prefer(output):
    """Leave what a page shows: the view of a widget, else HTML; the picture is for other hosts."""
    data = output.get("data", {})
    for kind in (export.VIEW, "text/html"):
        if kind in data:
            for other in set(data) - {kind}:
                del data[other]


def _front(*, lite):
    """The front page: what this is, one explorer to drag at once, two ways to begin, the map."""
    hook = nbformat.read(FOLDER / f"{HOOK}.ipynb", as_version=4)
    view = next(
        output
        for cell in hook.cells
        for output in cell.get("outputs", [])
        if export.VIEW in output.get("data", {}) and "image/png" in output["data"]
    )
    model = view["data"][export.VIEW]["model_id"]
    _prefer(view)
    states = hook.metadata["widgets"][WIDGET_STATE]["state"]
    for other in [name for name in states if "_esm" in states[name]["state"] and name != model]:
        del states[other]
    _share_code(hook)
    run = f'<a href="{RUN}{HOOK}.ipynb">Open in the browser</a>' if lite else ""
    buttons = f'<p class="cnnkit-start">{run}<a href="#Install">Install</a></p>'
    elsewhere = _elsewhere(f"{HOOK}.ipynb").removeprefix(" · ")
    buttons += f'\n\n<p class="cnnkit-run">Or open it in {elsewhere}</p>' if elsewhere else ""
    says = (
        "# Touch every number of a convolutional network\n\n"
        "cnnkit is a course in twelve lessons. You slide filters over pictures and watch the maps, "
        "edit any number and follow it from the pixel to the loss and back, write each layer "
        "yourself, and are told what went wrong when it does. Nothing has to be installed: the "
        "lessons run in your browser.\n\n"
        f"{buttons}\n\n"
        "This is the first network of the course, an X going in. **Move over any number:** on its "
        "left lights up what it was computed from, on its right where it goes."
    )
    shown = nbformat.v4.new_code_cell(
        "NetworkExplorer()", outputs=[view], metadata={"tags": ["remove-input"]}
    )
    cells = [nbformat.v4.new_markdown_cell(says), shown, nbformat.v4.new_markdown_cell(_map())]
    notebook = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_markdown_cell(_install())])
    notebook.metadata["widgets"] = hook.metadata["widgets"]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def _map():
    rows = [
        "## The map of the course",
        "",
        "| lesson | what happens in it | minutes | with everything |",
        "|---|---|---|---|",
    ]
    happens = dict(IN_README.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    for path in lessons():
        title = nbformat.read(path, as_version=4).cells[0].source.split("\n")[0].lstrip("# ")
        claim = lesson_time.CLAIM.search(path.read_text(encoding="utf-8"))
        core, whole = (claim[1], claim[2] or claim[1]) if claim else ("45", "")
        rows.append(f"| [{title}]({path.name}) | {happens[path.name]} | {core} | {whole} |")
    rows += [
        "",
        "The [glossary](glossary.ipynb) has every word; the [reference](api.rst) every name. For "
        "teachers: [teaching with cnnkit](teaching.md).",
    ]
    tree = [path.stem for path in lessons()] + ["glossary", "teaching", "api"]
    return "\n".join([*rows, "", "```{toctree}", ":hidden:", ":maxdepth: 1", "", *tree, "```"])


def _install():
    """The commands of README, word for word."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    unix, windows = [found.strip() for found in blocks if "cnnkit lab" in found][:2]
    addresses = public.read()
    source = (
        f"[a copy of the course]({addresses.repository})" if addresses else "a copy of the course"
    )
    return (
        "## Install\n\nOn your own computer, with Python 3.11 or newer, in the folder of "
        f"{source}. Linux and macOS:\n\n```text\n{unix}\n```\n\n"
        f"Windows, in the Command Prompt:\n\n```text\n{windows}\n```"
    )
