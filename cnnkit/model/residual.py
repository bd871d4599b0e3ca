"""Residual: layers, and a way around them that is added to what they make."""

from collections.abc import Iterator

from cnnkit.layers import Layer
from cnnkit.model._state import check_layer
from cnnkit.model._transaction import at_layer
from cnnkit.model.sequential import Sequential, go_back, wires

__all__ = ["Residual"]


class Residual(Sequential):
    """Layers one after the other, and what they have read added to what they make: ``f(x) + x``.

    Parameters
    ----------
    *layers : Layer
        Their output must have the shape of their input, or of the shortcut's output.
    shortcut : Layer, optional
        What the way around does where sizes change, such as ``Conv2d(16, 32, 1, stride=2)``; by
        default nothing.

    Raises
    ------
    TypeError, ValueError
        As `Sequential`; when called, if the two ways end in different shapes.

    Notes
    -----
    He, Zhang, Ren and Sun, "Deep residual learning for image recognition", CVPR 2016. Names are
    those of a module ``class R(nn.Sequential)`` that returns ``x + super().forward(x)`` and has the
    shortcut as ``self.shortcut``: ``"2.0.weight"``, ``"2.shortcut.weight"``. Among activations the
    sum bears the block's own name, ``"2"`` (``"sum"`` if the block is the whole network).

    Examples
    --------
    >>> import numpy as np
    >>> from cnnkit.layers import ReLU
    >>> block = Sequential(Residual(ReLU()))
    >>> block(np.array([[-1.0, 2.0]])), block.backward(np.ones((1, 2)))
    (array([[-1.,  4.]]), array([[1., 2.]]))
    >>> list(block.activations(np.ones((1, 2))))
    ['input', '0.0', '0']
    """

    def __init__(self, *layers: Layer, shortcut: Layer | None = None) -> None:
        if shortcut is not None:
            check_layer("shortcut", shortcut)
        self._shortcut = shortcut
        super().__init__(*layers)

    @property
    def shortcut(self) -> Layer | None:
        """What the way around does; None for nothing."""
        return self._shortcut

    def _inner(self) -> Iterator[tuple[str, Layer]]:
        yield from super()._inner()
        if self._shortcut is not None:
            yield "shortcut", self._shortcut

    def _run(self, x, remember, prefix="", found=None):
        y, around = super()._run(x, remember, prefix, found), x
        if self._shortcut is not None:
            around = self._run_shortcut(x, remember, f"{prefix}shortcut", found)
        try:
            self.joined(y.shape, around.shape)
        except ValueError as error:
            raise at_layer(_sum(prefix), self, error) from None
        y = y + around
        if found is not None:
            found[_sum(prefix)] = y
        return y

    def _run_shortcut(self, x, remember, name, found):
        if isinstance(self._shortcut, Sequential):
            return self._shortcut._run(x, remember, f"{name}.", found)
        try:
            y = self._shortcut.forward(x, remember=remember)
        except (TypeError, ValueError) as error:
            raise at_layer(name, self._shortcut, error) from None
        if found is not None:
            found[name] = y
        return y

    def _back(self, d, input_gradient):
        dx, around = super()._back(d, input_gradient), d
        if self._shortcut is not None:
            around = go_back(self._shortcut, d, input_gradient)
        return dx + around if input_gradient else None

    def _wires(self, source="input", prefix=""):
        last, around = (yield from super()._wires(source, prefix)), source
        if self._shortcut is not None:
            around = yield from wires(f"{prefix}shortcut", self._shortcut, source)
        yield _sum(prefix), self, (last, around)
        return _sum(prefix)

    def joined(self, inner: tuple[int, ...], around: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of the sum of what the layers make and of what comes around them."""
        if tuple(inner) != tuple(around):
            raise ValueError(
                f"its layers make {tuple(inner)}, and {tuple(around)} comes around them; what is "
                "added must have the same shape: pad the convolutions, or give shortcut=Conv2d(...)"
            )
        return tuple(inner)


def _sum(prefix):
    """Return the name of the sum of a block whose layers are named with the prefix."""
    return prefix.rstrip(".") or "sum"
