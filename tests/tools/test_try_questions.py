"""The trial of the questions with programs of others asks every known answer."""

import importlib.util
from pathlib import Path

from cnnkit.classroom.contents import contents

ROOT = Path(__file__).resolve().parents[2]


def test_every_known_answer_is_asked_with_what_it_is_worth():
    spec = importlib.util.spec_from_file_location("try_questions", ROOT / "tools/try_questions.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    course = contents()
    asked = tool.asked(course.questions.values())
    assert {key for key, *_ in asked} == set(course.questions)
    assert {key for key, *_, right in asked if right} == set(course.questions)
    by_place = {key for key, place, number, _ in asked if place is not None and number is None}
    assert by_place == {key for key, one in course.questions.items() if one.choices}
    page = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert f"all {len(asked)} known answers" in page, "run tools/try_questions.py again"
