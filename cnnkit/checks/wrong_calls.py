"""What is wrong with a call whose arguments do not fit: one sentence that shows what to write.

It is read when a call has failed, so that `import cnnkit` does without it, and without `inspect`.
"""

import difflib
import inspect
import re
from collections.abc import Callable
from typing import Any

from cnnkit.checks.fitted_advice import fit_advice, is_array_like
from cnnkit.checks.other_arguments import OPTIONS
from cnnkit.checks.values import shown

__all__ = ["answer"]


def answer(
    error: Exception, call: Callable, args: tuple, kwargs: dict[str, Any]
) -> tuple[str | None, dict[str, Any] | None]:
    """Return what to say of a failed call, or the keywords with which it is to be called again.

    Both are None where the arguments fit, and ``error`` is about what they hold; its advice then
    fits what was given.

    Examples
    --------
    >>> def shift(x, by=1):
    ...     return x + by
    >>> answer(TypeError(), shift, (1,), {"device": "cpu"})
    (None, {})
    >>> print(answer(TypeError(), shift, (1, 2, 3), {})[0])
    shift takes 2 arguments by position, not 3; write shift(x, by=1)
    """
    if isinstance(error, TypeError):
        wrong, needed = _wrong(call, args, kwargs)
        if wrong is not None or len(needed) != len(kwargs):
            return wrong, needed
    elif call.__name__ == "__init__" and args[1:] and is_array_like(args[1]):
        return _wrong(call, args, kwargs)[0] or str(error), None
    fit_advice(error, call, args, kwargs)
    return None, None


def _wrong(call, args, kwargs):
    """Return the sentence, or None and the keywords that are left without the harmless ones."""
    signature = inspect.signature(call)
    parameters = list(signature.parameters.values())
    kinds = {p.kind for p in parameters}
    name, first = call.__name__, parameters[0].name if parameters else ""
    if first == "self":
        home = call.__qualname__.split(".")[0]
        if not args or home not in {kind.__name__ for kind in type(args[0]).__mro__}:
            return _on_the_class(home, name), kwargs
        owner = type(args[0]).__name__
        plain = inspect.Parameter.VAR_POSITIONAL not in kinds
        if name == "__init__" and plain and args[1:] and _holds_numbers(args[1]):
            return _called_at_once(type(args[0])), kwargs
        names = {"__init__": owner, "__call__": f"the call of a {owner}"}
        name = names.get(name, f"{owner}.{name}")
        parameters, args = parameters[1:], args[1:]
    known = {p.name for p in parameters if p.kind is not p.VAR_POSITIONAL}
    needed = {
        key: value for key, value in kwargs.items() if key in known or not _idle(name, key, value)
    }
    by_place = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    line = f"write {_line('it' if call.__name__ == '__call__' else name, parameters)}"
    if inspect.Parameter.VAR_KEYWORD not in kinds:
        for key in needed:
            if key not in known:
                close = _close(key, known)
                _, advice = OPTIONS.get(f"{name}.{key}") or OPTIONS.get(key, ((), close or line))
                renamed = re.fullmatch(r"it is called (\w+) here", advice)
                if renamed and renamed[1] not in known:  # another function's option of this name
                    advice, renamed = line, None
                advice += ": use that name" if renamed else ""
                return f"{name} has no option {key}; {advice}", needed
    if len(args) > len(by_place) and inspect.Parameter.VAR_POSITIONAL not in kinds:
        if [p.name for p in parameters] == ["input_shape"]:
            whole = args[0] if isinstance(args[0], (tuple, list)) else args
            line = f"give one tuple: write {name}({shown(whole)})"
        by_name = "give the others by name: " * any(p.kind is p.KEYWORD_ONLY for p in parameters)
        takes = f"{len(by_place)} argument{'s' * (len(by_place) != 1)}" if by_place else "nothing"
        return f"{name} takes {takes} by position, not {len(args)}; {by_name}{line}", needed
    placed = [p.name for p in by_place[: len(args)]]
    if twice := [key for key in placed if key in needed]:
        return f"{name} was given {twice[0]} by position and by name; give it once", needed
    missing = [
        p.name
        for p in parameters
        if p.default is p.empty
        and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
        and p.name not in placed
        and p.name not in needed
    ]
    if missing:
        if missing[0] == "images" and "rng" in missing:  # what `fit` calls is a function
            options = _line(name, parameters[2:]).partition("(")[2]
            line = f"to prepare a change write functools.partial({name}, {options}"
        return f"{name} was not given {' and '.join(missing)}; {line}", needed
    return None, needed


def _holds_numbers(value):
    """Tell whether this is an array of at least one axis, as no constructor of ours takes first."""
    return is_array_like(value) and getattr(value, "ndim", 1) != 0


def _called_at_once(kind):
    """Say how an object that is called with arrays is made before."""
    call = inspect.signature(kind.__call__).parameters.values()
    takes = ", ".join(p.name for p in call if p.default is p.empty and p.kind < p.VAR_POSITIONAL)
    takes = takes.removeprefix("self, ") if takes != "self" else "x"
    made = inspect.signature(kind.__init__).parameters.values()
    needs = any(p.default is p.empty and p.name != "self" for p in made)
    return (
        f"{kind.__name__} is made without arrays, and then called with them; write "
        f"{kind.__name__}({'...' * needs})({takes})"
    )


def _on_the_class(home, name):
    """Say that a method needs an object."""
    kinds = {"State": "Sequential", "Transaction": "Sequential", "Update": "SGD"}
    kinds |= {"Loss": "CrossEntropyLoss", "Layer": "ReLU"}
    return (
        f"{name} was called on the class and not on an object of it; make one first, such as "
        f"it = {kinds.get(home, home)}(...), and write it.{name}(...)"
    )


def _close(key, known):
    """Return which option is probably meant; "" if none is like it."""
    found = difflib.get_close_matches(key.lower(), known, 1, 0.75)
    return f"it is called {found[0]} here" if found else ""


def _idle(name, key, value):
    """Tell whether this is an option of another library's that changes nothing."""
    harmless = (OPTIONS.get(f"{name}.{key}") or OPTIONS.get(key, ((), "")))[0]
    return any(type(value) in (type(one), int, float) and value == one for one in harmless)


_EXAMPLES = {
    "epochs": "5",
    "loss": "CrossEntropyLoss()",
    "optimizer": "SGD(model, lr=0.1)",
    "rng": "np.random.default_rng(0)",
}


def _line(name, parameters):
    written = []
    for p in parameters:
        if p.kind is p.VAR_POSITIONAL:
            written.append(f"*{p.name}")
        elif p.kind is p.VAR_KEYWORD:
            continue
        elif p.default is p.empty and p.kind is not p.KEYWORD_ONLY:
            written.append(p.name)
        else:
            missing = p.default is p.empty
            default = _EXAMPLES.get(p.name, "...") if missing else _default(p.default)
            written.append(f"{p.name}={default}")
    text = f"{name}({', '.join(written)})"
    return text if len(text) <= 300 else f"{name}({', '.join(written[:6])}, ...)"


def _default(value):
    return getattr(value, "__name__", None) or shown(value)
