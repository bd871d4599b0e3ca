"""What people have at hand and give as it is: tables, loaders, open files, volumes."""

import io

import numpy as np

import cnnkit
from cnnkit import data, train
from cnnkit.data import augment
from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss

from .bad_files import stored
from .given import T, V
from .train import fit

VARIATIONS = {"as it is": {}}


class Loader:
    """As PyTorch's: batches of pictures and targets."""

    batch_size, dataset = 2, None

    def __iter__(self):
        return iter([(np.zeros((2, 3)), np.zeros(2))])

    def __len__(self):
        return 1


class Pairs:
    """As PyTorch's data sets: a picture and its target."""

    def __getitem__(self, place):
        return [(np.zeros(3), 0)][place]

    def __len__(self):
        return 1


class Table:
    """As those of pandas."""

    def __init__(self, *shape):
        self.shape = shape

    def to_numpy(self):
        return np.zeros(self.shape)


def search(e, build=lambda seed: None, variations=None, **how):
    how = {"training": (e.x, e.targets), "validation": (e.x, e.targets)} | how
    return train.search(build, VARIATIONS if variations is None else variations, **how)


def change_of(library):
    """Return a callable of one picture that says it is of this library."""
    kind = type("Zoom", (), {"__call__": lambda self, picture: picture})
    kind.__module__ = library
    return kind()


class Sparse:
    """As one-hot rows of SciPy."""

    def toarray(self):
        return np.eye(2)


class Column(list):
    def to_numpy(self):
        return np.array(self, object)


class Frame(dict):
    """As pandas has tables of files and classes."""

    shape = (1, 2)

    @property
    def columns(self):
        return [*self]

    def to_numpy(self):
        return np.array([[*self.values()]], object)


