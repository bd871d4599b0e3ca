"""Try the questions for learning platforms with programs that others have written for them.

The QTI package is read, and every answer judged, by Pyslet, which implements QTI 2.1; it is
converted to QTI 3 by CitoLab's converter; the Moodle XML is read by moodle-xml-parser, which knows
questions with choices. It makes an environment of its own in a temporary folder, which takes a
minute and a registry.

    python tools/try_questions.py
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

NEEDED = "pyslet", "citolab-qti-convert", "moodle-xml-parser"
JUDGE = r"""
import io, json, logging, sys, zipfile
import pyslet.qtiv2.xml as qti
from pyslet.qtiv2 import expressions, interactions, variables

logging.disable(logging.ERROR)  # its reader leaves the two numbers of a tolerance as one text
package, asked, told = zipfile.ZipFile("questions.zip"), json.load(open("asked.json")), []

def read(name):
    document = qti.QTIDocument(base_uri=f"file:///{name}")
    document.read(src=io.BytesIO(package.read(name)))
    for equal in document.root.find_children_depth_first(expressions.Equal):
        if isinstance(equal.tolerance, str):
            equal.tolerance = equal.tolerance.split()
    return document.root

read("test.xml")
for key, place, number, right in asked:
    item = read("items/" + key.replace(".", "_") + ".xml")
    choices = [it.identifier for it in item.find_children_depth_first(interactions.SimpleChoice)]
    state = variables.ItemSessionState(item)
    state.begin_session()
    state.set_outcome_defaults()
    state["RESPONSE"].set_value(number if place is None else choices[place])
    item.ResponseProcessing.run(state)
    feedback = [it.identifier for it in item.get_children() if "Feedback" in type(it).__name__]
    if state["SCORE"].value != right or state["FEEDBACK"].value not in feedback:
        told.append(f"{key}: judged {state['SCORE'].value}, {state['FEEDBACK'].value}")
print(json.dumps(told))
"""
MOODLE = r"""
import json
from moodle_xml_parser import parser

found = parser.parse_file("questions.xml")
print(json.dumps([[sum(o.score_fraction > 0 for o in it.options), len(it.options)]
                  for it in found["multichoice"]]))
"""


def asked(questions):
    """Return every known answer: its question's key, the choice's place or number, its worth."""
    from cnnkit.exercises.predictions.typed_answers import as_number

    found = []
    for one in questions:
        for answer in [*one.choices, *one.mistakes, one.answer]:
            place = one.choices.index(answer) if one.choices else None
            number = None if one.choices else as_number(answer, one.unit)
            found.append((one.key, place, number, float(one.is_right(answer))))
    return found


def main():
    """Try everything; return a sentence for what went wrong, or 0."""
    from cnnkit.classroom.contents import contents
    from cnnkit.classroom.moodle_questions import moodle_of
    from cnnkit.classroom.qti_questions import qti_of

    course = contents()
    questions = list(course.questions.values())
    answers = asked(questions)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"

        def run(*command):
            done = subprocess.run(
                [python, *command], cwd=folder, capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise SystemExit(done.stdout + done.stderr)
            return done.stdout

        run("-m", "pip", "install", "--quiet", *NEEDED)
        (folder / "questions.zip").write_bytes(qti_of(questions, course))
        (folder / "questions.xml").write_bytes(moodle_of(questions, course))
        (folder / "asked.json").write_text(json.dumps(answers), encoding="utf-8")
        wrong = json.loads(run("-c", JUDGE))
        print(f"Pyslet: {len(answers)} answers to {len(questions)} questions judged, "
              f"{len(wrong)} differently from the course")  # fmt: skip
        run("-m", "qti_convert.cli", "upgrade", "questions.zip", "questions3.zip")
        print("CitoLab: converted to QTI 3")
        read = json.loads(run("-c", MOODLE))
    expected = [[1, len(one.choices)] for one in questions if one.choices]
    print(f"moodle-xml-parser: {len(read)} questions with choices read")
    if read != expected:
        wrong.append("moodle-xml-parser reads other choices than there are")
    return "\n".join(wrong) or 0


if __name__ == "__main__":
    sys.exit(main())
