"""What a class has answered as xAPI statements, for a learning record store.

One statement a line, as the xAPI specification 1.0.3 wants them: an actor, a verb, an object of
type *cmi.interaction*, a result. The misconceptions stand in the result's extensions. A statement's
id is made of what it says, so that a store that gets it twice keeps it once.
"""

import json
import re
import uuid
from datetime import datetime

from cnnkit.classroom.contents import Contents
from cnnkit.classroom.grading import judged, sentence_of
from cnnkit.classroom.pseudonyms import account
from cnnkit.classroom.student_answers import Class, Tried
from cnnkit.exercises.predictions.question import Question
from cnnkit.exercises.predictions.verdict import SHOWN

__all__ = ["statements", "xapi_of"]

HOME = "https://cnnkit.example"
"""A name for what is ours, as the specification wants one; nothing is there to be asked."""
VERBS = {
    "answered": "http://adlnet.gov/expapi/verbs/answered",
    "attempted": "http://adlnet.gov/expapi/verbs/attempted",
    "completed": "http://adlnet.gov/expapi/verbs/completed",
    "experienced": "http://adlnet.gov/expapi/verbs/experienced",
}
ACTIVITY = "http://adlnet.gov/expapi/activities/cmi.interaction"


def xapi_of(found: Class, course: Contents, *, names: bool = False, key: str = "") -> bytes:
    """Return the statements as JSON lines."""
    lines = (
        json.dumps(one, separators=(",", ":")) for one in statements(found, course, names, key)
    )
    return "".join(f"{line}\n" for line in lines).encode()


def statements(found: Class, course: Contents, names: bool = False, key: str = ""):
    """Yield a statement for each exercise that a student tried, and each prediction."""
    for work in found.students:
        actor = _actor(work.student, names, key)
        for name, tried in work.exercises.items():
            if name in course.exercises:
                yield _exercise(actor, course.exercises[name], tried, found.sentences)
        for name, given in work.predictions.items():
            if name in course.questions:
                yield _prediction(actor, course.questions[name], given)


def _actor(student: str, names: bool, key: str) -> dict:
    name = student.encode("utf-8", "replace").decode()
    who = name if names else account(student, key)
    actor = {"objectType": "Agent", "account": {"homePage": HOME, "name": who}}
    return actor | {"name": name} if names else actor


def _statement(actor: dict, verb: str, target: dict, result: dict, when: str = "") -> dict:
    said = {
        "actor": actor,
        "verb": {"id": VERBS[verb], "display": {"en": verb}},
        "object": target,
        **({"result": result} if result else {}),
        **({"timestamp": when} if when else {}),
    }
    named = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(said, sort_keys=True))
    return {"id": str(named), **said, "version": "1.0.3"}


def _activity(key: str, title: str, interaction: dict) -> dict:
    lesson, _, name = key.partition(".")
    return {
        "objectType": "Activity",
        "id": f"{HOME}/{lesson}/{name}",
        "definition": {"type": ACTIVITY, "name": {"en": title}, **interaction},
    }


def _exercise(actor, exercise, tried: Tried, sentences) -> dict:
    right = tried.status == "correct"
    extensions: dict = {f"{HOME}/status": tried.status}
    if tried.tries:
        extensions[f"{HOME}/tries"] = tried.tries
    if tried.mistakes:
        extensions[f"{HOME}/misconceptions"] = [
            {
                "name": _text(name),
                "count": count,
                "sentence": _text(sentence_of(exercise, name, sentences)),
            }
            for name, count in tried.mistakes.items()
        ]
    target = _activity(exercise.key, exercise.title, {"interactionType": "performance"})
    target["definition"]["description"] = {"en": exercise.task}
    result = {"success": right, "completion": right, "extensions": extensions}
    return _statement(
        actor, "completed" if right else "attempted", target, result, _when(tried.solved)
    )


def _prediction(actor, question: Question, given: str) -> dict:
    if question.choices:
        ids = {choice: f"choice{k}" for k, choice in enumerate(question.choices)}
        interaction = {
            "interactionType": "choice",
            "correctResponsesPattern": [ids[question.answer]],
            "choices": [{"id": id, "description": {"en": choice}} for choice, id in ids.items()],
        }
    else:
        low, high = question.value - question.tolerance, question.value + question.tolerance
        interaction = {
            "interactionType": "numeric",
            "correctResponsesPattern": [f"{low:.9g}[:]{high:.9g}"],
        }
    target = _activity(question.key, question.text, interaction)
    if given == SHOWN:
        return _statement(actor, "experienced", target, {"extensions": {f"{HOME}/shown": True}})
    verdict = judged(question, given)
    if verdict is None:  # the question has changed since
        return _statement(actor, "attempted", target, {"response": _text(given)})
    right, remark = verdict
    result: dict = {
        "success": right,
        "response": ids[given.strip()] if question.choices else _text(given),
    }
    if remark:
        result["extensions"] = {f"{HOME}/misconception": remark}
    return _statement(actor, "answered", target, result)


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _when(solved: str) -> str:
    """Return a time as the specification wants it, with its zone; empty if it is none."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)", solved):
        return ""
    try:
        return datetime.fromisoformat(solved).isoformat()
    except ValueError:
        return ""
