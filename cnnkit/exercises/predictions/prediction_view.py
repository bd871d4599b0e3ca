"""The widget of a prediction: buttons or a number field, then verdict and explanation.

It needs no kernel to answer: the page knows the answer already, as it does in an exported page.
Where there is a kernel, `prediction` keeps the answer there, or that it was shown instead.
"""

import pathlib

import traitlets

from cnnkit.checks.typed_numbers import GRAMMAR
from cnnkit.exercises.predictions.question import Question
from cnnkit.exercises.predictions.typed_answers import as_number, rounding
from cnnkit.notebook_cells.shared_javascript import SharesCode

_STATIC = pathlib.Path(__file__).parent / "static"


class PredictionView(SharesCode):
    """A question to answer in the browser.

    Attributes
    ----------
    grammar : dict
        How a typed number is read: :data:`cnnkit.checks.typed_numbers.GRAMMAR`.
    answer : str
        The committed answer; empty as long as there is none.
    problem : str
        A sentence about an answer that could not be taken.
    reveal : list of dict
        What stays out of sight until there is an answer; see :mod:`.held_back`.
    """

    javascript = _STATIC.joinpath("predict.js").read_text(encoding="utf-8")
    css = _STATIC.joinpath("predict.css").read_text(encoding="utf-8")

    question = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    remarks = traitlets.Dict().tag(sync=True)  # of choices
    mistakes = traitlets.List().tag(sync=True)  # [number, how far it may be off, remark]
    right = traitlets.Unicode().tag(sync=True)
    value = traitlets.Float(0.0).tag(sync=True)
    tolerance = traitlets.Float(0.0).tag(sync=True)
    rounding = traitlets.Float(0.0).tag(sync=True)
    exact = traitlets.Float(None, allow_none=True).tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    grammar = traitlets.Dict().tag(sync=True)
    explanation = traitlets.Unicode().tag(sync=True)
    reveal = traitlets.List().tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)

    @classmethod
    def of(cls, question: Question, answer: str, reveal: list | None = None) -> "PredictionView":
        """Make the view of a question, answered already if ``answer`` is not empty."""
        return cls(
            question=question.text,
            choices=list(question.choices),
            remarks=question.remarks,
            mistakes=[
                [as_number(number, question.unit), rounding(number), remark]
                for number, remark in question.mistakes.items()
            ],
            right=question.answer,
            value=0.0 if question.choices else question.value,
            tolerance=question.tolerance,
            rounding=0.0 if question.choices else rounding(question.answer),
            exact=None if question.choices else question.exact,
            unit=question.unit,
            grammar={} if question.choices else GRAMMAR,
            explanation=question.explanation,
            answer=answer,
            reveal=reveal or [],
        )

    def __repr__(self) -> str:
        return f"PredictionView({self.question!r})"
