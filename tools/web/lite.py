"""JupyterLite: JupyterLab and Python in the browser, with all lessons, and no server.

What builds it is installed in an environment of its own: its extensions would show up in the
JupyterLab of this one.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from cnnkit.course.export import VIEW
from tools import public
from tools.web import pyodide

ROOT = Path(__file__).resolve().parents[2]
WANTED = Path(__file__).with_name("requirements-lite.txt")
OWN = Path(__file__).with_name("extension")  # our JupyterLab extension, without a build
KERNEL = "@jupyterlite/pyodide-kernel-extension"
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", KERNEL, "anywidget")
SETTINGS = {
    # What a student ran is there when the lesson is opened again.
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}


def build(
    target: Path, work: Path, lessons: list[Path], places: pyodide.Places, environment: Path
) -> None:
    """Build JupyterLite with the lessons into a folder.

    Parameters
    ----------
    target : pathlib.Path
        Where to, such as ``_site/run``; whatever stood there is replaced.
    work : pathlib.Path
        An empty folder for what is needed on the way.
    lessons : list of pathlib.Path
        Notebooks, as they are stored.
    places : tools.web.pyodide.Places
    environment : pathlib.Path
        The virtual environment that builds it; made if there is none.

    Raises
    ------
    tools.web.pyodide.NotHad
        If a file of Pyodide cannot be had.
    RuntimeError
        If JupyterLite does not build.
    """
    wheels, source = work / "wheels", work / "lite"
    wheels.mkdir(parents=True)
    pyodide.fetch_wheels(wheels)
    build_wheel(wheels)
    python = _environment(environment)
    for path in (_shared(environment) / KERNEL / "static" / "pypi").glob("*.whl"):
        shutil.copy(path, wheels)
    pyodide.write(source / "static" / "pyodide", wheels, places)
    contents = source / "contents"
    contents.mkdir()
    for path in lessons:
        text = json.dumps(lean(nbformat.read(path, 4)))  # nbformat.write leaves out the trust
        (contents / path.name).write_text(text, encoding="utf-8")
    config = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "cnnkit",
            "exposeAppInBrowser": True,  # the tests ask it what the cells say
            "disabledExtensions": ["@jupyterlab/apputils-extension:announcements"],
            "litePluginSettings": {
                "@jupyterlite/pyodide-kernel-extension:kernel": {
                    "pyodideUrl": f"./static/pyodide/{pyodide.ENTRY}",
                    "loadPyodideOptions": {"packages": pyodide.ASKED},
                }
            },
        },
    }
    (source / "jupyter-lite.json").write_text(json.dumps(config))
    (source / "overrides.json").write_text(json.dumps(SETTINGS))
    shutil.rmtree(target, ignore_errors=True)
    command = [
        str(python), "-m", "jupyterlite_core.app", "build",
        "--lite-dir", str(source), "--contents", str(contents), "--output-dir", str(target),
        "--LiteBuildConfig.ignore_sys_prefix=True",
        *(f"--LiteBuildConfig.federated_extensions={path}" for path in _extensions(environment)),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=source, env=_plain_environment(), capture_output=True, text=True
    )
    if done.returncode or not (target / "lab" / "index.html").is_file():
        raise RuntimeError(f"JupyterLite does not build: {(done.stdout + done.stderr)[-2000:]}")
    for path in target.rglob("*.map"):  # for people who debug JupyterLab itself
        path.unlink()


def lean(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a lesson as JupyterLite needs it: trusted, and without what it needs not load.

    What is not trusted shows pictures in place of explorers, until its cells are run. Left out are
    the cell that installs cnnkit, and the second copy of every figure: its PNG, where the HTML that
    JupyterLab shows holds it too. Lesson 02 is 1.5 MB smaller.
    """
    notebook = public.without_install(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.trusted = True
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if VIEW not in data and 'src="data:image/png;' in data.get("text/html", ""):
                data.pop("image/png", None)
                output.metadata.pop("image/png", None)
    return notebook


def build_wheel(folder: Path) -> None:
    """Build cnnkit's wheel for browsers: see tools/browser_wheel.py."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "custom", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the wheel does not build: {done.stderr[-2000:]}")


def _environment(folder):
    """Return the Python of an environment with what WANTED names, made if there is none."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = WANTED.read_text(encoding="utf-8")
    mark = folder / "wanted.txt"
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "-q", "-r", str(WANTED)],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"JupyterLite cannot be installed: {done.stderr[-1000:]}")
    mark.write_text(wanted, encoding="utf-8")
    return python


def _plain_environment():
    """Return the variables without a person's own Jupyter."""
    return {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}


def _shared(environment):
    return environment / "share" / "jupyter" / "labextensions"


def _extensions(environment):
    return [*(_shared(environment) / name for name in EXTENSIONS), OWN]
