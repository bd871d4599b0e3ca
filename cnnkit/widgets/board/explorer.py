"""What the explorers share: a few checked settings that a cell or a person's hand can change."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import traitlets

from cnnkit.widgets.board.board import Board


class Setting(traitlets.TraitType):
    """One setting of an explorer; whatever a cell assigns, None too, is checked by the explorer."""

    def _cross_validate(self, obj, value):
        return obj.accept(self.name, value)


class Settings:
    """Settings that are checked together: the base of frozen dataclasses.

    Their ``__post_init__`` raises one sentence, or lets checked values take the place of what was
    given.
    """

    def changed(self, **changes):
        """Return checked settings with `changes`."""
        return replace(self, **changes)

    def _take(self, **checked) -> None:
        for name, value in checked.items():
            object.__setattr__(self, name, value)


class Explorer(Board):
    """A board whose state is one immutable settings object.

    A subclass declares a :class:`Setting` for each name that can be set. The settings object has
    an attribute for each of them, and a method ``changed(**changes)`` that returns checked new
    settings or raises one sentence: see :class:`Settings`.

    Attributes
    ----------
    names : tuple of str
        The names of the settings, in the order in which the class declares them.
    """

    names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        own = (name for name, trait in vars(cls).items() if isinstance(trait, Setting))
        cls.names = tuple(dict.fromkeys((*cls.names, *own)))

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

    def accept(self, name: str, value):
        """Check one setting that a cell assigns, together with the others as they are."""
        with self._lock:  # another thread may be adopting at this moment
            if self._adopting:
                return value
        self.adopt(self._settings.changed(**{name: value}))
        return getattr(self._settings, name)

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
