"""What a constructor begins with: its settings and its cursor, without making a board of them."""

from __future__ import annotations

import contextvars

_asked = contextvars.ContextVar("asked", default=False)


class _Begun(BaseException):
    """Ends a constructor that was only asked what it begins with."""


def tell(settings, cursor) -> None:
    """End the constructor that calls this, if it was called by `begin`."""
    if _asked.get():
        raise _Begun(settings, cursor)


def begin(kind, arguments: dict):
    """Return the settings and the cursor that an explorer begins with; nothing is shown.

    Parameters
    ----------
    kind : subclass of Explorer
    arguments : dict
        Of its constructor, by name.

    Returns
    -------
    settings : Settings
    cursor : (str, int, int, int) or None
        None for the first cell of the leading panel.
    """
    token = _asked.set(True)
    try:
        kind(**arguments)
    except _Begun as begun:
        return begun.args
    finally:
        _asked.reset(token)
    raise TypeError(f"{kind.__name__} calls no Explorer.__init__")
