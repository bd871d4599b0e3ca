"""The scene of a BackpropExplorer: what went forward above what comes back, layer by layer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.examples import xo
from cnnkit.widgets.backprop.backprop_settings import BackpropSettings
from cnnkit.widgets.backprop.forward_and_backward import AGREE, KERNELS
from cnnkit.widgets.backprop.gradient_decimals import SCALE, decimals, writers
from cnnkit.widgets.backprop.gradient_explanations import (
    contribution_texts,
    gate_texts,
    pool_texts,
    route_texts,
    score_texts,
    text,
    weight_texts,
    winner_texts,
)
from cnnkit.widgets.board.arithmetic_rules import Products, Relu, Text
from cnnkit.widgets.board.controls import button, choose, choose_number
from cnnkit.widgets.board.number_words import short
from cnnkit.widgets.board.panel_limits import around_zero, largest
from cnnkit.widgets.board.panels import Bars, Grid, Panel, with_decimals
from cnnkit.widgets.board.scene import Link, Scene

GRADIENT = f"Gradient × {SCALE}"
CHOSEN = " ◂"  # behind the gradient: before a kernel's name it would take a second line
RATES = (0.01, 0.1, 0.5, 1.0, 5.0)
THREE = range(len(KERNELS))
KERNEL_PANELS = tuple(f"kernel{k}" for k in THREE)
GRADIENT_PANELS = tuple(f"dkernel{k}" for k in THREE)
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
    *(
        Link(gradient, kernel, channels="same")
        for gradient, kernel in zip(GRADIENT_PANELS, KERNEL_PANELS, strict=True)
    ),
)


def compose(now: BackpropSettings) -> Scene:
    """Return the whole board."""
    arrays = _arrays(now)
    return Scene(
        label=_describe(now),
        arrays=arrays,
        panels=_panels(now, {name: around_zero(array) for name, array in arrays.items()}),
        links=(*LINKS, Link("nudged", GRADIENT_PANELS[now.which], channels="same")),
        columns=(
            ("image", "contributions"),
            KERNEL_PANELS,
            GRADIENT_PANELS,
            ("map", "dmap"),
            ("rectified", "drectified"),
            ("pool", "dpool"),
            ("scores", "dscores", "loss", "nudged"),
        ),
        controls=(
            choose("image", "Picture", now.image, xo.CLASSES),
            button("unflip", "Restore pixels", hidden=not now.flipped),
            choose("true", "It should be", now.true, xo.CLASSES),
            choose("kernel", "Kernel", now.kernel, KERNELS),
            choose_number("rate", "Rate", now.rate, RATES),
            button("descend", "One step"),
            button("again", "Start again", hidden=not now.steps),
        ),
        lead=GRADIENT_PANELS[now.which],
        leading=(KERNEL_PANELS[now.which], GRADIENT_PANELS[now.which]),
        tallest=432,
        message=_told(now),
    )


def _arrays(now: BackpropSettings) -> dict[str, np.ndarray]:
    """Return the numbers of each panel; of the layers' maps, the one of the kernel."""
    both, which = now.passes, now.which
    forward, back = both.arrays, {key: SCALE * d for key, d in both.gradients.items()}
    kernels = {
        f"{d}kernel{k}": array[k]
        for d, array in (("", both.weights["0.weight"]), ("d", SCALE * both.slopes["0.weight"]))
        for k in THREE
    }
    return kernels | {
        "image": forward["input"],
        "bias": both.weights["0.bias"][which : which + 1],
        "map": forward["0"][which][None],
        "rectified": forward["1"][which][None],
        "pool": forward["2"][which][None],
        "scores": forward["4"][None, :, None],
        "loss": np.array(now.losses)[None, :, None],
        "contributions": SCALE * now.contributions[None],
        "nudged": SCALE * now.kernel_nudged[None],
        "dmap": back["0"][which][None],
        "drectified": back["1"][which][None],
        "dpool": back["2"][which][None],
        "dscores": back["4"][None, :, None],
    }


