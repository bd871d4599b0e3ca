"""What all layers share."""

from collections.abc import ItemsView, Sequence
from typing import Any, Self

from cnnkit import checks
from cnnkit.checks import Array, Checked, Spoken, checked_shape, flag, like, spoken

__all__ = ["Layer"]


class Layer(Spoken):
    """What all layers share: modes, parameters, and a memory of the last forward pass.

    A subclass defines ``_forward(x) -> (y, memory)`` and ``_backward(d, memory, input_gradient)``,
    which returns dx and writes its parameters' gradients into ``gradients``. A layer without
    parameters is only asked for dx when it is needed.

    Attributes
    ----------
    training : bool
        Whether the layer is in training mode; only random layers behave differently in it.
    gradients : dict of str to array
        Overwritten by every ``backward``; empty before the first.

    Examples
    --------
    >>> import numpy as np
    >>> class Double(Layer):
    ...     def _forward(self, x):
    ...         return 2 * x, None
    ...     def _backward(self, d, memory, input_gradient):
    ...         return 2 * d
    >>> double, ones = Double(), np.ones(2)
    >>> double(ones), double.backward(3 * ones)
    (array([2., 2.]), array([6., 6.]))
    """

    names: tuple[str, ...] = ()  # the attributes that are parameters
    buffer_names: tuple[str, ...] = ()  # arrays that belong to the state, but are not learned
    mixes_rows = False  # whether one row of a batch depends on the others in training
    training = Checked(flag)

    def __init__(self) -> None:
        self.training = True
        self._remember_nothing()

    def _remember_nothing(self):
        """Be as before the first pass; also how a replica begins."""
        self.gradients, self._memory = {}, None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not cls.__module__.startswith("cnnkit."):
            from cnnkit.checks.custom_layers import check_subclass

            check_subclass(cls)

    def _forward(self, x):
        name = type(self).__name__
        raise NotImplementedError(f"{name} has no _forward; define _forward(self, x)")

    def _backward(self, d, memory, input_gradient):
        raise NotImplementedError(
            f"{type(self).__name__} has no _backward; define _backward(self, d, memory, "
            "input_gradient)"
        )

    @spoken
    def __call__(self, x: Array, *, remember: bool = True) -> Array:
        """Return ``forward(x)``."""
        return self.forward(x, remember=remember)

    def __getattr__(self, name: str) -> Any:
        raise checks.no_attribute(type(self).__name__, name)

    def forward(self, x: Array, *, remember: bool = True) -> Array:
        """Return the layer's output; with ``remember=False`` nothing changes for `backward`."""
        y, memory = self._forward(x)
        if flag(remember, "remember"):
            self._memory = y.shape, memory
        return y

    def backward(self, d: Array, *, input_gradient: bool = True) -> Array | None:
        """Return the gradient with respect to the input and write those of the parameters.

        Parameters
        ----------
        d : array
            The gradient with respect to the output of the last ``forward``, of the same shape.
        input_gradient : bool
            False skips the work and returns None: the first layer of a network needs no dx.

        Raises
        ------
        RuntimeError
            There was no forward pass to go back through.
        ValueError
            ``d`` does not have the output's shape.
        """
        if self._memory is None:
            raise RuntimeError(
                f"{type(self).__name__}.backward was called before forward; call the layer on an "
                "input first (with remember=True, the default)"
            )
        shape, memory = self._memory
        d, wanted = like(d, shape), flag(input_gradient, "input_gradient")
        if not wanted and not self.parameters():
            return None
        return self._backward(d, memory, wanted)

    def forget(self) -> None:
        """Drop what the last forward pass left in memory."""
        self._memory = None

    def parameters(self) -> dict[str, Array]:
        """Return the parameters by name: the arrays themselves, changed in place by optimisers."""
        return checks.ByName(self._arrays(self.names)) if self.names else {}

    def named_parameters(self) -> ItemsView[str, Array]:
        """Return pairs of name and array, as PyTorch does: ``parameters().items()``."""
        return self.parameters().items()

    def buffers(self) -> dict[str, Array]:
        """Return by name the arrays that belong to the state of the layer but are not learned."""
        return self._arrays(self.buffer_names) if self.buffer_names else {}

    def _arrays(self, names):
        try:
            values = [(name, getattr(self, name)) for name in names]
        except AttributeError:
            name = next(name for name in names if not hasattr(self, name))
            raise AttributeError(
                f"{type(self).__name__} has no {name}, which its names list; set self.{name} in "
                "its __init__, after super().__init__()"
            ) from None
        return {name: value for name, value in values if value is not None}

    def train(self, mode: bool = True) -> Self:
        """Switch to training (or, with False, to evaluation); return the layer."""
        self.training = flag(mode, "mode")
        return self

    def eval(self) -> Self:
        """Switch to evaluation, in which nothing is random; return the layer."""
        return self.train(False)

    def output_shape(self, input_shape: Sequence[int]) -> tuple[int, ...]:
        """Return the shape of the output for an input of ``input_shape``, without computing it."""
        return checked_shape(input_shape)

    def options(self) -> dict[str, Any]:
        """Return what was set when the layer was made, by name, as ``repr`` shows it."""
        return {}

    def __repr__(self) -> str:
        options = ", ".join(f"{name}={value}" for name, value in self.options().items())
        return f"{type(self).__name__}({options})"
