"""A function that a person gave, as Python source: its name, or the text of a lambda."""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
from collections.abc import Callable
from types import CodeType, FunctionType, ModuleType

from cnnkit.widgets.board.source_text import Source

NOTEBOOK = "__main__"


def source_of(function: Callable) -> Source | None:
    """Return how the function is called or written where it was given; None if nobody can tell.

    Examples
    --------
    >>> source_of(abs), source_of(len.__call__)
    (Source(text='abs', imports=(), comment=''), None)
    """
    if not callable(function) or isinstance(function, type):
        return None
    name, module = (getattr(function, one, None) for one in ("__name__", "__module__"))
    if isinstance(function, FunctionType) and name == "<lambda>":
        return _of_lambda(function)
    if getattr(sys.modules.get(module or ""), name or "", None) is not function:
        return None  # made in another function, or of no name
    if module == NOTEBOOK:
        return Source(name, comment=f"{name}: as it is defined in this notebook")
    imports = () if module == builtins.__name__ else (f"from {module} import {name}",)
    return Source(name, imports)


def _of_lambda(function: FunctionType) -> Source | None:
    code = function.__code__
    if code.co_freevars or function.__defaults__ or function.__kwdefaults__:
        return None  # what it holds is not in its text
    try:
        text = "".join(inspect.findsource(function)[0])
        nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Lambda)]
    except (OSError, SyntaxError, TypeError, ValueError):
        return None
    found = [node for node in nodes if _holds(node.body, code)]
    inner = max(found, key=lambda node: (node.lineno, node.col_offset), default=None)
    if inner is None or not _alike(inner, code):  # the text has changed since
        return None
    return Source(ast.unparse(inner), *_needs(function))


def _holds(body: ast.expr, code: CodeType) -> bool:
    """Return whether all that a piece of code does stands in this part of the text."""
    first, last = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
    return all(
        first <= (line, col) and (end_line, end_col) <= last
        for line, end_line, col, end_col in code.co_positions()
        if None not in (line, end_line, col, end_col) and (col, end_col) != (0, 0)
    )


def _alike(node: ast.Lambda, code: CodeType) -> bool:
    whole = compile(ast.Expression(node), "<lambda>", "eval")
    made = next(one for one in whole.co_consts if isinstance(one, CodeType))
    names = ("co_names", "co_varnames", "co_argcount")
    return all(getattr(made, name) == getattr(code, name) for name in names)


def _needs(function: FunctionType) -> tuple[tuple[str, ...], str]:
    """Return the imports that a lambda needs, and a comment on its other names."""
    imports, others = [], []
    for name in function.__code__.co_names:
        value = function.__globals__.get(name, function)
        if isinstance(value, ModuleType):
            alias = "" if value.__name__ == name else f" as {name}"
            imports.append(f"import {value.__name__}{alias}")
        elif value is not function:
            others.append(name)
    comment = f"{' and '.join(others)}: as in this notebook" if others else ""
    return tuple(imports), comment
