"""Weights from elsewhere: other names, other files, other orders of axes; none of it runs."""

import io
import json
import os
import re
import stat
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

import cnnkit
from cnnkit.files import safetensors
from cnnkit.layers import BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.model import Sequential
from tests.helpers.sentences import one_sentence

RENAMED = {
    "0.weight": "conv1.weight",
    "0.bias": "conv1.bias",
    "3.weight": "conv2.weight",
    "3.bias": "conv2.bias",
    "5.weight": "fc.weight",
    "5.bias": "fc.bias",
}


def make_model(seed=0):
    rng = np.random.default_rng(seed)
    model = Sequential(
        Conv2d(1, 4, 3, rng=rng), ReLU(), MaxPool2d(2), Conv2d(4, 5, 3, rng=rng), Flatten(),
        Linear(20, 3, rng=rng),
    )  # fmt: skip
    for array in model.parameters().values():
        array += rng.normal(size=array.shape).astype(np.float32) / 8
    return model


def assert_equal(model, other):
    for key, array in model.state_dict().items():
        np.testing.assert_array_equal(other.state_dict()[key], array, err_msg=key)


# Names


@pytest.mark.parametrize("prefix", ["module.", "net.", "_orig_mod.", "a.b."])
def test_a_prefix_of_all_names_is_told_and_taken_away_on_request(prefix):
    model, other = make_model(), make_model(9)
    state = {prefix + key: array for key, array in other.state_dict().items()}
    with one_sentence(ValueError, [f"unknown {prefix}0.weight", 'add match="order"']):
        model.load_state_dict(state)
    matches = model.load_state_dict(state, match="order")
    assert matches.plan == {key: prefix + key for key in model.parameters()}
    assert_equal(model, other)


def test_other_names_load_in_order_with_a_table_of_what_went_where():
    model, other = make_model(), make_model(9)
    state = {RENAMED[key]: array for key, array in other.state_dict().items()}
    with one_sentence(ValueError, ["lacks 0.weight", "unknown conv1.weight", 'match="order"']):
        model.load_state_dict(state)
    matches = model.load_state_dict(state, match="order")
    assert_equal(model, other)
    assert repr(matches).splitlines()[:2] == [
        "this model  shape    loaded from",
        "0.weight    4×1×3×3  conv1.weight",
    ]
    assert "<td" in matches._repr_html_()


def test_names_sorted_by_the_alphabet_come_back_into_the_order_of_the_layers():
    rng = np.random.default_rng(0)
    model, other = (Sequential(*(Linear(3, 3, rng=rng) for _ in range(12))) for _ in "ab")
    state = {}
    for key, array in other.state_dict().items():
        number, _, last = key.partition(".")
        state[f"fc{int(number) + 1}.{last}"] = array
    model.load_state_dict(dict(sorted(state.items())), match="order")
    assert_equal(model, other)


# Names that a safetensors file has sorted


def stored(model, names, path):
    """Write a model's layers under other names, as the safetensors package does."""
    arrays = {}
    for key, array in model.state_dict().items():
        layer, _, last = key.partition(".")
        arrays[f"{names[layer]}.{last}"] = array
    with open(path, "wb") as file:
        safetensors.write(arrays, file)
    return path


def squares(count=3):
    return Sequential(*(Linear(4, 4) for _ in range(count)))


def test_equal_layers_sorted_by_the_alphabet_are_refused_until_they_are_named(tmp_path):
    model, other = squares(), squares()
    before = model.state_dict()
    names = {"0": "stem", "1": "body", "2": "head"}
    path = stored(other, names, tmp_path / "net.safetensors")
    words = ["alphabetical", "body, head, stem", "match={'0': ..., '1': ..., '2': ...}"]
    for given in ({}, {"match": "order"}):
        with one_sentence(ValueError, words, without=str(tmp_path)):
            model.load(path, **given)
    with one_sentence(ValueError, ["no such name", "body, head"], without=str(tmp_path)):
        model.load(path, match={"0": ...})
    np.testing.assert_array_equal(model[0].weight, before["0.weight"])
    assert model.load(path, match=names).plan["0.weight"] == "stem.weight"
    assert_equal(model, other)


