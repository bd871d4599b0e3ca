"""Made-up classes: who has made which mistakes and predictions is known."""

import json
import random

FIVE = {
    "ada": {
        "predictions": {"lesson01.crossing_score": "0.56", "lesson02.blur": "it moves"},
        "exercises": {"lesson01.match_score": "correct"},
        "checks": {
            "lesson01.match_score": {
                "tries": 3,
                "solved": "2026-11-29T10:00:00+00:00",
                "mistakes": {"score_not_divided": {"count": 2, "sentence": "This is the sum."}},
            }
        },
    },
    "grace": {
        "predictions": {"lesson02.blur": "it becomes a ramp of greys", "lesson02.first_sum": "4"},
        "exercises": {"lesson01.match_score": "incorrect"},
        "checks": {
            "lesson01.match_score": {
                "tries": 1,
                "mistakes": {"score_not_divided": {"count": 1, "sentence": "This is the sum."}},
            }
        },
    },
    "emmy": {
        "predictions": {"lesson02.blur": "it moves", "lesson02.first_sum": "5"},
        "exercises": {"lesson01.match_score": "incorrect"},
        "checks": {
            "lesson01.match_score": {
                "tries": 2,
                "mistakes": {
                    "score_not_divided": {"count": 1, "sentence": "This is the sum."},
                    "rule.wrong_sign": {"count": 1, "sentence": "All numbers have the other sign."},
                },
            }
        },
    },
    "sofia": {
        "predictions": {"lesson02.blur": "(shown)", "lesson02.first_sum": "5.0"},
        "exercises": {"lesson01.match_score": "correct", "lesson02.parameters": "error"},
        "checks": {"lesson01.match_score": {"tries": 1, "mistakes": {}}},
    },
    "maryam": {
        "version": 1,
        "predictions": {"lesson02.blur": "it moves"},
        "exercises": {"lesson01.match_score": "correct"},
    },
}
"""Five students; the last one's file is of version 1. Three predict that blurring moves an edge."""

BOMB = 60_000_000


def write_five(folder):
    """Write the class of five as nbgrader collects it; return the folder."""
    for name, content in FIVE.items():
        put(folder / "submitted" / name / "lesson01", content)
    return folder


def put(folder, content, name="cnnkit_answers.json"):
    """Write one answers file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps({"version": 2, **content}, indent=1), encoding="utf-8")
    return path


def write_many(folder, course, students=300):
    """Write a class in which everybody has done the whole course; return who solved what."""
    draw = random.Random(1)
    solved = {}
    for k in range(students):
        exercises, checks, predictions = {}, {}, {}
        for key, exercise in course.exercises.items():
            right = draw.random() < 0.6
            made = draw.sample([it.name for it in exercise.bank], 2)
            exercises[key] = "correct" if right else "incorrect"
            solved[key] = solved.get(key, 0) + right
            checks[key] = {
                "tries": 3,
                "mistakes": {it: {"count": 1, "sentence": "As the bank says."} for it in made},
            }
        for key, question in course.questions.items():
            answers = [*question.choices, *question.mistakes, question.answer]
            predictions[key] = draw.choice(answers)
        put(
            folder / f"student{k:03d}" / "notebooks",
            {"predictions": predictions, "exercises": exercises, "checks": checks},
        )
    return solved
