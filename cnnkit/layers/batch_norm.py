"""Batch normalisation as a layer, which remembers what it has seen in training."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnkit import checks
from cnnkit.checks import Array, Checked, ReadOnly, checked_shape, flag, floats, real, whole
from cnnkit.functional import normalisation
from cnnkit.layers.base import Layer

__all__ = ["BatchNorm2d"]


def _values(value, name):
    """Return one float per channel, or None: the layer does without."""
    return None if value is None else floats(value, name, ("C",))


def _share(value, name):
    return None if value is None else real(value, name, at_least=0, at_most=1)


class BatchNorm2d(Layer):
    """Bring every channel to mean 0 and variance 1, then scale and shift it by learned numbers.

    In training by the mean and variance of the batch, so that its pictures depend on each other;
    in evaluation by running ones: `cnnkit.functional.batch_norm`.

    Parameters
    ----------
    num_features : int
        Channels of the input.
    eps : float
        Added to the variance, above 0.
    momentum : float or None
        How much a batch moves the running statistics, 0 to 1; None takes the plain mean over all
        batches.
    affine : bool
        Whether ``weight`` and ``bias`` are learned; they start at 1 and 0.
    track_running_stats : bool
        False keeps none, and evaluation takes the batch's own mean and variance, too.

    Attributes
    ----------
    weight, bias : arrays (num_features,) or None
    running_mean, running_var : arrays (num_features,) or None
        Start at 0 and 1; moved by every forward pass in training that is remembered, as
        ``(1 - momentum) * old + momentum * of the batch``, the variance with n - 1.
    num_batches_tracked : int array () or None
        How many batches have moved them.

    Notes
    -----
    As `torch.nn.BatchNorm2d`. Ioffe and Szegedy, ICML 2015.

    Examples
    --------
    >>> norm, x = BatchNorm2d(1), np.array([1.0, 3.0]).reshape(2, 1, 1, 1)
    >>> norm(x).ravel().round(3), norm.running_mean.round(3), norm.running_var.round(3)
    (array([-1.,  1.]), array([0.2], dtype=float32), array([1.1], dtype=float32))
    >>> norm.eval()(x).ravel().round(3)
    array([0.763, 2.67 ])
    """

    names, mixes_rows = ("weight", "bias"), True
    buffer_names = ("running_mean", "running_var", "num_batches_tracked")
    weight, bias = (Checked(_values, length="num_features") for _ in range(2))
    running_mean, running_var = (Checked(_values, length="num_features") for _ in range(2))
    num_batches_tracked = Checked(checks.batch_count)
    eps, momentum = Checked(real, above=0), Checked(_share)
    num_features = ReadOnly(lambda layer: layer._channels, "make a new layer")

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
    ) -> None:
        super().__init__()
        self._channels = whole(num_features, "num_features")
        self.eps, self.momentum = eps, momentum
        zeros, ones = (np.full(self._channels, n, np.float32) for n in (0, 1))
        learned = flag(affine, "affine")
        self.weight, self.bias = (ones, zeros) if learned else (None, None)
        self.running_mean, self.running_var, self.num_batches_tracked = None, None, None
        if flag(track_running_stats, "track_running_stats"):
            self.running_mean, self.running_var = zeros.copy(), ones.copy()
            self.num_batches_tracked = np.zeros((), np.int64)

    def _forward(self, x):
        of_batch = self.training or self.running_mean is self.running_var is None
        x, running, weight, bias, eps = checks.normalisation(
            self._picture(x), self.running_mean, self.running_var, self.weight, self.bias,
            of_batch, self.eps,
        )  # fmt: skip
        centred, variance, mean = normalisation.centre(x, running)
        y, z, root = normalisation.normalise(centred, variance, weight, bias, eps)
        return y, (z, root, weight, of_batch, mean, variance)

    def _refuse_rows(self, shape, name):
        if isinstance(shape, (tuple, list)) and len(shape) == 2 and shape[1] == self._channels:
            raise ValueError(
                f"{name} {tuple(shape)} is that of rows of numbers, but BatchNorm2d normalises "
                "pictures (N, C, H, W); put it between convolutions, before Flatten, or leave it "
                "out"
            )

    def _picture(self, x):
        self._refuse_rows(getattr(x, "shape", None), "x of shape")
        x = checks.batch(x)
        checked_shape(x.shape, ("N", "C", "H", "W"), self._channels, name="x of shape")
        return x

    def forward(self, x: Array, *, remember: bool = True) -> Array:
        """Return the output; a pass in training that is remembered moves the running statistics."""
        y = super().forward(x, remember=remember)
        if remember and self.training and self.running_mean is not None:
            *_, mean, variance = self._memory[1]
            count = y.size // self._channels
            self._track(mean, variance * (count / (count - 1)))
        return y

    def _track(self, mean, variance):
        self.num_batches_tracked[...] += 1
        share = 1 / int(self.num_batches_tracked) if self.momentum is None else self.momentum
        for running, new in ((self.running_mean, mean), (self.running_var, variance)):
            running += share * (new - running)  # in place: replicas share them

    def _backward(self, d, memory, input_gradient):
        dx, dweight, dbias = normalisation.normalise_backward(d, *memory[:4])
        if self.weight is not None:
            self.gradients = {"weight": dweight, "bias": dbias}
        return dx if input_gradient else None

    def output_shape(self, input_shape: Sequence[int]) -> tuple[int, ...]:
        """Return the shape of the output for pictures of ``input_shape`` (N, C, H, W): the same."""
        self._refuse_rows(input_shape, "input_shape")
        return checked_shape(input_shape, ("N", "C", "H", "W"), self._channels)

    def options(self) -> dict[str, Any]:
        """Return the options as ``repr`` shows them; those at their default are left out."""
        now = self.eps, self.momentum, self.weight is not None, self.running_mean is not None
        names = "eps", "momentum", "affine", "track_running_stats"
        usual = 1e-5, 0.1, True, True
        options = zip(names, now, usual, strict=True)
        return {name: value for name, value, default in options if value != default}

    def __repr__(self) -> str:
        options = "".join(f", {name}={value}" for name, value in self.options().items())
        return f"BatchNorm2d({self.num_features}{options})"
