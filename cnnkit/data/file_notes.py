"""What a person should know about a file that was read all the same."""

import sys
import warnings

__all__ = ["tell"]


def tell(sentence: str) -> None:
    """Warn, and point to the line outside cnnkit that asked for it.

    Examples
    --------
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     tell("a.npy holds numbers up to 255")
    >>> str(told[0].message)
    'a.npy holds numbers up to 255'
    """
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("cnnkit."):
        frame, level = frame.f_back, level + 1
    warnings.warn(sentence, stacklevel=level)
