"""Two trainings side by side: the settings in which they differ, and what came of them."""

from __future__ import annotations

from cnnkit.widgets.board.number_words import short, writer
from cnnkit.widgets.training.augmentation import AUGMENTS
from cnnkit.widgets.training.run_progress import Path
from cnnkit.widgets.training.run_settings import SETTINGS

__all__ = ["compared", "said", "share"]

NAMES = {
    "optimizer": "optimiser",
    "lr": "learning rate",
    "momentum": "momentum",
    "weight_decay": "weight decay",
    "dropout": "dropout",
    "augment": "pictures",
    "batch_size": "batch",
    "images": "trained on",
}


def said(name: str, value) -> str:
    """Return the value of a setting as a person reads it.

    Examples
    --------
    >>> said("lr", 0.05), said("augment", "shift"), said("dropout", None)
    ('0.05', 'shifted', 'as built')
    """
    if name == "augment":
        return AUGMENTS[value]
    if value is None:
        return "as built"
    return value if isinstance(value, str) else short(value)


def share(number: float) -> str:
    """Return a share in percent; a dash where nothing is right or wrong.

    Examples
    --------
    >>> share(0.984), share(float("nan"))
    ('98 %', '–')
    """
    return "–" if number != number else f"{100 * number:.0f} %"


def _course(path: Path, name: str) -> str:
    """Return what a setting was in the course of a training: "0.05 → 0.01"."""
    changes = [change for change in path.changes if change.name == name]
    values = [change.before for change in changes[:1]] + [change.after for change in changes]
    words = [said(name, value) for value in values or [getattr(path.settings, name)]]
    if name == "momentum" and path.settings.optimizer == "Adam" and not changes:
        return "its own"
    return " → ".join(words if len(words) <= 3 else [words[0], "…", words[-1]])


def compared(one: Path, other: Path, names: tuple[str, str], held_out: str):
    """Return a table of texts: headings, then a row for each of two runs.

    Parameters
    ----------
    one, other : Path
    names : (str, str)
        What the two are called.
    held_out : str
        What the pictures are called that are not trained on.

    Examples
    --------
    >>> from cnnkit.train import Record
    >>> from cnnkit.widgets.training.run_settings import RunSettings
    >>> records = Record(0, 0.7, 0.5, 0.7, 0.5), Record(1, 0.25, 1, 0.5, 0.75)
    >>> paths = (Path(records[:n], RunSettings(lr=lr), ()) for n, lr in ((1, 0.1), (2, 0.2)))
    >>> for row in compared(*paths, ("kept run", "this run"), "test"):
    ...     print(row)
    ('', 'learning rate', 'epochs', 'loss, training', 'loss, test', 'right, test')
    ('kept run', '0.1', '0', '0.70', '0.70', '50 %')
    ('this run', '0.2', '1', '0.25', '0.50', '75 %')
    """
    pair = one, other
    courses = {name: tuple(_course(path, name) for path in pair) for name in SETTINGS}
    columns = [(NAMES[name], *texts) for name, texts in courses.items() if texts[0] != texts[1]]
    if not columns:
        columns = [("settings", "the same", "the same")]
    lasts = [path.judged[-1] for path in pair]
    write = writer([value for last in lasts for value in (last.loss, last.validation_loss)])
    columns += [
        ("epochs", *(str(last.epoch) for last in lasts)),
        ("loss, training", *(write(last.loss) for last in lasts)),
        (f"loss, {held_out}", *(write(last.validation_loss) for last in lasts)),
        (f"right, {held_out}", *(share(last.validation_accuracy) for last in lasts)),
    ]
    return tuple(zip(("", *names), *columns, strict=True))
