"""Try the recipes of docs/teaching.md with the real nbgrader and otter: 5 of 5, and 0 of 5.

It makes an environment of its own in a temporary folder, which takes minutes and a registry.

    python tools/try_graders.py
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = {
    "right": "def match_score(patch, feature):\n    return (patch * feature).mean()",
    "wrong": "def match_score(patch, feature):\n    return (patch * feature).sum()",
}
POINTS = {"right": 5.0, "wrong": 0.0}


def recipes(text=None):
    """Return the blocks of Python of the page: three cells for nbgrader, a test for otter."""
    page = text or (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)\n```", page, re.MULTILINE | re.DOTALL)


def notebook(cells):
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 4,
    }


def cell(source, kind="code", **nbgrader):
    made = {"cell_type": kind, "metadata": {}, "source": source}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    if nbgrader:
        usual = {"schema_version": 3, "task": False, "grade": False, "solution": False}
        made["metadata"]["nbgrader"] = usual | {"locked": False} | nbgrader
    return made


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def answered(path, answer):
    """Return the student's notebook with an answer in the cell that defines the function."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for one in content["cells"]:
        if "def match_score(" in "".join(one["source"]):
            one["source"] = answer
    return content


def nbgrader(run, folder):
    """Grade both answers in an nbgrader course; return the points."""
    imports, function, test, _ = recipes()
    cells = [
        cell(imports),
        cell(function, solution=True, grade_id="match_score"),
        cell(test, grade=True, locked=True, points=5, grade_id="check_match_score"),
    ]
    write(folder / "source" / "lesson01" / "lesson01.ipynb", notebook(cells))
    (folder / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = ""')
    run("nbgrader", "generate_assignment", "lesson01")
    release = folder / "release" / "lesson01" / "lesson01.ipynb"
    for who, answer in ANSWERS.items():
        handed_in = folder / "submitted" / who / "lesson01" / "lesson01.ipynb"
        write(handed_in, answered(release, answer))
    run("nbgrader", "autograde", "lesson01")
    run("nbgrader", "export")
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def otter(run, folder):
    """Grade both answers with otter; return the points."""
    imports, function, _, test = recipes()
    solution = re.sub(r"\s*###.*", "", function) + "  # SOLUTION"
    texts = [
        "# ASSIGNMENT CONFIG\ngenerate: true\nfiles: []\ntests:\n  ok_format: false",
        imports,
        "# BEGIN QUESTION\nname: match_score\npoints: 5",
        "# BEGIN SOLUTION",
        solution,
        "# END SOLUTION",
        "# BEGIN TESTS",
        test,
        "# END TESTS",
        "# END QUESTION",
    ]
    code = imports, solution, test
    cells = [cell(text, "code" if text in code else "raw") for text in texts]
    write(folder / "lab.ipynb", notebook(cells))
    run("otter", "assign", "lab.ipynb", "dist", "--no-run-tests")
    (grader,) = (folder / "dist" / "autograder").glob("*.zip")
    points = {}
    for who, answer in ANSWERS.items():
        handed_in = folder / who / "lab.ipynb"
        write(handed_in, answered(folder / "dist" / "student" / "lab.ipynb", answer))
        run("otter", "run", "-a", str(grader), "-o", str(folder / who), str(handed_in))
        told = json.loads((folder / who / "results.json").read_text(encoding="utf-8"))
        (points[who],) = [it["score"] for it in told["tests"] if it["name"] == "match_score"]
    return points


def main():
    """Make the environment, try both, and say what came out."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        place = Path(name)
        venv.create(place / "env", with_pip=True)
        bin = place / "env" / ("Scripts" if os.name == "nt" else "bin")
        wanted = ["nbgrader", "otter-grader", "ipykernel"]
        install = [str(bin / "pip"), "install", "--quiet", *wanted, "-e", str(ROOT)]
        subprocess.run(install, check=True)
        settings = os.environ | {"HOME": name, "CNNKIT_ANSWERS": "off"}
        settings["PATH"] = f"{bin}{os.pathsep}{os.environ['PATH']}"
        failed = False
        for tool in (nbgrader, otter):
            folder = place / tool.__name__
            folder.mkdir()

            def run(program, *arguments, folder=folder):
                done = subprocess.run(
                    [str(bin / program), *arguments],
                    cwd=folder,
                    env=settings,
                    capture_output=True,
                    text=True,
                )
                if done.returncode:
                    sys.exit(f"{program} {arguments[0]} failed:\n{done.stderr[-2000:]}")

            points = tool(run, folder)
            failed |= points != POINTS
            print(f"{tool.__name__}: right {points['right']} of 5, wrong {points['wrong']} of 5")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
