"""Explorers: every number of a network to drag, hover, edit and follow.

Each explorer is a small class over the one generic view, the :class:`Board`.
"""

from cnnkit.widgets.activation_explorer import ActivationExplorer
from cnnkit.widgets.board import Board
from cnnkit.widgets.channel_explorer import ChannelExplorer
from cnnkit.widgets.filter_explorer import FilterExplorer
from cnnkit.widgets.network_board import NetworkBoard
from cnnkit.widgets.pooling_explorer import PoolingExplorer
from cnnkit.widgets.softmax_explorer import SoftmaxExplorer
from cnnkit.widgets.vote_explorer import VoteExplorer

__all__ = [
    "ActivationExplorer",
    "Board",
    "ChannelExplorer",
    "FilterExplorer",
    "NetworkBoard",
    "PoolingExplorer",
    "SoftmaxExplorer",
    "VoteExplorer",
]
