"""What to discuss next, in order.

First what most of the class believe: each misconception of an exercise counts by the students who
made it, those who have not solved the exercise yet once more; each wrong prediction by the students
who gave it. What a single student believes is left out, unless nobody else believes anything.
"""

from dataclasses import dataclass

from cnnkit.classroom.contents import LESSON
from cnnkit.classroom.tally import Tally

__all__ = ["Topic", "topics"]


@dataclass(frozen=True)
class Topic:
    """One thing to discuss.

    Attributes
    ----------
    lesson : str
        ``"03"``.
    title : str
        The exercise's title, or the question.
    said : str
        What they did or answered, and how many of them.
    why : str
        What is wrong with it, in the course's words.
    weight : int
    """

    lesson: str
    title: str
    said: str
    why: str
    weight: int


def topics(found: Tally, limit: int = 10) -> list[Topic]:
    """Return what to discuss, the most widespread first."""
    every: list[tuple[int, Topic]] = []
    for lesson, (exercises, questions) in found.lessons.items():
        number = LESSON.sub(r"\1", lesson)
        for one in exercises:
            for it in one.misconceptions:
                still = f"{it.still} not past it yet" if it.still else "all past it"
                said = f"{it.students} of {one.tried} made this mistake, {still}."
                topic = Topic(number, one.exercise.title, said, it.sentence, it.students + it.still)
                every.append((it.students, topic))
        for one in questions:
            for bar in one.bars:
                if bar.students and not bar.right:
                    said = (
                        f"{bar.students} of {one.predicted} predicted: {bar.answer}. "
                        f"Right: {one.question.right}."
                    )
                    why = bar.remark or one.question.explanation
                    topic = Topic(number, one.question.text, said, why, bar.students)
                    every.append((bar.students, topic))
    shared = [it for it in every if it[0] > 1] or every
    ordered = sorted(shared, key=lambda it: -it[1].weight)
    return [topic for _, topic in ordered[:limit]]
