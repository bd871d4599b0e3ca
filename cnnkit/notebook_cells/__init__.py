"""What a notebook's widgets need of it: cells that hold them, and one copy of their code."""

from cnnkit.notebook_cells.held import HeldByCells
from cnnkit.notebook_cells.shared_code import SharesCode

__all__ = ["HeldByCells", "SharesCode"]
