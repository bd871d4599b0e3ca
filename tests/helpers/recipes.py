"""What CONTRIBUTING tells to write, put into a copy of the house as it tells."""

import ast
import re
import shutil
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("cnnkit", "data", "js", "tests", "tools", "conftest.py", "pyproject.toml", "README.md")
HEAD = re.compile(r"# (?P<path>[\w/.]+)(, (?P<how>below|in) (?P<name>\w+))?\n")


class Block(NamedTuple):
    """Some code and where it goes: a new file, or below or into what has this name."""

    path: str
    how: str | None
    name: str | None
    code: str


def section(text, title):
    """The part of a Markdown text under the heading `title`."""
    return re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)[1]


def blocks(text):
    """The blocks of Python in a Markdown text; the first line of each says where it goes."""
    found = []
    for code in re.findall(r"^```python\n(.*?)^```", text, re.M | re.S):
        head = HEAD.match(code)
        assert head, f"this block does not say where it goes: {code.splitlines()[0]}"
        found.append(Block(head["path"], head["how"], head["name"], code[head.end() :]))
    return found


def commands(text):
    """The commands of a Markdown text, one a line."""
    return "".join(re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)).splitlines()


def copy_house(folder):
    """Copy what the tests need, so that a recipe can be tried in it."""
    skip = shutil.ignore_patterns("__pycache__", "*.ipynb", ".ipynb_checkpoints", "node_modules")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=skip)
        else:
            shutil.copy(ROOT / part, folder / part)


def follow(block, folder):
    """Write a block into the copy, where its first line says."""
    path = folder / block.path
    if block.how is None:
        assert not path.exists(), f"{block.path} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.code.strip() + "\n", encoding="utf-8")
        return
    source = path.read_text(encoding="utf-8")
    node = _named(ast.parse(source), block.name)
    assert node, f"{block.path} has nothing called {block.name}"
    lines = source.splitlines(keepends=True)
    if block.how == "below":
        space = "" if isinstance(node, ast.ImportFrom) else "\n\n"
        lines.insert(node.end_lineno, space + block.code)
    elif isinstance(node, ast.FunctionDef):  # before its last statement
        lines.insert(node.body[-1].lineno - 1, block.code)
    else:  # before the closing bracket of a list, tuple, set or dictionary
        line, column = node.end_lineno - 1, node.end_col_offset - 1
        before, after = lines[line][:column], lines[line][column:]
        comma = "," if before.strip() and not before.rstrip().endswith(",") else ""
        lines[line] = before + comma + "\n" + block.code + after
    path.write_text("".join(lines), encoding="utf-8")


def _named(tree, name):
    """The last statement at the top of a file that defines, assigns or imports a name."""
    found = None
    for node in tree.body:
        if isinstance(node, ast.Assign):
            names = [getattr(target, "id", "") for target in node.targets]
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.asname or alias.name for alias in node.names]
        else:
            names = [getattr(node, "name", "")]
        if name in names:
            found = node
    return found
