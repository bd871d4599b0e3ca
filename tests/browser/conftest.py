"""Fixtures: one JupyterLab and one Chromium for all browser tests; a page for each test."""

import contextlib
import os
import pathlib
import shutil
import subprocess

import pytest

from .fonts import write_fonts
from .harness import BrowserMissing, Chromium, LabPage, LabServer
from .notebooks import write


@pytest.fixture(scope="session")
def fonts(tmp_path_factory):
    """A fontconfig file with the fonts of the tests' own."""
    return write_fonts(tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="package")
def chromium(fonts):
    try:
        browser = Chromium(fonts=fonts)
    except BrowserMissing as error:
        if os.environ.get("CNNKIT_REQUIRE_ALL") == "1":
            pytest.fail(str(error))
        pytest.skip(str(error))
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def server(chromium):
    # After the browser: without one, no server is started.
    with LabServer() as server:
        yield server


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory):
    """Folder for pictures: the one that CNNKIT_SCREENSHOTS names, else a temporary one."""
    named = os.environ.get("CNNKIT_SCREENSHOTS")
    folder = pathlib.Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture
def open_lab(request, server, chromium, screenshots):
    """Open notebooks: `open_lab(path, trusted=False, theme="dark", …)`, see `LabPage`.

    At the end each page is closed. A test that passed fails after all when one of its pages had an
    error in the console, in the kernel or on the page, unless it set `lab.expect_problems`.
    """
    pages = []

    def open_page(notebook, **options):
        lab = LabPage(server, chromium, notebook, **options)
        lab.expect_problems = False
        pages.append(lab)
        return lab

    yield open_page
    failed = getattr(request.node, "report_call", None) is None or request.node.report_call.failed
    problems = []
    for number, lab in enumerate(pages):
        if failed:
            lab.screenshot(screenshots / f"FAILED-{request.node.name}-{number}.png")
        if not lab.expect_problems:
            problems += lab.problems()
        lab.close()
    if problems and not failed:
        pytest.fail("\n".join(problems))
    for problem in problems:
        print(problem)


@pytest.fixture(scope="module")
def run_cells(server, chromium, tmp_path_factory):
    """Run a notebook with these cells; its page stays open for all tests of a file."""
    with contextlib.ExitStack() as opened:

        def run(*sources, **options):
            notebook = write(tmp_path_factory.mktemp("cells") / "cells.ipynb", *sources)
            page = LabPage(server, chromium, notebook, size=(1280, 720), **options)
            opened.enter_context(page).run_all()
            return page

        yield run


@pytest.fixture
def write_notebook(tmp_path):
    """Write a notebook with these code cells; return its path."""

    def write_scratch(*sources):
        return write(tmp_path / "scratch.ipynb", *sources)

    return write_scratch


# What only the tests load into a page: the scripts of an exported notebook, and axe.
PACKAGES = ("@jupyter-widgets/html-manager@1.0.14", "axe-core@4.10.3", "requirejs@2.3.7")


@pytest.fixture(scope="session")
def node_modules(request, tmp_path_factory):
    """Folder of npm packages: the one that CNNKIT_NPM names, or fetched once for CI and cached."""
    cache = getattr(request.config, "cache", None)  # None under `-p no:cacheprovider`
    named = os.environ.get("CNNKIT_NPM")
    if named:
        prefix = pathlib.Path(named)
    else:
        prefix = cache.mkdir("cnnkit-npm") if cache else tmp_path_factory.mktemp("cnnkit-npm")
    folder = prefix / "node_modules"
    if all((folder / package.rpartition("@")[0]).is_dir() for package in PACKAGES):
        return folder
    npm = shutil.which("npm")
    command = ["npm", "install", "--prefix", str(prefix), "--ignore-scripts", *PACKAGES]
    # Nobody's tests load things from the web unasked.
    if npm is None or os.environ.get("CNNKIT_REQUIRE_ALL") != "1":
        pytest.skip(
            f"this test loads npm packages into the page; fetch them with: {' '.join(command)}"
        )
    options = ["--no-audit", "--no-fund", "--fetch-retries=1"]
    done = subprocess.run([npm, *command[1:], *options], capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"npm could not fetch {', '.join(PACKAGES)}: {done.stderr[-300:]}")
    return folder
