"""ONNX files: valid for onnx's own checker, and computing what the network computes."""

import numpy as np
import pytest

import cnnkit
from cnnkit import layers
from cnnkit.examples import digits, xo
from cnnkit.interop import export_onnx
from cnnkit.interop.protobuf import Float, message
from cnnkit.layers import (
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    LeakyReLU,
    Linear,
    LPPool2d,
    MaxPool2d,
    ReLU,
    RReLU,
    Sigmoid,
    Tanh,
)
from cnnkit.model import Residual, Sequential
from tests.helpers.sentences import one_sentence

onnx = pytest.importorskip("onnx")


def rng():
    return np.random.default_rng(3)


def conv(*arguments, **options):
    made = Conv2d(*arguments, rng=rng(), **options)
    if made.bias is not None:
        made.bias = rng().normal(size=len(made.bias)).astype(np.float32)
    return made


def norm(channels, **options):
    """Return a batch norm that has seen something."""
    made = BatchNorm2d(channels, **options)
    made.running_mean = rng().normal(size=channels).astype(np.float32)
    made.running_var = rng().uniform(0.5, 2, channels).astype(np.float32)
    if made.weight is not None:
        made.weight = rng().uniform(0.5, 2, channels).astype(np.float32)
        made.bias = rng().normal(size=channels).astype(np.float32)
    return made


# Each network with the shape of a picture, or of a row of numbers.
NETWORKS = {
    "conv": (lambda: [conv(2, 3, 3)], (2, 7, 9)),
    "conv without bias": (lambda: [conv(2, 3, (3, 2), bias=False)], (2, 7, 9)),
    "conv with stride, padding, dilation": (
        lambda: [conv(2, 3, 3, stride=(2, 1), padding=(1, 2), dilation=(1, 2))],
        (2, 8, 9),
    ),
    "conv same": (lambda: [conv(2, 3, 3, padding="same")], (2, 7, 9)),
    "even conv same": (lambda: [conv(2, 3, (2, 4), padding="same")], (2, 7, 9)),
    "conv in groups": (lambda: [conv(4, 6, 3, groups=2)], (4, 7, 9)),
    "depthwise conv": (lambda: [conv(4, 8, 3, groups=4)], (4, 7, 9)),
    "linear": (lambda: [Linear(5, 3, rng=rng())], (5,)),
    "linear without bias": (lambda: [Linear(5, 3, bias=False, rng=rng())], (5,)),
    "max pool": (lambda: [MaxPool2d(2)], (2, 7, 8)),
    "max pool with all": (lambda: [MaxPool2d(3, stride=2, padding=1, ceil_mode=True)], (2, 8, 9)),
    "max pool that leaves a rest": (lambda: [MaxPool2d(2, stride=3)], (2, 8, 9)),
    "average": (lambda: [AvgPool2d(2)], (2, 7, 8)),
    "average with padding": (lambda: [AvgPool2d(3, stride=2, padding=1)], (2, 7, 8)),
    "average without padding's share": (
        lambda: [AvgPool2d(3, stride=2, padding=1, count_include_pad=False)],
        (2, 7, 8),
    ),
    "average of a rest": (lambda: [AvgPool2d(3, stride=2, ceil_mode=True)], (2, 8, 10)),
    "average of all": (
        lambda: [AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)],
        (2, 8, 10),
    ),
    "average of padding and rest": (
        lambda: [AvgPool2d((3, 2), stride=2, padding=1, ceil_mode=True)],
        (2, 8, 9),
    ),
    "L1": (lambda: [Sigmoid(), LPPool2d(1, 2)], (2, 8, 9)),
    "L2": (lambda: [LPPool2d(2, 3, stride=2)], (2, 8, 9)),
    "L3": (lambda: [Sigmoid(), LPPool2d(3, 2)], (2, 8, 9)),
    "L2.5 of a rest": (lambda: [Sigmoid(), LPPool2d(2.5, 2, ceil_mode=True)], (2, 7, 9)),
    "L2 of negative numbers and a rest": (lambda: [LPPool2d(2, 2, ceil_mode=True)], (2, 7, 9)),
    "global average": (lambda: [GlobalAvgPool2d()], (2, 7, 9)),
    "flatten": (lambda: [Flatten()], (2, 7, 9)),
    "flatten rows": (lambda: [Flatten()], (5,)),
    "ReLU": (lambda: [ReLU()], (2, 3, 4)),
    "leaky": (lambda: [LeakyReLU(0.2), Linear(5, 2, rng=rng()), RReLU()], (5,)),
    "random leaky": (lambda: [RReLU()], (5,)),
    "sigmoid": (lambda: [Sigmoid()], (5,)),
    "tanh": (lambda: [Tanh()], (5,)),
    "dropout": (lambda: [Dropout()], (5,)),
    "batch norm": (lambda: [norm(2, eps=1e-3)], (2, 3, 4)),
    "batch norm without weights": (lambda: [norm(2, affine=False)], (2, 3, 4)),
    "residual": (lambda: [Residual(conv(2, 2, 3, padding=1), ReLU())], (2, 5, 6)),
    "residual with a shortcut": (
        lambda: [
            ReLU(),
            Residual(
                conv(2, 4, 3, padding=1, stride=2), norm(4), ReLU(),
                shortcut=Sequential(conv(2, 4, 1, stride=2), norm(4)),
            ),
            ReLU(),
        ],
        (2, 6, 8),
    ),
    "residual in a residual": (
        lambda: [Residual(Residual(conv(2, 2, 1)), Tanh(), shortcut=conv(2, 2, 1))],
        (2, 5, 6),
    ),
    "nested": (lambda: [Sequential(Sequential(ReLU()), Flatten()), Linear(60, 3)], (2, 5, 6)),
    "a whole network": (
        lambda: [
            conv(1, 6, 5, padding=2), norm(6), ReLU(), MaxPool2d(2), Dropout(),
            Residual(conv(6, 6, 3, padding="same", groups=3), norm(6)), LeakyReLU(),
            AvgPool2d(2, ceil_mode=True), Flatten(), Linear(6 * 4 * 4, 10, rng=rng()),
        ],
        (1, 14, 14),
    ),
}  # fmt: skip


