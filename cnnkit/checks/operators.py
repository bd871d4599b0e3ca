"""Operators between networks, losses, arrays and numbers: what to write in their place.

It is read when somebody has used one, so that `import cnnkit` does without.
"""

from typing import Any

from cnnkit.checks.values import shown

__all__ = ["no_operator"]

_JOINED = (
    "layers run one after the other in a new network: write Sequential(first, second), and "
    "Sequential(*model, second) for what comes after the layers of a model"
)
_WEIGHTS = "its weights are arrays: write for w in {}.parameters().values(), and change w[...]"


def no_operator(symbol: str, left: Any, right: Any) -> TypeError:
    """Return the error for an operator that nothing of cnnkit has.

    Examples
    --------
    >>> from cnnkit.losses import MSELoss
    >>> print(no_operator("*", 2, MSELoss()))
    2 * MSELoss is not possible; a loss is a number once it is called: write a * loss(outputs, \
targets), and for its gradient a * loss.backward()
    """
    told = f"{_named(left)} {symbol} {_named(right)} is not possible"
    if right is None:
        told = f"{symbol}{_named(left)} is not possible"
    ours = [one for one in (left, right) if _is_layer(one)]
    other = right if ours and ours[0] is left else left
    who = "model" if ours and hasattr(ours[0], "named_layers") else "layer"
    if len(ours) == 2:
        advice = _JOINED
    elif ours and hasattr(other, "shape") and getattr(other, "ndim", 0):
        advice = f"it is called with an array: write {who}(x)"
    elif ours and callable(getattr(other, "step", None)):
        advice = "an optimiser is made for a model: write SGD(model, lr=0.1)"
    elif ours:
        advice = _WEIGHTS.format(who)
    elif any(hasattr(one, "backward") for one in (left, right)):
        sign = symbol if symbol in "+-" else "*"
        terms = "a * loss(outputs, targets)" if sign == "*" else f"one(x, y) {sign} two(x, y)"
        slope = "a * loss.backward()" if sign == "*" else f"one.backward() {sign} two.backward()"
        advice = (
            f"a loss is a number once it is called: write {terms}, and for its gradient {slope}"
        )
    else:
        advice = "call one of its methods"
    return TypeError(f"{told}; {advice}")


def _is_layer(value):
    return hasattr(value, "backward") and callable(getattr(value, "parameters", None))


def _named(value):
    if type(value).__module__.partition(".")[0] == "cnnkit" or _is_layer(value):
        return type(value).__name__
    if getattr(value, "ndim", 0):
        return f"an array of shape {tuple(value.shape)}"
    return shown(value)
