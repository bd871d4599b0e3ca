"""Sizes and receptive fields computed from wrong numbers."""

import numpy as np

from cnnkit import shapes
from cnnkit.checks import pair

from .given import T, V

CASES = {
    "size: kernel": (lambda e: shapes.conv_output_size(2, 3), V, ["kernel_size 3", "padding >= 1"]),
    "size: 0": (lambda e: shapes.conv_output_size(0, 1), V, ["size", "0"]),
    "size: three": (lambda e: shapes.conv_output_size((1, 2, 3), 1), V, ["size", "3"]),
    "size: pool": (lambda e: shapes.pool_output_size(3, 4), V, ["kernel_size 4"]),
    "size: pool padding": (lambda e: shapes.pool_output_size(9, 2, padding=2), V, ["half"]),
    "field: kernel": (lambda e: shapes.receptive_field([(0,)]), V, ["kernel_size", "0"]),
    "field: number": (lambda e: shapes.receptive_field(3), T, ["stack 3", "(3,)"]),
    "field: numbers": (lambda e: shapes.receptive_field([3, 3]), T, ["layer 3"]),
    "field: a layer": (lambda e: shapes.receptive_field([e.conv]), T, ["Conv2d"]),
    "field: five entries": (lambda e: shapes.receptive_field([(3, 1, 0, 1, 7)]), T, ["7"]),
    "pair: text": (lambda e: pair("34"), T, ["'34'"]),
    "pair: array": (lambda e: pair(np.array([1, 2])), T, ["ndarray"]),
}
