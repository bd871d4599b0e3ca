"""The Stop button (SIGINT) during a check: deferred to the next safe place.

Without this, a ``KeyboardInterrupt`` may be raised between any two instructions: while the check
changes ``sys.stdout``, while it puts it back, while it starts a thread.
"""

import signal
import threading
import time
from collections.abc import Callable

LAST_RESORT = 2.0
"""Seconds after which a further press interrupts at once, safe place or not."""

_here = threading.local()


class Interrupted(BaseException):
    """Raised at a safe place after the Stop button was pressed."""


class Stopped(Interrupted):
    """Raised inside a student's function to end it; no ``except Exception`` catches it."""


class StopButton:
    """Inside ``with StopButton() as button``, Stop sets ``button.pressed`` and raises nothing.

    In the main thread alone; other threads are never interrupted. Inside another ``with`` of the
    same thread, it gives that one's button.

    Attributes
    ----------
    pressed : bool
        True once the button was pressed.
    on_press : callable or None
        Called with each press.
    """

    def __init__(self):
        self.pressed = False
        self.on_press: Callable[[], None] | None = None
        self._since = 0.0
        self._usual = None
        self._outer: StopButton | None = None
        self._active = False

    def __enter__(self) -> "StopButton":
        self._outer = getattr(_here, "button", None)
        if self._outer is not None:
            return self._outer
        try:
            self._active = True
            _here.button = self
            if threading.current_thread() is threading.main_thread():
                usual = signal.getsignal(signal.SIGINT)
                stale = getattr(usual, "__self__", None)
                if isinstance(stale, StopButton):
                    usual = stale._usual
                if callable(usual):  # neither ignored nor handled outside Python
                    self._usual = usual
                    signal.signal(signal.SIGINT, self._handle)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error) -> None:
        if self._outer is not None:
            return
        while True:
            try:
                self._active = False
                _here.button = None
                if self._usual is not None and signal.getsignal(signal.SIGINT) == self._handle:
                    signal.signal(signal.SIGINT, self._usual)
                return
            except KeyboardInterrupt:  # in between, or from elsewhere than the Stop button
                self.pressed = True

    def _handle(self, number, frame) -> None:
        if not self._active:  # something came between, and the handler stayed: heal
            signal.signal(signal.SIGINT, self._usual)
            self._usual(number, frame)
        else:
            self.press()

    def press(self) -> None:
        """Do what a press of the Stop button does."""
        now = time.monotonic()
        if not self.pressed:
            self.pressed, self._since = True, now
        if self.on_press is not None:
            self.on_press()
        elif now - self._since > LAST_RESORT:
            raise Interrupted


def checkpoint() -> None:
    """Raise ``Interrupted`` if the Stop button of this thread's check was pressed."""
    button = getattr(_here, "button", None)
    if button is not None and button.pressed:
        raise Interrupted
