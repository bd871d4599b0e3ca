"""The Board: linked panels of numbers in the browser, the one view of all explorers.

A board shows a :class:`~cnnkit.widgets.board.scene.Scene`. What moves the cursor stays in the
browser; what changes a number comes here as an *edit*, is computed by cnnkit, and goes back as one
scene.
"""

from __future__ import annotations

import threading
import warnings

import traitlets

from cnnkit.checks import shown
from cnnkit.notebook_cells.shared_javascript import SharesCode
from cnnkit.widgets.board.cell_partners import clip
from cnnkit.widgets.board.controls import LARGEST_FILE
from cnnkit.widgets.board.cursor_trait import CursorTrait
from cnnkit.widgets.board.error_words import named
from cnnkit.widgets.board.frontend import javascript, stylesheet
from cnnkit.widgets.board.one_message import SendsTogether
from cnnkit.widgets.board.page_requests import QUESTIONS, answer
from cnnkit.widgets.board.saved_pictures import SavesPictures
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.scene_changes import MOST, changes, size
from cnnkit.widgets.board.still_png import still_png


class Board(SavesPictures, SendsTogether, SharesCode):
    """A scene on the screen, and the way back for a reader's edits.

    Subclasses (the explorers) implement :meth:`compute`, which returns the scene of the present
    state, :meth:`edit`, which returns the state after one change that a person made, and
    :meth:`adopt`, which puts it in the place of the present one.

    Attributes
    ----------
    scene : dict
        The scene as the browser has it: :meth:`Scene.to_dict` with two more keys. "seq" counts the
        scenes of this board, from 1. "ack" is None, or says which edit of which browser view this
        scene answers, ``{"view": str, "number": int}``: that view may then send its next one.
        The page gets it whole or, after an edit, as what has changed.
    changes : dict
        What has changed since the scene that the page got whole: see
        :mod:`cnnkit.widgets.board.scene_changes`. Its "base" is the "seq" of that one; it is empty
        where nothing has.
    cursor : tuple of (str, int, int, int)
        Panel, channel, row and column of the cell that is marked; setting it moves the mark.
    """

    javascript = javascript()
    css = stylesheet()

    scene = traitlets.Dict().tag(sync=True, to_json=lambda _, board: board._whole)
    changes = traitlets.Dict().tag(sync=True)
    cursor = CursorTrait().tag(sync=True, from_json=lambda value, widget: tuple(value))

    def __init__(self, **traits):
        # Edits arrive in a thread of their own, next to a cell that may set the same traits.
        self._lock = threading.RLock()
        self._number = 0
        self._whole = scene = self._compose(("", ""), None)
        self._room = (), 0.0  # for changes, of a scene of some kind
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

    def edit(self, name: str, value):
        """Return the state after the change that a person made to the control or cell `name`.

        None says that the edit has done by itself what was asked.
        """
        raise ValueError(f"there is nothing called {shown(name)} to change here")

    def upload(self, name: str, filename: str, content: bytes):
        """Return the state with the file that a person chose with the control `name`."""
        raise ValueError(f"{filename} cannot be used here: there is no place for a file")

    def adopt(self, state, *, ack: dict | None = None) -> None:
        """Take the state that an edit returned, and publish it."""
        raise NotImplementedError

    # -- from Python to the browser

    @traitlets.validate("cursor")
    def _accept_cursor(self, proposal):
        """Keep the cursor on a cell: the browser may still show an earlier scene."""
        return clip(self._shown, proposal["value"])

    def publish(
        self,
        *,
        message: tuple[str, str] = ("", ""),
        ack: dict | None = None,
        cursor: tuple[str, int, int, int] | None = None,
    ) -> None:
        """Compute the scene and send it, then the cursor.

        Parameters
        ----------
        message : ("error" | "notice" | "", str)
            A sentence to show instead of the scene's own.
        ack : dict, optional
            Which edit this answers: the "view" and the "number" that came with it. None where no
            edit asked for it, such as a setting from a cell.
        cursor : (str, int, int, int), optional
            The cell to mark, by default the one that is marked; the nearest one is marked if it is
            not on the board.
        """
        with self._lock:
            scene = self._compose(message, ack)
            with self.one_message():
                self._tell_changes(scene, asked=ack is not None or scene.get("quiet", False))
                self.scene = scene
                self.cursor = clip(self._shown, self.cursor if cursor is None else cursor)

    def _tell_changes(self, scene: dict, *, asked: bool) -> None:
        """Have the page told what has changed, or the whole scene if no hand asked for it."""
        found = changes(self._whole, scene) if asked else []
        if not found or size(found) > self._room_for_changes():
            self._whole, self.changes = scene, {}
        else:
            self.changes = {"base": self._whole["seq"], "parts": found}

    def _room_for_changes(self) -> float:
        """Return how many bytes of changes are told before the scene is sent whole once more."""
        arrays = self._whole["arrays"].values()
        kind = sum(len(one["data"]) for one in arrays), len(self._whole["panels"])
        if self._room[0] != kind:  # else its words are about as long as before
            self._room = kind, MOST * size(self._whole)
        return self._room[1]

    def _should_send_property(self, key, value) -> bool:
        told = key == "scene" and value is not self._whole  # by its changes
        return not told and super()._should_send_property(key, value)

    def _compose(self, message, ack) -> dict:
        shown = self.compute()
        scene = shown.to_dict()
        if message[0]:
            scene["message"] = list(message)
        self._number += 1
        self._shown = shown
        return scene | {"seq": self._number, "ack": ack}

    # -- from the browser to Python

    def _on_message(self, _widget, content, buffers) -> None:
        if content.get("kind") in QUESTIONS:
            with self._lock:
                self.send(answer(self, content))
        if content.get("kind") != "edit":
            return
        ack = {"view": content.get("view"), "number": content.get("number")}
        with self._lock:
            try:
                if buffers:
                    self.adopt(self.upload(*_file(content, buffers[0])), ack=ack)
                else:
                    self.adopt(self.edit(content["name"], content["value"]), ack=ack)
                return
            except (ValueError, TypeError, traitlets.TraitError) as error:
                message = ("error", str(error))
            except Exception as error:
                # The boundary: a person sees the sentence here, not in a log that nobody opens.
                message = ("error", named(error, type(self).__name__))
            self.publish(message=message, ack=ack)

    # -- how it is shown where no browser runs Python's widgets

    def _repr_mimebundle_(self, **kwargs):
        self.hold()
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        with warnings.catch_warnings():  # the page has letters that the picture's font has not
            warnings.filterwarnings("ignore", "Glyph .* missing from font")
            picture = still_png(self.figure())
        data = dict(data) | {"text/plain": repr(self), "image/png": picture}
        alt = {"image/png": {"alt": self.scene["label"]}}
        return data, dict(metadata) | alt


def _file(content, buffer):
    """Return the control, the file's name and its bytes; the browser's limit holds here too."""
    name = str(content["value"])
    name = name if len(name) <= 80 else f"{name[:40]}...{name[-37:]}"
    size = memoryview(buffer).nbytes
    if size > LARGEST_FILE:
        raise ValueError(
            f"{name} has {size / 1e6:.0f} MB; the most is {LARGEST_FILE / 1e6:.0f} MB, so save it "
            "smaller."
        )
    return content["name"], name, bytes(buffer)
