"""How long the check of a right answer takes, over all exercises: their solutions, typed anew.

    python benchmarks/check_time.py [repetitions]

Time on the processor, of all threads together, so that a busy computer disturbs little; for each
exercise the median of many checks. Wanted: a median over the exercises below 1 ms, and 95 of 100
below 10 ms.
"""

import importlib
import os
import statistics
import sys
import time
from collections.abc import Callable

from cnnkit.exercises.engine.exercise import LESSONS, Exercise


def typed_anew(exercise: Exercise) -> Callable:
    """Return the solution as a student's own function: its lines are counted while it runs."""
    names = dict(exercise.reference.__globals__)
    exec(compile(exercise.source(), "<student>", "exec"), names)
    return names[exercise.name]


def seconds_by_exercise(repetitions: int) -> dict[str, float]:
    """Return the processor's seconds of one check, for each exercise."""
    for number in range(1, 12):
        importlib.import_module(f"cnnkit.exercises.lesson{number:02d}")
    exercises = [one for lesson in LESSONS.values() for one in lesson.values()]
    answers = {one.key: typed_anew(one) for one in exercises}
    taken: dict[str, list[float]] = {one.key: [] for one in exercises}
    for round_ in range(repetitions + 1):
        for one in exercises:
            begin = time.process_time()
            outcome = one.check(answers[one.key])
            if round_:  # the first works out what the later ones know
                taken[one.key].append(time.process_time() - begin)
            assert outcome.status == "correct", outcome
    return {key: statistics.median(times) for key, times in taken.items()}


def main() -> None:
    os.environ["CNNKIT_ANSWERS"] = "off"
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    found = seconds_by_exercise(repetitions)
    times = sorted(found.values())
    middle, late = statistics.median(times), times[int(0.95 * len(times))]
    print(f"{len(times)} exercises, {repetitions} checks of each, milliseconds on the processor")
    print(f"median {1e3 * middle:.2f}   p95 {1e3 * late:.2f}   longest {1e3 * times[-1]:.2f}")
    for key in sorted(found, key=lambda key: -found[key])[:5]:
        print(f"  {1e3 * found[key]:6.2f}  {key}")


if __name__ == "__main__":
    main()
