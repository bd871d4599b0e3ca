"""What ships in data/: what it holds, that it is what README says, and damage that is told."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cnnkit import data, files
from cnnkit.files import shipped

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(
    path.name for path in (ROOT / "data").iterdir() if path.suffix in {".json", ".npz", ".png"}
)


@pytest.mark.parametrize(
    ("load", "counts", "shape", "values", "classes"),
    [
        (data.load_digits, (1433, 364), (1, 8, 8), np.arange(17) / 16, 10),
        (data.load_xo, (400, 100), (1, 9, 9), (-1, 1), 2),
    ],
)
def test_set_has_the_stated_shapes_types_and_values(load, counts, shape, values, classes):
    loaded = load()
    parts = [loaded[:2], loaded[2:]]
    for (images, targets), count in zip(parts, counts, strict=True):
        assert images.shape == (count, *shape)
        assert images.dtype == np.float32
        assert targets.shape == (count,)
        assert targets.dtype == np.int64
        assert np.unique(images).tolist() == list(values)
        assert np.unique(targets).tolist() == list(range(classes))


def test_digits_are_the_1797_of_the_source_in_its_order():
    digits = data.load_digits()
    # Numbers of the original: how many pictures of each digit, and the sum of all pixels.
    counts = np.bincount(np.concatenate([digits.train_targets, digits.test_targets]))
    assert counts.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert 16 * (digits.train_images.sum() + digits.test_images.sum()) == 561718
    assert digits.test_targets[:10].tolist() == list(range(10))
    first_zero = 16 * digits.test_images[0, 0]
    assert first_zero[0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]


def test_digit_forms_are_the_same_digits_in_the_order_of_the_source():
    digits, forms = data.load_digits(), data.load_digit_forms()
    assert forms.images.shape == (1797, 1, 8, 8)
    assert forms.images.dtype == np.float32
    assert forms.targets.dtype == forms.forms.dtype == np.int64
    assert forms.classes == tuple("0123456789")
    tested = np.concatenate([np.flatnonzero(forms.targets == n)[::5] for n in range(10)])
    tested.sort()
    trained = np.setdiff1d(np.arange(1797), tested)
    assert np.array_equal(forms.images[tested], digits.test_images)
    assert np.array_equal(forms.targets[tested], digits.test_targets)
    assert np.array_equal(forms.images[trained], digits.train_images)
    assert np.array_equal(forms.targets[trained], digits.train_targets)


def test_digit_forms_hold_the_same_text_again_and_again():
    forms = data.load_digit_forms()
    assert np.unique(forms.forms).tolist() == list(range(14))
    assert np.all(np.diff(forms.forms) >= 0)
    texts = [forms.targets[forms.forms == n].tolist() for n in range(14)]
    assert max(texts.count(text) for text in texts) >= 8
    for text in texts:
        assert 122 <= len(text) <= 130
        assert text[:4] in ([0, 1, 2, 3], [1, 2, 3, 4])


def test_a_hand_is_more_like_itself_than_like_others():
    images, _, forms, _ = data.load_digit_forms()
    flat = images.reshape(len(images), -1).astype(np.float64)
    away = (flat**2).sum(1)[:, None] - 2 * flat @ flat.T + (flat**2).sum(1)
    np.fill_diagonal(away, np.inf)
    assert np.mean(forms[away.argmin(axis=1)] == forms) > 0.5  # by chance 0.07


@pytest.mark.parametrize("name", ["images", "classes", "data"])
def test_a_data_set_names_its_arrays(name):
    with pytest.raises(AttributeError, match=rf"Dataset has no .*'{name}'; use one of train_im"):
        getattr(data.load_digits(), name)


def test_digits_need_no_pillow():
    code = (
        "import sys; sys.modules['PIL'] = None; import cnnkit; from cnnkit.data import augment; "
        "print(len(cnnkit.load_digits()[0]), len(cnnkit.data.load_digit_forms().images))\n"
        "try: cnnkit.load_photo('cat')\nexcept ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    assert first == "1433 1797"
    assert "with Pillow, which is not installed; get it with: pip install pillow" in second


def test_no_picture_is_in_both_parts_of_the_digits():
    digits = data.load_digits()
    train = {picture.tobytes() for picture in digits.train_images}
    assert not train & {picture.tobytes() for picture in digits.test_images}


def test_every_fifth_digit_of_a_kind_is_for_testing():
    digits = data.load_digits()
    for digit in range(10):
        train, test = (digits.train_targets == digit).sum(), (digits.test_targets == digit).sum()
        assert test == -(-(train + test) // 5)


def test_stored_letters_are_the_ones_that_the_package_draws():
    from cnnkit.examples.xo import make_dataset

    drawn = make_dataset(400, rng=np.random.default_rng(0))
    assert np.array_equal(data.load_xo().train_images, drawn.images)
    assert np.array_equal(data.load_xo().train_targets, drawn.targets)


def test_wines_are_the_178_of_the_source_in_its_order():
    wine = data.load_wine()
    assert (wine.values.shape, wine.values.dtype) == ((178, 13), np.float32)
    assert (wine.targets.shape, wine.targets.dtype) == ((178,), np.int64)
    assert wine.targets.tolist() == [0] * 59 + [1] * 71 + [2] * 48
    # Numbers of the original: its first row, and the ranges that its description states.
    first = [14.23, 1.71, 2.43, 15.6, 127, 2.8, 3.06, 0.28, 2.29, 5.64, 1.04, 3.92, 1065]
    np.testing.assert_allclose(wine.values[0], first, rtol=1e-6)
    columns = dict(zip(wine.columns, wine.values.T, strict=True))
    assert len(columns) == 13
    for name, low, high in (("magnesium", 70, 162), ("proline", 278, 1680), ("hue", 0.48, 1.71)):
        np.testing.assert_allclose([columns[name].min(), columns[name].max()], [low, high], 1e-6)


@pytest.mark.parametrize("name", data.PHOTOS)
def test_photo_is_a_colour_picture(name):
    photo = data.load_photo(name)
    assert photo.dtype == np.float32
    assert photo.shape[0] == 3
    assert max(photo.shape) == 256
    assert photo.flags.c_contiguous
    assert 0 <= photo.min() < 0.1
    assert 0.8 < photo.max() <= 1
    assert not np.array_equal(photo[0], photo[1])


def test_each_call_gives_arrays_of_its_own():
    data.load_digits().train_images[:] = 7
    assert data.load_digits().train_images.max() == 1


@pytest.mark.parametrize("name", ["dog", "", None, 3, "../cat"])
def test_unknown_photo_is_told_with_the_known_ones(name):
    with pytest.raises(ValueError, match="which is unknown; use 'cat' or 'coffee'"):
        data.load_photo(name)


@pytest.mark.parametrize("name", NAMES)
def test_hash_list_holds_the_hash_of_the_file(name):
    content = (ROOT / "data" / name).read_bytes()
    assert files.checksums()[name] == hashlib.sha256(content).hexdigest()


def test_hash_list_and_readme_and_folder_name_the_same_files():
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert sorted(files.checksums()) == NAMES
    assert sorted(re.findall(r"^## (\S+)$", readme, re.MULTILINE)) == NAMES
    for section in re.split(r"^## ", readme, flags=re.MULTILINE)[1:]:
        for word in ("pixels" if ".png" in section.split()[0] else "**Holds**", "**Source**"):
            assert word in section
        assert "**Licence**" in section
        maker = re.search(r"`(\w+)` in `(tools/\w+\.py)`", section)
        assert f"def {maker[1]}(" in (ROOT / maker[2]).read_text(encoding="utf-8")


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of data/ that a test may damage."""
    folder = tmp_path / "data"
    folder.mkdir()
    for path in (ROOT / "data").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(shipped, "root", lambda: tmp_path)
    return folder


