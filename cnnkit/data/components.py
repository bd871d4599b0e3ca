"""The connected components of a mask."""

import numpy as np

__all__ = ["components"]


def components(mask):
    """Number the connected components of a mask; corners connect, too.

    Parameters
    ----------
    mask : bool array (H, W)

    Returns
    -------
    labels : int array (H, W)
        0 where the mask is False, else the number of the part, from 1.
    count : int

    Notes
    -----
    Runs of each row are joined with those that they touch in the row above, with union-find:
    A. Rosenfeld and J. L. Pfaltz, "Sequential operations in digital picture processing", Journal
    of the ACM 13, 1966.

    Examples
    --------
    >>> components(np.array([[1, 0, 0, 1], [0, 1, 0, 1]], bool))
    (array([[1, 0, 0, 2],
           [0, 1, 0, 2]]), 2)
    """
    change = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(change == 1)
    ends = np.nonzero(change == -1)[1]
    parent = list(range(len(rows)))

    def root(run):
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    first = np.searchsorted(rows, np.arange(len(mask) + 1)).tolist()
    begin, end = starts.tolist(), ends.tolist()
    for row in range(1, len(mask)):
        above, here = first[row - 1], first[row]
        while above < first[row] and here < first[row + 1]:
            if begin[above] <= end[here] and begin[here] <= end[above]:
                one, other = root(above), root(here)
                parent[max(one, other)] = min(one, other)
            above, here = (above + 1, here) if end[above] < end[here] else (above, here + 1)
    numbers = np.unique([root(run) for run in parent], return_inverse=True)[1] + 1
    labels = np.zeros(mask.shape, np.intp)
    places = np.flatnonzero(mask)  # in the order of the runs
    labels.flat[places] = np.repeat(numbers, ends - starts)
    return labels, int(numbers.max(initial=0))
