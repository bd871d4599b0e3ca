"""Explorers: every number of a network to drag, hover, edit and follow.

Each explorer is a small class over the one generic view, the :class:`Board`. It is imported when
it is first touched, so a lesson loads the explorers that it uses and no others.
"""

import importlib

_HOMES = {
    "ActivationExplorer": "activation_explorer",
    "BackpropExplorer": "backprop_explorer",
    "Board": "board",
    "ChannelExplorer": "channel_explorer",
    "DescentExplorer": "descent_explorer",
    "DrawPad": "draw_pad",
    "FilterExplorer": "filter_explorer",
    "LandscapeExplorer": "landscape_explorer",
    "LossExplorer": "loss_explorer",
    "NetworkExplorer": "network_explorer",
    "PoolingExplorer": "pooling_explorer",
    "ReceptiveFieldExplorer": "receptive_field_explorer",
    "SoftmaxExplorer": "softmax_explorer",
    "TrainingLab": "training_lab",
    "VoteExplorer": "vote_explorer",
}

__all__ = sorted(_HOMES)


def __getattr__(name):
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *_HOMES])
