"""One line of Python that recreates what is seen on a board.

It calls the constructor with what differs from its defaults, and then, where that is not all,
methods that return the explorer: ``VoteExplorer(order="list").showing(cursor=("votes", 0, 1, 1))``.
What no line can hold is kept in a file beside the notebook, which the line reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, is_dataclass

import numpy as np

from cnnkit.model import Sequential
from cnnkit.widgets.board.function_text import source_of
from cnnkit.widgets.board.kept_arrays import keep
from cnnkit.widgets.board.network_plan import arrays_of, can_be_made
from cnnkit.widgets.board.package_values import in_the_package
from cnnkit.widgets.board.source_text import LONGEST, Source, fits, written
from cnnkit.widgets.board.view_recipe import Call, unknown

_FILE, _CURSOR = "\0", "\1"  # what stands in a line until the file and the cell are known
_SLOTS = ("panel", "channel", "row", "col")

POSITION = "position", "(\1row\1, \1col\1)"
CURSOR = "cursor", '("\1panel\1", \1channel\1, \1row\1, \1col\1)'


@dataclass(frozen=True)
class Line:
    """The source of a view.

    Parameters
    ----------
    stem : str
        Begins the names of files: "filter_explorer".
    plain : str
        The line where the cell that is marked needs no words.
    pointed : str
        The line with the places of the cell, each between two marks.
    start : tuple or None
        The cell for which `plain` is enough.
    arrays : dict of str to array
        What has to be kept in a file.
    networks : dict of str to Sequential
        The same; they are only written as arrays when a file is.
    """

    stem: str
    plain: str
    pointed: str
    start: tuple | None
    arrays: dict
    networks: dict

    @property
    def keeps(self) -> bool:
        """Whether the line reads a file."""
        return bool(self.arrays or self.networks)

    def at(self, cursor, file: str | None = None) -> str:
        """Return the line for a cell that is marked, and a file that holds the arrays."""
        text = self.plain
        if self.start is None or tuple(cursor) != tuple(self.start):
            text = self.pointed
            for slot, value in zip(_SLOTS, cursor, strict=True):
                text = text.replace(f"{_CURSOR}{slot}{_CURSOR}", str(value))
        return text.replace(_FILE, file or f"{self.stem}.npz")

    def to_dict(self) -> dict:
        """Return what the page needs to write the line by itself: see ``js/board/view_code.js``."""
        plain, pointed = (
            text.replace(_FILE, f"{self.stem}.npz") for text in (self.plain, self.pointed)
        )
        return {
            "stem": self.stem,
            "plain": plain,
            "pointed": pointed.split(_CURSOR),  # every second part is the name of a place
            "start": None if self.start is None else list(self.start),
            "keeps": self.keeps,
        }


def stem_of(explorer) -> str:
    """Return how the names of an explorer's files begin: "filter_explorer"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(explorer).__name__).lower()


def line_of(explorer) -> Line:
    """Return the line of an explorer."""
    recipe = explorer.recipe()
    notes = _Notes()
    plain = notes.source(recipe.calls)
    there = _Notes().source(_pointed(recipe.calls, *explorer.cursor_words))
    ours = type(explorer).__module__.startswith("cnnkit.")
    keeps = notes.arrays or notes.networks
    names = [type(explorer).__name__] * ours + ["kept"] * bool(keeps)
    head = [f"from cnnkit.widgets import {', '.join(names)}"] * bool(names) + [*notes.imports]
    tail = f"  # {'; '.join(notes.comments)}" if notes.comments else ""
    lines = ("\n".join([*head, text + tail]) for text in (plain, there))
    return Line(stem_of(explorer), *lines, recipe.cursor, notes.arrays, notes.networks)


