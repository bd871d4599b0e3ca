"""Explorers: every number of a network to drag, hover, edit and follow.

Each explorer is a small class over the one generic view, the :class:`Board`, in `board/`. Explorers
that share code share a room; those that need nothing but the board stand here. An explorer is
imported when it is first touched, so a lesson loads those that it uses and no others.
"""

import importlib

_HOMES = {
    "ActivationExplorer": "filters.activation_explorer",
    "BackpropExplorer": "backprop.backprop_explorer",
    "Board": "board.board",
    "ChannelExplorer": "channel_explorer",
    "DescentExplorer": "descent.descent_explorer",
    "DrawPad": "drawpad.draw_pad",
    "FilterExplorer": "filters.filter_explorer",
    "LandscapeExplorer": "descent.landscape_explorer",
    "LossExplorer": "descent.loss_explorer",
    "NetworkExplorer": "network.network_explorer",
    "PoolingExplorer": "filters.pooling_explorer",
    "ReceptiveFieldExplorer": "receptive_field.receptive_field_explorer",
    "SoftmaxExplorer": "softmax_explorer",
    "TrainingLab": "training.training_lab",
    "VoteExplorer": "vote_explorer",
}

__all__ = sorted(_HOMES)


def __getattr__(name):
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *_HOMES])
