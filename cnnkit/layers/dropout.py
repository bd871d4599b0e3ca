"""Drop numbers at random while training: dropout."""

import numpy as np

from cnnkit.checks import Checked, flag, floats, real, seeded
from cnnkit.functional.random_draws import draw
from cnnkit.layers.base import Layer

__all__ = ["Dropout"]


class Dropout(Layer):
    """In training, set numbers to 0 at random, so that no output relies on a single one.

    Parameters
    ----------
    p : float, at least 0 and below 1
        How likely a number is dropped; the others are divided by ``1 - p``, so that the mean stays.
    inplace : bool
        Accepted as in PyTorch; the output is a new array all the same.
    rng : numpy.random.Generator, optional
        Where the choice is drawn from; without it, it differs from run to run.

    Notes
    -----
    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent
    neural networks from overfitting", JMLR 2014, in its inverted form: evaluation changes nothing.

    Examples
    --------
    >>> drop = Dropout(0.5, rng=np.random.default_rng(0))
    >>> drop(np.ones(8))
    array([2., 0., 0., 0., 2., 2., 2., 2.])
    >>> drop.eval()(np.ones(8))
    array([1., 1., 1., 1., 1., 1., 1., 1.])
    """

    p, rng = Checked(real, at_least=0, below=1), Checked(seeded)

    def __init__(
        self, p: float = 0.5, inplace: bool = False, *, rng: "np.random.Generator | None" = None
    ) -> None:
        super().__init__()
        flag(inplace, "inplace")
        self.p, self.rng = p, rng

    def _forward(self, x):
        x = floats(x, "x")
        if not self.training or self.p == 0:
            return x.copy("K"), None
        kept = (draw(self.rng, x) >= self.p) * x.dtype.type(1 / (1 - self.p))
        return x * kept, kept

    def _backward(self, d, kept, input_gradient):
        return d.copy("K") if kept is None else d * kept

    def options(self) -> dict[str, float]:
        """Return the options as ``repr`` shows them."""
        return {"p": self.p}
