"""What has changed since a scene: an edit sends that alone, not the scene once more.

A page has two things of a board: a scene as it was sent whole, and all that has changed since then.
Both are kept with the widget, so a second view, a page that is loaded again and a notebook that was
saved have them as well, and make the same scene of them: in ``js/board/scene_changes.js``.
"""

from __future__ import annotations

from operator import ne

FEW = 4  # of a list, at most one entry in four is sent by itself
NUMBER = 6  # bytes of one
MOST = 0.5  # of a scene's size: of what has changed more than that, the next scene is sent whole


def changes(before: dict, after: dict) -> list[list]:
    """Return where two scenes differ, as [path, value]; with these the first becomes the second.

    A path leads through dictionaries with the same keys and lists of the same length. A list of
    other things than dictionaries changes as a whole, unless little of it does.

    Examples
    --------
    >>> before = {"seq": 1, "panels": [{"name": "map", "note": ""}], "columns": [["map"]]}
    >>> changes(before, {"seq": 2, "panels": [{"name": "map", "note": "9"}], "columns": [["map"]]})
    [[['seq'], 2], [['panels', 0, 'note'], '9']]
    """
    found: list[list] = []
    _compare(before, after, [], found)
    return found


def _compare(before, after, path: list, found: list[list]) -> None:
    if before is after or (type(before) is type(after) and before == after):
        return
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key, value in after.items():
            _compare(before[key], value, [*path, key], found)
    elif isinstance(before, list) and isinstance(after, list) and _alike(before, after):
        for i, value in enumerate(after):
            _compare(before[i], value, [*path, i], found)
    else:
        found.append([path, after])


def _alike(before: list, after: list) -> bool:
    """Tell whether what differs in two lists is told in fewer words one by one."""
    if len(before) != len(after):
        return False
    if all(isinstance(one, dict) for one in after):
        return True
    return FEW * sum(map(ne, before, after)) <= len(after)


def size(value) -> int:
    """Return about how many bytes a value takes on its way to the page.

    Examples
    --------
    >>> size({"note": "9", "data": bytes(40)}), size([0.5, None])
    (61, 12)
    """
    if isinstance(value, (str, bytes)):
        return len(value) + 3
    if isinstance(value, dict):
        return sum(len(key) + 3 + size(one) for key, one in value.items())
    if isinstance(value, (list, tuple)):
        numbers = bool(value) and isinstance(value[0], (int, float))  # of lists, all are alike
        return NUMBER * len(value) if numbers else sum(map(size, value))
    return NUMBER
