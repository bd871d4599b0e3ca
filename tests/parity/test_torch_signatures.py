"""Options have PyTorch's names, order and defaults, and may be positional where they are there."""

import inspect

import numpy as np
import pytest

from cnnkit import functional, layers, losses, model, optim
from cnnkit.train import schedules

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -e '.[bench]'")
nn, peer = torch.nn, torch.nn.functional

# Here: PyTorch's. Its functions in C have no signature that Python can read: theirs is written out.
RENAMED = {("LPPool2d", "p"): "norm_type", ("lp_pool2d", "p"): "norm_type"}
RENAMED |= {("SGD", "model"): "params", ("Adam", "model"): "params"}
C_FUNCTIONS = {
    "linear": "input, weight, bias=None",
    "sigmoid": "input",
    "tanh": "input",
    "conv2d": "input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1",
    "max_pool2d": "input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, "
    "return_indices=False",
    "avg_pool2d": "input, kernel_size, stride=None, padding=0, ceil_mode=False, "
    "count_include_pad=True, divisor_override=None",
    "flatten": "input, start_dim=0, end_dim=-1",
}
# Ours alone, or with another name there.
FUNCTIONS_OF_OURS = {"global_avg_pool2d", "sum_squared_error"}
FUNCTIONS_BY_NAME = {"mse": "mse_loss", "absolute_error": "l1_loss"}
CLASSES = {
    **{name: (getattr(layers, name), getattr(nn, name, None)) for name in layers.__all__},
    **{name: (getattr(losses, name), getattr(nn, name, None)) for name in losses.__all__},
    **{name: (getattr(optim, name), getattr(torch.optim, name)) for name in optim.__all__},
    **{
        name: (getattr(schedules, name), getattr(torch.optim.lr_scheduler, name))
        for name in schedules.__all__
    },
}
CLASSES_OF_OURS = {"Layer", "GlobalAvgPool2d", "SumSquaredError"}
# A default that PyTorch leaves to the shape; whole pictures are what a layer lays out; the order of
# lp_pool2d is an older one of ours, which cannot be mixed up: p is never positional.
OTHERWISE = {("softmax", "dim"), ("log_softmax", "dim"), ("flatten", "start_dim")}
OTHERWISE |= {("lp_pool2d", "p")}
OLD_ORDER = {"lp_pool2d"}


def parameters(value, *, drop):
    found = list(inspect.signature(value).parameters.values())[drop:]
    return [p for p in found if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]


def there_called(name, parameter):
    return RENAMED.get((name, parameter.name), parameter.name)


def theirs_in_c(text):
    scope = {}
    exec(f"def f({text}): pass", scope)
    return parameters(scope["f"], drop=1)


def pairs():
    for name, (ours, theirs) in CLASSES.items():
        if name not in CLASSES_OF_OURS:
            yield name, parameters(ours, drop=0), parameters(theirs, drop=0)
    for name in functional.__all__:
        if name.endswith("_backward") or name in FUNCTIONS_OF_OURS:
            continue
        ours = parameters(getattr(functional, name), drop=1)
        if name in C_FUNCTIONS:
            yield name, ours, theirs_in_c(C_FUNCTIONS[name])
        else:
            there = getattr(peer, FUNCTIONS_BY_NAME.get(name, name))
            yield name, ours, parameters(there, drop=1)


PAIRS = {name: pair for name, *pair in pairs()}


@pytest.mark.parametrize("name", PAIRS)
def test_what_may_be_positional_is_the_beginning_of_pytorchs(name):
    ours, theirs = PAIRS[name]
    placed = [there_called(name, p) for p in ours if p.kind is not p.KEYWORD_ONLY]
    there = [p.name for p in theirs]
    if name in OLD_ORDER:
        assert placed == ["kernel_size"]
    elif "weight" not in there[:1]:  # the losses' options begin with what they do not have
        names = ["targets" if n == "target" else n for n in there]
        assert placed == names[: len(placed)]
        # and is all of it, as far as we have it without a gap
        named = {there_called(name, p) for p in ours if p.kind is p.KEYWORD_ONLY}
        assert names[len(placed) : len(placed) + 1] == [] or names[len(placed)] not in named


