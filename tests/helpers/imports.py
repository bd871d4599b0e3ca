"""What a module imports, read from its source: many tests of the house look at that."""

import ast
import functools


@functools.cache
def import_nodes(path):
    """Return the import statements of a file, wherever they stand, as nodes of its syntax tree."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return tuple(n for n in _statements(tree) if isinstance(n, ast.Import | ast.ImportFrom))


def _statements(node):
    """Yield all statements in a node; expressions, which import nothing, are passed over."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        for child in getattr(node, field, ()):
            yield child
            yield from _statements(child)
