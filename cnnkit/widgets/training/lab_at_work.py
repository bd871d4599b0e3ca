"""A TrainingLab at work: from a cell, from the buttons of the board, by the pin of its curves."""

from __future__ import annotations

from typing import Self

import traitlets

from cnnkit.checks import flag, whole
from cnnkit.widgets.board.explorer import Explorer, Property
from cnnkit.widgets.training.curve_words import read_curves
from cnnkit.widgets.training.lab_scene import MOMENT, PATIENCE
from cnnkit.widgets.training.lab_settings import NUMBERS, SPEEDS
from cnnkit.widgets.training.shown_pictures import PICTURES


class LabAtWork(Explorer):
    """What a `TrainingLab` does with its training.

    A subclass sets the attributes ``training`` and ``_player``.
    """

    more = ("epoch",)

    epoch = Property(lambda lab: lab._player.then, lambda lab, value: lab._compare_with(value))
    playing = Property(lambda lab: lab._playing, lambda lab, value: lab._play_or_pause(value))
    pin = traitlets.Int().tag(sync=True)
    _player = None
    _kept = None  # another run, to compare with
    _displayed = _playing = False
    _patience = MOMENT

    # -- from a cell

    def run(self, epochs: int | None = None) -> None:
        """Train for some epochs and return when they are done; default: as many as Play trains.

        The numbers are the same every time, and the same that `fit` computes. A loss that is no
        longer finite ends the training; `message` and the board say why.
        """
        count = whole(self._settings.play_epochs if epochs is None else epochs, "epochs")
        self._train_here("epochs", count)

    def step(self, steps: int = 1) -> None:
        """Do some steps and return when they are done."""
        self._train_here("steps", whole(steps, "steps"))

    def play(self, epochs: int | None = None) -> None:
        """Begin to train for some epochs, and return at once; default: `play_epochs`."""
        count = whole(self._settings.play_epochs if epochs is None else epochs, "epochs")
        with self._lock:
            self._start("epochs", count)
            self.adopt(None)

    def pause(self) -> None:
        """Stop; no step is done after this returns."""
        self._player.halt()
        self._stopped()

    def reset(self) -> None:
        """Go back to the start, with the same first weights and the same order of pictures."""
        self.continue_from(0)

    def continue_from(self, epoch: int | None = None) -> None:
        """Go back to an epoch; default: the one that is compared with now.

        What came after it is forgotten, but stays in the picture as a dotted line. The settings
        stay as they are, so another learning rate can be tried from there.
        """
        with self._lock:
            self._player.go_back_to(self.epoch if epoch is None else epoch)
        self._stopped()

    def keep(self) -> None:
        """Keep the curves and settings of this run, to compare others with; one is kept."""
        with self._lock:
            self._keep(self._player.path())
            self.adopt(None)

    def forget(self) -> None:
        """Take the kept run off the board."""
        with self._lock:
            self._keep(None)
            self.adopt(None)

    def _keep(self, path):
        if path is not None and not path.epochs:
            raise ValueError("there is no run to keep yet; use Epoch or Play first")
        self._kept = path

    # -- the same in a line of code

    def trained(
        self, *, epochs: int | None = None, steps: int | None = None, judged: bool = True
    ) -> Self:
        """Train for some epochs, or for some steps, and return the lab.

        With ``judged=False`` an epoch whose last step is done is not judged yet.
        """
        if (epochs is None) == (steps is None):
            raise TypeError("trained() takes epochs or steps, one of them; give trained(epochs=3).")
        if epochs is not None:
            self.run(epochs)
        elif flag(judged, "judged"):
            self.step(steps)
        else:
            self._train_here("bare steps", whole(steps, "steps"))
        return self

    def back_to(self, epoch: int) -> Self:
        """Go back to the end of an epoch, as `continue_from`, and return the lab."""
        self.continue_from(epoch)
        return self

    def keeping(self) -> Self:
        """Keep this run to compare others with, as `keep`, and return the lab."""
        self.keep()
        return self

    @property
    def message(self) -> str:
        """What the board says of the training: that it cannot go on, or what the curves tell."""
        run = self.training
        return self._player.trouble or run.advice or read_curves(run.curve, run.held_out)

    def _train_here(self, kind, count):
        self._player.aim_here(kind, count)
        self._playing = True
        self.tell()
        try:
            self._player.work_here(self._show_if_displayed)
        finally:
            self._patience = PATIENCE  # a stored view has the film of all epochs
            self._stopped()
            self._patience = MOMENT

    def _show_if_displayed(self) -> bool:
        if self._displayed:
            self.publish()
        return self._displayed

    def _pause_after_step(self) -> float:
        return SPEEDS[self._settings.speed]

    def _stopped(self):
        """Bring the board up to date, and whoever observes the traits: it trains no more."""
        with self._lock:
            self._playing = False
            self.adopt(None)

    def _play_or_pause(self, value):
        (self.play if flag(value, "playing") else self.pause)()

    def _compare_with(self, value):
        with self._lock:
            self._player.compare_with(value)
            self.adopt(None)

    @traitlets.observe("pin")
    def _pin_moved(self, change):
        """Follow the dragged pin; the browser may know of more epochs than there are now."""
        with self._lock:
            if change["new"] != self.epoch:
                self._player.compare_near(change["new"])
                self.adopt(None)

    def _start(self, kind, count):
        with self._lock:
            self._player.start(kind, count)
            self._playing = True

    def close(self):
        """Stop training, and take the board off the page."""
        if self._player is not None:
            self._player.tell_to_stop()
        super().close()

    def edit(self, name: str, value):
        """Do what a button says, or return the settings after a control or a click on a picture."""
        now = self._settings
        if name.startswith("pictures["):
            panel, place, *_ = self.cursor
            picture = now.picture_page * PICTURES + place
            return now.changed(picture=picture) if panel == "pictures" else now
        if (name, value) == ("dropout", "as built"):
            return now.changed(dropout=None)
        if name in NUMBERS and value != "all":
            return now.typed(name, value)
        if name == "playing" and not self._player.busy:
            self._start("epochs", now.play_epochs)
        elif name in ("one step", "one epoch"):
            self._start("steps" if name == "one step" else "epochs", 1)
        elif name == "keep":
            self._keep(self._player.path())
        elif name == "forget":
            self._keep(None)
        elif name in ("playing", "reset", "continue"):
            self._player.halt()
            if name != "playing":
                self._player.go_back_to(0 if name == "reset" else self.epoch)
            self._playing = False
        else:
            return super().edit(name, value)
        return None
