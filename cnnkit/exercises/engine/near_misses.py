"""Small changes of a student's function after which all may be right: one sign, one number."""

import ast
from collections.abc import Iterator, Sequence

from cnnkit.exercises.engine.common_slips import Edit, Places, both, put, text
from cnnkit.exercises.engine.finding import Finding
from cnnkit.exercises.engine.own_source import Node

ORDER = ast.Lt, ast.LtE, ast.Gt, ast.GtE
OTHER_OPERATIONS = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mod,),
    ast.Mod: (ast.FloorDiv,),
    ast.MatMult: (ast.Mult,),
}
SIGNS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.MatMult: "@",
    ast.Pow: "**",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.And: "and",
    ast.Or: "or",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
}
FUNCTIONS = (
    ("sum", "mean", "prod", "max"),
    ("max", "min", "mean", "maximum"),
    ("min", "max"),
    ("mean", "sum", "max", "median"),
    ("median", "mean"),
    ("argmax", "argmin", "max"),
    ("argmin", "argmax", "min"),
    ("maximum", "minimum", "max"),
    ("minimum", "maximum"),
    ("floor", "ceil"),
    ("ceil", "floor"),
    ("log", "log2", "log10"),
    ("log2", "log"),
    ("log10", "log"),
    ("log1p", "log"),
    ("exp2", "exp"),
    ("expm1", "exp"),
    ("std", "var"),
    ("var", "std"),
    ("any", "all"),
    ("all", "any"),
    ("zeros", "ones"),
    ("ones", "zeros"),
    ("cumsum", "cumprod"),
    ("matmul", "multiply"),
    ("dot", "multiply"),
    ("sin", "cos"),
    ("vstack", "hstack"),
    ("hstack", "vstack"),
)


def near_misses(node: Node, sizes: Sequence[str]) -> Iterator[Edit]:
    """Yield changes of one sign, number, name or function.

    Parameters
    ----------
    node : function's tree
    sizes : sequence of str
        What a number in the code may stand for: ``"image.shape[0]"``, ``"size"``.
    """
    places = Places(node)
    yield from _off_by_one(places)
    yield from _signs(places)
    yield from _axes(places)
    yield from _sides(places)
    yield from _functions(places)
    yield from _too_much(places)
    yield from _exchanged(places)
    yield from _numbers(places, sizes)
    yield from _names(places)


def _right_but(key: str, what: str, look: str, node: ast.AST) -> Finding:
    line = node.lineno  # type: ignore[attr-defined]
    return Finding(f"near.{key}", f"Everything is right but {what}: look at {look} on line {line}.")


def _off_by_one(places: Places) -> Iterator[Edit]:
    ends: list[ast.expr] = []
    for node in places.nodes:
        if isinstance(node, ast.Call) and text(node.func) == "range":
            ends += node.args[:2]
        elif isinstance(node, ast.Slice):
            ends += [it for it in (node.lower, node.upper) if it is not None]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp):
            ends.append(node.value)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            ends += [it for it in node.value.elts if isinstance(it, ast.BinOp)]
        elif isinstance(node, ast.Call) and text(node.func) in ("np.zeros", "np.empty", "np.ones"):
            sizes = node.args[0] if node.args else None
            ends += sizes.elts if isinstance(sizes, ast.Tuple) else [sizes] if sizes else []
    for operation, word in ((ast.Add, "small"), (ast.Sub, "large")):
        for end in ends:
            new = _by_one(end, operation)
            yield Edit(
                Finding(
                    "near.off_by_one",
                    f"Everything is right but one number: `{text(end)}` on line {end.lineno} is "
                    f"one too {word}.",
                ),
                lambda end=end, new=new: places.replace(end, new),
            )
        differences = [it for it in ends if isinstance(it, ast.BinOp)]
        if len(differences) > 1:
            news = [_by_one(it, operation) for it in differences]
            some = ", ".join(dict.fromkeys(f"`{text(it)}`" for it in differences))
            yield Edit(
                Finding(
                    "near.off_by_one",
                    f"Everything is right but that these are one too {word}: {some}.",
                ),
                lambda old=differences, news=news: both(
                    *(places.replace(a, b) for a, b in zip(old, news, strict=True))
                ),
            )


