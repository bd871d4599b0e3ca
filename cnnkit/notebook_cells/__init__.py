"""What a notebook's widgets need of it: cells that hold them, and one copy of their code."""
