"""What people write who come from other libraries, with data as they have them at hand."""

import gzip
import io
import pickle
import zipfile

import numpy as np
from PIL import Image

import cnnkit
from cnnkit import data, layers, losses
from cnnkit.data import augment
from cnnkit.model import Sequential
from cnnkit.train.design_search import Trials

from .bad_files import stored
from .given import A, T, V
from .train import evaluate, fit

E = FileNotFoundError
PIXELS = np.arange(3 * 9).reshape(3, 9) * 9


def text(e, name, content):
    """Write a text into the folder of the surroundings and return its path."""
    path = e.folder / name
    path.write_text(content)
    return path


def packed(e, name, *inside):
    """Write a zip archive of empty files."""
    with zipfile.ZipFile(e.folder / name, "w") as archive:
        for one in inside:
            archive.writestr(one, "")
    return e.folder / name


def pickled(e, name):
    """Write a packed pickle."""
    (e.folder / name).write_bytes(gzip.compress(pickle.dumps([1])))
    return e.folder / name


def drawn(e, *names):
    """Write small pictures; return the folder."""
    for name in names:
        path = e.folder / name
        path.parent.mkdir(exist_ok=True)
        Image.new("RGB", (9, 9), "red").save(path)
    return e.folder


def table(names, rows=PIXELS):
    """A table of pixels as text."""
    return "\n".join([",".join(names), *(",".join(map(str, row)) for row in rows)])


def other(e):
    """A state whose last layer has other classes."""
    return e.model.state_dict() | {"3.weight": np.zeros((2, 168)), "3.bias": np.zeros(2)}


