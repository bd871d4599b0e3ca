"""Models: layers in a row, their weights by name, and the ledger of a summary."""

from cnnkit.model.residual import Residual
from cnnkit.model.sequential import Sequential

__all__ = ["Residual", "Sequential"]
