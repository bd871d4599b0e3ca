"""What is asked: a reference solution, the cases to try, and a bank of plausible mistakes."""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field

import numpy as np

from cnnkit.checks import kind_of


@dataclass(frozen=True)
class Mistake:
    """One plausible wrong answer: the function that computes it, and what it stands for."""

    function: Callable
    message: str
    results: dict[int, list[np.ndarray] | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def name(self) -> str:
        """The function's name, such as ``"kernel_flipped"``."""
        return self.function.__name__


@dataclass(eq=False, repr=False)
class Problem:
    """A task whose answer is a function. Data only: ``diagnose`` judges the answers.

    Parameters
    ----------
    reference : callable
        A correct solution. Its name is the problem's, its module's name the lesson's.
    title, task : str
        A headline, and what to do.
    cases : sequence of tuple
        The arguments to try.
    returns : sequence of str
        Names of the returned values, if there are several.
    crashes : mapping of str to str
        For a part of an error's text, the sentence that explains it here.
    takeaway : str
        What a correct solution has shown.

    Attributes
    ----------
    name, lesson : str
        ``"match_score"`` and ``"lesson01"``.
    bank : list of Mistake
        The plausible wrong answers, most telling first.
    expected : list of list of ndarray
        What the reference gives for each case, once it has been asked.

    Raises
    ------
    ValueError
        If there are no cases, or one has too few or too many arguments.
    TypeError
        If a case is not a tuple of arguments.
    """

    reference: Callable
    _: KW_ONLY
    title: str
    task: str
    cases: Sequence[tuple]
    returns: Sequence[str] = ()
    crashes: Mapping[str, str] | None = None
    takeaway: str = ""
    name: str = field(init=False)
    lesson: str = field(init=False)
    bank: list[Mistake] = field(init=False, default_factory=list)
    expected: list[list[np.ndarray]] = field(init=False, default_factory=list)

    def __post_init__(self):
        self.name = self.reference.__name__
        self.lesson = self.reference.__module__.rpartition(".")[2]
        self.cases = [self._arguments(k, case) for k, case in enumerate(self.cases)]
        if not self.cases:
            raise ValueError(
                f"the exercise {self.name} has no cases, so every answer to it would be correct; "
                f"give cases=[...] with at least one tuple of arguments"
            )
        self.returns = tuple(self.returns)
        self.crashes = dict(self.crashes or {})

    def _arguments(self, k: int, case: Sequence) -> tuple:
        head = f"{self.name}({', '.join(self.parameters)})"
        if not isinstance(case, (tuple, list)):
            raise TypeError(
                f"case {k} of {head} is {kind_of(case)}; "
                f"a case is a tuple of arguments, (x,) for one"
            )
        if len(case) != len(self.parameters):
            raise ValueError(
                f"case {k} of {head} has {len(case)} argument{'' if len(case) == 1 else 's'}; "
                f"give {len(self.parameters)}, one for each parameter"
            )
        return tuple(case)

    @functools.cached_property
    def parameters(self) -> list[str]:
        """Names of the function's parameters."""
        return list(inspect.signature(self.reference).parameters)

    @property
    def key(self) -> str:
        """The name under which results are kept, ``"lesson01.match_score"``."""
        return f"{self.lesson}.{self.name}"