def _by_one(end: ast.expr, operation: type) -> ast.expr:
    new = ast.BinOp(end, operation(), ast.Constant(1))
    return ast.fix_missing_locations(ast.copy_location(new, end))


def _signs(places: Places) -> Iterator[Edit]:
    for node in places.nodes:
        if isinstance(node, (ast.BinOp, ast.AugAssign)):
            kind = type(node.op)
            if isinstance(places.above[node][0], ast.Compare):
                continue  # what is compared agrees by chance too easily
            sign = SIGNS.get(kind, "")
            for other in OTHER_OPERATIONS.get(kind, ()):
                whole = text(node) if isinstance(node, ast.BinOp) else f"{sign}="
                finding = _right_but("operation", "one sign", f"the `{sign}` of `{whole}`", node)
                if isinstance(node, ast.AugAssign):
                    finding = _right_but("operation", "one sign", f"`{sign}=`", node)
                yield Edit(finding, lambda node=node, other=other: put(node, "op", other()))
        elif isinstance(node, ast.Compare):
            for index, sign in enumerate(node.ops):
                others = [o for o in ORDER if isinstance(sign, ORDER) and type(sign) is not o]
                if isinstance(sign, (ast.Eq, ast.NotEq)):
                    others = [ast.NotEq if isinstance(sign, ast.Eq) else ast.Eq]
                look = f"the `{SIGNS.get(type(sign), '')}` of `{text(node)}`"
                finding = _right_but("comparison", "one comparison", look, node)
                for other in others:
                    yield Edit(finding, lambda n=node, i=index, other=other: put(n.ops, i, other()))
        elif isinstance(node, ast.BoolOp):
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            look = f"the `{SIGNS[type(node.op)]}`"
            yield Edit(
                _right_but("comparison", "one word", look, node),
                lambda node=node, other=other: put(node, "op", other()),
            )
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
            yield Edit(
                _right_but("sign", "one sign", f"`{text(node)}`", node),
                lambda node=node: places.replace(node, node.operand),
            )


def _axes(places: Places) -> Iterator[Edit]:
    for node in places.nodes:
        if not isinstance(node, ast.Call):
            continue
        for index, keyword in enumerate(node.keywords):
            if keyword.arg not in ("axis", "axes"):
                continue
            finding = _right_but("axis", "the axis", f"`axis={text(keyword.value)}`", node)
            for axis in (0, 1, -1, 2):
                if text(keyword.value) != str(axis):
                    new = (
                        ast.Constant(axis)
                        if axis >= 0
                        else ast.UnaryOp(ast.USub(), ast.Constant(1))
                    )
                    yield Edit(finding, lambda k=keyword, new=new: put(k, "value", new))
            rest = node.keywords[:index] + node.keywords[index + 1 :]
            yield Edit(finding, lambda node=node, rest=rest: put(node, "keywords", rest))


def _sides(places: Places) -> Iterator[Edit]:
    for node in places.nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
            if node.value.attr != "shape" or not isinstance(node.slice, ast.Constant):
                continue
            for axis in range(4):
                if node.slice.value != axis:
                    yield Edit(
                        _right_but("side", "one size", f"`{text(node)}`", node),
                        lambda node=node, axis=axis: put(node, "slice", ast.Constant(axis)),
                    )
        elif isinstance(node, ast.Call) and text(node.func) == "len" and len(node.args) == 1:
            for axis in (1, 2):
                new = ast.parse(f"({text(node.args[0], 200)}).shape[{axis}]", mode="eval").body
                ast.fix_missing_locations(ast.copy_location(new, node))
                yield Edit(
                    _right_but("side", "one size", f"`{text(node)}`", node),
                    lambda node=node, new=new: places.replace(node, new),
                )


def _functions(places: Places) -> Iterator[Edit]:
    for node in places.nodes:
        name = node.attr if isinstance(node, ast.Attribute) else ""
        parent = places.above[node][0]
        if not name or not isinstance(parent, ast.Call) or parent.func is not node:
            continue
        for own, *others in FUNCTIONS:
            for other in others if own == name else ():
                yield Edit(
                    _right_but("function", "one function", f"`{name}`", node),
                    lambda node=node, other=other: put(node, "attr", other),
                )


