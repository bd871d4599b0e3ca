"""A residual block: its layers, and the way around them that is added."""

import copy
import pickle

import numpy as np
import pytest

from cnnkit.gradcheck import check_model
from cnnkit.layers import BatchNorm2d, Conv2d, Flatten, Linear, ReLU
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model import Residual, Sequential
from tests.helpers.sentences import one_sentence

X = np.random.default_rng(1).normal(size=(5, 1, 8, 8))
D = np.random.default_rng(2).normal(size=(5, 3))


def build(layers, sequential, residual):
    """Return a network with a block in a block and one with a projection, ours or PyTorch's."""
    return sequential(
        layers.Conv2d(1, 4, 3, 1, 1, 1, 1, False),
        layers.BatchNorm2d(4),
        layers.ReLU(),
        residual(
            layers.Conv2d(4, 4, 3, 1, 1),
            layers.ReLU(),
            residual(layers.Conv2d(4, 4, 3, 1, 1, 1, 2), layers.BatchNorm2d(4)),
        ),
        residual(
            sequential(layers.Conv2d(4, 8, 3, 2, 1), layers.ReLU()),
            layers.BatchNorm2d(8),
            shortcut=sequential(layers.Conv2d(4, 8, 1, 2), layers.BatchNorm2d(8)),
        ),
        layers.ReLU(),
        layers.Flatten(),
        layers.Linear(128, 3),
    )


def ours():
    import cnnkit

    model = build(cnnkit, Sequential, Residual).to("float64")
    for array in model.parameters().values():
        array += np.random.default_rng(array.size).normal(size=array.shape) * 0.1
    return model


def theirs():
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    nn = torch.nn

    class Block(nn.Sequential):
        def __init__(self, *layers, shortcut=None):
            super().__init__(*layers)
            self.shortcut = shortcut

        def forward(self, x):
            y = x
            for name, layer in self.named_children():
                y = y if name == "shortcut" else layer(y)
            return y + (x if self.shortcut is None else self.shortcut(x))

    torch.manual_seed(0)
    return build(nn, nn.Sequential, Block).double()


def test_output_gradients_and_running_statistics_are_pytorchs():
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    model, module = ours(), theirs()
    assert list(model.state_dict()) == list(module.state_dict())
    model.load_state_dict(module.state_dict())
    for training in (True, True, False):
        model.train(training), module.train(training)
        x = torch.tensor(X, requires_grad=True)
        module.zero_grad()
        y = module(x)
        y.backward(torch.tensor(D))
        np.testing.assert_allclose(model(X), y.detach().numpy(), rtol=1e-11, atol=1e-13)
        np.testing.assert_allclose(model.backward(D), x.grad.numpy(), rtol=1e-10, atol=1e-13)
        for key, parameter in module.named_parameters():
            expected = parameter.grad.numpy()
            np.testing.assert_allclose(model.gradients()[key], expected, rtol=1e-9, atol=1e-12)
        for key, buffer in module.named_buffers():
            np.testing.assert_allclose(model.buffers()[key], buffer.numpy(), rtol=1e-12)


def test_a_block_adds_what_it_has_read():
    block = Residual(Conv2d(1, 1, 3, padding=1, rng=np.random.default_rng(0)), ReLU())
    inner = Sequential(*copy.deepcopy(list(block)))
    x = X.astype(np.float32)
    y = block(x)
    np.testing.assert_array_equal(y, inner(x) + x)
    d = np.ones_like(y)
    np.testing.assert_array_equal(block.backward(d), inner.backward(d) + d)


def test_activations_shapes_and_layers_have_the_names_of_one_list():
    model = ours().eval()
    found = model.activations(X)
    names = ["0", "1", "2", "3.0", "3.1", "3.2.0", "3.2.1", "3.2", "3"]
    names += ["4.0.0", "4.0.1", "4.1", "4.shortcut.0", "4.shortcut.1", "4", "5", "6", "7"]
    assert list(found) == ["input", *names]
    assert list(model.named_layers()) == list(model.sources()) == names
    shapes = model.output_shapes(X.shape)
    assert {name: found[name].shape for name in names} == shapes
    np.testing.assert_array_equal(found["7"], model(X))
    for name, read in model.sources().items():
        arrays = [found[one] for one in read]
        layer = model.named_layers()[name]
        expected = sum(arrays) if isinstance(layer, Residual) else layer(*arrays, remember=False)
        np.testing.assert_array_equal(found[name], expected)


