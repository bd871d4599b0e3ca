"""The scene of a DrawPad: the paper, what the network sees, its maps, its answer."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Text
from cnnkit.widgets.board.controls import Control, as_tool, button, choose, choose_picture
from cnnkit.widgets.board.cut_names import one_line
from cnnkit.widgets.board.panels import Bars, Grid, Pen
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.drawpad.draw_settings import TOOLS, DrawSettings
from cnnkit.widgets.drawpad.pad_upload import INKS
from cnnkit.widgets.drawpad.pad_words import brief, chance, says
from cnnkit.widgets.drawpad.shown_maps import ShownMaps

PENS = {"3": "thin", "5": "medium", "8": "thick"}
MOST_CLASSES = 26


def compose(now: DrawSettings, maps: ShownMaps | None, limit: float) -> Scene:
    """Return the whole board.

    Parameters
    ----------
    now : DrawSettings
    maps : ShownMaps or None
        Those of the layer that is shown, where the network has such layers.
    limit : float
        The value of the end colours of the maps.
    """
    network, reading = now.network, now.reading
    said = says(now.probabilities, network.classes)
    shares = np.zeros(len(network.classes)) if now.answer is None else now.probabilities
    arrays = {
        "pad": now.drawing[None],
        "seen": reading.picture,
        "answer": shares[None, :MOST_CLASSES, None],
    }
    panels, links = [_paper(now, said), _seen(network.size, reading.picture)], []
    panels.append(_answer(now, shares, said))
    if maps is not None:
        arrays |= maps.arrays(limit)
        panels.append(maps.panel(now.layers[now.layer], limit))
        links.append(maps.link)
    return Scene(
        label=f"Draw pad for pictures of {network.size} by {network.size} pixels. {said}",
        arrays=arrays,
        panels=tuple(panels),
        links=tuple(links),
        columns=(("pad",), ("seen",) + ("maps",) * (maps is not None), ("answer",)),
        controls=_controls(now),
        lead="pad",
        leading=("pad", "answer"),
        tallest=420,
        message=("notice", now.upload.sentence) if now.upload else ("", ""),
    )


def _paper(now: DrawSettings, said: str) -> Grid:
    return Grid(
        "pad",
        "Draw here",
        (0.0, 1.0),
        colours="gray",
        editable="draw",
        pen=Pen((now.pen, 1.5), eraser=now.tool == "erase", hint="draw a digit here"),
        extent=312,
        note="mouse, pen, finger or Shift + arrow keys; right button erases",
        rule=Text([said]),
    )


def _seen(size: int, picture: np.ndarray) -> Grid:
    limits = min(0.0, float(picture.min())), max(1.0, float(picture.max()))
    title = f"What the network sees: {size}×{size}"
    return Grid("seen", title, limits, colours="gray", extent=132)


def _answer(now: DrawSettings, shares: np.ndarray, said: str) -> Bars:
    classes = now.network.classes
    count = len(classes)
    texts = [
        f"The network gives {name} a probability of {chance(share)}"
        for name, share in zip(classes, shares, strict=True)
    ]
    return Bars(
        "answer",
        "No answer" if now.answer is None else f"It says {now.answer}",
        (0.0, 1.0),
        extent=226,
        headline=now.answer or "?",
        written=tuple(map(brief, shares[:MOST_CLASSES])) if now.answer is not None else (),
        bar_height=32 if count <= 12 else 20 if count <= 18 else 16,
        note=f"the first {MOST_CLASSES} of {count}" if count > MOST_CLASSES else "",
        labels=one_line(classes[:MOST_CLASSES]),
        cuts_names=True,
        rule=Text([said] if now.answer is None else texts),
    )


def _controls(now: DrawSettings) -> tuple[Control, ...]:
    pens = PENS | ({} if f"{now.pen:g}" in PENS else {f"{now.pen:g}": f"{now.pen:g} wide"})
    upload = now.upload
    return (
        as_tool(choose("tool", "Tool", now.tool, TOOLS)),
        as_tool(choose("pen", "Pen", f"{now.pen:g}", pens)),
        button("clear", "Clear"),
        choose_picture("Your picture"),
        choose("ink", "Its ink is", upload.ink if upload else "dark", INKS, hidden=not upload),
        choose("layer", "Maps of layer", now.layer, now.layers, hidden=len(now.layers) < 2),
    )
