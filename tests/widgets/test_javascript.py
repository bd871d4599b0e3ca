"""The widgets' JavaScript: pure functions under `node --test`, and the bundles made of js/."""

import pathlib
import re
import shutil
import subprocess

import pytest

from cnnkit.exercises.predictions.view import PredictionView
from cnnkit.widgets import FilterExplorer

ROOT = pathlib.Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "js").glob("*.test.mjs"))


def test_there_are_tests_to_run():
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".test.mjs"))
def test_passes_under_node(node, path):
    done = subprocess.run([node, "--test", str(path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    # A file that registers no test passes too: that must not count.
    ran = re.search(r"^(?:#|ℹ) tests (\d+)$", done.stdout, re.MULTILINE)
    assert int(ran[1] if ran else 0) > 0, done.stdout


@pytest.mark.parametrize("widget", [FilterExplorer, PredictionView])
def test_a_bundle_is_one_module_that_anywidget_can_render(node, tmp_path, widget):
    """A Blob URL, from which JupyterLab loads it, takes no relative imports."""
    source = str(widget._esm)
    alone = tmp_path / "alone.mjs"
    alone.write_text(source, encoding="utf-8")
    shown = f"const {{ default: widget }} = await import({alone.as_uri()!r});"
    shown += "console.log(typeof widget.render);"
    command = [node, "--input-type=module", "--eval", shown]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "function", done.stderr


def check_in(folder, node):
    command = [node, "build.mjs", "--check"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


def test_the_committed_bundles_are_what_the_sources_give(node_modules, node):
    done = check_in(ROOT / "js", node)
    assert done.returncode == 0, done.stderr


def test_a_source_changed_after_the_build_is_told(node_modules, node, tmp_path):
    shutil.copytree(ROOT / "js", tmp_path / "js", ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / "js" / "node_modules").symlink_to(node_modules)
    for folder in ("widgets/board", "exercises/predictions"):
        shutil.copytree(ROOT / "cnnkit" / folder, tmp_path / "cnnkit" / folder)
    assert check_in(tmp_path / "js", node).returncode == 0
    with open(tmp_path / "js" / "board" / "dom.js", "a", encoding="utf-8") as file:
        file.write("\nglobalThis.changed = true;\n")
    done = check_in(tmp_path / "js", node)
    assert done.returncode == 1
    assert "cnnkit/widgets/board/static/board.js" in done.stderr
    assert "predict.js" not in done.stderr


def test_the_list_of_packages_names_no_registry():
    assert '"resolved"' not in (ROOT / "js" / "package-lock.json").read_text(encoding="utf-8")
