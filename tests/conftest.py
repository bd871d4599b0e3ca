"""Settings and fixtures that the tests share."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import matplotlib
import pytest

matplotlib.use("agg")  # draw into memory, also on a machine that has a screen

OLDEST_NODE = 18


@pytest.fixture(scope="session")
def node():
    """Path of a Node.js that is new enough to have a test runner."""
    path = shutil.which("node") or shutil.which("nodejs")
    if path is None:
        _missing("Node.js is not installed")
    version = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
    number = re.match(r"v(\d+)", version)
    if number is None or int(number[1]) < OLDEST_NODE:
        _missing(f"{path} is version {version.strip() or 'unknown'}")
    return path


@pytest.fixture(scope="session")
def javascript_tools():
    """Folder of what the sources in js/ are bundled and checked with; no other test needs it."""
    folder = Path(__file__).resolve().parents[1] / "js" / "node_modules"
    if not folder.is_dir():
        _skip("js/node_modules is missing: run npm ci in js/")
    return folder


def _missing(why):
    _skip(
        f"{why}: the tests of the widget's JavaScript need Node.js {OLDEST_NODE} or newer "
        "(https://nodejs.org, or: apt-get install nodejs, conda install nodejs, brew install node)"
    )


def _skip(sentence):
    if os.environ.get("CNNKIT_REQUIRE_ALL") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)
