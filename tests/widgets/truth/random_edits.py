"""What can be done to each explorer, at random: by hand on its board, and from a cell.

What a hand can do is read off the scene itself: every control with its options, every panel that
is typed into, flipped, chosen from, opened or painted. The rest is a recipe for each explorer; one
without a recipe is an error.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from cnnkit import widgets
from cnnkit.data import draw_strokes, load_digits
from cnnkit.examples import digits
from cnnkit.examples.digits import STROKES
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
    RReLU,
    Sigmoid,
    Tanh,
)
from cnnkit.model import Sequential
from tests.helpers.boards import send
from tests.helpers.networks import biased


def names() -> list[str]:
    """Return the names of all explorers."""
    return [name for name in widgets.__all__ if name != "Board"]


# -- by hand


def hand(explorer, rng) -> str:
    """Do one thing that the board offers, and say which."""
    scene = explorer.scene
    acts = [("control", one) for one in scene["controls"] if not one["hidden"]]
    acts += [("panel", one) for one in scene["panels"] if one["editable"]] * 2
    acts.append(("cursor", {}))
    what, one = acts[rng.integers(len(acts))]
    if what == "cursor":
        explorer.cursor = cursor_in(explorer, rng)
        return f"cursor = {explorer.cursor}"
    name, value = (_control if what == "control" else _cell)(explorer, one, rng)
    content = None
    if one.get("kind") == "file":
        content, value = picture_file(rng), "mine.png"
    if what == "panel" and one["editable"] in ("choose", "open") and one["name"] == "pictures":
        explorer.cursor = ("pictures", int(rng.integers(_shape(scene, one)[0])), 0, 0)
    after = send(explorer, name, value, content=content)
    if what == "panel" and after["message"][0] != "error":
        _arrived(scene, after, one, name, value)
    return f"send {name} {value if not isinstance(value, dict) else '...'}"


def _arrived(before, after, panel, name, value) -> None:
    """Assert that what was typed, flipped or painted is what is shown now."""
    was, now = (
        np.frombuffer(packed["data"], "<f4").reshape(packed["shape"])
        for packed in (one["arrays"][panel["array"]] for one in (before, after))
    )
    if panel["editable"] == "draw":
        for channel, row, col, ink in value["cells"][::-1][:1]:
            assert now[channel, row, col] == np.float32(ink), name
        return
    if panel["editable"] not in (True, "flip"):
        return
    place = tuple(int(part) for part in name.partition("[")[2].rstrip("]").split(","))
    place = place if len(place) == 3 else (0, *place)
    wanted = was.copy()
    if panel["editable"] == "flip":
        wanted[:, place[1], place[2]] = now[:, place[1], place[2]]
        assert now[place] != was[place] or was[place] == sum(panel["limits"]) / 2, name
    else:
        top, _, bottom = value.replace("−", "-").replace(",", ".").partition("/")
        wanted[place] = float(top) / float(bottom or 1)
        if any(c["name"] == "scoring" and c["value"] == "count" for c in after["controls"]):
            wanted[place] = wanted[place] > 0.5  # counting sees ones, and shows what it sees
    np.testing.assert_array_equal(now, wanted, f"{name} {value}")


def _control(explorer, control, rng):
    if control["kind"] == "choice":
        return control["name"], str(rng.choice([value for value, _ in control["options"]]))
    if control["kind"] == "slider":
        places = np.arange(control["low"], control["high"] + 0.1 * control["step"], control["step"])
        return control["name"], f"{rng.choice(places):g}"
    if control["kind"] == "integer":
        low, high = control["low"], control["high"]
        if rng.random() < 0.1:
            return control["name"], str(rng.choice(["", "x", str(low - 1), str(high + 1), "1.5"]))
        return control["name"], str(rng.integers(low, min(high, low + 24) + 1))
    return control["name"], ""


def _shape(scene, panel):
    return scene["arrays"][panel["array"]]["shape"]


def _cell(explorer, panel, rng):
    channels, rows, cols = _shape(explorer.scene, panel)
    channel, row, col = (int(rng.integers(size)) for size in (channels, rows, cols))
    place = f"{row},{col}" if channels == 1 else f"{channel},{row},{col}"
    name, how = panel["name"], panel["editable"]
    if how == "draw":
        low, high = panel["limits"]
        cells = [
            [int(rng.integers(channels)), int(rng.integers(rows)), int(rng.integers(cols)),
             float(rng.choice([low, high]))]
            for _ in range(rng.integers(0, 30))
        ]  # fmt: skip
        return f"{name}[draw]", {"cells": cells}
    if how == "open":
        return f"{name}[{row if panel['kind'] == 'bars' else channel}]", "open"
    if how in ("flip", "choose"):
        return f"{name}[{row},{col}]", how
    return f"{name}[{place}]", str(rng.choice(TYPED))


TYPED = ["0", "1", "-1", "0,5", "−2", "1/9", "3.25", "-0.125", "7", "0.001", "x", "", "1e9"]


def picture_file(rng) -> bytes:
    """Return a small PNG."""
    shape = (int(rng.integers(6, 20)), int(rng.integers(6, 20)), 3)
    stream = io.BytesIO()
    Image.fromarray(rng.integers(0, 256, shape, dtype=np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def cursor_in(explorer, rng, name=None):
    """Return any cell of any panel."""
    panels = {panel["name"]: panel for panel in explorer.scene["panels"]}
    name = name or str(rng.choice(sorted(panels)))
    return name, *(int(rng.integers(size)) for size in _shape(explorer.scene, panels[name]))


# -- from a cell: for each explorer how it is made, and what is special to it


def option(rng, *values):
    """Return one of some values of any kind."""
    return values[rng.integers(len(values))]


def noise(rng, *shape):
    """Return numbers with two decimals, some of them 0."""
    return np.round(rng.normal(size=shape) * rng.choice([0.3, 1, 4]), 2).astype(np.float32)


NETWORKS = [
    ((3, 8, 8), lambda r: [Conv2d(3, 4, 3, padding="same", rng=r), ReLU(), MaxPool2d(2),
        Conv2d(4, 2, 2, stride=2, rng=r), Flatten(), Linear(8, 5, rng=r), ReLU(),
        Linear(5, 3, rng=r)]),
    ((1, 6, 6), lambda r: [Conv2d(1, 2, 3, padding=1, rng=r), LeakyReLU(0.2),
        Conv2d(2, 2, 3, rng=r), RReLU(), Conv2d(2, 2, 1, rng=r), Sigmoid(), Tanh(), Flatten(),
        Linear(32, 2, rng=r)]),
    ((2, 13, 12), lambda r: [AvgPool2d(2, padding=1, ceil_mode=True),
        LPPool2d(2, 2, ceil_mode=True), LPPool2d(3, 2),
        MaxPool2d(2, padding=1, ceil_mode=True, stride=1), GlobalAvgPool2d(), Flatten(),
        Linear(2, 4, rng=r)]),
    ((1, 7, 7), lambda r: [Sequential(Conv2d(1, 3, 3, dilation=2, rng=r),
        Sequential(ReLU(), Dropout(0.5))), Flatten(), Dropout(0.9),
        Sequential(Linear(27, 6, rng=r), Tanh()), Linear(6, 2, rng=r)]),
    ((1, 5, 4), lambda r: [Flatten(), Linear(20, 70, rng=r), ReLU(), Linear(70, 3, rng=r)]),
    ((1, 6, 6), lambda r: [Flatten(), Linear(36, 1, rng=r), Sigmoid()]),
    ((1, 6, 6), lambda r: [Conv2d(1, 2, 3, rng=r), ReLU()]),
    ((1, 4, 4), lambda r: [Flatten(), Linear(16, 20, rng=r)]),
    ((1, 7, 7), lambda r: [AvgPool2d(3, padding=1, stride=2, count_include_pad=False), Flatten(),
        Linear(16, 2, rng=r)]),
]  # fmt: skip


def network(rng, number=None):
    """Return a network of some kind, or the one of this number, and the shape of its pictures."""
    shape, layers = NETWORKS[rng.integers(len(NETWORKS)) if number is None else number]
    model = Sequential(*layers(np.random.default_rng(int(rng.integers(99)))))
    return (biased(model, int(rng.integers(9))) if rng.random() < 0.8 else model), shape


def make_network(rng):
    """Return an explorer of the lessons' network, or of another one."""
    if rng.random() < 0.4:
        return widgets.NetworkExplorer(image=option(rng, "X", "O"))
    model, shape = network(rng)
    image = noise(rng, *shape)
    if rng.random() < 0.4:
        image = noise(rng, 5, *shape), np.zeros(5, int)
    return widgets.NetworkExplorer(model, image)


