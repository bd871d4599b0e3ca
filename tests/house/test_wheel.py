"""A built wheel works outside the repository: data, static files and lessons travel inside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    _run([*command, "--wheel-dir", str(folder), str(ROOT)], folder)
    (built,) = folder.glob("cnnkit-*.whl")
    return built


@pytest.fixture(scope="module")
def outside(wheel, tmp_path_factory):
    """Run Python with the wheel's own cnnkit, in a folder that has nothing to do with it."""
    folder = tmp_path_factory.mktemp("outside")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")

    def python(*arguments):
        # The folder of the wheel comes before the repository's own editable install.
        return _run([sys.executable, *arguments], folder, PYTHONPATH=str(folder / "site"))

    python.folder = folder
    return python


def _run(command, folder, **environment):
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_wheel_is_the_one_imported(outside):
    where = outside("-c", "import cnnkit; print(cnnkit.__file__)")
    assert Path(where.strip()).is_relative_to(outside.folder)


def test_wheel_holds_every_tracked_file_of_its_folders(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "cnnkit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    } | {
        f"cnnkit/_files/{path.relative_to(ROOT).as_posix()}"
        for folder in ("data", "notebooks")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and ".ipynb_checkpoints" not in path.parts
        and not path.name.startswith("cnnkit_answers")
    }
    brought = {name for name in names if ".data/data/" in name}
    assert {name for name in names - brought if ".dist-info/" not in name} == expected
    assert {name.partition(".data/data/")[2] for name in brought} == {
        "etc/jupyter/jupyter_nbconvert_config.json",
        "etc/jupyter/jupyter_server_config.d/cnnkit.json",
        "share/jupyter/lab/settings/overrides.d/cnnkit.json",
        "share/jupyter/labextensions/cnnkit/package.json",
        "share/jupyter/labextensions/cnnkit/static/remoteEntry.js",
    }
    licence = next(name for name in names if name.endswith("LICENSE"))
    assert ".dist-info/" in licence


def test_wheel_loads_its_data(outside):
    sets = "from cnnkit.data import *; load_digits(); load_xo(); load_wine(); "
    assert outside("-c", sets + "print(load_photo('cat').shape)").strip() == "(3, 170, 256)"


def test_wheel_shows_its_widgets(outside):
    code = "e = FilterExplorer(); print(min(map(len, (e._esm, e.javascript, e.css))) > 1000)"
    explorer = f"from cnnkit.widgets import FilterExplorer; {code}"
    assert outside("-c", explorer).strip() == "True"


def test_wheel_copies_its_lessons_before_jupyterlab_starts(outside):
    said = outside("-m", "cnnkit.course.cli", "lab", "--folder", "my lessons", "--version")
    assert said.strip()[0].isdigit()  # JupyterLab got its --version
    copied = {path.name for path in (outside.folder / "my lessons").glob("*.ipynb")}
    assert copied == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} != set()
