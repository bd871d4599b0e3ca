"""What Python's still pictures and the browser's code say twice is the same."""

import inspect
import pathlib
import re

import pytest

from cnnkit.widgets.board import cell_partners, geometry, still_curve, still_figure, window_products

BOARD = pathlib.Path(__file__).parents[2] / "js" / "board"


def source(name):
    return (BOARD / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "name", "script"),
    [
        (still_figure, "MANY", "grid.js"),
        (still_figure, "MANY_MAPS", "grid.js"),
        (still_curve, "REACH", "curve.js"),
        (cell_partners, "MOST_VALUES", "cell_partners.js"),
    ],
)
def test_a_number_of_both_languages_is_the_same_in_both(module, name, script):
    code = source(script)
    (number,) = re.findall(rf"^(?:export )?const {name} = ([\d.]+);", code, re.MULTILINE)
    assert float(number) == getattr(module, name)
    assert len(re.findall(rf"\b{name}\b", code)) > 1  # and it is used


def test_a_function_that_finds_cells_has_the_name_of_its_twin():
    scripts = [source(f"{name}.js") for name in ("geometry", "cell_partners", "scene")]
    there = set(
        re.findall(r"^(?:export )?(?:function|const) (\w+)", "\n".join(scripts), re.MULTILINE)
    )
    own = [
        name
        for module in (cell_partners, geometry, window_products)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    alone = {name for name in own if re.sub("_(.)", lambda m: m[1].upper(), name) not in there}
    assert alone == {"array_of", "products", "receptive_areas"}  # as the docstrings say
