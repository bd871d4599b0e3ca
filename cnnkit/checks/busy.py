"""Methods that people call now and then, and networks for every layer in every step.

People's wrong arguments are answered in a sentence, which costs a little in each call. A network
calls the method itself under its plain name, ``layer._plain_forward(x)``, and pays nothing.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any

__all__ = ["BUSY", "Busy", "plain"]

BUSY = ("backward", "forget", "forward", "parameters", "train")


def plain(name: str) -> str:
    """Return the name under which the method itself is found.

    Examples
    --------
    >>> plain("forward")
    '_plain_forward'
    """
    return f"_plain_{name}"


class Busy:
    """A method with a sentence for wrong arguments; one that is set on an object is met everywhere.

    Examples
    --------
    >>> class Layer:
    ...     def forward(self, x):
    ...         return x
    >>> Busy.put(Layer, lambda method: lambda self, x: ("said", method(self, x)))
    >>> layer = Layer()
    >>> layer.forward(1), layer._plain_forward(1)
    (('said', 1), 1)
    >>> layer.forward = lambda x: "another"
    >>> layer.forward(1), layer._plain_forward(1)
    ('another', 'another')
    """

    def __init__(self, name: str, said: Callable) -> None:
        self.name, self.said = name, said

    @classmethod
    def put(cls, owner: type, spoken: Callable) -> None:
        """Give a class its busy methods, whichever of its bases, or itself, defines them."""
        for name in BUSY:
            home = next((base for base in owner.__mro__ if name in vars(base)), None)
            method = vars(home)[name] if home else None
            if isinstance(method, cls):  # a base has it already
                method = vars(home)[plain(name)]
            elif isinstance(method, FunctionType):
                setattr(owner, name, cls(name, spoken(method)))
            if method is not None:
                setattr(owner, plain(name), method)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self.said
        own = vars(instance).get(self.name)
        return self.said.__get__(instance, owner) if own is None else own

    def __set__(self, instance: Any, value: Any) -> None:
        vars(instance)[self.name] = vars(instance)[plain(self.name)] = value

    def __delete__(self, instance: Any) -> None:
        if self.name not in vars(instance):
            raise AttributeError(f"{self.name} is a method of the class; it cannot be deleted")
        del vars(instance)[self.name], vars(instance)[plain(self.name)]
