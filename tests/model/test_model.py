"""cnnkit.model: layers in a row, names for everything, weights in files."""

import io
import zipfile

import numpy as np
import pytest

from cnnkit import xo
from cnnkit.layers import (
    AvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    Linear,
    ReLU,
)
from cnnkit.model import Sequential
from tests.helpers.interrupts import InterruptedOnce
from tests.helpers.networks import small_cnn
from tests.helpers.sentences import one_sentence


def make_model(seed=0, channels=3):
    return small_cnn((1, 6, 8), channels, 4, padding=1, seed=seed)


X = np.random.default_rng(1).normal(size=(5, 1, 6, 8)).astype(np.float32)
D = np.random.default_rng(2).normal(size=(5, 4)).astype(np.float32)


def test_forward_is_the_layers_one_after_the_other():
    model = make_model()
    expected = X
    for layer in model:
        expected = layer(expected)
    np.testing.assert_array_equal(model(X), expected)
    np.testing.assert_array_equal(model.forward(X), expected)


def test_backward_is_the_layers_in_reverse():
    model = make_model()
    model(X)
    expected = D
    for layer in reversed(list(model)):
        expected = layer.backward(expected)
    np.testing.assert_array_equal(model.backward(D), expected)


def test_backward_without_input_gradient_gives_the_same_gradients_and_none():
    full, lean = make_model(), make_model()
    full(X), lean(X)
    assert full.backward(D).shape == X.shape
    assert lean.backward(D, input_gradient=False) is None
    for key, gradient in full.gradients().items():
        np.testing.assert_array_equal(lean.gradients()[key], gradient)


def test_backward_stops_at_the_first_layer_that_learns():
    calls = []

    class Spy(Flatten):
        def backward(self, d, *, input_gradient=True):
            calls.append("flatten")
            return super().backward(d, input_gradient=input_gradient)

    model = Sequential(Spy(), Linear(48, 4))
    model(X)
    model.backward(D, input_gradient=False)
    assert calls == []
    model.backward(D)
    assert calls == ["flatten"]


def test_model_without_parameters_goes_back_too():
    model = Sequential(ReLU(), Flatten())
    y = model(X)
    assert model.backward(np.ones_like(y)).shape == X.shape
    assert model.backward(np.ones_like(y), input_gradient=False) is None
    assert model.gradients() == {} == model.state_dict()


def test_names_are_those_of_pytorch():
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    nn = torch.nn
    ours = Sequential(Sequential(Conv2d(1, 2, 3), ReLU()), Flatten(), Linear(8, 3, bias=False))
    theirs = nn.Sequential(
        nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU()), nn.Flatten(), nn.Linear(8, 3, bias=False)
    )
    found = {key: array.shape for key, array in ours.state_dict().items()}
    assert found == {key: tuple(array.shape) for key, array in theirs.state_dict().items()}
    assert list(found) == list(theirs.state_dict())


def test_weights_go_to_pytorch_and_back_unchanged():
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    nn = torch.nn
    theirs = nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 4)
    )
    model = make_model()
    model.load_state_dict({k: v.numpy() for k, v in theirs.state_dict().items()})
    expected = theirs(torch.tensor(X)).detach().numpy()
    np.testing.assert_allclose(model(X), expected, rtol=1e-5, atol=1e-5)
    before = model.state_dict()
    theirs.load_state_dict({k: torch.tensor(v) for k, v in before.items()})
    for key, tensor in theirs.state_dict().items():
        np.testing.assert_array_equal(tensor.numpy(), before[key])
    model.load_state_dict(theirs.state_dict())  # tensors themselves are arrays enough


def test_float64_model_equals_pytorch_forward_and_back():
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    nn = torch.nn
    theirs = nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 4)
    ).double()
    model = make_model().to(np.float64)
    model.load_state_dict({k: v.numpy() for k, v in theirs.state_dict().items()})
    x = torch.tensor(X.astype(np.float64), requires_grad=True)
    y = theirs(x)
    y.backward(torch.tensor(D.astype(np.float64)))
    np.testing.assert_allclose(
        model(x.detach().numpy()), y.detach().numpy(), rtol=1e-12, atol=1e-14
    )
    dx = model.backward(D.astype(np.float64))
    np.testing.assert_allclose(dx, x.grad.numpy(), rtol=1e-12, atol=1e-14)
    for parameter, gradient in zip(theirs.parameters(), model.gradients().values(), strict=True):
        np.testing.assert_allclose(gradient, parameter.grad.numpy(), rtol=1e-12, atol=1e-13)


