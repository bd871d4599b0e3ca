"""What recreates a view: the arguments of its constructor, and the calls that follow it."""

from __future__ import annotations

import dataclasses
import inspect

import numpy as np

from cnnkit.widgets.board.equal_settings import same
from cnnkit.widgets.board.source_text import Source
from cnnkit.widgets.board.starting_settings import begin

_OWN = ("own", "pixels", "picture")  # where settings keep a picture that was given


@dataclasses.dataclass(frozen=True)
class Call:
    """A call of the line: the constructor, or a method that returns the explorer."""

    name: str
    arguments: dict


@dataclasses.dataclass(frozen=True)
class ViewRecipe:
    """What recreates a view, but for the cell that is marked.

    Parameters
    ----------
    calls : tuple of Call
        The constructor's first.
    cursor : (str, int, int, int) or None
        The cell that is marked after these; None where that cannot be told.
    """

    calls: tuple[Call, ...]
    cursor: tuple[str, int, int, int] | None


def unknown(name: str, what: str) -> Source:
    """Return a name for what cannot be written; whoever pastes it has to have it.

    Examples
    --------
    >>> unknown("loss", "the loss that you gave")
    Source(text='loss', imports=(), comment='loss: the loss that you gave')
    """
    return Source(name, comment=f"{name}: {what}")


def recipe_of(explorer) -> ViewRecipe:
    """Return what recreates an explorer that is made of its settings alone."""
    now, kind = explorer._settings, type(explorer)
    arguments = arguments_of(explorer, explorer.given())
    try:
        begun, cursor = begin(kind, arguments)
    except Exception:  # an argument cannot be told: what it was given is not known here
        return recipe(explorer, arguments, {}, None)
    for name, parameter in parameters_of(explorer).items():
        if parameter.default is not None or name not in arguments:
            continue
        fewer = {key: value for key, value in arguments.items() if key != name}
        try:  # the default may follow from the other arguments
            other, there = begin(kind, fewer)
        except (TypeError, ValueError):
            continue
        if not differences(now, other):
            arguments, begun, cursor = fewer, other, there
    rest = {name: getattr(now, name) for name in differences(now, begun)}
    if cursor is None:
        cursor = explorer._shown.lead, 0, 0, 0
    return recipe(explorer, arguments, rest, cursor)


def recipe(explorer, arguments: dict, rest: dict, cursor) -> ViewRecipe:
    """Return the recipe with these arguments, and these settings set afterwards."""
    calls = (Call(type(explorer).__name__, arguments),)
    if not rest:
        return ViewRecipe(calls, cursor)
    return ViewRecipe((*calls, Call("showing", rest)), cursor if explorer.cursor_stays else None)


def parameters_of(explorer) -> dict[str, inspect.Parameter]:
    """Return what the constructor of an explorer takes, but for the cell that is marked."""
    _, *found = inspect.signature(type(explorer).__init__).parameters.values()
    plain = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    marked = explorer.cursor_words[0]
    return {one.name: one for one in found if one.kind in plain and one.name != marked}


def arguments_of(explorer, given: dict) -> dict:
    """Return the arguments of the constructor that are not at their defaults.

    Parameters
    ----------
    explorer : Explorer
    given : dict
        Values of arguments that are not settings; of the others the settings say what they are.
    """
    now, found = explorer._settings, {}
    for name, parameter in parameters_of(explorer).items():
        if name in given:
            value = given[name]
        else:
            value = _value(now, name) if hasattr(now, name) else _told(explorer, name)
        if not same(value, parameter.default):
            found[name] = value
    return found


def differences(now, other) -> list[str]:
    """Return the names of the settings that are not the same, in their order."""
    return [name for name in names_in(now) if not same(getattr(now, name), getattr(other, name))]


def names_in(settings) -> list[str]:
    """Return the names of all settings, also of those that only the board itself sets."""
    if dataclasses.is_dataclass(settings):
        return [field.name for field in dataclasses.fields(settings)]
    return [name for name in vars(settings) if not name.startswith("_")]


def _told(explorer, name: str):
    """Return what an explorer says of an argument that is not a setting."""
    found = getattr(explorer, name, explorer)
    return unknown(name, f"the {name} that you gave") if found is explorer else found


def _value(settings, name: str):
    """Return a setting as the constructor takes it: one's own picture as pixels, others by name."""
    value = getattr(settings, name)
    if name == "kernel" and getattr(settings, "preset", "custom") != "custom":
        return settings.preset
    kept = getattr(settings, "own", None) if name == "image" else None
    if name == "image" and isinstance(value, str) and value == "own":
        kept = next(getattr(settings, one) for one in _OWN if hasattr(settings, one))
    return kept if isinstance(kept, np.ndarray) else value
