"""Take README's screenshots of the explorers in a real JupyterLab.

    python tools/readme_pictures.py                 all of docs/explorers/
    python tools/readme_pictures.py VoteExplorer    one of them

Each explorer is shown in the state that `STATES` describes, in the light theme. The pictures have
few colours and are stored with a palette, so that each takes at most 50 KB.
"""

import argparse
import pathlib
import sys
import tempfile

from cnnkit.files import atomic_writing
from cnnkit.plots import CURSOR

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "explorers"
WINDOW = (1024, 900)  # CSS pixels; JupyterLab's own margins take some of the width
WIDTH = 720  # pixels of a stored picture
LARGEST = 50_000  # bytes
STRIP = 24  # rows
COLOURS = (96, 64, 48, 32, 24, 16)  # as many as fit

# Cells that end with an explorer; the cursor stands where there is something to read.
STATES = {
    "ActivationExplorer": 'ActivationExplorer(image="X", kernel="\\\\", activation="relu")',
    "BackpropExplorer": 'BackpropExplorer(image="X", kernel="crossing", weight=(1, 1))',
    "ChannelExplorer": """
explorer = ChannelExplorer(image="coffee", kernel="red minus green, 1×1")
explorer.cursor = ("map", 0, 16, 10)
explorer
""",
    "DescentExplorer": """
explorer = DescentExplorer(problem="compromise", weight=-0.5, rate=0.1)
explorer.step(6)
explorer
""",
    "DrawPad": """
from cnnkit import data
from cnnkit.examples.digits import STROKES

DrawPad(drawing=data.draw_strokes(STROKES[4]))
""",
    "FilterExplorer": 'FilterExplorer(image="X", kernel="\\\\", position=(4, 4))',
    "LandscapeExplorer": 'LandscapeExplorer(problem="ravine", start=(-2.4, 2.1), steps=60)',
    "LossExplorer": """
explorer = LossExplorer(start=-7.0, rate=1.0)
explorer.edit("hundred", None)
explorer
""",
    "NetworkExplorer": 'NetworkExplorer(image="X", layer="0", map=0)',
    "PoolingExplorer": 'PoolingExplorer(image="X", kernel="\\\\", right=1)',
    "ReceptiveFieldExplorer": 'ReceptiveFieldExplorer(("conv 3", "conv 3"), 9)',
    "SoftmaxExplorer": "SoftmaxExplorer(logits=(2.0, 1.0, -1.0))",
    "TrainingLab": """
import numpy as np

import cnnkit

rng = np.random.default_rng(2)
model = cnnkit.Sequential(
    cnnkit.Conv2d(1, 8, 3, padding=1, rng=rng),
    cnnkit.ReLU(),
    cnnkit.MaxPool2d(2),
    cnnkit.Flatten(),
    cnnkit.Linear(128, 10, rng=rng),
)
lab = TrainingLab(model, cnnkit.load_digits(), lr=0.05, momentum=0.9)
lab.run(epochs=5)
lab
""",
    "VoteExplorer": 'VoteExplorer(image="X")',
    # Lesson 11: a whistle that climbs one row of its spectrogram in each column.
    "sound": """
import numpy as np

pitch = np.linspace(300, 1800, 2400)
wave = 0.1 * np.random.default_rng(2).normal(size=4800)
wave[1200:3600] += np.sin(2 * np.pi * np.cumsum(pitch) / 8000)
pieces = np.array([wave[start : start + 160] for start in range(0, 4641, 80)])
loud = np.abs(np.fft.rfft(pieces * np.hanning(160)))[:, :40].T[::-1]
FilterExplorer(image=np.where(np.log1p(loud) > 3.2, 1, -1), kernel="/", position=(20, 25))
""",
}


def store(taken, path):
    """Make the picture smaller, with as many colours as 50 KB hold.

    Parameters
    ----------
    taken, path : pathlib.Path
        The picture as the browser took it, and where it goes.

    Raises
    ------
    ValueError
        If it is too large with the fewest colours.
    """
    from PIL import Image

    picture = Image.open(taken).convert("RGB")
    height = round(picture.height * WIDTH / picture.width)
    picture = picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
    path.parent.mkdir(exist_ok=True)
    # Below it a strip of the cursor's colour, or a palette would leave out what is rare.
    with_strip = Image.new("RGB", (WIDTH, height + STRIP), CURSOR)
    with_strip.paste(picture, (0, 0))
    for colours in COLOURS:
        few = with_strip.quantize(colours, kmeans=1, dither=Image.Dither.NONE)
        few = few.crop((0, 0, WIDTH, height))
        atomic_writing.replace(path, lambda file, few=few: few.save(file, "PNG", optimize=True))
        if path.stat().st_size <= LARGEST:
            return
    raise ValueError(f"{path.name} takes {path.stat().st_size} bytes with {colours} colours")


def take(names):
    """Take the pictures of these explorers; return what went wrong in the page.

    Parameters
    ----------
    names : list of str

    Returns
    -------
    list of str
    """
    sys.path.insert(0, str(ROOT / "tests"))
    from browser.harness import Chromium, LabPage, LabServer
    from browser.notebooks import write

    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        cells = ["from cnnkit.widgets import *", *(STATES[name].strip() for name in names)]
        notebook = write(here / "explorers.ipynb", *cells)
        with (
            Chromium() as chromium,
            LabServer() as server,
            LabPage(server, chromium, notebook, size=WINDOW, sidebar=False) as lab,
        ):
            lab.run_all()
            for number, name in enumerate(names):
                board = lab.board(number)
                lab.page.mouse.move(2, 2)
                lab.settle(20)
                store(lab.screenshot(here / f"{name}.png", board), FOLDER / f"{name}.png")
                print(FOLDER.relative_to(ROOT) / f"{name}.png")
            return lab.problems()


def main(arguments=None):
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="keys of STATES; default: all")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in STATES]
    if unknown:
        parser.error(f"there is no state for {', '.join(unknown)}; there are {', '.join(STATES)}")
    problems = take(options.names or list(STATES))
    for problem in problems:
        print("PROBLEM", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
