"""Questions that an earlier edition of a lesson asked: a reader's copy of it still runs."""

from collections.abc import Callable

__all__ = ["AskedBefore", "asked_before"]


class AskedBefore:
    """What stands for such a question: the block of ``with predict(question):`` shows all at once.

    Examples
    --------
    >>> with AskedBefore("lesson06.cancel"):
    ...     print("0.71")
    Your copy of this lesson is an earlier edition: the new one asks another question here.
    0.71
    """

    def __init__(self, key: str):
        self.key = key

    def __enter__(self) -> "AskedBefore":
        print(self)
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def __repr__(self) -> str:
        return (
            "Your copy of this lesson is an earlier edition: "
            "the new one asks another question here."
        )


def asked_before(module: str, *names: str) -> Callable[[str], AskedBefore]:
    """Return the ``__getattr__`` of a module of questions that has held these names as well.

    Examples
    --------
    >>> find = asked_before("cnnkit.exercises.predictions.questions06", "cancel")
    >>> find("cancel")
    Your copy of this lesson is an earlier edition: the new one asks another question here.
    """

    def find(name: str) -> AskedBefore:
        if name in names:
            return AskedBefore(f"lesson{module[-2:]}.{name}")
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return find
