"""Base class of the explorers: one frozen settings object is the state, and traits read it.

A change makes a new settings object. It is checked as a whole, shown, and then told to whoever
observes the traits; if one of these fails, the old object is put back.
"""

from __future__ import annotations

import contextlib
from typing import ClassVar, Self

import numpy as np
import traitlets

from cnnkit.checks import shown
from cnnkit.widgets.board import starting_settings, view_code
from cnnkit.widgets.board.board import Board
from cnnkit.widgets.board.showing import checked_cell, hidden_among, told_of
from cnnkit.widgets.board.view_recipe import ViewRecipe, recipe_of


class Property(traitlets.TraitType):
    """A trait that holds no value: it reads and writes through functions, and can be observed.

    Parameters
    ----------
    read : function of the explorer
    write : function of the explorer and a value
    """

    def __init__(self, read, write):
        super().__init__()
        self._read, self._write = read, write

    def get(self, obj, cls=None):
        """Return what the explorer says at this moment."""
        return self._read(obj)

    def set(self, obj, value):
        """Hand the value on; what changed by it is told by :meth:`Explorer.tell`."""
        self._write(obj, value)


class Setting(Property):
    """One setting of an explorer: it reads the settings object, and puts a new one in its place.

    Parameters
    ----------
    written : function, optional
        Writes its value in the explorer's repr; arrays are left out there.
    """

    def __init__(self, written=lambda one: f"{one:g}" if isinstance(one, float) else repr(one)):
        self.written = written
        super().__init__(
            lambda explorer: getattr(explorer._settings, self.name),
            lambda explorer, value: explorer.set(**{self.name: value}),
        )


