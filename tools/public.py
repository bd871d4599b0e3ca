"""Where the course is public, and the links that open it there: on Colab, Binder, a hub, VS Code.

    python tools/public.py links         what opens lesson 00 where
    python tools/public.py links 03 --hub https://hub.example.edu     … also on a JupyterHub
    python tools/public.py write         badges into README, the install cell into the lessons

The addresses stand in one place, the table `[project.urls]` of pyproject.toml. Without it the
course is not public: there is no badge, no link and no install cell.

    [project.urls]
    Repository = "https://github.com/OWNER/NAME"   # its branch `main`
    Homepage = "https://OWNER.github.io/NAME"      # where _site is published; may be missing
    Download = "cnnkit"     # what pip installs; where it is missing, pip takes the repository

After `write`, `tools/notebooks.py build` stores the lessons with their new cell.
"""

import argparse
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

BRANCH = "main"
RUN = "run/lab/index.html?path="  # a lesson in JupyterLite, from the root of the site
INSTALL = "install"  # the tag of the cell that installs
BADGES = re.compile(r"(<!-- badges -->\n).*?(<!-- /badges -->)", re.DOTALL)
CELL = """\
# Where cnnkit is missing, as on Colab, this cell installs it; elsewhere it does nothing.
import importlib.util
import sys

if importlib.util.find_spec("cnnkit") is None:
    %pip install --quiet "{package}"
if "google.colab" in sys.modules:  # Colab draws explorers only when it is asked to
    from google.colab import output

    output.enable_custom_widget_manager()"""


@dataclass(frozen=True)
class Public:
    """Where the course is public.

    Attributes
    ----------
    repository : str
        The address of the repository, such as ``https://github.com/OWNER/NAME``.
    homepage : str
        Where the site is published, or "".
    package : str
        What pip installs.
    """

    repository: str
    homepage: str
    package: str

    def browser(self, lesson):
        """JupyterLite on the published site; "" where there is none."""
        return f"{self.homepage}/{RUN}{lesson}" if self.homepage else ""

    def colab(self, lesson):
        """Colab opens what is on GitHub; "" for other hosts."""
        return self._on_github("https://colab.research.google.com/github/{}/blob/{}/{}", lesson)

    def binder(self, lesson):
        """Binder builds the environment from environment.yml, the first time for minutes."""
        where = urlsplit(self.repository)
        place = f"gh{where.path}" if self._github() else f"git/{quote(self.repository, safe='')}"
        opens = urlencode({"urlpath": f"lab/tree/notebooks/{lesson}"})
        return f"https://mybinder.org/v2/{place}/{BRANCH}?{opens}"

    def hub(self, lesson, address):
        """Return nbgitpuller's link: a JupyterHub that has nbgitpuller and cnnkit."""
        name = self.repository.rsplit("/", 1)[-1]
        asks = {
            "repo": self.repository,
            "branch": BRANCH,
            "urlpath": f"lab/tree/{name}/notebooks/{lesson}",
        }
        return f"{address.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(asks)}"

    def vscode(self):
        """VS Code asks where to, clones the repository and opens it."""
        return f"vscode://vscode.git/clone?{urlencode({'url': self.repository})}"

    def places(self, lesson):
        """Return ``{name: address}`` of all that opens a lesson without a hub of one's own."""
        found = {
            "Open in the browser": self.browser(lesson),
            "Colab": self.colab(lesson),
            "Binder": self.binder(lesson),
            "VS Code": self.vscode(),
        }
        return {name: address for name, address in found.items() if address}

    def _github(self):
        return urlsplit(self.repository).netloc == "github.com"

    def _on_github(self, form, lesson):
        name = urlsplit(self.repository).path.strip("/")
        return form.format(name, BRANCH, f"notebooks/{lesson}") if self._github() else ""


