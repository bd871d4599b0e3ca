"""The block sizes of the fast convolution: how much is computed at a time, so that it fits caches.

Found by measuring, with OpenBLAS on x86 processors; all are counted in numbers.
"""

__all__ = ["blocks_at_once", "columns", "fits_cache"]

CACHE_FLOATS = 2**18  # of windows laid out: 1 MB of float32 fits a cache
L1_FLOATS = 2**14  # of windows in one matrix: they lie in the cache nearest to the processor
SMALL_GEMM = 10**6  # of multiply-adds in a product that OpenBLAS does at once, copying nothing
MIN_COLUMNS = 64  # of columns in a matrix, where L1_FLOATS would allow fewer


def columns(width: int, column: int, across: int, n: int, out: int) -> tuple[int, int]:
    """Return how many columns of the result one matrix covers: forward, and in the gradient.

    Parameters
    ----------
    width : int
        Columns of the result; both answers divide it.
    column : int
        How many numbers the windows of one column hold, over all rows and pictures.
    across : int
        How many numbers one window holds: kH * C * kW.
    n, out : int
        How many pictures, and channels of the result.

    Examples
    --------
    >>> columns(28, 28 * 3 * 64, 9, 64, 16)
    (28, 28)
    """
    most = min(max(L1_FLOATS // across, MIN_COLUMNS), SMALL_GEMM // (out * across))
    # in the gradient the windows of a matrix need not lie in the nearest cache
    wide = _divisor(width, 3 * CACHE_FLOATS // (2 * column))
    return (_divisor(width, most // n) if most >= n else wide), wide


def fits_cache(floats: int) -> bool:
    """Tell whether ``floats`` numbers fit into a cache."""
    return floats <= CACHE_FLOATS


def blocks_at_once(floats: int) -> int:
    """Return how many blocks of ``floats`` numbers fit into a cache together; at least 1."""
    return max(1, CACHE_FLOATS // floats)


def _divisor(number, most):
    """Return the largest divisor of ``number`` that is at most ``most``, or else 1."""
    return max((d for d in range(1, min(number, most) + 1) if number % d == 0), default=1)
