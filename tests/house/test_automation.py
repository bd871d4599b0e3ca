"""What runs by itself: the hooks of a commit and the workflow of the forge."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
REPOSITORIES = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
HOOKS = {hook["id"]: hook for repository in REPOSITORIES for hook in repository["hooks"]}
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
CI = yaml.safe_load(WORKFLOW)


def command(hook, *files):
    """What pre-commit runs, with the Python of these tests in the place of .venv's."""
    program, *arguments = shlex.split(HOOKS[hook]["entry"])
    if program.startswith(".venv/bin/"):
        name = program.removeprefix(".venv/bin/")
        program, *arguments = [
            sys.executable,
            *([] if name == "python" else ["-m", name]),
            *arguments,
        ]
    return [program, *arguments, *files]


def run(hook, *files, input=None):
    return subprocess.run(
        command(hook, *map(str, files)),
        cwd=ROOT,
        input=input,
        env=os.environ | {"PYTEST_ADDOPTS": "-p no:cacheprovider"},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_hooks_are_local_and_fetch_nothing():
    assert [repository["repo"] for repository in REPOSITORIES] == ["local"]
    assert {hook["language"] for hook in HOOKS.values()} == {"system"}


def test_ruff_formatting_javascript_and_notebooks_are_checked():
    assert list(HOOKS) == [
        "ruff-check",
        "ruff-format",
        "eslint",
        "bundles",
        "types",
        "javascript-tests",
        "notebooks",
    ]


BAD = {
    "ruff-check": ("bad.py", "import os\n"),
    "ruff-format": ("bad.py", '"""Odd spaces."""\nx = [1,2 ]\n'),
}
GOOD = {
    "ruff-check": "cnnkit/windows.py",
    "ruff-format": "cnnkit/windows.py",
}


@pytest.mark.parametrize("hook", BAD)
def test_a_hook_lets_good_files_pass_and_stops_bad_ones(hook, tmp_path):
    good, bad = ROOT / GOOD[hook], tmp_path / BAD[hook][0]
    bad.write_text(BAD[hook][1], encoding="utf-8")
    assert run(hook, good).returncode == 0
    done = run(hook, good, bad)
    assert done.returncode == 1
    assert "bad." in done.stdout + done.stderr


def test_eslint_lets_good_files_pass_and_stops_bad_ones(node, javascript_tools):
    assert run("eslint", "js/board/pen.js", "tests/js/pen.test.mjs").returncode == 0
    bad = 'import { a } from "./b.js";\nlet x = ;\n'
    done = run("eslint", "--stdin", "--stdin-filename", "js/board/bad.js", input=bad)
    assert done.returncode == 1
    assert "bad.js" in done.stdout


@pytest.mark.parametrize("hook", ["bundles", "types"])
def test_the_other_hooks_of_the_javascript_pass(hook, node, javascript_tools):
    done = run(hook)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_of_the_javascript_tests_runs_them(node):
    done = run("javascript-tests")
    assert done.returncode == 0, done.stdout
    assert re.search(r"\d+ passed", done.stdout)


def test_the_hook_of_the_notebooks_names_stale_ones_or_none():
    done = run("notebooks")
    assert done.returncode == ("Bring them up to date" in done.stdout)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_looks_at_files_that_there_are(hook):
    pattern = HOOKS[hook].get("files", r"\.py$")
    folders = ("cnnkit", "js/board")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.*")]
    tracked = [path.relative_to(ROOT).as_posix() for path in paths]
    assert any(re.search(pattern, path) for path in tracked)


def test_the_workflow_runs_what_ci_runs():
    (job,) = CI["jobs"].values()
    assert job["steps"][-1] == {"run": ".ci/run"}
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_workflow_may_only_read():
    assert CI["permissions"] == {"contents": "read"}
    assert "secrets" not in WORKFLOW


def test_the_workflows_actions_have_a_version():
    (job,) = CI["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)


def test_nothing_here_names_a_host():
    for text in (WORKFLOW, (ROOT / ".pre-commit-config.yaml").read_text("utf-8")):
        assert "://" not in text
