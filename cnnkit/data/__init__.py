"""Data to learn from: what travels with cnnkit, what is yours, what can be downloaded.

`bundled` reads `data/`, `own` your pictures, `arrays` your files of arrays, `mnist` downloads;
`strokes` draws lines, `drawn` prepares what you draw; `views` are two of one photograph.
"""

from cnnkit.data.array_files import load_idx
from cnnkit.data.bundled import PHOTOS, load_digits, load_photo, load_wine, load_xo
from cnnkit.data.drawn import to_digits, to_mnist
from cnnkit.data.image_files import decode_image, load_image, load_images
from cnnkit.data.interest_points import find_matches, load_views
from cnnkit.data.mnist import load_fashion_mnist, load_mnist
from cnnkit.data.sets import Dataset, Pictures, Table, split
from cnnkit.data.strokes import draw_strokes
from cnnkit.files import data_path
