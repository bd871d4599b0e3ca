"""Models: layers in a row, their weights by name, and the ledger of a summary."""

from typing import Any

from cnnkit.model.sequential import Sequential

__all__ = ["Residual", "Sequential"]


def __getattr__(name: str) -> Any:
    if name == "Residual":
        from cnnkit.model.residual import Residual  # here: `import cnnkit` does not need it

        return Residual
    raise AttributeError(f"module 'cnnkit.model' has no attribute {name!r}")
