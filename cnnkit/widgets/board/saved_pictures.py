"""What is taken away from a board: a figure, a picture file, a film for slides of one's own."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from cnnkit.checks import choice, file_path, flag, not_found
from cnnkit.files import atomic_writing
from cnnkit.widgets.board.film import checked_width, film, planned
from cnnkit.widgets.board.film_moments import Moment, Moments, cell_by_cell
from cnnkit.widgets.board.geometry import Cell
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still_figure import draw_scene
from cnnkit.widgets.board.still_png import still_png
from cnnkit.widgets.board.still_words import with_words
from cnnkit.widgets.board.themes import DARK, LIGHT, Theme

FORMATS = ("png", "svg")
SHARP = 300  # dots an inch of the cells in an SVG: they are pictures there


class SavesPictures:
    """A board's own still pictures and films; nothing of them changes the board.

    A subclass has a scene, ``_shown``, the ``cursor`` on it, and a ``_lock``.
    """

    def figure(self, *, dark: bool = False):
        """Return the same view as a matplotlib figure, in the dark colours if asked for.

        What is set in the toolbar stands below it in words.
        """
        theme = _theme(dark)
        with self._lock:
            figure = self.draw(self._shown, self.cursor, theme)
            return with_words(figure, self._shown.settings, theme)

    def picture_bytes(self, format: str = "png", *, dark: bool = False) -> bytes:
        r"""Return the present view as a file's content: "png", or "svg" to scale and edit.

        Parameters
        ----------
        format : {"png", "svg"}
        dark : bool
            Whether it has the colours of a dark page.

        Examples
        --------
        >>> from cnnkit.widgets import FilterExplorer
        >>> FilterExplorer().picture_bytes()[:4]
        b'\x89PNG'
        """
        format = choice(format, "format", FORMATS)
        with self._lock:
            figure, words = self.figure(dark=dark), self.scene["label"]
        return still_png(figure, words) if format == "png" else _svg(figure, words)

    def save_picture(self, path: str | os.PathLike[str], *, dark: bool = False) -> Path:
        """Save the present view as a .png or .svg file, whole or not at all; return its path.

        Parameters
        ----------
        path : str or path
            ``~`` stands for the home folder. A file of that name is replaced.
        dark : bool
            Whether it has the colours of a dark page.

        Raises
        ------
        TypeError, ValueError, OSError
            If an argument is impossible, or the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from cnnkit.widgets import FilterExplorer
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     FilterExplorer(position=(2, 3)).save_picture(f"{folder}/window.svg").name
        'window.svg'
        """
        path = _target(path, FORMATS)
        atomic_writing.save(path, self.picture_bytes(path.suffix[1:].lower(), dark=dark))
        return path

    def film(
        self,
        path: str | os.PathLike[str],
        *,
        seconds: float | None = None,
        fps: float | None = None,
        width: int | None = None,
        dark: bool = False,
    ) -> Path:
        """Save a GIF in which the board walks by itself, for slides of your own; return its path.

        A filter slides over its picture and the map fills, a training goes through its epochs, a
        descent takes its steps, a window its places. What is set stands below, as in a still
        picture. The board itself stays as it is.

        Parameters
        ----------
        path : str or path
            Ends in .gif; ``~`` stands for the home folder. It is written whole or not at all.
        seconds : float, optional
            How long the walk takes; its last picture then stays 1.5 s more, and it begins again.
            By default as long as it needs, at most 12 s: a longer walk leaves out steps.
        fps : float, optional
            Pictures a second, at most 50; by default 8, or up to 20 where `seconds` asks for it.
        width : int, optional
            In pixels; by default as wide as the still picture on a screen, at most 1,600.
        dark : bool
            Whether it has the colours of a dark page.

        Raises
        ------
        TypeError, ValueError, OSError
            If an argument is impossible, nothing walks here, or the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from cnnkit.widgets import FilterExplorer
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     FilterExplorer(stride=3).film(f"{folder}/walk.gif", width=400).name
        'walk.gif'
        """
        path, theme, width = _target(path, ("gif",)), _theme(dark), checked_width(width)
        with self._lock:
            moments, words = self.moments(), self.scene["label"]
            if len(moments) < 2:
                raise ValueError(
                    f"{type(self).__name__} has nothing that walks here, so there is no film of "
                    "it; use save_picture('board.png') for a still picture"
                )
            plan = planned(len(moments), seconds, fps)
            content = film(self._draw_moment(theme), moments, plan, theme, width, words)
        atomic_writing.save(path, content)
        return path

    # -- what an explorer may do in its own way

    def draw(
        self, scene: Scene, cursor: Cell, theme: Theme, known: Mapping[str, int] | None = None
    ):
        """Return a figure of a scene of this board."""
        return draw_scene(scene, cursor, theme, known)

    walk: ClassVar[tuple[str, ...]] = ()  # where a film's cursor goes, and what fills on its way

    def moments(self) -> Moments:
        """Return the moments of a film: by default a cursor that goes where `walk` says."""
        if not self.walk:
            return ()
        panel, *fills = self.walk
        channel = self.cursor[1] if self.cursor[0] == panel else 0
        return cell_by_cell(self._shown, panel, fills, channel)

    def through(
        self, changes: Sequence[dict], cursor: Callable, caption: Callable | None = None
    ) -> Moments:
        """Return the moments of other settings, one after another; these here stay.

        Parameters
        ----------
        changes : sequence of dict
            What is changed of the present settings, for each moment.
        cursor, caption : function of settings
            Return the cell to mark, and the words below.
        """
        before = self._settings

        def moment(change: dict) -> Moment:
            now = before.changed(**change)
            words = caption(now) if caption else ""
            return Moment(self._scene_with(now), cursor(now), caption=words)

        return [partial(moment, change) for change in changes]

    def _scene_with(self, settings) -> Scene:
        """Return the scene of other settings: that of a twin which nobody sees."""
        twin = type(self).__new__(type(self))
        twin._settings = settings
        return twin.compute()

    def _draw_moment(self, theme: Theme):
        def drawn(one: Moment):
            figure = self.draw(one.scene, one.cursor, theme, one.known)
            return with_words(figure, one.scene.settings, theme)

        return drawn


def _theme(dark: bool) -> Theme:
    return DARK if flag(dark, "dark") else LIGHT


def _svg(figure, words: str) -> bytes:
    buffer = io.BytesIO()
    metadata = {"Date": None, "Description": words}
    figure.suppressComposite = True  # one picture of all maps has the size of the whole sheet
    figure.savefig(buffer, format="svg", dpi=SHARP, bbox_inches="tight", metadata=metadata)
    return buffer.getvalue()


def _target(path, endings) -> Path:
    """Return the path of a file to write, in a folder that is there."""
    path = file_path(path)
    if path.suffix[1:].lower() not in endings:
        wanted = " or ".join(f".{ending}" for ending in endings)
        name = f"{path.stem or 'board'}.{endings[0]}"
        raise ValueError(f"path {str(path)!r} does not end in {wanted}; use {name!r}")
    if not path.parent.is_dir():
        raise FileNotFoundError(not_found(path.parent, "folder"))
    return path
