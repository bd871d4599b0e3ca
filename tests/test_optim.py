"""Optimisers and schedules: steps equal PyTorch's, and are done whole or not at all."""

import copy
import pickle

import numpy as np
import pytest

from cnnkit.layers import Conv2d, Linear, ReLU
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.train import CosineAnnealingLR, StepLR, train_step
from tests.helpers.interrupts import InterruptedOnce
from tests.helpers.networks import biased
from tests.helpers.sentences import one_sentence

SETTINGS = {
    "SGD": [
        {"lr": 0.1},
        {"lr": 0.1, "momentum": 0.9},
        {"lr": 0.1, "weight_decay": 0.01},
        {"lr": 0.03, "momentum": 0.5, "weight_decay": 0.2},
        {"lr": 0.03, "momentum": 0.9, "nesterov": True},
        {"lr": 0.03, "momentum": 0.7, "nesterov": True, "weight_decay": 0.1},
    ],
    "Adam": [
        {},
        {"lr": 0.1},
        {"lr": 0.01, "betas": (0.5, 0.8)},
        {"lr": 0.01, "betas": (0.0, 0.0), "eps": 1e-3},
        {"lr": 0.02, "eps": 0.1, "weight_decay": 0.3},
    ],
}
EVERY = [(name, options) for name, all_options in SETTINGS.items() for options in all_options]
OPTIMIZERS = {"SGD": SGD, "Adam": Adam}


