"""The public names of cnnkit: all there, all explained, and light to import."""

import inspect
import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

import cnnkit
from cnnkit import functional, gradcheck, initialisers, layers, losses, model, optim, train
from cnnkit.train import schedules

EVERYTHING = {
    f"{where.__name__}.{name}": getattr(where, name)
    for where in (cnnkit, functional, initialisers)
    for name in where.__all__
}
CALLABLES = {name: value for name, value in EVERYTHING.items() if callable(value)}


def test_names_are_sorted_and_there():
    for where in (cnnkit, functional, initialisers, layers):
        assert len(set(where.__all__)) == len(where.__all__)
        assert all(getattr(where, name) is not None for name in where.__all__)
        assert set(where.__all__) <= set(dir(where))


def test_every_layer_loss_optimiser_and_schedule_is_public():
    for room, base in (
        (layers, layers.Layer),
        (losses, losses.Loss),
        (optim, optim.Optimizer),
        (schedules, schedules.Schedule),
    ):
        for name in room.__all__:
            value = getattr(room, name)
            if value is not base:
                assert getattr(cnnkit, name) is value


def test_says_that_it_is_typed():
    assert (files("cnnkit") / "py.typed").is_file()


def written_here(value):
    return inspect.isfunction(value) and (value.__module__ or "").startswith("cnnkit.")


def functions_of(rooms):
    """The public functions of rooms, and the public methods and ``__init__`` of their classes."""
    for room in rooms:
        for name in room.__all__:
            value = getattr(room, name)
            if written_here(value):
                yield f"{room.__name__}.{name}", value
            elif inspect.isclass(value):
                for method, function in inspect.getmembers(value, written_here):
                    if method == "__init__" or not method.startswith("_"):
                        yield f"{room.__name__}.{name}.{method}", function


TYPED = dict(functions_of((gradcheck, layers, losses, model, optim, train)))


def test_every_argument_and_the_answer_have_a_type():
    untyped = []
    for name, function in sorted(TYPED.items()):
        signature = inspect.signature(function)
        untyped += [
            f"{name}: {p.name}"
            for p in signature.parameters.values()
            if p.name != "self" and p.annotation is inspect.Parameter.empty
        ]
        if signature.return_annotation is inspect.Signature.empty:
            untyped.append(f"{name}: the answer")
    assert untyped == []
    assert len(TYPED) > 250


def test_unknown_name_is_an_ordinary_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Conv3d'"):
        cnnkit.Conv3d  # noqa: B018


def test_import_loads_numpy_alone():
    code = (
        "import sys, numpy; before = set(sys.modules); import cnnkit; "
        "heavy = {'matplotlib', 'ipywidgets', 'anywidget', 'PIL', 'IPython', 'torch', 'scipy', "
        "'sklearn', 'tqdm', 'pooch', 'concurrent', 'zipfile', 'hashlib', "
        "'pathlib', 'cnnkit.plots', 'cnnkit.widgets', 'cnnkit.exercises'}; "
        "print(sorted(heavy & {m for m in set(sys.modules) - before}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["exercises", "naive", "plots", "widgets"])
def test_lazy_rooms_open_when_touched(name):
    code = f"import cnnkit; print(cnnkit.{name}.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == f"cnnkit.{name}"
    assert name in dir(cnnkit)


@pytest.mark.parametrize("name", sorted(CALLABLES))
def test_docstring_explains_and_shows(name):
    value = CALLABLES[name]
    text = inspect.getdoc(value)
    assert text, "no docstring"
    assert "\n    >>>" in f"\n    {text}".replace("\n", "\n    "), "no example"
    takes = inspect.signature(value).parameters
    if takes and not name.endswith("_backward"):
        assert "Parameters\n---" in text, "no parameters"


# A backward function raises what its forward does, and rejects a gradient of the wrong shape.
@pytest.mark.parametrize(
    "name",
    sorted(
        name
        for name, value in CALLABLES.items()
        if inspect.isfunction(value) and not name.endswith("_backward")
    ),
)
def test_function_says_what_it_raises(name):
    assert "Raises\n---" in inspect.getdoc(CALLABLES[name])


def test_ten_lines_make_and_train_a_network():
    rng = np.random.default_rng(0)
    made = cnnkit.xo.make_dataset(80, rng=rng)
    model = cnnkit.Sequential(
        cnnkit.Conv2d(1, 4, 3, rng=rng),
        cnnkit.ReLU(),
        cnnkit.MaxPool2d(2),
        cnnkit.Flatten(),
        cnnkit.Linear(36, 2, rng=rng),
    )
    loss = cnnkit.CrossEntropyLoss()
    optimizer = cnnkit.SGD(model, lr=0.1, momentum=0.9)
    list(cnnkit.fit(model, *made[:2], loss=loss, optimizer=optimizer, epochs=10, rng=rng))
    assert cnnkit.evaluate(model, *made[:2], loss=loss).accuracy > 0.9
