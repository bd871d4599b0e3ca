"""Models put together, loaded and saved wrongly."""

import io

import numpy as np

from cnnkit import functional as F
from cnnkit import layers
from cnnkit.model import Sequential

from .bad_files import flagged, header, zipped
from .given import NAN, R, Strange, T, V

CASES = {
    "Sequential: nothing": (lambda e: Sequential(), V, ["no layers"]),
    "Sequential: a class": (lambda e: Sequential(layers.ReLU), T, ["ReLU(...)"]),
    "Sequential: a list": (lambda e: Sequential([e.relu]), T, ["Sequential(*layers)"]),
    "Sequential: twice": (lambda e: Sequential(e.relu, e.relu), V, ["0 and 1", "same object"]),
    "Sequential: None": (lambda e: Sequential(None), T, ["layer 0 is None"]),
    "Sequential: function": (lambda e: Sequential(F.relu), T, ["function", "not a layer"]),
    "Sequential: Strange": (lambda e: Sequential(Strange()), T, ["<Strange>"]),
    "model: picture size": (lambda e: e.model(e.x[:, :, 1:]), V, ["layer 3, Linear", "168"]),
    "model: rank": (lambda e: e.model(e.x[0]), V, ["layer 0, Conv2d", "(3, 8, 9)"]),
    "model: integers": (lambda e: e.model(e.integers), T, ["layer 0", "int64"]),
    "model: backward shape": (lambda e: e.model.backward(e.rows), V, ["(5, 6)", "(2, 6)"]),
    "model: backward first": (lambda e: e.other.backward(e.rows), R, ["model(x) first"]),
    "model: gradients first": (lambda e: e.other.gradients(), R, ["1.weight", "no gradient"]),
    "model: activations": (lambda e: e.model.activations(e.rows), V, ["layer 0"]),
    "model: summary rank": (lambda e: e.model.summary((8, 9)), V, ["(8, 9)", "(C, H, W)"]),
    "model: summary channels": (lambda e: e.model.summary((1, 8, 9)), V, ["layer 0"]),
    "model: summary batch": (lambda e: e.model.summary(e.x.shape), V, ["batch", "(3, 8, 9)"]),
    "model: dtype": (lambda e: e.model.to(np.int32), T, ["int32", "float32"]),
    "model: None": (lambda e: e.model(None), T, ["layer 0", "NoneType"]),
    "model: remember": (lambda e: e.model(e.x, remember=2), T, ["remember 2"]),
    "model: ragged": (lambda e: e.model.activations([[1.0], [2.0, 3.0]]), V, ["lengths"]),
    "model: mode": (lambda e: e.model.train("on"), T, ["mode 'on'"]),
    "model: to nothing": (lambda e: e.model.to(None), T, ["dtype is None"]),
    "model: to nonsense": (lambda e: e.model.to("nonsense"), T, ["'nonsense'"]),
    "model: shape": (lambda e: e.model.output_shape(5), T, ["layer 0", "input_shape 5"]),
    "model: summary of None": (lambda e: e.model.summary(None), T, ["None"]),
    "model: summary of floats": (lambda e: e.model.summary((3, 8.0, 9)), T, ["8.0"]),
    "model: layer 9": (lambda e: e.model[9], IndexError, ["no layer 9", "0 to 3"]),
    "model: layer by name": (lambda e: e.model["0"], T, ["no layer '0'"]),
    "model: backward flag": (
        lambda e: e.model.backward(np.ones((2, 6)), input_gradient="no"),
        T,
        ["input_gradient 'no'"],
    ),
    "load: missing key": (
        lambda e: e.model.load_state_dict({"0.weight": e.w}),
        V,
        ["lacks 0.bias", "3.weight"],
    ),
    "load: other model": (
        lambda e: e.model.load_state_dict(e.other.state_dict()),
        V,
        ["unknown 1.weight"],
    ),
    "load: shape": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"3.bias": e.b}),
        V,
        ["3.bias", "(4,)", "(6,)"],
    ),
    "load: nan": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"3.bias": np.full(6, NAN)}),
        V,
        ["3.bias", "nan", "(0,)"],
    ),
    "load: infinite": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"0.bias": np.full(4, np.inf)}),
        V,
        ["0.bias", "inf"],
    ),
    "load: integers": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"3.bias": np.arange(6)}),
        T,
        ["3.bias", "int64"],
    ),
    "load: list": (lambda e: e.model.load_state_dict([e.w, e.b]), T, ["list", "dict"]),
    "load: no file": (lambda e: e.model.load("nowhere.npz"), FileNotFoundError, ["nowhere.npz"]),
    "load: name": (lambda e: e.model.load("model.old"), V, ["'model.old'", "model.save wrote"]),
    **{
        f"load: {ending}": (lambda e, ending=ending: e.model.load(f"net{ending}"), V, words)
        for ending, words in {
            ".pt": ["torch.load('net.pt'", "load_state_dict(state)", "there is no", "/net.pt"],
            ".pth": ["torch.load('net.pth'", "weights_only=True"],
            ".h5": ["keras.saving.load_model('net.h5')", "cnnkit.from_keras(arrays, model"],
            ".weights.h5": ["keras_model.load_weights('net.weights.h5')", "get_weights()"],
            ".keras": ["keras.saving.load_model('net.keras')"],
            ".onnx": ["onnx.load('net.onnx')", "match='order'"],
            ".npy": ["state['0.weight'] = np.load('net.npy')"],
            ".pkl": ["pickle.load(open('net.pkl', 'rb'))", "trust"],
        }.items()
    },
    "load: a class": (lambda e: e.model.load_state_dict(dict), T, ["type", "dict"]),
    "load: None inside": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"0.bias": None}),
        T,
        ["0.bias", "NoneType"],
    ),
    "load: Strange inside": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"0.bias": Strange()}),
        T,
        ["0.bias", "no array today"],
    ),
    "load: row": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"0.bias": e.b[None]}),
        V,
        ["0.bias", "(1, 4)"],
    ),
    "load: match": (
        lambda e: e.model.load_state_dict(e.model.state_dict(), match="shape"),
        V,
        ["match is 'shape'", "'order'"],
    ),
    "load: strict": (
        lambda e: e.model.load_state_dict(e.model.state_dict(), "no"),
        T,
        ["strict 'no'"],
    ),
    "load: nothing in common": (
        lambda e: e.model.load_state_dict({"a": e.w}, strict=False),
        V,
        ["lacks 0.weight", "unknown a"],
    ),
    "load: a checkpoint": (
        lambda e: e.model.load_state_dict({"epoch": 3, "model": e.model.state_dict()}),
        V,
        ["whole checkpoint", "epoch, model", "state['model']"],
    ),
    "load: a checkpoint in order": (
        lambda e: e.model.load_state_dict({"a": 3, "b": e.model.state_dict()}, match="order"),
        V,
        ["whole checkpoint", "state['b']"],
    ),
    "load: a model": (lambda e: e.model.load_state_dict(e.other), T, ["give its state_dict()"]),
    "load: Strange in order": (
        lambda e: e.model.load_state_dict({"a": Strange()}, match="order"),
        V,
        ["number 0 in order is a"],
    ),
    "load: a folder": (
        lambda e: (e.folder / "net.npz").mkdir() or e.model.load(e.folder / "net.npz"),
        IsADirectoryError,
        ["net.npz cannot be read"],
    ),
    "load: order, one too many": (
        lambda e: e.model.load_state_dict([*e.model.state_dict().values(), e.b], match="order"),
        V,
        ["5 arrays", "4: state goes on with 4"],
    ),
    "load: order, one too few": (
        lambda e: e.model.load_state_dict([*e.model.state_dict().values()][:3], match="order"),
        V,
        ["3 arrays", "4: this model goes on with 3.bias"],
    ),
    "load: order, other shapes": (
        lambda e: e.model.load_state_dict({"a": e.w[:, :1]}, match="order"),
        V,
        ["number 0 in order is a", "0.weight", "same layers"],
    ),
    "load: Keras' kernel": (
        lambda e: e.model.load_state_dict(
            e.model.state_dict() | {"0.weight": e.w.transpose(2, 3, 1, 0)}
        ),
        V,
        ["(kH, kW, in, out)", "array.transpose(3, 2, 0, 1)"],
    ),
    "load: Keras' dense": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"3.weight": e.model[3].weight.T}),
        V,
        ["(in, out)", "3.weight as array.T", "reshape(H, W, C, 6).transpose(3, 2, 0, 1)"],
    ),
    "load: key 5": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {5: e.b}),
        V,
        ["unknown 5"],
    ),
    "load: path None": (lambda e: e.model.load(None), T, ["path is None"]),
    "load: open file": (lambda e: e.model.load(io.BytesIO()), T, ["BytesIO"]),
    "load: zero byte": (lambda e: e.model.load("a\0.npz"), V, ["zero byte"]),
    "load: a thousand keys": (
        lambda e: e.model.load_state_dict(
            e.model.state_dict() | {f"k{i}": e.x for i in range(1000)}
        ),
        V,
        ["k19 and 980 more"],
    ),
    "load: header announces 4 TB": (
        lambda e: e.model.load(
            zipped(
                e,
                **{"0.bias.npy": header("{'descr':'<f4','fortran_order':False,'shape':(10**12,)}")},
            )
        ),
        V,
        ["bad.npz", "damaged"],
    ),
    "load: header cut": (
        lambda e: e.model.load(zipped(e, **{"0.bias.npy": header("{'descr': '<f4', 'fortr")})),
        V,
        ["bad.npz", "damaged"],
    ),
    "load: encrypted": (
        lambda e: e.model.load(flagged(e, (b"PK\x01\x02", 8, 1), (b"PK\x03\x04", 6, 1))),
        V,
        ["bad.npz", "encrypted"],
    ),
    "load: unknown compression": (
        lambda e: e.model.load(flagged(e, (b"PK\x01\x02", 10, 99), (b"PK\x03\x04", 8, 99))),
        V,
        ["bad.npz", "damaged"],
    ),
    "save: name": (lambda e: e.model.save("model"), V, ["model.npz"]),
    "save: ONNX": (
        lambda e: e.model.save("net.onnx"),
        V,
        ["cnnkit.export_onnx(model, path, input_shape)"],
    ),
    "save: path 3": (lambda e: e.model.save(3), T, ["path is 3"]),
    "save: zero byte": (lambda e: e.model.save("a\0.npz"), V, ["zero byte"]),
    "save: no folder": (
        lambda e: e.model.save("nowhere/a.npz"),
        FileNotFoundError,
        ["nowhere", "another folder"],
    ),
    "save: a suffix alone": (lambda e: e.model.save(".npz"), V, ["use 'model.npz'"]),
    "save: nothing": (lambda e: e.model.save(""), V, ["path is empty"]),
    "save: half a character": (lambda e: e.model.save("a\ud800.npz"), V, ["no file name can have"]),
    "gradients: missing": (
        lambda e: e.model.set_gradients({"0.weight": e.conv.weight}),
        V,
        ["gradients lacks 0.bias"],
    ),
    "gradients: list": (lambda e: e.model.set_gradients([e.x]), T, ["gradients is a list"]),
}
