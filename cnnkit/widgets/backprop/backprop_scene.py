"""The scene of a BackpropExplorer: what went forward above what comes back, layer by layer."""

from __future__ import annotations

import numpy as np

from cnnkit.examples import xo
from cnnkit.widgets.backprop.backprop_settings import BackpropSettings
from cnnkit.widgets.backprop.gradient_explanations import (
    contribution_texts,
    gate_texts,
    pool_texts,
    route_texts,
    text,
    weight_text,
    winner_texts,
)
from cnnkit.widgets.backprop.passes import AGREE, KERNELS, network
from cnnkit.widgets.board.controls import choose
from cnnkit.widgets.board.numbers import around_zero
from cnnkit.widgets.board.panels import Bars, Grid, Panel
from cnnkit.widgets.board.rules import Relu, Text
from cnnkit.widgets.board.scene import Link, Scene

LINKS = (
    Link("map", "image", kernel_size=3),
    Link("dmap", "map", channels="same"),
    Link("contributions", "dmap", channels="same"),
    Link("rectified", "map", channels="same"),
    Link("drectified", "rectified", channels="same"),
    Link("pool", "rectified", kernel_size=2, stride=2, channels="same"),
    Link("dpool", "pool", channels="same"),
    Link("scores", "pool", "dense"),
    Link("dscores", "scores", channels="same"),
    Link("dkernel", "kernel", channels="same"),
    Link("nudged", "dkernel", channels="same"),
)


def compose(now: BackpropSettings) -> Scene:
    """Return the whole board."""
    arrays = _arrays(now)
    return Scene(
        label=_describe(now),
        arrays=arrays,
        panels=_panels(now, {name: around_zero(array) for name, array in arrays.items()}),
        links=LINKS,
        columns=(
            ("image", "contributions"),
            ("kernel", "dkernel", "nudged"),
            ("map", "dmap"),
            ("rectified", "drectified"),
            ("pool", "dpool"),
            ("scores", "dscores"),
        ),
        controls=(
            choose("image", "Picture", now.image, xo.CLASSES),
            choose("true", "It should be", now.true, xo.CLASSES),
            choose("kernel", "Kernel", now.kernel, KERNELS),
        ),
        lead="dkernel",
        tallest=412,
    )


def _arrays(now: BackpropSettings) -> dict[str, np.ndarray]:
    """Return the numbers of each panel; of the layers' maps, the one of the kernel."""
    forward, back, which = now.passes.arrays, now.passes.gradients, now.which
    return {
        "image": forward["input"],
        "kernel": network()[0].weight[which],
        "map": forward["0"][which][None],
        "rectified": forward["1"][which][None],
        "pool": forward["2"][which][None],
        "scores": forward["4"][None, :, None],
        "contributions": now.contributions[None],
        "dkernel": now.kernel_gradient[None],
        "nudged": now.kernel_nudged[None],
        "dmap": back["0"][which][None],
        "drectified": back["1"][which][None],
        "dpool": back["2"][which][None],
        "dscores": back["4"][None, :, None],
    }


def _panels(now: BackpropSettings, limits: dict) -> tuple[Panel, ...]:
    """Return the panels; `limits` has those of each array."""
    both, which, (row, col) = now.passes, now.which, now.weight
    nine = {"editable": "choose", "extent": 108, "rule": Text(_weight_texts(now))}
    bars = {"extent": 170, "labels": xo.CLASSES}
    adds = f"the weight in row {row + 1}, column {col + 1}; sum {text(_gradient(now))}"
    return (
        Grid("image", "Picture", colours="gray"),
        Grid(
            "contributions",
            "Adds to the weight",
            limits["contributions"],
            note=adds,
            rule=Text(contribution_texts(both, which, now.weight)),
        ),
        Grid("kernel", "Kernel", limits["kernel"], note="click a weight", **nine),
        Grid("dkernel", "Its gradient", limits["dkernel"], **nine),
        Grid("nudged", "By nudging", limits["dkernel"], note=_agreement(now), **nine),
        Grid("map", "Map"),
        Grid("dmap", "Its gradient", limits["dmap"], rule=Text(gate_texts(both, which))),
        Grid("rectified", "After ReLU", rule=Relu("map")),
        Grid(
            "drectified", "Its gradient", limits["drectified"], rule=Text(route_texts(both, which))
        ),
        Grid("pool", "Pool", rule=Text(winner_texts(both, which))),
        Grid("dpool", "Its gradient", limits["dpool"], rule=Text(pool_texts(both, which))),
        Bars("scores", "Scores", limits["scores"], note=f"loss {text(both.loss)}", **bars),
        Bars("dscores", "Their gradient", rule=Text(_score_texts(both)), **bars),
    )


def _gradient(now: BackpropSettings) -> float:
    """Return the gradient of the weight, by backpropagation."""
    return float(now.kernel_gradient[now.weight])


def _weight_texts(now: BackpropSettings) -> list[str]:
    exact, slopes = now.kernel_gradient, now.kernel_nudged
    return [weight_text(place, exact[place], slopes[place]) for place in np.ndindex(3, 3)]


def _score_texts(both) -> list[str]:
    return [
        f"probability of {name} − wish = {text(p)} − {w:.0f} = {text(p - w)}"
        for name, p, w in zip(xo.CLASSES, both.probabilities, both.wish, strict=True)
    ]


def _agreement(now: BackpropSettings) -> str:
    """Say in how many of the nine weights the two gradients differ."""
    differ = int((np.abs(now.kernel_gradient - now.kernel_nudged) > AGREE).sum())
    return f"{differ} of 9 differ: a tie" if differ else "all nine agree"


def _describe(now: BackpropSettings) -> str:
    row, col = now.weight
    return (
        f"Backpropagation explorer. Picture {now.image}, which should be {now.true}: loss "
        f"{text(now.passes.loss)}. The weight in row {row + 1}, column {col + 1} of kernel "
        f"{now.kernel} has the gradient {text(_gradient(now))}; nudging it gives "
        f"{text(float(now.kernel_nudged[now.weight]))}."
    )
