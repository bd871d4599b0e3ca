"""The commands `cnnkit class` and `cnnkit questions`: their arguments, and what they start."""

import argparse
from collections.abc import Callable
from pathlib import Path

from cnnkit.files import atomic_writing
from cnnkit.files.printing import say

__all__ = ["COMMANDS", "add_to", "run"]

COMMANDS = "class", "questions"
LISTED = 30
"""Files that could not be read and are named in the terminal; more are counted."""

# What needs the exercises is imported where it is used: the other commands start without it.


def add_to(commands, folder: Callable[[str], Path]) -> None:
    """Add both commands to a parser's; ``folder`` reads the name of a folder."""
    told = commands.add_parser(
        "class",
        help="tell what a class has answered: misconceptions, predictions, what to discuss",
        description="Read every answers file below a folder (a shared drive, nbgrader's "
        "course, a zip file of Moodle), and tell what the class thinks. Nothing is sent anywhere.",
        allow_abbrev=False,
    )
    told.add_argument("folder", type=folder, metavar="FOLDER", help="or a zip file")
    told.add_argument("--html", type=folder, metavar="FILE", help="write a page to project")
    told.add_argument("--csv", type=folder, metavar="FILE", help="write a line for each result")
    told.add_argument("--xapi", type=folder, metavar="FILE", help="write xAPI statements")
    told.add_argument("--names", action="store_true", help="show who it was, also in the files")
    told.add_argument(
        "--key",
        default="",
        metavar="WORD",
        help="a secret that makes the hashes of names in --xapi impossible to guess",
    )
    other = told.add_mutually_exclusive_group()
    other.add_argument(
        "--watch",
        action="store_true",
        help="serve a page on this computer that shows how many have predicted what while they do",
    )
    other.add_argument(
        "--verify",
        action="store_true",
        help="run the students' code: their notebooks' exercises are checked again",
    )
    told.add_argument("--port", type=int, metavar="N", help="with --watch (default: a free one)")
    asked = commands.add_parser(
        "questions",
        help="write the predictions for a learning platform",
        description="Write the questions to predict, with their remarks, as Moodle XML or as a "
        "QTI 2.1 package.",
        allow_abbrev=False,
    )
    asked.add_argument(
        "lessons", nargs="*", metavar="LESSON", help="its number, such as 03 (default: all)"
    )
    asked.add_argument("--format", choices=("moodle", "qti"), required=True)
    asked.add_argument("--to", type=folder, metavar="FILE", required=True, help="where to")


def run(options: argparse.Namespace) -> int | str:
    """Run one of the commands; return 0, or the sentence that says why it failed."""
    try:
        return _questions(options) if options.command == "questions" else _class(options)
    except (ValueError, LookupError) as error:
        return str(error.args[0])
    except OSError as error:
        if error.filename is None:
            return str(error)
        return f"{error.filename}: {error.strerror or error}"


def _class(options) -> int | str:
    if options.port is not None and not options.watch:
        return "--port belongs to --watch; leave it out, or add --watch"
    outputs = [name for name in ("html", "csv", "xapi") if getattr(options, name)]
    if outputs and (options.watch or options.verify):
        other = "--watch" if options.watch else "--verify"
        return f"--{outputs[0]} is not written by {other}; run cnnkit class once for each"
    if options.watch:
        from cnnkit.classroom import watch

        return watch.serve(options.folder, options.port or 0)
    if options.verify:
        from cnnkit.classroom import verify

        return verify.report(options.folder, names=options.names)
    return _told(options)


def _told(options) -> int | str:
    from cnnkit.classroom import csv_file, report_page, terminal, xapi
    from cnnkit.classroom.contents import contents
    from cnnkit.classroom.student_answers import read_class
    from cnnkit.classroom.tally import tally

    everybody, course = read_class(options.folder), contents()
    for what, files in (("Skipped", everybody.skipped), ("Note", everybody.notes)):
        for place, problem in files[:LISTED]:
            say(f"{what}: {terminal.plain(place)} {terminal.plain(problem)}.")
        if more := len(files[LISTED:]):
            say(f"{what}: {more} file{'s' * (more > 1)} more.")
    if not everybody.students and everybody.skipped:
        return f"no answers file below {options.folder} could be read; what is wrong stands above"
    if not everybody.students:
        return (
            f"no answers file was found below {options.folder}; they are called "
            "cnnkit_answers.json and lie beside each student's notebooks"
        )
    found = tally(everybody, course)
    say(terminal.report(found, course))
    if options.names:
        say("\n" + terminal.who(everybody, course))
    if found.unknown:
        answers = "1 answer belongs" if found.unknown == 1 else f"{found.unknown} answers belong"
        say(f"\n{answers} to no exercise or question of this edition.")
    chosen = {"names": options.names, "key": options.key}
    writers = {
        "html": lambda: report_page.page_of(
            found, course, everybody if options.names else None
        ).encode(),
        "csv": lambda: csv_file.csv_of(everybody, course, **chosen),
        "xapi": lambda: xapi.xapi_of(everybody, course, **chosen),
    }
    for name, write in writers.items():
        target = getattr(options, name)
        if target:
            _write(target, write(), f"--{name}")
    return 0


def _questions(options) -> int:
    from cnnkit.classroom import moodle_questions, qti_questions
    from cnnkit.classroom.contents import contents

    course = contents()
    lessons = [_lesson(name, course) for name in options.lessons] or list(course.titles)
    chosen = [one for lesson in dict.fromkeys(lessons) for one in course.of(lesson)[1]]
    moodle = options.format == "moodle"
    make = moodle_questions.moodle_of if moodle else qti_questions.qti_of
    _write(options.to, make(chosen, course), "--to")
    return 0


def _lesson(name: str, course) -> str:
    lesson = f"lesson{name.zfill(2)}"
    if lesson not in course.titles:
        known = ", ".join(it[-2:] for it in course.titles)
        raise LookupError(f"there is no lesson {name!r}; give one of {known}")
    return lesson


def _write(target: Path, content: bytes, option: str) -> None:
    try:
        atomic_writing.replace(target, content)
    except OSError as error:
        reason = error.strerror or error
        raise ValueError(
            f"cannot write {target} ({reason}); choose another file with {option} FILE"
        ) from None
    say(f"Written: {target}")
