"""Losses as objects: called with outputs and targets, they remember what backward needs.

The formulas and their gradients are in `cnnkit.functional.loss_functions`.
"""

import numpy as np

from cnnkit import checks
from cnnkit.checks import Array, Checked, LossValue, ReadOnly, Spoken, array, floats, spoken
from cnnkit.functional import loss_functions as formulas

__all__ = ["BCEWithLogitsLoss", "CrossEntropyLoss", "L1Loss", "MSELoss", "SumSquaredError"]


class Loss(Spoken):
    """What all losses share: call it, then ``backward``.

    Parameters
    ----------
    reduction : {"mean", "sum"}
        Whether the loss of a batch is the mean or the sum over its rows; `cnnkit.train.train_step`
        weighs micro-batches by it.
    """

    reduction = Checked(checks.choice, allowed=formulas.REDUCTIONS)
    _target_axes = None  # how many of the outputs' axes the targets share; None: all

    def __init__(self, *, reduction: str = "mean") -> None:
        self.reduction, self._remembered = reduction, None

    @spoken
    def __call__(self, outputs: Array, targets: Array) -> float:
        """Return the loss as a float and remember the arrays for `backward`.

        Raises
        ------
        TypeError, ValueError
            Outputs and targets that do not fit the loss or each other; what was remembered before
            is kept.
        """
        value = LossValue(self._forward(outputs, targets, reduction=self.reduction))
        # private copies of the targets: changing them between call and backward changes nothing
        self._remembered = outputs, np.array(targets), self.reduction
        return value

    def backward(self) -> Array:
        """Return the gradient of the last loss with respect to its outputs, in their shape.

        Raises
        ------
        RuntimeError
            If the loss was not called before.
        """
        if self._remembered is None:
            raise RuntimeError(
                f"{self!r}.backward() has no loss to differentiate; "
                "call the loss first: loss(outputs, targets)"
            )
        outputs, targets, reduction = self._remembered
        return self._backward(1.0, outputs, targets, reduction=reduction)

    def correct(self, outputs: Array, targets: Array) -> Array | None:
        """Tell for each row whether the largest output is that of its target: what accuracy counts.

        Returns
        -------
        array of bool, or None
            None if the targets are not classes. A row with a NaN is never right.

        Raises
        ------
        TypeError, ValueError
            If the targets do not have the shape that the loss needs.
        """
        outputs, targets = floats(outputs, "outputs"), array(targets, "targets")
        if targets.shape != outputs.shape[: self._target_axes]:
            raise ValueError(
                f"outputs have shape {outputs.shape}, targets {targets.shape}; they must fit as "
                f"in {self!r}(outputs, targets)"
            )
        right, lost = self._correct(outputs, targets), np.isnan(outputs)
        if right is not None and lost.any():
            right = right & ~lost.reshape(*right.shape, -1).any(axis=-1)
        return right

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._shown()})"

    def _shown(self):
        return "" if self.reduction == "mean" else f"reduction={self.reduction!r}"


class CrossEntropyLoss(Loss):
    """The loss of a classifier: mean or sum of ``-log softmax(logits)[target]``.

    Logits (N, classes), targets (N,) whole numbers; see `cnnkit.functional.cross_entropy`.

    Parameters
    ----------
    reduction : {"mean", "sum"}

    Examples
    --------
    >>> loss = CrossEntropyLoss()
    >>> round(loss(np.array([[2.0, 0.0]]), np.array([0])), 3)
    0.127
    >>> loss.backward().round(3)
    array([[-0.119,  0.119]])
    """

    _target_axes = 1
    _forward = staticmethod(formulas.cross_entropy)
    _backward = staticmethod(formulas.cross_entropy_backward)

    @staticmethod
    def _correct(outputs, targets):
        outputs = floats(outputs, "outputs", ("N", "classes"))
        return outputs.argmax(axis=1) == checks.class_numbers(targets, "targets", *outputs.shape)


class BCEWithLogitsLoss(Loss):
    """The loss of yes-or-no questions: sigmoid and binary cross-entropy in one.

    Logits and targets of one shape; see `cnnkit.functional.binary_cross_entropy_with_logits`.

    Parameters
    ----------
    reduction : {"mean", "sum"}

    Examples
    --------
    >>> loss = BCEWithLogitsLoss()
    >>> round(loss(np.array([[2.0]]), np.array([[1.0]])), 3)
    0.127
    >>> loss.backward().round(3)
    array([[-0.119]])
    """

    _forward = staticmethod(formulas.binary_cross_entropy_with_logits)
    _backward = staticmethod(formulas.binary_cross_entropy_with_logits_backward)

    @staticmethod
    def _correct(outputs, targets):
        return (outputs > 0) == (targets > 0.5)


class _Difference(Loss):
    @staticmethod
    def _correct(outputs, targets):
        one_hot = (
            targets.ndim == 2
            and targets.shape[1] > 1
            and ((targets == 0) | (targets == 1)).all()
            and (targets.sum(axis=1) == 1).all()
        )
        return outputs.argmax(axis=1) == targets.argmax(axis=1) if one_hot else None


class MSELoss(_Difference):
    """The mean (or sum) of the squared differences; see `cnnkit.functional.mse`.

    Parameters
    ----------
    reduction : {"mean", "sum"}

    Examples
    --------
    >>> loss = MSELoss()
    >>> loss(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    2.5
    >>> loss.backward()
    array([[1., 2.]])
    """

    _forward = staticmethod(formulas.mse)
    _backward = staticmethod(formulas.mse_backward)


class SumSquaredError(_Difference):
    """The sum of the squared differences; see `cnnkit.functional.sum_squared_error`.

    Examples
    --------
    >>> loss = SumSquaredError()
    >>> loss(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    5.0
    >>> loss.backward()
    array([[2., 4.]])
    """

    reduction = ReadOnly(lambda loss: "sum", "use MSELoss()")
    _forward = staticmethod(formulas.mse)
    _backward = staticmethod(formulas.mse_backward)

    def __init__(self) -> None:
        self._remembered = None

    def _shown(self):
        return ""


class L1Loss(_Difference):
    """The mean (or sum) of the absolute differences; see `cnnkit.functional.absolute_error`.

    Parameters
    ----------
    reduction : {"mean", "sum"}

    Examples
    --------
    >>> loss = L1Loss()
    >>> loss(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    1.5
    >>> loss.backward()
    array([[0.5, 0.5]])
    """

    _forward = staticmethod(formulas.absolute_error)
    _backward = staticmethod(formulas.absolute_error_backward)


def __getattr__(name: str) -> None:
    raise checks.no_attribute("module 'cnnkit.losses'", name)