def of_every_network(rng):
    """Yield an explorer of each of the networks."""
    for number in range(len(NETWORKS)):
        model, shape = network(rng, number)
        yield widgets.NetworkExplorer(model, noise(rng, *shape))


def network_cell(explorer, rng):
    """Change weights as only a cell can, or several settings at once."""
    state = explorer.weights
    act = rng.integers(7)
    if act == 0 and state:
        key = option(rng, *(key for key in state if key.endswith("weight")))
        explorer.zero_kernel(key[:-7], int(rng.integers(len(state[key]))))
    elif act == 1:
        explorer.set_weights({key: noise(rng, *array.shape) for key, array in state.items()})
    elif act == 2:
        key = option(rng, *state) if state else ""
        explorer.set_weights({k: 0 * a if k == key else a for k, a in state.items()})
    elif act == 3:
        explorer.restore()
    elif act == 4:
        shape = explorer.picture.shape
        explorer.image = noise(rng, *shape)
    elif act == 5:
        model = explorer._settings.details
        explorer.set(layer=option(rng, "", *model), limits=option(rng, "layer", "map", "network"))
    else:
        explorer.set(order=option(rng, "named", "sorted"), pen=option(rng, "flip", "draw"))
    return f"cell {act}"


def filter_cell(explorer, rng):
    """Assign pictures and kernels of any size."""
    act = rng.integers(4)
    if act == 0:
        rows, cols = (int(side) for side in rng.integers(3, 14, 2))
        names = option(rng, (), [f"pitch {row}" for row in range(rows)])
        explorer.set(image=noise(rng, rows, cols), row_names=names)
    elif act == 1:
        explorer.kernel = noise(rng, *rng.integers(1, 5, 2))
    elif act == 2:
        explorer.set(stride=int(rng.integers(1, 4)), padding=int(rng.integers(0, 3)))
    else:
        explorer.position = tuple(int(rng.integers(size)) for size in explorer.map.shape)
    return f"cell {act}"


