"""The same scenes in the browser's own code, run under node: see tests/js/truth.mjs."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from pathlib import Path

import numpy as np

from cnnkit.plots import number
from tests.helpers import arithmetic
from tests.widgets.truth.panel_rules import check_line, filled, rounded
from tests.widgets.truth.seen import N, Seen, near, printed, says

SCRIPT = Path(__file__).parents[2] / "js" / "truth.mjs"


def packed(scene: dict) -> dict:
    """Return a scene as JSON."""
    arrays = {
        name: {"shape": array["shape"], "data": base64.b64encode(array["data"]).decode()}
        for name, array in scene["arrays"].items()
    }
    return scene | {"arrays": arrays}


def run(node: str, folder: Path, states: list[tuple]) -> list[dict]:
    """Return what the Board makes of states (explorer, scene, cursor, cells to point at)."""
    given, found = folder / "scenes.jsonl", folder / "found.jsonl"
    lines = (
        json.dumps({"explorer": name, "scene": packed(scene), "cursor": cursor, "cells": cells})
        for name, scene, cursor, cells in states
    )
    given.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [node, str(SCRIPT), str(given), str(found)], capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in found.read_text(encoding="utf-8").splitlines()]


def check(seen: Seen, found: dict, cursor) -> int:
    """Assert that the browser says, fills in and paints the scene's numbers, and no others."""
    count = 0
    assert found["said"] == seen.scene["label"]
    assert found["message"] == seen.scene["message"][1]
    for name, panel in seen.panels.items():
        assert found["titles"][name] == [panel["title"], panel["note"] or ""], name
    assert tuple(found["lines"][0]["cursor"]) == tuple(cursor)
    for one in found["lines"]:
        at = tuple(one["cursor"])
        check_line(seen, at, one["line"])
        count += arithmetic.check_line(one["line"], rounded=rounded(seen))
        count += check_places(seen, one["label"])
        count += _check_digits(seen, at, one["line"], one["label"])
        count += 1 + _check_label(seen, at, one["label"])
        count += _check_products(seen, at, one)
    for name, values in found["painted"].items():
        if not seen.panels[name]["products"] and values:
            count += near(_numbers(values), seen.of(name).ravel(), what=f"{name} painted")
    return count


def _numbers(values) -> np.ndarray:
    words = {"Infinity": np.inf, "-Infinity": -np.inf, "NaN": np.nan}
    return np.array([words[v] if isinstance(v, str) else v for v in values], float)


# Kinds of rules whose line ends in the number of the cell.
END = ["products", "apply", "relu", "max", "mean", "norm", "power", "sum", "copy", "softmax"]


def _check_digits(seen: Seen, cursor, line: str, label: str) -> int:
    """Assert that the line and a screen reader have the number as it stands in its cell."""
    name, *place = cursor
    panel = seen.panels[name]
    if panel["kind"] not in ("grid", "bars"):
        return 0
    decimals = panel.get("decimals")
    shown = {"of": seen.of(name)} if decimals is None else {"decimals": decimals}
    text = number(seen.of(name)[tuple(place)], **shown)
    if panel.get("written"):
        text = panel["written"][place[1]]
    rule = panel["rule"]
    if rule and rule["kind"] in END and not rule.get("positive"):
        placed = "{result}" in rule.get("formula", "")
        end = text if placed else f" = {text}"
        assert line.rstrip(".").endswith(end), f"{line}: {text} is in the cell"
    if rule is None:
        assert line == f"{panel['title']}: {text}"
    pointed = name == seen.scene["weights"]  # there a screen reader hears what is pointed at
    if not pointed and not panel["products"] and ": " in label.removeprefix(panel["title"]):
        assert f": {text}" in label, label
    return 1


def _check_label(seen: Seen, cursor, label: str) -> int:
    """Assert that a screen reader is told the number of the cursor's cell."""
    name, channel, row, col = cursor
    panel = seen.panels[name]
    if panel["kind"] == "curve":
        return _check_curve(seen, cursor, label)
    if panel["kind"] == "bars":
        number = label.removeprefix(f"{panel['title']}. {panel['labels'][row]}: ")
        if panel.get("written"):
            assert number.startswith(panel["written"][row]), label
            return 1
        value = seen.of(name)[0, row, 0]
        right = "not a number" in number if np.isnan(value) else says(printed(number)[0], value)
        assert right, label
        return 1
    if panel["kind"] != "grid" or panel["products"]:
        return 0
    told = label.removeprefix(panel["title"])
    which = f"map {channel}, " if len(seen.of(name)) > 1 else ""
    place = f"{which}row {row}, column {col}: "
    if place not in told:
        return 0
    number = told.partition(place)[2].partition(". ")[0]
    assert says(printed(number)[0], seen.of(name)[channel, row, col]), label
    return 1


