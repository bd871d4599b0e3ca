"""Attributes that are checked whenever they are set: when their object is made, and ever after."""

from collections.abc import Callable
from typing import Any

from cnnkit.checks.values import shown

__all__ = ["Checked", "ReadOnly"]


class Checked:
    """An attribute whose every value goes through ``check(value, name, **limits)``.

    ``together``, if given, is called with the values of the attributes that its arguments name,
    and raises if these cannot stand together; then the attribute keeps its value. ``length`` names
    an attribute that is the number of an array's entries, or an array with that number of rows.

    Reading it costs no more than reading any other: the value lies in the object's dictionary.

    Examples
    --------
    >>> from cnnkit.checks import pair
    >>> class Window:
    ...     stride = Checked(pair)
    >>> window = Window()
    >>> window.stride = 2
    >>> window.stride
    (2, 2)
    >>> window.stride = [2]
    Traceback (most recent call last):
        ...
    ValueError: stride [2] has 1 entries; use an integer or (h, w)
    """

    def __init__(
        self,
        check: Callable,
        *,
        together: Callable | None = None,
        length: str = "",
        **limits: Any,
    ):
        self.check, self.together, self.length, self.limits = check, together, length, limits

    def __set_name__(self, owner, name):
        self.name = name

    def __set__(self, instance, value):
        value = self.check(value, self.name, **self.limits)
        if self.length and value is not None:
            self._count(value, getattr(instance, self.length, None))
        if self.together is not None:
            self._agree(vars(instance) | {self.name: value})
        instance.__dict__[self.name] = value

    def _count(self, value, wanted):
        if wanted is None:  # not before the constructor has set it
            return
        rows = not isinstance(wanted, int)
        count = len(wanted) if rows else wanted
        if len(value) != count:
            what = f"{self.length} has {count} outputs" if rows else f"{self.length} is {count}"
            raise ValueError(
                f"{self.name} has shape {value.shape}, but {what}; use shape ({count},)"
                + f", or replace {self.length} first" * rows
            )

    def _agree(self, values):
        names = self.together.__code__.co_varnames[: self.together.__code__.co_argcount]
        if all(name in values for name in names):  # not before the constructor has set them all
            self.together(*(values[name] for name in names))

    def __delete__(self, instance):
        raise AttributeError(f"{self.name} cannot be deleted; set it to another value")


class ReadOnly:
    """An attribute that follows from something else by ``read(instance)``, and so cannot be set.

    Examples
    --------
    >>> class Square:
    ...     area = ReadOnly(lambda square: square.side**2, "set the side")
    >>> square = Square()
    >>> square.side = 3
    >>> square.area
    9
    >>> square.area = 4
    Traceback (most recent call last):
        ...
    AttributeError: area cannot be set to 4, it follows from other things; set the side
    """

    def __init__(self, read: Callable, advice: str):
        self.read, self.advice = read, advice

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return self if instance is None else self.read(instance)

    def __set__(self, instance, value):
        raise AttributeError(
            f"{self.name} cannot be set to {shown(value)}, it follows from other things; "
            f"{self.advice}"
        )

    def __delete__(self, instance):
        raise AttributeError(
            f"{self.name} cannot be deleted, it follows from other things; {self.advice}"
        )
