"""Downloaded sets: kept after the first time, checked by hash, and clear without a network."""

import gzip
import hashlib
import http.server
import struct
import sys
import threading

import numpy as np
import pytest

from cnnkit.data import load_fashion_mnist, load_mnist, mnist

RNG = np.random.default_rng(0)
ARRAYS = [
    RNG.integers(0, 256, (6, 28, 28), dtype=np.uint8),
    np.arange(6, dtype=np.uint8),
    RNG.integers(0, 256, (3, 28, 28), dtype=np.uint8),
    np.arange(3, dtype=np.uint8),
]


def packed(array):
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return gzip.compress(header + array.tobytes(), mtime=0)


CONTENTS = {name: packed(array) for name, array in zip(mnist.FILES, ARRAYS, strict=True)}


@pytest.fixture
def server():
    """A web server on this machine with a small set in MNIST's format; it notes what is asked."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            content = served.get(self.path.removeprefix("/set/"))
            self.send_response(200 if content is not None else 404)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *arguments):
            pass

    asked, served = [], dict(CONTENTS)
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    running.asked, running.served = asked, served
    running.address = f"http://127.0.0.1:{running.server_address[1]}/set/"
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def small(monkeypatch):
    """Let MNIST be the small set, to be found at the given addresses."""

    def use(*addresses):
        hashes = tuple(hashlib.sha256(content).hexdigest() for content in CONTENTS.values())
        monkeypatch.setitem(mnist._MNIST, "hashes", hashes)
        monkeypatch.setitem(mnist._MNIST, "addresses", addresses)

    return use


# Nothing listens on this port of this machine.
NOWHERE = "http://127.0.0.1:9/set/"


def test_downloads_once_and_keeps_the_files(server, small, tmp_path):
    small(server.address)
    for _ in range(2):
        loaded = load_mnist(tmp_path / "kept")
        assert loaded.train_images.shape == (6, 1, 28, 28)
        assert loaded.train_images.dtype == np.float32
        assert np.array_equal(loaded.train_images[:, 0], ARRAYS[0] / np.float32(255))
        assert loaded.test_targets.tolist() == [0, 1, 2]
        assert loaded.test_targets.dtype == np.int64
    assert server.asked == [f"/set/{name}" for name in mnist.FILES]


def test_goes_to_the_users_cache_folder_by_default(server, small, tmp_path, monkeypatch):
    import pooch

    monkeypatch.setattr(pooch, "os_cache", lambda project: tmp_path / project)
    small(server.address)
    load_mnist()
    kept = {path.name for path in (tmp_path / "cnnkit" / "mnist").iterdir()}
    assert kept == set(mnist.FILES)


def test_asks_the_second_address_when_the_first_fails(server, small, tmp_path):
    small(NOWHERE, server.address)
    assert len(load_mnist(tmp_path).train_targets) == 6


def test_without_a_network_says_what_to_do(small, tmp_path):
    small(NOWHERE)
    with pytest.raises(ConnectionError) as told:
        load_mnist(tmp_path)
    sentence = str(told.value)
    assert sentence.startswith(f"cannot download {mnist.FILES[0]} ({NOWHERE}: ConnectionError)")
    assert "copy the files train-images-idx3-ubyte.gz" in sentence
    assert "call load_mnist(folder)" in sentence
    assert "load_digits() needs no network" in sentence


def test_a_file_with_another_hash_is_never_used(server, small, tmp_path):
    small(server.address)
    server.served[mnist.FILES[2]] = packed(ARRAYS[0])
    with pytest.raises(ConnectionError, match=r"cannot download t10k-images.*ValueError"):
        load_mnist(tmp_path)
    assert not (tmp_path / mnist.FILES[2]).exists()


def test_a_damaged_file_is_downloaded_again(server, small, tmp_path):
    small(server.address)
    (tmp_path / mnist.FILES[0]).write_bytes(b"cut short")
    assert len(load_mnist(tmp_path).train_images) == 6


def test_copied_files_need_neither_network_nor_pooch(small, tmp_path, monkeypatch):
    small(NOWHERE)
    monkeypatch.setitem(sys.modules, "pooch", None)
    for name, content in CONTENTS.items():
        (tmp_path / name).write_bytes(content)
    assert len(load_mnist(str(tmp_path)).test_images) == 3


def test_in_a_browser_a_sentence_says_how_the_files_come_there(small, tmp_path, monkeypatch):
    small(NOWHERE)
    monkeypatch.setattr(sys, "platform", "emscripten")
    with pytest.raises(ConnectionError, match="cannot download in a browser: fetch train") as told:
        load_mnist()
    assert 'call load_mnist(".")' in str(told.value)
    assert "pip" not in str(told.value)
    (tmp_path / mnist.FILES[0]).write_bytes(b"half of it")
    with pytest.raises(ConnectionError, match="is not the published one"):
        load_mnist(tmp_path)
    for name, content in CONTENTS.items():
        (tmp_path / name).write_bytes(content)
    assert len(load_mnist(tmp_path).test_images) == 3


def test_without_pooch_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(ImportError, match=r'load_fashion_mnist .*pip install "cnnkit\[mnist\]"'):
        load_fashion_mnist(tmp_path)


@pytest.mark.parametrize("which", [mnist._MNIST, mnist._FASHION])
def test_every_published_file_has_a_hash_and_two_addresses(which):
    assert len({*which["hashes"]}) == len(mnist.FILES) == 4
    assert all(len(digest) == 64 and int(digest, 16) for digest in which["hashes"])
    assert len(which["addresses"]) == 2
    assert all(address.endswith("/") for address in which["addresses"])
