"""One case of a problem, tried: what went in, what happened, what came out, what should have."""

import functools
from dataclasses import dataclass

from cnnkit.exercises.engine.compare import NotComparableError, Parts, equal
from cnnkit.exercises.engine.faults import Fault
from cnnkit.exercises.engine.sandbox import Run


@dataclass(frozen=True)
class Attempt:
    """What a student's function made of one case.

    Attributes
    ----------
    case : tuple
        The arguments, by the problem's parameters.
    run : Run
        What happened: prints, warnings, changed arguments, a fault.
    got : list of ndarray, NotComparableError or None
        The result; or why it cannot be compared; None if there is none.
    expected : list of ndarray or None
        The reference's result; None if there is nothing to compare with it.
    """

    case: tuple
    run: Run
    got: Parts | NotComparableError | None = None
    expected: Parts | None = None

    @property
    def fault(self) -> Fault | None:
        """How the function ended, if it did not return."""
        return self.run.fault

    @functools.cached_property
    def is_right(self) -> bool:
        """True if the result is the expected one."""
        return isinstance(self.got, list) and equal(self.got, self.expected or [])
