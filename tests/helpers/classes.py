"""Made-up classes: who has made which mistakes and predictions is known."""

import json
import random

SUM = "This is the sum of the products. Divide it."
FIVE = {
    "ada": {
        "predictions": {"lesson01.crossing_score": "0.56", "lesson02.blur": "it moves"},
        "exercises": {
            "lesson01.match_score": {
                "status": "correct",
                "tries": 3,
                "solved": "2026-11-29T10:00:00Z",
                "mistakes": {"score_not_divided": {"times": 2, "says": SUM}},
            }
        },
    },
    "grace": {
        "predictions": {"lesson02.blur": "it becomes a ramp of greys", "lesson02.first_sum": "4"},
        "exercises": {
            "lesson01.match_score": {
                "status": "incorrect",
                "tries": 1,
                "mistakes": {"score_not_divided": {"times": 1, "says": SUM}},
            }
        },
    },
    "emmy": {
        "predictions": {"lesson02.blur": "it moves", "lesson02.first_sum": "5"},
        "exercises": {
            "lesson01.match_score": {
                "status": "incorrect",
                "tries": 2,
                "mistakes": {
                    "score_not_divided": {"times": 1, "says": SUM},
                    "rule.wrong_sign": {"times": 1, "says": "All numbers have the\nother sign."},
                },
            }
        },
    },
    "sofia": {
        "predictions": {"lesson02.blur": "(shown)", "lesson02.first_sum": "5.0"},
        "exercises": {
            "lesson01.match_score": {"status": "correct", "tries": 1},
            "lesson02.parameters": "error",
        },
    },
    "maryam": {
        "version": 1,
        "predictions": {"lesson02.blur": "it moves"},
        "exercises": {"lesson01.match_score": "correct"},
    },
}
"""Five students; the last one's file is of version 1. Three predict that blurring moves an edge."""


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
        exercises, predictions = {}, {}
        for key, exercise in course.exercises.items():
            right = draw.random() < 0.6
            made = draw.sample([it.name for it in exercise.bank], 2)
            solved[key] = solved.get(key, 0) + right
            exercises[key] = {
                "status": "correct" if right else "incorrect",
                "tries": 3,
                "mistakes": {it: {"times": 1, "says": "As the bank says."} for it in made},
            }
        for key, question in course.questions.items():
            answers = [*question.choices, *question.mistakes, question.answer]
            predictions[key] = draw.choice(answers)
        put(
            folder / f"student{k:03d}" / "notebooks",
            {"predictions": predictions, "exercises": exercises},
        )
    return solved