def test_parameters_are_the_arrays_and_the_state_is_a_copy():
    model = make_model()
    assert model.parameters()["0.weight"] is model[0].weight
    state = model.state_dict()
    state["0.weight"][:] = 0
    assert model[0].weight.any()


def test_gradients_have_the_keys_and_shapes_of_the_state():
    model = make_model()
    with pytest.raises(RuntimeError, match=r"0\.weight has no gradient yet"):
        model.gradients()
    model(X)
    model.backward(D)
    gradients = model.gradients()
    assert list(gradients) == list(model.state_dict())
    for key, array in model.state_dict().items():
        assert gradients[key].shape == array.shape
        assert gradients[key].dtype == np.float32


def test_activations_name_every_array_in_order():
    model = make_model()
    found = model.activations(X)
    assert list(found) == ["input", "0", "1", "2", "3", "4"]
    np.testing.assert_array_equal(found["input"], X)
    np.testing.assert_array_equal(found["4"], model(X))
    x = X
    for layer, name in zip(model, list(found)[1:], strict=True):
        x = layer(x)
        np.testing.assert_array_equal(found[name], x)
    assert all(not array.flags.writeable for array in found.values())
    assert X.flags.writeable


def test_looking_at_activations_leaves_the_backward_pass_alone():
    model = make_model()
    model(X)
    expected = model.backward(D)
    model.activations(X[:2] * 3)
    model(X[:1] - 1, remember=False)
    np.testing.assert_array_equal(model.backward(D), expected)


def test_rejected_input_leaves_the_backward_pass_alone():
    model = make_model()
    model(X)
    expected = model.backward(D)
    gradients = model.gradients()
    with pytest.raises(ValueError, match="layer 4, Linear"):
        model(X[:, :, :, :6])
    assert all(model.gradients()[key] is g for key, g in gradients.items())
    np.testing.assert_array_equal(model.backward(D), expected)


def test_backward_before_forward_is_rejected():
    with pytest.raises(RuntimeError, match=r"call model\(x\) first"):
        make_model().backward(D)
    model = make_model()
    model(X, remember=False)
    with pytest.raises(RuntimeError, match=r"call model\(x\) first"):
        model.backward(D)


def test_layer_called_by_itself_in_between_is_noticed():
    model = make_model()
    model(X)
    model[0](X * 2)
    with pytest.raises(RuntimeError, match=r"layer 0, Conv2d.* was called by itself"):
        model.backward(D)


def test_backward_with_the_wrong_shape_is_rejected_and_can_be_repeated():
    model = make_model()
    model(X)
    with pytest.raises(ValueError, match=r"\(5, 3\).*\(5, 4\)"):
        model.backward(D[:, :3])
    model.backward(D)


@pytest.mark.parametrize(
    ("x", "error", "words"),
    [
        (X[0], ValueError, ["layer 0, Conv2d", "(1, 6, 8)"]),
        (np.zeros((5, 2, 6, 8)), ValueError, ["layer 0, Conv2d", "2 channels"]),
        (np.zeros((0, 1, 6, 8)), ValueError, ["layer 0, Conv2d", "(0, 1, 6, 8)"]),
        (np.zeros((5, 1, 6, 8), int), TypeError, ["layer 0, Conv2d", "int64", "float32"]),
        (np.zeros((5, 1, 9, 9)), ValueError, ["layer 4, Linear", "48", "36"]),
        ("picture", TypeError, ["layer 0, Conv2d"]),
        (None, TypeError, ["layer 0, Conv2d"]),
    ],
)
def test_error_names_the_layer(x, error, words):
    for call in (make_model(), make_model().activations):
        with one_sentence(error, words):
            call(x)


