"""Matching, the running example, data and drawings called wrongly."""

import io

import numpy as np

import cnnkit
from cnnkit import xo

from .given import NAN, M, Strange, T, V

CASES = {
    # matching and the running example
    "match: shapes": (lambda e: cnnkit.match_score(e.rows, e.matrix), V, ["(5, 6)", "(3, 6)"]),
    "match: rank": (lambda e: cnnkit.match_map(e.x, e.matrix), V, ["(2, 3, 8, 9)", "2-D"]),
    "match: large": (lambda e: cnnkit.match_map(e.matrix, e.rows), V, ["5 pixels", "padding >= 1"]),
    "match: nan": (lambda e: cnnkit.match_map(e.rows, [[NAN]]), V, ["feature", "nan"]),
    "match: scoring": (
        lambda e: cnnkit.match_map(e.rows, e.matrix, scoring="product"),
        V,
        ["'product'", "'mean'"],
    ),
    "match: stride": (lambda e: cnnkit.match_map(e.rows, e.matrix, stride=0), V, ["stride", "0"]),
    "match: Strange": (lambda e: cnnkit.match_score(Strange(), [[1]]), T, ["patch", "Strange"]),
    "match: ragged": (lambda e: cnnkit.match_score([[1], [1, 2]], [[1]]), V, ["lengths"]),
    "match: 2**70": (lambda e: cnnkit.match_score([[2**70]], [[1]]), T, ["object"]),
    "match: padding": (lambda e: cnnkit.match_map(e.rows, [[1]], padding="same"), T, ["'same'"]),
    "match: 10**12": (lambda e: cnnkit.match_map(e.rows, [[1]], padding=10**12), M, ["too large"]),
    "xo: picture": (lambda e: xo.picture("Z"), V, ["'Z'", "'X' or 'O'"]),
    "xo: count": (lambda e: xo.make_dataset(-5, rng=e.rng), V, ["count", "-5"]),
    "xo: rng": (lambda e: xo.make_dataset(5, rng=5), T, ["default_rng(5)"]),
    "xo: 10**15": (lambda e: xo.make_dataset(10**15, rng=e.rng), M, ["too large"]),
    "xo: list": (lambda e: xo.picture(["X"]), V, ["['X']"]),
    # data
    "photo: name": (lambda e: cnnkit.load_photo("dog"), V, ["'dog'", "'cat'"]),
    "image: nowhere": (lambda e: cnnkit.load_image("no.png"), FileNotFoundError, ["no.png"]),
    "image: None": (lambda e: cnnkit.load_image(None), T, ["path is None"]),
    "image: bytes in memory": (lambda e: cnnkit.load_image(io.BytesIO()), T, ["BytesIO"]),
    "image: a folder": (lambda e: cnnkit.load_image("."), FileNotFoundError, ["no picture"]),
    "images: nowhere": (lambda e: cnnkit.load_images("nowhere"), FileNotFoundError, ["nowhere"]),
    "images: 3": (lambda e: cnnkit.load_images(3), T, ["path is 3"]),
    "idx: nowhere": (lambda e: cnnkit.load_idx("no-idx"), FileNotFoundError, ["no-idx"]),
    "idx: a folder": (lambda e: cnnkit.load_idx("."), FileNotFoundError, ["check its name"]),
    "mnist: folder": (lambda e: cnnkit.load_mnist(3), T, ["path is 3"]),
    "data: nothing": (lambda e: cnnkit.data.data_path(""), T, ["is not a file name"]),
    "data: None": (lambda e: cnnkit.data.data_path(None), T, ["None"]),
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
    # drawings and views
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