def read(pyproject=ROOT / "pyproject.toml"):
    """Read the addresses.

    Returns
    -------
    Public or None
        None while there is no ``[project.urls]``.

    Raises
    ------
    ValueError
        If an address is not one that browsers open, or the repository's is missing.
    """
    urls = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"].get("urls")
    if not urls:
        return None
    repository = urls.get("Repository", "").removesuffix("/").removesuffix(".git")
    homepage = urls.get("Homepage", "").removesuffix("/")
    for name, address in {"Repository": repository, "Homepage": homepage}.items():
        if not re.fullmatch(r"https?://[^/\s]+(/\S+)?", address) and (
            address or name != "Homepage"
        ):
            raise ValueError(
                f"[project.urls] in pyproject.toml: {name} is {address!r}, not an address such as "
                '"https://github.com/OWNER/NAME"'
            )
    return Public(repository, homepage, urls.get("Download") or f"git+{repository}")


def badges(public):
    """Return README's line of badges, "" while the course is not public."""
    if public is None:
        return ""
    lesson = "00_start_here.ipynb"
    pictures = {
        "Colab": "https://colab.research.google.com/assets/colab-badge.svg",
        "Binder": "https://mybinder.org/badge_logo.svg",
    }
    links = []
    for name, address in public.places(lesson).items():
        text = f"![Open in {name}]({pictures[name]})" if name in pictures else name
        links.append(f"[{text}]({address})")
    return " · ".join(links) + "\n"


def with_badges(readme, public):
    """Return README with the badges of a course that is public there."""
    return BADGES.sub(lambda found: found[1] + badges(public) + found[2], readme)


def without_install(notebook):
    """Take out the cell that installs, in place; JupyterLite and the pages need none."""
    notebook.cells = [
        cell for cell in notebook.cells if INSTALL not in cell.metadata.get("tags", [])
    ]
    return notebook


def with_install(notebook, public):
    """Put the cell that installs before the first code, in place; none while not public."""
    without_install(notebook)
    if public is not None:
        folded = {"jupyter": {"source_hidden": True}, "tags": [INSTALL]}
        cell = nbformat.v4.new_code_cell(CELL.format(package=public.package), metadata=folded)
        cell["id"] = INSTALL
        kinds = [one.cell_type for one in notebook.cells]
        notebook.cells.insert(kinds.index("code"), cell)
    return notebook


def write(public, root=ROOT):
    """Put the badges into README and the install cell into the lessons, or take them out.

    Returns
    -------
    list of pathlib.Path
        The files that changed.
    """
    changed = []
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    if with_badges(text, public) != text:
        readme.write_text(with_badges(text, public), encoding="utf-8")
        changed.append(readme)
    for path in sorted((root / "notebooks").glob("[0-9]*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        before = [dict(cell) for cell in notebook.cells]
        if [dict(cell) for cell in with_install(notebook, public).cells] != before:
            nbformat.write(notebook, path)
            changed.append(path)
    return changed


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="tools/public.py", description="Links to the course, where it is public."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("links", help="what opens a lesson where")
    show.add_argument("lesson", nargs="?", default="00", help="such as 03 (default: 00)")
    show.add_argument("--hub", metavar="ADDRESS", help="a JupyterHub with nbgitpuller")
    commands.add_parser("write", help="badges into README, the install cell into the lessons")
    options = parser.parse_args(arguments)
    try:
        public = read()
    except ValueError as error:
        return str(error)
    if options.command == "write":
        for path in write(public):
            print(path.relative_to(ROOT))
        return 0
    if public is None:
        return (
            "the course is not public yet: write its address into pyproject.toml, "
            'as [project.urls] with Repository = "https://github.com/OWNER/NAME"'
        )
    found = sorted((ROOT / "notebooks").glob(f"{options.lesson}*.ipynb"))
    if len(found) != 1:
        return f"there is no lesson {options.lesson!r}; lessons are called by their number, as 03"
    links = public.places(found[0].name)
    if options.hub:
        links["Hub"] = public.hub(found[0].name, options.hub)
    for name, address in links.items():
        print(f"{name + ':':<21}{address}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
