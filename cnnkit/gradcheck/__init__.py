"""Gradient checks: compare a gradient with nudging every number and watching the result."""

from cnnkit.gradcheck.checking import (
    Comparison,
    GradientTable,
    check_function,
    check_layer,
    check_model,
    numerical_gradient,
)

__all__ = [
    "Comparison",
    "GradientTable",
    "check_function",
    "check_layer",
    "check_model",
    "numerical_gradient",
]
