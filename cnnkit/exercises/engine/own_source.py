"""The source of a student's function as a tree, and a function made of a changed tree."""

import ast
import functools
import linecache
from collections.abc import Callable
from types import CodeType, FunctionType

from cnnkit.exercises.engine.faults import is_library

TOUCHES_MORE = {
    *("open", "os", "sys", "shutil", "subprocess", "pathlib", "socket", "requests", "urllib"),
    *("threading", "signal", "time", "ctypes", "importlib", "__import__", "builtins", "globals"),
    *("exec", "eval", "compile", "input", "setattr", "random"),
}
"""Names of what does more than calculate: functions that use them are not run once more."""

Node = ast.FunctionDef | ast.Lambda


def tree_of(function: Callable) -> Node | None:
    """Return the function's tree; None for what is not a student's plain function, or not found.

    Examples
    --------
    >>> tree_of(len) is None
    True
    """
    if not isinstance(function, FunctionType) or is_library(function.__code__.co_filename):
        return None
    if TOUCHES_MORE & names_in(function):
        return None
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    nodes = _functions("".join(lines), code.co_filename)
    here = [node for node in nodes if _is_made_of(code, node)]
    if len(here) != 1:
        return None
    (source,) = here
    # A copy, as it will be changed: parsed again, which is quicker than to copy it.
    return _alone(_segment(lines, source), source)


def _segment(lines: list[str], node: Node) -> str:
    """Return a node's text; `ast.get_source_segment` goes through all lines of a file."""
    own = [line.encode() for line in lines[node.lineno - 1 : node.end_lineno]]
    own[-1] = own[-1][: node.end_col_offset]
    own[0] = own[0][node.col_offset :]
    return b"".join(own).decode()


def names_in(function: Callable) -> set[str]:
    """Return the names of what a function uses; none for what is not written in Python.

    >>> sorted(names_in(lambda x: [np.abs(y) for y in x]))
    ['abs', 'np']
    """
    code = getattr(function, "__code__", None)
    return _names(code) if isinstance(code, CodeType) else set()


@functools.lru_cache(maxsize=64)
def _names(code: CodeType) -> set[str]:
    inner = [_names(it) for it in code.co_consts if isinstance(it, CodeType)]
    return set(code.co_names).union(*inner)


@functools.lru_cache(maxsize=4)
def _functions(text: str, filename: str) -> list[Node]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):  # a cell with magic, for example
        return []
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda))]


def _is_made_of(code: CodeType, node: Node) -> bool:
    if isinstance(node, ast.FunctionDef):
        first = min([node.lineno, *(it.lineno for it in node.decorator_list)])
        return code.co_name == node.name and code.co_firstlineno == first
    if code.co_name != "<lambda>" or code.co_firstlineno != node.lineno:
        return False
    body = node.body
    place = body.lineno, body.end_lineno, body.col_offset, body.end_col_offset
    return place in set(code.co_positions())


def _alone(segment: str, source: Node) -> Node | None:
    """Parse one function's own text; its lines keep their numbers."""
    indent = " " * source.col_offset
    text = (
        f"if 1:\n{indent}{segment}" if indent and isinstance(source, ast.FunctionDef) else segment
    )
    text = f"({segment}\n)" if isinstance(source, ast.Lambda) else text
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    kind = type(source)
    node = next(node for node in ast.walk(tree) if isinstance(node, kind))
    ast.increment_lineno(node, source.lineno - node.lineno)
    return node  # type: ignore[return-value]


def made_of(node: Node, function: FunctionType) -> FunctionType:
    """Return a function that runs a changed tree, where the student's own one stands.

    Raises
    ------
    SyntaxError, ValueError
        If the tree cannot be compiled any more.
    """
    code = function.__code__
    if isinstance(node, ast.FunctionDef):
        node.decorator_list = []
        inner: ast.stmt = node
    else:
        name = ast.Name("_", ast.Store(), lineno=1, col_offset=0)
        inner = ast.Assign([name], node, lineno=1, col_offset=0)
    body: list[ast.stmt] = [inner]
    if code.co_freevars:
        text = f"def _outside({', '.join(code.co_freevars)}): pass"
        outside = ast.parse(text).body[0]
        outside.body = body  # type: ignore[attr-defined]
        body = [outside]
    module = ast.Module(body, [])
    try:
        made = compile(module, code.co_filename, "exec")
    except TypeError:  # something new has no line yet: to look for it takes longer than to compile
        made = compile(ast.fix_missing_locations(module), code.co_filename, "exec")
    for _ in range(2 if code.co_freevars else 1):
        made = next(it for it in made.co_consts if isinstance(it, CodeType))
    cells = dict(zip(code.co_freevars, function.__closure__ or (), strict=True))
    new = FunctionType(
        made,
        function.__globals__,
        function.__name__,
        function.__defaults__,
        tuple(cells[name] for name in made.co_freevars),
    )
    new.__kwdefaults__ = function.__kwdefaults__
    return new
