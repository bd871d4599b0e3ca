"""The widgets' JavaScript: pure functions under `node --test`, and the bundles made of js/."""

import base64
import pathlib
import re
import shutil
import subprocess
import zlib

import pytest

from cnnkit.exercises.predictions.prediction_view import PredictionView
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


def unpacked(bundle):
    """What a page unpacks of a bundle: Node.js imports no Blob URL."""
    (packed,) = re.findall(r'atob\("([^"]*)"\)', bundle)
    return zlib.decompress(base64.b64decode(packed, validate=True)).decode()


BUNDLES = {
    "loader": FilterExplorer._esm,
    "board": unpacked(FilterExplorer.javascript),
    "prediction": PredictionView.javascript,
}


@pytest.mark.parametrize("source", BUNDLES.values(), ids=BUNDLES)
def test_a_bundle_is_one_module_that_anywidget_can_render(node, tmp_path, source):
    """A Blob URL, from which JupyterLab loads it, takes no relative imports."""
    alone = tmp_path / "alone.mjs"
    alone.write_text(source, encoding="utf-8")
    shown = f"const {{ default: widget }} = await import({alone.as_uri()!r});"
    shown += "console.log(typeof widget.render);"
    command = [node, "--input-type=module", "--eval", shown]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "function", done.stderr


# -- what changes the sources needs: npm ci in js/


def tool(node, *command, folder=ROOT, **more):
    return subprocess.run(
        [node, *command], cwd=folder, capture_output=True, text=True, timeout=120, **more
    )


def test_the_committed_bundles_are_what_the_sources_give(javascript_tools, node):
    done = tool(node, "js/build.mjs", "--check")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def elsewhere(javascript_tools, tmp_path):
    """A copy of the sources and of what is made of them."""
    shutil.copytree(ROOT / "js", tmp_path / "js", ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / "js" / "node_modules").symlink_to(javascript_tools)
    for folder in ("widgets/board", "exercises/predictions", "course/static", "notebook_cells"):
        shutil.copytree(ROOT / "cnnkit" / folder, tmp_path / "cnnkit" / folder)
    for folder in ("tools/web", "share/labextension"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def test_a_source_changed_after_the_build_is_told(elsewhere, node):
    assert tool(node, "js/build.mjs", "--check", folder=elsewhere).returncode == 0
    with open(elsewhere / "js" / "board" / "dom.js", "a", encoding="utf-8") as file:
        file.write("\nglobalThis.changed = true;\n")
    done = tool(node, "js/build.mjs", "--check", folder=elsewhere)
    assert done.returncode == 1
    assert "cnnkit/widgets/board/static/board.js" in done.stderr
    assert "predict.js" not in done.stderr


# Packs what a bundle has packed once more, in other letters.
PACK_AGAIN = """
const {readFileSync, writeFileSync} = require("node:fs");
const {deflateSync, inflateSync} = require("node:zlib");
const [file] = process.argv.slice(1);
const again = (packed) => deflateSync(inflateSync(Buffer.from(packed, "base64")), {level: 1});
writeFileSync(file, readFileSync(file, "utf8").replace(/atob\\("([^"]*)"\\)/,
  (_, packed) => `atob("${again(packed).toString("base64")}")`));
"""


def more(bundle):
    """A bundle with four bytes after what is packed."""
    (packed,) = re.findall(r'atob\("([^"]*)"\)', bundle)
    longer = base64.b64encode(base64.b64decode(packed) + b"more").decode()
    return bundle.replace(packed, longer)


def test_a_bundle_that_another_version_of_node_packed_is_not_stale(elsewhere, node):
    board = elsewhere / "cnnkit" / "widgets" / "board" / "static" / "board.js"
    before = board.read_text(encoding="utf-8")
    assert tool(node, "-e", PACK_AGAIN, str(board)).returncode == 0
    packed = board.read_text(encoding="utf-8")
    assert packed != before
    assert tool(node, "js/build.mjs", "--check", folder=elsewhere).returncode == 0
    broken = packed[:4000] + packed[4004:], more(packed), packed.replace('atob("', 'atob("!')
    for text in broken:
        board.write_text(text, encoding="utf-8")  # what no browser unpacks
        assert tool(node, "js/build.mjs", "--check", folder=elsewhere).returncode == 1


def test_a_notebook_holds_half_of_what_the_explorers_code_was_once():
    packed = len(FilterExplorer.javascript.encode())
    assert packed <= 129_000 / 2  # what its sources were before they were bundled
    assert packed <= len(BUNDLES["board"].encode()) / 2


def test_the_type_checker_finds_nothing(javascript_tools, node):
    done = tool(node, "js/node_modules/typescript/bin/tsc", "-p", "js")
    assert done.returncode == 0, done.stdout


def lint(node, *arguments, **more):
    program = ("js/node_modules/eslint/bin/eslint.js", "-c", "js/eslint.config.js")
    return tool(node, *program, *arguments, **more)


def test_the_linter_finds_nothing(javascript_tools, node):
    done = lint(node, "js", "tests/js", "cnnkit/classroom/static")
    assert done.returncode == 0, done.stdout


BRANCHES = "".join(f"if (x === {k}) return {k};\n" for k in range(20))


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("export const act = (node) => node.on(() => use(event));", "no-restricted-globals"),
        (
            "export const act = (node) => node.on(() => node(window.event));",
            "restricted-properties",
        ),
        ("export const act = () => process.exit();", "no-undef"),
        (f"export function act(x) {{ {BRANCHES} return -1; }}", "complexity"),
    ],
)
def test_the_linter_finds(javascript_tools, node, code, rule):
    name = ("--stdin", "--stdin-filename", "js/board/bad.js")
    done = lint(node, *name, input=code + "\n")
    assert done.returncode == 1
    assert rule in done.stdout


def test_the_linter_knows_the_scripts_of_the_class_for_a_browsers(javascript_tools, node):
    name = ("--stdin", "--stdin-filename", "cnnkit/classroom/static/bad.js")
    done = lint(node, *name, input="process.exit();\ndocument.title = 1 == 2;\n")
    assert {"no-undef", "eqeqeq"} == set(re.findall(r"no-undef|eqeqeq", done.stdout))


PLACES = "js/*/*.js", "tests/js/*.mjs", "cnnkit/classroom/static/*.js"


def test_no_checker_is_told_to_look_away():
    for path in [path for place in PLACES for path in ROOT.glob(place)]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"@ts-(ignore|nocheck|expect-error)|eslint-disable", text), path


def test_the_list_of_packages_names_no_registry():
    assert '"resolved"' not in (ROOT / "js" / "package-lock.json").read_text(encoding="utf-8")
