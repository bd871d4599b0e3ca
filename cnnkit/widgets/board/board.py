"""The Board: linked panels of numbers in the browser, the one view of all explorers.

A board shows a :class:`~cnnkit.widgets.board.scene.Scene`. What moves the cursor stays in the
browser; what changes a number comes here as an *edit*, is computed by cnnkit, and goes back as one
scene.
"""

from __future__ import annotations

import threading

import anywidget
import traitlets

from cnnkit import plots
from cnnkit.notebook_cells import HeldByCells
from cnnkit.widgets.board.areas import clip
from cnnkit.widgets.board.frontend import javascript, stylesheet
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still import draw_scene


class Board(HeldByCells, anywidget.AnyWidget):
    """A scene on the screen, and the way back for a reader's edits.

    Subclasses (the explorers) implement :meth:`compute`, which returns the scene of the present
    settings, and :meth:`edit`, which applies one change that a person made.

    Attributes
    ----------
    cursor : tuple of (str, int, int, int)
        Panel, channel, row and column of the cell that is marked; setting it moves the mark.
    """

    _esm = javascript()
    _css = stylesheet()

    scene = traitlets.Dict().tag(sync=True)
    cursor = traitlets.Tuple(
        traitlets.Unicode(), traitlets.Int(), traitlets.Int(), traitlets.Int()
    ).tag(sync=True, from_json=lambda value, widget: tuple(value))

    def __init__(self, **traits):
        # Edits arrive in a thread of their own, next to a cell that may set the same traits.
        self._lock = threading.RLock()
        self._number = 0
        self._editing = False  # whether a person's edit is being applied
        self._settling = False  # whether the scene is one behind: cells of the next are known
        scene = self._compose(("", ""), None)
        traits.setdefault("cursor", (self._shown.lead, 0, 0, 0))
        super().__init__(scene=scene, **traits)
        self.on_msg(self._on_message)
        self.hold()

    def hold(self) -> None:
        """Note that the running cell holds the board; a closed one is opened again."""
        super().hold()
        # ipykernel 7 hands messages to the thread that has last sent something to the same widget.
        # If that was a cell's, they would wait until all cells are done: so without such routes.
        if self.comm is not None:
            self.comm._reply_subshell_for = None

    # -- what an explorer provides

    def compute(self) -> Scene:
        """Return what to show for the present settings."""
        raise NotImplementedError

    def edit(self, name: str, value) -> None:
        """Apply the change that a person made to the control or cell `name`."""
        raise ValueError(f"there is nothing called {name!r} to change here")

    def kept(self):
        """Return what :meth:`go_back` needs when an edit is refused half-way."""

    def go_back(self, kept) -> None:
        """Undo what an edit had done before it was refused."""

    def upload(self, name: str, filename: str, content: bytes) -> None:
        """Take the file that a person chose with the control `name`."""
        raise ValueError(f"{filename} cannot be used here: there is no place for a file")

    # -- from Python to the browser

    @traitlets.validate("cursor")
    def _accept_cursor(self, proposal):
        """Keep the cursor on a cell: the browser may still show an earlier scene."""
        cursor = proposal["value"]
        return cursor if self._settling else clip(self._shown, cursor)

    def publish(self, *, message: tuple[str, str] = ("", ""), ack: dict | None = None) -> None:
        """Compute the scene and send it; `message` is ("error" | "notice" | "", sentence)."""
        with self._lock:
            self.scene = self._compose(message, ack)
            self.cursor = clip(self._shown, self.cursor)

    def _compose(self, message, ack) -> dict:
        self._number += 1
        self._shown = self.compute()
        scene = self._shown.to_dict()
        if message[0]:
            scene["message"] = list(message)
        return scene | {"seq": self._number, "ack": ack}

    # -- from the browser to Python

    def _on_message(self, _widget, content, buffers) -> None:
        if content.get("kind") != "edit":
            return
        ack = {"view": content.get("view"), "number": content.get("number")}
        with self._lock:
            kept = self.kept()
            try:
                self._editing = True
                if buffers:
                    self.upload(content["name"], content["value"], bytes(buffers[0]))
                else:
                    self.edit(content["name"], content["value"])
                self._editing = False
                self.publish(ack=ack)
                return
            except (ValueError, TypeError, traitlets.TraitError) as error:
                message = ("error", str(error))
            except Exception as error:
                # The boundary: a person sees the sentence here, not in a log that nobody opens.
                message = ("error", f"{type(error).__name__} in {type(self).__name__}: {error}")
            finally:
                self._editing = False
            self.go_back(kept)
            self.publish(message=message, ack=ack)

    # -- how it is shown where no browser runs Python's widgets

    def figure(self):
        """Return the same view as a matplotlib figure."""
        with self._lock:
            return draw_scene(self._shown, self.cursor)

    def _repr_mimebundle_(self, **kwargs):
        self.hold()
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        picture = plots.to_png(self.figure())
        data = dict(data) | {"text/plain": repr(self), "image/png": picture}
        alt = {"image/png": {"alt": self.scene["label"]}}
        return data, dict(metadata) | alt
