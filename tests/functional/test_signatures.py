"""What the functions of the core say of themselves: types, and a gradient's formula at hand."""

import inspect

import pytest

from cnnkit import functional, initialisers, matching, naive, shapes, windows

CORE = {
    f"{room.__name__}.{name}": value
    for room in (shapes, naive, windows, functional, initialisers, matching)
    for name, value in vars(room).items()
    if inspect.isfunction(value)
    and not name.startswith("_")
    and value.__module__.startswith(room.__name__)
}
BACKWARD = sorted(name for name in CORE if name.endswith("_backward"))
TWINS = sorted(name for name in vars(naive) if f"cnnkit.naive.{name}" in CORE)


@pytest.mark.parametrize("name", sorted(CORE))
def test_every_argument_and_the_answer_have_a_type(name):
    signature = inspect.signature(CORE[name])
    untyped = [
        p.name for p in signature.parameters.values() if p.annotation is inspect.Parameter.empty
    ]
    assert untyped == []
    assert signature.return_annotation is not inspect.Signature.empty


@pytest.mark.parametrize("name", BACKWARD)
def test_a_backward_stands_within_sight_of_its_forward(name):
    forward, backward = CORE[name.removesuffix("_backward")], CORE[name]
    doc = inspect.getdoc(backward)
    assert ">>>" in doc
    assert "Parameters\n---" not in doc, "what d, x and the options are is said once a module"
    end = inspect.getsourcelines(forward)[1] + len(inspect.getsourcelines(forward)[0])
    assert 0 <= inspect.getsourcelines(backward)[1] - end <= 10
    assert len(doc.splitlines()) <= 20


@pytest.mark.parametrize("name", TWINS)
def test_naive_takes_what_the_fast_one_takes(name):
    slow = inspect.signature(getattr(naive, name)).parameters
    fast = inspect.signature(getattr(functional, name)).parameters
    assert list(slow) == [n for n in fast if n not in ("dim", "axis")]  # naive reads rows of scores
    assert all(slow[n] == fast[n] for n in slow)
