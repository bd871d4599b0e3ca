"""Pictures and data sets that are not there, are not what they seem, or do not fit."""

import io

import numpy as np

import cnnkit
from cnnkit import data

from .bad_files import bomb, deep, header, linked, pictures, stored, zipped
from .given import NAN, M, Strange, T, V

CASES = {
    "photo: name": (lambda e: cnnkit.load_photo("dog"), V, ["'dog'", "'cat'"]),
    "results: name": (lambda e: data.load_results("04"), V, ["'04'", "'04_poolings'"]),
    "image: nowhere": (lambda e: cnnkit.load_image("no.png"), FileNotFoundError, ["no.png"]),
    "image: None": (lambda e: cnnkit.load_image(None), T, ["path is None"]),
    "image: nothing in memory": (lambda e: cnnkit.load_image(io.BytesIO()), V, ["empty (0 bytes)"]),
    "image: a folder": (lambda e: cnnkit.load_image("."), FileNotFoundError, ["no picture"]),
    "image: numbers of 32 bits": (
        lambda e: cnnkit.load_image(deep(e, 70000)),
        V,
        ["below 0 or beyond 65535", "np.asarray(PIL.Image.open("],
    ),
    "image: negative numbers": (lambda e: cnnkit.load_image(deep(e, -7)), V, ["below 0 or beyond"]),
    "image: 400 million pixels": (lambda e: cnnkit.load_image(bomb(e)), V, ["save it smaller"]),
    "image: an array": (lambda e: cnnkit.load_image(e.x), T, ["(2, 3, 8, 9)", "use it as it is"]),
    "image: a web address": (
        lambda e: cnnkit.load_image("https://example.org/cat.jpg"),
        V,
        ["'https://example.org/cat.jpg'", "download the file"],
    ),
    "image: in quotation marks": (
        lambda e: cnnkit.load_image('"cat.png"'),
        FileNotFoundError,
        ["leave out the quotation marks"],
    ),
    "images: an empty list": (lambda e: cnnkit.load_images([]), V, ["at least one picture"]),
    "images: a number in a list": (lambda e: cnnkit.load_images([3]), T, ["path is 3"]),
    "images: an array": (lambda e: cnnkit.load_images(e.x), T, ["(2, 3, 8, 9)", "use it as it is"]),
    "images: classes": (
        lambda e: cnnkit.load_images(pictures(e, "a/1.png"), classes="a"),
        T,
        ["classes is 'a'", "classes=train.classes"],
    ),
    "images: another class": (
        lambda e: cnnkit.load_images(pictures(e, "a/1.png", "b/1.png"), classes=["b"]),
        V,
        ["holds 'a'", "none of the classes"],
    ),
    "images: part of a folder": (
        lambda e: cnnkit.load_images(pictures(e, "a/1.png"), part="test"),
        V,
        ["part is 'test'", "leave it out"],
    ),
    "images: part of an array": (
        lambda e: cnnkit.load_images(stored(e, "a.npy", np.zeros((2, 4, 4))), part="test"),
        V,
        ["has no parts"],
    ),
    "images: order of SVHN": (
        lambda e: cnnkit.load_images(stored(e, "a.npy", np.zeros((8, 8, 3, 2)))),
        V,
        ["(8, 8, 3, 2)", "images.transpose(3, 2, 0, 1)"],
    ),
    "photo: nothing drawn": (
        lambda e: cnnkit.data.from_photo(np.ones((50, 50))),
        V,
        ["nothing is drawn"],
    ),
    "photo: 0 to 255": (
        lambda e: cnnkit.data.from_photo(np.full((50, 50), 255.0)),
        V,
        ["photo / 255"],
    ),
    "photo: ink": (
        lambda e: cnnkit.data.from_photo(np.ones((50, 50)), ink="blue"),
        V,
        ["ink is 'blue'", "'light'"],
    ),
    "drawing: pixels": (
        lambda e: cnnkit.data.to_digits(np.full((9, 9), 255, np.uint8)),
        T,
        ["uint8 values from 255 to 255", "drawing / 255"],
    ),
    "drawing: reals from 0 to 255": (
        lambda e: cnnkit.data.to_mnist(np.full((9, 9), 255.0)),
        V,
        ["from 255 to 255", "drawing / 255"],
    ),
    "augment: share": (
        lambda e: cnnkit.data.augment.shift(e.x, e.rng, share=2),
        V,
        ["share is 2"],
    ),
    "augment: rng": (lambda e: cnnkit.data.augment.noise(e.x, 3), T, ["default_rng(3)"]),
    "augment: no function": (lambda e: cnnkit.data.augment.compose(3), T, ["a change is 3"]),
    "image: a pattern": (
        lambda e: cnnkit.load_image("photos/*.png"),
        FileNotFoundError,
        ["a pattern is not a name", "sorted(pathlib.Path('photos').glob('*.png'))"],
    ),
    "image: spaces": (
        lambda e: cnnkit.load_image(" cat.png"),
        FileNotFoundError,
        ["leave out the spaces"],
    ),
    "image: a path of Windows": (
        lambda e: cnnkit.load_image("C:\\Users\\me\\cat.png"),
        FileNotFoundError,
        ["forward slashes"],
    ),
    "image: its content": (
        lambda e: cnnkit.load_image("data:image/png;base64,AAAA"),
        FileNotFoundError,
        ["base64.b64decode"],
    ),
    "image: open as text": (
        lambda e: cnnkit.load_image(io.StringIO("a")),
        T,
        ["open as text", "give the file's name"],
    ),
    "images: a generator": (
        lambda e: cnnkit.load_images(iter(["a.png"])),
        T,
        ["source is a generator", "sorted(paths)"],
    ),
    "images: pairs": (
        lambda e: cnnkit.load_images([("a.png", 0)]),
        T,
        ["picture 0 is ('a.png', 0)", "load_images(['a.png', 'b.png'], ['cat', 'dog'])"],
    ),
    "photo: a stack": (
        lambda e: cnnkit.data.from_photo(np.ones((5, 50, 50))),
        V,
        ["(5, 50, 50)", "from_photo(photo[0])"],
    ),
    "photo: 16 bits": (
        lambda e: cnnkit.data.from_photo(np.full((50, 50), 65535, np.uint16)),
        T,
        ["uint16", "photo / 65535"],
    ),
    "augment: margin": (
        lambda e: cnnkit.data.augment.crop(e.x, e.rng, 9),
        V,
        ["margin (9, 9)", "8×9", "smaller"],
    ),
    "images: nowhere": (lambda e: cnnkit.load_images("nowhere"), FileNotFoundError, ["nowhere"]),
    "images: 3": (lambda e: cnnkit.load_images(3), T, ["path is 3"]),
    "image: link to nowhere": (
        lambda e: cnnkit.load_image(linked(e)),
        FileNotFoundError,
        ["2.png", "nowhere.png", "not there"],
    ),
    "images: no name": (lambda e: cnnkit.load_images(""), V, ["path is empty"]),
    "image: no name": (lambda e: cnnkit.load_image(""), V, ["path is empty"]),
    "images: folder in a class": (
        lambda e: cnnkit.load_images(pictures(e, "a/1.png", "b/1.png", "b/deep/1.png")),
        V,
        ["holds a folder (deep)", "above its classes"],
    ),
    "images: transparency": (
        lambda e: cnnkit.load_images(stored(e, "a.npy", np.zeros((2, 9, 9, 4), np.uint8))),
        V,
        ["(2, 9, 9, 4)", "images[..., :-1]"],
    ),
    "images: texts in .npz": (
        lambda e: cnnkit.load_images(zipped(e, images=b"x", targets=b"y")),
        V,
        ["holds nothing", "np.savez"],
    ),
    "images: header announces 4 TB": (
        lambda e: cnnkit.load_images(
            zipped(
                e, **{"x.npy": header("{'descr':'<f4','fortran_order':False,'shape':(10**12,)}")}
            )
        ),
        V,
        ["bad.npz", "np.save"],
    ),
    "images: set of targets": (
        lambda e: cnnkit.load_images(stored(e, "a.npy", np.zeros((2, 4, 4))), {0, 1}),
        V,
        ["(2,)", "not a set"],
    ),
    "idx: nowhere": (lambda e: cnnkit.load_idx("no-idx"), FileNotFoundError, ["no-idx"]),
    "idx: a folder": (lambda e: cnnkit.load_idx("."), FileNotFoundError, ["check its name"]),
    "mnist: folder": (lambda e: cnnkit.load_mnist(3), T, ["path is 3"]),
    "mnist: a file": (
        lambda e: cnnkit.load_mnist(stored(e, "a.npy", np.zeros(2))),
        V,
        ["a.npy is a NumPy array", "load_images"],
    ),
    "data: nothing": (lambda e: cnnkit.data.data_path(""), T, ["is not a file name"]),
    "data: None": (lambda e: cnnkit.data.data_path(None), T, ["None"]),
    "data: out of the folder": (lambda e: cnnkit.data.data_path("../README.md"), V, ["leads out"]),
    "data: absolute": (lambda e: cnnkit.data.data_path("/etc/hosts"), V, ["leads out"]),
    "data: zero byte": (lambda e: cnnkit.data.data_path("a\0"), V, ["leads out"]),
    "split: lengths": (
        lambda e: cnnkit.split(e.x, e.classes, rng=e.rng),
        V,
        ["5", "2"],
    ),
    "split: share": (
        lambda e: cnnkit.split(e.rows, e.classes, test=1.5, rng=e.rng),
        V,
        ["test", "1.5"],
    ),
    "split: rng": (lambda e: cnnkit.split(e.rows, e.classes, rng=0), T, ["rng", "default_rng"]),
    "split: ragged": (lambda e: cnnkit.split([[1], [1, 2]], [0, 1], rng=e.rng), V, ["images"]),
    "split: objects": (
        lambda e: cnnkit.split(e.x.astype(object), e.targets, rng=e.rng),
        V,
        ["object"],
    ),
    "split: masked": (
        lambda e: cnnkit.split(np.ma.array(e.x), e.targets, rng=e.rng),
        T,
        ["images", "filled"],
    ),
    "split: nothing": (lambda e: cnnkit.split(e.x[:0], e.targets[:0], rng=e.rng), V, ["at least"]),
    "split: negative classes": (
        lambda e: cnnkit.split(np.tile(e.x, (2, 1, 1, 1)), [-1, -1, 0, 0], rng=e.rng),
        V,
        ["from -1 to 0", "count classes from 0"],
    ),
    "split: 2**63": (
        lambda e: cnnkit.split(
            np.tile(e.x, (2, 1, 1, 1)), np.array([2**63] * 2 + [0, 0], np.uint64), rng=e.rng
        ),
        V,
        ["count classes from 0"],
    ),
    "split: no pixels": (
        lambda e: cnnkit.split(np.zeros((4, 1, 0, 5)), [0, 0, 1, 1], rng=e.rng),
        V,
        ["give at least"],
    ),
    "drawing: ragged": (lambda e: cnnkit.data.to_digits([[1], [1, 2]]), V, ["drawing", "lengths"]),
    "drawing: Strange": (lambda e: cnnkit.data.to_mnist(Strange()), T, ["no array today"]),
    "drawing: 10**7": (lambda e: cnnkit.data.to_mnist(e.rows, 10**7), M, ["too large"]),
    "drawing: size 4": (lambda e: cnnkit.data.to_mnist(e.rows, 4), V, ["size 4", "5 or more"]),
    "strokes: None": (lambda e: cnnkit.data.draw_strokes(None), T, ["strokes is None"]),
    "strokes: texts": (lambda e: cnnkit.data.draw_strokes([[("a", "b")]]), V, ["(row, column)"]),
    "strokes: width": (lambda e: cnnkit.data.draw_strokes([], width=NAN), V, ["width is nan"]),
    "strokes: size": (lambda e: cnnkit.data.draw_strokes([], size=0), V, ["size 0"]),
    "views: None": (lambda e: cnnkit.data.find_matches(None, None), T, ["first"]),
    "views: points": (
        lambda e: cnnkit.data.find_matches(e.rows, e.rows, points=0),
        V,
        ["points 0"],
    ),
}