def channel_cell(explorer, rng):
    """Assign pictures and kernels of any size."""
    if rng.random() < 0.5:
        explorer.image = rng.uniform(size=(3, *rng.integers(4, 20, 2)))
    else:
        explorer.kernel = noise(rng, 3, *rng.integers(1, 5, 2))
    return "cell"


def vote_cell(explorer, rng):
    """Assign weights and pictures."""
    act = rng.integers(3)
    if act == 0:
        explorer.weights = noise(rng, 2, 48)
    elif act == 1:
        explorer.image = rng.choice([-1, 1], size=(9, 9))
    else:
        explorer.set(weights=0 * explorer.weights, votes_for=option(rng, "X", "O"))
    return f"cell {act}"


def pooling_cell(explorer, rng):
    """Set window and stride together."""
    window = int(rng.integers(1, 5))
    explorer.set(window=window, stride=int(rng.integers(1, window + 1)))
    return "cell"


def activation_cell(explorer, rng):
    """Set several things together."""
    explorer.set(activation=option(rng, "rrelu", "tanh", "relu"), gain=float(rng.uniform(0.1, 20)),
                 mode=option(rng, "training", "evaluation"))  # fmt: skip
    return "cell"


def softmax_cell(explorer, rng):
    """Assign scores of any size."""
    logits = tuple(float(v) for v in rng.normal(size=len(explorer.classes)) * rng.choice([1, 30]))
    explorer.set(logits=logits, temperature=float(rng.uniform(0.05, 5)))
    return "cell"


def descent_cell(explorer, rng):
    """Begin elsewhere, or walk on at another rate."""
    act = rng.random()
    if act < 0.3:
        explorer.weight = float(np.round(rng.uniform(-3, 9), 2))
    elif act < 0.5:
        explorer.compare = option(rng, None, 0.2, 0.9)
    else:
        explorer.rate = float(rng.choice([0.05, 0.2, 1.05]))
        explorer.step(int(rng.integers(1, 4)))
    return "cell"


def landscape_cell(explorer, rng):
    """Begin elsewhere."""
    explorer.set(start=tuple(rng.uniform(-2, 2, 2)), steps=int(rng.integers(1, 40)),
                 momentum=float(np.round(rng.uniform(0, 0.99), 2)))  # fmt: skip
    return "cell"


