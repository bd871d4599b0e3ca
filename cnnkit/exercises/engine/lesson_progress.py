"""Progress in a lesson: which exercises are solved, how many predictions are made.

`cnnkit/exercises/lesson.py` collects them; `saved_answers` keeps what is counted.
"""

import html
from dataclasses import dataclass

from cnnkit.exercises.engine import text_and_html
from cnnkit.exercises.engine.outcome import SIGNS


@dataclass(frozen=True, repr=False)
class Progress:
    """The state of one lesson.

    Attributes
    ----------
    lesson : str
        ``"lesson01"``.
    exercises : dict of str to str
        Each exercise's title and status; once correct it stays correct.
    predictions : dict of str to str
        Each question and its verdict, empty as long as it is unanswered.
    """

    lesson: str
    exercises: dict[str, str]
    predictions: dict[str, str]

    @property
    def solved(self) -> int:
        """How many exercises are correct."""
        return sum(status == "correct" for status in self.exercises.values())

    @property
    def predicted(self) -> int:
        """How many questions are answered."""
        return sum(bool(verdict) for verdict in self.predictions.values())

    def _headline(self) -> str:
        text = f"{self.solved} of {len(self.exercises)} exercises solved"
        if self.predictions:
            text += f", {self.predicted} of {len(self.predictions)} predictions made"
        return text

    def __repr__(self) -> str:
        width = max((len(title) for title in self.exercises), default=0)
        lines = [f"{self.lesson}: {self._headline()}"]
        for title, status in self.exercises.items():
            sign, word = SIGNS[status]
            lines.append(f"  {sign} {title.ljust(width)}  {word.lower()}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = []
        for title, status in self.exercises.items():
            sign, word = SIGNS[status]
            rows.append(
                f'<li><span aria-hidden="true">{sign}</span> {html.escape(title)} · '
                f"{word.lower()}</li>"
            )
        items = f'<ul style="list-style: none; padding: 0; margin: 0.3em 0">{"".join(rows)}</ul>'
        body = text_and_html.paragraphs(self._headline() + ".") + items
        return text_and_html.panel("→", "Progress", self.lesson, body)
