"""What the cells of a notebook show: tables, and widgets, whose code is stored once a notebook.

The room's own ``__init__`` imports nothing: whoever prints a table needs no widgets.
"""