@pytest.mark.parametrize(
    ("layers", "error", "words"),
    [
        ((), ValueError, ["no layers"]),
        ((ReLU,), TypeError, ["layer 0", "ReLU(...)"]),
        ((ReLU(), "relu"), TypeError, ["layer 1", "'relu'"]),
        (([ReLU(), ReLU()],), TypeError, ["layer 0", "Sequential(*layers)"]),
        ((ReLU(), None), TypeError, ["layer 1", "None"]),
        ((np.maximum,), TypeError, ["layer 0", "ufunc"]),
    ],
)
def test_what_is_no_layer_is_rejected(layers, error, words):
    with one_sentence(error, words):
        Sequential(*layers)


def test_your_own_layer_is_derived_from_layer():
    class Double(Layer):
        def _forward(self, x):
            return 2 * x, None

        def _backward(self, d, memory, input_gradient):
            return 2 * d if input_gradient else None

    model = Sequential(Double(), Flatten())
    np.testing.assert_array_equal(model(X), 2 * X.reshape(5, -1))
    np.testing.assert_array_equal(model.backward(np.ones((5, 48))), np.full(X.shape, 2))
    with pytest.raises(TypeError, match=r"derive your own from cnnkit\.layers\.Layer"):
        Sequential(lambda x: 2 * x)


def test_one_layer_at_two_places_is_rejected():
    relu = ReLU()
    with pytest.raises(ValueError, match=r"layers 0 and 1\.0 are the same object"):
        Sequential(relu, Sequential(relu))


def test_modes_reach_every_layer_and_come_back():
    model = Sequential(Dropout(0.5), Sequential(Dropout(0.5), ReLU()))
    assert model.training
    assert not model.eval().training
    assert not model[1][0].training
    model[0].train()
    with model.in_mode(True):
        assert model[1][0].training
    assert [layer.training for layer in model.named_layers().values()] == [True, False, False]


def test_to_changes_the_precision_of_everything():
    model = make_model().to(np.float64)
    assert {a.dtype for a in model.parameters().values()} == {np.dtype(np.float64)}
    assert model(X.astype(np.float64)).dtype == np.float64
    assert model.to("float32")(X).dtype == np.float32
    with pytest.raises(TypeError, match="float16"):
        model.to(np.float16)


def test_replica_shares_the_weights_and_remembers_for_itself():
    model = make_model()
    model(X)
    expected = model.backward(D)
    twin = model.replica()
    assert all(a is model.parameters()[key] for key, a in twin.parameters().items())
    twin(X * 2)
    twin.backward(D * 3)
    np.testing.assert_array_equal(model.backward(D), expected)
    assert twin.gradients()["0.weight"] is not model.gradients()["0.weight"]


def test_sequential_is_a_sequence_of_layers():
    model = make_model()
    assert len(model) == 5
    assert isinstance(model[-1], Linear)
    assert [type(layer) for layer in model][:2] == [Conv2d, ReLU]


def test_repr_shows_nested_layers_as_pytorch_does():
    model = Sequential(Sequential(ReLU(), Flatten()), Linear(3, 2))
    assert repr(model) == (
        "Sequential(\n  (0): Sequential(\n    (0): ReLU()\n    (1): Flatten()\n  )\n"
        "  (1): Linear(in_features=3, out_features=2)\n)"
    )


# State: all or nothing


def state_with(model, **changes):
    state = model.state_dict()
    for key, value in changes.items():
        state[key.replace("_", ".", 1)] = value
    return state


