"""Small notebooks for tests."""

import nbformat
from nbformat.v4 import new_code_cell, new_notebook


def write(path, *sources):
    """Write a notebook with these code cells; return its path."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    notebook.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
    }
    nbformat.write(notebook, path)
    return path
