"""Layers: the functions of `cnnkit.functional` that remember what their gradient needs.

A layer is called like a function. ``backward(d)`` takes the gradient of the loss with respect to
the layer's output and returns the one with respect to its input; the gradients of its parameters
are then in ``gradients``, an entry for each of ``parameters()``.
"""

from cnnkit.checks import no_attribute
from cnnkit.layers.base import Layer
from cnnkit.layers.batch_norm import BatchNorm2d
from cnnkit.layers.conv_and_linear import Conv2d, Linear
from cnnkit.layers.dropout import Dropout
from cnnkit.layers.elementwise import LeakyReLU, ReLU, RReLU, Sigmoid, Tanh
from cnnkit.layers.flatten import Flatten
from cnnkit.layers.pooling import AvgPool2d, GlobalAvgPool2d, LPPool2d, MaxPool2d

__all__ = [
    "AvgPool2d",
    "BatchNorm2d",
    "Conv2d",
    "Dropout",
    "Flatten",
    "GlobalAvgPool2d",
    "LPPool2d",
    "Layer",
    "LeakyReLU",
    "Linear",
    "MaxPool2d",
    "RReLU",
    "ReLU",
    "Sigmoid",
    "Tanh",
]


def __getattr__(name: str) -> None:
    raise no_attribute("module 'cnnkit.layers'", name)