def exported(model, shape, tmp_path):
    """Write a network, let onnx check it, and return what its reference evaluator computes."""
    from onnx.reference import ReferenceEvaluator

    export_onnx(model, tmp_path / "net.onnx", shape)
    file = onnx.load(tmp_path / "net.onnx")
    onnx.checker.check_model(file, full_check=True)
    run = ReferenceEvaluator(file)
    return lambda x: run.run(None, {"input": x})[0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", NETWORKS)
def test_the_file_is_valid_and_computes_what_the_network_computes(name, dtype, tmp_path):
    build, shape = NETWORKS[name]
    model = Sequential(*build()).to(dtype).eval()
    kind = dtype if model.state_dict() else np.float32
    run = exported(model, shape, tmp_path)
    for count in (1, 3):
        x = rng().normal(size=(count, *shape)).astype(kind)
        found, wanted = run(x), model(x)
        assert found.dtype == wanted.dtype
        assert found.shape == wanted.shape
        near = 1e-5 if kind == np.float32 else 1e-12
        np.testing.assert_allclose(found, wanted, rtol=near, atol=near)


def test_every_layer_that_ships_is_tried():
    tried = {
        type(layer)
        for build, _ in NETWORKS.values()
        for layer in Sequential(*build()).named_layers().values()
    }
    shipped = {getattr(layers, name) for name in layers.__all__} - {Layer}
    assert shipped - tried == set(), "write it in cnnkit/interop/onnx.py and try it in NETWORKS"


@pytest.mark.parametrize(
    ("network", "pictures"),
    [
        (digits.network, cnnkit.load_digits().test_images[:9]),
        (xo.network, xo.make_dataset(9, rng=np.random.default_rng(0)).images),
    ],
    ids=["digits", "xo"],
)
def test_the_networks_that_ship_give_the_same_answers(network, pictures, tmp_path):
    model = network()
    run = exported(model, pictures.shape[1:], tmp_path)
    np.testing.assert_allclose(run(pictures), model.eval()(pictures), rtol=1e-4, atol=1e-5)


def test_the_batch_has_any_size_and_the_weights_have_their_names(tmp_path):
    model = Sequential(conv(1, 2, 3), norm(2), Flatten(), Linear(98, 3))
    export_onnx(model, tmp_path / "net.onnx", (1, 9, 9))
    graph = onnx.load(tmp_path / "net.onnx").graph
    (value,) = graph.input
    sizes = value.type.tensor_type.shape.dim
    assert [size.dim_param or size.dim_value for size in sizes] == ["N", 1, 9, 9]
    state = model.state_dict()
    del state["1.num_batches_tracked"]
    assert [array.name for array in graph.initializer] == list(state)
    for array in graph.initializer:
        np.testing.assert_array_equal(onnx.numpy_helper.to_array(array), state[array.name])


def test_the_lines_that_load_an_onnx_file_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    models = [Sequential(conv(1, 2, 3), Flatten(), Linear(98, 3, rng=rng())) for _ in "ab"]
    models[1][0].weight = models[1][0].weight + 1
    export_onnx(models[1], "net.onnx", (1, 9, 9))
    with pytest.raises(ValueError, match="is a file of ONNX") as caught:
        models[0].load("net.onnx")
    first, second = str(caught.value).partition("onnx package, ")[2].split(", then ")
    space = {"onnx": onnx, "model": models[0]}
    exec(first, space)
    exec(second, space)
    for key, array in models[1].parameters().items():
        np.testing.assert_array_equal(models[0].parameters()[key], array)


def test_exporting_changes_nothing(tmp_path):
    model = Sequential(conv(1, 2, 3), norm(2), Dropout())
    before = model.state_dict(), model.modes()
    export_onnx(model, tmp_path / "net.onnx", (1, 9, 9))
    assert model.modes() == before[1]
    for key, array in model.state_dict().items():
        np.testing.assert_array_equal(array, before[0][key])


class Halved(ReLU):
    """A layer of somebody's own, which looks like one of ours."""

    def _value(self, x):
        return super()._value(x) / 2


def test_layers_that_cannot_be_written_are_named_in_one_sentence(tmp_path):
    model = Sequential(Halved(), Flatten(), Sequential(Halved()))
    with one_sentence(ValueError, ["layers 0 (Halved), 2.0 (Halved)", "cnnkit.layers"]):
        export_onnx(model, tmp_path / "net.onnx", (1, 9, 9))
    assert list(tmp_path.iterdir()) == []


def test_whole_numbers_and_floats_are_written_as_protocol_buffers_are():
    assert message((1, 1), (2, -1)) == b"\x08\x01\x10" + b"\xff" * 9 + b"\x01"
    assert message((1, Float(1))) == b"\x0d\x00\x00\x80\x3f"
    assert message((1, [message((1, 300))])) == b"\x0a\x03\x08\xac\x02"
