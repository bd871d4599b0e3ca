"""The result of a check: a status, one message, and the evidence."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from cnnkit.exercises.engine import text_and_html
from cnnkit.exercises.engine.stop_button import StopButton

Status = Literal["not attempted", "correct", "incorrect", "error"]

# A sign and a word for each status, so that colour is never the only difference.
SIGNS: dict[str, tuple[str, str]] = {
    "correct": ("✓", "Correct"),
    "incorrect": ("✗", "Not yet"),
    "error": ("!", "Stopped"),
    "not attempted": ("○", "Not attempted"),
}
TONES = {"correct": "success", "incorrect": "warn", "error": "error", "not attempted": "info"}


@dataclass(frozen=True)
class Detail:
    """One labelled piece of evidence.

    Parameters
    ----------
    label : str
        What it is, for example ``"expected"``.
    value : str, number or array
        Text is shown as it stands, numbers and arrays as small tables.
    mark : tuple of int, optional
        The position of the element to point at.
    digits : int
        How many digits numbers are written with.
    """

    label: str
    value: object
    mark: tuple[int, ...] | None = None
    digits: int = 4


@dataclass(frozen=True, repr=False)
class Outcome:
    """The answer of ``check``.

    Attributes
    ----------
    status : str
        ``"not attempted"``, ``"correct"``, ``"incorrect"`` or ``"error"``.
    message : str
        What to read first: one or two sentences.
    details : tuple of Detail
        Input, expected and returned values of one case, what was printed, notes.
    title : str
        The exercise's title.
    tried : bool
        False if the check did not get far enough to say anything about the function.
    mistake : str
        A name for what is wrong, the same for the same mistake: a mistake's of the bank, such as
        ``"sum_not_divided"``, or a rule's, ``"rule.wrong_sign"``.
    """

    status: Status
    message: str
    details: tuple[Detail, ...] = ()
    title: str = ""
    tried: bool = True
    mistake: str = ""

    def __repr__(self) -> str:
        with StopButton():  # shown whole, and not a traceback of this very code
            return _whole_characters(self._text())

    def _repr_html_(self) -> str:
        with StopButton():
            return _whole_characters(self._html())

    def _text(self) -> str:
        sign, word = SIGNS[self.status]
        name = f" · {self.title}" if self.title else ""
        lines = [f"{sign} {word}{name}", self.message]
        for detail in self.details:
            lines += ["", f"{detail.label}:", text_and_html.indent(_as_text(detail))]
        return "\n".join(lines)

    def _html(self) -> str:
        sign, word = SIGNS[self.status]
        evidence = [_as_html(detail) for detail in self.details]
        body = [text_and_html.paragraphs(self.message)]
        if evidence:
            body.append(text_and_html.row(evidence))
        return text_and_html.panel(sign, word, self.title, "".join(body), tone=TONES[self.status])


def _whole_characters(text: str) -> str:
    """Replace half characters, which a student may print and no page can hold."""
    return text.encode(errors="replace").decode()


def _as_text(detail: Detail) -> str:
    if isinstance(detail.value, str):
        return detail.value
    return text_and_html.array_text(np.asarray(detail.value), detail.mark, detail.digits)


def _as_html(detail: Detail) -> str:
    if isinstance(detail.value, str):
        return text_and_html.labelled(detail.label, text_and_html.preformatted(detail.value))
    array = text_and_html.array_html(np.asarray(detail.value), detail.mark, detail.digits)
    return text_and_html.labelled(detail.label, array)
