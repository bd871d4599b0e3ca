"""Tests that cannot fail are defects: what can be seen of that in the source of the tests."""

import ast
import functools
import re
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
# Pairs of sequences of which one is longer on purpose.
UNEQUAL = {
    "exercises/answers/lesson09.py",  # as their students wrote them
    "exercises/answers/lesson10.py",
    "exercises/solutions10.py",
    "widgets/truth/browser.py",  # what a board shows may be cut off by an ellipsis
    "widgets/truth/panel_rules.py",
}
# What fails if something is not as expected: calls of pytest and of nbformat.
EXPECTING = {"raises", "warns", "deprecated_call", "fail", "validate"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def sources():
    """The nodes of every file's syntax tree."""
    return {
        path.relative_to(HERE).as_posix(): list(ast.walk(ast.parse(path.read_text("utf-8"))))
        for path in sorted(HERE.rglob("*.py"))
    }


def name_of(call):
    """`unchanged` for `unchanged(...)` and for `optimisers.unchanged(...)`."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def calls(node):
    return {name_of(n) for n in ast.walk(node) if isinstance(n, ast.Call)}


def expects(node):
    """Tell whether something can fail in a function itself."""
    return any(
        isinstance(n, ast.Assert) or (isinstance(n, ast.Raise) and n.exc) for n in ast.walk(node)
    ) or any(name in EXPECTING or name.startswith("assert") for name in calls(node))


def helpers():
    """The names of functions and classes that can fail, themselves or through one another."""
    others = [
        node
        for nodes in sources().values()
        for node in nodes
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("test_")
    ]
    called = {node.name: set() for node in others}
    for node in others:
        called[node.name] |= calls(node)
    found, before = {node.name for node in others if expects(node)}, set()
    while found != before:
        before = set(found)
        found |= {name for name, names in called.items() if names & before}
    return found


def everywhere(kind):
    """Yield (place, node) for every node of a kind."""
    for path, nodes in sources().items():
        for node in nodes:
            if isinstance(node, kind):
                yield f"{path}:{node.lineno}", node


def test_no_two_files_of_tests_have_one_name():
    """pytest imports a file by its name alone, unless its folder is a package."""
    names = [
        path.name for path in HERE.rglob("test_*.py") if not (path.parent / "__init__.py").exists()
    ]
    assert sorted(names) == sorted(set(names))


def test_every_test_can_fail():
    known = helpers()
    tests = [(p, n) for p, n in everywhere(Function) if n.name.startswith("test_")]
    assert len(tests) > 500
    silent = [p for p, node in tests if not expects(node) and not calls(node) & known]
    assert silent == []


def test_no_assertion_is_true_whatever_happens():
    """`assert found.all`, `assert (found, "words")`, `assert (x > 0 for x in found)`."""
    always = ast.GeneratorExp | ast.Tuple | ast.Lambda | ast.JoinedStr
    found = [
        place
        for place, node in everywhere(ast.Assert)
        if isinstance(node.test, always) or getattr(node.test, "attr", "") in ("all", "any")
    ]
    assert found == []


def test_no_pair_is_left_out_by_zip():
    cut = [
        place
        for place, node in everywhere(ast.Call)
        if name_of(node) == "zip"
        and len(node.args) > 1
        and [ast.unparse(k.value) for k in node.keywords if k.arg == "strict"] != ["True"]
    ]
    assert {place.partition(":")[0] for place in cut} <= UNEQUAL, cut


def test_no_comparison_fits_arrays_of_other_shapes_to_each_other():
    """`np.allclose` of (3,) and (3, 1) compares nine pairs, and of (0,) and (1,) none."""
    found = [
        place
        for place, node in everywhere(ast.Assert)
        if isinstance(node.test, ast.Call) and name_of(node.test) in ("allclose", "isclose")
    ]
    assert found == []


def test_an_empty_list_of_cases_fails(pytestconfig):
    assert pytestconfig.getini("empty_parameter_set_mark") == "fail_at_collect"


def test_what_is_told_of_mutants_names_files_and_functions_that_are_there():
    root = HERE.parent
    for page in sorted((HERE / "mutants").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        places = re.findall(r"`([\w/]+\.(?:py|md))`", text)
        assert places
        for place in places:
            assert any((f / place).exists() for f in (root, root / "cnnkit", page.parent)), place
        for place, names in re.findall(r"^\| `([\w/]+\.py)`((?:, `[\w.]+`)+)", text, re.MULTILINE):
            source = (root / "cnnkit" / place).read_text(encoding="utf-8")
            for name in re.findall(r"\w+", names):
                assert re.search(rf"(def|class) {name}\b", source), f"{place}: {name}"


def test_every_helper_is_used_and_says_what_it_does():
    helpers = {p: sources()[p] for p in sources() if p.startswith("helpers/")}
    text = "".join(p.read_text(encoding="utf-8") for p in HERE.rglob("*.py"))
    text += (HERE.parent / "conftest.py").read_text(encoding="utf-8")
    for path, nodes in helpers.items():
        module = nodes[0]
        assert ast.get_docstring(module), path
        for node in (n for n in module.body if isinstance(n, Function | ast.ClassDef)):
            assert ast.get_docstring(node) or node.name.startswith("_"), f"{path}: {node.name}"
            assert len(re.findall(rf"\b{node.name}\b", text)) > 1, f"{path}: {node.name}"
