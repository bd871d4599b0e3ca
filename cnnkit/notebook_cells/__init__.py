"""What a notebook's widgets need of it: cells that hold them, and one copy of their code."""

from cnnkit.notebook_cells.shared_javascript import SharesCode
from cnnkit.notebook_cells.widget_lifetime import HeldByCells

__all__ = ["HeldByCells", "SharesCode"]