ROWS = re.compile(r"(row|column)s? (\d+)(?: to (\d+))?", re.IGNORECASE)


def check_places(seen: Seen, label: str) -> int:
    """Assert that a screen reader is told of no row, column or map that a panel has not."""
    panel = max(
        (one for one in seen.panels.values() if label.startswith(one["title"])),
        key=lambda one: len(one["title"]),
        default=None,
    )
    if panel is None or panel["kind"] != "grid":
        return 0
    size = re.match(r", (?:(\d+) maps of )?(\d+) by (\d+)", label[len(panel["title"]) :])
    if size is None:
        return 0
    maps, rows, cols = (int(one or 1) for one in size.groups())
    places = ROWS.findall(label)
    for what, first, last in places:
        length = {"row": rows, "column": cols}[what.lower()]
        assert int(last or first) < length, f"{label!r} names a {what} beyond the panel"
    behind = label[len(panel["title"]) :]  # a title may say which map is open
    which, paged = re.search(r"map (\d+),", behind), panel.get("pager")
    assert which is None or paged or int(which[1]) < maps, label
    return len(places)


def _check_curve(seen: Seen, cursor, label: str) -> int:
    """Assert that a screen reader is told where a curve is read, how high and how steep it is."""
    name, _, _, col = cursor
    lines, panel = seen.of(name)[:, 0], seen.panels[name]
    z = np.linspace(*panel["x"], lines.shape[1])
    if panel.get("lines"):
        found = re.search(rf" lines\. At {N}: (.*)\. Left and", label)
        assert says(printed(found[1])[0], z[col]), label
        heights = [number for number in lines[:, col] if not np.isnan(number)]
        said = [printed(one.rpartition(" ")[2])[0] for one in found[2].split(", ")]
        assert all(says(a, b) for a, b in zip(said, heights, strict=True)), label
        return 1 + len(said)
    told = label.removeprefix(f"{panel['title']}, a curve.")
    assert "not a number" not in told, label
    numbers = re.match(rf" At {N} it is {N}(?:, its slope {N})?", told).groups()
    for text, true in zip(numbers, (z[col], *lines[:2, col]), strict=False):
        assert text is None or says(printed(text)[0], true), f"{label}: {true} is true"
    if "outside" in told:
        shown = printed(re.search(rf"point is at {N}, out", told)[1])[0]
        assert says(shown, panel["point"]), label
    point = panel["point"]
    gone = point is not None and not panel["x"][0] <= point <= panel["x"][1]
    assert gone == ("outside" in told), label
    return 1


def _check_products(seen: Seen, cursor, one) -> int:
    count = 0
    for name, values in one["products"].items():
        reader = seen.panels[name]["products"]["reader"]
        row, col = place_in(seen, cursor, one["places"], reader)
        wanted = filled(seen, seen.panels[name], row, col, cursor[1])
        scale = np.abs(np.nan_to_num(wanted)).max() + 1
        count += near(_numbers(values), wanted.ravel(), scale, f"{name} at {cursor}")
    return count


def place_in(seen: Seen, cursor, places, reader) -> tuple[int, int]:
    """Return where the window of a reader stands: at the cursor, or where it was last."""
    name, _, row, col = cursor
    if name == reader:
        return row, col
    owner = seen.panels[name]["map_of"]
    if owner and owner[0] == reader:
        return row, col
    for link in seen.links_to(name):  # a map that is read number by number
        if link["source"] != reader:
            continue
        if link["kind"] == "window" and link["kernel_size"] == [1, 1]:
            return row, col
        if link["kind"] == "flatten":
            at = link["order"][row] if link["order"] else row * link["wrap"] + col
            return tuple(int(i) for i in np.unravel_index(at, seen.of(reader).shape)[1:])
    last = places.get(reader, {"row": 0, "col": 0})
    _, rows, cols = seen.of(reader).shape
    return min(last["row"], rows - 1), min(last["col"], cols - 1)