def test_only_equal_layers_have_to_be_named(tmp_path):
    model, other = (Sequential(Linear(3, 4), *squares(), Linear(4, 2)) for _ in "ab")
    names = {"0": "z", "1": "stem", "2": "body", "3": "head", "4": "a"}
    path = stored(other, names, tmp_path / "net.safetensors")
    with one_sentence(ValueError, ["match={'1': ..., '2': ..., '3': ...}"], without=str(tmp_path)):
        model.load(path, match="order")
    model.load(path, match={"1": "stem", "2": "body", "3": "head"})
    assert_equal(model, other)
    with one_sentence(ValueError, ["twice"], without=str(tmp_path)):
        model.load(path, match={"1": "stem", "2": "stem"})
    with one_sentence(ValueError, ["apart from", "shapes differ"], without=str(tmp_path)):
        model.load(path, match={"1": "a"})


def test_single_arrays_without_layers_are_not_guessed_either():
    model, weights = Sequential(*(Linear(4, 4, bias=False) for _ in "ab")), np.ones((4, 4))
    state = {"body": weights, "stem": 2 * weights}
    with one_sentence(ValueError, ["alphabetical", "match={'0.weight': ..., '1.weight': ...}"]):
        model.load_state_dict(state, match="order")
    model.load_state_dict(state, match={"0.weight": "stem", "1.weight": "body"})
    assert model[0].weight[0, 0] == 2


@pytest.mark.parametrize(
    "names", [("conv1", "bn1", "fc"), ("features.0", "features.1", "classifier")]
)
def test_a_sorted_file_with_batch_norms_loads_by_its_shapes(names, tmp_path):
    model, other = (
        Sequential(Conv2d(1, 4, 3), BatchNorm2d(4), Flatten(), Linear(16, 3)) for _ in "ab"
    )
    other(np.random.default_rng(0).normal(size=(4, 1, 4, 4)).astype(np.float32))
    path = stored(other, dict(zip("013", names, strict=True)), tmp_path / "net.safetensors")
    with one_sentence(ValueError, ['add match="order"'], without=str(tmp_path)):
        model.load(path)
    model.load(path, match="order")
    assert_equal(model, other)
    assert model[1].num_batches_tracked == 1


def test_a_sorted_file_with_batch_norms_is_told_the_model_that_takes_it(tmp_path):
    other = Sequential(Conv2d(1, 4, 3), BatchNorm2d(4))
    path = stored(other, {"0": "conv1", "1": "bn1"}, tmp_path / "net.safetensors")
    words = ["with BatchNorm2d", "cnnkit.fold_batch_norm(model)"]
    with one_sentence(ValueError, words, without=str(tmp_path)):
        Sequential(Conv2d(1, 4, 3)).load(path)


def test_a_list_of_arrays_loads_in_order():
    model, other = make_model(), make_model(9)
    model.load_state_dict(list(other.state_dict().values()), match="order")
    assert_equal(model, other)


def test_not_strict_loads_what_both_have_and_says_what_was_kept():
    model, other = make_model(), make_model(9)
    kept = model[5].bias.copy()
    state = other.state_dict()
    del state["5.bias"]
    matches = model.load_state_dict(state | {"9.bias": np.zeros(3)}, strict=False)
    np.testing.assert_array_equal(model[0].weight, other[0].weight)
    np.testing.assert_array_equal(model[5].bias, kept)
    assert repr(matches).splitlines()[-1].split() == ["5.bias", "3", "(kept", "as", "it", "was)"]


@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
def test_a_file_that_lacks_arrays_is_told_and_loads_when_that_is_meant(ending, tmp_path):
    model, other = make_model(), make_model(9)
    path = tmp_path / f"net{ending}"
    Sequential(*list(other)[:4]).save(path)
    with one_sentence(ValueError, ["lacks 5.weight", "strict=False"], without=str(tmp_path)):
        model.load(path)
    assert list(model.load(path, strict=False).plan) == list(other.state_dict())[:4]
    np.testing.assert_array_equal(model[3].weight, other[3].weight)
    np.testing.assert_array_equal(model[5].weight, make_model()[5].weight)


