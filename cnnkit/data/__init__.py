"""Data to learn from: bundled with cnnkit, your own, or downloaded.

`bundled` reads `data/`, `stored_results` what long trainings gave; `image_files` reads an image of
yours, `image_folders` a folder of them, `array_files` your arrays (`idx_files`, `numpy_files`,
`csv_files`), `image_sets` any of these; `mnist` downloads; `datasets` has the containers,
`train_test_split` fills one; `strokes` draws lines, `photographed_drawings` finds a drawing on a
photograph, `prepared_drawings` preprocesses it, `resizing` scales it; `interest_points` finds and
matches points of two views of one photograph; `augment` changes training pictures.
"""

from typing import Any

from cnnkit.checks import no_attribute, speak
from cnnkit.data import augment as augment
from cnnkit.data.bundled import (
    PHOTOS,
    load_digit_forms,
    load_digits,
    load_photo,
    load_wine,
    load_xo,
)
from cnnkit.data.datasets import Dataset, Forms, Pictures, Table
from cnnkit.data.idx_files import load_idx
from cnnkit.data.image_files import decode_image, load_image
from cnnkit.data.image_sets import load_images
from cnnkit.data.interest_points import Matches, Views, find_matches, load_views
from cnnkit.data.mnist import load_fashion_mnist, load_mnist
from cnnkit.data.photographed_drawings import from_photo
from cnnkit.data.prepared_drawings import to_digits, to_mnist, to_xo
from cnnkit.data.stored_results import load_results
from cnnkit.data.strokes import draw_strokes
from cnnkit.data.train_test_split import split
from cnnkit.files import data_path

__all__ = [
    "PHOTOS",
    "Dataset",
    "Forms",
    "Matches",
    "Pictures",
    "Table",
    "Views",
    "data_path",
    "decode_image",
    "draw_strokes",
    "find_matches",
    "from_photo",
    "load_digit_forms",
    "load_digits",
    "load_fashion_mnist",
    "load_idx",
    "load_image",
    "load_images",
    "load_mnist",
    "load_photo",
    "load_results",
    "load_views",
    "load_wine",
    "load_xo",
    "split",
    "to_digits",
    "to_mnist",
    "to_xo",
]

speak(globals(), __all__)
speak(vars(augment), augment.__all__)


def __getattr__(name: str) -> Any:
    raise no_attribute("module 'cnnkit.data'", name)
