"""The scene of a DescentExplorer: the error as a curve, a walk beside it, a table of the steps."""

from __future__ import annotations

import numpy as np

from cnnkit import plots
from cnnkit.widgets.board.arithmetic_rules import Text
from cnnkit.widgets.board.controls import Control, button, choose
from cnnkit.widgets.board.number_words import counted, minus
from cnnkit.widgets.board.panel_limits import around_zero
from cnnkit.widgets.board.panels import Curve, Details, Grid
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.descent.descent_settings import OWN, PROBLEMS, DescentSettings
from cnnkit.widgets.descent.descent_words import decimals_of_steps, few, next_step, outcome
from cnnkit.widgets.descent.learning_rate import choose_rate

RATES = (0.01, 0.1, 0.3, 0.5, 0.9, 1.0, 1.1, 3.0)
SHOWN = 7  # steps in the table
TRAIL = 60  # steps on the curve


def compose(now: DescentSettings) -> Scene:
    """Return the curve with its point, tangent and trail, and a table of the steps."""
    both = now.compare is not None
    table = np.array([(w, now.error(w), now.slope(w)) for w in now.places[-SHOWN:]])
    places = decimals_of_steps(now, table)
    title = f"Rate {now.rate:g}" if both else "Error E for every weight w"
    step = next_step(now, places)
    curves = [_curve(now, "curve", f"{title}: drag the point", now.places, step)]
    arrays = {"curve": now.picture.lines[:, None], "steps": table[None]}
    if both:
        curves.append(_other(now))
        arrays["other"] = now.other_picture.lines[:, None]
    note = f"after {counted(now.steps, 'step')}"
    if now.steps >= SHOWN:
        note += f"; the last {len(table)} places"
    steps = Grid(
        "steps",
        "Step by step",
        around_zero(table),
        colours="plain",
        extent=(52 if both else 58) * max(len(table), 3),
        details=Details(
            row_names=tuple(map(str, range(now.steps + 1)[-len(table) :])),
            column_names=("w", "E", "slope"),
            decimals=places,
        ),
        note=note,
    )
    return Scene(
        label=_describe(now),
        arrays=arrays,
        panels=(*curves, steps),
        columns=(*((one.name,) for one in curves), ("steps",)),
        controls=_controls(now),
        lead="curve",
        leading=("curve", "steps"),
        tallest=420,
        message=outcome(now),
    )


def _curve(now: DescentSettings, name: str, title: str, places, note: str) -> Curve:
    picture = now.picture if name == "curve" else now.other_picture
    return Curve(
        name,
        title,
        picture.heights,
        x=(picture.axis.low, picture.axis.high),
        extent=450 if now.compare is None else 290,
        tangent=True,
        point=places[-1],
        editable="choose" if name == "curve" else False,
        note=note,
        trail=tuple((w, now.error(w)) for w in places[-TRAIL:]) if len(places) > 1 else (),
        rule=Text(now.texts_at(picture, places[-1])),
    )


def _other(now: DescentSettings) -> Curve:
    """Return the walk at the other rate, beside the first."""
    w, steps = now.others[-1], len(now.others) - 1
    note = minus(f"after {counted(steps, 'step')}: w = {few(w)}, E = {plots.number(now.error(w))}")
    if steps < now.steps:
        note += "; then it was lost"
    title = f"Rate {now.compare:g}, from the same start"
    return _curve(now, "other", title, now.others, note)


def _controls(now: DescentSettings) -> tuple[Control, ...]:
    second = "" if now.compare is None else f"{now.compare:g}"
    rates = sorted({*RATES} if now.compare is None else {*RATES, now.compare})
    beside = {"": "none"} | {f"{rate:g}": f"{rate:g}" for rate in rates}
    return (
        choose("problem", "Error", now.problem, PROBLEMS, own=now.own is not None),
        choose_rate(now.rate, RATES),
        choose("compare", "Beside it", second, beside),
        button("step", "Step"),
        button("ten", "10 steps"),
        button("again", "Start again"),
    )


def _describe(now: DescentSettings) -> str:
    problem = "of your own" if now.problem == OWN else f"of the problem {now.problem}"
    return minus(
        f"Descent explorer. The error {problem} as a curve over one weight. "
        f"At w = {now.weight:.3g} the error is {plots.number(now.error(now.weight))}, its slope "
        f"{plots.number(now.slope(now.weight))}; "
        f"{counted(now.steps, 'step')} {'was' if now.steps == 1 else 'were'} taken at rate "
        f"{now.rate:g}."
    )
