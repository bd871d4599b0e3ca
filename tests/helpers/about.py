"""nbval compares numbers after ≈ as tools/about.py tells, and leaves out what pixels decide."""

import re
from functools import wraps

from tools.about import reconcile

# In the HTML of a figure: its pixels, its width and where its Axes lie differ between processors.
DRAWN = re.compile(r"(?<=base64,)[A-Za-z0-9+/=]+|(?<= width=\")\d+(?=\")|(?<=polygon\()[^)]*")

# Its words come from its arrays (tests/plots/test_figure_rows.py): of what was trained, the numbers
# and the places of the extremes differ as its pixels do. What a lesson says in numbers, it prints.
WORDS = re.compile(r'(?<= alt=")[^"]*|(?<=In words</summary><p>).*?(?=</p>)')
NUMBERS = re.compile(r"[(\s]*[-−]?\d[-−\d.,/()e\s]*")
EXTREMES = re.compile(r"#(lowest|highest)#at#( ?places)?")


def without_drawing(output):
    """Take out of an output what only pixels decide, and the numbers of a figure's words."""
    if isinstance(output.get("text/html"), str):
        output["text/html"] = WORDS.sub(_without_numbers, DRAWN.sub("", output["text/html"]))
    if "image/png" in output and isinstance(output.get("text/plain"), str):
        output["text/plain"] = re.sub(".+", _without_numbers, output["text/plain"])
    if "data" in output:
        without_drawing(output["data"])


def _without_numbers(found):
    return EXTREMES.sub("#", NUMBERS.sub("#", found[0]))


def teach_nbval() -> None:
    """Let nbval compare so."""
    from nbval import plugin

    exactly = plugin.IPyNbCell.compare_outputs
    if getattr(exactly, "knows_about", False):
        return

    @wraps(exactly)
    def compare_outputs(self, test, ref, skip_compare=None):
        tags = self.cell.metadata.get("tags", ())
        if len(test) == len(ref):  # else they differ anyway
            for now, stored in zip(test, ref, strict=True):
                reconcile(now, stored, tags)
                without_drawing(now)
                without_drawing(stored)
        return exactly(self, test, ref, skip_compare)

    compare_outputs.knows_about = True
    plugin.IPyNbCell.compare_outputs = compare_outputs
