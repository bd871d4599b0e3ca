"""Calls whose arguments do not fit a signature: one sentence that shows what to write.

Options of PyTorch that cnnkit does not have are accepted where they stand at PyTorch's default.
"""

import functools
import sys
from collections.abc import Callable, Collection
from typing import Any

from cnnkit.checks.pytorch_habits import Unknown
from cnnkit.checks.values import shown

__all__ = ["Spoken", "drawn", "speak", "spoken"]


def spoken(call: Callable) -> Callable:
    """Return the function or method with one sentence for arguments that it does not take.

    Examples
    --------
    >>> @spoken
    ... def shift(x, by=1):
    ...     return x + by
    >>> shift(1, 2, 3)
    Traceback (most recent call last):
        ...
    TypeError: shift takes 2 arguments by position, not 3; write shift(x, by=1)
    >>> shift(1, device="cpu")
    2
    """

    @functools.wraps(call)
    def said(*args, **kwargs):
        try:
            return call(*args, **kwargs)
        except (TypeError, ValueError) as error:
            from cnnkit.checks.wrong_calls import answer  # here: only when something is wrong

            wrong, needed = answer(error, call, args, kwargs)
            if wrong is None and needed is None:  # the call fits: it went wrong inside
                raise
        if wrong is not None:
            raise TypeError(wrong)
        return call(*args, **needed)

    return said


class Spoken:
    """A class of which what people call is `spoken`, as in whatever is derived from it.

    These are constructors, also of a reader's own classes; and of ours the public methods. It costs
    a fifth of a microsecond in each call.

    Examples
    --------
    >>> class Window(Spoken):
    ...     def __init__(self, size):
    ...         self.size = size
    >>> Window()
    Traceback (most recent call last):
        ...
    TypeError: Window was not given size; write Window(size)
    """

    requires_grad, trainable, learning_rate = Unknown(), Unknown(), Unknown()
    __array_ufunc__ = None  # else x @ model is NumPy's, which asks for the layers one by one

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        ours = cls.__module__.startswith("cnnkit.")
        for name, method in list(vars(cls).items()):
            people = ours and not name.startswith("_")
            if type(method) is type(spoken) and (people or name == "__init__"):
                setattr(cls, name, spoken(method))


def _no_operator(symbol, turned=False):
    """Return a method for an operator that nothing here has: it says what to write instead."""

    def operation(self: Any, other: Any = None) -> None:
        from cnnkit.checks.operators import no_operator  # here: only when something is wrong

        raise no_operator(symbol, *((other, self) if turned else (self, other)))

    return operation


for _name, _symbol in {
    **{"add": "+", "sub": "-", "mul": "*", "matmul": "@", "truediv": "/", "floordiv": "//"},
    **{"mod": "%", "pow": "**", "or": "|", "and": "&", "rshift": ">>", "lshift": "<<"},
}.items():
    setattr(Spoken, f"__{_name}__", _no_operator(_symbol))
    setattr(Spoken, f"__r{_name}__", _no_operator(_symbol, turned=True))
Spoken.__neg__ = _no_operator("-")


def speak(room: dict[str, Any], names: Collection[str]) -> None:
    """Make functions `spoken`, in ``room``, the ``globals()`` of a package, and where they live.

    Examples
    --------
    >>> def half(x):
    ...     return x / 2
    >>> room = {"half": half}
    >>> speak(room, ["half"])
    >>> room["half"](2, 3)
    Traceback (most recent call last):
        ...
    TypeError: half takes 1 argument by position, not 2; write half(x)
    """
    for name in names:
        if type(room[name]) is type(speak):
            home = sys.modules[room[name].__module__]
            room[name] = spoken(room[name])
            if hasattr(home, name):  # there a pickle looks for it
                setattr(home, name, room[name])


def drawn(initialiser: Callable, shape: tuple[int, ...], rng: Any) -> Any:
    """Return what an initialiser draws, or say how it is called.

    Examples
    --------
    >>> drawn(lambda shape, rng: shape, (2, 3), None)
    (2, 3)
    """
    try:
        return initialiser(shape, rng)
    except TypeError as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise TypeError(
            f"initialiser {shown(initialiser)} cannot be called with a shape and a generator "
            f"({reason}); use he_normal, or a function of both: lambda shape, rng: ..., with a "
            "value behind it"
        ) from None
