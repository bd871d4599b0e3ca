"""Gradient checks: compare a gradient with nudging every number and watching the result."""

from cnnkit.checks import no_attribute, speak
from cnnkit.gradcheck.gradient_checks import (
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
speak(globals(), __all__)


def __getattr__(name: str) -> None:
    raise no_attribute("module 'cnnkit.gradcheck'", name)
