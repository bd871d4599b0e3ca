"""A bar that shows how far long work has come: one line of text, drawn by tqdm."""

import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def ticks(total: int, unit: str) -> Iterator[Callable[[], Any]]:
    """Give a function to call after each ``unit`` of work: it moves a bar, if ``total`` is not 0.

    The bar ends as "6 of 6 steps", without times: a stored notebook must not differ from run to
    run. It is text in notebooks too, where a bar of widgets looks broken once it is stored.
    """
    tqdm = _tqdm() if total else None
    if tqdm is None:
        yield lambda: None
        return
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    line = _Line(f"{total} of {total} {unit}s") if hasattr(shell, "kernel") else None
    with contextlib.closing(tqdm(total=total, unit=unit, file=line, ncols=line and 80)) as bar:
        try:
            yield bar.update
        finally:
            bar.bar_format = f"{{n_fmt}} of {{total_fmt}} {unit}s"


def _tqdm():
    try:
        from tqdm import tqdm
    except ImportError:
        warnings.warn(
            "progress=True needs tqdm, which is not installed (pip install tqdm); "
            "the work goes on without a bar",
            stacklevel=6,
        )
        return None
    return tqdm


class _Line:
    """A line below a notebook's cell, where a bar is drawn; at first it shows how it will end."""

    def __init__(self, text):
        from IPython.display import display

        self.shown = display({"text/plain": text}, raw=True, display_id=True)

    def write(self, text):
        """Show the text in place of what was there."""
        if line := text.strip():
            self.shown.update({"text/plain": line}, raw=True)

    def flush(self):
        """Do nothing: every text is shown at once."""