def test_names_that_fit_are_loaded_without_a_word():
    assert make_model().load_state_dict(make_model().state_dict()) is None


def test_other_shapes_in_order_change_nothing():
    model, before = make_model(), make_model().state_dict()
    state = dict(zip("abcdef", make_model(9).state_dict().values(), strict=True))
    with one_sentence(
        ValueError, ["number 2 in order is c", "(4, 5)", "3.weight has (5, 4, 3, 3)"]
    ):
        model.load_state_dict(state | {"c": np.ones((4, 5))}, match="order")
    for key, array in model.parameters().items():
        np.testing.assert_array_equal(array, before[key])


def test_half_precision_is_taken_as_it_is():
    model = make_model()
    state = {k: a.astype(np.float16) for k, a in make_model(9).state_dict().items()}
    model.load_state_dict(state)
    for key, array in model.parameters().items():
        np.testing.assert_array_equal(array, state[key])


# The orders of axes of other libraries


@pytest.mark.parametrize("match", ["name", "order"])
@pytest.mark.parametrize(
    ("key", "there", "back"),
    [
        ("3.weight", (2, 3, 1, 0), "array.transpose(3, 2, 0, 1)"),
        ("3.weight", (0, 2, 3, 1), "array.transpose(0, 3, 1, 2)"),
        ("5.weight", (1, 0), "array.T"),
    ],
)
def test_the_sentence_names_the_transpose_that_works(key, there, back, match):
    model, state = make_model(), make_model(9).state_dict()
    array = state[key] = state[key].transpose(there)
    with pytest.raises(ValueError, match=re.escape(f"{key} as {back}")) as caught:
        model.load_state_dict(state, match=match)
    assert len(str(caught.value)) < 500
    state[key] = eval(back, {"array": array})
    model.load_state_dict(state, match=match)
    assert_equal(model, Sequential(*make_model(9)))


# Files of this package


@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
def test_a_saved_model_is_loaded_again(ending, tmp_path):
    model, other = make_model(), make_model(9)
    other.save(tmp_path / f"net{ending}")
    assert model.load(tmp_path / f"net{ending}") is None
    assert_equal(model, other)
    assert [path.name for path in tmp_path.iterdir()] == [f"net{ending}"]


@pytest.mark.parametrize("match", ["name", "order"])
@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
def test_running_statistics_travel_with_the_weights(ending, match, tmp_path):
    model, other = (Sequential(Conv2d(1, 2, 3), BatchNorm2d(2)) for _ in "ab")
    for _ in range(3):
        other(np.random.default_rng(0).normal(size=(4, 1, 5, 5)).astype(np.float32))
    other.save(tmp_path / f"net{ending}")
    model.load(tmp_path / f"net{ending}", match=match)
    assert_equal(model, other)
    assert model[1].num_batches_tracked == 3
    assert model[1].num_batches_tracked.dtype == np.int64


def test_a_state_without_the_number_of_batches_loads_in_order():
    model, other = (Sequential(Conv2d(1, 2, 3), BatchNorm2d(2)) for _ in "ab")
    state = [a for key, a in other.state_dict().items() if not key.endswith("tracked")]
    model.load_state_dict(state, match="order")
    np.testing.assert_array_equal(model[0].weight, other[0].weight)


@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
def test_a_file_with_other_names_loads_in_order(ending, tmp_path):
    model, other = make_model(), make_model(9)
    path = tmp_path / f"net{ending}"
    arrays = {RENAMED[key]: array for key, array in other.state_dict().items()}
    with open(path, "wb") as file:
        np.savez(file, **arrays) if ending == ".npz" else safetensors.write(arrays, file)
    with one_sentence(ValueError, [path.name, 'match="order"'], without=str(tmp_path)):
        model.load(path)
    assert model.load(path, match="order").plan == RENAMED
    assert_equal(model, other)


