"""What the explorers share: a few checked settings that a cell or a person's hand can change."""

from __future__ import annotations

from typing import ClassVar

import traitlets

from cnnkit.widgets.board.board import Board


class Setting(traitlets.TraitType):
    """A trait that its explorer checks, whatever is assigned, None too."""

    def _validate(self, obj, value):
        return value if obj._cross_validation_lock else self._cross_validate(obj, value)


class Explorer(Board):
    """A board whose state is one immutable settings object.

    A subclass names its settings in `names`, declares a trait for each, and gives them
    :func:`accept` as their validator. The settings object has an attribute for each name and a
    method ``changed(**changes)`` that returns checked new settings or raises one sentence.
    """

    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, settings, **traits):
        self._settings = settings
        self._adopting = True  # the traits take settings that are checked already
        super().__init__(**{name: getattr(settings, name) for name in self.names}, **traits)
        self._adopting = False

    def set(self, **changes) -> None:
        """Change several settings together; either all of them hold or none changes."""
        unknown = sorted(set(changes) - set(self.names))
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no setting; use one of {', '.join(self.names)}.")
        self.adopt(self._settings.changed(**changes))

    def edit(self, name: str, value) -> None:
        """Apply a person's change of the setting `name`."""
        if name not in self.names:
            super().edit(name, value)
        self.adopt(self._settings.changed(**{name: value}))

    def adopt(self, settings) -> None:
        """Take checked settings, and show them."""
        with self._lock:
            self._settings = settings
            self._adopting = True
            try:
                for name in self.names:
                    setattr(self, name, getattr(settings, name))
            finally:
                self._adopting = False
            self.settled()
            if not self._editing:  # an edit publishes once, when it is complete
                self.publish()

    def settled(self) -> None:
        """Do what must follow new settings before they are shown; by default nothing."""


def accept(explorer: Explorer, proposal):
    """Check one setting that a cell assigns, together with the others as they are."""
    with explorer._lock:  # another thread may be adopting at this moment
        if explorer._adopting:
            return proposal["value"]
    name = proposal["trait"].name
    explorer.adopt(explorer._settings.changed(**{name: proposal["value"]}))
    return getattr(explorer._settings, name)


def choice(value, name: str, known) -> str:
    """Return `value` if it is one of the words `known`, else raise a sentence that lists them.

    Examples
    --------
    >>> choice("min", "pooling", ("max", "average"))
    Traceback (most recent call last):
        ...
    ValueError: pooling 'min' is unknown; use one of 'max', 'average'.
    """
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} {value!r} is unknown; use one of {', '.join(map(repr, known))}.")
    return value