def _panels(now: BackpropSettings, limits: dict) -> tuple[Panel, ...]:
    """Return the panels."""
    both, which = now.passes, now.which
    bars = {"extent": 132, "bar_height": 20}
    scores = bars | {"labels": xo.CLASSES}
    summed = writers(both, which)["contributions"](now.kernel_gradient[now.weight])
    biased = "bias" if np.any(both.weights["0.bias"]) else None
    flips = len(now.flipped)
    panels = (
        Grid(
            "image",
            f"Picture: {flips} flipped" if flips else "Picture: click flips",
            colours="gray",
            editable="flip",
        ),
        Grid(
            "contributions",
            f"Per window × {SCALE}",
            limits["contributions"],
            note=f"of {now.weight}; sum {summed}",
            rule=Text(contribution_texts(both, which, now.weight)),
        ),
        *_kernels(now),
        Grid(
            "map",
            f"Map: {now.kernel}",
            rule=Products("map", "image", f"kernel{which}", bias=biased),
        ),
        Grid("dmap", GRADIENT, limits["dmap"], rule=Text(gate_texts(both, which))),
        Grid("rectified", "After ReLU", rule=Relu("map")),
        Grid(
            "drectified",
            GRADIENT,
            limits["drectified"],
            rule=Text(route_texts(both, which)),
        ),
        Grid("pool", "Pool", rule=Text(winner_texts(both, which))),
        Grid("dpool", f"× {SCALE}", limits["dpool"], rule=Text(pool_texts(both, which))),
        Bars("scores", "Scores", limits["scores"], **scores),
        Bars(
            "dscores",
            GRADIENT,
            limits["dscores"],
            rule=Text(score_texts(both, which)),
            **scores,
        ),
        Bars(
            "loss",
            "Loss",
            (0.0, largest(now.losses)),
            labels=("at first", "before", "now"),
            rule=Text(_loss_texts(now)),
            **bars,
        ),
    )
    places = decimals(both, which)  # cells have as many decimals as the sentences about them
    return tuple(
        with_decimals(panel, places[panel.name.rstrip("012")])
        if panel.name.rstrip("012") in places
        else panel
        for panel in panels
    )


def _kernels(now: BackpropSettings) -> list[Panel]:
    """Return the three kernels, the gradient of each, and that of one by nudging."""
    both, found = now.passes, []
    rules = [
        Text(weight_texts(both, k, now.nudged_of(name), now.rate)) for k, name in enumerate(KERNELS)
    ]
    for d in ("", "d"):
        limits = around_zero(SCALE * both.slopes["0.weight"] if d else both.weights["0.weight"])
        for k, name in enumerate(KERNELS):
            found.append(
                Grid(
                    f"{d}kernel{k}",
                    (GRADIENT if k == 0 else f"× {SCALE}") + CHOSEN * (k == now.which)
                    if d
                    else name,
                    limits,
                    editable="choose",
                    extent=69,
                    note="click a weight" if k == THREE[-1] and not d else "",
                    rule=rules[k],
                )
            )
    shown = f"dkernel{now.which}"
    (of,) = (panel for panel in found if panel.name == shown)
    by_nudging = replace(
        of, name="nudged", array="nudged", title=f"By nudging × {SCALE}", note=_agreement(now)
    )
    return [*found, by_nudging]


def _loss_texts(now: BackpropSettings) -> list[str]:
    """Say what the loss is, and what it was."""
    p = now.passes.probabilities[int(now.passes.wish.argmax())]
    first, before, last = map(text, now.losses)
    return [
        f"Loss of this picture before all steps: {first}",
        f"Loss of this picture before the last step: {before}",
        f"Loss = −ln {text(p)} = {last}",
    ]


def _told(now: BackpropSettings) -> tuple[str, str]:
    """Say what the last step did to the loss of this picture."""
    if not now.steps:
        return "", ""
    _, before, after = now.losses
    *_, (image, flipped, true, rate) = now.walk
    same = (image, flipped, true) == (now.image, now.flipped, now.true)
    what = "" if same else "of the picture that is here now, "
    turned = "" if after <= before else " It rose: the step was too long."
    return "notice", (
        f"Step {len(now.walk)}, of rate {short(rate)}: every number of the network moved by "
        f"−{short(rate)} × its gradient. The loss {what}{text(before)} → {text(after)}.{turned}"
    )


def _agreement(now: BackpropSettings) -> str:
    """Say in how many of the nine weights the two gradients differ."""
    differ = int((np.abs(now.kernel_gradient - now.kernel_nudged) > AGREE).sum())
    return f"{differ} of 9 differ: a tie" if differ else "all nine agree"


def _describe(now: BackpropSettings) -> str:
    write = writers(now.passes, now.which)
    flips = len(now.flipped)
    changed = f" with {flips} pixel{'s' * (flips > 1)} flipped" if flips else ""
    steps = len(now.walk)
    walked = f" after {steps} step{'s' * (steps > 1)}" if steps else ""
    return (
        f"Backpropagation explorer. Picture {now.image}{changed}, which should be {now.true}: loss "
        f"{text(now.passes.loss)}{walked}. {SCALE} × the gradient of weight {now.weight} of kernel "
        f"{now.kernel} is {write['dkernel'](now.kernel_gradient[now.weight])}; nudging it gives "
        f"{write['nudged'](now.kernel_nudged[now.weight])}."
    )
