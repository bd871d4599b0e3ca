"""The cases of every exercise tell right from wrong; no check passes with nothing compared."""

import ast
import copy
import inspect
import textwrap
import warnings

import numpy as np

from cnnkit.exercises.engine import compare
from tests.exercises.test_banks import EXERCISES, every_exercise
from tools import mutate

# Changes of a reference that compute the same: named by the line that they lead to.
SAME = {
    "return np.maximum(0, z)",
    "return np.where(z >= 0, z, negative_slope * z)",
    "return np.where(z >= 0, z, (lower + upper) / 2 * z)",
    "return np.mean(np.maximum(0, maps) == 0)",
    "return maps.reshape(len(maps), -2)",
    "pixels = images.reshape(len(images), -2)",
    "pooled = +(-(side - 2) // 2)",  # it is squared
    "e = np.exp(scaled + scaled.max())",  # differs where numbers overflow
    "e = np.exp(logits + logits.max())",
    "return [(start, min(count, start + size)) for start in range(0, count, size)]",
    "counts = np.zeros((classes, classes))",
}


def results(exercise, function):
    return [
        compare.as_parts(function(*copy.deepcopy(case)), exercise.returns)
        for case in exercise.cases
    ]


def equal(some, others):
    return len(some) == len(others) and all(map(compare.equal, some, others))


@every_exercise
def test_there_are_cases_and_every_expected_number_is_finite(exercise):
    expected = results(exercise, exercise.reference)
    assert len(expected) >= 3
    for parts in expected:
        assert len(parts) == max(1, len(exercise.returns))
        for part in parts:
            assert part.size > 0
            assert np.isfinite(part).all()


@every_exercise
def test_every_returned_thing_is_somewhere_larger_than_the_tolerance(exercise):
    expected = results(exercise, exercise.reference)
    for parts in zip(*expected, strict=True):
        assert max(abs(compare.real(part)).max() for part in parts) > 1000 * compare.ATOL


LAZY = {
    "zeros": np.zeros_like,
    "ones": np.ones_like,
    "nan": lambda part: np.full(part.shape, np.nan),
    "nothing": lambda part: part[..., :0] if part.ndim else part.reshape(1)[:0],
    "an axis more": lambda part: part[None],
    "one number": lambda part: part.ravel()[0] if part.size > 1 else part + 1,
}


@every_exercise
def test_a_lazy_answer_is_not_correct(exercise):
    expected = results(exercise, exercise.reference)
    given = {
        name: [[np.asarray(lazy(part)) for part in parts] for parts in expected]
        for name, lazy in LAZY.items()
    }
    assert [name for name in LAZY if equal(given[name], expected)] == []


def changed_references(exercise):
    """Yield (what a line becomes, the function) for every small change of the reference."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(exercise.reference)))
    tree.body[0].decorator_list = []
    kept = mutate.text_only(tree) | {id(n) for n in ast.walk(tree.body[0].args)}
    nodes = list(ast.walk(tree))
    parents = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    for place, node in enumerate(nodes[2:], 2):
        statement = node
        while not isinstance(statement, ast.stmt | ast.Module | ast.arguments):
            statement = parents[statement]
        if id(node) in kept or not isinstance(statement, ast.stmt):
            continue
        for change in mutate.changes(node):
            twin = copy.deepcopy(tree)
            same = list(ast.walk(twin))
            change(same[place])
            ast.fix_missing_locations(twin)
            space = dict(exercise.reference.__globals__)
            exec(compile(twin, "<changed>", "exec"), space)
            yield mutate.head(same[nodes.index(statement)]), space[exercise.name]


@every_exercise
def test_the_cases_notice_every_small_change_of_the_reference(exercise):
    expected, tried = results(exercise, exercise.reference), 0
    for line, function in changed_references(exercise):
        tried += 1
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                given = results(exercise, function)
        except Exception:  # it cannot do these cases: noticed
            continue
        assert line in SAME or not equal(given, expected), (
            f"no case differs if a line is {line!r}: add one that does; if none can, leave out "
            "what makes no difference, or put the line into SAME of this file"
        )
    assert tried


def test_the_changes_that_make_no_difference_are_still_there():
    lines = {line for exercise in EXERCISES for line, _ in changed_references(exercise)}
    assert lines >= SAME