BAD_STATES = [
    (lambda s: {k: v for k, v in s.items() if k != "4.bias"}, ["lacks 4.bias", "0.weight"]),
    (lambda s: s | {"5.weight": np.ones(2)}, ["unknown 5.weight"]),
    (lambda s: {f"net.{k}": v for k, v in s.items()}, ["lacks 0.weight", "net.0.weight"]),
    (lambda s: s | {"4.weight": np.zeros((4, 35))}, ["4.weight", "(4, 35)", "(4, 36)"]),
    (lambda s: s | {"4.weight": s["4.weight"].T}, ["4.weight", "(36, 4)", "(4, 36)"]),
    (lambda s: s | {"4.bias": np.array([0, np.nan, 0, 0])}, ["4.bias", "nan", "(1,)"]),
    (lambda s: s | {"4.bias": np.array([0, 0, np.inf, 0])}, ["4.bias", "inf", "(2,)"]),
    (lambda s: s | {"4.bias": np.array([0, 0, 1e300, 0])}, ["4.bias", "float32", "inf"]),
]
BAD_TYPES = [
    (lambda s: s | {"4.bias": np.array([0, 1, 2, 3])}, ["4.bias", "int64"]),
    (lambda s: s | {"4.bias": np.array(["a"] * 4)}, ["4.bias"]),
    (lambda s: s | {"4.bias": np.array([None] * 4)}, ["4.bias", "object"]),
    (lambda s: s | {"4.bias": np.zeros(4, complex)}, ["4.bias", "complex"]),
    (lambda s: list(s.values()), ["list", "dict"]),
]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [(c, ValueError, w) for c, w in BAD_STATES] + [(c, TypeError, w) for c, w in BAD_TYPES],
)
def test_bad_state_is_rejected_and_changes_nothing(change, error, words):
    model = make_model()
    before = model.state_dict()
    with one_sentence(error, words):
        model.load_state_dict(change(make_model(seed=9).state_dict()))
    for key, array in model.parameters().items():
        np.testing.assert_array_equal(array, before[key])


def test_read_only_parameter_is_rejected_before_anything_is_loaded():
    model = make_model()
    before = model.state_dict()
    model[4].bias.flags.writeable = False
    with pytest.raises(ValueError, match=r"4\.bias is read-only"):
        model.load_state_dict(make_model(seed=9).state_dict())
    np.testing.assert_array_equal(model[0].weight, before["0.weight"])


def test_loading_rounds_to_the_models_precision_and_keeps_the_arrays():
    model = make_model()
    arrays = model.parameters()
    state = {k: np.asarray(v, ">f8") for k, v in make_model(seed=9).state_dict().items()}
    model.load_state_dict(state)
    for key, array in model.parameters().items():
        assert array is arrays[key]
        assert array.dtype == np.float32
        np.testing.assert_array_equal(array, state[key])


def test_loading_ends_the_last_forward_pass():
    model = make_model()
    model(X)
    model.load_state_dict(model.state_dict())
    with pytest.raises(RuntimeError, match="no forward pass"):
        model.backward(D)


# Files


def test_saved_model_is_loaded_again(tmp_path):
    model, other = make_model(), make_model(seed=9)
    model.save(tmp_path / "model.npz")
    other.load(str(tmp_path / "model.npz"))
    for key, array in model.parameters().items():
        np.testing.assert_array_equal(other.parameters()[key], array)
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