def make_model(dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    model = Sequential(Linear(3, 4, rng=rng), ReLU(), Linear(4, 2, rng=rng)).to(dtype)
    return biased(model, seed)


def give_gradients(model, rng):
    """Run forward and backward with random numbers, so that every parameter has a gradient."""
    dtype = model[0].weight.dtype
    y = model(rng.normal(size=(5, 3)).astype(dtype))
    model.backward(rng.normal(size=y.shape).astype(dtype))


@pytest.mark.parametrize(("name", "options"), EVERY)
def test_twenty_steps_equal_those_of_pytorch(name, options):
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    model, rng = make_model(), np.random.default_rng(1)
    theirs = [torch.tensor(p, requires_grad=True) for p in model.parameters().values()]
    optimizer = OPTIMIZERS[name](model, **options)
    peer = getattr(torch.optim, name)(theirs, **options)
    for _ in range(20):
        give_gradients(model, rng)
        for tensor, gradient in zip(theirs, model.gradients().values(), strict=True):
            tensor.grad = torch.tensor(np.ascontiguousarray(gradient))
        optimizer.step()
        peer.step()
    for tensor, p in zip(theirs, model.parameters().values(), strict=True):
        np.testing.assert_allclose(p, tensor.detach().numpy(), rtol=1e-12, atol=1e-14)


def test_plain_step_goes_against_the_gradient_by_the_learning_rate():
    model = make_model()
    give_gradients(model, np.random.default_rng(2))
    before, gradients = model.state_dict(), model.gradients()
    SGD(model, lr=0.25).step()
    for key, p in model.parameters().items():
        np.testing.assert_array_equal(p, before[key] - 0.25 * gradients[key])


def test_momentum_is_the_running_sum_of_gradients():
    model = Sequential(Linear(1, 1, bias=False)).to(np.float64)
    model[0].weight[:] = 0
    optimizer = SGD(model, lr=1, momentum=0.5)
    for expected in (-1.0, -2.5, -4.25):  # velocities 1, 1.5, 1.75
        model(np.ones((1, 1)))
        model.backward(np.ones((1, 1)))
        optimizer.step()
        assert model[0].weight.item() == expected


def test_first_step_of_adam_is_the_learning_rate_whatever_the_gradient():
    for size in (1e-3, 1.0, 1e3):
        model = Sequential(Linear(1, 1, bias=False)).to(np.float64)
        model[0].weight[:] = 0
        model(np.ones((1, 1)))
        model.backward(np.full((1, 1), -size))
        Adam(model, lr=0.1).step()
        assert model[0].weight.item() == pytest.approx(0.1, rel=1e-4)


@pytest.mark.parametrize(("name", "options"), EVERY)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_parameters_keep_their_arrays_and_their_dtype(name, options, dtype):
    model, rng = make_model(dtype), np.random.default_rng(3)
    arrays = list(model.parameters().values())
    optimizer = OPTIMIZERS[name](model, **options)
    for _ in range(2):
        give_gradients(model, rng)
        gradients = {key: g.copy() for key, g in model.gradients().items()}
        optimizer.step()
        for key, gradient in model.gradients().items():
            np.testing.assert_array_equal(gradient, gradients[key])
    for array, p in zip(arrays, model.parameters().values(), strict=True):
        assert array is p
        assert array.dtype == dtype
    assert all(s.dtype == dtype for state in optimizer._state.values() for s in state)
    assert optimizer.steps == 2


def test_float64_gradients_move_float32_parameters():
    model = make_model(np.float32)
    y = model(np.ones((2, 3)))
    model.backward(np.ones_like(y, np.float64))
    SGD(model, lr=0.1, momentum=0.9).step()
    assert model[0].weight.dtype == np.float32


def test_learning_rate_can_be_set_between_steps():
    model = make_model()
    optimizer = SGD(model, lr=0.5)
    optimizer.lr = 0
    before = model.state_dict()
    give_gradients(model, np.random.default_rng(4))
    optimizer.step()
    for key, p in model.parameters().items():
        np.testing.assert_array_equal(p, before[key])
    with pytest.raises(ValueError, match="lr is -1"):
        optimizer.lr = -1
    assert optimizer.lr == 0


def test_step_without_gradients_is_rejected():
    model = make_model()
    with pytest.raises(RuntimeError, match=r"0\.weight has no gradient yet"):
        SGD(model, lr=0.1).step()


def test_second_step_with_the_same_gradients_is_rejected():
    model = make_model()
    give_gradients(model, np.random.default_rng(5))
    optimizer = SGD(model, lr=0.1)
    optimizer.step()
    before = model.state_dict()
    with pytest.raises(RuntimeError, match="those of the last step"):
        optimizer.step()
    for key, p in model.parameters().items():
        np.testing.assert_array_equal(p, before[key])
    assert optimizer.steps == 1


def test_backward_after_a_step_needs_a_new_forward_pass():
    model = make_model()
    give_gradients(model, np.random.default_rng(6))
    SGD(model, lr=0.1).step()
    with pytest.raises(RuntimeError, match="after every update"):
        model.backward(np.ones((5, 2)))


def unchanged(model, optimizer, error, words):
    """Check that a step fails and leaves parameters and state alone."""
    before, states, steps = model.state_dict(), dict(optimizer._state), optimizer.steps
    with one_sentence(error, words):
        optimizer.step()
    for key, p in model.parameters().items():
        np.testing.assert_array_equal(p, before[key])
    assert optimizer._state == states
    assert optimizer.steps == steps


@pytest.mark.parametrize(("name", "options"), EVERY)
def test_gradient_of_another_model_is_rejected(name, options):
    model = make_model()
    optimizer = OPTIMIZERS[name](model, **options)
    give_gradients(model, np.random.default_rng(7))
    model[2].gradients["weight"] = np.ones((2, 3))
    unchanged(model, optimizer, ValueError, ["2.weight", "(2, 3)", "(2, 4)", "same model"])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize(("name", "options"), EVERY)
def test_nan_or_infinite_gradient_changes_nothing_and_is_explained(name, options, value):
    model = make_model()
    optimizer = OPTIMIZERS[name](model, **options)
    give_gradients(model, np.random.default_rng(8))
    model[2].gradients["bias"][1] = value
    unchanged(model, optimizer, FloatingPointError, ["2.bias", f"holds {value}", "smaller"])


def test_first_value_that_is_not_finite_is_the_one_named():
    model = make_model()
    give_gradients(model, np.random.default_rng(8))
    model[2].gradients["bias"][:] = np.nan, np.inf
    unchanged(model, SGD(model, lr=0.1), FloatingPointError, ["2.bias", "holds nan"])


def test_step_that_would_overflow_changes_nothing():
    model = make_model(np.float32)
    give_gradients(model, np.random.default_rng(9))
    model[2].gradients["weight"][:] = 3e38
    optimizer = SGD(model, lr=10)
    unchanged(model, optimizer, FloatingPointError, ["2.weight", "3e+38", "than 10"])


def test_read_only_parameter_is_rejected_before_anything_moves():
    model = make_model()
    give_gradients(model, np.random.default_rng(10))
    model[2].bias.flags.writeable = False
    unchanged(model, SGD(model, lr=0.1), ValueError, ["2.bias", "read-only"])


@pytest.mark.parametrize(
    "optimizer", [lambda m: SGD(m, lr=0.1, momentum=0.9), lambda m: Adam(m)], ids=["SGD", "Adam"]
)
def test_model_converted_after_a_step_needs_a_new_optimiser(optimizer):
    model = make_model()
    optimizer = optimizer(model)
    give_gradients(model, np.random.default_rng(11))
    optimizer.step()
    model.to(np.float32)
    give_gradients(model, np.random.default_rng(12))
    unchanged(model, optimizer, ValueError, ["0.weight", "float32", "new optimiser"])


def test_parameter_replaced_by_one_of_another_shape_needs_a_new_optimiser():
    model = make_model()
    optimizer = SGD(model, lr=0.1, momentum=0.9)
    give_gradients(model, np.random.default_rng(15))
    optimizer.step()
    model[2].weight, model[2].bias = np.ones((3, 4)), np.ones(3)
    give_gradients(model, np.random.default_rng(16))
    unchanged(model, optimizer, ValueError, ["2.weight", "(3, 4)", "new optimiser"])


def test_parameter_taken_away_does_not_stop_the_others():
    model = make_model()
    optimizer = SGD(model, lr=0.1)
    give_gradients(model, np.random.default_rng(17))
    optimizer.step()
    model[2].bias = None
    with pytest.raises(RuntimeError, match="those of the last step"):
        optimizer.step()
    before = model.state_dict()
    give_gradients(model, np.random.default_rng(18))
    optimizer.step()
    assert all((p != before[key]).any() for key, p in model.parameters().items())


@pytest.mark.parametrize(("name", "options"), EVERY)
def test_interrupt_in_the_middle_of_a_step_finishes_the_step(name, options, monkeypatch):
    interrupted, whole = make_model(), make_model()
    for model in (interrupted, whole):
        give_gradients(model, np.random.default_rng(13))
    optimizer = OPTIMIZERS[name](interrupted, **options)
    interrupted[2].weight = interrupted[2].weight.view(InterruptedOnce)
    monkeypatch.setattr(InterruptedOnce, "armed", True)
    with pytest.raises(KeyboardInterrupt):
        optimizer.step()
    OPTIMIZERS[name](whole, **options).step()
    for key, p in whole.parameters().items():
        np.testing.assert_array_equal(np.asarray(interrupted.parameters()[key]), p)
    assert optimizer.steps == 1


def test_switching_momentum_on_later_starts_its_velocity_at_zero():
    model, rng = make_model(), np.random.default_rng(14)
    optimizer = SGD(model, lr=0.1)
    give_gradients(model, rng)
    optimizer.step()
    optimizer.momentum = 0.9
    give_gradients(model, rng)
    optimizer.step()
    for key, gradient in model.gradients().items():
        np.testing.assert_array_equal(optimizer._state[key][0], gradient)


def test_parameters_without_gradient_axes_of_convolutions_move_too():
    model = Sequential(Conv2d(1, 2, 3, rng=np.random.default_rng(0)))
    before = model.state_dict()
    y = model(np.ones((1, 1, 4, 4), np.float32))
    model.backward(np.ones_like(y))
    Adam(model, lr=0.1).step()
    assert all((p != before[key]).all() for key, p in model.parameters().items())


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda m: SGD(m, lr=-0.1), ValueError, ["lr is -0.1", "above 0"]),
        (lambda m: SGD(m, lr=0), ValueError, ["lr is 0", "above 0"]),
        (lambda m: SGD(m, lr=np.nan), ValueError, ["lr is nan"]),
        (lambda m: SGD(m, lr=np.inf), ValueError, ["lr is inf"]),
        (lambda m: SGD(m, lr="0.1"), TypeError, ["lr is '0.1'", "str"]),
        (lambda m: SGD(m, lr=None), TypeError, ["lr is None"]),
        (lambda m: SGD(m, lr=True), TypeError, ["lr is True"]),
        (lambda m: SGD(m, lr=[0.1]), TypeError, ["lr is [0.1]"]),
        (lambda m: SGD(m, lr=0.1 + 0j), TypeError, ["lr is (0.1+0j)"]),
        (lambda m: SGD(m, lr=0.1, momentum=1), ValueError, ["momentum is 1", "below 1"]),
        (lambda m: SGD(m, lr=0.1, momentum=-0.5), ValueError, ["momentum is -0.5"]),
        (lambda m: SGD(m, lr=0.1, weight_decay=-1), ValueError, ["weight_decay is -1"]),
        (lambda m: SGD(m, lr=0.1, nesterov=True), ValueError, ["nesterov", "momentum above 0"]),
        (lambda m: SGD(m.parameters(), lr=0.1), TypeError, ["model is", "Sequential itself"]),
        (lambda m: SGD(Sequential, lr=0.1), TypeError, ["model is", "Sequential"]),
        (lambda m: SGD(None, lr=0.1), TypeError, ["model is None"]),
        (lambda m: SGD(Sequential(ReLU()), lr=0.1), ValueError, ["no parameters"]),
        (lambda m: Adam(m, betas=(0.9, 1.0)), ValueError, ["betas is 1.0", "below 1"]),
        (lambda m: Adam(m, betas=(-0.1, 0.9)), ValueError, ["betas is -0.1"]),
        (lambda m: Adam(m, betas=0.9), ValueError, ["betas is 0.9", "two numbers"]),
        (lambda m: Adam(m, betas=(0.9, 0.9, 0.9)), ValueError, ["betas is", "two numbers"]),
        (lambda m: Adam(m, eps=0), ValueError, ["eps is 0", "above 0"]),
        (lambda m: Adam(m, weight_decay=-1), ValueError, ["weight_decay is -1"]),
        (lambda m: Adam(m, lr=0), ValueError, ["lr is 0"]),
        (lambda m: StepLR(m, 2), TypeError, ["optimizer is Sequential", "SGD or Adam"]),
        (lambda m: StepLR(SGD(m), 0), ValueError, ["step_size", "0"]),
        (lambda m: StepLR(SGD(m), 1.5), TypeError, ["step_size", "1.5"]),
        (lambda m: StepLR(SGD(m), 2, gamma=0), ValueError, ["gamma is 0"]),
        (lambda m: CosineAnnealingLR(SGD(m), 0), ValueError, ["T_max", "0"]),
        (lambda m: CosineAnnealingLR(SGD(m), 5, eta_min=-1), ValueError, ["eta_min is -1"]),
        (lambda m: CosineAnnealingLR(SGD(m), 5, eta_min=1), ValueError, ["eta_min is 1"]),
        (lambda m: CosineAnnealingLR("SGD", 5), TypeError, ["optimizer is 'SGD'"]),
    ],
)
def test_bad_options_are_rejected_in_one_sentence(call, error, words):
    with one_sentence(error, words):
        call(make_model())


