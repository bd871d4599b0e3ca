"""What a browser's Python does not have: threads."""

import threading


def without_threads(monkeypatch):
    """Have every start of a thread fail as it does there."""

    def fail(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
