"""What an exception says, on one line: those of other people's functions may fail even at that."""

MOST = 300  # characters


def words_of(error: BaseException, most: int = MOST) -> str:
    """Return an exception's words, cut where they are long; "" if it has none.

    Examples
    --------
    >>> words_of(ValueError("two", "words"))
    "('two', 'words')"
    """
    try:
        return " ".join(str(error).split())[:most]
    except Exception:
        return ""


def named(error: BaseException, where: str = "") -> str:
    """Return an exception's name and words, and where it was raised.

    Examples
    --------
    >>> named(KeyError(3)), named(ValueError(), "DrawPad")
    ('KeyError: 3', 'ValueError in DrawPad')
    """
    head = type(error).__name__ + (f" in {where}" if where else "")
    words = words_of(error)
    return f"{head}: {words}" if words else head