class Explorer(Board):
    """A board whose state is one immutable settings object.

    A subclass declares a :class:`Setting` for each name that can be set. The settings object has
    an attribute for each of them, and a method ``changed(**changes)`` that returns checked new
    settings or raises one sentence: see :mod:`cnnkit.widgets.board.settings`.

    Parameters
    ----------
    settings : Settings
        The state to begin with.
    cursor : (str, int, int, int), optional
        Panel, channel, row and column of the cell that is marked at first; by default the first
        cell of the leading panel.

    Attributes
    ----------
    names : tuple of str
        The names of the settings, in the order in which the class declares them.
    more : tuple of str
        Other attributes that belong to what is seen, which :meth:`showing` sets.
    cursor_words : (str, str)
        How a line of code says which cell is marked: the name of an argument, and its value.
    code_line : dict
        The line of code as the page has it: see :mod:`cnnkit.widgets.board.view_code`.
    """

    names: ClassVar[tuple[str, ...]] = ()
    more: ClassVar[tuple[str, ...]] = ()
    cursor_words: ClassVar[tuple[str, str]] = view_code.CURSOR
    _properties: ClassVar[tuple[str, ...]] = ()

    code_line = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        own = {name: one for name, one in vars(cls).items() if isinstance(one, Property)}
        settings = (name for name, one in own.items() if isinstance(one, Setting))
        cls.names = tuple(dict.fromkeys((*cls.names, *settings)))
        cls._properties = tuple(dict.fromkeys((*cls._properties, *own)))

    def __init__(self, settings, **traits):
        starting_settings.tell(settings, traits.get("cursor"))
        self._settings = self._first = settings
        self._told = {name: getattr(self, name) for name in self._properties}
        super().__init__(**traits)
        self._write_line()

    def __repr__(self):
        values = ((name, getattr(self, name)) for name in self.names)
        parts = (
            f"{name}={getattr(type(self), name).written(value)}"
            for name, value in values
            if not isinstance(value, np.ndarray)
        )
        return f"{type(self).__name__}({', '.join(parts)})"

    # -- the code that recreates it

    def code(self) -> str:
        """Return one line of Python, with its imports, that recreates exactly what is seen.

        What no line can hold (a drawing, an upload, a network) is written to an .npz file in the
        present folder, which the line reads. No file is ever replaced.

        Returns
        -------
        str
            To be pasted into a cell. What cannot be written is said in a comment.
        """
        with self._lock:
            line, trouble = view_code.copied(self)
        return f"# {trouble}\n{line}" if trouble else line

    def showing(self, *, cursor=None, **changes) -> Self:
        """Change settings, then the cell that is marked, and return the explorer.

        Parameters
        ----------
        cursor : (str, int, int, int), optional
            Panel, channel, row and column of a cell.
        **changes
            Settings, and attributes that belong to what is seen.

        Raises
        ------
        TypeError, ValueError
            If one is impossible.
        """
        hidden = hidden_among(self._settings, changes, (*self.names, *self.more))
        settings = {name: value for name, value in changes.items() if name in self.names}
        with self._lock:
            if hidden or settings:
                with told_of(hidden):
                    self.adopt(self._settings.changed(**settings, **hidden))
            for name in self.more:
                if name in changes:
                    setattr(self, name, changes[name])
        if cursor is not None:
            self.cursor = checked_cell(self._shown, cursor)
        return self

    def given(self) -> dict:
        """Return the constructor's arguments that are not settings, as it would take them."""
        return {}

    def recipe(self) -> ViewRecipe:
        """Return what recreates the view, but for the cell that is marked."""
        return recipe_of(self)

    def publish(self, **options) -> None:
        """Compute the scene and send it, then the cursor and the line of code."""
        with self._lock, self.one_message():
            super().publish(**options)
            if not self.scene.get("quiet"):  # many scenes a second: the line follows the last one
                self._write_line()

    def _write_line(self) -> None:
        self.code_line = view_code.line_of(self).to_dict()

    # -- one state gives way to another

    def set(self, **changes) -> None:
        """Change several settings together; either all of them hold or none changes."""
        unknown = sorted(set(changes) - set(self.names))
        if unknown:
            raise ValueError(
                f"{shown(unknown[0])} is not a setting; use one of {', '.join(self.names)}."
            )
        with self._lock:  # another thread may be adopting at this moment
            self.adopt(self._settings.changed(**changes))

    def edit(self, name: str, value):
        """Return the settings after a person's change of the control or cell `name`."""
        if name not in self.names:
            return super().edit(name, value)
        return self._settings.changed(**{name: value})

    def adopt(self, settings, *, ack: dict | None = None) -> None:
        """Take checked settings, show them, and tell observers; if one fails nothing has changed.

        Parameters
        ----------
        settings : Settings or None
            None leaves them as they are: what they show has changed.
        ack : dict, optional
            Which edit this answers: see :meth:`Board.publish`.
        """
        with self._lock:
            before, scene, cursor = self._settings, self.scene, self.cursor
            try:
                self._settings = before if settings is None else settings
                self.publish(cursor=self.cursor_after(before), ack=ack)
                self.tell()
            except BaseException:
                self._settings = before
                if self.scene is not scene:  # an observer refused what had been shown
                    self.publish(cursor=cursor)
                    with contextlib.suppress(Exception):  # the same observer may raise again
                        self.tell()
                raise

    @property
    def cursor_stays(self) -> bool:
        """Whether the cell that is marked stays where it is, whatever is set."""
        return type(self).cursor_after is Explorer.cursor_after

    def cursor_after(self, before) -> tuple[str, int, int, int]:
        """Return the cell to mark now that new settings took the place of those `before`."""
        return self.cursor

    def tell(self) -> None:
        """Notify the observers of each trait whose value is not the one that they know.

        An observer may change settings itself: that is told first, and what was still to be told
        only if it is still true.
        """
        for name in self._properties:
            old, new = self._told[name], getattr(self, name)
            if not _same(old, new):
                self._told[name] = new
                self.notify_change(
                    traitlets.Bunch(name=name, old=old, new=new, owner=self, type="change")
                )

    def set_trait(self, name: str, value) -> None:
        """Set a trait; to set a setting to the very value that it has changes nothing.

        That is what traitlets does at the end of ``hold_trait_notifications``.
        """
        if name not in self._told or value is not getattr(self, name):
            super().set_trait(name, value)


def _same(old, new) -> bool:
    if isinstance(new, np.ndarray) or isinstance(old, np.ndarray):
        return old is new or np.array_equal(old, new)
    return old is new or old == new
