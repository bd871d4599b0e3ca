"""Places count from 0, as code does: in every sentence that Python writes for a board."""

import re

import numpy as np
import pytest

from tests.helpers.scenes import every_scene

# What names a place, and the words of it that are the cell's own.
PLACE = re.compile(r"\b([Rr]ow|[Cc]olumn|[Mm]ap) (\d+)")
OWN = re.compile(r"(?:[Rr]ow (\d+), column (\d+)|(?:Weight|Window) \((\d+), (\d+)\))")


def texts_of(panel):
    return list(getattr(panel.rule, "texts", ()))


@pytest.fixture(scope="module")
def scenes():
    return every_scene()


def test_a_sentence_of_a_cell_names_the_cell_as_code_does(scenes):
    count = 0
    for name, scene in scenes:
        for panel in scene.panels:
            texts, shape = texts_of(panel), scene.arrays[panel.array].shape
            if len(texts) != np.prod(shape):
                continue
            for (*_, row, col), text in zip(np.ndindex(*shape), texts, strict=True):
                found = OWN.search(text)
                if found:
                    said = [int(one) for one in found.groups() if one is not None]
                    assert said == [row, col], f"{name}, {panel.name}: {text}"
                    count += 1
    assert count > 1_000


def test_no_sentence_names_a_place_that_no_panel_has_and_the_first_is_0(scenes):
    seen = set()
    for name, scene in scenes:
        shapes = [scene.arrays[panel.array].shape for panel in scene.panels]
        maps, rows, cols = np.max(shapes, axis=0)
        most = {"map": max(maps, rows), "row": rows, "column": cols}  # outputs may be a list
        words = [scene.label, scene.message[1]]
        for panel in scene.panels:
            words += [panel.title, panel.note, *texts_of(panel)]
        for text in words:
            for what, place in PLACE.findall(text or ""):
                assert int(place) < most[what.lower()], f"{name}: {text}"
                seen.add((what.lower(), int(place)))
    assert {("row", 0), ("column", 0), ("map", 0)} <= seen


def test_what_chooses_a_map_or_a_picture_offers_the_numbers_of_code(scenes):
    lows = {
        control.name: control.low
        for _, scene in scenes
        for control in scene.controls
        if control.kind == "integer" and control.name in ("map", "channel", "index", "digit")
    }
    assert lows == dict.fromkeys(lows, 0)
    assert {"map", "channel"} <= set(lows)
