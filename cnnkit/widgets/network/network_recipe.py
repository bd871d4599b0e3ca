"""What recreates the view of a NetworkExplorer: its network, its picture, then other weights."""

from __future__ import annotations

from cnnkit.examples import xo
from cnnkit.widgets.board.equal_settings import same
from cnnkit.widgets.board.view_recipe import Call, ViewRecipe, arguments_of
from cnnkit.widgets.network.input_pictures import LETTERS, Pictures
from cnnkit.widgets.network.network_cursor import cursor_in, first_cursor
from cnnkit.widgets.network.network_settings import NetworkSettings


def recipe_of(explorer) -> ViewRecipe:
    """Return the calls that recreate the explorer."""
    now = explorer._settings
    image, shown = _pictures(now.pictures)
    given = {
        "model": None if now.titles else now.first.model,
        "image": image,
        "classes": None if now.classes == _usual_classes(now) else now.classes,
        "pen": None if now.pen == _usual_pen(now) else now.pen,
    }
    if now.weights is not now.first.weights and not same(now.weights, now.first.weights):
        shown.append({"weights": dict(now.weights)})
    calls = [Call(type(explorer).__name__, arguments_of(explorer, given))]
    calls += [Call("showing", changes) for changes in shown]
    return ViewRecipe(tuple(calls), None if shown else cursor_in(now, first_cursor(now)))


def _usual_classes(now: NetworkSettings) -> tuple[str, ...]:
    """Return the names that answers have where none are given."""
    letters = now.pictures.shape == LETTERS and now.first.network.outputs(LETTERS) == (2,)
    if now.titles or letters:
        return xo.CLASSES
    return tuple(str(i) for i in range(now.answers))


def _usual_pen(now: NetworkSettings) -> str:
    return "flip" if now.pictures.shape == LETTERS else "draw"


def _pictures(now: Pictures):
    """Return the argument `image`, and the changes that lead from there to the present picture."""
    base = now.own if now.origin is None else now.origin  # what a hand has changed
    # A file may hold one of the letters to the last pixel; it is still a file's.
    letter = None if base is None or now.upload is not None else _letter(base)
    if now.images is not None:
        image = now.images if now.targets is None else (now.images, now.targets)
        own, name, index = None, "set", 0
    elif base is not None and base.shape == now.shape and letter is None:
        image, own, name, index = base, base, "own", now.index
    else:
        first = "X" if now.shape == LETTERS else "blank"
        name = now.name if now.name != "own" else letter or first
        image, own, index = None if name == first else name, None, now.index
    steps = []
    if base is not None and base is not own:
        if letter is not None and now.images is None:
            if letter != name:
                steps.append({"image": letter})
        else:
            steps.append({"image": base})
        name = "own"
    if now.upload is not None:
        steps.append({"picture_file": now.upload})
    if now.own is not None and now.own is not base:
        steps.append({"drawing": now.own})
        name = "own"
    if now.index != index or (now.name == "set" and name != "set"):
        steps.append({"index": now.index})
        name = "set"
    if now.name != name:
        steps.append({"image": now.name})
    return image, steps


def _letter(pixels) -> str | None:
    """Return which of the lessons' letters a picture is, if it is one."""
    letters = (name for name in xo.CLASSES if same(pixels, xo.picture(name)[None]))
    return next(letters, None) if pixels.shape == LETTERS else None
