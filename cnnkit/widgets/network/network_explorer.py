"""Explore a whole network: every map of every layer, linked, and any map in detail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.examples import xo
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.film_moments import cell_by_cell
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.settings import names_of
from cnnkit.widgets.board.view_recipe import ViewRecipe
from cnnkit.widgets.network import network_edits, network_recipe, network_scene
from cnnkit.widgets.network.input_pictures import LETTERS, take
from cnnkit.widgets.network.network_copy import NetworkCopy, Run
from cnnkit.widgets.network.network_cursor import cursor_in, first_cursor
from cnnkit.widgets.network.network_settings import NetworkSettings
from cnnkit.widgets.network.uploaded_pictures import Upload

XO_TITLES = {"0": "Match", "1": "ReLU", "2": "Pool", "3": "Flatten", "4": "Vote"}
XO_MAPS = dict.fromkeys(("0", "1", "2"), tuple(xo.features()))


class NetworkExplorer(Explorer):
    """Look into any network: every layer as a stack of maps, linked from picture to answer.

    Hover a cell: what it was computed from lights up in every earlier layer and in the picture,
    what it goes into in every later one, and a line spells its arithmetic. Click a map: its
    convolution, pooling or activation opens below, with the numbers that it reads. Click an
    answer: its votes open. Draw on the picture, upload one, step through a data set. Type into a
    kernel, or zero it, and watch the decision; that changes a private copy of the weights, never
    the model that you gave. Undo takes back what a hand did.

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

    more = ("weights", "picture_file", "drawing")

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
        network = NetworkCopy(xo.network() if model is None else model)
        pictures = take(image, network.blank_shape)
        letters = pictures.shape == LETTERS
        if classes is None and (model is None or (letters and network.outputs(LETTERS) == (2,))):
            classes = xo.CLASSES
        settings = NetworkSettings(
            Run(network, network.weights, pictures.pixels),
            pictures,
            () if classes is None else names_of(classes),
            layer,
            map,
            channel,
            limits,
            order,
            ("flip" if letters else "draw") if pen is None else pen,
            XO_TITLES if model is None else {},
            map_names=XO_MAPS if model is None else {},
        )
        super().__init__(settings, cursor=cursor_in(settings, first_cursor(settings)))

    def __repr__(self):
        now = self._settings
        image = f"{now.image!r}" + (f", index={now.index}" if now.image == "set" else "")
        opened = f", layer={now.layer!r}, map={now.map}" if now.layer else ""
        return f"NetworkExplorer(image={image}, layers={len(now.layers)}{opened})"

    def cursor_after(self, before):
        """Let the cursor go to the map that was opened, unless it is there."""
        return cursor_in(self._settings, self.cursor)

    # -- what the network says

    @property
    def probabilities(self) -> np.ndarray:
        """What the network thinks of the picture, one number per class."""
        return self._settings.probabilities

    @property
    def activations(self) -> dict[str, np.ndarray]:
        """Every array between picture and answer by the layer's name, without the batch."""
        return dict(self._settings.found)

    @property
    def picture(self) -> np.ndarray:
        """A copy of the picture that is shown, shape (C, H, W)."""
        return self._settings.pictures.pixels.copy()

    @property
    def picture_file(self) -> Upload | None:
        """The file that the picture was read from."""
        return self._settings.pictures.upload

    @picture_file.setter
    def picture_file(self, upload: Upload | None) -> None:
        now = self._settings
        read = replace(now.pictures, upload=upload, origin=now.pictures.own)
        self.adopt(now.changed(pictures=read))

    @property
    def drawing(self) -> np.ndarray:
        """The same; assigning it counts as a change by hand of the picture that is shown."""
        return self.picture

    @drawing.setter
    def drawing(self, pixels) -> None:
        now = self._settings
        self.adopt(now.changed(pictures=now.pictures.edited(pixels)))

    def undo(self) -> None:
        """Take back the last change by hand of the picture, or of the weights."""
        self.adopt(self._settings.undone())

    # -- other weights, in the explorer's own copy

    @property
    def weights(self) -> dict[str, np.ndarray]:
        """A copy of the weights in use, under the keys of `model.state_dict()`."""
        return {key: array.copy() for key, array in self._settings.weights.items()}

    @weights.setter
    def weights(self, state: dict) -> None:
        self.set_weights(state)

    def set_weights(self, state: dict) -> None:
        """Use other weights, such as the model's after more training: `model.state_dict()`."""
        now = self._settings
        self.adopt(now.changed(weights=network_edits.fitting(now.first.weights, state)))

    def zero_kernel(self, layer: str, map: int) -> None:
        """Set the weights that make one map, or one answer, to 0; its bias stays."""
        self.adopt(network_edits.zeroed(self._settings, layer, map))

    def restore(self) -> None:
        """Go back to the weights that the model had when the explorer was made."""
        self.adopt(self._settings.changed(weights=self._settings.first.weights))

    # -- what a person does, and sees

    def edit(self, name: str, value):
        """Return the settings after a click, a drawing, a typed weight or a control."""
        return network_edits.edited(self._settings, name, value) or super().edit(name, value)

    def upload(self, name: str, filename: str, content: bytes):
        """Return the settings with a PNG or JPEG, cut and scaled to the network's size."""
        return network_edits.with_file(self._settings, filename, content)

    def recipe(self) -> ViewRecipe:
        """Return what recreates the view, but for the cell that is marked."""
        return network_recipe.recipe_of(self)

    def moments(self):
        """Go through the map that the cursor is in; if it is the open one, its cells fill."""
        name, channel, *_ = self.cursor
        fills = [one.name for one in self._shown.panels if one.name == "map" and name == self.layer]
        return cell_by_cell(self._shown, name, fills, channel)

    def compute(self) -> Scene:
        """Return the overview, and below it the map that is open."""
        return network_scene.compose(self._settings)