LOADERS = {
    "digits.npz": data.load_digits,
    "xo.npz": data.load_xo,
    "wine.npz": data.load_wine,
    "cat.png": lambda: data.load_photo("cat"),
    "04_poolings.json": lambda: data.load_results("04_poolings"),
}


@pytest.mark.parametrize("name", LOADERS)
def test_missing_file_is_named_with_the_cure(copied, name):
    (copied / name).unlink()
    with pytest.raises(
        FileNotFoundError, match=rf"{name} is missing; restore it with `git checkou"
    ):
        LOADERS[name]()


@pytest.mark.parametrize("name", LOADERS)
@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b"", lambda b: b[:99] + b"!" + b[100:]]
)
def test_damaged_file_is_named_with_the_cure(copied, name, damage):
    (copied / name).write_bytes(damage((copied / name).read_bytes()))
    with pytest.raises(ValueError, match=rf"{name} is damaged or was changed: .*git checkout"):
        LOADERS[name]()


def test_missing_or_damaged_hash_list_is_told(copied):
    (copied / "SHA256SUMS").write_text("", encoding="ascii")
    with pytest.raises(ValueError, match=r"SHA256SUMS says nothing about it"):
        data.load_digits()
    (copied / "SHA256SUMS").unlink()
    with pytest.raises(FileNotFoundError, match="SHA256SUMS is missing"):
        data.load_digits()


def test_installed_package_is_cured_by_pip(copied, monkeypatch):
    monkeypatch.setattr(shipped, "installed", lambda: True)
    (copied / "digits.npz").unlink()
    with pytest.raises(FileNotFoundError, match="pip install --force-reinstall cnnkit"):
        data.load_digits()
