"""What an answer is worth, and what a mistake is called: worked out once, not for every student."""

import functools
from typing import NamedTuple

from cnnkit.exercises.engine.exercise import Exercise
from cnnkit.exercises.predictions.question import Question

__all__ = ["Judged", "judged", "sentence_of"]


class Judged(NamedTuple):
    """Whether an answer is right, and else what it overlooks, if that is known."""

    right: bool
    remark: str


@functools.lru_cache(maxsize=50_000)
def judged(question: Question, given: str) -> Judged | None:
    """Judge an answer; None for what is none: the question has changed since it was given.

    >>> question = Question("own.sum", "1 + 1?", answer=2, explanation="Count.",
    ...                     mistakes={"11": "Add the numbers."})
    >>> judged(question, "11.0"), judged(question, "many")
    (Judged(right=False, remark='Add the numbers.'), None)
    """
    try:
        answer = question.accept(given)
        return Judged(question.is_right(answer), question.remark(answer))
    except ValueError:
        return None


@functools.lru_cache
def _bank(exercise: Exercise) -> dict[str, str]:
    return {mistake.name: mistake.message for mistake in exercise.bank}


def sentence_of(exercise: Exercise, name: str, sentences: dict) -> str:
    """Return what stands for a mistake: the course's words, else those that a student read."""
    said = _bank(exercise).get(name) or sentences.get((exercise.key, name))
    return said or name.rpartition(".")[2].replace("_", " ")