def loss_cell(explorer, rng):
    """Begin elsewhere, at another rate."""
    explorer.set(start=float(np.round(rng.uniform(-8, 8), 2)), steps=int(rng.integers(0, 50)),
                 rate=float(rng.choice([0.3, 4.0])))  # fmt: skip
    return "cell"


def backprop_cell(explorer, rng):
    """Follow another weight of another kernel, or step on."""
    if rng.random() < 0.5:
        explorer.rate = option(rng, 0.01, 0.1, 1)
        explorer.step(int(rng.integers(1, 4)))
        return "step"
    explorer.set(weight=tuple(rng.integers(3, size=2).tolist()),
                 kernel=option(rng, "\\", "crossing", "/"))  # fmt: skip
    return "cell"


def field_cell(explorer, rng):
    """Other layers altogether."""
    stack = option(rng, ("conv 3", "pool 2", "conv 3"), ("conv 5 stride 2",), "dilated",
                   ("pool 3 stride 2", "conv 3"), "with strides")  # fmt: skip
    explorer.set(layers=stack, **({} if isinstance(stack, str) else {"size": 17}),
                 image=option(rng, "X", "cat"))  # fmt: skip
    return "cell"


def pad_cell(explorer, rng):
    """Draw a digit, or let the network change meanwhile."""
    act = rng.integers(3)
    if act == 0:
        explorer.drawing = draw_strokes(STROKES[int(rng.integers(10))])
    elif act == 1:
        explorer.model[0].weight[:] *= np.float32(rng.choice([0.9, -1.1]))
        send(explorer, "colour", "red")  # refused: but a scene is sent
    else:
        explorer.layer = option(rng, *explorer._settings.layers)
    return f"cell {act}"


def make_lab(rng):
    """Return a lab of a small network and few pictures."""
    r = np.random.default_rng(int(rng.integers(9)))
    model = Sequential(Conv2d(1, 4, 3, padding=1, rng=r), ReLU(), MaxPool2d(2), Flatten(),
                       Linear(64, 10, rng=r))  # fmt: skip
    x, y, vx, vy = load_digits()
    return widgets.TrainingLab(model, (x[:60], y[:60], vx[:30], vy[:30]), batch_size=16)


def lab_hand(explorer, rng):
    """Do what a hand does, but wait for the end of a training."""
    act = hand(explorer, rng)
    explorer.pause()
    return act


def lab_cell(explorer, rng):
    """Train, go back, compare with another epoch, change weights from outside."""
    act = rng.integers(8)
    if act == 0:
        explorer.run(int(rng.integers(1, 3)))
    elif act == 6:
        explorer.set(weight_decay=float(rng.choice([0, 0.01])), dropout=float(rng.choice([0, 0.5])),
                     augment=option(rng, "off", "shift", "bend"))  # fmt: skip
    elif act == 7:
        explorer.set(picture_page=int(rng.integers(5)), picture=int(rng.integers(30)))
    elif act == 1:
        explorer.step(int(rng.integers(1, 4)))
    elif act == 2:
        explorer.epoch = int(rng.integers(explorer.training.epochs + 1))
    elif act == 3:
        explorer.continue_from(int(rng.integers(explorer.training.epochs + 1)))
    elif act == 4:
        explorer.model[0].weight = explorer.model[0].weight * np.float32(0.5)  # replaced
        explorer.publish()
    else:
        explorer.pin = int(rng.integers(9))
    return f"cell {act}"


def make_pad(rng):
    """Return a pad with a network of its own."""
    model = digits.network() if rng.random() < 0.7 else digits.untrained_network(rng=rng)
    return widgets.DrawPad(model, drawing=draw_strokes(STROKES[int(rng.integers(10))]))


RECIPES = {
    "ActivationExplorer": (lambda rng: widgets.ActivationExplorer(), activation_cell),
    "BackpropExplorer": (lambda rng: widgets.BackpropExplorer(), backprop_cell),
    "ChannelExplorer": (lambda rng: widgets.ChannelExplorer(rng.uniform(size=(3, 9, 11))),
                        channel_cell),
    "DescentExplorer": (lambda rng: widgets.DescentExplorer(), descent_cell),
    "DrawPad": (make_pad, pad_cell),
    "FilterExplorer": (lambda rng: widgets.FilterExplorer(), filter_cell),
    "LandscapeExplorer": (lambda rng: widgets.LandscapeExplorer(), landscape_cell),
    "LossExplorer": (lambda rng: widgets.LossExplorer(), loss_cell),
    "NetworkExplorer": (make_network, network_cell),
    "PoolingExplorer": (lambda rng: widgets.PoolingExplorer(), pooling_cell),
    "ReceptiveFieldExplorer": (lambda rng: widgets.ReceptiveFieldExplorer(), field_cell),
    "SoftmaxExplorer": (lambda rng: widgets.SoftmaxExplorer(), softmax_cell),
    "TrainingLab": (make_lab, lab_cell),
    "VoteExplorer": (lambda rng: widgets.VoteExplorer(), vote_cell),
}  # fmt: skip


