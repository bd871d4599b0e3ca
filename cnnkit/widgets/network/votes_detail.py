"""The votes of one output of a Linear layer: numbers, weights, votes, and what they add up to."""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Linear
from cnnkit.widgets.board.arithmetic_rules import Text, Times
from cnnkit.widgets.board.number_words import writer
from cnnkit.widgets.board.panels import Bars, Details, Grid, Panel
from cnnkit.widgets.board.scene import Link
from cnnkit.widgets.network import layer_kinds
from cnnkit.widgets.network.network_settings import NetworkSettings
from cnnkit.widgets.network.steady_limits import around

TALLIED = 6  # votes in the tally that have a bar of their own


def vote_maps(now: NetworkSettings) -> tuple[str, tuple[int, int, int]]:
    """Return the maps that the open Linear's list came from, so that its weights are maps too.

    That is the name of their layer and their shape; of a list that came from none, no name.
    """
    names = ["input", *now.layers]
    size = now.found[now.source_of(now.layer)].size
    for name in reversed(names[: names.index(now.layer)]):
        array = now.found[name]
        if array.ndim == 3 and array.shape[1] * array.shape[2] > 1 and array.size == size:
            return name, array.shape
        if isinstance(now.layers.get(name), Linear):
            break
    return "", (1, *layer_kinds.list_shape(size))


def panels(now: NetworkSettings, overview: dict[str, Panel], height: int):
    """Return panels, links, further arrays and columns of the output that is open."""
    source = now.source_of(now.layer)
    voters, shape = vote_maps(now)
    numbers = now.found[source].reshape(shape)
    weights = now.layers[now.layer].weight[now.map].reshape(shape)
    votes = numbers * weights
    who = overview[now.layer].title + f" {now.map}"
    if now.layer == now.last and now.answers:
        who = now.classes[now.map]
    wrap = layer_kinds.list_shape(numbers.size)[1]
    tally, labels, texts = _tally(now, votes, who, voters)
    stack = {
        "tiles": "block",
        "rule": Times("numbers", "weights", "votes", who),
        "details": Details(map_names=now.map_names.get(voters, ())),
    }
    found = [
        Grid("numbers", "Numbers", overview[source].limits, **stack),
        Grid(
            "weights",
            f"× weights of {who}",
            around(weights),
            editable=True,
            note="editable",
            **stack,
        ),
        Grid("votes", f"= votes for {who}", around(votes), **stack),
        Bars(
            "tally",
            "Tally",
            around(tally),
            labels=labels,
            extent=200,
            bar_height=int(np.clip(height // len(tally), 14, 24)),
            rule=Text(texts),
        ),
    ]
    links = [
        Link("numbers", source, "unflatten", tiles=shape, wrap=wrap),
        Link("weights", "numbers", channels="same"),
        Link("votes", "weights", channels="same"),
    ]
    arrays = {
        "numbers": numbers,
        "weights": weights,
        "votes": votes,
        "tally": tally[None, :, None],
    }
    return found, links, arrays, [(panel.name,) for panel in found]


def _tally(now: NetworkSettings, votes: np.ndarray, who: str, voters: str):
    """Return the loudest votes, the rest, the bias and the sum, with names and sentences."""
    by_map = len(votes) > 1
    sums = votes.sum((1, 2)) if by_map else votes.ravel()
    top = np.argsort(-np.abs(sums), kind="stable")[:TALLIED]
    rest, others = float(sums.sum() - sums[top].sum()), len(sums) - len(top)
    bias = now.weights.get(f"{now.layer}.bias")
    what = "map" if by_map else "number"
    labels = [now.map_name(voters, i) if by_map else f"number {i}" for i in top]
    values = [float(sums[i]) for i in top]
    total = float(now.found[now.layer][now.map])
    numbers = [*values, *([rest] if others else []), *([] if bias is None else [bias[now.map]])]
    write = writer([*numbers, total])
    texts = [
        f"The votes of {label} for {who}: {write(sums[i])}"
        for i, label in zip(top, labels, strict=True)
    ]
    if others:
        values.append(rest)
        labels.append(f"{others} more")
        texts.append(f"The other {others} {what}s: {write(rest)}")
    if bias is not None:
        values.append(float(bias[now.map]))
        labels.append("bias")
        texts.append(f"The bias of {who} is {write(values[-1])}")
    texts.append(
        f"All votes{' and the bias' if bias is not None else ''}: {write(total)} for {who}"
    )
    return np.array([*values, total], np.float32), (*labels, "sum"), texts
