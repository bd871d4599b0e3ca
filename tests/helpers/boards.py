"""A Board as its browser sees it: what is sent to Python, and what the answered scene holds."""

import numpy as np


def send(board, name, value="", *, number=1, content=None):
    """Do what the browser does when a person changes something; return the new scene."""
    message = {"kind": "edit", "name": name, "value": value, "view": "v", "number": number}
    board._on_message(board, message, [] if content is None else [memoryview(content)])
    return board.scene


def array(board, name):
    """Decode an array of the scene."""
    packed = board.scene["arrays"][name]
    return np.frombuffer(packed["data"], "<f4").reshape(packed["shape"])


def panel(board, name):
    """Return what the scene says of a panel."""
    return next(panel for panel in board.scene["panels"] if panel["name"] == name)


def control(board, name):
    """Return what the scene says of a control."""
    return next(control for control in board.scene["controls"] if control["name"] == name)