# Whose notes or colours also depend on what was before: their numbers must be those of a fresh one.
REMEMBER = ("DrawPad", "NetworkExplorer")


def _same(explorer, *names):
    return type(explorer)(**{name: getattr(explorer, name) for name in names})


def _fresh_network(explorer):
    now = explorer._settings
    return widgets.NetworkExplorer(
        now.first.network.with_weights(explorer.weights), explorer.picture, layer=explorer.layer,
        map=explorer.map, channel=explorer.channel, limits=explorer.limits,
        order=explorer.order,
    )  # fmt: skip


def _fresh_pad(explorer):
    model = Sequential(*explorer._reading[1].values())
    return widgets.DrawPad(model, drawing=explorer.drawing, layer=explorer.layer)


def _fresh_votes(explorer):
    image = explorer._settings.pixels if explorer.image == "own" else explorer.image
    fresh = widgets.VoteExplorer(image, votes_for=explorer.votes_for, order=explorer.order)
    fresh.weights = explorer.weights
    return fresh


def _fresh_filter(explorer):
    image = explorer.picture if explorer.image == "own" else explorer.image
    return widgets.FilterExplorer(
        image, explorer.kernel, digit=explorer.digit, stride=explorer.stride,
        padding=explorer.padding, scoring=explorer.scoring, position=explorer.position,
        row_names=explorer.row_names if explorer.image == "own" else (),
    )  # fmt: skip


FRESH = {
    "ActivationExplorer": lambda e: None if e.mode == "training" else _same(
        e, "image", "kernel", "activation", "gain", "mode"),
    "BackpropExplorer": lambda e: _same(
        e, "image", "true", "kernel", "weight", "rate", "flipped", "steps"),
    "ChannelExplorer": lambda e: widgets.ChannelExplorer(
        e.picture if e.image == "own" else e.image, e.kernel),
    "DescentExplorer": lambda e: None if e._settings.path or e._settings.kept else _same(
        e, "problem", "weight", "rate", "compare", "between"),
    "DrawPad": _fresh_pad,
    "FilterExplorer": _fresh_filter,
    "LandscapeExplorer": lambda e: _same(
        e, "problem", "start", "rate", "steps", "batch", "momentum"),
    "LossExplorer": lambda e: _same(e, "start", "rate", "steps"),
    "NetworkExplorer": _fresh_network,
    "PoolingExplorer": lambda e: _same(
        e, "image", "kernel", "window", "stride", "partial", "down", "right"),
    "ReceptiveFieldExplorer": lambda e: _same(
        e, "layers", "size", "padding", "channels", "image", "layer", "cell"),
    "SoftmaxExplorer": lambda e: _same(e, "logits", "true", "temperature", "shift", "form"),
    "TrainingLab": lambda e: None,  # compared with the training itself
    "VoteExplorer": _fresh_votes,
}  # fmt: skip


def listed(table, name, which):
    """Return what a table has for an explorer."""
    assert name in table, f"{name} is missing in {which}: see CONTRIBUTING.md, Add an explorer"
    return table[name]


def fresh(explorer):
    """Return an explorer made with the present settings; None where a walk made them."""
    return listed(FRESH, type(explorer).__name__, "FRESH")(explorer)


def make(name: str, rng):
    """Return an explorer to begin with."""
    return listed(RECIPES, name, "RECIPES")[0](rng)


def edit(explorer, rng) -> str:
    """Change something, by hand or from a cell, and say what; a refusal is an edit as well."""
    name = type(explorer).__name__
    if rng.random() < 0.7:
        return (lab_hand if name == "TrainingLab" else hand)(explorer, rng)
    try:
        return RECIPES[name][1](explorer, rng)
    except ValueError as error:
        return f"refused: {error}"
