"""Several traits of a widget in one message, so that a page never sees one without the others."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator


class SendsTogether:
    """A widget whose traits can be sent together; it stands before the widget's class.

    ``hold_sync`` of ipywidgets also holds what other threads send meanwhile; this does not.
    """

    _held: tuple[int, dict[str, None]] | None = None  # by which thread, and which traits

    @contextlib.contextmanager
    def one_message(self) -> Iterator[None]:
        """Send what this thread sets inside at the end, in the order in which it was set."""
        if self._held is not None and self._held[0] == threading.get_ident():
            yield  # it is inside of another one already
            return
        traits: dict[str, None] = {}
        self._held = threading.get_ident(), traits
        try:
            yield
        finally:
            self._held = None
            if traits:
                self.send_state(list(traits))

    def _should_send_property(self, key, value) -> bool:
        held = self._held
        if not super()._should_send_property(key, value):
            return False
        if held is None or held[0] != threading.get_ident():
            return True
        held[1][key] = None
        return False
