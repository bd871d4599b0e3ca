"""Controls for the toolbar: a button, a list of words or numbers, a number, a slider, a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

LARGEST_FILE = 20_000_000  # bytes of an upload


@dataclass(frozen=True)
class Control:
    """A setting in the toolbar.

    Its `kind` is "choice" (one of `options`), "integer" (`low` to `high`), "slider" (the same, in
    steps of `step`), "button", or "file" (of the types `accept`, up to `high` bytes). Its `tip` is
    shown where a pointer rests on it. A `disabled` button has nothing to do now. A `tool` says how
    a hand works, and nothing of what is seen.
    """

    name: str
    label: str
    value: object
    kind: str = "choice"
    low: float = 0
    high: float = 0
    step: float = 1
    options: tuple[tuple[str, str], ...] = ()
    accept: str = ""
    hidden: bool = False
    tip: str = ""
    disabled: bool = False
    tool: bool = False


def button(name: str, label: str, *, hidden: bool = False, disabled: bool = False) -> Control:
    """Return a button; a press on it is an edit of that name, unless it is disabled."""
    return Control(name, label, "", "button", hidden=hidden, disabled=disabled)


def choose(
    name: str, label: str, value: str, known, *, own: bool = False, hidden: bool = False
) -> Control:
    """Return a list of words; where `known` is a dictionary it holds what is written for each.

    `own` adds "your own" at the end: what a person gave, beside what there is to choose from.

    Examples
    --------
    >>> choose("image", "Picture", "X", ("X", "O")).options
    (('X', 'X'), ('O', 'O'))
    >>> choose("image", "Picture", "cat", {"cat": "photo: cat"}).options
    (('cat', 'photo: cat'),)
    """
    words = tuple(known.items() if isinstance(known, dict) else ((word, word) for word in known))
    return Control(name, label, value, options=words + (("own", "your own"),) * own, hidden=hidden)


def as_tool(control: Control) -> Control:
    """Return the control of something that says how a hand works, and nothing of what is seen.

    Examples
    --------
    >>> as_tool(choose("pen", "Pen", "draw", ("draw", "erase"))).tool
    True
    """
    return replace(control, tool=True)


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


def choose_whole(
    name: str, label: str, value: int, low: int, high: int, *, hidden: bool = False
) -> Control:
    """Return a field for a whole number from `low` to `high`, with steps up and down.

    Examples
    --------
    >>> choose_whole("stride", "Stride", 1, 1, 3).high
    3
    """
    return Control(name, label, value, "integer", low, high, hidden=hidden)


def choose_along(
    name: str, label: str, value: float, low: float, high: float, step: float
) -> Control:
    """Return a slider from `low` to `high`.

    Examples
    --------
    >>> choose_along("momentum", "Momentum", 0.9, 0, 0.99, 0.01).step
    0.01
    """
    return Control(name, label, value, "slider", low, high, step)


def choose_picture(label: str) -> Control:
    """Return a button to choose a picture file: its content comes as an upload."""
    return Control("upload", label, "", "file", high=LARGEST_FILE, accept="image/png,image/jpeg")