def test_home_is_known_by_its_short_name(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    make_model(9).save("~/net.npz")
    assert (tmp_path / "net.npz").is_file()
    model = make_model()
    model.load("~/net.npz")
    assert_equal(model, make_model(9))


@pytest.mark.skipif(os.name != "posix", reason="modes and links are those of Unix")
@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
def test_a_link_stays_a_link_and_a_private_file_private(ending, tmp_path):
    path, link = tmp_path / f"net{ending}", tmp_path / f"link{ending}"
    make_model().save(path)
    path.chmod(0o600)
    link.symlink_to(path)
    make_model(9).save(link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    model = make_model()
    model.load(path)
    assert_equal(model, make_model(9))


def test_what_is_not_there_is_named_in_full(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with one_sentence(FileNotFoundError, [str(tmp_path / "lost.npz")], without=""):
        make_model().load("lost.npz")


# Files that lie


def npy(shape, content=b"", descr="<f4"):
    header = f"{{'descr': {descr!r}, 'fortran_order': False, 'shape': {shape!r}, }}"
    header = header.ljust(117).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + content


def bomb(path, shape, descr="<f4", name="0.weight"):
    """Write an .npz file of 40 KB that unpacks to 40 MB of zeros."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        with file.open(f"{name}.npy", "w") as member:
            member.write(npy(shape, descr=descr))
            for _ in range(40):
                member.write(bytes(10**6))
        for key, array in make_model().state_dict().items():
            if key != name:
                with file.open(f"{key}.npy", "w") as member:
                    np.save(member, array)
    return path


@pytest.mark.parametrize(
    ("shape", "descr", "word"),
    [
        ((10_000_000,), "<f4", "(10000000,)"),
        ((4, 1, 3, 3), "<f4", "damaged"),  # it says less than it holds
        ((4, 1, 3, 3), "|S1111111", "damaged"),
        ((2,), "|S20000000", "(2,)"),
    ],
)
@pytest.mark.parametrize("match", ["name", "order"])
def test_a_bomb_is_refused_before_it_is_unpacked(shape, descr, word, match, tmp_path):
    path = bomb(tmp_path / "bomb.npz", shape, descr)
    tracemalloc.start()
    try:
        with one_sentence((ValueError, TypeError), [word], without=str(tmp_path)):
            make_model().load(path, match=match)
        assert tracemalloc.get_traced_memory()[1] < 5e6
    finally:
        tracemalloc.stop()


def test_a_text_of_the_right_shape_is_refused_before_it_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "net.npz", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("0.weight.npy", npy((3, 2), bytes(6 * 10**7), "|S10000000"))
        file.writestr("0.bias.npy", npy((3,), bytes(12)))
    with one_sentence(TypeError, ["0.weight holds |S10000000"], without=str(tmp_path)):
        Sequential(Linear(2, 3)).load(tmp_path / "net.npz")


def test_two_arrays_of_one_name_are_refused(tmp_path):
    path = tmp_path / "net.npz"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("0.weight.npy", npy((1,), bytes(4)))
        file.writestr("1.weight.npy", npy((1,), bytes(4)))
    path.write_bytes(path.read_bytes().replace(b"1.weight", b"0.weight"))
    with pytest.raises(ValueError, match=r"holds 0\.weight twice"):
        make_model().load(path)


# safetensors


def file_of(header, content=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + content


ENTRY = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
EIGHT = bytes(8)
LIES = {
    "empty": (b"", "too short"),
    "short": (b"1234567", "too short"),
    "long header": (file_of({}, length=10**6), "announces a header of 1000000 bytes"),
    "endless header": (file_of({}, length=2**64 - 1), "announces a header"),
    "no header": (file_of(b"hello"), "does not begin"),
    "a list": (file_of([1]), "does not begin"),
    "no JSON": (file_of(b"{hello"), "not JSON"),
    "no text": (file_of(b'{"\xff": 1}'), "not JSON"),
    "NaN": (file_of(b'{"a": NaN}'), "holds NaN"),
    "deep": (file_of(b'{"a":' * 100_000), "nested"),
    "twice": (
        file_of(
            b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},'
            b'"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
            EIGHT,
        ),
        "'a' twice",
    ),
    "notes": (file_of({"__metadata__": {"a": 1}}), "__metadata__"),
    "entry": (file_of({"a": 3}), "'a' needs dtype"),
    "lacks": (file_of({"a": {"dtype": "F32", "shape": [2]}}, EIGHT), "'a' needs dtype"),
    "more": (file_of({"a": ENTRY | {"more": 1}}, EIGHT), "nothing else"),
    "type": (file_of({"a": ENTRY | {"dtype": "F8_E4M3"}}, EIGHT), "'F8_E4M3', not one of"),
    "type 3": (file_of({"a": ENTRY | {"dtype": 3}}, EIGHT), "not one of"),
    "shape": (file_of({"a": ENTRY | {"shape": 2}}, EIGHT), "the shape 2"),
    "negative": (file_of({"a": ENTRY | {"shape": [-2]}}, EIGHT), "the shape [-2]"),
    "fraction": (file_of({"a": ENTRY | {"shape": [2.0]}}, EIGHT), "the shape [2.0]"),
    "true": (file_of({"a": ENTRY | {"shape": [True, 2]}}, EIGHT), "the shape [True, 2]"),
    "huge": (file_of({"a": ENTRY | {"shape": [2**40, 2**40]}}, EIGHT), "data_offsets"),
    "beyond an index": (file_of({"a": ENTRY | {"shape": [0, 2**63]}}), "the shape"),
    "40 axes": (file_of({"a": ENTRY | {"shape": [1] * 39 + [2]}}, EIGHT), "the shape"),
    "offsets": (file_of({"a": ENTRY | {"data_offsets": [0, 8, 9]}}, EIGHT), "data_offsets"),
    "backwards": (file_of({"a": ENTRY | {"data_offsets": [8, 0]}}, EIGHT), "data_offsets"),
    "size": (file_of({"a": ENTRY | {"data_offsets": [0, 4]}}, EIGHT), "data_offsets"),
    "overlap": (file_of({"a": ENTRY, "b": ENTRY}, EIGHT), "overlaps another at byte 0"),
    "gap": (file_of({"a": ENTRY | {"data_offsets": [8, 16]}}, 2 * EIGHT), "gap before it"),
    "cut off": (file_of({"a": ENTRY}, bytes(7)), "take 8 bytes, but 7 follow"),
    "rest": (file_of({"a": ENTRY}, bytes(9)), "take 8 bytes, but 9 follow"),
}


@pytest.mark.parametrize("case", LIES)
def test_a_safetensors_file_that_lies_is_refused(case, tmp_path):
    content, words = LIES[case]
    with pytest.raises(ValueError, match=re.escape(words)):
        safetensors.Archive(io.BytesIO(content))
    path, model = tmp_path / "net.safetensors", make_model()
    path.write_bytes(content)
    with one_sentence(ValueError, ["net.safetensors is damaged"], without=str(tmp_path)):
        model.load(path)
    assert_equal(model, make_model())


def test_an_array_without_numbers_and_one_without_axes_are_read():
    arrays = {"none": np.zeros((0, 3), np.float32), "one": np.array(7, np.int64)}
    file = io.BytesIO()
    safetensors.write(arrays, file)
    archive = safetensors.Archive(file)
    for name, array in arrays.items():
        found = archive.read(name)
        assert found.dtype == array.dtype
        np.testing.assert_array_equal(found, array)
        assert found.shape == array.shape


EVERY_TYPE = [
    "float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint64", "uint32",
    "uint16", "uint8", "bool",
]  # fmt: skip


def arrays_of_every_type():
    rng = np.random.default_rng(0)
    found = {}
    for number, name in enumerate(EVERY_TYPE):
        found[f"z{name}"] = rng.integers(0, 2, (2, number + 1)).astype(name)
        found[f'a.{name} é\n"'] = rng.integers(0, 2, number).astype(name)
    return found


def test_files_are_those_of_the_safetensors_package_to_the_byte():
    numpy = pytest.importorskip("safetensors.numpy")
    for arrays in (make_model().state_dict(), arrays_of_every_type(), {}):
        file = io.BytesIO()
        safetensors.write(arrays, file)
        assert file.getvalue() == numpy.save(arrays)


def test_files_of_the_safetensors_package_are_read_as_it_reads_them():
    numpy = pytest.importorskip("safetensors.numpy")
    arrays = arrays_of_every_type()
    archive = safetensors.Archive(io.BytesIO(numpy.save(arrays, metadata={"format": "np"})))
    assert archive.arrays.keys() == arrays.keys()
    for name, array in arrays.items():
        found = archive.read(name)
        assert found.dtype == (np.float32 if array.dtype == np.float16 else array.dtype)
        np.testing.assert_array_equal(found, array)


def test_models_go_to_the_safetensors_package_and_back(tmp_path):
    numpy = pytest.importorskip("safetensors.numpy")
    model, other = make_model(), make_model(9)
    other.save(tmp_path / "net.safetensors")
    found = numpy.load_file(tmp_path / "net.safetensors")
    assert found.keys() == other.state_dict().keys()
    for key, array in other.state_dict().items():
        np.testing.assert_array_equal(found[key], array)
    numpy.save_file(found, tmp_path / "theirs.safetensors")
    model.load(tmp_path / "theirs.safetensors")
    assert_equal(model, other)


def test_bfloat16_is_the_upper_half_of_a_float32():
    values = np.array([1.0, -2.5, 3.140625, 1e-30], np.float32)
    halves = (values.view(np.uint32) >> 16).astype("<u2").tobytes()
    entry = {"dtype": "BF16", "shape": [4], "data_offsets": [0, 8]}
    archive = safetensors.Archive(io.BytesIO(file_of({"a": entry}, halves)))
    np.testing.assert_array_equal(
        archive.read("a"), (values.view(np.uint32) & 0xFFFF0000).view(np.float32)
    )


def test_what_the_format_does_not_know_is_not_written(tmp_path):
    with pytest.raises(ValueError, match="a holds complex128"):
        safetensors.write({"a": np.zeros(2, complex)}, io.BytesIO())


# Files of other libraries


def test_one_array_alone_is_told_with_the_line_that_loads_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    model, other = make_model(), make_model(9)
    np.save("fc.npy", other[5].weight)
    with pytest.raises(ValueError, match="holds one array without a name") as caught:
        model.load("fc.npy")
    lines = str(caught.value).partition(": ")[2]
    exec(lines.replace("; ", "\n"), {"model": model, "np": np})
    np.testing.assert_array_equal(model[5].weight, other[5].weight)


def test_a_dict_in_an_npy_file_is_told_with_its_danger_and_the_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    model, other = make_model(), make_model(9)
    np.save("net.npy", other.state_dict())
    with pytest.raises(ValueError, match=r"can run code .* if you trust whoever made it") as caught:
        model.load("net.npy")
    exec(str(caught.value).rpartition("made it: ")[2], {"model": model, "np": np})
    assert_equal(model, other)


def torch_file(torch, path):
    """Save a network of PyTorch with names of its own; return its weights."""
    network = torch.nn.ModuleDict(
        {
            "conv1": torch.nn.Conv2d(1, 4, 3),
            "conv2": torch.nn.Conv2d(4, 5, 3),
            "fc": torch.nn.Linear(20, 3),
        }
    )
    torch.save(network.state_dict(), path)
    return [tensor.numpy() for tensor in network.state_dict().values()]


@pytest.mark.parametrize("name", ["net.pt", "net.pth", "net.npz"])
def test_the_lines_for_a_file_of_pytorch_work(name, tmp_path, monkeypatch):
    torch = pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    wanted = torch_file(torch, name)
    model = make_model()
    with one_sentence(ValueError, ["is a file of PyTorch", "weights_only=True"]):
        model.load(name)
    with pytest.raises(ValueError, match=re.escape(name)) as caught:
        model.load(name)
    first, second = str(caught.value).partition("there, ")[2].split(", then ")
    space = {"torch": torch, "model": model}
    exec(first, space)
    with one_sentence(ValueError, ['match="order"']):
        exec(second, space)
    exec(second.replace("(state)", '(state, match="order")'), space)
    for array, found in zip(wanted, model.parameters().values(), strict=True):
        np.testing.assert_array_equal(found, array)


def test_tensors_of_pytorch_load_as_they_are():
    torch = pytest.importorskip("torch")
    model = make_model()
    for kind in (torch.float32, torch.float64, torch.float16, torch.bfloat16):
        state = {
            key: torch.nn.Parameter(torch.from_numpy(array).to(kind))
            for key, array in make_model(9).state_dict().items()
        }
        model.load_state_dict(state)
        for key, array in model.parameters().items():
            np.testing.assert_array_equal(array, state[key].detach().float().numpy())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("net.npz", b"\x89HDF\r\n\x1a\n" + bytes(99), ["is a file of Keras"]),
        ("net.npz", npy((1,), bytes(4)), ["holds one array", "model.save("]),
        ("net.safetensors", b"\x80\x04K\x03.", ["Python objects", "trust"]),
        ("net.npz", file_of({"a": ENTRY}, EIGHT), ["rename it to end in .safetensors"]),
    ],
    ids=["HDF5", "npy", "pickle", "safetensors"],
)
def test_another_librarys_file_under_our_ending_is_recognised(name, content, words, tmp_path):
    (tmp_path / name).write_bytes(content)
    with one_sentence(ValueError, [name, *words], without=str(tmp_path)):
        make_model().load(tmp_path / name)


@pytest.mark.parametrize("ending", [".npz", ".safetensors", ".pt", ".h5"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\n<!DOCTYPE html><html><head>", ["a web page", "download the file itself"]),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d\n", ["git lfs pull"]),
    ],
    ids=["HTML", "Git LFS"],
)
def test_what_a_download_left_in_place_of_the_weights_is_recognised(
    content, words, ending, tmp_path
):
    (tmp_path / f"net{ending}").write_bytes(content)
    with one_sentence(ValueError, words, without=str(tmp_path)):
        make_model().load(tmp_path / f"net{ending}")


def test_an_npz_file_under_the_other_ending_is_recognised(tmp_path):
    make_model().save(tmp_path / "net.npz")
    (tmp_path / "net.npz").rename(tmp_path / "net.safetensors")
    with one_sentence(ValueError, ["rename it to end in .npz"], without=str(tmp_path)):
        make_model().load(tmp_path / "net.safetensors")


@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
def test_a_forgotten_ending_is_told_if_such_a_file_is_there(ending, tmp_path):
    make_model().save(tmp_path / f"net{ending}")
    with one_sentence(ValueError, [f"use 'net{ending}'"], without=str(tmp_path)):
        make_model().load(tmp_path / "net")


# States as other programs nest them: the line that is told loads them


def dense():
    rng = np.random.default_rng(3)
    return Sequential(Linear(4, 3, rng=rng), ReLU(), Linear(3, 2, rng=rng))


def _nested():
    model = dense()
    state = model.state_dict()
    layers = {}
    for key, array in state.items():
        layer, _, name = key.rpartition(".")
        layers.setdefault(layer, {})[name] = array
    flax = {
        f"Layer_{layer}": {
            "kernel": arrays["weight"].T,
            "bias": arrays["bias"],
        }
        for layer, arrays in layers.items()
    }
    behind = {f"model.{key}": array for key, array in state.items()}
    return {
        "a dict for each layer": layers,
        "that, in another": {"params": layers},
        "as Flax has it": {"params": flax},
        "behind a prefix, and more": behind | {"loss.weight": np.ones(3)},
    }


@pytest.mark.parametrize("kind", _nested())
def test_the_line_that_is_told_loads_a_nested_state(kind):
    state, model = _nested()[kind], dense()
    for array in model.parameters().values():
        array[...] = 0
    with pytest.raises(ValueError, match=r"write model\.load_state_dict") as told:
        model.load_state_dict(state)
    names = {"cnnkit": cnnkit, "model": model, "state": state, "input_shape": (4,)}
    exec(re.search(r"write (.*)", str(told.value))[1], names)
    wanted = dense().state_dict()
    assert all(np.array_equal(wanted[key], array) for key, array in model.state_dict().items())


@pytest.mark.parametrize("name", ["arr_0", "state"])
def test_a_state_that_was_stored_as_one_object_is_told_how_it_comes_out(name, tmp_path):
    model, path = dense(), tmp_path / "a.npz"
    np.savez(path, **{name: np.array(model.state_dict(), dtype=object)})
    with pytest.raises(ValueError, match=f"holds {name} as Python objects, which could") as told:
        model.load(path)
    exec(re.search(r"write (.*)", str(told.value))[1], {"np": np, "model": model})