@pytest.mark.parametrize("name", PAIRS)
def test_defaults_are_pytorchs(name):
    ours, theirs = PAIRS[name]
    there = {p.name: p.default for p in theirs}
    for p in ours:
        wanted = there_called(name, p)
        if wanted in there and (name, p.name) not in OTHERWISE:
            assert p.default == there[wanted], p.name


@pytest.mark.parametrize("name", PAIRS)
def test_what_pytorch_does_not_have_is_given_by_name_only(name):
    ours, theirs = PAIRS[name]
    there = {p.name for p in theirs} | {"targets", "training"}
    for p in ours:
        assert there_called(name, p) in there or p.kind is p.KEYWORD_ONLY, p.name


def test_every_class_and_function_is_compared():
    names = {*layers.__all__, *losses.__all__, *optim.__all__, *schedules.__all__}
    functions = {n for n in functional.__all__ if not n.endswith("_backward")}
    assert set(PAIRS) == (names - CLASSES_OF_OURS) | (functions - FUNCTIONS_OF_OURS)


# The options that pasted code gives by position, and what they do there.
HABITS = [
    (lambda nn, x: nn.Conv2d(3, 4, 3, 1), (4, 6, 5)),
    (lambda nn, x: nn.Conv2d(3, 6, 5, 1, 2), (6, 8, 7)),
    (lambda nn, x: nn.Conv2d(3, 6, 3, 1, 1, 1, 3, False), (6, 8, 7)),
    (lambda nn, x: nn.MaxPool2d(2, 2), (3, 4, 3)),
    (lambda nn, x: nn.MaxPool2d(3, 2, 1), (3, 4, 4)),
    (lambda nn, x: nn.AvgPool2d(3, 2, 1, True, False), (3, 5, 4)),
    (lambda nn, x: nn.LPPool2d(2, 3, 2), (3, 3, 3)),
    (lambda nn, x: nn.ReLU(True), (3, 8, 7)),
    (lambda nn, x: nn.ReLU(inplace=True), (3, 8, 7)),
    (lambda nn, x: nn.LeakyReLU(0.2, True), (3, 8, 7)),
    (lambda nn, x: nn.Dropout(0.5, True), (3, 8, 7)),
    (lambda nn, x: nn.Flatten(1), (168,)),
    (lambda nn, x: nn.Flatten(start_dim=1), (168,)),
    (lambda nn, x: nn.BatchNorm2d(3, 1e-5, 0.1), (3, 8, 7)),
    (lambda nn, x: nn.Conv2d(3, 4, 3, padding_mode="zeros", device=None, dtype=None), (4, 6, 5)),
    (lambda nn, x: nn.MaxPool2d(2, return_indices=False, dilation=1), (3, 4, 3)),
]


@pytest.mark.parametrize(("make", "shape"), HABITS)
def test_pasted_options_do_what_they_do_there(make, shape):
    x = np.ones((2, 3, 8, 7), np.float32)
    ours, theirs = make(layers, x)(x), make(nn, x)(torch.tensor(x))
    assert ours.shape == (2, *shape) == tuple(theirs.shape)


def test_pasted_optimisers_and_schedules_work():
    network = model.Sequential(layers.Linear(3, 2, False))
    optimizer = optim.Adam(network, 1e-3, (0.9, 0.999), 1e-8, 0.01, amsgrad=False)
    assert (optimizer.eps, optimizer.weight_decay) == (1e-8, 0.01)
    optim.SGD(network, 0.1, 0.9, weight_decay=5e-4, dampening=0, maximize=False)
    schedule = schedules.StepLR(optimizer, 5, 0.1, last_epoch=-1)
    assert (schedule.step_size, schedule.gamma) == (5, 0.1)
    assert schedules.CosineAnnealingLR(optimizer, 10, 1e-4).eta_min == 1e-4
