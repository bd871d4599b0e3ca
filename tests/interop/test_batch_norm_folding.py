"""Folded batch norms: the same answers from fewer layers."""

import numpy as np
import pytest

from cnnkit.interop import fold_batch_norm
from cnnkit.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, ReLU
from cnnkit.model import Residual, Sequential
from tests.helpers.sentences import one_sentence

X = np.random.default_rng(5).normal(size=(4, 1, 8, 8))


def block(inputs, outputs, rng, **options):
    return [Conv2d(inputs, outputs, 3, padding=1, rng=rng, **options), BatchNorm2d(outputs)]


def make_model():
    rng = np.random.default_rng(0)
    model = Sequential(
        *block(1, 4, rng, bias=False), ReLU(), *block(4, 4, rng), Dropout(),
        Sequential(*block(4, 6, rng, groups=2), ReLU()),
        Residual(
            *block(6, 6, rng), ReLU(), *block(6, 8, rng),
            shortcut=Sequential(Conv2d(6, 8, 1, bias=False, rng=rng), BatchNorm2d(8, eps=0.1)),
        ),
        Residual(*block(8, 8, rng)),
        Flatten(), Linear(512, 3, rng=rng),
    )  # fmt: skip
    for layer in model.named_layers().values():
        if isinstance(layer, BatchNorm2d):
            count = layer.num_features
            layer.weight = rng.uniform(0.5, 2, count)
            layer.bias = rng.normal(size=count)
            layer.running_mean = rng.normal(size=count)
            layer.running_var = rng.uniform(0.1, 2, count)
    return model.to("float64").eval()


def test_a_network_answers_the_same_without_its_batch_norms():
    model = make_model()
    state = model.state_dict()
    folded = fold_batch_norm(model)
    assert not any(isinstance(one, BatchNorm2d) for one in folded.named_layers().values())
    wanted = model(X)
    for key, array in model.state_dict().items():
        np.testing.assert_array_equal(array, state[key])
    for array in model.parameters().values():  # no array is handed on
        array[...] = -1
    np.testing.assert_allclose(folded(X), wanted, rtol=1e-12)


def test_a_state_loads_in_order_into_a_network_without_batch_norms():
    model = make_model()
    model[7].shortcut[1].eps = 1e-5  # a state has one eps for all
    without = fold_batch_norm(model)
    state = model.state_dict()
    other = fold_batch_norm(make_model())
    other.load_state_dict(fold_batch_norm(state), match="order")
    for key, array in without.state_dict().items():
        np.testing.assert_allclose(other.state_dict()[key], array, rtol=1e-12)
    np.testing.assert_allclose(other(X), model(X), rtol=1e-12)


def test_eps_counts_for_a_state():
    state = Sequential(*block(1, 2, np.random.default_rng(0))).state_dict()
    small, large = fold_batch_norm(state), fold_batch_norm(state, eps=3)
    np.testing.assert_allclose(small["0.weight"], 2 * large["0.weight"], rtol=1e-4)


def test_a_network_that_lacks_batch_norm_says_how_to_fold_them():
    model = make_model()
    without = fold_batch_norm(model)
    with one_sentence(ValueError, ["cnnkit.fold_batch_norm(state)", 'match="order"']):
        without.load_state_dict(model.state_dict())


def test_a_state_of_pytorch_is_folded():
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    network = torch.nn.Sequential(
        torch.nn.Conv2d(1, 3, 3, bias=False), torch.nn.BatchNorm2d(3), torch.nn.ReLU(),
        torch.nn.Conv2d(3, 2, 3), torch.nn.BatchNorm2d(2, affine=False), torch.nn.Flatten(),
        torch.nn.Linear(32, 4), torch.nn.BatchNorm1d(4),
    ).double()  # fmt: skip
    for _ in range(3):
        network(torch.from_numpy(X) * 3 + 1)
    network.eval()
    model = Sequential(Conv2d(1, 3, 3), ReLU(), Conv2d(3, 2, 3), Flatten(), Linear(32, 4))
    model.to("float64")
    model.load_state_dict(fold_batch_norm(network.state_dict()), match="order")
    wanted = network(torch.from_numpy(X)).detach().numpy()
    np.testing.assert_allclose(model(X), wanted, rtol=1e-10)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Sequential(ReLU(), BatchNorm2d(2)), ["layer 1, BatchNorm2d(2)", "directly"]),
        (lambda: Sequential(BatchNorm2d(2), Conv2d(2, 3, 1)), ["layer 0", "leave it"]),
        (lambda: Sequential(Residual(BatchNorm2d(2))), ["does not follow"]),
        (
            lambda: Sequential(Conv2d(1, 2, 3), BatchNorm2d(2, track_running_stats=False)),
            ["no running statistics", "track_running_stats=True"],
        ),
        (
            lambda: Sequential(BatchNorm2d(2), Conv2d(2, 3, 1)).state_dict(),
            ["batch norm 0 does not follow", "BatchNorm2d"],
        ),
        (
            lambda: Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), BatchNorm2d(2)).state_dict(),
            ["batch norm 2 does not follow"],
        ),
        (
            lambda: Sequential(Conv2d(1, 2, 3), BatchNorm2d(3)).state_dict(),
            ["batch norm 1 has 3 channels", "makes 2"],
        ),
    ],
)
def test_what_cannot_be_folded_is_told(make, words):
    with one_sentence(ValueError, words):
        fold_batch_norm(make())


class Own(Sequential):
    """A network of somebody's own."""


@pytest.mark.parametrize("network", [3, [np.ones(3)], Own(ReLU())])
def test_what_is_no_network_is_rejected(network):
    with one_sentence(TypeError, ["Sequential"]):
        fold_batch_norm(network)


def test_a_negative_eps_is_rejected():
    with one_sentence(ValueError, ["eps is -1"]):
        fold_batch_norm({}, eps=-1)
