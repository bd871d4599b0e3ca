"""From a notebook, the lines that a check needs: what its function is made of, and nothing else.

A lesson trains networks and draws figures, which takes a while; to check `match_score` once more,
its definition is enough, and the definitions, imports and variables that it uses.
"""

import ast
import json
import re
from dataclasses import dataclass

__all__ = ["Check", "checks_of"]

MODULE = re.compile("lesson[0-9]{2}")
SOLUTIONS = {"bank", "cases", "mistake", "reference", "source", "solution"}
"""Attributes of an exercise that lead to its answer."""


@dataclass(frozen=True)
class Check:
    """One call of `check` in a notebook.

    Attributes
    ----------
    key : str
        The exercise's, ``"lesson01.match_score"``.
    code : str
        What makes the function, and last the function itself as the variable ``answer``.
    asks : bool
        Whether the code asks the exercise for its solution.
    """

    key: str
    code: str
    asks: bool


def checks_of(content: bytes) -> list[Check]:
    """Return the checks in a notebook, in their order.

    Raises
    ------
    ValueError
        If it is not a notebook.

    Examples
    --------
    >>> cells = ["k = 9", "f = lambda a, b: (a * b).sum() / k", "lesson01.match_score.check(f)"]
    >>> notebook = {"cells": [{"cell_type": "code", "source": text} for text in cells]}
    >>> (check,) = checks_of(json.dumps(notebook).encode())
    >>> check.key, check.code.splitlines()[0]
    ('lesson01.match_score', 'k = 9')
    """
    statements = [it for text in _cells(content) for it in _parsed(text)]
    lessons = _names_of_exercises(statements)
    found = []
    for k, statement in enumerate(statements):
        for node in ast.walk(statement):
            key, argument = _check(node, lessons)
            if key:
                needed = _needed(statements[:k], _loaded(argument))
                tree = [*needed, ast.parse(f"answer = {ast.unparse(argument)}").body[0]]
                asks = any(
                    isinstance(it, ast.Attribute) and it.attr in SOLUTIONS
                    for one in tree
                    for it in ast.walk(one)
                )
                found.append(Check(key, "\n".join(map(ast.unparse, tree)), asks))
    return found


def _cells(content: bytes) -> list[str]:
    try:
        cells = json.loads(content)["cells"]
        return [
            "".join(cell["source"])
            for cell in cells
            if cell["cell_type"] == "code" and isinstance(cell["source"], str | list)
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ValueError("is not a notebook") from None


def _parsed(text: str) -> list[ast.stmt]:
    """Return a cell's statements; commands of Jupyter are left out, and what is not Python."""
    lines = ["" if re.match(r"\s*[%!]", line) else line for line in text.splitlines()]
    try:
        return ast.parse("\n".join(lines)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _names_of_exercises(statements) -> dict[str, str]:
    """Return what `from cnnkit.exercises.lesson01 import match_score` makes of names."""
    names = {}
    for statement in statements:
        if isinstance(statement, ast.ImportFrom) and statement.module:
            module = statement.module.rpartition(".")[2]
            for alias in statement.names:
                if MODULE.fullmatch(alias.name):
                    names[alias.asname or alias.name] = alias.name
                elif MODULE.fullmatch(module):
                    names[alias.asname or alias.name] = f"{module}.{alias.name}"
    return names


def _check(node, lessons) -> tuple[str, ast.expr | None]:
    """Return the exercise's key and the function of `lesson01.match_score.check(function)`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return "", None
    named = [it.value for it in node.keywords if it.arg == "function"]
    arguments = [*node.args, *named]
    if node.func.attr != "check" or not arguments:
        return "", None
    owner = node.func.value
    if isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name):
        lesson = lessons.get(owner.value.id, owner.value.id)
        key = f"{lesson}.{owner.attr}" if MODULE.fullmatch(lesson) else ""
        return key, arguments[0]
    if isinstance(owner, ast.Name) and "." in lessons.get(owner.id, ""):
        return lessons[owner.id], arguments[0]
    return "", None


def _loaded(node: ast.AST) -> set[str]:
    """Return every name that is read somewhere inside; too many do no harm."""
    return {it.id for it in ast.walk(node) if isinstance(it, ast.Name)}


def _bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives a value to."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    names = set()
    for it in ast.walk(statement):
        if isinstance(it, ast.Name) and not isinstance(it.ctx, ast.Load):
            names.add(it.id)
        elif isinstance(it, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in it.names}
        elif isinstance(it, ast.FunctionDef | ast.ClassDef):
            names.add(it.name)
        elif isinstance(it, ast.Subscript) and isinstance(it.ctx, ast.Store):
            names |= _loaded(it.value)  # `table[0] = 1` changes what the name stands for
    return names


def _needed(before: list[ast.stmt], names: set[str]) -> list[ast.stmt]:
    """Return those statements that give the names their values, and what these need in turn."""
    chosen: set[int] = set()
    while names:
        found = {k for k, it in enumerate(before) if _bound(it) & names and not _checks(it)}
        new = found - chosen
        chosen |= found
        names = set().union(*(_loaded(before[k]) for k in new)) if new else set()
    return [before[k] for k in sorted(chosen)]


def _checks(statement: ast.stmt) -> bool:
    """Tell whether a statement only keeps a check's outcome, which is not run twice."""
    value = getattr(statement, "value", None)
    func = getattr(value, "func", None)
    return isinstance(func, ast.Attribute) and func.attr in ("check", "hint", "progress")