def copied(explorer) -> tuple[str, str]:
    """Return the line of an explorer, and why what it reads could not be kept, or "".

    Where the line needs a file, it is written.
    """
    line, file, trouble = line_of(explorer), None, ""
    if line.keeps:
        arrays = dict(line.arrays)
        for name, network in line.networks.items():
            arrays |= {f"{name}/{key}": one for key, one in (arrays_of(network) or {}).items()}
        try:
            file = keep(arrays, line.stem)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            trouble = (
                f"{line.stem}.npz, which this line reads, cannot be written here ({why}); "
                "open the notebook in a folder of your own, and copy again."
            )
    return line.at(explorer.cursor, file), trouble


def _pointed(calls, name: str, text: str) -> tuple[Call, ...]:
    """Return the calls with the cell that is marked: an argument of the first, or shown last."""
    first, *others = calls
    if name != "cursor" and not others:
        return (Call(first.name, first.arguments | {name: Source(text)}),)
    name, text = CURSOR  # what follows may lead to other cells
    last = others.pop() if others and others[-1].name == "showing" else Call("showing", {})
    return first, *others, Call("showing", last.arguments | {name: Source(text)})


class _Notes:
    """What the source of some calls needs beside it."""

    def __init__(self):
        self.arrays, self.networks, self.imports, self.comments = {}, {}, {}, {}

    def source(self, calls) -> str:
        """Return the source of calls, one behind the other."""
        parts = []
        for call in calls:
            pairs = (f"{name}={self.value(name, one)}" for name, one in call.arguments.items())
            parts.append(f"{call.name}({', '.join(pairs)})")
        return ".".join(parts)

    def value(self, name: str, value) -> str:
        """Return the source of an argument."""
        found = self._found(name, value)
        if not isinstance(found, Source):
            return written(found)
        self.imports.update(dict.fromkeys(found.imports))
        if found.comment:
            self.comments[found.comment] = None
        return found.text

    def _found(self, name: str, value):
        """Return what can be written in place of a value; what has to be kept is noted."""
        known = in_the_package(name, value)
        if isinstance(value, Source) or known is not None:
            return known or value
        if (function := source_of(value)) is not None:
            return function
        if isinstance(value, Sequential):
            if not can_be_made(value):
                return unknown(name, "the network that you gave, whose layers cannot be written")
            self.networks[name] = value
            return self._keep(name, {})
        if isinstance(value, np.ndarray):
            return value if fits(value) else self._keep(name, {"": value})
        if isinstance(value, dict) and _holds_arrays(value.values()):
            return self._keep(name, value)
        if isinstance(value, tuple) and _holds_arrays(value):
            parts = [self._keep(f"{name}_{i}", {"": one}) for i, one in enumerate(value)]
            inside = f"({', '.join(part.text for part in parts)})"
            if hasattr(value, "test_images"):
                return Source(f"Dataset{inside}", ("from cnnkit.data import Dataset",))
            return Source(inside)
        if is_dataclass(value):
            return self._made(name, value)
        try:
            long = len(written(value)) > LONGEST and isinstance(value, tuple)
            return self._keep(name, {"": np.array(value)}) if long else value
        except TypeError:
            return unknown(name, f"the {'function' if callable(value) else name} that you gave")

    def _made(self, name: str, value) -> Source:
        """Return the call that makes a dataclass, whose arrays stay arrays."""
        parts = []
        for field, one in vars(value).items():
            array = isinstance(one, np.ndarray)
            text = self._keep(f"{name}_{field}", {"": one}).text if array else written(one)
            parts.append(f"{field}={text}")
        kind = type(value)
        need = f"from {kind.__module__} import {kind.__name__}"
        return Source(f"{kind.__name__}({', '.join(parts)})", (need,))

    def _keep(self, name: str, found: dict) -> Source:
        while any(one.partition("/")[0] == name for one in self.arrays):
            name += "_2"
        pairs = {f"{name}/{key}".rstrip("/"): np.asarray(one) for key, one in found.items()}
        self.arrays |= pairs
        return Source(f'kept("{_FILE}", "{name}")')


def _holds_arrays(values) -> bool:
    return any(isinstance(one, np.ndarray) for one in values)
