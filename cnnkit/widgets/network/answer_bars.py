"""The answer of a network as bars: its last numbers, and the probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.layers import Flatten, Linear
from cnnkit.widgets.board.arithmetic_rules import Softmax
from cnnkit.widgets.board.cut_names import one_line
from cnnkit.widgets.board.number_words import writer
from cnnkit.widgets.board.panels import Bars
from cnnkit.widgets.network.network_settings import NetworkSettings

FEW = 4  # answers up to which votes and probabilities stand below each other
MOST_BARS = 16
USUAL = 12  # letters of a name for which bars have room from the first


def bar_order(now: NetworkSettings) -> np.ndarray:
    """Return which answer each bar shows."""
    order = np.arange(now.answers)
    if now.order == "sorted" or now.answers > MOST_BARS:
        order = np.argsort(-now.found[now.last].ravel(), kind="stable")[:MOST_BARS]
    return order


def last_layer(now: NetworkSettings, common: dict, order: np.ndarray, height: int) -> Bars:
    """Return the bars of the last layer; `common` is what all layers' panels are told."""
    name, layer = now.last, now.layers[now.last]
    rule = common["rule"]
    if isinstance(layer, Linear):
        rule = replace(rule, order=[int(i) for i in order])
    elif not isinstance(layer, Flatten):
        rule = None
    top = max(abs(limit) for limit in common["limits"])
    low = -top if float(now.found[name].min()) < 0 else 0.0
    opens = "open" if name in now.details else False
    notes = "click for votes" if opens else "", _answer_note(now) if now.answers > FEW else ""
    return Bars(
        name,
        labels=_labels(now, order),
        cuts_names=True,
        extent=bar_width(now),
        bar_height=_bar_height(now, height),
        editable=opens,
        note=" · ".join(filter(None, notes)),
        **common | {"rule": rule, "limits": (low, top)},
    )


def probabilities(now: NetworkSettings, order: np.ndarray, height: int) -> Bars:
    """Return the bars of what the network thinks."""
    complete = len(order) == now.answers > 1
    return Bars(
        "softmax",
        "Softmax" if now.answers > 1 else "Sigmoid",
        (0.0, 1.0),
        labels=_labels(now, order),
        cuts_names=True,
        extent=bar_width(now),
        bar_height=_bar_height(now, height),
        rule=Softmax(now.last) if complete else None,
        editable="open" if now.last in now.details else False,
        # Of many, the last layer's bars are on the left: they have the names, and room for a note.
        note=_answer_note(now) if now.answers <= FEW else "",
        named=now.answers <= FEW,
        headline="" if now.layer else _answer(now),
    )


def _labels(now: NetworkSettings, order: np.ndarray) -> tuple[str, ...]:
    """Return the names of the bars, each on one line."""
    return one_line(now.classes[i] for i in order)


def _answer(now: NetworkSettings) -> str:
    """Return the name of the class that the network finds most probable; one answer has none."""
    return now.classes[int(np.argmax(now.probabilities))] if now.answers > 1 else ""


def bar_width(now: NetworkSettings) -> int:
    """Return pixels for bars and their names."""
    longest = min(max(map(len, one_line(now.classes)), default=0), USUAL)
    return min((74 if now.answers > FEW else 104) + 8 * longest, 190)


def _bar_height(now: NetworkSettings, height: int) -> int:
    bars = min(now.answers, MOST_BARS)
    room = height / 2 - 40 if now.answers <= FEW else height - 20
    return int(np.clip(room // bars, 13, 30))


def _answer_note(now: NetworkSettings) -> str:
    """Return what is to be said of the answer: the truth, and what it was before a change."""
    words = []
    winner = int(np.argmax(now.probabilities))
    truth = now.pictures.truth
    if truth is not None and now.answers > 1:
        right = "right" if truth == winner else "wrong"
        words.append(f"It is {now.classes[truth]}: {right}.")
    if now.is_changed:
        before = now.first.found.get("softmax")
        if before is not None:
            best = int(np.argmax(before))
            words.append(f"Unchanged weights: {now.classes[best]} {writer(before)(before[best])}.")
    return " ".join(words)
