"""User-defined layers: what they define and return is checked.

`Layer` calls this for each class that is derived from it outside of the package. The layers of the
package are tested instead, so they pay nothing for it.
"""

import functools

from cnnkit.checks import shown

__all__ = ["check_subclass"]


def check_subclass(cls: type) -> None:
    """Reject a subclass of Layer that cannot work, and check what its methods return.

    Examples
    --------
    >>> from cnnkit.layers import Layer
    >>> class Nothing(Layer):
    ...     __module__ = "yours"
    ...     def _forward(self, x):
    ...         pass
    >>> Nothing()(1.0)
    Traceback (most recent call last):
        ...
    TypeError: Nothing._forward returned None; it must `return y, memory`, an array and anything
    """
    if isinstance(cls.names, str):
        raise TypeError(f"names of {cls.__name__} is a string; use a tuple: ({cls.names!r},)")
    replaced = super(cls, cls).forward.__qualname__ == "Layer.forward"  # Sequential has its own
    if "forward" in vars(cls) and replaced and cls._forward.__qualname__ == "Layer._forward":
        raise TypeError(
            f"{cls.__name__} has a forward of its own, but Layer's keeps the memory for backward; "
            "call yours _forward and `return y, memory`; a whole network needs no class, it is a "
            "Sequential(Conv2d(1, 32, 3), ReLU(), ...)"
        )
    for name, checked in (("_forward", _checked_forward), ("_backward", _checked_backward)):
        if name in vars(cls):
            setattr(cls, name, checked(getattr(cls, name)))


def _checked_forward(forward):
    @functools.wraps(forward)
    def checked(self, x):
        found = forward(self, x)
        if type(found) is not tuple or len(found) != 2 or not hasattr(found[0], "dtype"):
            raise TypeError(
                f"{type(self).__name__}._forward returned {shown(found)}; it must `return y, "
                "memory`, an array and anything"
            )
        return found

    return checked


def _checked_backward(backward):
    @functools.wraps(backward)
    def checked(self, d, memory, input_gradient):
        dx = backward(self, d, memory, input_gradient)
        if input_gradient and not hasattr(dx, "dtype"):
            raise TypeError(
                f"{type(self).__name__}._backward returned {shown(dx)}; it must `return dx`, the "
                "gradient of its input"
            )
        return dx

    return checked
