"""What the page asks of Python without changing anything: the code of a view, and its picture."""

from __future__ import annotations

from cnnkit.widgets.board import view_code
from cnnkit.widgets.board.error_words import named

QUESTIONS = ("code", "picture")


def answer(board, content: dict) -> dict:
    """Return the answer to a question of ``js/board/copy_and_save.js``.

    Parameters
    ----------
    board : Board
    content : dict
        Its "kind" is one of :data:`QUESTIONS`; "id" is that of the question; "dark" says whether
        the page is.

    Returns
    -------
    dict
        The "text" that was asked for, and the "trouble" in a sentence, or "".
    """
    text, trouble = "", ""
    try:
        if content["kind"] == "code":
            text, trouble = view_code.copied(board)
        else:
            text = board.picture_bytes("svg", dark=bool(content.get("dark"))).decode()
    except Exception as error:
        # The boundary: a person sees the sentence on the board, not in a log that nobody opens.
        trouble = named(error)
    return {"kind": "answer", "id": content.get("id"), "text": text, "trouble": trouble}
