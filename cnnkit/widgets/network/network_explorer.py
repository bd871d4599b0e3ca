"""Explore a whole network: every map of every layer, linked, and any map in detail."""

from __future__ import annotations

import io

import numpy as np

from cnnkit import data
from cnnkit.examples import xo
from cnnkit.layers import Conv2d, Linear
from cnnkit.widgets.board.controls import button, choose
from cnnkit.widgets.board.edits import painted
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.numbers import parse_number, parse_whole
from cnnkit.widgets.board.scene import Control, Scene
from cnnkit.widgets.network import layer_kinds, map_detail, overview
from cnnkit.widgets.network.input_pictures import LETTERS, TITLES, take
from cnnkit.widgets.network.network_copy import NetworkCopy
from cnnkit.widgets.network.network_settings import LIMITS, ORDERS, PENS, NetworkSettings

XO_TITLES = {"0": "Match", "1": "ReLU", "2": "Pool", "3": "Flatten", "4": "Vote"}
TALL, TALL_WITH_DETAIL, DETAIL = 376, 156, 206  # pixels: one screen of a projector
LARGEST_FILE = 20_000_000  # bytes of an upload


_VOTE_PANELS = ("numbers", "weights", "votes", "tally")


class NetworkExplorer(Explorer):
    """Look into any network: every layer as a stack of maps, linked from picture to answer.

    Hover a cell: what it was computed from lights up in every earlier layer and in the picture,
    what it goes into in every later one, and a line spells its arithmetic. Click a map: its
    convolution, pooling or activation opens below, with the numbers that it reads. Click an
    answer: its votes open. Draw on the picture, upload one, step through a data set. Type into a
    kernel, or zero it, and watch the decision; that changes a private copy of the weights, never
    the model that you gave.

    Parameters
    ----------
    model : Sequential, optional
        Any network of cnnkit's layers, also with Sequentials inside; by default the lessons' X/O
        network. It is copied and run in evaluation mode.
    image : optional
        "X" or "O" (9×9), "blank", an array (H, W) or (C, H, W), or a data set to step through: an
        array (N, C, H, W), a pair (images, targets), or what `cnnkit.data` loads (its test part).
        By default an X where it fits, else a blank picture.
    classes : sequence of str, optional
        A name for each answer; by default their numbers.
    layer : str
        Name of the layer that is open in detail, such as "0"; "" for none.
    map, channel : int
        Which of its maps, and which map of the one before that map reads, counted from 0.
    limits : {"layer", "map", "network"}
        What shares its colour limits: the maps of a layer, none, or all of them.
    order : {"named", "sorted"}
        How the bars of the answer stand.
    pen : {"flip", "draw", "erase"}, optional
        What a click or drag does to the picture.

    Attributes
    ----------
    image : str
        "X", "O", "set", "blank" or "own"; a name or an array may be assigned.
    index : int
        Which picture of the data set; assigning it shows that picture.
    layer, map, channel, limits, order, pen
        As above; each may be assigned.

    Raises
    ------
    TypeError, ValueError
        If the network, the picture or a setting is impossible; the sentence says what would work,
        and nothing has changed.

    Examples
    --------
    >>> explorer = NetworkExplorer(image="X")
    >>> explorer.probabilities.argmax().item(), explorer
    (0, NetworkExplorer(image='X', layers=5))
    >>> explorer.zero_kernel("0", 1)  # the crossing
    >>> round(float(explorer.probabilities[0]), 2), explorer.restore()
    (0.86, None)
    """

    image = Setting()
    index = Setting()
    layer = Setting()
    map = Setting()
    channel = Setting()
    limits = Setting()
    order = Setting()
    pen = Setting()

    def __init__(
        self,
        model=None,
        image=None,
        *,
        classes=None,
        layer="",
        map=0,
        channel=0,
        limits="layer",
        order="named",
        pen=None,
    ):
        self._titles = XO_TITLES if model is None else {}
        network = NetworkCopy(xo.network() if model is None else model)
        pictures = take(image, network.blank_shape)
        if classes is None and (model is None or _tells_letters(network, pictures.shape)):
            classes = xo.CLASSES
        if pen is None:
            pen = "flip" if pictures.shape == LETTERS else "draw"
        settings = NetworkSettings(
            network,
            pictures,
            network.weights,
            network.weights,
            _texts(classes),
            layer,
            map,
            channel,
            limits,
            order,
            pen,
        )
        cursor = _first_cursor(settings)
        super().__init__(settings, cursor=_cursor_in(settings, cursor) if layer else cursor)

    def __repr__(self):
        now = self._settings
        image = f"{now.image!r}" + (f", index={now.index}" if now.image == "set" else "")
        opened = f", layer={now.layer!r}, map={now.map}" if now.layer else ""
        return f"NetworkExplorer(image={image}, layers={len(now.layers)}{opened})"

    def cursor_after(self, before):
        """Let the cursor go to the map that was opened, unless it is there."""
        now = self._settings
        return _cursor_in(now, self.cursor) if now.layer else self.cursor

    # -- what the network says

    @property
    def probabilities(self) -> np.ndarray:
        """What the network thinks of the picture, one number a class."""
        return self._settings.probabilities

    @property
    def activations(self) -> dict[str, np.ndarray]:
        """Every array between picture and answer by the layer's name, without the batch."""
        return dict(self._settings.found)

    @property
    def picture(self) -> np.ndarray:
        """A copy of the picture that is shown, shape (C, H, W)."""
        return self._settings.pictures.pixels.copy()

    # -- other weights, in the explorer's own copy

    @property
    def weights(self) -> dict[str, np.ndarray]:
        """A copy of the weights in use, under the keys of `model.state_dict()`."""
        return {key: array.copy() for key, array in self._settings.weights.items()}

    def set_weights(self, state: dict) -> None:
        """Use other weights, such as the model's after more training: `model.state_dict()`."""
        now = self._settings
        self.adopt(now.changed(weights=_fitting(now.first_weights, state)))

    def zero_kernel(self, layer: str, map: int) -> None:
        """Set the weights that make one map, or one answer, to 0; its bias stays."""
        self.adopt(self._zeroed(layer, map))

    def restore(self) -> None:
        """Go back to the weights that the model had when the explorer was made."""
        self.adopt(self._settings.changed(weights=self._settings.first_weights))

    def _zeroed(self, layer: str, map: int) -> NetworkSettings:
        key = f"{layer}.weight"
        if key not in self._settings.weights:
            known = [name[:-7] for name in self._settings.weights if name.endswith(".weight")]
            raise ValueError(f"layer {layer!r} has no kernels; use one of {known}.")
        return self._written(key, (_place(map, len(self._settings.weights[key])),), 0.0)

    def _written(self, key: str, place: tuple, value: float) -> NetworkSettings:
        now = self._settings
        changed = np.array(now.weights[key])
        if any(not 0 <= at < length for at, length in zip(place, changed.shape, strict=False)):
            raise ValueError(f"there is no weight {place} in {key} of shape {changed.shape}.")
        changed[place] = value
        return now.changed(weights=now.weights | {key: frozen(changed)})

    # -- what a person does

    def edit(self, name: str, value):
        """Return the settings after a click, a drawing, a typed weight or a control."""
        now = self._settings
        panel, _, place = name.partition("[")
        place = place.rstrip("]")
        if panel in ("input", "colour") and place == "draw":
            return now.changed(image=painted(now.pictures.pixels, value))
        if panel in ("input", "colour") and place:
            return now.changed(image=_flipped(now.pictures, *_numbers(place, 2)))
        if panel in ("kernel", "weights") and place:
            return self._typed(panel, place, value)
        if panel == "shares" and place:
            row, col = _numbers(place, 2)
            columns = map_detail.block(now.channels)[1]
            return now.changed(channel=row * columns + col)
        if place and panel in (*now.layers, "softmax"):
            return self._opened(now.last if panel == "softmax" else panel, place)
        if name in ("previous", "next"):
            return self._stepped(1 if name == "next" else -1)
        if name == "zero":
            return self._zeroed(now.layer, now.map)
        if name == "restore":
            return now.changed(weights=now.first_weights)
        if name == "close":
            return now.changed(layer="")
        if name in ("map", "channel"):  # people count from 1
            return now.changed(**{name: _place(value, 10**9, first=1)})
        return super().edit(name, value)

    def _stepped(self, step: int) -> NetworkSettings:
        """Return settings with the next or the previous picture of the set, round its ends."""
        now = self._settings
        count = 1 if now.pictures.images is None else len(now.pictures.images)
        index = now.index + step if now.image == "set" else now.index
        return now.changed(index=index % count)

    def _opened(self, name: str, place: str) -> NetworkSettings:
        """Return settings with the map open, or the answer, that was clicked."""
        now = self._settings
        if name == now.last and now.answers:
            index = int(overview.bar_order(now)[int(place.split(",")[0])])
        elif "," in place:
            row, col = _numbers(place, 2)
            index = row * now.stacks[name].shape[2] + col
        else:
            index = int(place)
        channel = now.channel if name == now.layer else 0
        return now.changed(layer=name, map=index, channel=channel)

    def _typed(self, panel: str, place: str, value) -> NetworkSettings:
        now = self._settings
        number = parse_number(value, "a weight")
        if panel == "kernel":
            place = now.map, now.channel, *_numbers(place, 2)
            return self._written(f"{now.layer}.weight", place, number)
        shape = map_detail.vote_shape(now)
        index = _numbers(place, place.count(",") + 1)
        index = index if len(index) == 3 else [0, *index]
        place = now.map, int(np.ravel_multi_index(index, shape))
        return self._written(f"{now.layer}.weight", place, number)

    def upload(self, name: str, filename: str, content: bytes):
        """Return the settings with a PNG or JPEG, cut and scaled to the network's size."""
        pictures = self._settings.pictures
        channels, *size = pictures.pixels.shape
        if channels not in (1, 3):
            raise ValueError(
                f"this network reads pictures of {channels} channels; {filename} has 1 or 3."
            )
        pixels, _ = data.decode_image(
            io.BytesIO(content),
            filename,
            size=tuple(size),
            grey=channels == 1,
            formats=("PNG", "JPEG"),
        )
        low, high = pictures.limits
        return self._settings.changed(image=low + pixels * np.float32(high - low))

    # -- what the board shows

    def compute(self) -> Scene:
        """Return the overview, and below it the map that is open."""
        now = self._settings
        tall = TALL_WITH_DETAIL if now.layer else TALL
        panels, links, arrays, columns = overview.panels(now, self._titles, tall)
        split = 0
        if now.layer:
            above = {panel.name: panel for panel in panels}
            more = map_detail.panels(now, above, DETAIL)
            split = len(columns)
            panels, links = panels + more[0], links + more[1]
            arrays, columns = arrays | more[2], columns + more[3]
        kernel, curve = (
            any(panel.name == name for panel in panels) for name in ("kernel", "curve")
        )
        return Scene(
            label=self._describe(),
            arrays=now.stacks | arrays,
            panels=tuple(panels),
            links=tuple(links),
            columns=tuple(columns),
            controls=self._controls(),
            lead="input",
            weights="kernel" if kernel else None,
            fit="tiles",
            tallest=tall,
            split=split,
            tall_detail=DETAIL,
            largest_cell=40,
            grids_of_values=("source", "map") if curve else (),
        )

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        pictures, layers = now.pictures, now.layers
        several = pictures.images is not None
        images = {name: TITLES[name] for name in pictures.names}
        opened = layers.get(now.layer)
        details = {"": "no layer"} | {
            name: f"{name} {self._titles.get(name, layer_kinds.title(layers[name]))}"
            for name in now.details
        }
        weighted = isinstance(opened, (Conv2d, Linear))
        count = now.maps_of(now.layer) if now.layer else 1
        return (
            choose("image", "Picture", now.image, images),
            button("previous", "‹ Back", hidden=not several),
            Control(
                "index",
                "No.",
                now.index,
                "integer",
                0,
                len(pictures.images) - 1 if several else 0,
                hidden=not several,
            ),
            button("next", "Next ›", hidden=not several),
            Control(
                "upload", "Upload…", "", "file", high=LARGEST_FILE, accept="image/png,image/jpeg"
            ),
            choose("pen", "Pen", now.pen, PENS),
            choose("layer", "Open", now.layer, details),
            button("close", "Close", hidden=opened is None),
            Control("map", "Map", now.map + 1, "integer", 1, count, hidden=opened is None),
            Control(
                "channel",
                "from map",
                now.channel + 1,
                "integer",
                1,
                now.channels,
                hidden=now.channels == 1,
            ),
            button("zero", "Zero its weights", hidden=not weighted),
            button("restore", "Restore weights", hidden=not now.is_changed),
            choose("limits", "Colours by", now.limits, LIMITS),
            choose("order", "Answers", now.order, ORDERS, hidden=now.answers < 3),
        )

    def _describe(self) -> str:
        now = self._settings
        steps = " → ".join(
            self._titles.get(name, layer_kinds.title(layer)) for name, layer in now.layers.items()
        )
        text = f"Network explorer. Picture {TITLES[now.image]}"
        text += f" number {now.index}" if now.image == "set" else ""
        text += f" → {steps}"
        if now.answers > 1:
            winner = int(np.argmax(now.probabilities))
            text += (
                f" → Softmax. It answers {now.classes[winner]} with probability "
                f"{now.probabilities[winner]:.2f}."
            )
        elif now.answers == 1:
            text += f". It answers {float(now.probabilities[0]):.2f}."
        else:
            text += ". It ends in {} maps of {}×{}.".format(*now.found[now.last].shape)
        if now.is_changed:
            text += " Its weights were changed here."
        if now.layer:
            text += f" Open: map {now.map + 1} of layer {now.layer}."
        return text


