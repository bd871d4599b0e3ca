"""In a process of its own: run the checks of one notebook again, and tell the results.

The parent starts it with the notebook on standard input and reads the results from a channel that
the student's code does not know of. See `isolation` for what this process cannot do.
"""

import json
import os
import sys
from pathlib import Path

__all__ = ["main"]


def main(own: str, forbidden: str, memory: str, seconds: str) -> None:
    """Run the checks of the notebook on standard input; write the results as JSON."""
    from cnnkit.classroom.isolation import isolate
    from cnnkit.classroom.slicing import checks_of

    content = sys.stdin.buffer.read()
    channel = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    try:
        checks = checks_of(content)
    except ValueError as error:
        os.write(channel, json.dumps({"problem": str(error)}).encode())
        return
    limits = {"memory": int(memory), "seconds": int(seconds)}
    enforced = isolate(Path(own), Path(forbidden), **limits)
    results = [(check.key, _result(check)) for check in checks]
    told = {"enforced": enforced, "results": results}
    os.write(channel, json.dumps(told).encode())
    os._exit(0)  # without what the code has left to be done at the end


def _result(check) -> dict[str, str]:
    import importlib

    lesson, _, name = check.key.partition(".")
    try:
        module = importlib.import_module(f"cnnkit.exercises.{lesson}")
        exercise = getattr(module, name)
        judge = type(exercise).check
    except (ImportError, AttributeError):
        return {"status": "unknown", "mistake": ""}
    if check.asks:
        return {"status": "asks for the solution", "mistake": ""}
    names: dict = {"__name__": "__main__"}
    try:
        exec(compile(check.code, "<notebook>", "exec"), names)
        answer = names["answer"]
        if getattr(answer, "__module__", "").startswith("cnnkit.exercises"):
            return {"status": "asks for the solution", "mistake": ""}
        outcome = judge(exercise, answer)
        return {"status": outcome.status, "mistake": outcome.mistake}
    except BaseException as error:  # SystemExit and whatever else a student raises
        return {"status": "error", "mistake": f"fault.{type(error).__name__}"}


if __name__ == "__main__":
    main(*sys.argv[1:])
