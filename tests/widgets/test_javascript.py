"""The pure functions of the widget's JavaScript, tested under `node --test`."""

import pathlib
import re
import subprocess

import pytest

FILES = sorted((pathlib.Path(__file__).parents[1] / "js").glob("*.test.mjs"))


def test_there_are_tests_to_run():
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".test.mjs"))
def test_passes_under_node(node, path):
    done = subprocess.run([node, "--test", str(path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    # A file that registers no test passes too: that must not count.
    ran = re.search(r"^(?:#|ℹ) tests (\d+)$", done.stdout, re.MULTILINE)
    assert int(ran[1] if ran else 0) > 0, done.stdout


def test_the_modules_joined_are_one_valid_module(node, tmp_path):
    """Names that two modules both use inside clash only once they are joined."""
    from cnnkit.widgets.board.frontend import javascript

    joined = tmp_path / "joined.mjs"
    joined.write_text(javascript(), encoding="utf-8")
    shown = f"const {{ default: widget }} = await import({joined.as_uri()!r});"
    shown += "console.log(typeof widget.render);"
    command = [node, "--input-type=module", "--eval", shown]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "function", done.stderr
