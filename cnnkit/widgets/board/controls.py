"""Controls for the toolbar: a button, a drop-down list, a list of numbers."""

from __future__ import annotations

from cnnkit.widgets.board.scene import Control


def button(name: str, label: str, *, hidden: bool = False) -> Control:
    """Return a button; a press on it is an edit of that name."""
    return Control(name, label, "", "button", hidden=hidden)


def choose(name: str, label: str, value: str, known, *, hidden: bool = False) -> Control:
    """Return a list of words; where `known` is a dictionary it holds what is written for each.

    Examples
    --------
    >>> choose("image", "Picture", "X", ("X", "O")).options
    (('X', 'X'), ('O', 'O'))
    >>> choose("image", "Picture", "cat", {"cat": "photo: cat"}).options
    (('cat', 'photo: cat'),)
    """
    words = known.items() if isinstance(known, dict) else ((word, word) for word in known)
    return Control(name, label, value, options=tuple(words), hidden=hidden)


def choose_number(
    name: str, label: str, value: float, usual, *, words=str, hidden: bool = False
) -> Control:
    """Return a list of the usual numbers and the present one; `words` writes them.

    Examples
    --------
    >>> choose_number("gain", "Map", 3.0, (1, 5), words="× {}".format).options
    (('1', '× 1'), ('3', '× 3'), ('5', '× 5'))
    """
    numbers = [f"{number:g}" for number in sorted({*usual, value})]
    options = tuple((number, words(number)) for number in numbers)
    return Control(name, label, f"{value:g}", options=options, hidden=hidden)
