"""Habits from other libraries: options, names and operators that are not here."""

import numpy as np

import cnnkit
from cnnkit import data, losses, optim, train
from cnnkit.data import augment

from .given import A, T
from .train import fit

X = np.zeros((2, 1, 4, 4), np.float32)


def _operators():
    """Operators between networks, losses, arrays and numbers, with words of the answer."""
    joined, called = "Sequential(*model, second)", "it is called with an array: write"
    return {
        "model + layer": (lambda e: e.model + e.fresh, [joined]),
        "layer >> layer": (lambda e: e.conv >> e.fresh, [joined]),
        "model | model": (lambda e: e.model | e.model, [joined]),
        "sum of models": (lambda e: sum([e.model, e.model]), ["0 + Sequential", "its weights"]),
        "model @ x": (lambda e: e.model @ e.x, [f"{called} model(x)", "(2, 3, 8, 9)"]),
        "x @ model": (lambda e: e.x @ e.model, [f"{called} model(x)"]),
        "x * layer": (lambda e: e.x * e.conv, [f"{called} layer(x)"]),
        "layer / 2": (lambda e: e.conv / 2, ["Conv2d / 2", "layer.parameters().values()"]),
        "2 * model": (lambda e: 2 * e.model, ["model.parameters().values()"]),
        "np.float32 * model": (lambda e: np.float32(2) * e.model, ["model.parameters()"]),
        "-model": (lambda e: -e.model, ["-Sequential is not possible"]),
        "loss + loss": (lambda e: e.loss + losses.MSELoss(), ["one(x, y) + two(x, y)"]),
        "loss * number": (lambda e: 0.5 * losses.MSELoss(), ["a * loss(", "a * loss.backward()"]),
        "optimiser + optimiser": (lambda e: e.optimizer + e.optimizer, ["call one of its"]),
        "parameters[name] =": (
            lambda e: e.model.parameters().__setitem__("0.bias", e.b),
            ["changes no layer", "write model.parameters()['0.bias'][...] = values"],
        ),
        "parameters.update": (
            lambda e: e.model.parameters().update({"0.bias": e.b}),
            ["changes no layer", "'0.bias'"],
        ),
        "model[0:2] =": (lambda e: e.model.__setitem__(slice(0, 2), []), ["layers[0:2] = ..."]),
        "del model[:1]": (lambda e: e.model.__delitem__(slice(1)), ["del layers[:1]"]),
    }


_OPTIONS = {
    "load_images": (
        lambda e, how: data.load_images(".", **how),
        {
            "class_mode": "numbers of the classes",
            "rescale": "0..1 anyway",
            "subset": "data.split(images, targets",
            "path": "give it first",
            "root": "give it first",
            "dtype": "images.astype(np.float64)",
            "interpolation": "Lanczos",
            "limit": "images[:100]",
        },
    ),
    "fit": (
        lambda e, how: fit(e, **how),
        {
            "criterion": "it is called loss here",
            "optim": "it is called optimizer here",
            "bs": "it is called batch_size here",
            "max_iter": "it is called epochs here",
            "wd": "weight_decay=0.001",
            "max_lr": "optimizer=SGD(model, lr=0.1)",
            "eval_set": "validation=(x_val, y_val)",
            "train_loader": "whole arrays",
            "checkpoint": "model.save('best.npz')",
            "warmup": "schedule=CosineAnnealingLR",
            "tol": "patience=3",
            "clipnorm": "a smaller lr",
            "drop_last": "leave it out",
            "accumulate_grad_batches": "a larger batch_size",
        },
    ),
    "Adam": (lambda e, how: optim.Adam(e.model, **how), {"decay": "schedule=StepLR"}),
    "SGD": (lambda e, how: optim.SGD(e.model, **how), {"clipvalue": "a smaller lr"}),
    "search": (
        lambda e, how: train.search(None, {}, training=1, validation=1, **how),
        {"timeout": "time_limit", "cv": "validation=(x_val, y_val)", "scoring": "are counted"},
    ),
    "load": (
        lambda e, how: e.model.load("a.npz", **how),
        {"by_name": "strict=False", "skip_mismatch": "strict=False"},
    ),
    "export_onnx": (
        lambda e, how: cnnkit.export_onnx(e.model, "a.onnx", (3, 8, 9), **how),
        {"input_names": "the names are input and output"},
    ),
    "flip": (
        lambda e, how: augment.flip(X, e.rng, **how),
        {"mode": "left to right", "horizontal": "x[:, :, ::-1]"},
    ),
    "bend": (
        lambda e, how: augment.bend(X, e.rng, **how),
        {"alpha": "it is called amount here", "fill_mode": "fill=0.0", "rate": "write bend(images"},
    ),
    "save": (
        lambda e, how: e.model.save("a.npz", **how),
        {"save_format": "model.save('model.npz')"},
    ),
    "rotate": (lambda e, how: augment.rotate(X, e.rng, **how), {"limit": "called degrees here"}),
    "split": (
        lambda e, how: data.split(X, [0, 0], rng=e.rng, **how),
        {"train_size": "test=0.2", "val": "split twice"},
    ),
}

_NAMES = {
    augment: {
        "HorizontalFlip": "data.augment.flip",
        "VerticalFlip": "batch[:, :, ::-1]",
        "RandomZoom": "data.augment.scale",
        "ShiftScaleRotate": "data.augment.shift, rotate, scale",
        "ElasticTransform": "data.augment.bend",
        "GaussNoise": "data.augment.noise",
        "Compose": "data.augment.compose(",
        "Cutout": "a change of your own",
        "RandomBrightness": "rng.uniform(0.8, 1.2",
        "Resize": "size=28",
        "mixup": "class numbers here",
    },
    data: {"KFold": "data.split", "Grayscale": "x.mean(axis=1, keepdims=True)"},
    train: {"LearningRateScheduler": "StepLR", "ExponentialDecay": "CosineAnnealingLR"},
    cnnkit: {"load_onnx": "model.load('net.onnx')"},
}
_OF_MODELS = {
    "fit_one_cycle": "for epoch in fit(model",
    "lr_find": "train.search(build",
    "freeze": "train another network on what they give",
    "to_onnx": "export_onnx(model",
    "save_pretrained": "model.save('model.npz')",
}


def _option(call, key):
    return lambda e: call(e, {key: "other"})


CASES = {
    **{f"operator: {name}": (call, T, words) for name, (call, words) in _operators().items()},
    **{
        f"{name}: {key}": (_option(call, key), T, [f"has no option {key}", words])
        for name, (call, options) in _OPTIONS.items()
        for key, words in options.items()
    },
    **{
        f"{room.__name__}.{name}": (lambda e, room=room, name=name: getattr(room, name), A, [words])
        for room, names in _NAMES.items()
        for name, words in names.items()
    },
    **{
        f"model.{name}": (lambda e, name=name: getattr(e.model, name), A, [words])
        for name, words in _OF_MODELS.items()
    },
}
