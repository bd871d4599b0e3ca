"""Scenes of every explorer in many states, small enough to try every cell of every panel."""

from functools import cache

import numpy as np

from cnnkit import data
from cnnkit.layers import (
    AvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    LeakyReLU,
    Linear,
    LPPool2d,
    MaxPool2d,
    ReLU,
    Sigmoid,
    Tanh,
)
from cnnkit.model import Sequential
from cnnkit.widgets import (
    ActivationExplorer,
    BackpropExplorer,
    ChannelExplorer,
    DescentExplorer,
    DrawPad,
    FilterExplorer,
    LandscapeExplorer,
    LossExplorer,
    NetworkExplorer,
    PoolingExplorer,
    ReceptiveFieldExplorer,
    SoftmaxExplorer,
    TrainingLab,
    VoteExplorer,
)
from cnnkit.widgets.receptive_field.field_settings import PRESETS
from tests.helpers.networks import biased


def _rng():
    return np.random.default_rng(5)


def _conv(*args, **options):
    return Conv2d(*args, rng=_rng(), **options)


def _line(*args):
    return Linear(*args, rng=_rng())


def _activations():
    for activation in ("relu", "leaky_relu", "rrelu", "tanh", "identity"):
        yield ActivationExplorer("O", "/", activation, mode="training")


def _backprop():
    explorer = BackpropExplorer()
    for image, true, kernel, weight in (
        ("X", "X", "crossing", (1, 1)), ("X", "O", "\\", (0, 0)), ("O", "O", "/", (2, 1)),
    ):  # fmt: skip
        explorer.set(image=image, true=true, kernel=kernel, weight=weight)
        yield explorer


def _channels():
    picture = _rng().uniform(size=(3, 7, 6))
    for shape in ((3, 1, 1), (3, 3, 3), (3, 2, 5), (3, 7, 6)):
        yield ChannelExplorer(picture, _rng().normal(size=shape))


def _descent():
    yield DescentExplorer()
    away = DescentExplorer(rate=1.1, compare=0.3)
    away.step(4)
    yield away
    yield LandscapeExplorer()
    yield LossExplorer(steps=7)


def _softmax():
    yield SoftmaxExplorer()
    yield SoftmaxExplorer((3, -1, 0, 2, 1), "abcde", true="b", form="naive", temperature=2)


def _drawings():
    yield DrawPad(size=8, layer="2")
    odd = Sequential(
        _conv(1, 2, (3, 2), stride=(2, 1), padding=(1, 0)), ReLU(), MaxPool2d(2),
        _conv(2, 3, 2, dilation=2), Flatten(), _line(3 * 5 * 11, 4),
    )  # fmt: skip
    yield DrawPad(odd, size=28, layer="3")


def _filters():
    picture = _rng().uniform(size=(7, 6))
    for stride in (1, 2, 3):
        for padding in (0, 1, 2):
            for shape in ((3, 3), (1, 1), (2, 4), (5, 1)):
                yield FilterExplorer(
                    picture, _rng().normal(size=shape), stride=stride, padding=padding,
                    scoring=("mean", "sum", "count")[padding],
                )  # fmt: skip


def _pools():
    for partial in ("keep", "drop"):
        for window in (2, 3):
            for stride in range(1, window + 1):
                yield PoolingExplorer(window=window, stride=stride, partial=partial, down=1)


def _fields():
    for layers, (_, size) in PRESETS.items():
        yield ReceptiveFieldExplorer(layers, size=size - 2)
    for layers, size in (
        (("conv 3 stride 2", "conv 3 dilation 3", "pool 2"), 15),
        (("conv 5 stride 3", "conv 3"), 13),
        (("pool 3 stride 2", "conv 2 dilation 2", "conv 1 stride 2"), 12),
        (("conv 9 dilation 4", "conv 3 stride 4 dilation 4", "conv 5"), 9),
    ):
        for padding in ("none", "half"):
            try:
                yield ReceptiveFieldExplorer(layers, size=size, padding=padding)
            except ValueError:  # too small without padding
                assert padding == "none"


