"""Output sizes, padding and the receptive field: how large an output is, and what it sees."""

from cnnkit.shapes.output_sizes import (
    conv_output_size,
    conv_padding,
    pool_output_size,
    pool_padding,
)
from cnnkit.shapes.receptive_fields import receptive_field

__all__ = [
    "conv_output_size",
    "conv_padding",
    "pool_output_size",
    "pool_padding",
    "receptive_field",
]
