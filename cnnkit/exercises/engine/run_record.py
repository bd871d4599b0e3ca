"""The record of one call of a student's function."""

from dataclasses import dataclass, field
from typing import Any

from cnnkit.exercises.engine.faults import Fault

__all__ = ["Run"]


@dataclass
class Run:
    """What one call of a student's function did.

    Attributes
    ----------
    value : object
        What it returned; None if it did not return.
    fault : Fault or None
        How it ended, if not by returning.
    printed : str
        What it printed, cut after ``surroundings.PRINTED`` characters.
    warned : list of str
        The warnings that it caused, each once.
    arguments : tuple
        The arguments as the function left them.
    lines : int
        How many lines of the student's code ran.
    """

    value: Any = None
    fault: Fault | None = None
    printed: str = ""
    warned: list[str] = field(default_factory=list)
    arguments: tuple = ()
    lines: int = 0