def test_the_sum_of_a_block_that_is_the_whole_network_has_a_name():
    block = Residual(ReLU())
    assert list(block.activations(X)) == ["input", "0", "sum"]
    assert block.sources() == {"0": ("input",), "sum": ("0", "input")}
    assert block.output_shape((5, 1, 8, 8)) == (5, 1, 8, 8)


def test_the_ledger_counts_every_layer_once_and_sees_along_the_longest_way():
    ledger = ours().summary((1, 8, 8))
    sees = {row.name: row.sees for row in ledger.rows}
    assert sees["1"] == (3, 3)  # a batch norm sees what its input sees
    assert sees["4.shortcut.0"] == sees["3"] == (7, 7)
    assert sees["4"] == (8, 8)  # all of it; in a larger picture 9×9
    counted = {row.name: row.counted for row in ledger.rows}
    assert counted["3.2.0"] == "4·2·3·3 + 4"  # in two groups
    assert counted["4"] == counted["3"] == ""
    assert ledger.parameters == sum(array.size for array in ours().parameters().values())
    work = {row.name: row.multiply_adds for row in ledger.rows}
    assert work["3.2.0"] == 4 * 2 * 9 * 64
    assert work["1"] == 0


def test_backpropagation_agrees_with_nudging():
    table = check_model(ours(), X, np.array([0, 1, 2, 0, 1]), loss=CrossEntropyLoss(), entries=3)
    assert table.agree(), table
    assert all(row.left_out == 0 for row in table)


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m)), lambda m: m.replica()]
)
def test_a_copy_computes_the_same_and_remembers_for_itself(copied):
    model = ours()
    model(X)
    expected = model.backward(D)
    twin = copied(model)
    assert isinstance(twin[4], Residual)
    assert twin[4].shortcut is not model[4].shortcut
    twin(2 * X)
    twin.backward(D)
    np.testing.assert_array_equal(model.backward(D), expected)


def test_without_input_gradient_the_weights_get_the_same_gradients():
    full = ours()
    lean = copy.deepcopy(full)
    full(X), lean(X)
    assert full.backward(D).shape == X.shape
    assert lean.backward(D, input_gradient=False) is None
    for key, gradient in full.gradients().items():
        np.testing.assert_array_equal(lean.gradients()[key], gradient)
    around = Sequential(Residual(ReLU(), shortcut=Conv2d(1, 1, 1)), Flatten(), Linear(64, 3))
    around(X.astype(np.float32))
    assert around.backward(D.astype(np.float32), input_gradient=False) is None
    assert around.gradients()["0.shortcut.weight"].shape == (1, 1, 1, 1)


@pytest.mark.parametrize("block", [Residual(Conv2d(1, 2, 3)), Residual(Flatten())])
def test_ways_that_end_in_other_shapes_are_named(block):
    model, words = Sequential(ReLU(), block), ["layer 1, Residual", "(5, 1, 8, 8)", "shortcut"]
    with one_sentence(ValueError, words):
        model(X)
    with one_sentence(ValueError, words):
        model.output_shape(X.shape)


def test_a_rejected_input_leaves_the_backward_pass_alone():
    model = ours()
    model(X)
    expected = model.backward(D)
    with pytest.raises(ValueError, match=r"layer 7, Linear"):
        model(X[:, :, :6, :6])
    np.testing.assert_array_equal(model.backward(D), expected)


def test_a_layer_of_the_shortcut_called_by_itself_is_noticed():
    model = ours()
    model(X)
    model[4].shortcut[0](np.ones((1, 4, 8, 8)))
    with pytest.raises(RuntimeError, match=r"layer 4\.shortcut\.0, Conv2d.* was called by itself"):
        model.backward(D)


def test_the_shortcut_is_a_layer_that_stands_at_no_other_place():
    relu = ReLU()
    with one_sentence(ValueError, ["layers 0 and shortcut are the same object"]):
        Residual(relu, shortcut=relu)
    with one_sentence(TypeError, ["shortcut is 5", "not a layer"]):
        Residual(relu, shortcut=5)
    with one_sentence(TypeError, ["shortcut is <class", "create it first: ReLU(...)"]):
        Residual(relu, shortcut=ReLU)


def test_it_shows_itself_as_pytorch_does():
    block = Residual(ReLU(), shortcut=BatchNorm2d(3))
    assert repr(block) == "Residual(\n  (0): ReLU()\n  (shortcut): BatchNorm2d(3)\n)"
