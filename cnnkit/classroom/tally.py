"""What a class has answered, counted: by exercise and by question, and what to discuss next."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from cnnkit.classroom.contents import Contents
from cnnkit.classroom.grading import judged, sentence_of
from cnnkit.classroom.student_answers import Class, Tried
from cnnkit.exercises.engine.exercise import Exercise
from cnnkit.exercises.predictions.question import Question
from cnnkit.exercises.predictions.verdict import SHOWN

__all__ = ["Bar", "ExerciseTally", "Misconception", "QuestionTally", "Tally", "tally"]


@dataclass(frozen=True)
class Misconception:
    """A mistake of an exercise, and how many of the class made it.

    Attributes
    ----------
    name, sentence : str
        Its stable name, and what a student who makes it reads.
    students : int
        How many made it at least once.
    still : int
        How many of these have not solved the exercise yet.
    """

    name: str
    sentence: str
    students: int
    still: int


@dataclass(frozen=True)
class ExerciseTally:
    """How a class did in one exercise; ``tries`` is None where no file tells of them."""

    exercise: Exercise
    solved: int
    tried: int
    tries: float | None
    misconceptions: tuple[Misconception, ...]


@dataclass(frozen=True)
class Bar:
    """An answer to a question, how many gave it, and what it overlooks."""

    answer: str
    students: int
    right: bool = False
    remark: str = ""


@dataclass(frozen=True)
class QuestionTally:
    """How a class answered a question; ``shown`` had the answer shown and did not predict."""

    question: Question
    bars: tuple[Bar, ...]
    shown: int

    @property
    def predicted(self) -> int:
        """How many gave an answer."""
        return sum(bar.students for bar in self.bars)

    @property
    def right(self) -> int:
        """How many gave the right one."""
        return sum(bar.students for bar in self.bars if bar.right)


@dataclass(frozen=True)
class Tally:
    """What a class has answered.

    Attributes
    ----------
    students : int
    lessons : dict of str to (list of ExerciseTally, list of QuestionTally)
        Those lessons of which anybody has done anything.
    skipped : tuple of (str, str)
        Files that could not be read, and why.
    unknown : int
        Entries that this version of the course has no exercise or question for.
    """

    students: int
    lessons: dict[str, tuple[list[ExerciseTally], list[QuestionTally]]] = field(
        default_factory=dict
    )
    skipped: tuple[tuple[str, str], ...] = ()
    unknown: int = 0


def tally(found: Class, course: Contents) -> Tally:
    """Count what a class has answered."""
    tried: dict[str, list[Tried]] = {}
    given: dict[str, list[str]] = {}
    for work in found.students:
        for key, one in work.exercises.items():
            tried.setdefault(key, []).append(one)
        for key, answer in work.predictions.items():
            given.setdefault(key, []).append(answer)
    lessons = {}
    for lesson in course.titles:
        exercises, questions = course.of(lesson)
        if any(one.key in tried for one in exercises) or any(one.key in given for one in questions):
            lessons[lesson] = (
                [count(one, tried.get(one.key, []), found.sentences) for one in exercises],
                [distribution(one, given.get(one.key, [])) for one in questions],
            )
    unknown = sum(len(them) for key, them in tried.items() if key not in course.exercises)
    unknown += sum(len(them) for key, them in given.items() if key not in course.questions)
    return Tally(len(found.students), lessons, tuple(found.skipped), unknown)


def count(exercise: Exercise, tried: list[Tried], sentences: dict) -> ExerciseTally:
    """Count what happened in one exercise; the most frequent misconceptions come first."""
    solved = [one for one in tried if one.status == "correct"]
    tries = [one.tries for one in solved if one.tries]
    made, still = Counter(), Counter()
    for one in tried:
        made.update(one.mistakes.keys())
        if one.status != "correct":
            still.update(one.mistakes.keys())
    return ExerciseTally(
        exercise,
        len(solved),
        len(tried),
        median(tries) if tries else None,
        tuple(
            Misconception(name, sentence_of(exercise, name, sentences), n, still[name])
            for name, n in sorted(made.items(), key=lambda it: (-it[1], -still[it[0]], it[0]))
        ),
    )


def distribution(question: Question, given: list[str]) -> QuestionTally:
    """Count the answers; numbers that mean the same are one bar.

    Examples
    --------
    >>> question = Question("own.share", "How many percent?", answer=50, unit="%",
    ...                     explanation="", mistakes={"5": "That is a tenth of it."})
    >>> [(bar.answer, bar.students) for bar in distribution(question, ["0.5", "50", "5"]).bars]
    [('50 %', 2), ('5 %', 1)]
    """
    counted: Counter[str] = Counter()
    remarks: dict[str, str] = {}
    right = question.right
    for answer in given:
        if answer == SHOWN:
            continue
        verdict = judged(question, answer)
        if verdict is None:
            continue
        name = right if verdict.right else _bar(question, answer.strip(), verdict.remark)
        counted[name] += 1
        if not verdict.right:
            remarks.setdefault(name, verdict.remark)
    if question.choices:
        names = list(question.choices)
    else:
        names = [right, *sorted(counted.keys() - {right}, key=lambda it: (-counted[it], it))]
    bars = tuple(Bar(it, counted[it], it == right, remarks.get(it, "")) for it in names)
    return QuestionTally(question, bars, sum(answer == SHOWN for answer in given))


def _bar(question: Question, answer: str, remark: str) -> str:
    """Return the name of a wrong answer's bar: that of the known mistake which it is."""
    if question.choices:
        return answer
    known = [number for number, said in question.mistakes.items() if remark and said == remark]
    number = known[0] if known else answer.removesuffix(question.unit).strip()[:20]
    return f"{number} {question.unit}".strip()
