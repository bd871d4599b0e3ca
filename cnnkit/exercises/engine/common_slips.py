"""Small changes of a student's function, each of which would mend one common slip.

A change is made in the tree itself and taken back: ``edit.do()`` returns the function that does so.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cnnkit.exercises.engine.finding import Finding
from cnnkit.exercises.engine.own_source import Node

Undo = Callable[[], None]
LOOPS = ast.For, ast.While


@dataclass(frozen=True)
class Edit:
    """One change: what was wrong if it mends the function, and how to make it."""

    finding: Finding
    do: Callable[[], Undo]


class Places:
    """Where every node of a tree stands: its parent, the field, the place in the field's list."""

    def __init__(self, node: Node):
        self.node = node
        self.above: dict[ast.AST, tuple[ast.AST, str, int | None]] = {}
        body = node.body if isinstance(node.body, list) else [node.body]
        self.nodes: list[ast.AST] = [it for part in body for it in ast.walk(part)]
        for parent in [node, *self.nodes]:
            for field, value in ast.iter_fields(parent):
                for index, child in enumerate(value if isinstance(value, list) else [value]):
                    if isinstance(child, ast.AST):
                        place = index if isinstance(value, list) else None
                        self.above[child] = parent, field, place

    def replace(self, old: ast.AST, new: ast.AST) -> Undo:
        """Put a node in the place of another."""
        parent, field, index = self.above[old]
        if index is None:
            return put(parent, field, new)
        return put(getattr(parent, field), index, new)

    def loops(self, node: ast.AST) -> list[ast.AST]:
        """Return the loops around a node, the innermost first."""
        found = []
        while node is not self.node:
            node = self.above[node][0]
            if isinstance(node, LOOPS):
                found.append(node)
        return found


def put(owner, key, new) -> Undo:
    """Set an attribute, or an element of a list."""
    if isinstance(owner, list):
        old, owner[key] = owner[key], new

        def undo():
            owner[key] = old

    else:
        old = getattr(owner, key)
        setattr(owner, key, new)

        def undo():
            setattr(owner, key, old)

    return undo


def both(*undone: Undo) -> Undo:
    """Take back several changes, the last one first."""

    def undo():
        for it in reversed(undone):
            it()

    return undo


def text(node: ast.AST, most: int = 40) -> str:
    """Return a node as code, not longer than a few words."""
    code = " ".join(ast.unparse(node).split())
    return code if len(code) <= most else code[: most - 1] + "…"


def slips(node: Node) -> Iterator[Edit]:
    """Yield changes that mend slips of the pen, whatever the task is."""
    places = Places(node)
    yield from _returns(places)
    yield from _overwritten(places)
    yield from _cut(places)
    yield from _signs_of_python(places)
    yield from _brackets(places)


def _returns(places: Places) -> Iterator[Edit]:
    for node in places.nodes:
        loops = places.loops(node) if isinstance(node, ast.Return) else []
        if not loops or places.above[node][0] is not loops[0]:
            continue
        finding = Finding(
            "slip.return_in_loop",
            f"`return` on line {node.lineno} is inside the loop, and ends it in its first "
            "round: move it to the left, below the loop.",
        )
        for loop in loops:
            yield Edit(finding, lambda node=node, loop=loop: _moved(places, node, loop))


def _moved(places: Places, node: ast.AST, loop: ast.AST, behind: int = 1) -> Undo:
    """Move a statement behind a loop that it stands in, or before it."""
    _, field, index = places.above[node]
    inside = getattr(places.above[node][0], field)
    parent, outer, place = places.above[loop]
    undone = put(inside, index, ast.copy_location(ast.Pass(), node))
    outside = getattr(parent, outer)
    outside.insert(place + behind, node)

    def undo():
        del outside[place + behind]
        undone()

    return undo


def _overwritten(places: Places) -> Iterator[Edit]:
    for node in places.nodes:
        loops = places.loops(node)
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and loops:
            (target,) = node.targets
            if not isinstance(target, (ast.Name, ast.Subscript)):
                continue
            if isinstance(target, ast.Name) and _is_a_beginning(node.value):
                yield from _begun_anew(places, node, loops)
                continue
            added = ast.copy_location(ast.AugAssign(target, ast.Add(), node.value), node)
            said = (
                f"Line {node.lineno}, `{text(target)} = …`: every round overwrites the one before."
            )
            yield Edit(
                Finding("slip.overwritten", f"{said} Add instead: `+=`."),
                lambda node=node, added=added: places.replace(node, added),
            )
            if isinstance(target, ast.Name):
                finding = Finding(
                    "slip.overwritten",
                    f"{said} Begin with `{target.id} = 0` before the loop, and add: `+=`.",
                )
                for loop in loops:
                    yield Edit(
                        finding,
                        lambda node=node, added=added, loop=loop: both(
                            places.replace(node, added), _begun(places, added.target.id, loop)
                        ),
                    )
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and loops:
            only = ast.copy_location(ast.Assign([node.target], node.value), node)
            yield Edit(
                Finding(
                    "slip.added",
                    f"Line {node.lineno}, `{text(node.target)} += …`, adds to what is there. Here "
                    "it takes its place: `=`.",
                ),
                lambda node=node, only=only: places.replace(node, only),
            )


def _is_a_beginning(value: ast.expr) -> bool:
    """Tell whether this is what one begins a sum or a list with: 0, [], zeros."""
    if isinstance(value, ast.Call):
        return text(value.func).startswith(("np.zeros", "np.empty", "list"))
    return isinstance(value, ast.Constant) or (isinstance(value, ast.List) and not value.elts)