def test_repr_tells_the_settings():
    model = make_model()
    assert repr(SGD(model, lr=0.1)) == "SGD(lr=0.1, momentum=0, weight_decay=0, nesterov=False)"
    assert repr(Adam(model)) == "Adam(lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0)"


@pytest.mark.parametrize(
    ("name", "ours", "options"),
    [
        ("StepLR", StepLR, {"step_size": 3}),
        ("StepLR", StepLR, {"step_size": 1, "gamma": 0.7}),
        ("CosineAnnealingLR", CosineAnnealingLR, {"T_max": 8}),
        ("CosineAnnealingLR", CosineAnnealingLR, {"T_max": 5, "eta_min": 0.02}),
    ],
)
def test_schedules_set_the_rates_of_pytorch(name, ours, options):
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    peer_optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    peer = getattr(torch.optim.lr_scheduler, name)(peer_optimizer, **options)
    optimizer = SGD(make_model(), lr=0.3)
    schedule = ours(optimizer, **options)
    for _ in range(options.get("T_max", 10)):
        assert optimizer.lr == pytest.approx(peer.get_last_lr()[0], rel=1e-12, abs=1e-15)
        peer_optimizer.step()
        peer.step()
        schedule.step()
    assert optimizer.lr == pytest.approx(peer.get_last_lr()[0], rel=1e-12, abs=1e-15)
    assert schedule.epoch == options.get("T_max", 10)


def test_optimisers_in_the_middle_of_their_work_can_be_copied_and_written():
    x, y = np.ones((2, 4), np.float32), np.array([0, 1])
    model = Sequential(Linear(4, 2, rng=np.random.default_rng(0)))
    optimizer = Adam(model, lr=0.1)
    loss = CrossEntropyLoss()
    train_step(model, x, y, loss=loss, optimizer=optimizer)
    twins = copy.deepcopy(optimizer), pickle.loads(pickle.dumps(optimizer))
    train_step(model, x, y, loss=loss, optimizer=optimizer)
    for twin in twins:
        train_step(twin.model, x, y, loss=loss, optimizer=twin)
        assert twin.steps == 2
        np.testing.assert_array_equal(twin.model[0].weight, model[0].weight)