PLACES = [f"pixel{n}" for n in range(8)]
CASES = {
    # targets, in lists too: the line works for what was given
    "y: texts in a list": (lambda e: fit(e, y=["0", "5"]), T, ["np.array(y).astype(np.int64)"]),
    "y: arrays in a list": (lambda e: fit(e, y=[np.array([0])] * 2), V, ["np.array(y)[:, 0]"]),
    "y: from 1 in a list": (lambda e: fit(e, y=[1, 6]), V, ["np.array(y) - 1"]),
    "y: from 1": (lambda e: fit(e, y=e.targets + 1), V, ["give y - 1"]),
    "y: -1 and 1": (
        lambda e: losses.CrossEntropyLoss()(e.rows, np.array([-1, 1, 1, -1, 1])),
        V,
        ["(targets > 0).astype(np.int64)"],
    ),
    "y: -1 for none": (
        lambda e: losses.CrossEntropyLoss()(e.rows, np.array([-1, 1, 2, -1, 1])),
        V,
        ["keep = targets != -1"],
    ),
    "y: codes": (lambda e: fit(e, y=np.array([65, 70])), V, ["np.unique(y, return_inverse=True)"]),
    "y: -1 and 1 as probabilities": (
        lambda e: losses.BCEWithLogitsLoss()(np.ones(2), np.array([-1.0, 1.0])),
        V,
        ["(targets + 1) / 2"],
    ),
    "y: one-hot columns": (lambda e: fit(e, y=np.eye(6)[:, e.targets]), V, ["y.T"]),
    "y: one row": (lambda e: fit(e, y=e.targets[None]), V, ["y[0]"]),
    "y: a dict": (lambda e: fit(e, y={"label": e.targets}), V, ["y['label']"]),
    "y: a generator": (lambda e: fit(e, y=(n for n in (0, 5))), V, ["list(y)"]),
    "y: pictures": (lambda e: fit(e, y=e.x[:1]), V, ["y holds pictures, too"]),
    "y: scores": (lambda e: fit(e, y=e.rows[:2]), V, ["largest of each row", "y.argmax(axis=1)"]),
    "y: one-hot three deep": (
        lambda e: fit(e, y=np.eye(6)[e.targets][..., None]),
        V,
        ["y[..., 0].argmax(axis=1)"],
    ),
    # examples
    "x: examples last": (
        lambda e: fit(e, x=np.zeros((8, 9, 12), np.float32), y=np.zeros(12, int)),
        V,
        ["np.moveaxis(x, 2, 0)"],
    ),
    "x: one picture": (lambda e: fit(e, x=e.x[0], y=[3]), V, ["x[None]"]),
    "x: a batch too many": (
        lambda e: fit(e, x=e.x[None], y=e.targets),
        V,
        ["second axis of x", "x[0]"],
    ),
    "x: a sparse matrix": (
        lambda e: e.linear(type("Sparse", (), {"toarray": lambda self: e.rows})()),
        T,
        ["x.toarray()"],
    ),
    "x: objects": (
        lambda e: e.conv(np.array([*e.x, None], object)[:-1]),
        T,
        ["np.stack(x).astype(np.float32)"],
    ),
    "x: two sizes": (
        lambda e: e.conv([np.zeros((8, 8)), np.zeros((8, 9))]),
        V,
        ["(8, 8) and (8, 9)", "one size"],
    ),
    "x: names of files": (lambda e: e.conv(["a.png"]), T, ["'a.png'", "load_images"]),
    "x: complex": (lambda e: e.conv(e.x * 1j), T, ["x.real"]),
    "x: a whole data set": (
        lambda e: evaluate(e, x=data.Pictures(e.x, e.targets, ())),
        T,
        ["data.images"],
    ),
    "x: swapped lists": (
        lambda e: fit(e, x=[0, 5], y=e.x),
        T,
        ["as if they were swapped"],
    ),
    "x: rows and columns": (lambda e: e.linear(np.ones((6, 5), np.float32)), V, ["x.T for 5"]),
    # validation, changes, search
    "validation: nan": (
        lambda e: fit(e, validation=(e.x * np.float32("nan"), e.targets)),
        V,
        ["validation: x holds nan"],
    ),
    "validation: a data set": (
        lambda e: fit(e, validation=data.Dataset(e.x, e.targets, e.x, e.targets)),
        V,
        ["(data.test_images, data.test_targets)"],
    ),
    "augment: nan": (
        lambda e: fit(e, augment=lambda x, rng: x * np.nan),
        V,
        ["augment made", "not finite"],
    ),
    "augment: a list": (lambda e: augment.compose([augment.flip]), T, ["compose(*changes)"]),
    "augment: prepared": (
        lambda e: augment.rotate(degrees=10),
        T,
        ["functools.partial(rotate, degrees=10.0, fill=0.0)"],
    ),
    "augment: fill": (lambda e: augment.shift(e.x, e.rng, fill=255), V, ["fill is 255"]),
    "augment: noise": (lambda e: augment.noise(e.x, e.rng, 250), V, ["sd is 250", "0.1"]),
    "search: a result by name": (
        lambda e: Trials([])["slow"],
        T,
        ["trials.mistakes['slow']"],
    ),
    "search: a result of sklearn": (
        lambda e: Trials([]).best_params_,
        A,
        ["trials.best"],
    ),
    # layers and losses called at once, options by other names
    "Flatten(x)": (lambda e: layers.Flatten(e.x), T, ["write Flatten()(x)"]),
    "ReLU(x)": (lambda e: layers.ReLU(e.x), T, ["write ReLU()(x)"]),
    "MaxPool2d(x)": (lambda e: layers.MaxPool2d(e.x), T, ["write MaxPool2d(...)(x)"]),
    "CrossEntropyLoss(x, y)": (
        lambda e: losses.CrossEntropyLoss(e.rows, e.classes),
        T,
        ["write CrossEntropyLoss()(outputs, targets)"],
    ),
    "Conv2d(in_channel)": (
        lambda e: layers.Conv2d(in_channel=1, out_channels=2, kernel_size=3),
        T,
        ["called in_channels here"],
    ),
    "Conv2d(kernel_initializer)": (
        lambda e: layers.Conv2d(1, 2, 3, kernel_initializer="he_normal"),
        T,
        ["initialiser=he_normal"],
    ),
    "Conv2d(initialiser=zeros)": (
        lambda e: layers.Conv2d(1, 2, 3, initialiser=np.zeros),
        T,
        ["lambda shape, rng"],
    ),
    "Loss.backward on the class": (
        lambda e: losses.MSELoss.backward(),
        T,
        ["called on the class", "it.backward"],
    ),
    "Sequential.load on the class": (
        lambda e: Sequential.load("a.npz"),
        T,
        ["called on the class", "it.load"],
    ),
    "summary(shape, 64)": (
        lambda e: e.model.summary((3, 8, 9), 64),
        T,
        ["write Sequential.summary((3, 8, 9))"],
    ),
    "summary(None first)": (lambda e: e.model.summary((None, 3, 8, 9)), T, ["(3, 8, 9)"]),
    "summary(x)": (lambda e: e.model.summary(e.x), T, ["x.shape[1:]"]),
    "model.train = False": (lambda e: setattr(e.model, "train", False), A, ["model.train(...)"]),
    "model.layers[0] =": (
        lambda e: e.model.layers.__setitem__(0, e.relu),
        T,
        ["layers = list(model)"],
    ),
    "model.layers.append": (
        lambda e: e.model.layers.append(e.relu),
        A,
        ["Sequential(*list(model)"],
    ),
    "for name, p in parameters()": (
        lambda e: [p for _, p in e.model.parameters()],
        T,
        ["model.parameters().items()"],
    ),
    "next(parameters())": (lambda e: next(e.model.parameters()), T, [".values()"]),
    "(loss / 2).backward()": (
        lambda e: (losses.CrossEntropyLoss()(e.rows, e.classes) / 2).backward(),
        T,
        ["model.backward(criterion.backward())"],
    ),
    "(0 + loss).backward()": (
        lambda e: sum([losses.CrossEntropyLoss()(e.rows, e.classes)]).backward(),
        T,
        ["model.backward(criterion.backward())"],
    ),
    "nn.relu6 in capitals": (lambda e: cnnkit.RELU, A, ["use ReLU if that is meant"]),
    "data.cifar10": (lambda e: data.cifar10, A, ["binary version"]),
    "nn.EarlyStopping": (lambda e: cnnkit.EarlyStopping, A, ["patience=3"]),
    # weights
    "load: other classes": (
        lambda e: e.model.load_state_dict(other(e), strict=False),
        V,
        ["not k.startswith('3.')", "strict=False"],
    ),
    "load: whole numbers": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"3.bias": np.arange(6)}),
        T,
        ["state['3.bias'].astype(np.float32)"],
    ),
    "save: a folder": (lambda e: e.model.save(e.folder), V, ["is a folder", "model.npz"]),
    "save: a space": (lambda e: e.model.save("a.npz "), V, ["use 'a.npz'"]),
    "save: no folder": (lambda e: e.model.save("no/a.npz"), E, ["os.makedirs"]),
    "export: swapped": (
        lambda e: cnnkit.export_onnx("a.onnx", e.model, (3, 8, 9)),
        T,
        ["export_onnx(model, 'net.onnx', (1, 28, 28))"],
    ),
    # files
    "csv: another name": (
        lambda e: data.load_images(
            text(e, "a.csv", table(["emotion", *PLACES[:5]], PIXELS[:, :6]))
        ),
        V,
        ["'emotion'", "call it label"],
    ),
    "csv: bars": (
        lambda e: data.load_images(text(e, "a.csv", table(["label", *PLACES]).replace(",", "|"))),
        V,
        ["replace it by a comma"],
    ),
    "csv: of Excel": (
        lambda e: data.load_images(text(e, "a.csv", "sep=;\nlabel;p0\n1;2\n")),
        V,
        ["'sep=;'", "leave that line out"],
    ),
    "csv: only classes": (
        lambda e: data.load_images(text(e, "a.csv", "ImageId,Label\n1,0\n2,0\n")),
        V,
        ["give it second"],
    ),
    "csv: lists": (
        lambda e: data.load_images(text(e, "a.csv", 'label,image\n1,"[0, 255]"\n')),
        V,
        ["json.loads"],
    ),
    "csv: as one picture": (
        lambda e: cnnkit.load_image(text(e, "a.csv", table(["label", *PLACES]))),
        V,
        ["it is a table", "load_images"],
    ),
    "csv: its content": (
        lambda e: data.load_images(table(["label", *PLACES]) * 9),
        V,
        ["if it is the content itself"],
    ),
    "LIBSVM": (lambda e: data.load_images(text(e, "a", "5 153:0.1 154:0.7\n")), V, ["LIBSVM"]),
    "Excel": (lambda e: data.load_images(packed(e, "a.xlsx", "xl/a.xml")), V, ["Excel", "CSV"]),
    "PyTorch": (lambda e: data.load_images(packed(e, "a.pt", "a/data.pkl")), V, ["torch.load"]),
    "mnist in a zip": (
        lambda e: data.load_mnist(packed(e, "a.zip", "train-images-idx3-ubyte")),
        V,
        ["unpack it, and give the folder"],
    ),
    "mnist in a pickle": (
        lambda e: data.load_mnist(pickled(e, "mnist.pkl.gz")),
        V,
        ["a pickle", "np.savez"],
    ),
    "mnist.load_data()": (lambda e: data.mnist.load_data, A, ["data.load_mnist()"]),
    "zip: nothing in it": (lambda e: data.load_images(packed(e, "a.zip")), V, ["an empty zip"]),
    "part 0": (
        lambda e: data.load_images(
            stored(e, "a.npy", np.zeros((2, 4, 4))).parent / "a.npy", part=0
        ),
        V,
        ["part is 0"],
    ),
    "classes first": (
        lambda e: data.load_images(stored(e, "y.npy", np.arange(9))),
        V,
        ["give the pictures first"],
    ),
    "targets: rows of a text": (
        lambda e: data.load_images(
            stored(e, "a.npy", np.zeros((2, 4, 4))), text(e, "y.txt", "0 0 1\n1 0 0\n")
        ),
        V,
        ["3 numbers in its first line", "argmax"],
    ),
    "folder: loose pictures and targets": (
        lambda e: data.load_images(drawn(e, "1.png", "2.png"), [0, 1]),
        V,
        ["load_images(sorted(pathlib.Path("],
    ),
    "folders in a list": (
        lambda e: data.load_images([drawn(e, "a/1.png") / "a"]),
        V,
        ["give the folder that holds it"],
    ),
    "lists in a dict": (
        lambda e: data.load_images({"cat": ["a.png"]}),
        T,
        ["'cat'", "their classes in another"],
    ),
    "paths in a set": (lambda e: data.load_images({"a.png"}), T, ["sorted(paths)"]),
    "names without their folder": (lambda e: data.load_images(["1.png"]), E, ["os.listdir"]),
    "upload": (
        lambda e: cnnkit.load_image(({"name": "a.png", "content": b""},)),
        T,
        ["load_image(upload[0]['content'])"],
    ),
    "upload by name": (lambda e: cnnkit.load_image({"a.png": b""}), T, ["upload['a.png']"]),
    "image: a list": (lambda e: cnnkit.load_image(["a.png"]), T, ["load_images"]),
    "image: base64": (lambda e: cnnkit.load_image("iVBORw0KGgo" * 40), V, ["base64.b64decode"]),
    "image: file://": (lambda e: cnnkit.load_image("file:///a.png"), V, ["'/a.png'"]),
    "image: $HOME": (lambda e: cnnkit.load_image("$HOME/no.png"), E, ["expandvars"]),
    "image: a device": (lambda e: cnnkit.load_image("/dev/null"), E, ["a device or a pipe"]),
    "image: closed": (
        lambda e: cnnkit.load_image(closed()),
        V,
        ["open it again"],
    ),
    "data: by key": (
        lambda e: data.Pictures(e.x, e.targets, ())["images"],
        T,
        ["data.images"],
    ),
    "data: too few": (lambda e: data.Dataset(e.x, e.targets), T, ["2 of its 4 arrays"]),
    "strokes: pixels": (lambda e: data.draw_strokes([[(10, 20), (30, 40)]]), V, ["shares of it"]),
    "strokes: one": (lambda e: data.draw_strokes([(0.1, 0.2), (0.3, 0.4)]), V, ["[stroke]"]),
    "drawing: a path": (lambda e: data.to_digits("a.png"), T, ["from_photo(path)"]),
    "drawing: PIL": (
        lambda e: data.to_digits(Image.new("L", (9, 9), 255)),
        T,
        ["np.array(drawing) / 255"],
    ),
}

CASES = {f"beginners: {name}": case for name, case in CASES.items()}


def closed():
    """Return an open file that is no more."""
    file = io.BytesIO(b"1")
    file.close()
    return file