NETWORKS = {
    "padding, colour": ((3, 6, 6), lambda: [
        _conv(3, 4, 3, padding="same"), ReLU(), MaxPool2d(2), _conv(4, 2, 2),
        Flatten(), _line(8, 5), ReLU(), _line(5, 3)]),
    "strides that leave a rest, padding after it": ((1, 10, 9), lambda: [
        _conv(1, 2, 3, stride=2), Tanh(), _conv(2, 2, 3, padding=1), Flatten(), _line(32, 2)]),
    "1×1 with stride": ((2, 5, 5), lambda: [
        _conv(2, 3, 1, stride=2), LeakyReLU(), _conv(3, 2, 1, padding=1), Flatten(),
        _line(50, 2)]),
    "pools that stick out": ((2, 9, 8), lambda: [
        AvgPool2d(2, padding=1, ceil_mode=True), LPPool2d(2, 2, ceil_mode=True),
        MaxPool2d(2, padding=1, ceil_mode=True, stride=1), GlobalAvgPool2d(), Flatten(),
        _line(2, 4)]),
    "dilation, dropout": ((1, 7, 7), lambda: [
        Sequential(_conv(1, 3, 3, dilation=2), Sequential(ReLU(), Dropout(0.5))), Flatten(),
        Dropout(0.9), Sequential(_line(27, 6), Tanh()), _line(6, 2)]),
    "long lists": ((1, 5, 4), lambda: [Flatten(), _line(20, 70), ReLU(), _line(70, 3)]),
    "a long list of maps": ((1, 7, 6), lambda: [
        _conv(1, 6, 3), ReLU(), Flatten(), _line(120, 2)]),
    "one answer, Sigmoid": ((1, 5, 5), lambda: [Flatten(), _line(25, 1), Sigmoid()]),
    "ends in maps": ((1, 6, 6), lambda: [_conv(1, 2, 3), ReLU()]),
    "ends in a mean": ((1, 6, 5), lambda: [_conv(1, 5, 3), GlobalAvgPool2d(), Flatten()]),
    "ends in eighteen means": ((1, 4, 4), lambda: [_conv(1, 18, 3), GlobalAvgPool2d(), Flatten()]),
    "ends in a list": ((1, 4, 4), lambda: [Flatten(), _line(16, 5), Sigmoid()]),
    "ends in a long list": ((1, 4, 4), lambda: [Flatten(), _line(16, 70), Sigmoid()]),
    "even kernel, same padding": ((1, 6, 6), lambda: [
        _conv(1, 2, 4, padding="same"), Flatten(), _line(72, 2)]),
    "twenty answers": ((1, 4, 4), lambda: [Flatten(), _line(16, 20)]),
}  # fmt: skip


def _networks():
    explorer = NetworkExplorer()
    yield explorer
    for layer in explorer._settings.details:
        explorer.set(layer=layer, map=1)
        yield explorer
    for shape, layers in NETWORKS.values():
        model = biased(Sequential(*layers()))
        explorer = NetworkExplorer(model, _rng().normal(size=shape).astype(np.float32))
        yield explorer
        if explorer._settings.answers > 2:
            explorer.order = "sorted"
            yield explorer
        for name in explorer._settings.details:
            now = explorer._settings
            last = now.maps_of(name) - 1
            explorer.set(layer=name, map=last)
            explorer.set(channel=explorer._settings.channels - 1)
            yield explorer


def _votes():
    for order, who in (("strongest", "X"), ("for", "O"), ("against", "X"), ("list", "O")):
        yield VoteExplorer("O", votes_for=who, order=order)


def _labs():
    lab = TrainingLab(Sequential(_conv(1, 2, 3), ReLU(), Flatten(), _line(98, 2)), data.load_xo())
    yield lab
    lab.close()


STATES = [
    _activations, _backprop, _channels, _descent, _softmax, _drawings, _filters, _pools, _fields,
    _networks, _votes, _labs,
]  # fmt: skip


@cache
def every_scene():
    """Return scenes of all explorers, as a tuple of (name, Scene)."""
    found = []
    for states in STATES:
        found += [(repr(explorer), explorer._shown) for explorer in states()]
    return tuple(found)
