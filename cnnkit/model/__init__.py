"""Models: layers in a row, their weights by name, and the ledger of a summary."""

from cnnkit.model.sequential import Sequential

__all__ = ["Sequential"]