CASES = {
    "x: both in a pair": (lambda e: fit(e, x=(e.x, e.targets), y=None), T, ["x, y = pair"]),
    "images: a table of files": (
        lambda e: data.load_images(Frame(label=Column(["cat"]), file=Column(["a.png"]))),
        T,
        ["load_images(list(table['file']), list(table['label']))"],
    ),
    "targets: sparse": (lambda e: fit(e, y=Sparse()), V, ["y.toarray().argmax(axis=1)"]),
    "targets: a set": (lambda e: fit(e, y={0, 5}), V, ["a set has no order"]),
    "targets: a name": (lambda e: fit(e, y="y.npy"), V, ["name of a file", "np.load('y.npy')"]),
    "x: a zip": (lambda e: fit(e, x=zip(e.x, e.targets, strict=True)), T, ["zip(*pairs)"]),
    "x: both in a dict": (
        lambda e: fit(e, x={"a": e.x, "b": e.targets}, y=None),
        T,
        ["y is None", "x['a'], x['b']"],
    ),
    "x: sounds of different lengths": (
        lambda e: fit(e, x=[np.ones((8, 5)), np.ones((8, 7))]),
        V,
        ["(8, 5) and (8, 7)", "np.stack([a[:, : min(b.shape[1] for b in x)] for a in x])"],
    ),
    "x: a mask of bytes": (
        lambda e: fit(e, x=np.ones((2, 3, 8, 9), np.uint8)),
        T,
        ["from 1 to 1", "convert them first: x.astype(np.float32)"],
    ),
    "loss: by a name": (lambda e: fit(e, loss="mse"), T, ["'mse'", "use MSELoss()"]),
    "loss: a function": (
        lambda e: fit(e, loss=cnnkit.functional.binary_cross_entropy_with_logits),
        T,
        ["use BCEWithLogitsLoss()"],
    ),
    "optimizer: by a name": (lambda e: fit(e, optimizer="adam"), T, ["use Adam(model, lr=0.001)"]),
    "confusion: names of classes": (
        lambda e: train.confusion_matrix([0, 1], [0, 1], ["cat", "dog"]),
        T,
        ["write classes=2"],
    ),
    "images: a file of weights": (
        lambda e: (e.model.save(e.folder / "w.npz"), data.load_images(e.folder / "w.npz")),
        V,
        ["the weights of a network", "model.load("],
    ),
    "x: a loader": (lambda e: fit(e, x=Loader(), y=None), T, ["batches", "map(np.concatenate"]),
    "x: pairs": (lambda e: fit(e, x=Pairs(), y=None), T, ["pairs of both", "map(np.stack"]),
    "x: a volume": (
        lambda e: e.conv(np.ones((5, 1, 8, 7, 6), np.float32)),
        V,
        ["x.reshape(5, 8, 7, 6)", "8 channels"],
    ),
    "x: rows of a signal": (
        lambda e: cnnkit.Conv2d(1, 2, 3)(np.ones((20, 187), np.float32)),
        V,
        ["x[:, None, None] for 20 rows of numbers"],
    ),
    "targets: masks": (
        lambda e: CrossEntropyLoss()(np.zeros((2, 4)), np.zeros((2, 8, 8), int)),
        V,
        ["8×8 for each, as masks have", "BCEWithLogitsLoss() with targets[:, None]"],
    ),
    "targets: a None": (
        lambda e: CrossEntropyLoss()(np.zeros((2, 4)), [1, None]),
        T,
        ["None stands at 1", "one is not None for one in targets"],
    ),
    "targets: 1 and 2 for BCE": (
        lambda e: BCEWithLogitsLoss()(np.zeros((2, 1)), np.array([[1.0], [2.0]])),
        V,
        ["targets hold 2", "give targets - 1"],
    ),
    "targets: -1 in a file": (
        lambda e: data.load_images(stored(e, "a.npy", np.zeros((2, 4, 4))), np.array([-1, 1])),
        V,
        ["classes are counted from 0", "for -1 and 1 give"],
    ),
    "validation: a share": (
        lambda e: fit(e, validation=0.2),
        V,
        ["validation is 0.2", "cnnkit.data.split(x, y, test=0.2", "(x_val, y_val)"],
    ),
    "augment: of another library": (
        lambda e: fit(e, augment=change_of("keras")),
        T,
        ["a Zoom of keras", "lambda batch, rng: np.stack("],
    ),
    "rotate: two ends": (
        lambda e: augment.rotate(e.x, e.rng, (-10, 10)),
        T,
        ["(-10, 10)", "write degrees=10"],
    ),
    "scale: two factors": (
        lambda e: augment.scale(e.x, e.rng, (0.9, 1.1)),
        T,
        ["(0.9, 1.1)", "write share=0.1"],
    ),
    "shift: negative": (lambda e: augment.shift(e.x, e.rng, -0.2), V, ["write share=0.2"]),
    "split: a number of pictures": (
        lambda e: data.split(np.zeros((9, 1, 4, 4)), np.arange(9) % 2, test=3, rng=e.rng),
        V,
        ["a share is needed", "test=3 / 9"],
    ),
    "mnist: a part": (lambda e: data.load_mnist("train"), V, ["both parts come back"]),
    "image: a tensor": (
        lambda e: data.load_image(Table(3, 8, 8)),
        T,
        ["an array of shape (3, 8, 8) already"],
    ),
    "images: a table of pixels": (
        lambda e: data.load_images(Table(5, 64)),
        T,
        ["table.to_numpy(np.float32).reshape(-1, 1, 8, 8)"],
    ),
    "images: a table with a class": (
        lambda e: data.load_images(Table(5, 65)),
        T,
        ["table.drop(columns='label')", "y = table['label']"],
    ),
    "images: a dict of arrays": (
        lambda e: data.load_images({"data": np.zeros((5, 64)), "target": np.zeros(5)}),
        T,
        ["source['data']", "y = source['target']"],
    ),
    "images: two array files": (
        lambda e: data.load_images(
            [stored(e, "x.npy", np.zeros((2, 4, 4))), stored(e, "y.npy", np.arange(2))]
        ),
        V,
        ["are array files and no pictures", "write load_images("],
    ),
    "images: numbers of a scanner": (
        lambda e: data.load_images(stored(e, "a.npy", np.array([[[-900, 1999]]], np.int16))),
        T,
        ["from -900 to 1999", "(images - images.mean()) / images.std()"],
    ),
    "load: an open file": (lambda e: e.model.load(io.BytesIO()), T, ["dict(np.load(file))"]),
    "save: an open file": (
        lambda e: e.model.save(io.BytesIO()),
        T,
        ["np.savez(file, **model.state_dict())"],
    ),
    "load: a state": (
        lambda e: e.model.load(e.model.state_dict()),
        T,
        ["no name of a file", "model.load_state_dict(it)"],
    ),
    "load: a network": (lambda e: e.model.load(e.model), T, ["load_state_dict(it.state_dict())"]),
    "load: a folder of files": (lambda e: e.model.load(e.folder), V, ["is a folder"]),
    "load: joblib": (lambda e: e.model.load("a.joblib"), V, ["joblib.load('a.joblib')"]),
    "state: a name": (
        lambda e: e.model.load_state_dict("a.npz"),
        T,
        ["the name of a file", "model.load('a.npz')"],
    ),
    "Keras: a name": (
        lambda e: cnnkit.from_keras("a.keras", e.model, (3, 8, 9)),
        T,
        ["keras.saving.load_model('a.keras').get_weights()"],
    ),
    "Keras: a network of PyTorch": (
        lambda e: cnnkit.from_keras(e.model, e.model, (3, 8, 9)),
        T,
        ["arrays.state_dict(), match='order'"],
    ),
    "Keras: swapped": (
        lambda e: cnnkit.from_keras(e.model, [e.w], (3, 8, 9)),
        T,
        ["from_keras(arrays, model, input_shape)"],
    ),
    "search: rng for a seed": (
        lambda e: search(e, lambda rng, **how: None),
        T,
        ["takes rng, but is called with seed=0"],
    ),
    "search: a grid": (
        lambda e: search(e, variations={"lr": [0.1, 0.01]}),
        T,
        ["give each of them a name", "{'lr': v} for v in [0.1, 0.01]"],
    ),
    "search: a list": (
        lambda e: search(e, variations=[{"lr": 0.1}]),
        T,
        ["{str(one): one for one in variations}"],
    ),
    "search: a data set": (
        lambda e: search(e, training=data.Dataset(e.x, e.targets, e.x, e.targets)),
        V,
        ["training is a Dataset", "(data.train_images, data.train_targets)"],
    ),
    "search: a data set for validation": (
        lambda e: search(e, validation=data.Dataset(e.x, e.targets, e.x, e.targets)),
        V,
        ["(x_val, y_val)", "cnnkit.data.split"],
    ),
}