def test_file_is_plain_numpy_without_pickle(tmp_path):
    make_model().save(tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz", allow_pickle=False) as file:
        assert file.files == ["0.weight", "0.bias", "4.weight", "4.bias"]


def test_saving_replaces_a_file_and_a_failure_keeps_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "model.npz"
    make_model().save(path)
    old = path.read_bytes()

    def fail(*args, **kwargs):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", fail)
        with pytest.raises(OSError, match="disk full"):
            make_model(seed=9).save(path)
    assert path.read_bytes() == old
    assert [p.name for p in tmp_path.iterdir()] == ["model.npz"]
    make_model(seed=9).save(path)
    assert path.read_bytes() != old


def pickled():
    buffer = io.BytesIO()
    np.savez(buffer, **{"0.weight": np.array([{}], dtype=object)})
    return buffer.getvalue()


def cut_off():
    buffer = io.BytesIO()
    np.savez(buffer, **make_model().state_dict())
    return buffer.getvalue()[:-200]


def flipped():
    buffer = io.BytesIO()
    np.savez(buffer, **make_model().state_dict())
    data = bytearray(buffer.getvalue())
    data[len(data) // 2] ^= 255
    return bytes(data)


def no_arrays():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("hello.txt", "hello")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", pickled(), cut_off(), flipped(), no_arrays()],
    ids=["empty", "text", "pickled", "cut off", "flipped", "no arrays"],
)
def test_damaged_file_is_rejected_by_name_and_changes_nothing(tmp_path, content):
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    model = make_model()
    before = model.state_dict()
    with one_sentence((ValueError, TypeError), [str(path)]):
        model.load(path)
    for key, array in model.parameters().items():
        np.testing.assert_array_equal(array, before[key])


def test_single_array_file_is_rejected(tmp_path):
    with open(tmp_path / "model.npz", "wb") as file:
        np.save(file, np.ones(3))
    with pytest.raises(ValueError, match=r"model\.npz"):
        make_model().load(tmp_path / "model.npz")


def test_missing_file_and_wrong_name_are_rejected(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no file of weights .*lost\.npz; check its name"):
        make_model().load(tmp_path / "lost.npz")
    with pytest.raises(ValueError, match=r"use 'model\.old\.npz'"):
        make_model().save(tmp_path / "model.old")
    with pytest.raises(ValueError, match=r"give one that model\.save wrote"):
        make_model().load(tmp_path / "model.old")
    assert list(tmp_path.iterdir()) == []


def test_file_of_another_model_is_rejected_by_key_and_both_shapes(tmp_path):
    make_model(channels=2).save(tmp_path / "model.npz")
    with pytest.raises(ValueError, match=r"model\.npz: 0\.weight .*\(2, 1, 3, 3\).*\(3, 1, 3, 3\)"):
        make_model().load(tmp_path / "model.npz")


# The ledger


def test_ledger_counts_the_xo_network():
    ledger = xo.network().summary((1, 9, 9))
    assert (ledger.parameters, ledger.multiply_adds) == (128, 3 * 9 * 49 + 48 * 2)
    assert [row.output_shape for row in ledger.rows] == [
        (3, 7, 7),
        (3, 7, 7),
        (3, 4, 4),
        (48,),
        (2,),
    ]
    assert [row.parameters for row in ledger.rows] == [30, 0, 0, 0, 98]
    assert [row.counted for row in ledger.rows] == ["3·1·3·3 + 3", "", "", "", "2·48 + 2"]
    assert [row.multiply_adds for row in ledger.rows] == [1323, 0, 0, 0, 96]
    assert [row.sees for row in ledger.rows] == [(3, 3), (3, 3), (4, 4), (4, 4), (9, 9)]


def test_ledger_shapes_are_those_of_the_activations():
    model = Sequential(
        Conv2d(2, 4, (3, 5), stride=(2, 1), padding=(1, 0), dilation=(1, 2)),
        AvgPool2d(2, stride=1),
        Sequential(Conv2d(4, 5, 1, bias=False), ReLU()),
        GlobalAvgPool2d(),
        Flatten(),
        Linear(5, 3),
    )
    x = np.zeros((1, 2, 13, 17), np.float32)
    arrays = list(model.activations(x).values())[1:]
    ledger = model.summary(x.shape[1:])
    assert [row.output_shape for row in ledger.rows] == [a.shape[1:] for a in arrays]
    assert ledger.parameters == sum(a.size for a in model.parameters().values())
    assert ledger.rows[2].counted == "5·4·1·1"
    assert ledger.rows[2].sees == (5, 10)
    assert [row.sees for row in ledger.rows[4:]] == [(13, 17)] * 3
    assert model.output_shape(x.shape) == (1, 3)


def test_no_layer_sees_more_than_the_picture_however_far_its_windows_reach_into_the_padding():
    model = Sequential(Conv2d(1, 2, 5, padding=2), Conv2d(2, 2, 5, padding=2))
    assert [row.sees for row in model.summary((1, 8, 12)).rows] == [(5, 5), (8, 9)]


def test_ledger_of_rows_of_numbers_sees_no_picture():
    ledger = Sequential(Linear(81, 5), ReLU(), Linear(5, 2)).summary((81,))
    assert [row.sees for row in ledger.rows] == [()] * 3
    assert ledger.multiply_adds == 81 * 5 + 5 * 2


def test_ledger_is_a_table_as_text_and_as_html():
    ledger = xo.network().summary((1, 9, 9))
    lines = repr(ledger).splitlines()
    assert len(lines) == 8
    assert lines[2].split() == [
        "0", "Conv2d(1,", "3,", "kernel_size=(3,", "3),", "stride=(1,", "1))",
        "3×7×7", "3·1·3·3", "+", "3", "=", "30", "1,323", "3×3",
    ]  # fmt: skip
    assert lines[-1].split() == ["total", "128", "1,419"]
    html = ledger._repr_html_()
    assert html.count("<tr>") == 8
    assert "3·1·3·3 + 3 = 30" in html


@pytest.mark.parametrize(
    ("shape", "error", "words"),
    [
        (9, TypeError, ["input_shape is 9", "(1, 28, 28)"]),
        ((9, 9), ValueError, ["(9, 9)", "2 entries"]),
        ((5, 1, 9, 9), ValueError, ["4 entries", "(1, 9, 9)"]),
        ((1, 0, 9), ValueError, ["input_shape", "0"]),
        ((1, 9.0, 9), TypeError, ["input_shape", "9.0"]),
        ((1, 2, 2), ValueError, ["layer 0, Conv2d", "does not fit"]),
        ((2, 9, 9), ValueError, ["layer 0, Conv2d", "(1, 2, 9, 9)", "1"]),
        ((1, 12, 12), ValueError, ["layer 4, Linear", "48"]),
    ],
)
def test_ledger_of_an_impossible_shape_is_rejected(shape, error, words):
    with one_sentence(error, words):
        xo.network().summary(shape)


def test_interrupt_in_the_middle_of_loading_loads_all(monkeypatch):
    model, state = make_model(), make_model(seed=9).state_dict()
    model[4].weight = model[4].weight.view(InterruptedOnce)
    monkeypatch.setattr(InterruptedOnce, "armed", True)
    with pytest.raises(KeyboardInterrupt):
        model.load_state_dict(state)
    assert not InterruptedOnce.armed
    for key, array in model.parameters().items():
        np.testing.assert_array_equal(np.asarray(array), state[key])


class Halves(Sequential):
    """A network of a reader's own, which does something before its layers."""

    def forward(self, x, *, remember=True):
        return super().forward(x / 2, remember=remember)


class Forgetful(Sequential):
    """A network that does not call its base class."""

    def __init__(self):
        pass


def test_a_network_is_a_layer_and_defines_only_what_differs():
    assert issubclass(Sequential, Layer)
    same = {"__call__", "__init_subclass__", "_forward", "_backward", "eval", "options", "names"}
    above = Sequential.__mro__[: Sequential.__mro__.index(Layer)]
    assert not same & {name for base in above for name in vars(base)}


def test_a_network_of_your_own_may_extend_forward():
    model, halved = make_model(), Halves(*make_model())
    np.testing.assert_array_equal(halved(X), model(X / 2))
    np.testing.assert_array_equal(halved.replica()(X), model(X / 2))
    assert halved.backward(D).shape == X.shape


def test_a_network_that_was_not_made_ready_is_no_layer_of_another():
    with one_sentence(TypeError, ["layer 1, Forgetful", "super().__init__()"]):
        Sequential(Flatten(), Forgetful())


def test_modes_are_set_by_train_and_eval_only():
    model = make_model().eval()
    assert model.training is False
    with one_sentence(AttributeError, ["training cannot be set to True", "model.train(False)"]):
        model.training = True


def test_a_layer_without_parameters_is_not_asked_for_a_gradient_that_nobody_wants():
    class Careless(Layer):
        def _forward(self, x):
            return x, None

        def _backward(self, d, memory, input_gradient):
            raise AssertionError

    layer = Careless()
    layer(X)
    assert layer.backward(X, input_gradient=False) is None
    with pytest.raises(AssertionError):
        layer.backward(X)


class Failing(Layer):
    """A layer whose gradient cannot be computed."""

    def _forward(self, x):
        return x, x

    def _backward(self, d, memory, input_gradient):
        raise ZeroDivisionError


def test_a_failing_layer_leaves_the_gradients_of_those_behind_it():
    model = Sequential(Failing(), Linear(6, 3, rng=np.random.default_rng(0)))
    y = model(np.ones((2, 6)))
    model[1].gradients = before = {"weight": np.zeros((3, 6)), "bias": np.zeros(3)}
    with pytest.raises(ZeroDivisionError):
        model.backward(np.ones_like(y))
    assert model[1].gradients is before
