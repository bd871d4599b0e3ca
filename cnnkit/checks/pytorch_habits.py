"""What PyTorch has under a name that is not here: the line to write instead."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

__all__ = ["ByName", "LossValue", "Row", "Unknown", "no_attribute"]


def no_attribute(owner: str, name: str, elsewhere: str = "") -> AttributeError | ImportError:
    """Return the error for what a room (``"module 'cnnkit'"``) or an object does not have.

    To be called by its ``__getattr__``: where a line imports the name, it is an ImportError.

    Parameters
    ----------
    owner, name : str
    elsewhere : str
        What to write where this module has no words of its own for the name.

    Examples
    --------
    >>> str(no_attribute("SGD", "param_groups"))
    "SGD has no attribute 'param_groups'; write optimizer.lr = 0.01"
    """
    if name.startswith("__"):  # Python asks so too, such as an import for "__path__"
        return AttributeError(f"{owner} has no attribute {name!r}")
    from cnnkit.checks import other_names  # here: of use only when something is wrong

    room = owner.startswith("module ")
    advice = (other_names.ROOMS if room else other_names.MODELS).get(name, elsewhere)
    if room and not advice and not _spelt_otherwise(owner.split("'")[1], name):
        advice = other_names.ROOMS_ANY_CASE.get(name.lower(), "")
    if owner == "Sequential" and not advice and not name.startswith("_"):
        advice = "its layers are counted, from model[0] on"
    if room and not name.startswith("_"):
        advice = advice or _close(owner.split("'")[1], name)
        if _is_import(sys._getframe(2)):
            return ImportError(f"cannot import name {name!r} from {owner.split()[1]}; {advice}")
    return AttributeError(f"{owner} has no attribute {name!r}" + (f"; {advice}" if advice else ""))


def _spelt_otherwise(room, name):
    """Tell whether a room has a name that differs in capital letters only."""
    return any(name.lower() == known.lower() for known in dir(sys.modules[room]))


def _close(room, name):
    """Return which name of a room is probably meant, or how all of them are listed."""
    import difflib  # here: of use only when something is wrong

    found = vars(sys.modules[room])
    there = {
        known.lower(): known
        for known in dir(sys.modules[room])
        if known[0] != "_" and not isinstance(found.get(known), ModuleType)
    }
    found = difflib.get_close_matches(name.lower(), there, 1, 0.75)
    return f"use {there[found[0]]} if that is meant" if found else f"use one of dir({room})"


def _is_import(frame):
    """Tell whether ``from room import name`` is what runs: Python drops an AttributeError there."""
    from opcode import opmap  # here: of use only when something is wrong

    return frame.f_code.co_code[frame.f_lasti] == opmap["IMPORT_FROM"]


class Unknown:
    """An attribute of other libraries: to set it here would change nothing, so it is refused.

    A class of somebody's own may have one of that name.

    Examples
    --------
    >>> class Optimizer:
    ...     learning_rate = Unknown()
    >>> Optimizer().learning_rate = 0.1
    Traceback (most recent call last):
        ...
    AttributeError: Optimizer has no attribute 'learning_rate'; write optimizer.lr = 0.01
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if self.name in vars(instance):
            return vars(instance)[self.name]
        raise no_attribute(type(instance).__name__, self.name)

    def __set__(self, instance: Any, value: Any) -> None:
        if type(instance).__module__.startswith("cnnkit."):
            raise no_attribute(type(instance).__name__, self.name)
        vars(instance)[self.name] = value


def _still_a_loss(name):
    """Return an operation of floats whose result is a `LossValue`."""
    plain = getattr(float, f"__{name}__")

    def operation(self: float, *other: Any) -> Any:
        found = plain(self, *other)
        return found if found is NotImplemented else LossValue(found)

    return operation


class LossValue(float):
    """The loss of a batch: a float, that also takes the two words that PyTorch has for it.

    Examples
    --------
    >>> LossValue(2.5), LossValue(2.5).item()
    (2.5, 2.5)
    """

    def item(self) -> float:
        """Return the number as a plain float."""
        return float(self)

    # what is computed from a loss is still no end of a graph, and says so
    __add__, __radd__, __sub__, __rsub__, __mul__, __rmul__, __truediv__, __neg__ = map(
        _still_a_loss,
        ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "neg"),
    )

    def __getattr__(self, name: str) -> None:
        raise no_attribute("a loss", name)

    def backward(self) -> None:
        """Say where the backward pass begins here."""
        raise TypeError(
            "the loss is a number here, which knows no network; with criterion = "
            "CrossEntropyLoss() and loss = criterion(model(x), y), write "
            "model.backward(criterion.backward())"
        )


class Row(tuple[Any, ...]):
    """The layers of a network: a tuple that tells who would change it how a new one is made.

    Examples
    --------
    >>> Row([1, 2]).append(3)
    Traceback (most recent call last):
        ...
    AttributeError: model.layers has no attribute 'append'; the layers of a network stay; make a \
new one: Sequential(*list(model), Linear(10, 2))
    """

    __slots__ = ()

    def __setitem__(self, place: Any, layer: Any) -> None:
        raise TypeError(
            "the layers of a network stay; make a new one: layers = list(model); layers[0] = ...; "
            "model = Sequential(*layers)"
        )

    def __delitem__(self, place: Any) -> None:
        self[place] = None

    def __getattr__(self, name: str) -> None:
        raise no_attribute("model.layers", name)


class ByName(dict[str, Any]):
    """Parameters by name: a dict, whose names tell who takes them for PyTorch's parameters.

    Examples
    --------
    >>> for p in ByName({"0.bias": [0.0]}):
    ...     print(p)
    0.bias
    """

    def __iter__(self) -> Iterator[str]:
        return map(_Name, super().__iter__())

    def __next__(self) -> None:
        raise TypeError(
            "parameters() is a dict of arrays by name; write "
            "next(iter(model.parameters().values()))"
        )

    def __setitem__(self, name: object, value: object) -> None:
        raise TypeError(
            "parameters() is a dict of the arrays themselves, and a new one in it changes no "
            f"layer; change the array: write model.parameters()[{str(name)!r}][...] = values"
        )

    def update(self, *others: Any, **named: Any) -> None:
        """Say how parameters are changed."""
        self[next(iter(dict(*others, **named)), next(iter(self), "0.weight"))] = None

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)  # a copy is its reader's own

    def __missing__(self, name: object) -> None:
        known = ", ".join([*self][:6]) + ", ..." * (len(self) > 6)
        raise KeyError(f"there is no parameter {name!r}; use one of {known}")


class _Name(str):
    """The name of a parameter, where PyTorch would give the parameter."""

    __slots__ = ()

    def __iter__(self):
        raise TypeError(
            f"parameters() gives names, such as {str(self)!r}; write for name, p in "
            "model.parameters().items()"
        )

    def __getattr__(self, name):
        raise AttributeError(self._told(name))

    def __setattr__(self, name, value):
        raise AttributeError(self._told(name))

    def _told(self, name):
        from cnnkit.checks import other_names  # here: of use only when something is wrong

        advice = other_names.PARAMETERS.get(name, "write for p in model.parameters().values()")
        return f"parameters() gives names, and {str(self)!r} has no {name}; {advice}"
