"""Mutation testing: change the package in small ways, and list the changes that no test notices.

    python tools/mutate.py cnnkit/functional/max_pooling.py tests/functional/test_functional.py
    python tools/mutate.py --list cnnkit/functional/max_pooling.py        # only show the changes

Every mutant is one change of one module: an operator or a comparison turned round, a number raised
by one, a condition negated, an argument or a statement left out. Nothing is written to the module's
file: a child process sees the changed module in place of the real one, runs the tests until one
fails, and ends. A mutant that survives is a missing test, or a change that makes no difference;
tests/mutants/*.md say which. Works where processes can fork (Linux, macOS).
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import resource
import sys
import time
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
QUIET = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


def changes(node):
    """Yield functions that each change one thing of a copy of ``node`` in place."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        yield lambda n: setattr(n, "op", OPERATORS[type(n.op)]())
    elif isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                yield lambda n, p=place, o=other: n.ops.__setitem__(p, o())
    elif isinstance(node, ast.BoolOp):
        yield lambda n: setattr(n, "op", ast.Or() if isinstance(n.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        yield lambda n: setattr(n, "op", ast.UAdd() if isinstance(n.op, ast.USub) else ast.Not())
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield lambda n: setattr(n, "value", not n.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield lambda n: setattr(n, "value", n.value + 1)
    elif isinstance(node, ast.Constant) and node.value is None:
        yield lambda n: setattr(n, "value", 1)
    elif isinstance(node, ast.IfExp | ast.If | ast.While):
        yield lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
    elif isinstance(node, ast.Call):
        for place, keyword in enumerate(node.keywords):
            if keyword.arg != "strict":  # zip's: checks what the lines around it ensure
                yield lambda n, p=place: n.keywords.pop(p)
        if len(node.args) > 1:
            yield lambda n: n.args.pop()
            yield lambda n: n.args.reverse()
    elif isinstance(node, ast.Slice):
        for bound in ("lower", "upper", "step"):
            if getattr(node, bound) is not None:
                yield lambda n, b=bound: setattr(n, b, None)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield lambda n: setattr(n, "value", None)
    elif isinstance(node, ast.Raise | ast.Assign | ast.AugAssign | ast.Expr) and not (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ):
        yield lambda n: (n.__dict__.clear(), setattr(n, "__class__", ast.Pass))


def text_only(tree):
    """Return the nodes inside messages, imports and lists of names, which are left as they are."""
    kept = set()
    for node in ast.walk(tree):
        names = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        names = names or (isinstance(node, ast.keyword) and node.arg == "strict")
        if names or isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
            kept |= set(map(id, ast.walk(node)))
    return kept


def mutants(path):
    """Yield (line, before, after, tree) for every change of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kept = text_only(tree)
    nodes = list(ast.walk(tree))
    parents = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    for index, node in enumerate(nodes):
        if id(node) in kept:
            continue
        statement = node
        while not isinstance(statement, ast.stmt | ast.excepthandler | ast.mod):
            statement = parents[statement]
        place = nodes.index(statement)
        for change in changes(node):
            changed = copy.deepcopy(tree)
            same = list(ast.walk(changed))
            change(same[index])
            ast.fix_missing_locations(changed)
            before, after = head(statement), head(same[place])
            if before != after:
                yield getattr(node, "lineno", statement.lineno), before, after, changed


def head(statement):
    """Return a statement's source without the block below it."""
    return ast.unparse(statement).partition(":\n")[0].replace("\n", " ")


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Import one module from a changed tree instead of from its file."""

    def __init__(self, name, path, tree):
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, name, path=None, target=None):
        """Answer for the one module."""
        if name != self.name:
            return None
        package = self.path.name == "__init__.py"
        spec = importlib.util.spec_from_loader(
            name, self, origin=str(self.path), is_package=package
        )
        if package:
            spec.submodule_search_locations = [str(self.path.parent)]
        return spec

    def create_module(self, spec):
        """Leave it to Python."""

    def exec_module(self, module):
        """Run the changed code."""
        module.__file__ = str(self.path)
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


def survives(name, path, tree, tests, limit):
    """Return whether all tests pass with the changed module; a hanging one counts as noticed."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 2)
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_AS, (2**34, 2**34))
            for module in list(sys.modules):
                if module.startswith(("cnnkit", "test", "conftest")):
                    del sys.modules[module]
            sys.meta_path.insert(0, Changed(name, path, tree))
            hypothesis.settings.load_profile("mutants")
            code = int(pytest.main([*QUIET, *tests]))
        finally:
            os._exit(code)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return False


def main():
    """Try every mutant of a module and print the survivors."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("module", type=Path)
    parser.add_argument("tests", nargs="*", help="test files, those that fail fastest first")
    parser.add_argument("--list", action="store_true", help="show the changes, run nothing")
    parser.add_argument("--limit", type=float, default=300, help="seconds until a run is given up")
    parser.add_argument("--lines", help="only changes of these lines, such as 100-120")
    options = parser.parse_args()
    path = options.module.resolve()
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    first, _, last = (options.lines or "1-1000000").partition("-")
    found = [m for m in mutants(path) if int(first) <= m[0] <= int(last or first)]
    if options.list:
        for line, before, after, _ in found:
            print(f"{line}: {before}  ->  {after}")
        return
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    hypothesis.settings.register_profile("mutants", derandomize=True, database=None)
    # all that the tests import is loaded once, before the forks
    if pytest.main([*QUIET, *options.tests]):
        sys.exit("the tests fail without any change")
    survivors = 0
    start = time.monotonic()
    for number, (line, before, after, tree) in enumerate(found, 1):
        if survives(name, path, tree, options.tests, options.limit):
            survivors += 1
            print(f"{options.module}:{line}: {before}  ->  {after}", flush=True)
        if number % 25 == 0:
            print(f"{number}/{len(found)}, {time.monotonic() - start:.0f} s", file=sys.stderr)
    print(f"{options.module}: {len(found)} mutants, {survivors} survived", flush=True)


if __name__ == "__main__":
    main()