def _too_much(places: Places) -> Iterator[Edit]:
    for node in places.nodes:
        kept: list[tuple[ast.expr, str]] = []
        if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
            here = ast.Name("_", ast.Load())
            right, left = ast.BinOp(here, node.op, node.right), ast.BinOp(node.left, node.op, here)
            kept.append((node.left, f"`{text(right)[2:]}`"))
            if isinstance(node.op, (ast.Add, ast.Mult)):
                kept.append((node.right, f"`{text(left, 200)[:-2]}`"))
        elif isinstance(node, ast.Attribute) and node.attr == "T":
            kept.append((node.value, "`.T`"))
        elif isinstance(node, ast.Subscript) and "::-1" in text(node.slice):
            kept.append((node.value, f"`[{text(node.slice)}]`"))
        elif isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            inner = node.args[0]
            if text(node.func) in ("abs", "np.abs", "np.sqrt", "np.exp", "np.log", "np.square",
                                   "np.flip", "np.transpose", "np.flipud", "np.fliplr", "np.sort",
                                   "np.rot90", "sorted", "reversed"):  # fmt: skip
                kept.append((inner, f"`{text(node.func)}(…)`"))
        for inner, what in kept:
            yield Edit(
                _right_but("too_much", "something that is too much", what, node),
                lambda node=node, inner=inner: places.replace(node, inner),
            )


def _exchanged(places: Places) -> Iterator[Edit]:
    for node in places.nodes:
        if isinstance(node, ast.Tuple) and len(node.elts) == 2:
            parent = places.above[node][0]
            what = "two indices" if isinstance(parent, ast.Subscript) else "the order"
            yield Edit(
                _right_but(
                    "order", what, f"`{text(parent if what != 'the order' else node)}`", node
                ),
                lambda node=node: put(node, "elts", node.elts[::-1]),
            )
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult)):
            new = ast.copy_location(ast.BinOp(node.right, node.op, node.left), node)
            yield Edit(
                _right_but("order", "the order", f"`{text(node)}`", node),
                lambda node=node, new=new: places.replace(node, new),
            )
        elif isinstance(node, ast.Call) and text(node.func) == "np.where" and len(node.args) == 3:
            new = [node.args[0], node.args[2], node.args[1]]
            yield Edit(
                _right_but("order", "that two values are exchanged", f"`{text(node)}`", node),
                lambda node=node, new=new: put(node, "args", new),
            )
        elif isinstance(node, ast.IfExp):
            new = ast.copy_location(ast.IfExp(node.test, node.orelse, node.body), node)
            yield Edit(
                _right_but("order", "that two values are exchanged", f"`{text(node)}`", node),
                lambda node=node, new=new: places.replace(node, new),
            )


def _numbers(places: Places, sizes: Sequence[str]) -> Iterator[Edit]:
    for node in places.nodes:
        if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
            continue
        value = node.value
        others = dict.fromkeys([value + 1, value - 1, 2 * value, value / 2, 0, 1, 2])
        news: list[ast.expr] = [ast.Constant(other) for other in others if other != value]
        news += [ast.parse(size, mode="eval").body for size in sizes]
        finding = _right_but("number", "one number", f"the {text(node)}", node)
        for new in news:
            ast.fix_missing_locations(ast.copy_location(new, node))
            yield Edit(finding, lambda node=node, new=new: places.replace(node, new))


def _names(places: Places) -> Iterator[Edit]:
    arguments = [it.arg for it in places.node.args.args]
    stored = [
        it.id for it in places.nodes if isinstance(it, ast.Name) and isinstance(it.ctx, ast.Store)
    ]
    known = list(dict.fromkeys([*arguments, *stored]))
    for node in places.nodes:
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        for other in known if node.id in known else ():
            if other != node.id:
                parent = places.above[node][0]
                around = text(parent) if isinstance(parent, ast.expr) else text(node)
                yield Edit(
                    _right_but("name", "one name", f"the `{node.id}` of `{around}`", node),
                    lambda node=node, other=other: put(node, "id", other),
                )
