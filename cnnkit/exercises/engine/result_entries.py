"""How a result of an exercise is kept: its status, the tries that it took, the mistakes met.

In version 2 of the answers file an exercise's entry is::

    {"status": "correct", "tries": 3, "solved": "2026-09-14T09:30:00Z",
     "mistakes": {"sum_not_divided": {"times": 2, "says": "This is the sum of the products. ..."}}}

A mistake's name is that of the bank's function or of a rule; ``says`` is what was read. Nothing
is counted any more once the exercise is solved. In version 1 an entry is the status alone; such a
text is read as well, and stays until the exercise is tried again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

LONGEST, MOST = 300, 50
"""Letters of a sentence, and mistakes of an exercise, that are kept."""


def checked(status: str, mistake: str = "", sentence: str = "") -> dict[str, str]:
    """Return what is to be kept of one check.

    >>> sorted(checked("incorrect", "sum_not_divided", "This is the sum."))
    ['at', 'mistake', 'says', 'status']
    """
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"status": status, "mistake": mistake, "says": sentence[:LONGEST], "at": now}


def status_of(entry: object) -> str | None:
    """Return the status in an entry of either version, or None.

    >>> status_of("correct"), status_of({"status": "incorrect", "tries": 1}), status_of(7)
    ('correct', 'incorrect', None)
    """
    status = entry.get("status") if isinstance(entry, dict) else entry
    return status if isinstance(status, str) else None


def is_entry(entry: object) -> bool:
    """Tell whether something is an entry of either version, or none yet."""
    return entry is None or status_of(entry) is not None


def folded(entry: object, attempts: Sequence[dict[str, str]]) -> dict:
    """Return an entry to which some checks are added, in their order.

    >>> folded("incorrect", [{"status": "correct", "mistake": "", "says": "", "at": "now"}])
    {'status': 'correct', 'tries': 1, 'solved': 'now'}
    """
    changed = dict(entry) if isinstance(entry, dict) else {"status": status_of(entry)}
    for one in attempts:
        if changed.get("status") == "correct":
            break
        changed["status"] = one["status"]
        changed["tries"] = _count(changed.get("tries")) + 1
        if one["status"] == "correct":
            changed["solved"] = one["at"]
        elif one["mistake"]:
            met = changed.get("mistakes")
            met = dict(met) if isinstance(met, dict) else {}
            before = met.get(one["mistake"])
            if before is not None or len(met) < MOST:
                times = before.get("times") if isinstance(before, dict) else 0
                met[one["mistake"]] = {"times": _count(times) + 1, "says": one["says"]}
            changed["mistakes"] = met
    return changed


def _count(value: object) -> int:
    """Return a count; somebody may have edited the file."""
    return value if isinstance(value, int) and value > 0 else 0