def _begun_anew(places: Places, node: ast.Assign, loops: list[ast.AST]) -> Iterator[Edit]:
    finding = Finding(
        "slip.begun_anew",
        f"Line {node.lineno}, `{text(node)}`, is inside the loop, so it runs again in every round "
        "and resets the value: move it in front of the loop.",
    )
    for loop in loops:
        yield Edit(finding, lambda loop=loop: _moved(places, node, loop, behind=0))


def _begun(places: Places, name: str, loop: ast.AST) -> Undo:
    """Put ``name = 0`` before a loop."""
    parent, field, place = places.above[loop]
    statements = getattr(parent, field)
    begin = ast.Assign([ast.Name(name, ast.Store())], ast.Constant(0))
    statements.insert(place, ast.fix_missing_locations(ast.copy_location(begin, loop)))

    def undo():
        del statements[place]

    return undo


def _cut(places: Places) -> Iterator[Edit]:
    """Whatever makes whole numbers of fractions."""
    divisions = [it for it in places.nodes if _is(it, ast.BinOp, ast.FloorDiv)]
    divisions += [it for it in places.nodes if _is(it, ast.AugAssign, ast.FloorDiv)]
    for node in divisions:
        yield Edit(
            Finding(
                "slip.floor_division",
                f"`//` on line {node.lineno} cuts the decimals off: divide with `/`.",
            ),
            lambda node=node: put(node, "op", ast.Div()),
        )
    for node in places.nodes:
        if not isinstance(node, ast.Call):
            continue
        name = text(node.func)
        for index, keyword in enumerate(node.keywords):
            if keyword.arg == "dtype":
                rest = node.keywords[:index] + node.keywords[index + 1 :]
                yield Edit(
                    Finding(
                        "slip.integer_type",
                        f"`dtype={text(keyword.value)}` on line {node.lineno} cuts the decimals "
                        "off: leave it out.",
                    ),
                    lambda node=node, rest=rest: put(node, "keywords", rest),
                )
        inner = None
        if name in ("int", "round", "np.round", "np.floor", "np.ceil", "np.rint", "np.trunc"):
            inner = node.args[0] if node.args else None
        elif isinstance(node.func, ast.Attribute) and node.func.attr in ("astype", "round"):
            inner = node.func.value
        if inner is not None:
            yield Edit(
                Finding(
                    "slip.integer_type",
                    f"`{name}(…)` on line {node.lineno} changes the numbers: leave it out.",
                ),
                lambda node=node, inner=inner: places.replace(node, inner),
            )
        if name.endswith("_like") and not node.keywords:
            floats = ast.keyword("dtype", ast.Name("float", ast.Load()))
            yield Edit(
                Finding(
                    "slip.integer_type",
                    f"`{text(node)}` on line {node.lineno} takes over the type of its argument, "
                    "whole numbers: add `dtype=float`.",
                ),
                lambda node=node, floats=floats: put(node, "keywords", [floats]),
            )


def _signs_of_python(places: Places) -> Iterator[Edit]:
    yield from _carets(places)
    for node in places.nodes:
        if _is(node, ast.BinOp, ast.MatMult):
            yield Edit(
                Finding(
                    "slip.matrix_product",
                    f"`@` on line {node.lineno} is the matrix product: element by element it is "
                    "`*`.",
                ),
                lambda node=node: put(node, "op", ast.Mult()),
            )
        elif isinstance(node, ast.Call) and text(node.func) == "np.dot" and len(node.args) == 2:
            product = ast.copy_location(ast.BinOp(node.args[0], ast.Mult(), node.args[1]), node)
            yield Edit(
                Finding(
                    "slip.matrix_product",
                    f"`np.dot` on line {node.lineno} is the matrix product: element by element it "
                    "is `*`.",
                ),
                lambda node=node, product=product: places.replace(node, product),
            )


def _carets(places: Places) -> Iterator[Edit]:
    """`^` joins more loosely than `*` and `+`, `**` more tightly: so whole lines are read again."""
    for node in places.nodes:
        parent = places.above[node][0]
        if not _is(node, ast.BinOp, ast.BitXor):
            continue
        finding = Finding(
            "slip.caret", f"`^` on line {node.lineno} is not a power in Python: write `**`."
        )
        while isinstance(parent, ast.BinOp):
            node, parent = parent, places.above[parent][0]
        meant = ast.parse(ast.unparse(node).replace("^", "**"), mode="eval").body
        for new in ast.walk(meant):
            ast.copy_location(new, node)
        yield Edit(finding, lambda node=node, meant=meant: places.replace(node, meant))


def _brackets(places: Places) -> Iterator[Edit]:
    for node in places.nodes:
        if not isinstance(node, ast.BinOp):
            continue
        turned = []
        if isinstance(node.right, ast.BinOp):
            right = node.right
            inner = ast.BinOp(node.left, node.op, right.left)
            turned.append(ast.BinOp(inner, right.op, right.right))
        if isinstance(node.left, ast.BinOp):
            left = node.left
            inner = ast.BinOp(left.right, node.op, node.right)
            turned.append(ast.BinOp(left.left, left.op, inner))
        for new in turned:
            ast.fix_missing_locations(ast.copy_location(new, node))
            yield Edit(
                Finding(
                    "slip.brackets",
                    f"Everything is right but the brackets on line {node.lineno}: write "
                    f"`{text(new, 60)}`.",
                ),
                lambda node=node, new=new: places.replace(node, new),
            )


def _is(node: ast.AST, kind: type, operation: type) -> bool:
    return isinstance(node, kind) and isinstance(node.op, operation)  # type: ignore[attr-defined]
