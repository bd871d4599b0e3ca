"""What a scene may hold that no explorer of the course has: it is as true in the browser."""

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Apply
from cnnkit.widgets.board.panels import Curve, Grid
from cnnkit.widgets.board.scene import Scene
from tests.widgets.truth import browser
from tests.widgets.truth.panel_rules import check_scene
from tests.widgets.truth.seen import Seen


def test_a_curve_without_a_slope_and_a_formula_with_a_place_for_its_result(node, tmp_path):
    picture = np.random.default_rng(0).uniform(-1, 1, (1, 3, 4)).astype(np.float32)
    scene = Scene(
        label="A scene.",
        arrays={
            "picture": picture,
            "cut": picture > -0.25,
            "curve": np.linspace(-1, 1, 9)[None, None] ** 2,
        },
        panels=(
            Grid("picture", "Picture"),
            Grid("cut", "Cut", rule=Apply("picture", "{z} > −0.25: {result}")),
            Curve("curve", "Square", (0, 1), x=(-1, 1), point=0.5, editable="choose"),
        ),
        columns=(("picture", "cut", "curve"),),
        lead="picture",
    ).to_dict() | {"seq": 1, "ack": None}
    seen, cursor = Seen(scene), ("picture", 0, 0, 0)
    check_scene(seen)
    cells = [("cut", 0, row, col) for row in range(3) for col in range(4)]
    cells += [("curve", 0, 0, col) for col in range(9)]
    (found,) = browser.run(node, tmp_path, [("scene", scene, cursor, cells)])
    assert browser.check(seen, found, cursor) >= 80
    lines = [one["line"] for one in found["lines"]]
    assert f"Cut: {browser.number(picture[0, 0, 0], of=picture)} > −0.25: " in lines[1]