def _texts(classes) -> tuple[str, ...]:
    """Return names of classes as text; nothing where there are none."""
    if classes is None:
        return ()
    return tuple(str(name) for name in classes)


def _tells_letters(network: NetworkCopy, shape: tuple) -> bool:
    return shape == LETTERS and network.outputs(shape) == (2,)


def _first_cursor(now: NetworkSettings) -> tuple[str, int, int, int]:
    """Return the strongest cell of the first layer that makes maps smaller, or of the first."""
    shapes = {name: array.shape for name, array in now.found.items() if array.ndim == 3}
    names = [name for name in shapes if name in now.layers]
    smaller = [name for name in names if shapes[name][1:] < shapes[now.source_of(name)][1:]]
    pools = [name for name in smaller if not isinstance(now.layers[name], Conv2d)]
    name = (pools or names or ["input"])[0]
    array = now.found[name]
    return name, *(int(i) for i in np.unravel_index(array.argmax(), array.shape))


def _cursor_in(now: NetworkSettings, cursor) -> tuple[str, int, int, int]:
    """Return the cursor moved to the open map: the same place, or else its strongest cell."""
    name, _, row, col = cursor
    shown = now.found[now.layer]
    if shown.ndim == 3:
        if name == now.layer:
            return now.layer, now.map, row, col
        place = np.unravel_index(shown[now.map].argmax(), shown.shape[1:])
        return now.layer, now.map, *(int(i) for i in place)
    if name in _VOTE_PANELS:
        return cursor
    if now.layer == now.last:
        bars = np.flatnonzero(overview.bar_order(now) == now.map)
        return (now.layer, 0, int(bars[0]), 0) if bars.size else ("votes", 0, 0, 0)
    return now.layer, 0, *divmod(now.map, now.stacks[now.layer].shape[2])


def _numbers(place: str, count: int) -> list[int]:
    """Return the integers between the brackets of an edit's name."""
    numbers = [int(part) for part in place.split(",")]
    if len(numbers) != count or min(numbers) < 0:
        raise ValueError(f"[{place}] is not a position here; give {count} numbers.")
    return numbers


def _place(value, count: int, first: int = 0) -> int:
    return parse_whole(value, first, count - 1 + first, "map") - first


def _flipped(pictures, row: int, col: int) -> np.ndarray:
    """Return the picture with the other end of its limits at one place."""
    low, high = pictures.limits
    pixels = pictures.pixels.copy()
    pixels[:, row, col] = low + high - pixels[:, row, col]
    return pixels


def _fitting(known: dict, state) -> dict:
    """Return weights by the same keys and of the same shapes, or raise a sentence."""
    if not isinstance(state, dict) or set(state) != set(known):
        raise ValueError(f"the weights need the keys {', '.join(known)}.")
    found = {}
    for key, old in known.items():
        new = frozen(state[key], old.dtype)
        if new.shape != old.shape or not np.isfinite(new).all():
            raise ValueError(
                f"{key} has shape {new.shape}; give finite numbers of shape {old.shape}."
            )
        found[key] = new
    return found
