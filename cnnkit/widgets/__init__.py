"""Explorers: every number of a network to drag, hover, edit and follow.

The `board/` room is the one generic view, the :class:`Board`; every explorer is a small class over
it. One room an explorer: its settings, its scene and its static figure lie beside it. Explorers
that share code share a room. A room uses `board/` and no other room.

An explorer is imported when it is first used, so a lesson loads its own explorers and no others.
For the same reason the rooms' own ``__init__`` import nothing.

`kept` reads what *Copy code* has written to a file: see :mod:`cnnkit.widgets.board.kept_arrays`.
"""

import importlib

_HOMES = {
    "ActivationExplorer": "filters.activation_explorer",
    "BackpropExplorer": "backprop.backprop_explorer",
    "Board": "board.board",
    "ChannelExplorer": "channels.channel_explorer",
    "DescentExplorer": "descent.descent_explorer",
    "DrawPad": "drawpad.draw_pad",
    "FilterExplorer": "filters.filter_explorer",
    "LandscapeExplorer": "descent.landscape_explorer",
    "LossExplorer": "descent.loss_explorer",
    "NetworkExplorer": "network.network_explorer",
    "PoolingExplorer": "filters.pooling_explorer",
    "ReceptiveFieldExplorer": "receptive_field.receptive_field_explorer",
    "SoftmaxExplorer": "softmax.softmax_explorer",
    "TrainingLab": "training.training_lab",
    "VoteExplorer": "votes.vote_explorer",
}

__all__ = sorted(_HOMES)


def __getattr__(name):
    if name == "kept":
        return importlib.import_module(f"{__name__}.board.kept_arrays").kept
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *_HOMES])
