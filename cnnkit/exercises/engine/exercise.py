"""An exercise: a problem that a student can check an answer to, with hints and a solution.

A lesson writes one like this::

    lesson = Lesson(__name__, questions)
    progress = lesson.progress


    @exercise(
        title="Score of one window",
        task="Multiply pixel by pixel, add, divide by the number of pixels.",
        cases=[(patch, feature), ...],
        hints=["...", "..."],
    )
    def match_score(patch, feature):
        \"\"\"The mean of the products.\"\"\"
        return np.mean(patch * feature)


    @match_score.mistake("You added the products but did not divide.")
    def sum_not_divided(patch, feature):
        return np.sum(patch * feature)

and a student uses it with ``match_score.check(my_function)``, ``.hint()`` and ``.solution()``.
`diagnose` works out what to tell the student.
"""

import inspect
import os
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cnnkit.exercises.engine import sandbox, saved_answers, text_and_html
from cnnkit.exercises.engine.diagnose import diagnose
from cnnkit.exercises.engine.outcome import Outcome
from cnnkit.exercises.engine.problem import Mistake, Problem
from cnnkit.exercises.engine.stop_button import Interrupted, StopButton

LESSONS: dict[str, dict[str, "Exercise"]] = {}
"""All exercises by lesson and name, in the order in which they are written."""

INTERRUPTED = "The check was interrupted before it came to an end: run this cell again."


class NotSolvedError(AssertionError):
    """Raised by ``check(function, strict=True)``: the function is not correct."""


def _no_solutions() -> bool:
    """Tell whether a teacher has switched the solutions off."""
    return os.environ.get("CNNKIT_SOLUTIONS", "").strip().lower() in ("off", "0", "no", "false")


@dataclass(frozen=True, repr=False)
class Note:
    """A text that a cell shows: a hint, a solution, a task."""

    title: str
    text: str
    code: str = ""

    def __repr__(self) -> str:
        parts = [self.title, self.text, text_and_html.indent(self.code) if self.code else ""]
        return "\n".join(part for part in parts if part)

    def _repr_html_(self) -> str:
        code = text_and_html.preformatted(self.code) if self.code else ""
        return text_and_html.panel("→", self.title, "", text_and_html.paragraphs(self.text) + code)


@dataclass(eq=False, repr=False, kw_only=True)
class Exercise(Problem):
    """One exercise; see the module's example. Made by :func:`exercise`.

    Attributes
    ----------
    hints : tuple of str
        Each says more than the one before.

    See Also
    --------
    Problem : its other attributes.
    """

    hints: Sequence[str]

    def __post_init__(self):
        super().__post_init__()
        self.hints = tuple(self.hints)
        self._hints_given = 0
        LESSONS.setdefault(self.lesson, {})[self.name] = self

    def mistake(self, message: str) -> Callable[[Callable], Callable]:
        """Add the decorated function to the bank, with the message that a student reads."""

        def add(function: Callable) -> Callable:
            self.bank.append(Mistake(function, message))
            return function

        return add

    def check(self, function: Callable, *, strict: bool = False) -> Outcome:
        """Try a function and say what it gets right or wrong.

        Parameters
        ----------
        function : callable
            Your function itself, without brackets behind its name.
        strict : bool
            True, for graders: raise an error unless the function is correct.

        Returns
        -------
        Outcome
            ``status`` is ``"correct"``, ``"incorrect"``, ``"error"`` or ``"not attempted"``;
            ``message`` says why. No mistake in your function raises an error here, unless
            ``strict``.

        Raises
        ------
        NotSolvedError
            Only if ``strict``: the function is not correct.
        """
        outcome = self._checked(function)
        if strict and outcome.status != "correct":
            raise NotSolvedError(f"{self.key} is not solved ({outcome.status}): {outcome.message}")
        return outcome

    def _checked(self, function: Callable) -> Outcome:
        outcome = None
        try:
            sandbox.refuse_inside("check", function)
            with StopButton():
                result = diagnose(self, function)
                if result.tried:
                    said = result.message
                    saved_answers.record_result(self.key, result.status, result.mistake, said)
                outcome = result
        except (KeyboardInterrupt, Interrupted):
            if sandbox.is_inside():
                raise
        return outcome or Outcome("error", INTERRUPTED, title=self.title, tried=False)

    def hint(self) -> Note:
        """Give the hints so far, and one more at each call."""
        sandbox.refuse_inside("hint")
        count = len(self.hints)
        self._hints_given = min(self._hints_given + 1, count)
        lines = [f"{i}. {hint}" for i, hint in enumerate(self.hints[: self._hints_given], 1)]
        if self._hints_given == count:
            last = "That was the last hint." if count else "There are no hints."
            way = "" if _no_solutions() else f" `{self.lesson}.{self.name}.solution()` shows a way."
            lines.append(last + way)
        return Note(f"Hint {self._hints_given} of {count} · {self.title}", "\n".join(lines))

    def solution(self) -> Note:
        """One correct way to write the function. Yours may look different and be as good."""
        sandbox.refuse_inside("solution")
        if _no_solutions():
            return Note(
                f"No solution · {self.title}",
                "Solutions are switched off here, by CNNKIT_SOLUTIONS=off; hints are not: "
                f"`{self.lesson}.{self.name}.hint()`.",
            )
        return Note(f"One solution · {self.title}", "Yours may look different.", self.source())

    def source(self) -> str:
        """Return the reference's source, without its decorator."""
        source = textwrap.dedent(inspect.getsource(self.reference))
        return source[source.index("def ") :].rstrip()

    def stub(self) -> str:
        """Return the cell to start from: the function's head and docstring, nothing done yet."""
        head = f"def {self.name}{inspect.signature(self.reference)}:"
        text = inspect.getdoc(self.reference)
        body = [f'"""{text}"""'] if text else []
        return (
            head + "\n" + textwrap.indent("\n".join([*body, "raise NotImplementedError"]), "    ")
        )

    def __repr__(self) -> str:
        return repr(Note(self.title, self.task, self.stub()))

    def _repr_html_(self) -> str:
        return Note(self.title, self.task, self.stub())._repr_html_()


def exercise(
    *,
    title: str,
    task: str,
    cases: Sequence[tuple],
    hints: Sequence[str],
    returns: Sequence[str] = (),
    crashes: Mapping[str, str] | None = None,
    takeaway: str = "",
) -> Callable[[Callable], Exercise]:
    """Make an exercise of the decorated reference solution.

    Parameters
    ----------
    title, task : str
        A headline, and what to do.
    cases : sequence of tuple
        Arguments for which right and wrong answers differ: odd sizes, not square, negative values.
    hints : sequence of str
        Each says more than the one before.
    returns : sequence of str
        Names of the returned values, if there are several of different shape.
    crashes : mapping of str to str
        For a part of an error's text, the sentence that explains it in this exercise.
    takeaway : str
        What a correct solution has shown; read after success.
    """

    def make(reference: Callable) -> Exercise:
        return Exercise(
            reference,
            title=title,
            task=task,
            cases=cases,
            hints=hints,
            returns=returns,
            crashes=crashes,
            takeaway=takeaway,
        )

    return make
