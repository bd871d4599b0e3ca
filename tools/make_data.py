"""Make every file of data/ and its list of hashes: `python tools/make_data.py`.

Needs the `data` extra (scikit-learn and scikit-image, which ship the originals):
`pip install -e ".[data]"`. Nothing is downloaded.
"""

import hashlib
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from PIL import Image

DATA = Path(__file__).resolve().parent.parent / "data"
LONG_SIDE = 256
# Where each of the fourteen forms begins in the original's order. Every one holds the same text of
# 130 digits, "0123456789" three times and then 100 others; up to eight of them were left out.
FORM_STARTS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)


def make_digits():
    """The UCI digits of scikit-learn: every fifth picture of each class is a test picture."""
    from sklearn.datasets import load_digits

    original = load_digits()
    images = original.images.astype(np.uint8)[:, None]  # whole numbers 0..16
    targets = original.target.astype(np.uint8)
    test = np.zeros(len(targets), dtype=bool)
    for digit in range(10):
        test[np.flatnonzero(targets == digit)[::5]] = True
    np.savez_compressed(
        DATA / "digits.npz",
        train_images=images[~test],
        train_targets=targets[~test],
        test_images=images[test],
        test_targets=targets[test],
        places=np.concatenate([np.flatnonzero(~test), np.flatnonzero(test)]).astype(np.uint16),
        form_starts=form_starts(targets),
    )


def form_starts(targets):
    """Return where the forms begin, after a look at whether they hold the same text."""
    forms = [tuple(form.tolist()) for form in np.split(targets, FORM_STARTS[1:])]
    text = max(forms, key=forms.count)
    for form in forms:
        same = SequenceMatcher(None, text, form, autojunk=False).get_matching_blocks()
        alike = sum(block.size for block in same)
        if alike < len(form) - 1 or alike < len(text) - 8:  # one digit is another
            raise ValueError("the digits come in another order, so the forms begin elsewhere")
    return np.array(FORM_STARTS, np.uint16)


def make_xo():
    """X's and O's as the package draws them: train with seed 0, test with seed 1."""
    from cnnkit.examples.xo import make_dataset

    train = make_dataset(400, rng=np.random.default_rng(0))
    test = make_dataset(100, rng=np.random.default_rng(1))
    np.savez_compressed(
        DATA / "xo.npz",
        train_images=train.images.astype(np.int8),
        train_targets=train.targets.astype(np.uint8),
        test_images=test.images.astype(np.int8),
        test_targets=test.targets.astype(np.uint8),
    )


def make_wine():
    """The UCI wine measurements of scikit-learn, as they are."""
    from sklearn.datasets import load_wine

    original = load_wine()
    np.savez_compressed(
        DATA / "wine.npz",
        values=original.data.astype(np.float32),
        targets=original.target.astype(np.uint8),
        columns=np.array([name.replace("_", " ") for name in original.feature_names]),
    )


def make_photos():
    """Two CC0 photographs of scikit-image, made smaller."""
    from skimage import data

    for name, original in (("cat", data.chelsea()), ("coffee", data.coffee())):
        photo = Image.fromarray(original)
        scale = LONG_SIDE / max(photo.size)
        size = tuple(round(side * scale) for side in photo.size)
        photo.resize(size, Image.Resampling.LANCZOS).save(DATA / f"{name}.png", optimize=True)


def make_views():
    """The cat twice: the second view is turned by 20°, made smaller, and loses contrast."""
    from cnnkit.data import find_matches, load_photo

    first = np.rint(255 * load_photo("cat").mean(axis=0)).astype(np.uint8)
    photo, angle, scale = Image.fromarray(first), 20, 0.8
    size = tuple(round(side * scale) for side in photo.size)
    small = photo.resize(size, Image.Resampling.BICUBIC)
    grey = int(np.median(np.asarray(small)))
    turned = small.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=grey)
    second = np.rint(np.asarray(turned) * 0.8 + 25).astype(np.uint8)

    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    turn = np.array([[cos, -sin], [sin, cos]]) * scale  # of (row, column)
    middles = [(np.array(picture.shape) - 1) / 2 for picture in (first, second)]
    found = find_matches(first / 255, second / 255)
    np.savez_compressed(
        DATA / "views.npz",
        first=first,
        second=second,
        map=np.column_stack([turn, middles[1] - turn @ middles[0]]),
        first_points=found.first_points,
        second_points=found.second_points,
        first_matched=found.first,
        second_matched=found.second,
    )


def write_checksums():
    """List the SHA-256 of every data file."""
    made = sorted(path for path in DATA.iterdir() if path.suffix in {".json", ".npz", ".png"})
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    (DATA / "SHA256SUMS").write_text("".join(lines), encoding="ascii", newline="\n")


if __name__ == "__main__":
    make_digits()
    make_xo()
    make_wine()
    make_photos()
    make_views()
    write_checksums()
