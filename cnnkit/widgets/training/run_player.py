"""Train a run towards a goal: in a thread that can be paused, or in the cell that asks for it."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable

from cnnkit.widgets.board.error_words import named
from cnnkit.widgets.training.run_progress import Path
from cnnkit.widgets.training.run_settings import RunSettings
from cnnkit.widgets.training.training_run import TrainingRun
from cnnkit.widgets.training.training_thread import PERIOD, Trainer, stop_others


class Player:
    """A training that works towards a goal.

    Parameters
    ----------
    run : TrainingRun
    pause : bound method
        Returns how many seconds to wait after a step.
    show : bound method
        Called some twelve times a second while it plays, in its thread.
    ended : bound method
        Called in its thread at the goal, or when it cannot go on.

    Attributes
    ----------
    gate : Gate
        Whoever is inside is alone with the run.
    goal : (str, int) or None
        ("epochs", "steps" or "bare steps", number) at which it stops; after bare steps even where
        an epoch is still to be judged.
    trouble : str
        Why it could not go on.
    then : int
        The epoch that is compared with now.
    """

    def __init__(self, run: TrainingRun, pause: Callable, show: Callable, ended: Callable):
        self.run = run
        # Its owner holds it, so it must not hold its owner.
        self._pause, self._show, self._ended = map(weakref.WeakMethod, (pause, show, ended))
        self._trainer = Trainer(self._piece, self._view, self._end)
        self.gate = self._trainer.gate
        self.goal: tuple[str, int] | None = None
        self.trouble = ""
        self.then = 0
        self._here = False  # whether a cell trains, in the thread of the cells

    @property
    def playing(self) -> bool:
        """Whether the thread is at work."""
        return self._trainer.playing

    @property
    def busy(self) -> bool:
        """Whether it trains, in the thread or in a cell."""
        return self._here or self.playing

    # -- on and off

    def start(self, kind: str, count: int) -> None:
        """Begin to do ``count`` "epochs" or "steps", and return at once."""
        self.halt()
        with self.gate():
            self._aim(kind, count)
        self._trainer.start()

    def aim_here(self, kind: str, count: int) -> None:
        """Get ready for :meth:`work_here`; no other training goes on from now on."""
        stop_others()
        self._aim(kind, count)
        self._here = True

    def work_here(self, show: Callable[[], object]) -> None:
        """Train until the goal is reached, :meth:`halt` is called, or the loss is not finite."""
        due = 0.0
        try:
            while True:
                with self.gate():
                    if not self._here or not self._advance():
                        break
                if time.monotonic() >= due and show():
                    due = time.monotonic() + PERIOD
        except FloatingPointError as error:
            self.trouble = _sentence(error)
        finally:
            self._here = False

    def tell_to_stop(self) -> None:
        """Have the thread stop, without waiting for it."""
        self._trainer.stop()

    def halt(self) -> None:
        """Stop; no step is done after this returns."""
        self._trainer.stop()
        self._here = False
        self._trainer.wait()

    # -- what else is done to the run, while no step is

    def adopt(self, settings: RunSettings) -> None:
        """Pass hyperparameters on to the run; another number of pictures starts it over."""
        with self.gate():
            if self.run.adopt(settings):
                self.trouble = ""
            self.then = min(self.then, self.run.epochs)

    def go_back_to(self, epoch: int) -> None:
        """Stop, and forget what came after an epoch."""
        self.halt()
        with self.gate():
            self.run.restore(epoch)
            self.trouble = ""
            self.then = min(self.then, self.run.epochs)

    def compare_with(self, epoch: int) -> None:
        """Compare an epoch that is known with now."""
        with self.gate():
            self.then = self.run.known(epoch)

    def compare_near(self, epoch: int) -> None:
        """Compare the nearest epoch that can be gone back to."""
        with self.gate():
            self.then = min(self.run.kept, key=lambda one: abs(one - epoch))

    def path(self) -> Path:
        """Return the way so far."""
        with self.gate():
            return self.run.path

    # -- a piece of work

    def _aim(self, kind: str, count: int) -> None:
        done = self.run.epochs if kind == "epochs" else self.run.steps
        self.goal, self.trouble = (kind, done + count), ""

    def _advance(self) -> bool:
        """Do a small piece of work; False when the goal is reached."""
        kind, number = self.goal
        done = self.run.epochs if kind == "epochs" else self.run.steps
        if done >= number and (kind == "bare steps" or not self.run.judging):
            return False
        self.run.tick()
        return True

    # -- these run in the thread, the first one inside the gate

    def _piece(self) -> float | None:
        before = self.run.steps
        if not self._advance():
            return None
        pause = self._pause()
        return pause() if pause is not None and self.run.steps > before else 0.0

    def _view(self) -> None:
        if self.playing and (show := self._show()) is not None:
            show()

    def _end(self, error: Exception | None) -> None:
        if error is not None:
            self.trouble = _sentence(error)
        if (ended := self._ended()) is not None:
            ended()


def _sentence(error: Exception) -> str:
    if isinstance(error, FloatingPointError):
        return (
            f"{error}. The network is as the last complete step left it: choose a smaller rate, "
            "and continue from an earlier epoch."
        )
    return named(error)
