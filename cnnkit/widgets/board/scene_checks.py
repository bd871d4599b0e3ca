"""Whether a scene holds together: each name in it is that of a panel or an array that is there.

One sentence in Python, instead of a board that stays empty in the browser. It runs on every edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cnnkit.checks import shown

# Fields of a rule that name a panel, and those that name an array.
_OF_PANELS = frozenset(("source", "reader"))
_OF_ARRAYS = frozenset(("weights", "bias", "sums", "numbers", "votes"))


def check_word(owner: str, name: str, field: str, value, known: tuple) -> None:
    """Raise ValueError unless a field of a panel or link has one of the values that are known.

    Examples
    --------
    >>> check_word("panel", "map", "tiles", "rows", ("row", "column"))
    Traceback (most recent call last):
    ValueError: panel 'map' has tiles='rows'; use one of 'row', 'column'
    """
    if value not in known:
        raise ValueError(
            f"{owner} {shown(name)} has {field}={shown(value)}; use one of {_listed(known)}"
        )


def check_scene(scene) -> None:
    """Raise ValueError if a name stands for nothing, or a panel's array has not three axes."""
    panels = {panel.name: panel for panel in scene.panels}
    if len(panels) < len(scene.panels):
        names = [panel.name for panel in scene.panels]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"two panels are called {shown(twice)}; give each a name of its own")
    for what, name in _panels_named(scene):
        _check_panel(what, name, panels)
    arrays = scene.arrays
    for panel in scene.panels:
        array = arrays.get(panel.array)
        if array is None:
            _check_array(f"what panel {shown(panel.name)} draws", panel.array, arrays)
        elif array.ndim != 3:
            raise ValueError(
                f"panel {shown(panel.name)} draws an array of shape {array.shape}; "
                "give it one with three axes: (channels, rows, columns)"
            )
        for rule in (panel.rule, getattr(panel, "products", None)):
            if rule is not None:
                _check_rule(panel, rule, panels, arrays)


def _panels_named(scene) -> Iterator[tuple[str, str]]:
    """Yield every panel that the scene names outside of rules, each with what it is there."""
    yield "lead", scene.lead
    if scene.weights is not None:
        yield "weights", scene.weights
    for column in (*scene.columns, *scene.wide_columns):
        for name in column:
            yield "one in columns", name
    for name in scene.leading:
        yield "one of leading", name
    for link in scene.links:
        yield "the reader of a link", link.reader
        yield "the source of a link", link.source
    for name in scene.grids_of_values:
        yield "one of grids_of_values", name
    for panel in scene.panels:
        for field in ("map_of", "window_of"):
            place = getattr(panel, field, ())
            if place:
                yield f"the {field} panel of {shown(panel.name)}", place[0]


def _check_rule(panel, rule, panels: Mapping, arrays: Mapping) -> None:
    """Check the names in one rule of a panel."""
    for field, name in vars(rule).items():
        if field in _OF_PANELS and name not in panels:
            _check_panel(f"the {field} in the rule of panel {shown(panel.name)}", name, panels)
        elif field in _OF_ARRAYS and name is not None and name not in arrays:
            _check_array(f"the {field} in the rule of panel {shown(panel.name)}", name, arrays)


def _check_panel(what: str, name: str, panels: Mapping) -> None:
    if name not in panels:
        raise ValueError(
            f"{what} is {shown(name)}, which is not a panel; use one of {_listed(panels)}"
        )


def _check_array(what: str, name: str, arrays: Mapping) -> None:
    if name not in arrays:
        raise ValueError(
            f"{what} is {shown(name)}, which is not an array of the scene; add it, or use one of "
            f"{_listed(arrays)}"
        )


def _listed(names: Iterable) -> str:
    return ", ".join(map(shown, names))
