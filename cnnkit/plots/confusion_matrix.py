"""The confusion matrix: which classes were taken for which."""

import numpy as np
from matplotlib.colors import Normalize

from cnnkit.checks import array
from cnnkit.plots.colours import INK, MUTED, SIGNED
from cnnkit.plots.grids import draw_cells
from cnnkit.plots.style import PLAIN, TEXT, TEXT_SIZE, label, labels

__all__ = ["confusion"]


def confusion(matrix, classes, ax, *, title=None):
    """Draw a confusion matrix: rows are true classes, columns answers, cells hold the counts.

    Right answers lie on the diagonal and stay plain; only mistakes are coloured, to be found.
    """
    matrix = array(matrix, "matrix")
    if matrix.dtype.kind not in "iu" or not matrix.size or matrix.min() < 0:
        raise ValueError(
            f"matrix of shape {matrix.shape} holds {matrix.dtype} values; it needs counts, as "
            "confusion_matrix returns them"
        )
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(
            f"matrix has shape {matrix.shape}; it needs a row and a column for each class"
        )
    classes = labels(classes, "classes", len(matrix), "rows of the matrix")
    title = label(title, "title")
    mistakes = matrix - np.diag(np.diag(matrix))
    colours = Normalize(-mistakes.max(initial=1), mistakes.max(initial=1))
    draw_cells(mistakes.astype(float), ax, SIGNED, colours, title, False, 0, False, None)
    for (i, j), count in np.ndenumerate(matrix):
        if count:
            color, weight = (MUTED, "normal") if i == j else (INK, "bold")
            ax.text(
                j, i, str(count),
                ha="center", va="center", fontsize=TEXT_SIZE, color=color, weight=weight,
            )  # fmt: skip
    ax.set_xticks(range(len(classes)), classes, fontsize=TEXT_SIZE, **PLAIN)
    ax.set_yticks(range(len(classes)), classes, fontsize=TEXT_SIZE, **PLAIN)
    ax.set_xlabel("answer of the network", **TEXT)
    ax.set_ylabel("true class", **TEXT)
    return ax
