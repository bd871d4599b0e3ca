"""What the tests of figures share."""

import pytest


@pytest.fixture
def displayed(monkeypatch):
    """What `show` hands to the notebook: a list of (data, metadata)."""
    outputs = []

    def display(data, metadata=None, raw=False):
        assert raw
        outputs.append((data, metadata or {}))

    monkeypatch.setattr("IPython.display.display", display)
    return outputs
