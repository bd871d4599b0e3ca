"""Base class of the explorers: checked settings that a cell or a reader's hand can change."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import traitlets

from cnnkit.widgets.board.board import Board


class Setting(traitlets.TraitType):
    """One setting of an explorer; whatever a cell assigns, None too, is checked by the explorer."""

    def set(self, obj, value):
        """Check and assign in one piece: another thread may set the same at this moment."""
        with obj._lock:
            super().set(obj, value)

    def validate(self, obj, value):
        """Check a value; `_cross_validate` is left out while notifications are held."""
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
            raise ValueError(
                f"{unknown[0]!r} is not a setting; use one of {', '.join(self.names)}."
            )
        with self._lock:  # another thread may be adopting at this moment
            self.adopt(self._settings.changed(**changes))

    def accept(self, name: str, value):
        """Check one setting that a cell assigns, together with the others as they are."""
        with self._lock:
            if self._adopting and value is getattr(self._settings, name):
                return value
            self.adopt(self._settings.changed(**{name: value}))
            return getattr(self._settings, name)

    def edit(self, name: str, value) -> None:
        """Apply a person's change of the setting `name`."""
        if name not in self.names:
            super().edit(name, value)
        self.adopt(self._settings.changed(**{name: value}))

    def adopt(self, settings) -> None:
        """Take checked settings, and show them; what cannot be shown changes nothing."""
        with self._lock:
            before = self._settings
            try:
                self._take_over(settings)
                if not self._editing:  # an edit publishes once, when it is complete
                    self.publish()
            except BaseException:
                self._take_over(before)
                raise

    def _take_over(self, settings) -> None:
        self._settings = settings
        before, self._settling = self._settling, True
        try:
            self.settled()  # first: an observer of a setting may read what follows from it
        finally:
            self._settling = before
        before, self._adopting = self._adopting, True
        try:
            for name in self.names:  # an observer may have changed the settings meanwhile
                setattr(self, name, getattr(self._settings, name))
        finally:
            self._adopting = before

    def kept(self):
        """Return the settings, to go back to when an edit is refused half-way."""
        return self._settings

    def go_back(self, kept) -> None:
        """Take the settings again that there were before an edit."""
        if self._settings is not kept:
            self._take_over(kept)

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
